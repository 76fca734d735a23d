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
	made := boss.press(boss.get(at), at+"/make", "moves", "").leads(at + "?plan=").to
	found := boss.get(made).status(200).says("This plan ", "no timetable can save more than", "proven",
		" weighed", "First come, first served", "What changes", "Propose these times to")
	boss.press(found, at+"/propose").leads(at)
	asked := worker.get(at).status(200).says("Proposed times from", "Not answered yet", "They keep their times")
	worker.press(asked, at+"/answer", "person", "u-03", "yes", "yes").leads(at)
	worker.press(worker.get(at), at+"/answer", "person", "u-06", "yes", "").leads(at)
	worker.press(worker.get(at), at+"/all").leads(at)
	boss.get(at).says("Said yes; it holds", "Keeps their times").silent("Not answered yet")
	boss.press(boss.get(at), at+"/weigh", "fair", "0", "drift", "5").leads(at)
	boss.post(at+"/propose", "plan", "gone").status(422).says("plan the week again")
	boss.post(at + "/other").status(http.StatusNotFound)
}

// TestBrowserPlanAWeek looks at the pages, with axe-core at both widths.
func TestBrowserPlanAWeek(t *testing.T) {
	s := newSite(t)
	boss := s.signIn("s-dev")
	made := boss.press(boss.get("/times/plan"), "/times/plan/make", "moves", "").leads("/times/plan?plan=").to
	boss.press(boss.get(made), "/times/plan/propose").leads("/times/plan")
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-dev", map[string]string{"times-plan": made})
}
