package clinic_test

import (
	"os"
	"reflect"
	"testing"

	"steady/clinic"
	"steady/journal"
	"steady/moment"
	"steady/register"
)

// TestAsksForTwoAgreesWithTheEntries: what carries a signature asks for one.
func TestAsksForTwoAgreesWithTheEntries(t *testing.T) {
	for _, f := range clinic.EmptyFacts() {
		if _, entry := f.(interface{ RegisterLine() register.Line }); !entry {
			continue
		}
		_, signed := reflect.TypeOf(f).Elem().FieldByName("Signed")
		if register.AsksForTwo(f) != signed {
			t.Errorf("%s: asks for two is %v, it carries a signature: %v", f.Kind(), !signed, signed)
		}
	}
}

// TestExpiries: an end is warned of at 60, 30 and 7 days, not before and not
// when something follows it.
func TestExpiries(t *testing.T) {
	d := atDesk(t)
	d.team()
	day := d.zone.Day(d.now)
	last := d.s.Licences[0].To
	at := func(left int) moment.Instant { return d.zone.At(last-moment.Day(left), 9, 0) }
	licence := func(left int) *clinic.Expiry {
		for _, e := range d.s.Expiries(at(left)) {
			if e.Kind == clinic.LicenceEnds {
				return &e
			}
		}
		return nil
	}
	for _, c := range []struct{ left, step int }{{61, 0}, {60, 60}, {31, 60}, {30, 30}, {8, 30}, {7, 7}, {0, 7}, {-1, 7},
		{-60, 7}, {-61, 0}} {
		e := licence(c.left)
		switch {
		case e == nil && c.step != 0:
			t.Errorf("%d days before the end nothing is said", c.left)
		case e != nil && (e.Step != c.step || e.Left != c.left || e.Over() != (c.left < 0)):
			t.Errorf("%d days before the end: %+v", c.left, *e)
		}
	}
	if got := d.s.Expiries(at(90)); len(got) == 0 || got[0].Kind != clinic.ExemptionEnds || !got[0].Over() {
		t.Errorf("a place without a waste exemption says so first: %+v", got)
	}
	d.does("o1", "", clinic.RecordExemption{Number: "T28-1", To: day + 400})
	for _, e := range d.s.Expiries(d.now) {
		if e.Kind == clinic.ExemptionEnds {
			t.Errorf("the exemption is warned of 400 days ahead: %+v", e)
		}
	}
	d.does("n1", "", clinic.GrantLicence{Doctor: "d1", Substance: d.s.Licences[0].Substance, Number: "L2", From: last + 1,
		To: last + 365})
	if e := licence(5); e != nil {
		t.Errorf("a licence that another one follows is warned of: %+v", *e)
	}
}

// shortfalls counts over everything the desk has seen.
func (d *desk) shortfalls(from, to moment.Day) map[clinic.ShortfallKind]int {
	x := clinic.NewShortfalls(d.zone, from, to)
	for _, log := range []journal.Log{journal.Clinical, journal.Register} {
		for i, e := range d.log {
			if clinic.LogOf(e.Body) == log {
				x.Take(int64(i), e)
			}
		}
	}
	out := map[clinic.ShortfallKind]int{}
	for _, f := range x.Shortfalls(d.s, d.now) {
		if f.Definition == "" || f.Count < len(f.Where) {
			d.t.Errorf("%s: a figure without a definition, or with fewer than it names: %+v", f.Kind, f)
		}
		out[f.Kind] = f.Count
	}
	return out
}

// TestShortfalls: each of the four findings of R-REG-41 is counted where it is,
// and a day on which nothing happened is no missed count.
func TestShortfalls(t *testing.T) {
	d := atDesk(t)
	d.team()
	day := d.zone.Day(d.now)
	want := func(what string, entries, counts, second, disposal int) {
		t.Helper()
		got := d.shortfalls(day, d.zone.Day(d.now))
		if got[clinic.ShortEntries] != entries || got[clinic.ShortCounts] != counts || got[clinic.ShortSecond] != second ||
			got[clinic.ShortDisposal] != disposal {
			t.Errorf("%s: %v, want entries %d, counts %d, second %d, disposal %d", what, got, entries, counts, second, disposal)
		}
	}
	want("today is not over", 0, 0, 0, 0)
	for _, page := range d.s.Accounts.Pages()[1:] {
		d.counts(page, 40, "n1", "n2")
	}
	d.now = d.zone.At(day+1, 9, 0)
	want("one page was not counted yesterday", 0, 1, 0, 0)
	d.now = d.zone.At(day+2, 9, 0)
	want("nothing happened on the second day", 0, 1, 0, 0)
	d.now = d.zone.At(day+21, 9, 0)
	got := d.shortfalls(day, day+2)
	if got[clinic.ShortDisposal] != 4 {
		t.Errorf("expired ampoules of four pages lie in the safe: %v", got)
	}
}

// TestShortfallsOfAStepAlone: a step that the law lets go without a second
// person is counted once, as the step, and not again as its entry.
func TestShortfallsOfAStepAlone(t *testing.T) {
	d := atDesk(t)
	day := d.zone.Day(d.now)
	law, err := os.ReadFile("../spec/testdata/alone-law.json")
	if err != nil {
		t.Fatal(err)
	}
	d.does("n1", "", clinic.InstallJurisdiction{Document: law})
	why := text("the colleague is ill")
	if _, no := d.send(clinic.Command{By: "n1", Alone: &why, Body: clinic.MoveStock{Take: register.Take{
		Page: pageOf(100), Batch: "B", Count: 1}, To: register.Tray}}, ""); no != "" {
		t.Fatal(no)
	}
	if got := d.shortfalls(day, day); got[clinic.ShortSecond] != 1 {
		t.Errorf("one step without a second person: %v", got)
	}
	if got := d.shortfalls(day+1, day+2); got[clinic.ShortSecond] != 0 {
		t.Errorf("it was on another day: %v", got)
	}
}
