package dosing

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"steady/moment"
	"steady/protocol"
)

// Every pack of this build holds every property, in every state explored.
func TestShippedPacksAreProved(t *testing.T) {
	for _, p := range protocol.Builtin() {
		proof := Prove(p, 2)
		if c := proof.Counter; c != nil {
			t.Errorf("%s: %s in %q: %s: %v\n%s\n%s", p.ID, c.Property, c.Space, c.Says, c.Differs, c.Case.JSON(p.ID),
				c.Decision.JSON(c.Case.Zone))
		}
		if proof.States < 1_000_000 {
			t.Errorf("%s: only %d states were explored", p.ID, proof.States)
		}
		for _, q := range proof.Properties {
			if !p.Draft() && q.Checked == 0 {
				t.Errorf("%s: %s was never looked at", p.ID, q.ID)
			}
		}
	}
}

// With every setting a pack can have: the figures are invented for the test.
func TestAFullPackIsProved(t *testing.T) {
	p := fullPack(t)
	if c := Prove(p, 2).Counter; c != nil {
		t.Errorf("%s in %q: %s: %v\n%s\n%s", c.Property, c.Space, c.Says, c.Differs, c.Case.JSON(p.ID),
			c.Decision.JSON(c.Case.Zone))
	}
}

func fullPack(t *testing.T) *protocol.Pack {
	t.Helper()
	return signed(t, map[string]any{
		"alcohol_hold_ug_100ml": 20, "alcohol_reduce_ug_100ml": 5, "alcohol_reduce_percent": 50, "missed": missedTable(),
		"rr_min": 14, "spo2_min": "94.5", "cap_single_mg": 180, "cap_day_mg": 500, "max_per_day": 3, "increment_mg": "0.5",
	})
}

// The prover has teeth: each broken engine is found, by the property that it
// breaks, with a small counter-example that "steady dose decide" would take.
func TestBrokenEnginesAreFound(t *testing.T) {
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range brokenEngines() {
		p := pack
		if b.property == "absence" {
			p = fullPack(t)
		}
		proof := proveIn(p, b.decide, 2, b.in)
		c := proof.Counter
		if c == nil {
			t.Errorf("%s: not found in %d states", b.name, proof.States)
			continue
		}
		differs := len(c.Differs)
		if c.Than != nil {
			differs = max(differs, len(c.Than.Differs))
		}
		if !slices.Contains(strings.Split(b.property, " or "), c.Property) || differs > b.most || c.Says == "" {
			t.Errorf("%s: found by %s in %q with %v: %s", b.name, c.Property, c.Space, c.Differs, c.Says)
		}
		for _, q := range proof.Properties {
			if q.Held != (q.ID != c.Property) {
				t.Errorf("%s: %s is told as held %v", b.name, q.ID, q.Held)
			}
		}
		takesBack(t, p, b.decide, c)
	}
}

// takesBack writes the counter-example, reads it and decides it again.
func takesBack(t *testing.T, p *protocol.Pack, decide Decider, c *Counterexample) {
	t.Helper()
	text := c.Case.JSON(p.ID)
	id, again, err := ParseCase(text)
	if err != nil || id != p.ID {
		t.Fatalf("%s cannot be read back: %v", text, err)
	}
	if got, want := decide(p, again).JSON(again.Zone), c.Decision.JSON(c.Case.Zone); c.Space[:5] != "with " &&
		string(got) != string(want) {
		t.Errorf("%s gives %s, and gave %s", text, got, want)
	}
}

// However many workers share the work, the proof is the same.
func TestProofDoesNotDependOnWorkers(t *testing.T) {
	p, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	decide := blind(func(c *Case) { c.Assessment.Cyanosis = false })
	var first string
	for _, workers := range []int{0, 1, 3} {
		proof := ProveWith(p, decide, workers)
		b, err := json.Marshal(proof.Counter.Differs)
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(b)
		}
		if string(b) != first || !strings.Contains(first, "blue colour") {
			t.Errorf("%d workers find %s, one finds %s", workers, b, first)
		}
	}
}

// A case that was written is read back as it was.
func TestCaseIsReadBackAsWritten(t *testing.T) {
	p := fullPack(t)
	past := newPasts(p)
	for _, s := range spacesOf(p) {
		for d := range s.dims {
			for v := range s.dims[d].values {
				vector := make([]int, len(s.dims))
				vector[d] = v
				sc, ok := s.at(vector)
				if !ok {
					continue
				}
				text := sc.c.JSON("x")
				_, again, err := ParseCase(text)
				if err != nil || string(again.JSON("x")) != string(text) {
					t.Fatalf("%s is read back as %s: %v", text, again.JSON("x"), err)
				}
			}
		}
	}
	if len(past.classes) < 30 || past.zone.Name() != "Europe/London" {
		t.Errorf("%d histories in %s", len(past.classes), past.zone.Name())
	}
	if provedDays[1].day != moment.Date(2026, 3, 29) {
		t.Error("the clock changes of the proof are those of 2026")
	}
}
