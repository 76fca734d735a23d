package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/moment"
	"steady/visit"
)

// at is the address of a step of a visit.
func at(v, step string) string { return "/visits/" + v + "/" + step }

// arrived takes the first person who is due through the door.
func (s *site) arrived(c *client) string {
	s.t.Helper()
	v := s.due()[0]
	c.press(c.get("/board"), at(v, "arrive")).leads("/visits/" + v)
	return v
}

func (s *site) stage(v string) (st visit.Stage) {
	s.view(func(x *clinic.State) { st = x.Visits[v].Stage })
	return st
}

// TestTwoTabletsOnOneVisit: the second tablet is told who changed what, gets
// back what it had typed, and changes nothing.
func TestTwoTabletsOnOneVisit(t *testing.T) {
	s := newSite(t)
	a, b := s.signIn(demo.NurseA), s.signIn(demo.NurseB)
	v := s.arrived(a)
	mine, theirs := a.get("/visits/"+v), b.get("/visits/"+v)
	a.press(mine, at(v, "assess"), wellBefore...).leads("/visits/" + v)
	late := b.press(theirs, at(v, "assess"), append(wellBefore, "since_last", "slept badly")...)
	late.status(http.StatusUnprocessableEntity).says("Changed by Amara (nurse)", "slept badly", "GIVE")
	if got := s.stage(v); got != visit.Decided {
		t.Fatalf("the late press moved the visit to %s", got)
	}
}

// TestDoublePress: the same form pressed twice is recorded once and leads on
// both times.
func TestDoublePress(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v := s.due()[0]
	board := c.get("/board")
	c.press(board, at(v, "arrive")).leads("/visits/" + v)
	var before, after int64
	s.view(func(st *clinic.State) { before = st.Clinical })
	c.press(board, at(v, "arrive")).leads("/visits/" + v)
	s.view(func(st *clinic.State) { after = st.Clinical })
	if before != after {
		t.Fatal("the second press was recorded too")
	}
}

// TestStalePage: a page older than the visit is refused even where the step
// would still fit.
func TestStalePage(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v := s.arrived(c)
	old := c.get("/visits/" + v)
	c.press(c.get("/visits/"+v), at(v, "ask"), "question", "New tablets?").leads("/visits/" + v)
	c.press(old, at(v, "withhold"), "reason", "unwell").status(http.StatusUnprocessableEntity).
		says("changed", "reason unwell")
}

// TestWrongPersonsBarcode: a label of somebody else stops the hand-over.
func TestWrongPersonsBarcode(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v := s.arrived(c)
	c.press(c.get("/visits/"+v), at(v, "assess"), wellBefore...)
	c.press(c.get("/visits/"+v), at(v, "prepare")).leads("/visits/" + v)
	page := c.get("/visits/" + v)
	v2 := page.form(at(v, "check"))
	v2.Set("second", string(demo.NurseB))
	v2.Set("pin2", onePIN)
	v2.Set("label", "u-99")
	c.postForm(at(v, "check"), v2).status(http.StatusUnprocessableEntity).says("This label is somebody else's")
	if got := s.stage(v); got != visit.Prepared {
		t.Fatalf("the visit stands at %s", got)
	}
	c.get("/visits/"+v+"/label").status(http.StatusOK).says("Expiry", "Batch", "Dose")
}

// TestMalformedForms: whatever arrives is answered with what is wrong; nothing
// is recorded.
func TestMalformedForms(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v := s.arrived(c)
	var before, after int64
	s.view(func(st *clinic.State) { before = st.Clinical })
	for _, form := range []url.Values{
		{}, {"command": {"x"}}, {"command": {"x"}, "identity": {"yes"}, "poss": {"9"}},
		{"command": {"x"}, "identity": {"yes"}, "poss": {"1"}, "rr": {"many"}},
		{"command": {"x"}, "identity": {"yes"}, "poss": {"1"}, "rr": {"-4"}},
		{"command": {"x"}, "identity": {"yes"}, "poss": {"1"}, "rr": {"1e9"}},
		{"command": {"x"}, "identity": {"yes"}, "poss": {"1"}, "spo2": {"99999999999999999999"}},
		{"identity": {"yes"}, "poss": {"1"}},
	} {
		a := c.postForm(at(v, "assess"), form)
		if a.code != http.StatusUnprocessableEntity {
			t.Errorf("%v answers %d", form, a.code)
		}
	}
	c.postForm(at(v, "nonsense"), url.Values{}).status(http.StatusNotFound)
	c.postForm(at("v-none", "assess"), url.Values{"command": {"x"}, "identity": {"yes"}, "poss": {"1"}}).
		status(http.StatusNotFound)
	s.view(func(st *clinic.State) { after = st.Clinical })
	if before != after {
		t.Fatal("a malformed form was recorded")
	}
}

