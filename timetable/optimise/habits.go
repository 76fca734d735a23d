package optimise

import (
	"cmp"
	"slices"

	"steady/timetable"
)

// Habits is a plan with the times that people can make a habit of: one anchor a
// person and dose for all days, in the place of last week's usual times.
//
// Objective, Own and Worst of the result are those of Week, and its plan carries
// the anchors of everybody whose drift costs something. Bound holds for any
// anchors: no plan costs less, whatever the habits. Held is for these alone.
type Habits struct {
	*Result
	Week *timetable.Instance // the instance with the anchors as usual times
	Held int                 // no plan of Week costs less
}

// SolveHabits finds a plan and anchors together: a plan for the anchors, the
// best anchors for that plan, and again while something is gained and Work lasts.
// Each run has a quarter of it and ends the step that it is in, so that the sum
// may be more. Whose drift costs nothing keeps the usual times of the instance,
// and so does a dose that never has a time.
//
// For one plan the anchors are those of least drift, exactly. Plan and anchors
// together are not proved to be the best, only bounded, by the week in which
// neither drift nor fairness costs anything: fairness has to be left out of it,
// since people's own best moves with the anchors. Where everybody had usual
// times, the answer is never worse than that of a quarter of the work for those.
func SolveHabits(in *timetable.Instance, opt Options) (*Habits, error) {
	h := &habits{in: in, opt: opt}
	free, err := h.solve(carefree(in), nil, h.quarter())
	if err != nil {
		return nil, err
	}
	last, err := h.solve(in, nil, h.quarter())
	if err != nil {
		return nil, err
	}
	if accustomed(in) {
		h.keep(in, last)
	}
	for _, plan := range []*timetable.Plan{last.Plan, free.Plan} {
		if _, err := h.follow(plan, 1); err != nil {
			return nil, err
		}
	}
	for gain := true; gain && h.goesOn(free.Bound); {
		if gain, err = h.follow(h.best.Plan, h.quarter()); err != nil {
			return nil, err
		}
	}
	if opt.Level {
		if err := h.level(); err != nil {
			return nil, err
		}
	}
	out := &Habits{Result: h.best, Week: h.week, Held: max(h.best.Bound, free.Bound)}
	out.Bound, out.Plan.Bound, out.Work = free.Bound, free.Bound, h.spent
	out.Plan.Habits = map[string][]int{}
	for _, p := range h.week.People {
		if p.WUsual > 0 {
			out.Plan.Habits[p.ID] = p.Usual
		}
	}
	return out, nil
}

// habits holds the best plan and its anchors while they follow each other.
type habits struct {
	in    *timetable.Instance
	opt   Options
	spent int64
	best  *Result
	week  *timetable.Instance // that best is a plan of
}

// quarter is the work of one run; 0 is no limit.
func (h *habits) quarter() int64 {
	if h.opt.Work == 0 {
		return 0
	}
	return max(1, h.opt.Work/4)
}

func (h *habits) goesOn(bound int) bool {
	stop := h.opt.Stop != nil && h.opt.Stop()
	return h.best.Objective > bound && !stop && (h.opt.Work == 0 || h.spent < h.opt.Work)
}

func (h *habits) solve(week *timetable.Instance, from *timetable.Plan, work int64) (*Result, error) {
	opt := h.opt
	opt.Level, opt.Work, opt.from = false, work, from
	r, err := Solve(week, opt)
	if err == nil {
		h.spent += r.Work
	}
	return r, err
}

// follow gives a plan its best anchors and improves it for them; it reports
// whether the objective fell.
func (h *habits) follow(plan *timetable.Plan, work int64) (gain bool, err error) {
	week := Anchored(h.in, plan)
	r, err := h.solve(week, plan, work)
	if err != nil {
		return false, err
	}
	return h.keep(week, r), nil
}

