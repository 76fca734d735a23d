package web_test

import (
	"net/url"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/internal/web"
	"steady/measure"
	"steady/register"
)

// both adds the second person of a press.
func both(pairs ...string) []string {
	return append(pairs, "second", string(demo.NurseB), "pin2", onePIN)
}

// lotOf is one batch of a page in a store, as the forms spell it.
func (s *site) lotOf(page string, store register.Store) (lot string, at string, n measure.Ampoules) {
	s.t.Helper()
	for _, l := range s.sheet(page).Lots {
		if k := l.At[store]; k > 0 {
			q := url.Values{"page": {page}, "store": {string(store)}, "batch": {l.Batch}}
			return page + "|" + string(store) + "|" + l.Batch, "?" + q.Encode(), k
		}
	}
	s.t.Fatalf("nothing of %s is %s", page, store.Where())
	return "", "", 0
}

func (s *site) inStore(page string, store register.Store) measure.Ampoules {
	sh := s.sheet(page)
	return sh.InStore(store)
}

// noQuarantine releases what the invented clinic has in quarantine.
func (s *site) noQuarantine() {
	s.t.Helper()
	var all []register.Take
	s.view(func(st *clinic.State) {
		for _, id := range st.Accounts.Pages() {
			for _, l := range st.Accounts.Sheets[id].Lots {
				if n := l.At[register.Quarantine]; n > 0 {
					all = append(all, register.Take{Page: id, Batch: l.Batch, Count: n})
				}
			}
		}
	})
	for _, t := range all {
		r := request("release-"+t.Page, demo.Pharmacist)
		r.Command.Body = clinic.ReleaseStock{Take: t, To: register.Safe, Text: r.Keep("register", "released", "Labelled.")}
		s.view(func(st *clinic.State) {
			r.Command.Witness = &clinic.Confirmation{By: string(demo.NurseB), Method: "pin",
				Digest: clinic.Digest(clinic.WitnessText(st, r.Command))}
		})
		s.must(r)
	}
}

// moved carries ampoules through a form from the line of a batch.
func (s *site) moved(c *client, at, line string, pairs ...string) *answer {
	s.t.Helper()
	form := c.get(at + line).status(200)
	return c.press(form, at, both(pairs...)...)
}

// TestMoveStock: from the line where a batch lies to the line where it lies
// then; nothing typed is lost, and a press that is sent twice moves once.
func TestMoveStock(t *testing.T) {
	s := newSite(t)
	s.settle()
	c := s.signIn(demo.NurseA)
	page := s.pageOf("30")
	_, line, n := s.lotOf(page, register.Safe)
	before := s.sheet(page)
	stores := c.get("/register/stores").status(200).says("Where it lies", "Safe", "the balance of the page",
		"Each movement needs a second person")
	if !strings.Contains(stores.body, "/register/move"+strings.ReplaceAll(line, "&", "&amp;")) {
		t.Fatal("no way leads from the line to the move")
	}
	form := c.get("/register/move"+line).status(200).says("Move to another store", "A second person sees it too",
		"By the register", "in the safe", "Bryn (nurse)")
	again := c.press(form, "/register/move", both("count", "many", "to", "tray")...).status(422).
		says("write a whole number").silent(onePIN)
	if got := again.form("/register/move"); got.Get("count") != "many" || got.Get("to") != "tray" {
		t.Error("what was typed is lost:", got)
	}
	c.press(form, "/register/move", both("count", "5")...).status(422).says("Choose the store")
	c.press(form, "/register/move", "count", "5", "to", "tray").status(422).says("A second person confirms")
	c.press(form, "/register/move", both("count", "99999", "to", "tray")...).status(422).says("By the register")
	sent := both("count", "5", "to", "tray")
	done := c.press(form, "/register/move", sent...).leads("/register/stores?no=")
	c.press(form, "/register/move", sent...).leads("/register/stores")
	c.get(done.to).says("Recorded, no.", "tray 5 + safe", "Tray of the preparation room, 5 ampoules")
	if s.inStore(page, register.Tray) != 5 || s.sheet(page).Ampoules != before.Ampoules {
		t.Errorf("moved: %v, balance %d, was %d", s.sheet(page).Lots, s.sheet(page).Ampoules, before.Ampoules)
	}
	c.get("/register/"+page).says("carried from the safe to the tray", "Second person: Bryn (nurse)")
	if n <= 5 {
		t.Fatal("the invented safe is too small for this test")
	}
}

