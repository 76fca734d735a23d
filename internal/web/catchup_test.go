package web_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/web/browsertest"
	"steady/measure"
	"steady/moment"
	"steady/visit"
)

// onPaper is a person of this morning whose visit nobody has entered, and the
// address of their sheet.
func (s *site) onPaper() (v clinic.Visit, at string) {
	s.t.Helper()
	for _, id := range s.due() {
		s.view(func(st *clinic.State) { v = *st.Visits[id] })
		if v.Stage == visit.Booked {
			return v, fmt.Sprintf("/continuity/catch-up/%s/%s/%d", v.Person, v.Day, v.Session)
		}
	}
	s.t.Fatal("nobody is still due this morning")
	return v, at
}

// outage records one of this morning, as a nurse does.
func (s *site) outage(c *client) {
	s.t.Helper()
	c.press(c.get("/continuity/catch-up").status(200), "/continuity/outage", "from[day]", "2", "from[month]", "3",
		"from[year]", "2026", "from_time", "09:15", "to[day]", "2", "to[month]", "3", "to[year]", "2026", "to_time", "11:00",
		"what", "no power in the street").leads("/continuity/catch-up")
}

// ofSheet are the fields of a sheet on which all went well.
func (s *site) ofSheet(dose measure.Mass) []string {
	page, batch := s.pageOf("100"), ""
	for _, l := range s.sheet(page).Lots {
		batch = l.Batch
	}
	return []string{"arrived_at", "09:20", "read_at", "09:22", "identity", "yes", "poss", "1", "rr", "14", "spo2", "98",
		"pulse", "70", "consciousness", "A", "alcohol", "0", "prepared_at", "09:25", "dose_mg", dose.Milligrams(),
		"n-" + page + ":" + batch, "3", "volume_ml", "3", "checked_at", "09:27", "second", string(demo.NurseB),
		"pin2", onePIN, "given_at", "09:30", "given_mg", dose.Milligrams(), "route", "iv", "site", "left_forearm",
		"attempts", "1",
		"left_at", "10:15", "after_poss", "1", "after_rr", "14", "after_spo2", "98", "after_pulse", "70",
		"after_consciousness", "A"}
}

// doseOf is the dose prescribed for a visit.
func (s *site) doseOf(v clinic.Visit) (m measure.Mass) {
	s.view(func(st *clinic.State) {
		for _, l := range st.Paper(v.Day, s.clock.Now()) {
			if l.Person == v.Person && l.Session == v.Session {
				m = l.Prescribed
			}
		}
	})
	return m
}

// TestCatchUpASheet: one press takes a whole sheet, with the times on it, two
// names in the register, and the balance as if it had been written at once;
// pressed again it adds nothing (R-REG-05, R-REG-14).
func TestCatchUpASheet(t *testing.T) {
	s := newSite(t)
	s.clock.Pass(2 * moment.Hour)
	v, at := s.onPaper()
	c := s.signIn(demo.NurseA)
	s.outage(c)
	c.get("/board").says("visits of an outage not entered", "Enter the sheets")
	c.get("/continuity/catch-up").status(200).says("Mon 2 Mar, 09:15 to 11:00", "Nothing is entered", "Enter the sheet")
	dose, before := s.doseOf(v), s.sheet(s.pageOf("100"))
	form := c.get(at).status(200).says("The sheet of", "Arrived at", "Prepared at", "Who confirms?")
	c.press(form, at, s.ofSheet(dose)...).leads("/continuity/catch-up")
	var got clinic.Visit
	var clinical int64
	s.view(func(st *clinic.State) { got, clinical = *st.Visits[v.ID], st.Clinical })
	z := s.zone()
	if got.Ending != visit.LeftWell || got.Injected.Given != dose || z.Clock(got.InjectedAt) != "09:30" ||
		z.Clock(got.EndedAt) != "10:15" || got.CheckedBy != demo.NurseB || got.PreparedBy != demo.NurseA {
		t.Errorf("on record: %s, %s at %s, ended %s, checked by %s", got.Ending, got.Injected.Given, z.Clock(got.InjectedAt),
			z.Clock(got.EndedAt), got.CheckedBy)
	}
	after := s.sheet(s.pageOf("100"))
	if after.Ampoules != before.Ampoules-3 || after.Mass != before.Mass-300*measure.Milligram {
		t.Errorf("balance %d ampoules %s, before %d and %s", after.Ampoules, after.Mass, before.Ampoules, before.Mass)
	}
	c.press(form, at, s.ofSheet(dose)...).status(422)
	s.view(func(st *clinic.State) {
		if st.Clinical != clinical {
			t.Error("the same sheet was entered twice")
		}
	})
	c.get(at).says("Nothing more of this sheet", "Given", "09:30")
	c.get("/continuity/catch-up").says("Entered: Left well")
	c.get("/register/"+s.pageOf("100")).says("2 Mar 2026, 09:30", "2 Mar 2026, 11:12")
}

// zone is the site's.
func (s *site) zone() (z moment.Zone) {
	s.view(func(st *clinic.State) { z = st.Zone() })
	return z
}

