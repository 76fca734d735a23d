package web_test

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/register"
)

// TestRecall: recalled at once on every page; who received of it is listed with
// a way to each as far as the role goes; what is open with it is named; lifted,
// nothing comes out of quarantine by itself.
func TestRecall(t *testing.T) {
	s := newSite(t)
	visit := s.visitAt("prepared")
	var batch, page string
	s.view(func(st *clinic.State) {
		k := st.Visits[visit].Syringe.Picks[0]
		batch, page = k.Batch, k.Page
	})
	const at = "/register/recall/new"
	c := s.signIn(demo.Pharmacist)
	c.get("/register/recall").status(200).says("No batch is recalled here", "Recall a batch")
	form := c.get(at + "?batch=" + batch).status(200)
	if got := form.form(at).Get("batch"); got != batch {
		t.Errorf("the batch is %q", got)
	}
	again := c.press(form, at, both("words", "")...).status(422).says("who recalls it")
	if got := again.form(at).Get("batch"); got != batch {
		t.Error("what was typed is lost")
	}
	done := c.press(form, at, both("words", "Invented alert 7")...).leads("/register/recall/of?batch=" + batch + "&no=")
	c.press(form, at, both("words", "Invented alert 7")...).leads("/register/recall/of?batch=")
	sheet := c.get(done.to).status(200).says("Recalled since", "by Pat (pharmacist): Invented alert 7", "Open now",
		"Syringe of", "What is left, and where", "in quarantine", "Who received of it", "Given at a visit")
	if usable := s.inStore(page, register.Quarantine); usable == 0 {
		t.Error("nothing is in quarantine")
	}
	c.get("/register/recall").says("Batch "+batch, "Invented alert 7")
	c.get("/register/stores").says("recalled")
	// The nurse reads it and follows it; the officer reads names and goes no further.
	nurse := s.signIn(demo.NurseA)
	nurse.get("/register/recall/of?batch=" + batch).says("Given at a visit").silent("/register/recall/lift")
	nurse.get(at).status(403)
	s.signIn("s-noor").get("/register/recall/of?batch="+batch).says("Given at a visit").
		silent("/visits/", "/people/")
	if !strings.Contains(sheet.body, `href="/people/`) {
		t.Error("no way leads from a name to the record")
	}
	nurse.post("/visits/"+visit+"/check", "command", "check-a-recalled", "second", string(demo.NurseC), "pin2", onePIN).
		status(422).says("has been recalled")
	const lift = "/register/recall/lift"
	form = c.get(lift + "?batch=" + batch).status(200)
	c.press(form, lift, both("words", "")...).status(422).says("why they may be used again")
	before := s.inStore(page, register.Quarantine)
	c.press(form, lift, both("words", "Withdrawn by the maker.")...).leads("/register/recall")
	if s.inStore(page, register.Quarantine) != before {
		t.Error("lifting a recall moved stock")
	}
	c.get(lift).status(200).says("No batch is recalled here")
	c.get("/register/recall/of?batch=never-here").status(200).says("Nobody by the register", "not recalled here")
}

// TestKeys: handed to the person who takes them and confirms it; what another
// holds is handed over only with a reason.
func TestKeys(t *testing.T) {
	s := newSite(t)
	const at = "/register/keys"
	c := s.signIn(demo.NurseA)
	form := c.get(at).status(200).says("The keys", "Handed over and taken")
	c.press(form, at, both("stores", "")...).status(422).says("Choose whose keys")
	c.press(form, at, both("stores", "safe", "stores", "tray")...).leads(at)
	c.get(at).says("Bryn (nurse), since", "Bryn (nurse) holds them")
	form = c.get(at)
	again := c.press(form, at, "stores", "safe", "second", string(demo.NurseC), "pin2", onePIN).status(422).
		says("with somebody else")
	if got := again.form(at)["stores"]; len(got) != 1 || got[0] != "safe" {
		t.Error("what was chosen is lost:", got)
	}
	b := s.signIn(demo.NurseB)
	form = b.get(at).says("You hold them")
	if got := form.form(at)["stores"]; len(got) != 2 {
		t.Errorf("the keys somebody holds are not chosen for them: %v", got)
	}
	b.press(form, at, "second", string(demo.NurseC), "pin2", onePIN).leads(at)
	s.stock(func(k *clinic.StockRoom) {
		if k.Custody[register.Safe].Staff != demo.NurseC || k.Custody[register.Tray].Staff != demo.NurseC {
			t.Error("held by", k.Custody)
		}
	})
	s.signIn("s-iris").get(at).status(200).says("Chloe (nurse), since").silent("Handed over and taken",
		"<form method=\"post\" action=\"/register")
	b.get("/register/stores").says("Chloe (nurse), since")
}

// TestOpeningBalance: several batches of one product, once; then never again.
func TestOpeningBalance(t *testing.T) {
	s := newSite(t)
	const at, page = "/register/opening", "methadone-hydrochloride-10mg-ampoule"
	c := s.signIn("s-noor")
	form := c.get(at).status(200).says("Opening balance", "Another batch, 2")
	typed := []string{"other_form", "methadone/hydrochloride", "other_mg", "10", "from", "Book 3, page 41",
		"batch-0", "M1", "ampoules-0", "12", "expiry-0[day]", "31", "expiry-0[month]", "3", "expiry-0[year]", "2028",
		"batch-2", "M2", "ampoules-2", "8", "expiry-2[day]", "30", "expiry-2[month]", "6", "expiry-2[year]", "2028",
		"store-2", "cabinet"}
	again := c.press(form, at, both(changed(typed, "ampoules-2", "")...)...).status(422).says("whole number")
	if got := again.form(at); got.Get("batch-2") != "M2" || got.Get("from") != "Book 3, page 41" {
		t.Error("what was typed is lost:", got)
	}
	c.press(form, at, both(changed(changed(typed, "batch-0", ""), "batch-2", "")...)...).status(422).says("batch")
	done := c.press(form, at, both(typed...)...).leads("/register/" + page)
	c.press(form, at, both(typed...)...).leads("/register/" + page)
	c.get(done.to).says("brought forward from the register before, batch M1", "Book 3, page 41", "Balance, ampoules * 20")
	if s.inStore(page, register.Cabinet) != 8 {
		t.Error("M2 is not in the cabinet")
	}
	form = c.get(at)
	c.press(form, at, both(typed...)...).status(422).says("has entries already")
}
