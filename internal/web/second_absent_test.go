package web_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/person"
	"steady/register"
	"steady/visit"
)

// nobodyElse is what a form offers where the law lets a step go without a
// second person.
const nobodyElse = "Nobody can be my second person now"

// lawWithout puts an invented law into force that lets these steps, and no
// others, go without a second person.
func (s *site) lawWithout(version string, movements ...string) {
	s.t.Helper()
	raw, err := os.ReadFile("../../spec/testdata/alone-law.json")
	must(s.t, err)
	var law map[string]any
	must(s.t, json.Unmarshal(raw, &law))
	var rows []any
	for _, m := range movements {
		rows = append(rows, map[string]any{"movement": m, "rule": "R-REG-14", "source": "STEADY", "confidence": "E"})
	}
	law["second_absent"], law["version"] = rows, version
	raw, err = json.Marshal(law)
	must(s.t, err)
	r := request("law-"+version, clinic.System)
	r.Command.Body = clinic.InstallJurisdiction{Document: raw}
	s.must(r)
}

// alone presses the button that records a step without a second person.
func alone(why string, pairs ...string) []string {
	return append(pairs, "alone", "yes", "alone_reason", why)
}

// TestMoveWithoutASecondPerson: offered only where the law in force names the
// step; the reason is asked for and nothing typed is lost; pressed twice it is
// one step, and the accountable officer has it to look at (R-REG-14).
func TestMoveWithoutASecondPerson(t *testing.T) {
	s := newSite(t)
	s.settle()
	c := s.signIn(demo.NurseA)
	page := s.pageOf("30")
	_, line, _ := s.lotOf(page, register.Safe)
	const at, why = "/register/move", "Bryn was called to an emergency."
	form := c.get(at + line).status(200).silent(nobodyElse)
	sent := alone(why, "count", "5", "to", "tray")
	c.press(form, at, sent...).status(422).says("This step always needs a second person here", "R-REG-14").
		silent(nobodyElse)
	s.lawWithout("1", "move_stock")
	closed := c.get(at+line).status(200).says(nobodyElse, "Record alone, with this reason",
		"accountable officer sees each step", "Who confirms?")
	if strings.Contains(closed.body, `<details class="nhsuk-details" open>`) {
		t.Error("it stands open before anybody asked for it")
	}
	again := c.press(form, at, alone("", "count", "5", "to", "tray")...).status(422).
		says("Write in one line why no second person was there")
	if got := again.form(at); got.Get("count") != "5" || got.Get("to") != "tray" ||
		got.Get("command") != form.form(at).Get("command") {
		t.Error("what was typed is lost:", got)
	}
	again = c.press(form, at, alone(why, "count", "99999", "to", "tray")...).status(422).says("By the register")
	if again.form(at).Get("alone_reason") != why {
		t.Error("the reason is lost")
	}
	c.press(form, at, sent...).leads("/register/stores?no=")
	c.press(form, at, sent...).leads("/register/stores")
	if s.inStore(page, register.Tray) != 5 {
		t.Errorf("moved: %v", s.sheet(page).Lots)
	}
	officer := s.signIn("s-noor")
	list := officer.get("/register/officer").status(200).says("Amara (nurse)", "Move stock", why)
	if strings.Count(list.text(), why) != 1 {
		t.Error("a press that was sent twice is listed twice")
	}
	officer.press(list, "/register/officer/alone", "note", "The rota says so.").leads("/register/officer")
	officer.get("/register/officer").silent(why)
}

// TestWithASecondPersonNoReasonIsKept: a reason that was typed and not sent with
// its own button does not make a step one without a second person.
func TestWithASecondPersonNoReasonIsKept(t *testing.T) {
	s := newSite(t)
	s.settle()
	s.lawWithout("1", "move_stock")
	c := s.signIn(demo.NurseA)
	_, line, _ := s.lotOf(s.pageOf("30"), register.Safe)
	form := c.get("/register/move" + line)
	c.press(form, "/register/move", "count", "5", "to", "tray", "alone_reason", "I thought so.").status(422).
		says("A second person confirms")
	c.press(form, "/register/move", both("count", "5", "to", "tray", "alone_reason", "I thought so.")...).
		leads("/register/stores")
	s.stock(func(k *clinic.StockRoom) {
		if len(k.Alone) != 0 {
			t.Error("a step with a second person is listed as one without")
		}
	})
}

// everyAlone are all the steps that a law may name.
var everyAlone = []string{"discard", "administer", "receive_stock", "count_stock", "move_stock", "set_aside",
	"break_stock", "take_back", "discard_solution"}

