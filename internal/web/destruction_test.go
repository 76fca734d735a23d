package web_test

import (
	"strconv"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/moment"
	"steady/register"
)

// aside puts ampoules of a page into quarantine through the form.
func (s *site) aside(c *client, id string, n int) {
	s.t.Helper()
	_, line, _ := s.lotOf(id, register.Safe)
	form := c.get("/register/aside" + line).status(200)
	c.press(form, "/register/aside", both("count", strconv.Itoa(n), "why", "defective")...).leads("/register/")
}

// TestDestroyStock: from quarantine to the witness. The list that must hold is
// the one by which the core refuses, and each line of it leads on.
func TestDestroyStock(t *testing.T) {
	s := newSite(t)
	s.settle()
	s.noQuarantine()
	id := s.pageOf("30")
	nurse, officer := s.signIn(demo.NurseA), s.signIn("s-noor")
	nurse.get("/register/destruction").status(200).says("Nothing lies in quarantine", "Nobody is authorised",
		"None is entered").silent("Authorise a witness")
	officer.get("/register/destruction/witness").status(200).says("Nothing lies in quarantine")
	nurse.get("/register/destroy").status(200).says("nothing is destroyed without an authority")
	s.aside(nurse, id, 3)

	at := "/register/destruction/witness"
	form := officer.get(at).status(200).says("Iris (inspector)", "30 mg", "At most 3 ampoules")
	if strings.Contains(form.body, "Amara (nurse)") {
		t.Error("somebody who works here is offered as the witness")
	}
	named := []string{"ref", "W-7", "witness", "s-iris"}
	again := officer.press(form, at, append(named, "to[day]", "31", "to[month]", "12")...).status(422).
		says("An authority lasts at most 28 days")
	if got := again.form(at); got.Get("ref") != "W-7" || got.Get("n-0") != "3" {
		t.Error("what was typed is lost:", got)
	}
	officer.press(form, at, append(named, "n-0", "999")...).status(422).says("are not in the register")
	officer.press(form, at, named...).leads("/register/destruction")
	officer.get("/register").says("The authority W-7 ends after")
	officer.get("/register/destruction").says("Authority W-7", "Iris (inspector)", "3 ampoules of batch",
		"Count the page first", "No waste exemption is in force").silent("Destroy with this witness", "Count the page<")

	do := "/register/destroy"
	form = nurse.get(do+"?authority=W-7").status(200).says("No difference is open on any page", "holds", "not yet",
		"Count the page", "Rule R-REG-28", "Confirm it below")
	seen := []string{"words", "Kit, sealed, to waste.", "second", "s-iris", "pin2", onePIN}
	nurse.press(form, do, append(seen, "kits", "yes")...).status(422).says("Count the page first")
	s.one(nurse, "/register/count?of=other&page="+id, id, s.sheet(id).Ampoules, demo.NurseB).leads("/register/counted")
	nurse.press(form, do, append(seen, "kits", "yes")...).status(422).says("No waste exemption")
	s.waste(officer)
	nurse.press(form, do, seen...).status(422).says("Confirm that there are enough kits")
	nurse.press(form, do, "kits", "yes", "words", "Kit.", "second", string(demo.NurseB), "pin2", onePIN).status(422).
		says("Their role does not include confirming this")
	kept := nurse.press(form, do, append(changed(seen, "pin2", "111222"), "kits", "yes")...).status(422).
		says("This PIN does not fit").form(do)
	if kept.Get("words") != "Kit, sealed, to waste." || kept.Get("kits") != "yes" || kept.Get("authority") != "W-7" {
		t.Error("what was typed is lost:", kept)
	}
	s.clock.Pass(5 * moment.Second)
	had := s.sheet(id).Ampoules
	nurse.press(form, do, append(seen, "kits", "yes")...).leads("/register/destruction")
	nurse.press(form, do, append(seen, "kits", "yes")...).leads("/register/destruction")
	if got := s.sheet(id).Ampoules; got != had-3 {
		t.Errorf("the balance went from %d to %d, want 3 fewer", had, got)
	}
	nurse.get("/register/"+id).says("destroyed, witness authority W-7", "Kit, sealed, to waste.", "Iris (inspector)")
}

