package clinic_test

import (
	"testing"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// told feeds hand-made entries to the signals of one day, 2 March 2026.
type told struct {
	x   *clinic.Signals
	z   moment.Zone
	day moment.Day
}

func newTold() *told {
	day := moment.Date(2026, 3, 2)
	return &told{clinic.NewSignals(moment.UTC, sessions, day, day), moment.UTC, day}
}

func (k *told) at(hour, minute int, by, with person.StaffID, f clinic.Fact) {
	at := k.z.At(k.day, hour, minute)
	k.x.Take(clinic.Event{Happened: at, Recorded: at, By: by, Witness: with, Body: f})
}

func (k *told) syringe(hour int, by, with person.StaffID, visit string, content, given measure.Mass,
	rest register.Reason) {
	k.at(hour, 0, by, "", &register.Drawn{Visit: visit, Content: content})
	if given > 0 {
		k.at(hour, 5, by, "", &register.Administered{Visit: visit, Line: register.Line{Mass: -given}})
	}
	if content > given {
		k.at(hour, 4, by, with, &register.Wasted{Visit: visit, Reason: rest, Line: register.Line{Mass: given - content}})
	}
}

func (k *told) count(t *testing.T, kind clinic.SignalKind, who, with person.StaffID) (c clinic.SignalCount) {
	t.Helper()
	for _, s := range k.x.Signals() {
		all := 0
		for _, x := range s.Each {
			all += x.Events
			if s.Kind == kind && x.Who == who && (with == "" || x.With == with) {
				c = x
			}
			if x.Events > x.Of {
				t.Errorf("%s: %d of %d", s.Kind, x.Events, x.Of)
			}
		}
		if all != s.All.Events || s.Title == "" || s.Definition == "" {
			t.Errorf("%s: the whole team has %d, its people %d, %q", s.Kind, s.All.Events, all, s.Definition)
		}
	}
	return c
}

func (k *told) is(t *testing.T, kind clinic.SignalKind, who, with person.StaffID, events, of int) {
	t.Helper()
	if c := k.count(t, kind, who, with); c.Events != events || c.Of != of {
		t.Errorf("%s of %s %s: %d of %d, want %d of %d", kind, who, with, c.Events, c.Of, events, of)
	}
}

// TestSignals counts a day that is written out by hand.
func TestSignals(t *testing.T) {
	k := newTold()
	k.syringe(9, "n1", "n2", "v1", 200, 180, register.Overage)
	k.syringe(9, "n1", "n2", "v2", 200, 100, register.PartUsed)
	k.syringe(10, "n1", "n3", "v3", 100, 0, register.NotUsed)
	k.syringe(10, "n2", "n1", "v4", 100, 100, "")
	k.is(t, clinic.SignalWaste, "n1", "", 2, 3)
	k.is(t, clinic.SignalWaste, "n2", "", 0, 1)
	k.is(t, clinic.SignalOverage, "n1", "", 1, 3)
	k.is(t, clinic.SignalPair, "n1", "n2", 1, 2)
	k.is(t, clinic.SignalPair, "n1", "n3", 1, 1)
	k.is(t, clinic.SignalSame, "n1", "n2", 2, 3)
	if c := k.count(t, clinic.SignalWaste, "n1", ""); c.Mass != 200 {
		t.Errorf("written off other than overage: %d", c.Mass)
	}
	k.syringe(11, "n3", "n2", "v1", 100, 50, register.Spilt) // a second syringe of the same visit
	k.is(t, clinic.SignalWaste, "n3", "", 1, 1)
	k.is(t, clinic.SignalWaste, "n1", "", 2, 3)

	late := k.z.At(k.day+1, 9, 0)
	k.x.Take(clinic.Event{Happened: k.z.At(k.day, 9, 0), Recorded: late, By: "n4", Body: &register.Counted{}})
	k.x.Take(clinic.Event{Happened: late, Recorded: late, By: "n4", Body: &register.Counted{}}) // not of these days
	k.is(t, clinic.SignalLate, "n4", "", 1, 1)
	k.at(3, 0, "n4", "", &register.Counted{})
	k.is(t, clinic.SignalHours, "n4", "", 1, 2)
	k.at(9, 0, "n4", "", &register.Noted{})
	k.at(9, 0, "n4", "", &clinic.Corrected{})
	k.is(t, clinic.SignalNotes, "n4", "", 2, 4)
	k.at(9, 0, clinic.System, "", &register.Counted{})
	if c := k.count(t, clinic.SignalLate, clinic.System, ""); c.Of != 0 {
		t.Errorf("what nobody pressed is counted: %+v", c)
	}
}

// TestOddHours: the margin of 90 minutes is on the ordinary side.
func TestOddHours(t *testing.T) {
	opens, closes := sessions[0].Opens, sessions[len(sessions)-1].Closes
	for _, c := range []struct{ minute, odd int }{{opens - 91, 1}, {opens - 90, 0}, {opens, 0}, {closes + 90, 0},
		{closes + 91, 1}} {
		k := newTold()
		k.at(c.minute/60, c.minute%60, "n1", "", &register.Counted{})
		k.is(t, clinic.SignalHours, "n1", "", c.odd, 1)
	}
}
