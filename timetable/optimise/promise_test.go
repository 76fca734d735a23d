package optimise_test

import (
	"slices"
	"testing"

	"steady/timetable"
	"steady/timetable/optimise"
)

// differ counts the days of a person that two plans give differently.
func differ(in *timetable.Instance, a, b *timetable.Plan) (n int) {
	for _, p := range in.People {
		for d := range in.Days {
			of := func(plan *timetable.Plan) (out timetable.PersonDay) {
				for _, q := range plan.Days {
					if q.Person == p.ID && q.Day == d && q.Attended() > 0 {
						out = q
					}
				}
				return out
			}
			x, y := of(a), of(b)
			if x.Site != y.Site || !slices.Equal(x.Starts, y.Starts) {
				n++
			}
		}
	}
	return n
}

func TestAReplanMovesNoMoreThanAllowed(t *testing.T) {
	in := load(t, "mbro15-1")
	old := solve(t, in, optimise.Options{Work: 20})
	// Two people can no longer come on Monday morning.
	in.People[1].Busy = append(in.People[1].Busy, timetable.Busy{Day: 0, From: 500, To: 700})
	in.People[4].Busy = append(in.People[4].Busy, timetable.Busy{Day: 0, From: 500, To: 700})
	last := 1 << 30
	for _, most := range []int{2, 4, 8, 105} {
		r := solve(t, in, optimise.Options{Work: 30, Promised: old.Plan, MaxMoves: most})
		if got := differ(in, old.Plan, r.Plan); got != r.Moved || got > most {
			t.Errorf("at most %d moves: %d, and the result says %d", most, got, r.Moved)
		}
		if r.Objective > last {
			t.Errorf("%d moves cost more than fewer: %d after %d", most, r.Objective, last)
		}
		last = r.Objective
		t.Logf("%d moves: %d, bound %d", r.Moved, r.Objective, r.Bound)
	}
}

func TestAReplanOfTheSameWeekKeepsIt(t *testing.T) {
	in := load(t, "mbro12-1")
	old := solve(t, in, optimise.Options{Work: 10})
	r := solve(t, in, optimise.Options{Work: 5, Promised: old.Plan})
	if r.Moved != 0 || differ(in, old.Plan, r.Plan) != 0 || r.Objective != old.Objective {
		t.Errorf("nothing may move: %d moved, %d after %d", r.Moved, r.Objective, old.Objective)
	}
}
