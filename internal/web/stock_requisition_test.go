package web_test

import (
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/measure"
	"steady/register"
)

func ordering(page string, more ...string) []string {
	return append([]string{"supplier_name", "Invented Pharma Ltd", "supplier_address", "1 Nowhere Road",
		"recipient_name", "Pat", "recipient_address", "2 Example Street", "profession", "Pharmacist",
		"purpose", "Treatment at these premises", "n-" + page, "40"}, more...)
}

// raise signs a requisition for 40 ampoules of a page, and answers its number.
func (s *site) raise(c *client, page string) string {
	s.t.Helper()
	at := "/register/requisitions/new"
	done := c.press(c.get(at).status(200), at, ordering(page)...).leads("/register/requisitions/r-")
	id, _, _ := strings.Cut(strings.TrimPrefix(done.to, "/register/requisitions/"), "?")
	return id
}

// TestRequisition: raised by who signs it, listed, printed, closed with a
// reason; nothing that was typed is lost and a double press raises one.
func TestRequisition(t *testing.T) {
	s := newSite(t)
	c, at, page := s.signIn(demo.Pharmacist), "/register/requisitions/new", s.pageOf("100")
	form := c.get(at).status(200).says("You sign it as the recipient")
	if got := form.form(at).Get("recipient_name"); got != "Pat (pharmacist)" {
		t.Errorf("the recipient is %q", got)
	}
	again := c.press(form, at, changed(ordering(page), "purpose", "")...).status(422).says("Write what it is for")
	if got := again.form(at); got.Get("supplier_name") != "Invented Pharma Ltd" || got.Get("n-"+page) != "40" {
		t.Error("what was typed is lost:", got)
	}
	c.press(form, at, changed(ordering(page), "n-"+page, "")...).status(422).says("how many ampoules of what")
	done := c.press(form, at, ordering(page)...).leads("/register/requisitions/r-")
	c.press(form, at, ordering(page)...).leads("/register/requisitions/r-")
	c.get(done.to).status(200).says("A worksheet", "not the numbered requisition form",
		"Invented Pharma Ltd, 1 Nowhere Road",
		"Pat, 2 Example Street", "Pharmacist", "Treatment at these premises", "40 ampoules, 4,000 mg",
		"Signature of the recipient")
	id, _, _ := strings.Cut(strings.TrimPrefix(done.to, "/register/requisitions/"), "?")
	c.get("/register/requisitions").says(id, "40 ampoules of diamorphine", "Signed by Pat (pharmacist)", "Close it")
	nurse := s.signIn(demo.NurseA)
	nurse.get("/register/requisitions").says(id, "Receive what came of it").silent("/close\"", at)
	nurse.get(at).status(403)
	end := "/register/requisitions/" + id + "/close"
	form = c.get(end).status(200).says("Has not come", "40 ampoules")
	c.press(form, end, "words", "").status(422).says("why nothing more is delivered")
	c.press(form, end, "words", "The supplier has none.").leads("/register/requisitions")
	s.stock(func(k *clinic.StockRoom) {
		if k.Requisitions[id] != nil {
			t.Error("it is still open")
		}
	})
	c.get("/register/requisitions/" + id).status(404).says("delivered or closed")
}

// TestReceiveUnderARequisition: what is not as ordered or noted is said before
// it is recorded; only the press after that puts it into quarantine, and the
// page of the register says why.
func TestReceiveUnderARequisition(t *testing.T) {
	s := newSite(t)
	c, page := s.signIn(demo.Pharmacist), s.pageOf("100")
	id := s.raise(c, page)
	const at = "/register/receive"
	form := c.get(at+"?requisition="+id).status(200).says("Which requisition does it answer?", "Has not come: 40 ampoules")
	if got := form.form(at).Get("for"); got != id {
		t.Errorf("the requisition chosen is %q", got)
	}
	size := s.registerSize()
	sent := both(append(delivery(page), "noted", "25")...)
	told := c.press(form, at, sent...).status(422).says("Look again before you press",
		"This goes into quarantine: the count differs from the delivery note").silent(onePIN)
	if s.registerSize() != size {
		t.Fatal("it was recorded before anybody was told")
	}
	if got := told.form(at); got.Get("noted") != "25" || got.Get("batch") != "D4471" || got.Get("for") != id {
		t.Error("what was typed is lost:", got)
	}
	was := s.inStore(page, register.Quarantine)
	done := c.press(told, at, both()...).leads("/register/" + page + "?aside=note_differs&no=")
	c.press(told, at, both()...).leads("/register/" + page)
	c.get(done.to).says("Recorded, no.", "This goes into quarantine: the count differs", "requisition "+id,
		"into quarantine: the count differs from the delivery note")
	if got := s.inStore(page, register.Quarantine); got != was+20 {
		t.Errorf("%d in quarantine, were %d", got, was)
	}
	s.stock(func(k *clinic.StockRoom) {
		if got := k.Requisitions[id].Still[page]; got != 20 {
			t.Errorf("%d have not come", got)
		}
	})
	// Mended after it was said: it goes where it was put.
	form = c.get(at + "?requisition=" + id)
	told = c.press(form, at, both(append(changed(delivery(page), "batch", "D4472"), "noted", "21")...)...).status(422)
	c.press(told, at, both("noted", "20", "store", "cabinet")...).leads("/register/" + page + "?no=")
	if got := s.inStore(page, register.Cabinet); got != 20 {
		t.Errorf("%d in the cabinet", got)
	}
	// Delivered in full, it is open no more; what comes now answers none.
	c.get(at).silent("value=\"" + id + "\"")
	form = c.get(at)
	c.press(form, at, both(append(changed(delivery(page), "batch", "D4473"), "quarantine", "Wet box.")...)...).
		leads("/register/" + page + "?no=")
	c.get("/register/" + page).says("put into quarantine: Wet box.")
}

// TestTheSecondPersonIsToldOfQuarantine: what they sign says where it goes.
func TestTheSecondPersonIsToldOfQuarantine(t *testing.T) {
	s := newSite(t)
	n := measure.Ampoules(5)
	body := clinic.ReceiveStock{Product: s.sheet(s.pageOf("100")).Product, Batch: "X", Ampoules: 4, Noted: &n}
	s.view(func(st *clinic.State) {
		if text := clinic.WitnessText(st, clinic.Command{Body: body}); !strings.Contains(text,
			"Received into quarantine\nbecause: note_differs") {
			t.Error(text)
		}
	})
}
