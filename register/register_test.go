package register_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"steady/measure"
	"steady/moment"
	"steady/refusal"
	"steady/register"
)

var (
	form   = measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate}
	other  = measure.Form{Substance: measure.Diamorphine, Salt: measure.HydrochlorideAnhydrous}
	today  = moment.Date(2026, 3, 2)
	signed = register.Signed{By: "n2", Method: "pin", Digest: "shown"}
)

func ampoule(mg int64) register.Product {
	return register.Product{Form: form, Content: measure.Mass(mg) * measure.Milligram, Presentation: "ampoule"}
}

func page(mg int64) string { return ampoule(mg).Page() }

// book is a register in the making: it counts its entries and adds up what
// they say, apart from the accounts.
type book struct {
	a    register.Accounts
	seq  int64
	mass map[string]measure.Mass
	amps map[string]measure.Ampoules
}

func newBook() *book {
	return &book{mass: map[string]measure.Mass{}, amps: map[string]measure.Ampoules{}}
}

func (b *book) add(body interface{ RegisterLine() register.Line }) {
	b.a.Apply(body, b.seq, 1, "n1", "n2")
	b.seq++
	l := body.RegisterLine()
	b.mass[l.Page] += l.Mass
	b.amps[l.Page] += l.Ampoules
}

func (b *book) receive(t interface{ Fatal(...any) }, mg int64, batch string, n measure.Ampoules) {
	e, no := b.a.Receive(register.Delivery{Product: ampoule(mg), Batch: batch, Expiry: today + 30, Count: n,
		From: register.Text{Ref: "from"}}, today, signed)
	if no != nil {
		t.Fatal(no)
	}
	b.add(&e)
}

// whole: every balance is the sum of the entries, and what is in the safe with
// what is drawn is the mass of the page.
func (b *book) whole(t interface{ Fatal(...any) }) {
	for id, s := range b.a.Sheets {
		drawn := measure.Mass(0)
		for _, m := range s.Drawn {
			drawn += m
		}
		if s.Mass != b.mass[id] || s.Ampoules != b.amps[id] {
			t.Fatal("the balance is not the sum of the entries:", id)
		}
		if s.Product.Content*measure.Mass(s.Ampoules)+drawn != s.Mass {
			t.Fatal("ampoules and drawn mass are not the mass of the page:", id)
		}
	}
}

// TestOneInjectionOnPaper is acceptance test 1 of the register: ten ampoules of
// 100 mg, 180 mg given out of two, 20 mg wasted before two persons.
func TestOneInjectionOnPaper(t *testing.T) {
	b := newBook()
	b.receive(t, 100, "B1", 10)
	drawn, no := b.a.Draw("v", []register.Pick{{Page: page(100), Batch: "B1", Count: 2}}, nil, form, today)
	if no != nil || len(drawn) != 1 {
		t.Fatal(no, drawn)
	}
	run := register.Running{}
	b.add(&drawn[0])
	shares := b.a.Shares(drawn)
	for _, w := range b.a.Waste("v", shares, 180*measure.Milligram, register.Overage, run, signed) {
		if w.Mass != -20*measure.Milligram || w.Signed.By != "n2" || w.Signed.Digest != "shown" {
			t.Errorf("waste %+v", w)
		}
		b.add(&w)
	}
	for _, g := range b.a.Give("v", "p", b.a.Outstanding("v"), 180*measure.Milligram, "d1", "L-1", register.Running{}) {
		if g.Mass != -180*measure.Milligram || g.Ampoules != 0 || g.Prescriber != "d1" || g.Licence != "L-1" {
			t.Errorf("supply %+v", g)
		}
		b.add(&g)
	}
	s := b.a.Sheets[page(100)]
	if s.Ampoules != 8 || s.Mass != 800*measure.Milligram || len(s.Drawn) != 0 || b.seq != 4 {
		t.Errorf("8 ampoules and 800 mg are left, in 4 entries: %d, %s, %d", s.Ampoules, s.Mass, b.seq)
	}
	b.whole(t)
}