// TestMoveAnOldPage: stock moved after the form was drawn; the refusal says who
// moved what.
func TestMoveAnOldPage(t *testing.T) {
	s := newSite(t)
	s.settle()
	c := s.signIn(demo.NurseA)
	page := s.pageOf("30")
	_, line, n := s.lotOf(page, register.Safe)
	form := c.get("/register/move" + line)
	s.moved(s.signIn(demo.NurseC), "/register/move", line, "count", count(n-1), "to", "cabinet").leads("/register/stores")
	c.press(form, "/register/move", both("count", "2", "to", "tray")...).status(422).
		says("By the register 1 ampoules", "Changed by Chloe (nurse)", "carried from the safe to the cabinet")
}

func count(n measure.Ampoules) string { return measure.Milli(n * 1000).String() }

// TestQuarantine: set aside with a reason, released by the pharmacist, and never
// by a nurse.
func TestQuarantine(t *testing.T) {
	s := newSite(t)
	s.settle()
	c := s.signIn(demo.NurseA)
	page := s.pageOf("10")
	was := s.inStore(page, register.Quarantine)
	_, line, _ := s.lotOf(page, register.Safe)
	form := c.get("/register/aside" + line).status(200).says("stay in the balance")
	c.press(form, "/register/aside", both("count", "3")...).status(422).says("Choose why")
	c.press(form, "/register/aside", both("count", "3", "why", "other")...).status(422).says("Write in one line why")
	c.press(form, "/register/aside", both("count", "3", "why", "other", "words", "The box was wet.")...).
		leads("/register/stores")
	if got := s.inStore(page, register.Quarantine); got != was+3 {
		t.Errorf("%d in quarantine, were %d", got, was)
	}
	c.get("/register/stores").says("Quarantine").silent("/register/release")
	c.get("/register/release").status(403)
	p := s.signIn(demo.Pharmacist)
	_, line, _ = s.lotOf(page, register.Quarantine)
	form = p.get("/register/release" + line).status(200)
	p.press(form, "/register/release", both("count", "1", "to", "safe")...).status(422).
		says("Write in one line why they may be used again")
	p.press(form, "/register/release", both("count", "1", "to", "safe", "words", "Dry inside.")...).
		leads("/register/stores")
	p.get("/register/"+page).says("The box was wet.", "released from quarantine to the safe", "Dry inside.")
}

// TestStockLeaves: broken, returned and sent take ampoules and their content off
// the page; what is brought is in the register with the transfer's number.
func TestStockLeaves(t *testing.T) {
	s := newSite(t)
	s.settle()
	c := s.signIn(demo.NurseA)
	page := s.pageOf("30")
	was := s.sheet(page).Ampoules
	_, line, _ := s.lotOf(page, register.Safe)
	s.moved(c, "/register/broken", line, "count", "1", "words", "").status(422).says("how they broke")
	s.moved(c, "/register/broken", line, "count", "1", "words", "It fell.").leads("/register/stores")
	s.moved(c, "/register/return", line, "count", "2", "words", "Damaged.").status(422).says("the name of the supplier")
	s.moved(c, "/register/return", line, "count", "2", "to_name", "Invented Pharma Ltd", "to_address", "1 Nowhere Road",
		"words", "Damaged in the box.").leads("/register/stores")
	form := c.get("/register/send" + line).status(200)
	transfer := form.form("/register/send").Get("transfer")
	if !strings.HasPrefix(transfer, "t-") {
		t.Errorf("the transfer's number is %q", transfer)
	}
	c.press(form, "/register/send", both("count", "4", "premises", "the north")...).status(422).
		says("Name the other premises")
	c.press(form, "/register/send", both("count", "4", "premises", "North")...).leads("/register/stores")
	if got := s.sheet(page).Ampoules; got != was-7 {
		t.Errorf("%d ampoules, were %d", got, was)
	}
	form = c.get("/register/bring").status(200)
	c.press(form, "/register/bring", both("product", page, "premises", "north", "transfer", "t-77", "announced", "9",
		"ampoules", "8", "batch", "N1", "expiry[day]", "31", "expiry[month]", "3", "expiry[year]", "2028")...).
		leads("/register/stores")
	c.get("/register/stores").says("Batch N1", "8 ampoules", "Quarantine")
	c.get("/register/"+page).says("broken, in the safe; It fell.", "returned to the supplier; Invented Pharma Ltd",
		"sent to the premises north, transfer "+transfer, "brought from the premises north, transfer t-77")
}

