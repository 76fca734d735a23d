package web_test

import (
	"net/http"
	"os"
	"testing"

	"steady/internal/web/browsertest"
)

// TestPlanAWeek: a plan says what it gives back and what nobody could, is
// proposed to the people whose times change, and holds only for those who say yes.
func TestPlanAWeek(t *testing.T) {
	s := newSite(t)
	const at = "/times/plan"
	boss, worker := s.signIn("s-dev"), s.signIn("s-rowan")
	s.signIn("s-iris").get(at).status(http.StatusForbidden)
	worker.get(at).status(200).says("Plan a week round lives").silent("Plan the week")
	boss.press(boss.get(at), at+"/make", "moves", "many").status(422).says("write a whole number")
	boss.get(at).status(200).says("This plan ", "No timetable can take fewer than", "First come, first served",
		"Proven least", "What changes", " weighed", "Person by person",
		"Instead: one time a dose for the whole week", "proven")
	worker.get(at).says("This plan ").silent("Propose these times")
	made := boss.press(boss.get(at), at+"/make", "moves", "", "by", "habit").leads(at + "?by=habit").to
	found := boss.get(made).status(200).says("Each person has one time a dose for the whole week",
		"Instead: whatever saves the most on each day", "; comes at 0", "Propose these times to")
	s.again() // the plan is made anew, and is the same one
	boss = s.signIn("s-dev")
	worker = s.signIn("s-rowan")
	boss.press(found, at+"/propose", "plan", "0123").status(422).says("The week has changed since this plan was made")
	boss.press(found, at+"/propose").leads(at)
	held := boss.press(boss.get(at), at+"/make", "moves", "1", "by", "day").leads(at + "?by=day&go=yes&moves=1").to
	boss.get(held).says("This plan ")
	asked := worker.get(at).status(200).says("Proposed times from", "Not answered yet", "They keep their times")
	worker.press(asked, at+"/answer", "person", "u-03", "yes", "yes").leads(at)
	worker.press(worker.get(at), at+"/answer", "person", "u-06", "yes", "").leads(at)
	worker.press(worker.get(at), at+"/all").leads(at)
	boss.get(at).says("Said yes; it holds", "Keeps their times").silent("Not answered yet")
	boss.press(boss.get(at), at+"/weigh", "fair", "0", "drift", "5", "by", "habit").leads(at)
	boss.get(at).says("Instead: whatever saves the most on each day")
	boss.post(at+"/propose", "plan", "gone").status(422).says("The week has changed")
	boss.post(at + "/other").status(http.StatusNotFound)
}

// TestBrowserPlanAWeek looks at the pages, with axe-core at both widths.
func TestBrowserPlanAWeek(t *testing.T) {
	s := newSite(t)
	boss := s.signIn("s-dev")
	boss.press(boss.get("/times/plan"), "/times/plan/propose").leads("/times/plan")
	made := "/times/plan?by=habit"
	boss.get(made)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-dev", map[string]string{"times-plan": "/times/plan", "times-plan-habit": made})
}