// TestDiscardPrepared: a syringe that will not be used is written off before
// two people.
func TestDiscardPrepared(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v := s.arrived(c)
	c.press(c.get("/visits/"+v), at(v, "assess"), wellBefore...)
	c.press(c.get("/visits/"+v), at(v, "prepare"))
	page := c.get(at(v, "discard")).says("Discard the syringe", "second person")
	c.press(page, at(v, "discard"), "words", "changed their mind").status(http.StatusUnprocessableEntity)
	page = c.get(at(v, "discard"))
	c.press(page, at(v, "discard"), "words", "changed their mind", "second", string(demo.NurseB), "pin2", onePIN).
		leads("/visits/" + v)
	if got := s.stage(v); got != visit.Stopped {
		t.Fatalf("the visit stands at %s", got)
	}
}

// TestLeavingTooEarly: readings taken before the clock has run are kept, and
// nobody leaves on them.
func TestLeavingTooEarly(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v := s.arrived(c)
	c.press(c.get("/visits/"+v), at(v, "assess"), wellBefore...)
	c.press(c.get("/visits/"+v), at(v, "prepare"))
	c.press(c.get("/visits/"+v), at(v, "check"), "second", string(demo.NurseB), "pin2", onePIN)
	c.press(c.get("/visits/"+v), at(v, "give"), "site", "left_hand")
	if got := s.stage(v); got != visit.Observed {
		t.Fatalf("the visit stands at %s", got)
	}
	c.press(c.get("/visits/"+v), at(v, "observe"), wellAfter...).leads("/visits/" + v)
	s.clock.Pass(2 * moment.Minute)
	page := c.get("/visits/" + v).says("Lowest so far")
	form := page.form(at(v, "observe"))
	for i := 0; i < len(wellAfter); i += 2 {
		form.Set(wellAfter[i], wellAfter[i+1])
	}
	c.postForm(at(v, "leave"), form).leads("/visits/" + v)
	if got := s.stage(v); got != visit.Observed {
		t.Fatalf("left too early: %s", got)
	}
}

// TestLateEntry: what happened earlier is entered with its time and why; both
// times are kept. A time to come, or one that is no time, is refused.
func TestLateEntry(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v := s.arrived(c)
	s.clock.Pass(2 * moment.Minute)
	page := c.get("/visits/" + v)
	for when, says := range map[string]string{"25:00": "write hours and minutes", "23:00": "has not come yet"} {
		c.press(page, at(v, "assess"), append(wellBefore, "happened", when)...).
			status(http.StatusUnprocessableEntity).says(says)
	}
	for range 3 {
		s.clock.Pass(moment.Minute)
		c.get("/board") // somebody is at the tablet: it does not rest
	}
	c.press(page, at(v, "assess"), append(wellBefore, "happened", "09:13", "why_late", "the line was down")...).
		leads("/visits/" + v)
	s.view(func(st *clinic.State) {
		if got := st.Zone().Clock(st.Visits[v].ReadAt); got != "09:13" {
			t.Errorf("the readings stand at %s", got)
		}
		if st.Recorded.Since(st.Visits[v].ReadAt) < 3*moment.Minute {
			t.Error("recorded as if it had been on time")
		}
	})
}

// TestReadingsAgain: readings that have changed are taken again before the
// dose is prepared; the new decision stands.
func TestReadingsAgain(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	v := s.arrived(c)
	c.press(c.get("/visits/"+v), at(v, "assess"), wellBefore...)
	c.get("/visits/"+v).says("GIVE", "Take the readings again")
	drowsy := append([]string{}, wellBefore...)
	for i := range drowsy {
		if drowsy[i] == "poss" {
			drowsy[i+1] = "3"
		}
	}
	c.press(c.get("/visits/"+v+"?again=1"), at(v, "assess"), drowsy...).leads("/visits/" + v)
	c.get("/visits/" + v).says("NO DOSE THIS SESSION")
}

// TestAnyoneAtAVisitCanCallAnEmergency: whoever may see a visit may press its
// emergency; the pharmacist can do nothing else there.
func TestAnyoneAtAVisitCanCallAnEmergency(t *testing.T) {
	s := newSite(t)
	v := s.arrived(s.signIn(demo.NurseA))
	c := s.signIn(demo.Pharmacist)
	page := c.get("/visits/" + v)
	c.press(page, at(v, "ask"), "question", "May I?").status(http.StatusUnprocessableEntity).says("Your role")
	c.press(page, at(v, "emergency")).leads("/visits/" + v)
	if got := s.stage(v); got != visit.Emergency {
		t.Fatalf("the visit stands at %s", got)
	}
}

// TestStepsThatHappened: an emergency and an ending tick no step of the visit
// that was never reached.
func TestStepsThatHappened(t *testing.T) {
	s := newSite(t)
	nurse := s.signIn(demo.NurseA)
	v := s.arrived(nurse)
	nurse.press(nurse.get("/visits/"+v), "/visits/"+v+"/emergency").leads("/visits/" + v)
	nurse.get("/visits/"+v).says("Arrived done", "Readings").silent("Readings done", "Check done", "Booth done")
	nurse.press(nurse.get("/visits/"+v), "/visits/"+v+"/calm", "hospital", "yes").leads("/visits/" + v)
	nurse.get("/visits/"+v).silent("Decision done", "Check done", "Booth done", "Observation done")
}