// TestPooledSyringeByPage shows how a syringe made of several pages is allotted:
// the strongest ampoules first, each page to the end before the next.
func TestPooledSyringeByPage(t *testing.T) {
	b := newBook()
	b.receive(t, 10, "T", 5)
	b.receive(t, 100, "H", 5)
	b.receive(t, 30, "M", 5)
	picks := []register.Pick{{Page: page(10), Batch: "T", Count: 1}, {Page: page(100), Batch: "H", Count: 1},
		{Page: page(30), Batch: "M", Count: 1}}
	drawn, no := b.a.Draw("v", picks, nil, form, today)
	if no != nil {
		t.Fatal(no)
	}
	run := register.Running{}
	for i := range drawn {
		run.Note(drawn[i].Line)
		b.add(&drawn[i])
	}
	var got []string
	tell := func(kind string, l register.Line) {
		got = append(got, kind+" "+(-l.Mass).Milligrams()+" of "+strings.TrimPrefix(l.Page, "diamorphine-"))
	}
	shares := b.a.Shares(drawn)
	for _, w := range b.a.Waste("v", shares, 135*measure.Milligram, register.Overage, run, signed) {
		tell("waste", w.Line)
		b.add(&w)
	}
	held, run := b.a.Outstanding("v"), register.Running{}
	for _, g := range b.a.Give("v", "p", held, 110*measure.Milligram, "d", "L", run) {
		tell("give", g.Line)
		b.add(&g)
	}
	for _, w := range b.a.Waste("v", held, 110*measure.Milligram, register.PartUsed, run, signed) {
		tell("part", w.Line)
		b.add(&w)
	}
	want := "waste 5 of hydrochloride-monohydrate-10mg-ampoule; give 100 of hydrochloride-monohydrate-100mg-ampoule; " +
		"give 10 of hydrochloride-monohydrate-30mg-ampoule; part 20 of hydrochloride-monohydrate-30mg-ampoule; " +
		"part 5 of hydrochloride-monohydrate-10mg-ampoule"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	b.whole(t)
}

// TestEveryPageCloses: whatever is drawn, given and wasted, each page is settled
// to the microgram, and given and wasted together are what was opened.
func TestEveryPageCloses(t *testing.T) {
	strengths := []int64{500, 100, 30, 10, 5}
	rapid.Check(t, func(t *rapid.T) {
		b := newBook()
		for _, mg := range strengths {
			b.receive(t, mg, "A", 20)
			b.receive(t, mg, "B", 20)
		}
		for n := range rapid.IntRange(1, 6).Draw(t, "syringes") {
			var picks []register.Pick
			for _, mg := range rapid.SliceOfNDistinct(rapid.SampledFrom(strengths), 1, 4, rapid.ID).Draw(t, "pages") {
				batch := rapid.SampledFrom([]string{"A", "B"}).Draw(t, "batch")
				picks = append(picks, register.Pick{Page: page(mg), Batch: batch,
					Count: measure.Ampoules(rapid.IntRange(1, 3).Draw(t, "ampoules"))})
			}
			b.use(t, string(rune('a'+n)), picks)
		}
	})
}

// use draws picks, keeps a dose, wastes the overage, gives a part, wastes the rest.
func (b *book) use(t *rapid.T, visit string, picks []register.Pick) {
	content := b.a.Content(picks)
	dose := measure.Mass(rapid.Int64Range(0, int64(content)).Draw(t, "dose"))
	given := measure.Mass(rapid.Int64Range(0, int64(dose)).Draw(t, "given"))
	drawn, no := b.a.Draw(visit, picks, nil, form, today)
	if no != nil {
		t.Fatal(no)
	}
	run := register.Running{}
	for i := range drawn {
		run.Note(drawn[i].Line)
		b.add(&drawn[i])
	}
	var wasted, supplied measure.Mass
	for _, w := range b.a.Waste(visit, b.a.Shares(drawn), dose, register.Overage, run, signed) {
		wasted -= w.Mass
		b.add(&w)
	}
	b.whole(t)
	held, run := b.a.Outstanding(visit), register.Running{}
	for _, g := range b.a.Give(visit, "p", held, given, "d", "L", run) {
		supplied -= g.Mass
		b.add(&g)
	}
	for _, w := range b.a.Waste(visit, held, given, register.PartUsed, run, signed) {
		wasted -= w.Mass
		b.add(&w)
	}
	b.whole(t)
	if supplied != given || supplied+wasted != content || len(b.a.Outstanding(visit)) != 0 {
		t.Fatal("opened", content, "supplied", supplied, "wasted", wasted, "left", b.a.Outstanding(visit))
	}
}

func code(no *refusal.Refusal) string {
	if no == nil {
		return ""
	}
	return no.Code
}

