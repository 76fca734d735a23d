package clinic_test

import (
	"slices"
	"testing"

	"steady/clinic"
	"steady/moment"
	"steady/timetable"
)

// TestHabitsOfAWeek: with habits everybody who may be moved has one time a dose,
// and what lies farther from it than what is free is counted; without, nobody has.
func TestHabitsOfAWeek(t *testing.T) {
	near := 0
	for seed := range 8 {
		p := crowdedClinic.Example(seed)
		w := p.s.WeekToPlan(moment.Date(2026, 3, 23))
		free, err := w.Solve(clinic.PlanOptions{Seed: 1, Work: 8, MaxMoves: -1})
		if err != nil || free.Habit || free.Plan.Habits != nil || free.Strays != 0 {
			t.Fatal(err, free)
		}
		habit, err := w.Solve(clinic.PlanOptions{Seed: 1, Work: 8, MaxMoves: -1, Habit: true})
		if err != nil || len(habit.Errors) > 0 || !habit.Habit {
			t.Fatal(err, habit)
		}
		strays := 0
		for _, x := range habit.Shares {
			if len(x.Habits) != len(x.Doses) {
				t.Fatalf("%s has habits %v", x.Person, x.Habits)
			}
			for day, times := range x.Times {
				for k, session := range x.Doses {
					away := max(times[session]-x.Habits[k], x.Habits[k]-times[session])
					if x.Comes[day][k] && away > w.Life.Rules.UsualTol {
						strays++
					}
				}
			}
		}
		if strays != habit.Strays {
			t.Errorf("%d visits away from the habit, %d counted", strays, habit.Strays)
		}
		if spread(habit) <= spread(free) {
			near++
		}
		if len(habit.Blocks) == 0 && (habit.Basis.Proposed < habit.Basis.Least || habit.LeastClock != free.LeastClock) {
			t.Errorf("%+v; on a clock at least %d, without habits %d", habit.Basis, habit.LeastClock, free.LeastClock)
		}
		if w.Life.People[0].WUsual != p.s.WeekToPlan(w.Monday).Life.People[0].WUsual {
			t.Error("planning with habits changed the week")
		}
	}
	if near < 7 {
		t.Errorf("of 8 weeks %d have times nearer to each other with habits", near)
	}
}

// spread adds up how far the times of each person and dose lie from each other.
func spread(x *clinic.WeekPlan) (n int) {
	for _, s := range x.Shares {
		for k, session := range s.Doses {
			var at []int
			for day := range s.Times {
				if t := s.Times[day][session]; s.Comes[day][k] && t != timetable.None {
					at = append(at, t)
				}
			}
			if len(at) > 0 {
				n += slices.Max(at) - slices.Min(at)
			}
		}
	}
	return n
}