// keep keeps a plan that is better than the best: by moves where too many of
// what was promised move, then by cost.
func (h *habits) keep(week *timetable.Instance, r *Result) (gain bool) {
	if h.best != nil {
		by := cmp.Compare(max(r.Moved, h.opt.MaxMoves), max(h.best.Moved, h.opt.MaxMoves))
		if by = cmp.Or(by, cmp.Compare(r.Objective, h.best.Objective)); by > 0 {
			return false
		}
		gain = by < 0
	}
	h.best, h.week = r, week
	return gain
}

// level levels the best plan at its anchors.
func (h *habits) level() error {
	opt := h.opt
	opt.from, opt.Work = h.best.Plan, max(1, h.opt.Work/8)
	r, err := Solve(h.week, opt)
	if err == nil {
		h.spent, r.Bound = h.spent+r.Work, max(r.Bound, h.best.Bound)
		h.best = r
	}
	return err
}

// carefree is the instance without the cost of drift and of fairness.
func carefree(in *timetable.Instance) *timetable.Instance {
	out := *in
	out.Rules.FairW, out.People = 0, slices.Clone(in.People)
	for i := range out.People {
		out.People[i].WUsual = 0
	}
	return &out
}

// startsOf lists when each dose of each person starts, over the days.
func startsOf(plan *timetable.Plan) map[string][maxDoses][]int {
	out := map[string][maxDoses][]int{}
	for _, d := range plan.Days {
		all := out[d.Person]
		for k, s := range d.Starts {
			if s != timetable.None {
				all[k] = append(all[k], s)
			}
		}
		out[d.Person] = all
	}
	return out
}

// Anchored is the instance with the anchors of least drift for a plan in the
// place of the usual times of everybody whose drift costs something.
func Anchored(in *timetable.Instance, plan *timetable.Plan) *timetable.Instance {
	starts, out := startsOf(plan), *in
	out.People = slices.Clone(in.People)
	for i := range out.People {
		p := &out.People[i]
		if p.WUsual == 0 {
			continue
		}
		usual := make([]int, p.Doses)
		for k := range usual {
			usual[k] = Anchor(starts[p.ID][k], in.Rules.UsualTol, in.SlotMin)
			if usual[k] == timetable.None { // nothing drifts: what they were used to, or wish for
				if usual[k] = p.Pref[k].From; p.Usual != nil && p.Usual[k] != timetable.None {
					usual[k] = p.Usual[k]
				}
			}
		}
		p.Usual = usual
	}
	return &out
}

// accustomed reports whether everybody whose drift costs something has a usual
// time for each dose.
func accustomed(week *timetable.Instance) bool {
	return !slices.ContainsFunc(week.People, func(p timetable.Person) bool {
		return p.WUsual > 0 && (p.Usual == nil || slices.Contains(p.Usual, timetable.None))
	})
}

// Anchor is the minute from which starts drift least, where tol minutes are free:
// no minute of the day has a lower sum of max(0, |start-minute| - tol). Among
// several that are found it is one on the grid of the slot, then one that is
// near the middle start, then the earliest; None where there is no start.
func Anchor(starts []int, tol, slotMin int) int {
	if len(starts) == 0 {
		return timetable.None
	}
	sorted := slices.Sorted(slices.Values(starts))
	low, mid, high := sorted[0], sorted[(len(sorted)-1)/2], sorted[len(sorted)-1]
	away := func(a, b int) int { return max(a-b, b-a) }
	rank := func(m int) [4]int {
		drift := 0
		for _, s := range starts {
			drift += max(0, away(s, m)-tol)
		}
		return [4]int{drift, min(1, m%slotMin), away(m, mid), m}
	}
	best := mid
	for _, s := range sorted { // the sum bends nowhere else, and rises outside low..high
		for _, m := range []int{s, s - tol, s + tol} {
			a, b := rank(m), rank(best)
			if m >= low && m <= high && slices.Compare(a[:], b[:]) < 0 {
				best = m
			}
		}
	}
	return best
}