// TestStockEnteredLate: what happened earlier keeps both its times; a time that
// cannot be read is asked for again, with what was typed.
func TestStockEnteredLate(t *testing.T) {
	s := newSite(t)
	s.settle()
	c, page := s.signIn(demo.NurseA), s.pageOf("30")
	_, line, _ := s.lotOf(page, register.Safe)
	form := c.get("/register/broken" + line).says("This happened earlier")
	again := c.press(form, "/register/broken", both("count", "1", "words", "It fell.", "happened", "ten to nine")...).
		status(422).says("write hours and minutes")
	if got := again.form("/register/broken"); got.Get("happened") != "ten to nine" || got.Get("words") != "It fell." {
		t.Error("what was typed is lost:", got)
	}
	c.press(form, "/register/broken", both("count", "1", "words", "It fell.", "happened", "08:50")...).
		leads("/register/stores")
	c.get("/register/"+page).says("2 Mar 2026, 08:50", "broken, in the safe", "Entered on: 2 Mar 2026, 09:12")
}

// TestStockFormByPasskey: the second person's passkey signs what the form says.
func TestStockFormByPasskey(t *testing.T) {
	s := newSite(t)
	s.settle()
	key := s.passkey(demo.NurseB)
	c := s.signIn(demo.NurseA)
	page := s.pageOf("30")
	lot, line, _ := s.lotOf(page, register.Safe)
	sent := []string{"lot", lot, "count", "2", "to", "cabinet", "second", string(demo.NurseB)}
	options := c.post("/confirm/passkey/begin?for=move_stock", sent...).status(200)
	made, err := key.Assert([]byte(options.body))
	must(t, err)
	form := c.get("/register/move" + line)
	c.press(form, "/register/move", append(changed(sent, "count", "3"), "passkey", string(made))...).status(422).
		says("is not what was confirmed")
	options = c.post("/confirm/passkey/begin?for=move_stock", sent...).status(200)
	made, err = key.Assert([]byte(options.body))
	must(t, err)
	c.press(form, "/register/move", append(sent, "passkey", string(made))...).leads("/register/stores")
}

// TestStockWays: the section offers each role what it may do, and no more.
func TestStockWays(t *testing.T) {
	s := newSite(t)
	s.signIn(demo.NurseA).get("/register").says("Comes in", "Stays", "Goes out", "Where it lies").
		silent("/register/release\"")
	inspector := s.signIn("s-iris")
	inspector.get("/register").says("Where it lies").silent("Bring from", "Goes out")
	inspector.get("/register/stores").status(200).silent("Move to another store", "Each movement needs")
}

// stock reads the stock room.
func (s *site) stock(f func(*clinic.StockRoom)) { s.view(func(st *clinic.State) { f(&st.Stock) }) }

// FuzzCutLot: what names ampoules in a form is read back as it was spelled, and
// what cannot be read names none.
func FuzzCutLot(f *testing.F) {
	for _, x := range []string{"", "p|safe|B1", "p|safe|B|1", "||", "p|safe", "|quarantine|x", "p||B 1"} {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, store, batch := web.CutLot(text)
		if read := web.LotValue(id, store, batch); strings.Count(text, "|") >= 2 && read != text {
			t.Errorf("%q is read as %q", text, read)
		} else if strings.Count(text, "|") < 2 && (id != "" || store != "" || batch != "") {
			t.Errorf("%q names %q", text, read)
		}
	})
}
