package check_test

import (
	"strings"
	"testing"

	"steady/timetable"
	"steady/timetable/check"
	"steady/timetable/invent"
)

// TestOwnAgainstTryingAll: the cheapest day of somebody alone is the cheapest of
// all days that can be written down for them.
func TestOwnAgainstTryingAll(t *testing.T) {
	tried := 0
	for seed := range uint64(40) {
		in := invent.Week(seed, 3)
		if in.SlotMin < 10 {
			continue // the same, and slow to write down
		}
		for _, p := range in.People {
			want := 0
			for d := range in.Days {
				best := in.Rules.MissCost * p.Doses
				everyDay(in, p, d, func(day timetable.PersonDay) {
					tried++
					if cost, breaches := check.Day(in, day); len(breaches) == 0 {
						best = min(best, cost)
					}
				})
				want += best
			}
			if got := check.Own(in, p.ID); got != want {
				t.Errorf("seed %d, %s: %d, want %d", seed, p.ID, got, want)
			}
		}
	}
	if tried < 10_000 {
		t.Errorf("only %d days tried", tried)
	}
}

// everyDay yields every day of a person in the order of doses, each missed or at
// a time of the grid while the site is open.
func everyDay(in *timetable.Instance, p timetable.Person, d int, yield func(timetable.PersonDay)) {
	for _, way := range p.Sites {
		for _, site := range in.Sites {
			if site.ID != way.Site {
				continue
			}
			times := []int{timetable.None}
			for _, w := range site.Open[d] {
				for s := w.From; s < w.To; s += in.SlotMin {
					if _, no := check.Day(in, alone(p, site.ID, d, s)); len(no) == 0 {
						times = append(times, s)
					}
				}
			}
			starts := make([]int, p.Doses)
			var fill func(k, from int)
			fill = func(k, from int) {
				if k == p.Doses {
					yield(timetable.PersonDay{Person: p.ID, Day: d, Site: site.ID, Starts: starts})
					return
				}
				for _, s := range times {
					starts[k] = s
					switch {
					case s == timetable.None:
						fill(k+1, from)
					case s >= from:
						fill(k+1, s+p.GapMin)
					}
				}
			}
			fill(0, 0)
		}
	}
}

func alone(p timetable.Person, site string, d, s int) timetable.PersonDay {
	day := timetable.PersonDay{Person: p.ID, Day: d, Site: site, Starts: make([]int, p.Doses)}
	for k := range day.Starts {
		day.Starts[k] = timetable.None
	}
	day.Starts[0] = s
	return day
}

// TestInfeasible names the site, the day and the rule, and is silent where
// missing every dose would do.
func TestInfeasible(t *testing.T) {
	in := instance(t, "rota24-1")
	if no := check.Infeasible(in); len(no) != 0 {
		t.Fatal(no)
	}
	for i := range in.Sites[0].Shifts {
		if h := &in.Sites[0].Shifts[i]; h.Day == 3 && h.From > 600 {
			h.Max = 0
		}
	}
	in.Rules.RNMin = 5
	no := check.Infeasible(in)
	if len(no) != 1 || !strings.HasPrefix(no[0].Error(),
		"rn_min, site s0, day 3, 13:30: 4 registered staff while open; at least 5, with every shift taken") {
		t.Error(no)
	}
	for seed := range uint64(100) {
		in := invent.Week(seed, 5)
		empty := &timetable.Plan{Rota: map[string]map[string]int{}}
		for _, s := range in.Sites {
			empty.Rota[s.ID] = map[string]int{}
			for _, h := range s.Shifts {
				empty.Rota[s.ID][h.ID] = h.Max
			}
		}
		if got, want := len(check.Infeasible(in)) == 0, check.Check(in, empty).Valid; got != want {
			t.Errorf("seed %d: feasible %v, and the empty plan with every shift is valid: %v", seed, got, want)
		}
	}
}
