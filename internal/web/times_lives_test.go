package web_test

import (
	"net/http"
	"os"
	"testing"

	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/person"
)

// TestRoundALife: what treatment is fitted round is written down, masked for who
// looks after nobody, and ends; days away wait for a prescriber.
func TestRoundALife(t *testing.T) {
	s := newSite(t)
	s.hire("s-boss", person.Manager)
	const at = "/times/lives/u-02"
	worker, boss, doctor := s.signIn("s-rowan"), s.signIn("s-boss"), s.signIn(demo.DoctorA)
	s.signIn("s-iris").get(at).status(http.StatusForbidden)
	worker.get("/times/lives/u-99").status(http.StatusNotFound)
	worker.get("/people/u-02").says("What treatment is fitted round")
	page := worker.get(at).status(200).says("Nothing is written down yet", "No plan moves them until")
	worker.press(page, at+"/taken", "kind", "probation", "days", "1", "from", "09:00", "to", "10:00", "words",
		"with Priya").leads(at)
	worker.press(worker.get(at), at+"/taken", "kind", "quiet", "days", "2", "from", "09:00", "to", "10:00").leads(at)
	worker.press(worker.get(at), at+"/taken", "from", "later").status(422).says("Choose at least one day",
		"Choose what it is")
	worker.press(worker.get(at), at+"/way", "minutes", "25", "period", "20", "here", "09:05", "home", "09:55").leads(at)
	worker.press(worker.get(at), at+"/wish", "s0-from", "09:00", "s0-to", "10:00", "weight", "2", "usual", "1", "block",
		"60").leads(at)
	worker.get(at).says("Probation or court: Tuesday, 09:00 to 10:00", "with Priya", "Quiet: nobody else sees why",
		"a bus every 20 minutes", "a minute outside counts as 2")
	boss.get(at).status(200).says("Taken: Tuesday, 09:00 to 10:00", "Taken: Wednesday").
		silent("Probation", "with Priya", "Quiet", "It is over")
	worker.press(worker.get(at), at+"/pair", "other", "u-11", "kind", "apart").status(422)
	worker.press(worker.get(at), at+"/pair", "other", "u-05", "kind", "apart", "reason", "as they asked").leads(at)
	worker.get(at).says("Apart from Robin", "as they asked")
	worker.press(worker.get(at), at+"/keep", "keep", "yes").leads(at)
	worker.get(at).says("They keep their times, since")
	worker.press(worker.get(at), at+"/away", "first-away[day]", "9", "first-away[month]", "3", "first-away[year]", "2026",
		"last-away[day]", "10", "last-away[month]", "3", "last-away[year]", "2026").leads(at)
	doctor.get("/worklist").says("Days away are asked for")
	asked := doctor.get(at).says("waits for a prescriber", "Not now:")
	doctor.press(asked, at+"/bridge", "bridge", "pharmacy").status(422).says("Write a prescription that bridges")
	doctor.press(doctor.get(at), at+"/bridge", "bridge", "nothing", "reason", "talked through").leads(at)
	worker.get(at).says("Agreed: Nothing")
	nurse := s.signIn(demo.NurseA)
	nurse.press(nurse.get(at), at+"/times", "days", "0", "time_0", "10:20").leads(at)
	nurse.get(at).says("Monday 10:20")
}

// TestBrowserRoundALife looks at the page, with axe-core at both widths.
func TestBrowserRoundALife(t *testing.T) {
	s := newSite(t)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-dev", map[string]string{"times-lives": "/times/lives/u-03"})
}
