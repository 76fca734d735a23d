package timetable_test

import (
	"slices"
	"testing"

	"steady/timetable"
	"steady/timetable/check"
)

// TestFirstComeIsATimetable: whoever comes first, the answer breaks no rule
// that keeps people safe, is never better than the best known, and is the same every time.
func TestFirstComeIsATimetable(t *testing.T) {
	for _, name := range []string{"mbro12-1", "mbro15-1", "gla60-1"} {
		in := load(t, name)
		plan := in.FirstCome()
		got := check.Check(in, plan)
		for _, b := range got.Errors {
			if b.Rule != check.RuleTogether { // who asks second may find nothing near the first one's time
				t.Fatalf("%s: %v", name, b)
			}
		}
		best, err := timetable.ParsePlan(file(t, name+".best.json"))
		if err != nil {
			t.Fatal(err)
		}
		if got.Objective < best.Bound {
			t.Errorf("%s: first come costs %d, below the bound %d", name, got.Objective, best.Bound)
		}
		if !slices.Equal(plan.Bytes(), in.FirstCome().Bytes()) {
			t.Errorf("%s: a second time it is another answer", name)
		}
		t.Logf("%s: first come %d (%d missed), best known %d", name, got.Objective, got.Missed, best.Objective)
	}
}
