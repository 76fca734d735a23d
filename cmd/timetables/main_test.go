package main

import (
	"math"
	"strings"
	"testing"
	"time"

	"steady/cmd/steady/bench"
	"steady/timetable"
)

// TestPage: the page says of each instance what came out, and whether its goal was
// reached, a plan too dear or a bound above a known plan not.
func TestPage(t *testing.T) {
	known := timetable.Known{Name: "x-1", Objective: 1000, Bound: 990, Own: 900}
	s := bench.Solved{Known: known, People: 3, Sites: 1, Limit: 10 * time.Second, Took: 1500 * time.Millisecond,
		Objective: 1000, Bound: 1000, GapGoal: 0, KnownGoal: 0}
	text := string(page([]bench.Solved{s}))
	if !strings.Contains(text, "| x-1 | 3 | 1 | 10 | 1.5 | 1000 | 1000 | 0.000 | 0 | 0 | proved optimal | yes |") {
		t.Error(text)
	}
	s.FirstCome, s.FirstMissed = 1250, 2
	if text := string(page([]bench.Solved{s})); !strings.Contains(text, "| x-1 | 1250 | 2 | 1000 | 0 | 20.0 |") {
		t.Error(text)
	}
	for _, worse := range []func(s *bench.Solved){
		func(s *bench.Solved) { s.Bound = 999 },
		func(s *bench.Solved) { s.Bound, s.GapGoal = 1001, 1 },
		func(s *bench.Solved) { s.Objective, s.GapGoal, s.KnownGoal = 1006, math.Inf(1), 0.5 },
	} {
		x := s
		worse(&x)
		if text := string(page([]bench.Solved{x})); !strings.Contains(text, "| no |") {
			t.Errorf("%+v: %s", x, text)
		}
	}
}
