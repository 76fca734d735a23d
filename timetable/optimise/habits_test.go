package optimise_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"steady/timetable"
	"steady/timetable/check"
	"steady/timetable/invent"
	"steady/timetable/optimise"
)

// habits finds plan and anchors and holds the answer to the second reading of
// the week with the anchors as usual times.
func habits(t testing.TB, in *timetable.Instance, opt optimise.Options) *optimise.Habits {
	t.Helper()
	h, err := optimise.SolveHabits(in, opt)
	if err != nil {
		t.Fatalf("%s: %v", in.Name, err)
	}
	c := check.Check(h.Week, h.Plan)
	if !c.Valid || c.Objective != h.Objective || c.Missed != h.Missed || c.Z != h.Worst {
		t.Fatalf("%s: objective %d, missed %d, z %d; read again: %+v", in.Name, h.Objective, h.Missed, h.Worst, c)
	}
	if h.Bound > h.Held || h.Held > h.Objective || h.Plan.Bound != h.Bound || h.Plan.Objective != h.Objective {
		t.Fatalf("%s: objective %d, bound %d, for these anchors %d", in.Name, h.Objective, h.Bound, h.Held)
	}
	for i, p := range h.Week.People {
		was := in.People[i]
		if p.WUsual == 0 && (p.Usual == nil) != (was.Usual == nil) || p.WUsual > 0 && len(p.Usual) != p.Doses {
			t.Fatalf("%s, %s: anchors %v, usual times %v", in.Name, p.ID, p.Usual, was.Usual)
		}
	}
	return h
}

func TestNoMinuteDriftsLessThanTheAnchor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slot, tol := rapid.SampledFrom([]int{5, 10, 20}).Draw(t, "slot"), rapid.IntRange(0, 60).Draw(t, "tol")
		starts := rapid.SliceOfN(rapid.IntRange(0, 1439), 1, 7).Draw(t, "starts")
		drift := func(at int) (n int) {
			for _, s := range starts {
				n += max(0, max(s-at, at-s)-tol)
			}
			return n
		}
		got := optimise.Anchor(starts, tol, slot)
		for at := range 1440 {
			if drift(at) < drift(got) {
				t.Fatalf("%d drifts %d, %d only %d", got, drift(got), at, drift(at))
			}
		}
		if got < 0 || got > 1439 {
			t.Fatalf("at %d", got)
		}
	})
	if at := optimise.Anchor(nil, 10, 10); at != timetable.None {
		t.Errorf("no start, anchor %d", at)
	}
}

// accustomed gives everybody of a tiny week a cost of drift.
func accustomed(in *timetable.Instance, seed uint64) {
	for i := range in.People {
		in.People[i].WUsual = 1 + int(seed+uint64(i))%3
	}
}

// bestHabits is the least cost, at most most, of any plan with the best anchors for it, where
// fairness costs nothing.
func bestHabits(in *timetable.Instance, most int) int {
	free := *in
	free.People = append([]timetable.Person(nil), in.People...)
	for i := range free.People {
		free.People[i].WUsual = 0
	}
	best := 1 << 40
	tryEvery(&free, most, func(plan *timetable.Plan, r check.Report) {
		cost := r.Objective
		for _, p := range in.People {
			for k := range p.Doses {
				cost += leastDrift(in, p, k, plan)
			}
		}
		best = min(best, cost)
	})
	return best
}

// leastDrift tries every anchor on a grid that holds a best one: starts and
// tolerance of a tiny week are multiples of 10.
func leastDrift(in *timetable.Instance, p timetable.Person, k int, plan *timetable.Plan) int {
	best := 1 << 40
	for at := 580; at <= 760; at += 10 {
		drift := 0
		for _, d := range plan.Days {
			if d.Person == p.ID && d.Starts[k] != timetable.None {
				drift += max(0, max(d.Starts[k]-at, at-d.Starts[k])-in.Rules.UsualTol)
			}
		}
		best = min(best, p.WUsual*drift)
	}
	return best
}

