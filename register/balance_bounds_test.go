package register_test

import (
	"strings"
	"testing"

	"steady/measure"
	"steady/register"
)

// applies reports whether the accounts take an entry; an impossible one panics.
func applies(a *register.Accounts, body any) (taken bool) {
	defer func() { taken = recover() == nil }()
	a.Apply(body, 9, 9, "n1", "n2")
	return true
}

// opened is a page with three ampoules of 100 mg, of which visit v has drawn
// one and given nothing yet.
func opened(t *testing.T) *book {
	t.Helper()
	b := newBook()
	b.receive(t, 100, "B1", 3)
	drawn, no := b.a.Draw("v", []register.Pick{{Page: page(100), Batch: "B1", Count: 1}}, nil, form, today)
	if no != nil {
		t.Fatal(no)
	}
	b.add(&drawn[0])
	return b
}

// An entry is taken exactly where its balances are what the page comes to:
// ampoules and mass close separately, and neither goes below zero (R-REG-13).
func TestAnEntryMustFitTheBalances(t *testing.T) {
	line := func(n measure.Ampoules, m measure.Mass, balance measure.Ampoules, mass measure.Mass) register.Line {
		return register.Line{Page: page(100), Ampoules: n, Mass: m, BalanceAmpoules: balance, BalanceMass: mass}
	}
	const mg = measure.Milligram
	for _, c := range []struct {
		name string
		body any
		want bool
	}{
		{"all of it wasted", &register.Wasted{Line: line(0, -100*mg, 2, 200*mg), Visit: "v"}, true},
		{"a microgram more", &register.Wasted{Line: line(0, -100*mg-1, 2, 200*mg-1), Visit: "v"}, false},
		{"part of it", &register.Wasted{Line: line(0, -1, 2, 300*mg-1), Visit: "v"}, true},
		{"of another visit", &register.Wasted{Line: line(0, -1, 2, 300*mg-1), Visit: "w"}, false},
		{"a mass that does not follow", &register.Wasted{Line: line(0, -1, 2, 300*mg), Visit: "v"}, false},
		{"ampoules that do not follow", &register.Wasted{Line: line(0, -1, 3, 300*mg-1), Visit: "v"}, false},
		{"given", &register.Administered{Line: line(0, -100*mg, 2, 200*mg), Visit: "v"}, true},
		{"two more ampoules", &register.Drawn{Line: line(-2, 0, 0, 300*mg), Visit: "w", Batch: "B1",
			Content: 200 * mg}, true},
		{"three more", &register.Drawn{Line: line(-3, 0, -1, 300*mg), Visit: "w", Batch: "B1", Content: 300 * mg}, false},
		{"of another batch", &register.Drawn{Line: line(-1, 0, 1, 300*mg), Visit: "w", Batch: "B2",
			Content: 100 * mg}, false},
		{"out of another store", &register.Drawn{Line: line(-1, 0, 1, 300*mg), Visit: "w", Batch: "B1", Content: 100 * mg,
			From: []register.Put{{Store: register.Tray, Count: 1}}}, false},
		{"out of the safe, named", &register.Drawn{Line: line(-1, 0, 1, 300*mg), Visit: "w", Batch: "B1",
			Content: 100 * mg, From: []register.Put{{Store: register.Safe, Count: 1}}}, true},
		{"stores that do not add up", &register.Drawn{Line: line(-2, 0, 0, 300*mg), Visit: "w", Batch: "B1",
			Content: 200 * mg, From: []register.Put{{Store: register.Safe, Count: 1}}}, false},
		{"no entry at all", struct{}{}, false},
	} {
		b := opened(t)
		if got := applies(&b.a, c.body); got != c.want {
			t.Errorf("%s: taken %v", c.name, got)
		}
	}
	empty := register.Accounts{}
	if !applies(&empty, &register.Received{Line: line(1, 100*mg, 1, 100*mg), Product: ampoule(100), Batch: "B1",
		Expiry: today}) || empty.Sheets[page(100)].Mass != 100*mg {
		t.Error("the first receipt does not open its page")
	}
	closed := register.Accounts{}
	if applies(&closed, &register.Wasted{Line: line(0, 0, 0, 0), Visit: "v"}) {
		t.Error("waste opens a page")
	}
}

