package web_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/moment"
	"steady/register"
)

// TestTakeHomeRefused: under the law of the invented clinic nothing is taken
// home. The page says the rule and offers no form, and a form that was made up
// is refused.
func TestTakeHomeRefused(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.Pharmacist)
	const at = "/people/u-01/takehome"
	c.get("/people/u-01").silent(at)
	c.get(at).status(200).says("Doses to take home", "Jo", "The prescription does not say", "R-REG-44").
		silent("Who confirms?")
	c.post(at, "command", "made-up", s.solutionField(s.pageOf("100")), "1", "days", "1").status(422)
	c.get("/people/u-99/takehome").status(200).says("There is no such person")
	s.signIn(demo.DoctorA).get(at).status(403)
}

// TestTakeHome: where order and law allow it, sealed ampoules are supplied before
// two people, once for a day.
func TestTakeHome(t *testing.T) {
	s := newSite(t)
	law, err := os.ReadFile("../../spec/testdata/alone-law.json")
	must(t, err)
	r := request("law", clinic.System)
	r.Command.Body = clinic.InstallJurisdiction{Document: bytes.Replace(law, []byte(`"oral"`), []byte(`"iv"`), 1)}
	s.must(r)
	r = request("home", demo.DoctorA)
	s.view(func(st *clinic.State) {
		rx := *st.People["u-01"].Rx
		rx.TakeHome, rx.From = &register.TakeHome{Days: 2, Met: []string{"stable"}}, st.Zone().Day(nineTwelve)
		why := r.Keep("u-01", "reason", "They go to a funeral.")
		r.Command.Body = clinic.Prescribe{Person: "u-01", Prescription: rx, Reason: &why}
	})
	s.must(r)
	s.clock.Pass(24 * moment.Hour)
	c := s.signIn(demo.Pharmacist)
	const at = "/people/u-01/takehome"
	if !strings.Contains(c.get("/people/u-01").body, at) {
		t.Error("no way leads from the person's page")
	}
	form := c.get(at).status(200).says("2 daily doses at once, at most", "Who confirms?")
	lot := s.solutionField(s.pageOf("100"))
	again := c.press(form, at, both(lot, "900", "days", "1")...).status(422)
	if got := again.form(at); got.Get(lot) != "900" || got.Get("days") != "1" {
		t.Error("what was typed is lost:", got)
	}
	c.press(form, at, both("days", "1")...).status(422).says("how many ampoules of which batch")
	before := s.sheet(s.pageOf("100")).Ampoules
	c.press(form, at, both(lot, "1", "days", "1")...).leads("/people/u-01?no=")
	c.press(form, at, both(lot, "1", "days", "1")...).leads("/people/u-01")
	if got := s.sheet(s.pageOf("100")).Ampoules; got != before-1 {
		t.Errorf("%d ampoules, were %d", got, before)
	}
	form = c.get(at).says("At home now")
	c.press(form, at, both(lot, "1", "days", "1")...).status(422).says("were taken home already")
	c.get("/register/" + s.pageOf("100")).says("supplied to be taken home, for 1 days")
}

// TestWaste: the third task of the register leads to what broke, to syringes
// that will not be used and to rests of solutions.
func TestWaste(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	s.made(c)
	c.get("/register").says("Receive", "Count", "Waste", "wasting each need a second person")
	a := c.get("/register/waste").status(200).says("Sealed ampoules that broke", "prepared by", "300 mg left",
		"Write off what is left")
	visit := s.visitAt("prepared")
	if !strings.Contains(a.body, `href="/visits/`+visit+`/discard"`) ||
		!strings.Contains(a.body, `href="/register/broken"`) {
		t.Error("a way is missing")
	}
	s.signIn(demo.Pharmacist).get("/register/waste").status(200).silent("/discard\"", "Write off what is left")
	s.signIn("s-iris").get("/register").silent("/register/waste")
}
