package clinic

import (
	"slices"

	"steady/timetable"
	"steady/timetable/optimise"
)

// accustomed is the week in which everybody who may be moved can make a habit of
// their times: a minute away from it costs at least one.
func (w *Week) accustomed() *Week {
	out := *w
	lives, asked := *w.Life, *w.Asked
	lives.People, asked.People = slices.Clone(w.Life.People), slices.Clone(w.Asked.People)
	for i, p := range w.People {
		if p.Fixed == "" {
			lives.People[i].WUsual = max(1, lives.People[i].WUsual)
			asked.People[i].WUsual = max(1, asked.People[i].WUsual)
		}
	}
	out.Life, out.Asked = &lives, &asked
	return &out
}

// habitsOf lists the usual times of everybody whose drift costs something.
func habitsOf(in *timetable.Instance) map[string][]int {
	out := map[string][]int{}
	for _, p := range in.People {
		if p.WUsual > 0 {
			out[p.ID] = p.Usual
		}
	}
	return out
}

// lives is the week as it is, and with habits as it is when each timetable has
// those that fit it best.
func (x *WeekPlan) lives(plan *timetable.Plan) *timetable.Instance {
	if !x.Habit {
		return x.Life
	}
	return optimise.Anchored(x.Life, plan)
}

// strays reports whether a visit lies farther from the habit than what is free.
func (x *WeekPlan) strays(habits []int, dose, start int) bool {
	if dose >= len(habits) || start == timetable.None || habits[dose] == timetable.None {
		return false
	}
	return max(start-habits[dose], habits[dose]-start) > x.Life.Rules.UsualTol
}

// undrifted is an instance in which drift costs nothing.
func undrifted(in *timetable.Instance) *timetable.Instance {
	out := *in
	out.People = slices.Clone(in.People)
	for i := range out.People {
		out.People[i].WUsual = 0
	}
	return &out
}

// onClock is an instance in which nothing counts but minutes that pass on a clock:
// no wishes, no drift, and of those who did not tell their way only the visits.
func (w *Week) onClock(in *timetable.Instance) *timetable.Instance {
	out := undrifted(in)
	for i := range out.People {
		out.People[i].WPref = 0
		if !w.People[i].Way {
			out.People[i].Block = 0
		}
	}
	return out
}
