package clinic_test

import (
	"testing"

	"steady/clinic"
	"steady/journal"
	"steady/moment"
	"steady/register"
)

func TestQuarter(t *testing.T) {
	for _, c := range [][3]moment.Day{
		{moment.Date(2026, 1, 1), moment.Date(2026, 1, 1), moment.Date(2026, 3, 31)},
		{moment.Date(2026, 3, 31), moment.Date(2026, 1, 1), moment.Date(2026, 3, 31)},
		{moment.Date(2026, 4, 1), moment.Date(2026, 4, 1), moment.Date(2026, 6, 30)},
		{moment.Date(2026, 12, 31), moment.Date(2026, 10, 1), moment.Date(2026, 12, 31)},
		{moment.Date(2028, 2, 29), moment.Date(2028, 1, 1), moment.Date(2028, 3, 31)},
	} {
		if first, last := clinic.Quarter(c[0]); first != c[1] || last != c[2] {
			t.Errorf("the quarter of %s is %s to %s, want %s to %s", c[0], first, last, c[1], c[2])
		}
	}
}

// TestOccurrences: a quarter in which everything happened once, and the one
// after it, in which nothing did.
func TestOccurrences(t *testing.T) {
	d := atDesk(t)
	d.team()
	first, last := clinic.Quarter(d.zone.Day(d.now))
	report := func(from, to moment.Day) (map[string]int, bool) {
		x := clinic.NewOccurrences(d.zone, from, to)
		for _, log := range []journal.Log{journal.Clinical, journal.Register} {
			for _, e := range d.log {
				if clinic.LogOf(e.Body) == log {
					x.Take(e)
				}
			}
		}
		list, nothing := x.Occurrences()
		out := map[string]int{}
		for _, o := range list {
			if o.Title == "" || o.Definition == "" {
				t.Errorf("a figure without its words: %+v", o)
			}
			out[o.Title] = len(o.Lines)
		}
		return out, nothing
	}
	if _, nothing := report(first, last); !nothing {
		t.Error("nothing has happened yet")
	}
	page, items := d.toDestroy()
	d.does("n1", "i1", clinic.DestroyStock{Authority: "w", Items: items, Kits: true, Text: text("in a kit")})
	d.does("n1", "n2", clinic.BreakStock{Take: register.Take{Page: page, Batch: "B", Count: 1}, Text: text("it fell")})
	d.does("n1", "", clinic.RaiseConcern{Concern: "k1", About: clinic.AboutStaff, Staff: "n2", Text: text("alone")})
	d.does("o1", "", clinic.CloseConcern{Concern: "k1", Text: text("it was explained")})
	d.counts(page, 33, "n1", "n2")
	d.does("n3", "", clinic.EscalateDiscrepancy{Page: page, To: clinic.ToCDAO, Reason: text("at once")})
	d.counts(page, 34, "n3", "n4")
	got, nothing := report(first, last)
	want := map[string]int{"Concerns": 2, "Differences found": 1, "Differences closed": 1, "Differences taken further": 1,
		"Losses": 1, "Destructions of stock": 1, "Returned medicines destroyed": 0, "Steps without a second person": 0,
		"Amounts corrected": 0}
	for title, n := range want {
		if got[title] != n {
			t.Errorf("%s: %d, want %d", title, got[title], n)
		}
	}
	if nothing || len(got) != len(want) {
		t.Errorf("nil return: %v; figures %v", nothing, got)
	}
	if _, nothing := report(last+1, last+90); !nothing {
		t.Error("the next quarter is no nil return")
	}
}