func (s *site) waste(c *client) {
	s.t.Helper()
	at := "/register/destruction/exemption"
	form := c.get(at).status(200).says("Enter the waste exemption")
	c.press(form, at, "number", "T28-7", "to[day]", "1", "to[month]", "1").status(422).says("Its last day: write day")
	c.press(form, at, "number", "T28-7", "to[day]", "31", "to[month]", "12", "to[year]", "2026").
		leads("/register/destruction")
	c.get("/register/destruction").says("No. T28-7, until 31 December 2026")
}

// TestDestroyByPasskey: the witness signs exactly what is destroyed.
func TestDestroyByPasskey(t *testing.T) {
	s := newSite(t)
	s.settle()
	id := s.pageOf("30")
	key := s.passkey("s-iris")
	nurse, officer := s.signIn(demo.NurseA), s.signIn("s-noor")
	s.aside(nurse, id, 3)
	at := "/register/destruction/witness"
	officer.press(officer.get(at), at, "ref", "W-8", "witness", "s-iris").leads("/register/destruction")
	s.waste(officer)
	s.one(nurse, "/register/count?of=other&page="+id, id, s.sheet(id).Ampoules, demo.NurseB).leads("/register/counted")
	form := nurse.get("/register/destroy?authority=W-8").status(200)
	v := form.form("/register/destroy")
	pairs := []string{"authority", "W-8", "item", v.Get("item"), "n-0", "3", "kits", "yes", "words", "Kit.",
		"second", "s-iris"}
	sign := func() string {
		options := nurse.post("/confirm/passkey/begin?for=destroy_stock", pairs...).status(200)
		made, err := key.Assert([]byte(options.body))
		must(t, err)
		return string(made)
	}
	nurse.press(form, "/register/destroy", append(changed(pairs, "n-0", "2"), "passkey", sign())...).status(422).
		says("is not what was confirmed")
	nurse.press(form, "/register/destroy", append(pairs, "passkey", sign())...).leads("/register/destruction")
}

// TestReturnedMedicine: three tablets that somebody brings back are in the
// record of returns and in no balance, and are destroyed before a colleague.
func TestReturnedMedicine(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	size := s.registerSize()
	at := "/register/returned/new"
	form := c.get(at).status(200).says("Take medicine back", "Not known here", "Jo", "A second person sees it too")
	what := []string{"person", "u-01", "substance", "morphine", "strength_mg", "10", "presentation", "tablet",
		"units", "3", "words", "In a box without a label."}
	again := c.press(form, at, both(changed(what, "units", "three")...)...).status(422).
		says("How many: write a whole number")
	if got := again.form(at); got.Get("strength_mg") != "10" || got.Get("words") != "In a box without a label." {
		t.Error("what was typed is lost:", got)
	}
	if !strings.Contains(again.body, `value="u-01" selected`) {
		t.Error("whose it was is lost")
	}
	c.press(form, at, both(what...)...).leads("/register/returned")
	c.press(form, at, both(what...)...).leads("/register/returned")
	c.press(c.get(at), at, both("substance", "methadone", "strength_mg", "5", "presentation", "millilitre",
		"units", "40")...).leads("/register/returned")
	c.get("/register/returned").status(200).says("3 x morphine 10 mg tablet, of Jo", "In a box without a label.",
		"Amara (nurse) and Bryn (nurse)", "40 x methadone 5 mg millilitre")
	if s.registerSize() != size {
		t.Error("returned medicine stands in the register")
	}
	c.get("/register").says("Medicine that was brought back on")
	record := ""
	s.view(func(st *clinic.State) {
		for id, x := range st.Stock.Returned {
			if x.Units == 3 {
				record = id
			}
		}
	})
	end := "/register/returned/destroy"
	form = c.get(end+"?record="+record).status(200).says("3 x morphine 10 mg tablet", "No witness from outside")
	c.press(form, end, both()...).status(422).says("Write in one line how it was denatured", "3 x morphine")
	c.press(form, end, both("words", "Denaturing kit.")...).leads("/register/returned")
	c.get("/register/returned").says("Destroyed, record "+record+": 3. Denaturing kit.", "40 x methadone")
	c.get(end + "?record=" + record).status(200).says("There is no such return here")
	s.signIn("s-iris").get("/register/returned").status(200).says("Denaturing kit.").silent("Take medicine back")
}
