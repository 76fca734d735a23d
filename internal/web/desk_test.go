package web_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/measure"
	"steady/person"
)

// TestBrowserDesk holds the pages beside the visit to axe-core at 320 and
// 1440 px, each with something in it: a question, a hold, a difference, a note.
func TestBrowserDesk(t *testing.T) {
	s := newSite(t)
	s.settle()
	s.referred("They had a bad night. Is half enough?")
	nurse := s.signIn(demo.NurseA)
	nurse.press(nurse.get("/people/u-02"), "/people/u-02/hold", "words", "No dose until the X-ray is read.").
		leads("/people")
	strong := s.pageOf("100")
	s.countAll(nurse, map[string]measure.Ampoules{strong: s.sheet(strong).Ampoules - 1}).leads("/register")
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk(demo.NurseD, map[string]string{"keys": "/keys", "people": "/people", "person": "/people/u-02",
		"admit": "/people/new", "late": "/people/u-01/late", "stock": "/register", "register-page": "/register/" + strong,
		"receive": "/register/receive", "count": "/register/count", "staff": "/staff"})
	w.open("/register/" + strong)
	w.click(`document.querySelector('a[href^="/register/note"]')`, "write a note")
	w.look("desk-note")
	w.fill("/register/note", "words", "Counted again: it lay behind the tray.")
	w.press("/register/note", "")
	w.says("Counted again: it lay behind the tray.")
	w.press("/lock", "")
	w.look("desk-locked")
	w.desk(demo.DoctorA, map[string]string{"inbox": "/inbox", "worklist": "/worklist", "record": "/people/u-02",
		"prescribe": "/people/u-03/prescribe"})
	w.open("/people/u-03/prescribe")
	w.fill("/people/u-03/prescribe", "dose_1", "400", "dose_2", "400", "cap_single", "400", "cap_day", "800",
		"review[day]", "1", "review[month]", "6", "review[year]", "2026", "ends[day]", "30", "ends[month]", "6",
		"ends[year]", "2026", "reason", "They ask for more.")
	w.press("/people/u-03/prescribe", "Ask the rules")
	w.says("a second prescriber confirms", "Dr Lind")
	w.look("desk-prescribe-together")
}

// desk looks at pages as somebody sees them.
func (w *tablet) desk(who person.StaffID, pages map[string]string) {
	w.t.Helper()
	w.open("/signin?anew=1&staff=" + string(who))
	w.fill("/signin/pin", "pin", onePIN)
	w.press("/signin/pin", "Sign in")
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		w.open(pages[name])
		w.look("desk-" + name)
	}
}