func TestHabitsOfATinyWeek(t *testing.T) {
	equal, all := 0, 0
	for seed := uint64(1); seed < 26; seed++ {
		in := tiny(seed)
		if in.Sites[0].Shifts != nil || in.Days == 1 {
			continue
		}
		accustomed(in, seed)
		in.Rules.FairW = 0
		h := habits(t, in, optimise.Options{Seed: seed, Work: 8})
		best := bestHabits(in, h.Objective)
		if h.Bound > best || h.Objective < best {
			t.Errorf("seed %d: objective %d, bound %d; the best of all is %d", seed, h.Objective, h.Bound, best)
		}
		if all++; h.Objective == best {
			equal++
		} else {
			t.Logf("seed %d: objective %d, bound %d; the best of all is %d", seed, h.Objective, h.Bound, best)
		}
	}
	if equal < all*2/3 {
		t.Errorf("%d weeks, %d the best of all", all, equal)
	}
	t.Logf("%d weeks, %d the best of all", all, equal)
}

// TestTheBoundHoldsForAnyHabits tries habits at random, with fairness.
func TestTheBoundHoldsForAnyHabits(t *testing.T) {
	for seed := uint64(1); seed < 18; seed++ {
		in, r := tiny(seed), rand.New(rand.NewPCG(seed, 9))
		if in.Sites[0].Shifts != nil {
			continue
		}
		accustomed(in, seed)
		in.Rules.FairW = 3
		h := habits(t, in, optimise.Options{Seed: seed, Work: 8})
		for range 3 {
			other := *in
			other.People = append([]timetable.Person(nil), in.People...)
			for i := range other.People {
				p := &other.People[i]
				p.Usual = make([]int, p.Doses)
				for k := range p.Usual {
					p.Usual[k] = 580 + 10*r.IntN(19)
				}
			}
			if o, err := optimise.Solve(&other, optimise.Options{Work: 5}); err != nil || o.Objective < h.Bound {
				t.Errorf("seed %d: bound %d, other habits cost %d (%v)", seed, h.Bound, o.Objective, err)
			}
		}
	}
}

// TestHabitsOfInventedWeeks: rotas, several sites, promises, fairness; no worse
// than for last week's usual times where everybody had some.
func TestHabitsOfInventedWeeks(t *testing.T) {
	less := 0
	for seed := range uint64(5) {
		in := invent.Week(seed, 3+int(seed))
		if len(check.Infeasible(in)) > 0 {
			continue
		}
		for i := range in.People {
			p := &in.People[i]
			if p.WUsual = 1; p.Usual == nil {
				p.Usual = make([]int, p.Doses)
				for k := range p.Usual {
					p.Usual[k] = p.Pref[k].From
				}
			}
			for k, u := range p.Usual {
				if u == timetable.None {
					p.Usual[k] = p.Pref[k].From
				}
			}
		}
		opt := optimise.Options{Seed: seed, Work: 4, Level: seed%2 == 0}
		h := habits(t, in, opt)
		had := solve(t, in, optimise.Options{Seed: seed, Work: 1})
		if h.Objective > had.Objective {
			t.Errorf("%s: %d, for the usual times %d", in.Name, h.Objective, had.Objective)
		}
		if h.Objective < had.Objective {
			less++
		}
		t.Logf("%s: %d, bound %d; for the usual times %d", in.Name, h.Objective, h.Bound, had.Objective)
		if again := habits(t, in, opt); !bytes.Equal(again.Plan.Bytes(), h.Plan.Bytes()) {
			t.Errorf("%s: two answers", in.Name)
		}
		opt.Promised, opt.MaxMoves = had.Plan, 2
		if r := habits(t, in, opt); r.Moved > 2 {
			t.Errorf("%s: %d moved", in.Name, r.Moved)
		}
	}
	if less == 0 {
		t.Error("no habit gained anything")
	}
}
