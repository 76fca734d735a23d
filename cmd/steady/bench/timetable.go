package bench

import (
	"context"
	"fmt"
	"math"
	"time"

	"steady/timetable"
	"steady/timetable/check"
	"steady/timetable/optimise"
)

// goals are what design section 6 asks of each public instance.
var goals = map[string]struct {
	limit time.Duration
	gap   float64 // proven, in per cent; infinite where the design asks none
	known float64 // above the best known, in per cent
}{
	"mbro12-1":  {10 * time.Second, 0, 0},
	"mbro15-1":  {10 * time.Second, 0, 0},
	"rota24-1":  {time.Minute, math.Inf(1), 0.5},
	"gla60-1":   {time.Minute, math.Inf(1), 0.5},
	"city200-1": {2 * time.Minute, 1.5, math.Inf(1)},
	"net1000-1": {10 * time.Minute, 2.5, math.Inf(1)},
}

// Solved is one public instance as it was solved, and read a second time.
type Solved struct {
	timetable.Known
	People, Sites int
	Limit, Took   time.Duration
	FirstTook     time.Duration // to the first plan, before any search
	FirstGap      float64       // of that plan to the bound known then, per cent
	Objective     int
	Bound         int
	Missed, Z     int
	FirstCome     int     // the objective when people ask one after the other; 0 where a rota has to be decided
	FirstMissed   int     // doses without a time then
	GapGoal       float64 // per cent, proven; infinite where the design asks none
	KnownGoal     float64 // per cent above the best known
}

// Gap is how far the plan is above the bound, in per cent of the plan.
func (s Solved) Gap() float64 { return gapOf(s.Objective, s.Bound) }

// AboveKnown is how far the plan is above the best known, in per cent of it;
// negative where it is better.
func (s Solved) AboveKnown() float64 {
	return 100 * float64(s.Objective-s.Known.Objective) / float64(s.Known.Objective)
}

// Met reports whether the design's goal is reached, and no bound is above a plan
// that is known.
func (s Solved) Met() bool {
	return s.Gap() <= s.GapGoal && s.AboveKnown() <= s.KnownGoal && s.Bound <= s.Known.Objective
}

func gapOf(objective, bound int) float64 {
	return 100 * float64(objective-bound) / float64(max(objective, 1))
}

// SolvePublic solves a public instance within the design's limit, or a shorter
// one, and reads the plan a second time.
func SolvePublic(ctx context.Context, k timetable.Known, most time.Duration) (Solved, error) {
	goal := goals[k.Name]
	s := Solved{Known: k, Limit: min(goal.limit, most), GapGoal: goal.gap, KnownGoal: goal.known}
	in, err := timetable.Open(k.Name)
	if err != nil {
		return s, err
	}
	s.People, s.Sites = len(in.People), len(in.Sites)
	solve := func(limit time.Duration) (*optimise.Result, time.Duration, error) {
		begin := time.Now()
		r, err := optimise.Solve(in, optimise.Options{Seed: 1,
			Stop: func() bool { return ctx.Err() != nil || time.Since(begin) >= limit }})
		return r, time.Since(begin), err
	}
	first, took, err := solve(0)
	if err != nil {
		return s, err
	}
	s.FirstTook, s.FirstGap = took, gapOf(first.Objective, first.Bound)
	r, took, err := solve(s.Limit)
	if err != nil {
		return s, err
	}
	c := check.Check(in, r.Plan)
	if !c.Valid || c.Objective != r.Objective {
		return s, fmt.Errorf("%s: the plan did not pass the second reading: %v", k.Name, c.Errors)
	}
	if f := check.Check(in, in.FirstCome()); f.Valid {
		s.FirstCome, s.FirstMissed = f.Objective, f.Missed
	}
	s.Took, s.Objective, s.Bound, s.Missed, s.Z = took, r.Objective, r.Bound, c.Missed, c.Z
	return s, ctx.Err()
}

// measureTimetable measures the optimiser on the public instances: how far each
// plan is from what is proved and from what is known.
func measureTimetable(ctx context.Context, r *run) error {
	worst := 0.0 // the highest bound beside the best known plan
	var slowest time.Duration
	for _, k := range timetable.Public() {
		s, err := solvePublic(ctx, r, k)
		if err != nil {
			return err
		}
		worst, slowest = max(worst, float64(s.Bound)/float64(s.Known.Objective)), max(slowest, s.FirstTook)
		note := fmt.Sprintf("%d people, %d sites: objective %d, bound %d, best known %d, after %.1f s; the design's limit "+
			"is %.0f s", s.People, s.Sites, s.Objective, s.Bound, s.Known.Objective, s.Took.Seconds(),
			goals[k.Name].limit.Seconds())
		row := Row{Name: "timetable-" + k.Name, Value: s.Gap(), Unit: "%", Anchor: "gap of the first plan, before any search",
			AnchorValue: s.FirstGap, Note: note}
		switch {
		case !math.IsInf(s.GapGoal, 1):
			r.add(row, valueAtMost(s.GapGoal))
		default:
			row.Value, row.Unit = 100+s.AboveKnown(), "% of the best known"
			row.Anchor, row.AnchorValue = "proven bound of the same run", 100*float64(s.Bound)/float64(s.Known.Objective)
			r.add(row, valueAtMost(100+s.KnownGoal))
		}
	}
	r.add(Row{Name: "timetable-bound", Value: worst, Unit: "of the best known plan", Anchor: "none",
		Note: "the highest proven bound of all instances: above 1 it would be wrong"}, valueAtMost(1))
	r.add(Row{Name: "timetable-first", Value: slowest.Seconds(), Unit: "s", Anchor: "none",
		Note: "the slowest first plan of all instances"}, valueAtMost(1))
	return nil
}

func solvePublic(ctx context.Context, r *run, k timetable.Known) (Solved, error) {
	r.say("solving %s for at most %s", k.Name, min(goals[k.Name].limit, r.Limit))
	return SolvePublic(ctx, k, r.Limit)
}
