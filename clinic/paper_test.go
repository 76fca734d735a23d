package clinic_test

import (
	"slices"
	"testing"

	"steady/clinic"
	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// TestPaperStatesFacts: the paper pack says who comes, what is prescribed and
// what the rules limit or refer already now; it holds nothing that depends on
// readings, and never a dose to give.
func TestPaperStatesFacts(t *testing.T) {
	d := atDesk(t)
	day := d.zone.Day(d.now)
	d.does("n1", "", clinic.PlaceHold{Person: "u1", Reason: text("asked for")})
	lines := d.s.Paper(day, d.now)
	same(t, "lines", len(lines), 6)
	rules := func(l clinic.PaperLine) (out []string) {
		for _, f := range l.Standing {
			out = append(out, string(f.Effect)+" "+f.Rule)
		}
		return out
	}
	for i, l := range lines {
		same(t, "session", l.Session, i/3)
		same(t, "prescribed", l.Prescribed, []measure.Mass{60_000, 90_000}[l.Session])
		if l.Visit == nil || l.Rx == nil {
			t.Fatalf("line %d has no visit or no order", i)
		}
		got := rules(l)
		if !slices.Contains(got, "limit P-TITR-01") {
			t.Errorf("%s: nothing says that the first dose is limited: %v", l.Person, got)
		}
		if held := slices.Contains(got, "refer E-ORD-01"); held != (l.Person == "u1") {
			t.Errorf("%s: on hold %t: %v", l.Person, held, got)
		}
		for _, f := range l.Standing {
			if f.Stage == 4 || f.Stage == 5 || f.Effect == dosing.DeferTo {
				t.Errorf("%s: %s depends on the visit", l.Person, f.Rule)
			}
		}
	}
	tomorrow := d.s.Paper(day+1, d.now)
	same(t, "tomorrow, which nobody planned", []any{len(tomorrow), tomorrow[0].Visit == nil, tomorrow[0].Prescribed},
		[]any{6, true, measure.Mass(60_000)})
}

// TestPaperCountsWhatWasMissed up to the session that runs, and lists whoever
// attends though no order is in force: they may stand at the door.
func TestPaperCountsWhatWasMissed(t *testing.T) {
	d := atDesk(t)
	v := d.prepared("u0")
	d.does("n1", "n2", clinic.Check{Visit: v, HandOver: true})
	d.does("n1", "", given(v, 15))
	d.now = d.now.Add(24 * moment.Hour)
	missed := func(at moment.Instant) int {
		for _, l := range d.s.Paper(d.zone.Day(d.now)+1, at) {
			if l.Person == "u0" {
				return l.Missed.Sessions
			}
		}
		return -1
	}
	same(t, "in the morning of the next day", missed(d.now), 1)
	same(t, "after that morning", missed(d.now.Add(4*moment.Hour)), 2)
	end := d.s.People["u0"].Rx.Ends
	lines := d.s.Paper(end+1, d.now)
	same(t, "after the prescriptions", []any{len(lines), lines[0].Rx == nil, lines[0].Prescribed,
		lines[0].Standing[0].Effect},
		[]any{6, true, measure.Mass(0), dosing.Stop})
}

// TestLateEntryAsksForNoBooth: who sat in which booth during an outage is not
// known, so a sheet is entered also while every booth is taken now; a live step
// still waits for a free one.
func TestLateEntryAsksForNoBooth(t *testing.T) {
	d := atDesk(t)
	then := d.now
	d.now = then.Add(time90)
	for _, u := range []string{"u0", "u1"} {
		d.does("n1", "n2", clinic.Check{Visit: d.prepared(person.UserID(u)), HandOver: true})
	}
	v := d.visitOf("u2", 0)
	for _, b := range []clinic.Body{clinic.Arrive{Visit: v}, clinic.Assess{Visit: v, Identity: "known", Readings: well()},
		clinic.Prepare{Visit: v, Dose: 15 * measure.Milligram, Volume: measure.Millilitre,
			Picks: []register.Pick{{Page: pageOf(100), Batch: "B", Count: 1}}}} {
		_, code := d.send(clinic.Command{By: "n1", Happened: then, Body: b}, "")
		same(t, b.CommandKind(), code, "")
	}
	d.refused("booths_full", "n1", "n2", clinic.Check{Visit: v, HandOver: true})
	_, code := d.send(clinic.Command{By: "n1", Happened: then, Body: clinic.Check{Visit: v, HandOver: true}}, "n2")
	same(t, "the same from paper", code, "")
}

// TestPaperOpen counts the visits of an outage that nobody entered or closed,
// once it is over.
func TestPaperOpen(t *testing.T) {
	d := atDesk(t)
	from := d.now
	d.now = d.now.Add(time90)
	d.does("n1", "", clinic.RecordOutage{From: from, To: d.now, What: text("no power")})
	same(t, "three visits of the morning", d.s.PaperOpen(d.now), 3)
	same(t, "before it was over", d.s.PaperOpen(d.now-1), 0)
	d.does("n1", "", clinic.Decline{Visit: d.visitOf("u0", 0)})
	same(t, "one is settled", d.s.PaperOpen(d.now), 2)
}

const time90 = 90 * moment.Minute
