package web_test

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// field of the first batch of a page in a solution's form.
func (s *site) solutionField(page string) string {
	lot, _, _ := s.lotOf(page, register.Safe)
	id, rest, _ := strings.Cut(lot, "|")
	_, batch, _ := strings.Cut(rest, "|")
	return "k-" + id + "|" + batch
}

// made makes a solution of three ampoules of 100 mg in 4 ml, and answers its
// number.
func (s *site) made(c *client) string {
	s.t.Helper()
	const at = "/register/solutions/make"
	pairs := []string{s.solutionField(s.pageOf("100")), "3", "diluent_batch", "W1", "volume_ml", "4", "use_by", "11:00"}
	shown := c.press(c.get(at).status(200), at, pairs...).status(200)
	c.press(shown, at, both()...).leads("/register/solutions")
	id := ""
	s.stock(func(k *clinic.StockRoom) {
		for x := range k.Solutions {
			id = x
		}
	})
	return id
}

// TestMakeSolution: what comes out of it is worked out before anybody is asked
// to confirm; too little diluent is refused there; another figure is worked out
// anew; it stands in the list with what is left and its clock.
func TestMakeSolution(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	const at = "/register/solutions/make"
	strong := s.solutionField(s.pageOf("100"))
	form := c.get(at).status(200).says("Make a solution", "12:00 at the latest", "Work it out").silent("Who confirms?")
	c.press(form, at, "diluent_batch", "W1").status(422).
		says("how many ampoules of which batch", "ml", "hours and minutes")
	pairs := []string{strong, "3", "diluent_batch", "W1", "volume_ml", "2", "use_by", "11:00"}
	again := c.press(form, at, pairs...).status(422).says("at least 3 ml to dissolve", "P-PREP-01").
		silent("Who confirms?")
	if got := again.form(at); got.Get(strong) != "3" || got.Get("use_by") != "11:00" {
		t.Error("what was typed is lost:", got)
	}
	shown := c.press(form, at, changed(pairs, "volume_ml", "4")...).status(200).
		says("300 mg in 4 ml, which is 75 mg in 1 ml", "Not used after 11:00", "Who confirms?")
	size := s.registerSize()
	c.press(shown, at, both("volume_ml", "7")...).status(200).
		says("300 mg in 7 ml, which is between 42.857 mg and 42.858 mg in 1 ml")
	c.press(shown, at, both("use_by", "15:00")...).status(200)
	if s.registerSize() != size {
		t.Fatal("a figure that nobody had seen was recorded")
	}
	before := s.sheet(s.pageOf("100"))
	c.press(shown, at, both()...).leads("/register/solutions?no=")
	c.press(shown, at, both()...).leads("/register/solutions")
	if got := s.sheet(s.pageOf("100")); got.Ampoules != before.Ampoules-3 || got.Mass != before.Mass {
		t.Errorf("%d ampoules, %s; were %d, %s", got.Ampoules, got.Mass, before.Ampoules, before.Mass)
	}
	c.get("/register/solutions").says("300 mg left, 4 ml", "75 mg in 1 ml", "Not used after 11:00", "seen by Bryn",
		"water for injections, batch W1", "until it may not be used", "Write off what is left")
	s.signIn("s-iris").get("/register/solutions").says("300 mg left").silent("Write off", "Make a solution")
	tooLong := c.press(c.get(at), at, changed(changed(pairs, "volume_ml", "4"), "use_by", "15:00")...).status(200)
	c.press(tooLong, at, both()...).status(422).says("until the end of this session, 12:00")
}

// decidedVisit is a visit whose ampoules were put back.
func (s *site) decidedVisit() string {
	s.t.Helper()
	visit := s.visitAt("prepared")
	by, other := s.preparer(visit)
	c, at := s.signIn(by), "/visits/"+visit+"/putback"
	c.press(c.get(at), at, "second", string(other), "pin2", onePIN).leads("/visits/")
	return visit
}