// What a visit has drawn is settled to the last microgram and then gone; a page
// that was emptied keeps its heading and no batch.
func TestASettledSyringeLeavesNothing(t *testing.T) {
	b := opened(t)
	got := b.a.Outstanding("v")
	if len(got) != 1 || got[0].Mass != 100*measure.Milligram || len(b.a.Outstanding("w")) != 0 {
		t.Errorf("outstanding %v", got)
	}
	for _, m := range []measure.Mass{1, 100*measure.Milligram - 1} {
		for _, g := range b.a.Give("v", "p", b.a.Outstanding("v"), m, "d", "L", register.Running{}) {
			b.add(&g)
		}
	}
	if len(b.a.Outstanding("v")) != 0 || len(b.a.Sheets[page(100)].Drawn) != 0 {
		t.Errorf("left over: %v", b.a.Sheets[page(100)].Drawn)
	}
	drawn, no := b.a.Draw("w", []register.Pick{{Page: page(100), Batch: "B1", Count: 2}}, nil, form, today)
	if no != nil {
		t.Fatal(no)
	}
	b.add(&drawn[0])
	if s := b.a.Sheets[page(100)]; s.Ampoules != 0 || len(s.Lots) != 0 || s.Product != ampoule(100) {
		t.Errorf("an emptied page: %+v", s)
	}
	b.whole(t)
}

// An amount is allotted to pages to the microgram: what is given and what is
// wasted are together what was drawn, and nothing is no entry (R-REG-13).
func TestGivenAndWastedAreWhatWasDrawn(t *testing.T) {
	const mg = measure.Milligram
	b := newBook()
	b.receive(t, 100, "H", 1)
	b.receive(t, 10, "T", 1)
	shares := []register.Share{{Page: page(100), Mass: 100 * mg}, {Page: page(10), Mass: 10 * mg}}
	for m, want := range map[measure.Mass]string{
		0: "| 100 10", 1: "0.001 | 99.999 10", 100*mg - 1: "99.999 | 0.001 10", 100 * mg: "100 | 10",
		100*mg + 1: "100 0.001 | 9.999", 110 * mg: "100 10 |",
	} {
		var got []string
		for _, g := range b.a.Give("v", "p", shares, m, "d", "L", register.Running{}) {
			got = append(got, (-g.Mass).Milligrams())
		}
		got = append(got, "|")
		for _, w := range b.a.Waste("v", shares, m, register.Overage, register.Running{}, signed) {
			got = append(got, (-w.Mass).Milligrams())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", m, strings.Join(got, " "), want)
		}
	}
	run := register.Running{}
	run.Note(register.Line{Page: page(100), BalanceAmpoules: 7, BalanceMass: 700 * mg})
	w := b.a.Waste("v", shares[:1], 40*mg, register.Overage, run, signed)
	if w[0].BalanceAmpoules != 7 || w[0].BalanceMass != 640*mg || run[page(100)].BalanceMass != 640*mg {
		t.Errorf("the balance does not go on from this command's own entries: %+v", w[0].Line)
	}
}

// A note belongs to an entry that there is (R-REG-06).
func TestANoteBelongsToAnEntry(t *testing.T) {
	b := newBook()
	b.receive(t, 100, "B1", 1)
	words := register.Text{Ref: "r"}
	for _, c := range []struct {
		page         string
		target, size int64
		text         register.Text
		code         string
	}{{page(100), 0, 1, words, ""}, {page(100), 4, 5, words, ""}, {page(100), 5, 5, words, "note_incomplete"},
		{page(100), -1, 5, words, "note_incomplete"}, {page(100), 0, 1, register.Text{}, "note_incomplete"},
		{page(30), 0, 1, words, "unknown_page"}} {
		n, no := b.a.NoteOn(c.page, c.target, c.size, c.text)
		if code(no) != c.code || no == nil && (n.Mass != 0 || n.BalanceMass != 100*measure.Milligram) {
			t.Errorf("%s %d of %d: %v, want %q: %+v", c.page, c.target, c.size, no, c.code, n)
		}
	}
}

