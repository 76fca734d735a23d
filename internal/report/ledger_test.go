package report_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"steady/internal/report"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/register"
)

const mg = measure.Milligram

// hundred is the page that the tests draw.
var hundred = register.Product{Form: measure.Form{Substance: measure.Diamorphine,
	Salt: measure.HydrochlorideMonohydrate}, Content: 100 * mg, Presentation: "ampoule"}

// book builds the entries of an invented register, with true balances.
type book struct {
	t       *testing.T
	l       report.Ledger
	now     moment.Instant
	texts   map[string]string
	n       measure.Ampoules
	m       measure.Mass
	witness string
}

func newBook(t *testing.T) *book {
	t.Helper()
	z, err := moment.LoadZone("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	b := &book{t: t, texts: map[string]string{}, now: z.At(moment.Date(2026, 3, 2), 9, 0), witness: "n2"}
	people := map[string][2]string{"u1": {"Robin Example", "no fixed abode"},
		"u2": {"Käthe Müller-Ößwald", "Zürichbergstraße 12, 8044 Zürich"}, "u3": {"Jo M.", ""}}
	staff := map[string]string{"n1": "Ada Example", "n2": "Bo Sample", "d1": "Dr Q. Fiction", "-": "Steady"}
	b.l = report.Ledger{Zone: z, Service: "Example Street clinic (invented)",
		Text:   func(r journal.TextRef) (string, bool) { s, ok := b.texts[r.Ref]; return s, ok },
		Staff:  func(id string) string { return staff[id] },
		Person: func(id string) (string, string) { return people[id][0], people[id][1] },
		Head: report.Head{Root: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Size: 1234, At: b.now,
			Signer: "steady/example"}}
	return b
}

func (b *book) text(s string) journal.TextRef {
	id := fmt.Sprintf("t-%d", len(b.texts))
	b.texts[id] = s
	return journal.TextRef{Ref: id, Digest: "x"}
}

// line is the change of an entry with the balances after it.
func (b *book) line(n measure.Ampoules, m measure.Mass) register.Line {
	b.n, b.m = b.n+n, b.m+m
	return register.Line{Page: hundred.Page(), Ampoules: n, Mass: m, BalanceAmpoules: b.n, BalanceMass: b.m}
}

// add records what happened at a time, now; it returns the entry's number.
func (b *book) add(happened moment.Instant, body interface{ Kind() string }) int64 {
	b.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		b.t.Fatal(err)
	}
	seq := int64(len(b.l.Entries))
	b.l.Entries = append(b.l.Entries, journal.Entry{Premises: "clinic-1", Log: journal.Register, Seq: seq,
		Kind: body.Kind(), Happened: happened, Recorded: b.now, By: "n1", Witness: b.witness, Body: raw})
	return seq
}

func (b *book) law(id string) {
	b.t.Helper()
	j, err := register.FindJurisdiction(id)
	if err != nil {
		b.t.Fatal(err)
	}
	b.add(b.now, register.LawInForce{Pack: j.ID, Version: j.Version, Document: j.Document()})
}

func (b *book) procedure(name, version string, from moment.Day) {
	b.add(b.now, register.ProcedureInForce{Name: name, Version: version, From: from})
}

func (b *book) receive(happened moment.Instant, n measure.Ampoules) int64 {
	return b.add(happened, register.Received{Line: b.line(n, measure.Mass(n)*hundred.Content), Product: hundred,
		Batch: "D4471", Expiry: moment.Date(2028, 3, 31),
		From: b.text("Example Wholesale Pharmaceuticals Ltd, 1 Sample Road, Exampleton")})
}

// dose is ampoules opened, overage wasted and the rest given.
func (b *book) dose(who string, n measure.Ampoules, given measure.Mass) int64 {
	b.add(b.now, register.Drawn{Line: b.line(-n, 0), Visit: "v-" + who, Batch: "D4471",
		Content: measure.Mass(n) * 100 * mg})
	if left := measure.Mass(n)*100*mg - given; left > 0 {
		b.add(b.now, register.Wasted{Line: b.line(0, -left), Visit: "v-" + who, Reason: register.Overage})
	}
	return b.add(b.now, register.Administered{Line: b.line(0, -given), Visit: "v-" + who, Person: who, Prescriber: "d1",
		Licence: "L-1"})
}

func (b *book) count(n measure.Ampoules) int64 {
	return b.add(b.now, register.Counted{Line: b.line(0, 0), Counted: n, Expected: b.n, Difference: n - b.n})
}

func (b *book) note(target int64, words string) {
	b.add(b.now, register.Noted{Line: b.line(0, 0), Target: target, Text: b.text(words)})
}

func (b *book) pass(days int64) { b.now = b.now.Add(moment.Span(days) * 24 * moment.Hour) }

// week is a week of an invented clinic.
func week(t *testing.T) *book {
	b := newBook(t)
	b.law("gb-eng")
	b.procedure("CD procedure", "3", moment.Date(2026, 1, 1))
	b.receive(b.now, 10)
	given := b.dose("u1", 2, 180*mg)
	b.pass(1)
	b.dose("u2", 1, 67*mg+500)
	b.note(given, "The second person was Cy Placeholder and not Bo Sample.")
	b.count(b.n)
	b.pass(3)
	late := b.line(2, 200*mg)
	why := b.text("The delivery was signed for while the line was down.")
	late.Late = &why
	b.add(b.now.Add(-3*24*moment.Hour), register.Received{Line: late, Product: hundred, Batch: "D4472",
		Expiry: moment.Date(2028, 5, 31), From: b.text("Example Wholesale Pharmaceuticals Ltd, 1 Sample Road, Exampleton")})
	b.add(b.now, register.TakenHome{Line: b.line(-1, -100*mg), Person: "u3", Prescriber: "d1", Licence: "L-1",
		Days: 1, Batch: "D4471", From: []register.Put{{Store: register.Safe, Count: 1}}})
	b.add(b.now, register.Destroyed{Line: b.line(-1, -100*mg), Batch: "D4472", Authority: "AW-7",
		Text: b.text("denaturing kit, two kits")})
	b.add(b.now, register.Drawn{Line: b.line(-1, 0), Visit: register.SolutionAccount("s-1"), Batch: "D4471",
		Content: 100 * mg})
	b.count(b.n - 1)
	return b
}

func (b *book) draw(o report.Options) report.Page {
	b.t.Helper()
	p, err := report.Draw(b.l, hundred.Page(), hundred, o)
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}
