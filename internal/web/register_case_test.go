package web_test

import (
	"strconv"
	"strings"
	"testing"

	"steady/clinic"
	"steady/internal/demo"
	"steady/measure"
	"steady/moment"
	"steady/person"
)

// one counts one page with a second person.
func (s *site) one(c *client, at, id string, n measure.Ampoules, second person.StaffID, more ...string) *answer {
	s.t.Helper()
	form := c.get(at).status(200)
	return c.press(form, "/register/count", append([]string{"n-" + id, strconv.FormatInt(int64(n), 10),
		"second", string(second), "pin2", onePIN}, more...)...)
}

func caseAt(id string) string { return "/register/difference?page=" + id }

// TestADifferenceFromCountToClose: seven where the register says eight. Two
// others count again, what was found is written down beneath its entry, and the
// accountable officer puts the balance right.
func TestADifferenceFromCountToClose(t *testing.T) {
	s := newSite(t)
	s.settle()
	id := s.pageOf("30")
	nurse := s.signIn(demo.NurseA)
	nurse.get(caseAt(id)).status(200).says("No difference is open on this page")
	had := s.sheet(id).Ampoules
	done := s.one(nurse, "/register/count?of=opening&page="+id, id, had-1, demo.NurseB).
		leads("/register/counted?page=" + id)
	nurse.get(done.to).status(200).says("differs by -1", "opening", "Amara (nurse) and Bryn (nurse)", "Open the case",
		"nothing is destroyed until it is closed")
	a := nurse.get(caseAt(id)).status(200).says("1 ampoule fewer than the register says", "Two people who had no part",
		"with the accountable officer from", "Counted "+strconv.Itoa(int(had-1)), "Entries to go through",
		"Take it to the accountable officer now", "Doses are given as always")
	a.silent("Close the difference", "police")
	mine := nurse.get("/register/count?of=recount&page="+id).status(200).
		says("Count again", "You counted when the difference was found")
	if !strings.Contains(mine.body, "counted when the difference was found</div>") {
		t.Error("who counted first is offered as second person without a word")
	}
	other := s.signIn(demo.NurseC)
	again := s.one(other, "/register/count?of=recount&page="+id, id, had-1, demo.NurseD).leads("/register/counted")
	other.get(again.to).says("count again, of a difference", "differs by -1")

	explain := "/register/difference/explain"
	form := other.get(caseAt(id)).status(200)
	kept := other.press(form, explain, "cause", "breakage", "entry", "many").status(422).
		says("Write in one line what you found", "write its number").form(explain)
	if kept.Get("cause") != "breakage" || kept.Get("entry") != "many" {
		t.Error("what was typed is lost:", kept)
	}
	last := strconv.FormatInt(s.sheet(id).Last, 10)
	other.press(form, explain, "cause", "breakage", "words", "It broke beside the tray.", "entry", last).
		leads(caseAt(id))
	other.get(caseAt(id)).says("Found: an ampoule broke. It broke beside the tray.")
	other.get("/register/" + id).says("It broke beside the tray.")

	officer := s.signIn("s-noor")
	shut := "/register/difference/close"
	form = officer.get(caseAt(id)).status(200).says("Close the difference", "must come to -1 together")
	kept = officer.press(form, shut, "cause", "breakage", "words", "One broke.", "put-0", "-2").status(422).
		says("The difference is -1 ampoules and this puts right -2").form(shut)
	if kept.Get("put-0") != "-2" || kept.Get("words") != "One broke." {
		t.Error("what was typed is lost:", kept)
	}
	officer.press(form, shut, "cause", "breakage", "words", "One broke.", "put-0", "one").status(422).
		says("write a whole number such as -1 or 1")
	officer.press(form, shut, "cause", "breakage", "words", "One broke.", "put-0", "\u22121").leads("/register/" + id)
	if got := s.sheet(id); got.Open != nil || got.Ampoules != had-1 {
		t.Errorf("the page stands at %d, open %v", got.Ampoules, got.Open)
	}
	officer.get("/register/"+id).says("balance put right by -1", "One broke.").silent("Open the case")
}

