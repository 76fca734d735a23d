package dosing

import (
	"testing"

	"steady/measure"
	"steady/protocol"
)

// triggering is a pack with emergencies of its own; the figures are invented
// for the test.
func triggering(t *testing.T) *protocol.Pack {
	t.Helper()
	row := func(more map[string]any) map[string]any {
		more["rule"], more["source"], more["confidence"] = "LOCAL-ALARM", "STEADY", "S"
		return more
	}
	return signed(t, map[string]any{"emergencies": []any{
		row(map[string]any{"rr_to": 13}),
		row(map[string]any{"spo2_below": 96, "hard_to_rouse": true}),
		row(map[string]any{"spo2_below": 90}),
	}})
}

// A pack adds emergencies to the published ones (P-OD-01), before a dose and
// after it; it takes none away, and what was not measured fulfils nothing.
func TestTriggersOfAPack(t *testing.T) {
	p := triggering(t)
	for _, x := range []struct {
		name string
		set  func(*protocol.Assessment)
		want bool
	}{
		{"ordinary readings", func(*protocol.Assessment) {}, false},
		{"a breathing rate of 13", func(a *protocol.Assessment) { a.RR = milli(13 * whole) }, true},
		{"a thousandth below 14: the lower counts", func(a *protocol.Assessment) { a.RR = milli(14*whole - 1) }, true},
		{"a breathing rate of 14", func(a *protocol.Assessment) { a.RR = milli(14 * whole) }, false},
		{"a breathing rate not measured", func(a *protocol.Assessment) { a.RR = nil }, false},
		{"SpO2 a thousandth below 90", func(a *protocol.Assessment) { a.SpO2 = milli(90*whole - 1) }, true},
		{"SpO2 of 90", func(a *protocol.Assessment) { a.SpO2 = milli(90 * whole) }, false},
		{"SpO2 95 and hard to rouse", func(a *protocol.Assessment) {
			a.SpO2, a.Rousable = milli(95*whole), "barely"
		}, true},
		{"SpO2 96 and hard to rouse", func(a *protocol.Assessment) {
			a.SpO2, a.Rousable = milli(96*whole), "barely"
		}, false},
		{"the published sign alone", func(a *protocol.Assessment) { a.Cyanosis = true }, true},
	} {
		for _, q := range []Question{QuestionDose, QuestionObservation} {
			_, c := ordinary(t, 3)
			c.Question = q
			c.Assessment.RR, c.Assessment.SpO2 = milli(16*whole), milli(98*whole)
			x.set(&c.Assessment)
			d := Decide(p, c)
			if got := d.Outcome == Emergency; got != x.want || d.Dose != nil && got {
				t.Errorf("%s, asked for the %s: %s", x.name, q, told(d))
			}
			if q == QuestionObservation && x.want && len(d.Actions) == 0 {
				t.Errorf("%s: an emergency without a first step", x.name)
			}
		}
	}
}

// The prover knows the rows of the pack: it proves the engine, and finds one
// that does not read them, before a dose and after it.
func TestTriggersAreProved(t *testing.T) {
	p := triggering(t)
	if c := Prove(p, 2).Counter; c != nil {
		t.Errorf("%s in %q: %s: %v", c.Property, c.Space, c.Says, c.Differs)
	}
	deaf := otherPack(func(q *protocol.Pack) { q.Emergencies = nil })
	for _, in := range []string{"", "observation"} {
		c := proveIn(p, deaf, 2, in).Counter
		if c == nil || c.Property != "assessment" {
			t.Errorf("an engine that does not read the emergencies of the pack passes in %q: %+v", in, c)
		}
	}
}

// A row that names no sign is refused.
func TestTriggerNeedsASign(t *testing.T) {
	var empty protocol.Trigger
	if empty.Words() != "" {
		t.Error(empty.Words())
	}
	full := protocol.Trigger{RRTo: 10, SpO2Below: 90, HardToRouse: true, Blue: true}
	if got := full.Words(); got != "breathing rate 10 or less and SpO2 below 90 % and hard to rouse and blue colour" {
		t.Error(got)
	}
	if !triggered(&protocol.Trigger{RRTo: 10}, &protocol.Assessment{RR: milli(measure.Milli(10) * whole)}) {
		t.Error("10 is 10 or less")
	}
	if triggered(&protocol.Trigger{RRTo: 1}, &protocol.Assessment{RR: milli(2 * whole)}) {
		t.Error("2 is more than 1")
	}
}
