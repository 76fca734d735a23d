package web_test

import (
	"net/http"
	"os"
	"testing"

	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/person"
)

// TestBurdenPages: what treatment takes is shown planned and lived with what it
// lacks; who may not see records sees no name; nothing is looked for until the
// service said what.
func TestBurdenPages(t *testing.T) {
	s := newSite(t)
	const at = "/times/burden"
	worker, boss := s.signIn("s-rowan"), s.signIn("s-dev")
	s.signIn("s-iris").get(at).status(http.StatusForbidden)
	worker.get(at).status(200).says("No published baseline exists", "The way here is not told for fewer than 5",
		"by what this service set", "Time inside the service, everybody", "The figures behind the chart",
		"Key worker: nobody is named", "All of it, people who told their way here").
		silent("Set what a heavier week is", "From 8 December")
	form := boss.get(at).status(200).says("Set what a heavier week is")
	boss.press(form, at, "weeks", "1", "minutes", "").status(422).says("earlier weeks and the minutes")
	boss.press(form, at, "weeks", "", "minutes", "").leads(at)
	worker.get(at).says("has not set what a heavier week is")
	boss.press(boss.get(at), at, "weeks", "1", "minutes", "1").leads(at)
	worker.get(at).says("more than the week before", "the week from 23 February")
	worker.post(at, "weeks", "1", "minutes", "1").status(http.StatusForbidden)

	one := at + "/u-01"
	worker.press(worker.get(one).says("Hours that treatment takes: Jo", "Last week", "not told"),
		one+"/keyworker", "staff", "s-rowan").leads(one)
	worker.get(one).says("Rowan")
	s.signIn(demo.NurseA).get("/people/u-01").says("Hours that treatment takes", "Week by week, planned and lived")
	s.signIn(demo.DoctorA).get("/worklist").says("Weeks that took more of somebody's life")
	worker.get(at + "/u-99").status(http.StatusNotFound)
}

// TestBurdenWithoutNames: a manager who sees no records sees everybody together.
func TestBurdenWithoutNames(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	c := s.signIn("s-boss")
	c.get("/times/burden").status(200).says("here everybody is counted together", "Set what a heavier week is").
		silent("Person by person", "/times/burden/u-01", "Jo")
	c.get("/times/burden/u-01").status(http.StatusForbidden)
}

// TestBrowserBurden looks at the pages, with axe-core at both widths.
func TestBrowserBurden(t *testing.T) {
	s := newSite(t)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-dev", map[string]string{"burden": "/times/burden", "burden-person": "/times/burden/u-01"})
}