// TestACaseClosedByTwoOthers: they find what the register says, and nobody has
// to decide anything.
func TestACaseClosedByTwoOthers(t *testing.T) {
	s := newSite(t)
	s.settle()
	id := s.pageOf("30")
	had := s.sheet(id).Ampoules
	s.one(s.signIn(demo.NurseA), "/register/count?page="+id, id, had-1, demo.NurseB).leads("/register/counted")
	other := s.signIn(demo.NurseC)
	done := s.one(other, "/register/count?of=recount&page="+id, id, had, demo.NurseD).leads("/register/counted")
	other.get(done.to).says("agrees: ", "The difference is closed: two others found what the register says")
	if s.sheet(id).Open != nil {
		t.Error("it is still open")
	}
}

// TestACaseIsTheOfficers: at the deadline, or at once where somebody takes it
// there; the police are the officer's alone.
func TestACaseIsTheOfficers(t *testing.T) {
	s := newSite(t)
	s.settle()
	id := s.pageOf("30")
	nurse := s.signIn(demo.NurseA)
	s.one(nurse, "/register/count?page="+id, id, s.sheet(id).Ampoules+1, demo.NurseB).leads("/register/counted")
	form := nurse.get(caseAt(id)).says("1 ampoule more")
	nurse.press(form, "/register/difference/escalate", "to", "police", "words", "Twice in a week.").status(422).
		says("Only the accountable officer takes a difference to the police")
	nurse.press(form, "/register/difference/escalate", "words", "We do not find it.").leads(caseAt(id))
	nurse.get(caseAt(id)).says("Taken to the accountable officer. We do not find it.",
		"It is with the accountable officer since").silent("Take it to the accountable officer now")
	officer := s.signIn("s-noor")
	officer.get("/register").says("the accountable officer decides", "Open the case")
	form = officer.get(caseAt(id)).status(200)
	officer.press(form, "/register/difference/escalate", "words", "Twice in a week.").leads(caseAt(id))
	officer.get(caseAt(id)).says("Taken to the police")
	s.signIn("s-iris").get(caseAt(id)).status(200).says("Taken to the police").silent("Write down what you found")

	s.clock.Pass(25 * moment.Hour)
	if _, err := s.house.StockTasks(); err != nil {
		t.Fatal(err)
	}
	s.view(func(st *clinic.State) {
		if c := st.Stock.Cases[id]; c == nil || len(c.Steps) != 2 {
			t.Error("the case has lost its steps")
		}
	})
}

// TestOneMoreThanTheBooks: what was found belongs to a batch that no entry
// knows; the officer names it with its expiry date.
func TestOneMoreThanTheBooks(t *testing.T) {
	s := newSite(t)
	s.settle()
	id := s.pageOf("30")
	had := s.sheet(id).Ampoules
	s.one(s.signIn(demo.NurseA), "/register/count?page="+id, id, had+1, demo.NurseB).leads("/register/counted")
	officer, shut := s.signIn("s-noor"), "/register/difference/close"
	found := []string{"cause", "missed_entry", "words", "A box came that nobody entered.", "put-new", "+1",
		"batch", "NEW-1", "store", "safe", "expiry[day]", "31", "expiry[month]", "3"}
	form := officer.get(caseAt(id)).status(200).says("A batch that is not on this page",
		"count the whole page again first")
	officer.press(form, shut, append(found, "expiry[year]", "2028")...).status(422).says("no part in the first count")
	s.one(s.signIn(demo.NurseC), "/register/count?of=recount&page="+id, id, had+1, demo.NurseD).leads("/register/counted")
	kept := officer.press(form, shut, found...).status(422).says("Expiry date: write day, month and year").form(shut)
	if kept.Get("batch") != "NEW-1" || kept.Get("store") != "safe" || kept.Get("expiry[day]") != "31" {
		t.Error("what was typed is lost:", kept)
	}
	officer.press(form, shut, append(found, "expiry[year]", "2028")...).leads("/register/" + id)
	if sh := s.sheet(id); sh.Open != nil || sh.Ampoules != had+1 {
		t.Errorf("the page stands at %d, open %v", sh.Ampoules, sh.Open)
	}
}
