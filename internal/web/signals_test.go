package web_test

import (
	"net/http"
	"os"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/person"
)

// days fills a first and a last day of 2026.
func days(fromDay, fromMonth, toDay, toMonth string) []string {
	return []string{"from[day]", fromDay, "from[month]", fromMonth, "from[year]", "2026", "to[day]", toDay,
		"to[month]", toMonth, "to[year]", "2026"}
}

// TestSignalsPage: the officer alone looks, each look is recorded once, and
// every count stands beside its definition, everybody's share and an interval.
func TestSignalsPage(t *testing.T) {
	s := newSite(t)
	const at = "/register/officer/signals"
	for _, who := range []person.StaffID{demo.NurseD, demo.Pharmacist, demo.DoctorA, "s-iris", "s-alex"} {
		s.signIn(who).get(at).status(http.StatusForbidden)
	}
	c := s.signIn("s-noor")
	form := c.get(at).status(200).says("never an accusation", "That you looked").silent("Amara (nurse)")
	before := s.sizes()
	c.press(form, at, days("2", "3", "3", "3")...).status(422).says("none to come", "R-REG-36")
	if s.sizes() != before {
		t.Error("a refused look is recorded")
	}
	look := func() *answer { return c.press(form, at, days("14", "2", "2", "3")...) }
	look().status(200).says("Written off, by who prepared", "Of the syringes that somebody prepared",
		"Everybody together:",
		"Amara (nurse)", "95 % interval", "At odd hours", "0 of", "too few to tell", "Your look is recorded")
	look().status(200)
	s.view(func(st *clinic.State) {
		if n := len(st.Stock.Looks); n != 1 || st.Stock.Looks[0].By != "s-noor" {
			t.Errorf("looks recorded: %+v", st.Stock.Looks)
		}
	})
	c.get(at).says("Who looked", "14 February 2026 to 2 March 2026").silent("Written off, by who prepared")
}

// TestBrowserSignals looks at the page, with axe-core at both widths.
func TestBrowserSignals(t *testing.T) {
	s := newSite(t)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	w.desk("s-noor", map[string]string{"signals-before": "/register/officer/signals"})
	w.open("/register/officer/signals")
	w.press("/register/officer/signals", "Look at the signals")
	w.look("desk-signals")
}