// TestDrawRefuses: what is not on the page, not of the form, not in date or not
// there in the number.
func TestDrawRefuses(t *testing.T) {
	b := newBook()
	b.receive(t, 100, "B1", 3)
	pick := func(p, batch string, n measure.Ampoules) []register.Pick {
		return []register.Pick{{Page: p, Batch: batch, Count: n}}
	}
	three := pick(page(100), "B1", 3)
	for _, c := range []struct {
		name  string
		picks []register.Pick
		held  []register.Pick
		want  measure.Form
		day   moment.Day
		code  string
	}{
		{"all there is", three, nil, form, today, ""},
		{"on the last day of the batch", three, nil, form, today + 30, ""},
		{"a day later", three, nil, form, today + 31, "expired"},
		{"nothing", nil, nil, form, today, "no_ampoules"},
		{"no such page", pick(page(30), "B1", 1), nil, form, today, "unknown_page"},
		{"no such batch", pick(page(100), "B2", 1), nil, form, today, "unknown_batch"},
		{"none of it", pick(page(100), "B1", 0), nil, form, today, "unknown_page"},
		{"less than none", pick(page(100), "B1", -1), nil, form, today, "unknown_page"},
		{"one too many", pick(page(100), "B1", 4), nil, form, today, "balance_short"},
		{"one too many in two picks", append(pick(page(100), "B1", 2), three[:1]...), nil, form, today, "balance_short"},
		{"another syringe holds one", three, pick(page(100), "B1", 1), form, today, "balance_short"},
		{"another syringe holds another page", three, pick(page(30), "B1", 9), form, today, ""},
		{"another salt", three, nil, other, today, "wrong_form"},
	} {
		if _, no := b.a.Draw("v", c.picks, c.held, c.want, c.day); code(no) != c.code {
			t.Errorf("%s: %v, want %q", c.name, no, c.code)
		}
	}
}

// TestReceiptRefuses: what cannot head a page, or cannot stand on a label.
func TestReceiptRefuses(t *testing.T) {
	from := register.Text{Ref: "r"}
	for _, c := range []struct {
		name, batch string
		n           measure.Ampoules
		expiry      moment.Day
		from        register.Text
		code        string
	}{
		{"as it should be", "B-1/26", 10, today, from, ""},
		{"expired yesterday", "B1", 10, today - 1, from, "expired"},
		{"nothing in the box", "B1", 0, today, from, "bad_count"},
		{"more than a lorry", "B1", 100_001, today, from, "bad_count"},
		{"no batch", "", 10, today, from, "receipt_incomplete"},
		{"a batch that forges the next line", "B1, expiry 2030-01-01\n9 sealed", 10, today, from, "receipt_incomplete"},
		{"a batch of spaces", "  ", 10, today, from, "receipt_incomplete"},
		{"a batch without end", strings.Repeat("B", 41), 10, today, from, "receipt_incomplete"},
		{"no expiry", "B1", 10, 0, from, "receipt_incomplete"},
		{"from nobody", "B1", 10, today, register.Text{}, "receipt_incomplete"},
	} {
		a := register.Accounts{}
		if _, no := a.Receive(register.Delivery{Product: ampoule(100), Batch: c.batch,
			Expiry: c.expiry, Count: c.n, From: c.from}, today, signed); code(no) != c.code {
			t.Errorf("%s: %v, want %q", c.name, no, c.code)
		}
	}
}

// TestCountIsOfThisMoment: a count that began before the stock moved, or after
// the register's end, counts something else.
func TestCountIsOfThisMoment(t *testing.T) {
	b := newBook()
	b.receive(t, 100, "B1", 3)
	b.receive(t, 30, "B2", 3)
	for _, c := range []struct {
		seen int64
		code string
	}{{0, "count_stale"}, {1, ""}, {2, ""}, {3, "count_stale"}} {
		tally := register.Tally{Page: page(100), Counted: 3, Seen: c.seen}
		if _, no := b.a.CountPage(tally, b.seq, signed, nil); code(no) != c.code {
			t.Errorf("seen %d: %v, want %q", c.seen, no, c.code)
		}
	}
	e, _ := b.a.CountPage(register.Tally{Page: page(100), Counted: 2, Seen: 2}, b.seq, signed, nil)
	if e.Difference != -1 || e.Expected != 3 {
		t.Errorf("two counted of three: %+v", e)
	}
}

// TestTwoPersons: nobody is their own second person (R-REG-14).
func TestTwoPersons(t *testing.T) {
	for _, c := range [][3]string{{"n1", "n2", ""}, {"n1", "n1", "same_person"}, {"n1", "", "witness_missing"},
		{"n1", "-", "witness_missing"}, {"-", "-", "witness_missing"}} {
		if no := register.TwoPersons(c[0], c[1]); code(no) != c[2] {
			t.Errorf("%q with %q: %v, want %q", c[0], c[1], no, c[2])
		}
	}
}

// TestAccountsPanicOnAnImpossibleEntry: a journal that contradicts itself is
// not ours to continue.
func TestAccountsPanicOnAnImpossibleEntry(t *testing.T) {
	b := newBook()
	b.receive(t, 100, "B1", 3)
	defer func() {
		if recover() == nil {
			t.Error("an entry with a wrong balance was taken")
		}
	}()
	b.add(&register.Wasted{Line: register.Line{Page: page(100), BalanceAmpoules: 9, BalanceMass: 1}, Visit: "v"})
}