// TestFormsWithoutASecondPerson: under a law that names every step it may, each
// of their forms records alone, and no other form offers it: a syringe is
// checked, stock destroyed and keys handed over by two.
func TestFormsWithoutASecondPerson(t *testing.T) {
	s := newSite(t)
	c := s.signIn(demo.NurseA)
	solution := s.made(c)
	s.lawWithout("1", everyAlone...)
	waiting := s.visitAt("prepared")
	by, _ := s.preparer(waiting)
	c = s.signIn(by)
	other := demo.NurseC
	if by == other {
		other = demo.NurseA
	}
	check := "/visits/" + waiting
	form := s.signIn(other).get(check).status(200).says("Second check").silent(nobodyElse)
	s.signIn(other).press(form, check+"/check", alone("Nobody is here.")...).status(422).
		says("This step always needs a second person here")
	c.get(check + "/putback").status(200).silent(nobodyElse)
	discard := check + "/discard"
	form = c.get(discard).status(200).says(nobodyElse)
	again := c.press(form, discard, alone("Nobody is here.", "words", "")...).status(422).says("Write why in one line")
	if again.form(discard).Get("alone_reason") != "Nobody is here." {
		t.Error("the reason is lost")
	}
	c.press(form, discard, alone("Nobody is here.", "words", "It fell.")...).leads(check)
	s.settle()
	page := s.pageOf("30")
	_, line, _ := s.lotOf(page, register.Safe)
	for at, pairs := range map[string][]string{
		"/register/aside" + line:  {"count", "1", "why", "other", "words", "The box was wet."},
		"/register/broken" + line: {"count", "1", "words", "It fell."},
		"/register/returned/new":  {"substance", "morphine", "strength_mg", "10", "presentation", "tablet", "units", "3"},
		"/register/receive":       delivery(page),
		"/register/count":         {"n-" + page, "7"},
	} {
		post, _, _ := strings.Cut(at, "?")
		form := c.get(at).status(200).says(nobodyElse)
		c.press(form, post, alone("Nobody is here.", pairs...)...).leads("/register")
	}
	const end = "/register/solutions/discard"
	c.press(c.get(end).status(200).says(nobodyElse), end, alone("Nobody is here.", "solution", solution,
		"why", "left", "words", "Not needed.")...).leads("/register/solutions")
	for _, at := range []string{"/register/keys", "/register/bring", "/register/return" + line,
		"/register/send" + line} {
		c.get(at).status(200).says("Who confirms?").silent(nobodyElse)
	}
	c.press(c.get("/register/keys"), "/register/keys", alone("Nobody is here.", "stores", "safe")...).status(422).
		says("This step always needs a second person here")
	s.signIn(demo.Pharmacist).get("/register/destroy").silent(nobodyElse)
	again = c.get("/register/count?page=" + page + "&of=recount").status(200).says("Count again").silent(nobodyElse)
	c.press(again, "/register/count", alone("Nobody is here.", "n-"+page, "7")...).status(422).says("never done alone")
	s.stock(func(k *clinic.StockRoom) {
		if len(k.Alone) != 7 {
			t.Errorf("%d steps wait for the officer, want 7: %v", len(k.Alone), k.Alone)
		}
	})
}

// TestPartUsedWithoutASecondPerson: what was left in a syringe is wasted alone
// where the law lets it; a whole dose needs nobody, and takes no reason.
func TestPartUsedWithoutASecondPerson(t *testing.T) {
	s := newSite(t)
	v := s.visitAt("prepared")
	by, other := s.preparer(v)
	c, at := s.signIn(by), "/visits/"+v
	c.press(c.get(at), at+"/check", "second", string(other), "pin2", onePIN).leads(at)
	c.get(at + "?part=1").status(200).silent(nobodyElse)
	s.lawWithout("1", "administer")
	form := c.get(at + "?part=1").status(200).says(nobodyElse)
	const why = "Bryn was called to an emergency."
	c.press(form, at+"/give", alone(why, "site", "right_hand", "taken", "full")...).status(422).
		says("This step needs no second person")
	again := c.press(form, at+"/give", alone("", "site", "right_hand", "taken", "part", "given_mg", "5")...).status(422).
		says("Write in one line why no second person was there")
	if got := again.form(at + "/give"); got.Get("given_mg") != "5" || got.Get("site") != "right_hand" {
		t.Error("what was typed is lost:", got)
	}
	const rest = "The vein was lost."
	c.press(form, at+"/give", alone(why, "site", "right_hand", "taken", "part", "given_mg", "5", "part_reason",
		rest)...).leads(at)
	if s.stage(v) == visit.InBooth {
		t.Error("the dose is not on record")
	}
	var steps []person.StaffID
	s.stock(func(k *clinic.StockRoom) {
		for _, x := range k.Alone {
			steps = append(steps, x.By)
		}
	})
	if len(steps) != 1 || steps[0] != by {
		t.Error("the officer's list is wrong:", steps)
	}
	s.signIn("s-noor").get("/register/officer").says("Administer", why)
	var who person.UserID
	s.view(func(st *clinic.State) { who = st.Visits[v].Person })
	c.get("/people/"+string(who)).says("Injected 5 mg", rest)
}