// TestCatchUpGoesOnFromWhereItStopped: a wrong PIN stops it at the check; what is
// recorded stays, and the page asks only for the rest.
func TestCatchUpGoesOnFromWhereItStopped(t *testing.T) {
	s := newSite(t)
	s.clock.Pass(2 * moment.Hour)
	v, at := s.onPaper()
	c := s.signIn(demo.NurseA)
	s.outage(c)
	fields := s.ofSheet(s.doseOf(v))
	wrong := append(append([]string(nil), fields...), "pin2", "000000")
	for i, w := range wrong {
		if w == "pin2" && wrong[i+1] == onePIN {
			wrong[i+1] = "000000"
		}
	}
	stopped := c.press(c.get(at), at, wrong[:len(wrong)-2]...).status(422).says("Not all of the sheet is recorded",
		"Recorded by this press: arrival, readings, preparation", "On record", "Prepared", "09:25")
	if st := s.stage(v.ID); st != visit.Prepared {
		t.Fatalf("the visit stands at %s", st)
	}
	stopped.silent("Readings at", `name="arrived_at"`).says("Keep the sheet as it is")
	s.clock.Pass(5 * moment.Second)
	c.press(stopped, at, "second", string(demo.NurseB), "pin2", onePIN, "site",
		"left_forearm").leads("/continuity/catch-up")
	if st := s.stage(v.ID); st != visit.Ended {
		t.Fatalf("the visit stands at %s", st)
	}
}

// TestCatchUpKeepsWhatTheRulesRefuse: a dose on paper that the rules do not give
// is not lost: it is kept, word for word, and the person is on hold until a
// prescriber has looked.
func TestCatchUpKeepsWhatTheRulesRefuse(t *testing.T) {
	s := newSite(t)
	s.clock.Pass(2 * moment.Hour)
	v, at := s.onPaper()
	c := s.signIn(demo.NurseA)
	s.outage(c)
	fields := s.ofSheet(s.doseOf(v))
	for i, f := range fields {
		if f == "spo2" {
			fields[i+1] = "88"
		}
	}
	refused := c.press(c.get(at), at, fields...).status(422).says("Not all of the sheet is recorded",
		"Recorded by this press: arrival, readings", "Keep the sheet as it is")
	c.press(refused, at, "keep", "yes").leads("/continuity/catch-up")
	var hold clinic.HoldPlaced
	s.view(func(st *clinic.State) {
		p := st.People[v.Person]
		hold = p.Holds[len(p.Holds)-1]
	})
	texts, err := s.house.Texts(t.Context(), *hold.Reason)
	must(t, err)
	for _, word := range []string{"Paper sheet of 2 March 2026", "given at: 09:30", "given mg: ", "left at: 10:15"} {
		if !strings.Contains(texts[hold.Reason.Ref], word) {
			t.Errorf("kept: %q lacks %q", texts[hold.Reason.Ref], word)
		}
	}
	if strings.Contains(texts[hold.Reason.Ref], onePIN) {
		t.Error("a PIN is kept in the record")
	}
}

// TestCatchUpRefuses what is no sheet, and what is not filled in.
func TestCatchUpRefuses(t *testing.T) {
	s := newSite(t)
	s.clock.Pass(2 * moment.Hour)
	_, at := s.onPaper()
	c := s.signIn(demo.NurseA)
	for _, path := range []string{"/continuity/catch-up/nobody/2026-03-02/0", "/continuity/catch-up/u-01/2026-03-09/0",
		"/continuity/catch-up/u-01/yesterday/0", "/continuity/catch-up/u-01/2026-03-02/7"} {
		c.get(path).status(404)
		c.post(path, "command", "x").status(404)
	}
	page := c.get(at)
	c.press(page, at).status(422).says("Write at least the next time of the sheet")
	c.press(page, at, "arrived_at", "half past nine").status(422).says("write hours and minutes")
	c.press(page, at, "arrived_at", "23:50").status(422).says("That time has not come yet")
	out := c.get("/continuity/catch-up")
	c.press(out, "/continuity/outage", "from_time", "9").status(422).says("write hours and minutes", "what had failed")
	s.signIn("s-rowan").get(at).status(403)
}

// TestBrowserPaperAndCatchUp walks from the paper to a sheet that is entered, and
// holds each page to axe-core at 320 and 1440 px.
func TestBrowserPaperAndCatchUp(t *testing.T) {
	s := newSite(t)
	s.clock.Pass(2 * moment.Hour)
	w := &tablet{t: t, s: s, ctx: browsertest.Start(t), shots: os.Getenv("STEADY_SCREENSHOTS")}
	_, at := s.onPaper()
	w.signIn(demo.NurseA)
	w.open("/continuity")
	w.look("50-paper")
	w.open("/continuity/catch-up")
	w.look("51-catch-up-before")
	s.outage(s.signIn(demo.NurseA))
	w.open("/continuity/catch-up")
	w.look("52-catch-up")
	w.open(at)
	w.look("53-sheet")
	w.fill(at, "arrived_at", "09:20", "read_at", "09:22", "identity", "yes", "poss", "1", "rr", "14", "spo2", "88",
		"pulse", "70", "consciousness", "A", "alcohol", "0", "prepared_at", "09:30")
	w.press(at, "Record the sheet")
	w.says("Not all of the sheet is recorded", "Keep the sheet as it is")
	w.look("54-sheet-refused")
}