// What heads a page is a known drug in ampoules of more than nothing and at
// most 10 g, and a batch is what can stand on a label.
func TestWhatHeadsAPage(t *testing.T) {
	for content, want := range map[measure.Mass]bool{0: false, -1: false, 1: true, 10 * measure.Gram: true,
		10*measure.Gram + 1: false} {
		if p := (register.Product{Form: form, Content: content, Presentation: "ampoule"}); p.Known() != want {
			t.Errorf("%s: known %v", content, p.Known())
		}
	}
	for _, p := range []register.Product{{Form: form, Content: 1, Presentation: "vial"},
		{Form: measure.Form{Substance: "x"}, Content: 1, Presentation: "ampoule"}} {
		if p.Known() {
			t.Errorf("%+v heads a page", p)
		}
	}
	for batch, want := range map[string]string{"!": "", "~": "", "A B": "", strings.Repeat("B", 40): "",
		"\x7f": "receipt_incomplete", "A\x1fB": "receipt_incomplete", " A": "receipt_incomplete", "A ": "receipt_incomplete",
		"Ä": "receipt_incomplete"} {
		a := register.Accounts{}
		_, no := a.Receive(register.Delivery{Product: ampoule(100), Batch: batch, Expiry: today, Count: 100_000,
			From: register.Text{Ref: "r"}}, today, signed)
		if code(no) != want {
			t.Errorf("batch %q: %v, want %q", batch, no, want)
		}
	}
}

// Two others who agree with the register close a difference; it stays open with
// whoever had part in the first count, and an adjustment is exactly the
// difference (R-REG-34, R-REG-35).
func TestADifferenceIsClosedByOthers(t *testing.T) {
	words := register.Text{Ref: "r"}
	count := func(b *book, n measure.Ampoules, by, witness string) {
		e, no := b.a.CountPage(register.Tally{Page: page(100), Counted: n, Seen: b.seq}, b.seq, signed, nil)
		if no != nil {
			t.Fatal(no)
		}
		b.a.Apply(&e, b.seq, 1, by, witness)
		b.seq++
	}
	open := func() *book {
		b := newBook()
		b.receive(t, 100, "B1", 3)
		count(b, 2, "n1", "n2")
		return b
	}
	for _, c := range []struct {
		by, witness string
		closed      bool
	}{{"n3", "n4", true}, {"n1", "n4", false}, {"n3", "n2", false}, {"n2", "n4", false}, {"n3", "n1", false},
		{"n3", "", false}} {
		b := open()
		count(b, 3, c.by, c.witness)
		if s := b.a.Sheets[page(100)]; (s.Open == nil) != c.closed || s.Good == nil {
			t.Errorf("%s and %s agree: closed %v", c.by, c.witness, s.Open == nil)
		}
	}
	take := func(n measure.Ampoules) []register.Adjustment {
		return []register.Adjustment{{Batch: "B1", Count: n}}
	}
	for _, c := range []struct {
		name      string
		recounted bool
		cause     register.Cause
		put       []register.Adjustment
		code      string
	}{
		{"as it is", true, register.CauseBreakage, take(-1), ""},
		{"not counted again", false, register.CauseBreakage, take(-1), "recount_missing"},
		{"no cause", true, "", take(-1), "cause_missing"},
		{"too little", true, register.CauseUnknown, nil, "difference_left"},
		{"too much", true, register.CauseUnknown, take(-2), "difference_left"},
		{"the other way", true, register.CauseUnknown, take(1), "difference_left"},
		{"nothing of a batch", true, register.CauseUnknown, take(0), "bad_count"},
		{"twice the same batch", true, register.CauseUnknown, append(take(-1), take(-1)...), "listed_twice"},
	} {
		b := open()
		if c.recounted {
			count(b, 2, "n3", "n4")
		}
		out, no := b.a.Settle(page(100), c.cause, words, c.put, nil, register.Running{})
		if code(no) != c.code {
			t.Errorf("%s: %v, want %q", c.name, no, c.code)
		}
		for i := range out {
			b.add(&out[i])
		}
		s := b.a.Sheets[page(100)]
		if c.code == "" && (s.Open != nil || s.Ampoules != 2 || s.Mass != 200*measure.Milligram) {
			t.Errorf("%s: %+v", c.name, s)
		}
		b.whole(t)
	}
}