// preparer is who prepared the dose of a visit, and somebody else.
func (s *site) preparer(visit string) (by, other person.StaffID) {
	s.view(func(st *clinic.State) { by = st.Visits[visit].PreparedBy })
	if by == demo.NurseB {
		return by, demo.NurseA
	}
	return by, demo.NurseB
}

// TestDoseFromASolution: drawn up on the decision's page, checked, and what is
// left is written off.
func TestDoseFromASolution(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	id := s.made(c)
	visit := s.decidedVisit()
	var dose measure.Mass
	s.view(func(st *clinic.State) { dose, _ = st.Visits[visit].Allowed() })
	at := "/visits/" + visit
	form := c.get(at).status(200).says("From the solution "+id, "no ampoule is opened", "75 mg in 1 ml")
	c.press(form, at+"/prepare", "ampoules", "solution:"+id).leads(at)
	c.get(at).says("none: drawn from the solution "+id, "from the solution "+id).silent("/putback")
	c.get("/register/solutions").says((300*measure.Milligram - dose).String() + " left")
	const end = "/register/solutions/discard"
	form = c.get(end + "?solution=" + id).status(200)
	if got := form.form(end).Get("solution"); got != id {
		t.Errorf("the solution chosen is %q", got)
	}
	c.press(form, end, both("words", "Over.")...).status(422).says("A syringe of this solution is not handed over")
	s.settle()
	c.press(form, end, both("words", "")...).status(422).says("Write why in one line")
	c.press(form, end, both("words", "The session is over.")...).leads("/register/solutions")
	c.press(form, end, both("words", "The session is over.")...).leads("/register/solutions")
	c.get("/register/solutions").says("None is at hand")
	c.get(end).status(200).says("There is no solution to write off")
	c.get("/register/" + s.pageOf("100")).says("left of a solution")
}

// TestPutBack: sealed ampoules go back before two people, and the register never
// knew of them.
func TestPutBack(t *testing.T) {
	s := newSite(t)
	visit := s.visitAt("prepared")
	by, other := s.preparer(visit)
	c, at := s.signIn(by), "/visits/"+visit
	c.get(at).says("put them back before two people")
	form := c.get(at+"/putback").status(200).says("Ampoules put back, every one of them sealed", "batch", "Second person")
	size := s.registerSize()
	c.press(form, at+"/putback").status(422).says("Put the ampoules of", "A second person confirms")
	c.press(form, at+"/putback", "second", string(other), "pin2", onePIN).leads(at)
	c.press(form, at+"/putback", "second", string(other), "pin2", onePIN).leads(at)
	if s.registerSize() != size {
		t.Error("the register knows of ampoules that nobody opened")
	}
	c.get(at).says("GIVE")
	c.get(at + "/putback").status(404)
}

// TestARecalledSolutionIsNotOffered: after the recall of a batch in it, and after
// its time, a solution stands on no decision's page any more.
func TestARecalledSolutionIsNotOffered(t *testing.T) {
	s := newSite(t)
	visit := s.decidedVisit()
	c, at := s.signIn(demo.NurseA), "/visits/"+visit
	id := s.made(c)
	c.get(at).says("From the solution " + id)
	_, batch, _ := strings.Cut(s.solutionField(s.pageOf("100")), "|")
	p, recall := s.signIn(demo.Pharmacist), "/register/recall/new"
	p.press(p.get(recall+"?batch="+batch), recall, both("words", "Invented alert")...).leads("/register/recall/of")
	c.get(at).silent("From the solution")
	c.get("/register/solutions").says("recalled")
	p.get("/register/recall/of?batch=" + batch).says("Solution " + id + ", 300 mg left")

	late := newSite(t)
	visit = late.decidedVisit()
	id = late.made(late.signIn(demo.NurseA))
	late.clock.Pass(2 * moment.Hour)
	c = late.signIn(demo.NurseA)
	c.get("/visits/" + visit).silent("From the solution")
	c.get("/register/solutions").says(id, "past its time: write it off")
	c.get("/register").says("The solution "+id+" is past its time", "Write it off")
}
