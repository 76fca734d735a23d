package optimise_test

import (
	"math/rand/v2"
	"testing"

	"steady/timetable"
	"steady/timetable/check"
	"steady/timetable/optimise"
)

// tiny invents a week of one or two days so small that every plan can be tried.
func tiny(seed uint64) *timetable.Instance {
	r := rand.New(rand.NewPCG(seed, 3))
	in := &timetable.Instance{Name: "tiny", SlotMin: 20, Days: 1 + r.IntN(2), Rules: timetable.Rules{BoothMin: 20,
		ObsMin: 20, PrepPerPair: 2, WBooth: 3, WObs: 2, WPrep: 6, WStaff: 6 + r.IntN(7), MissCost: 60 + r.IntN(200),
		UsualTol: 10, FairW: r.IntN(4)}}
	steps := func(v int) (out [][]timetable.Step) {
		for range in.Days {
			out = append(out, []timetable.Step{{From: 600, To: 760, Value: v}})
		}
		return out
	}
	site := timetable.Site{ID: "s", Booths: steps(1 + r.IntN(2)), Obs: steps(1 + r.IntN(2)),
		Staff: timetable.Staff{RN: steps(1 + r.IntN(2)), SW: steps(r.IntN(2))}}
	for range in.Days {
		site.Open = append(site.Open, []timetable.Span{{From: 600, To: 760}})
	}
	people := 4 - in.Days
	if seed%3 == 0 { // the rota is a decision
		people = 2
		in.Days, in.Rules.RNMin, site.Staff, site.Shifts = 1, r.IntN(2), timetable.Staff{}, []timetable.Shift{}
		for k, h := range []timetable.Shift{{From: 600, To: 680, Max: 2}, {From: 660, To: 760, Max: 1},
			{From: 600, To: 760, Max: 2}, {From: 620, To: 740, Max: 1}} {
			h.ID, h.Role, h.Cost = string(rune('w'+k)), timetable.RoleRN, (h.To-h.From)*(1+r.IntN(3))/6
			if k == 3 {
				h.Role = timetable.RoleSW
			}
			site.Shifts = append(site.Shifts, h)
		}
		site.Open, site.Booths, site.Obs = site.Open[:1], site.Booths[:1], site.Obs[:1]
	}
	in.Sites = []timetable.Site{site}
	for i := range people {
		from := 600 + 20*r.IntN(7)
		p := timetable.Person{ID: string(rune('a' + i)), Doses: 1, GapMin: 60, GapMax: 200, WPref: 1 + r.IntN(2),
			Sites: []timetable.Reach{{Site: "s", Travel: r.IntN(20)}}, Pref: []timetable.Span{{From: from, To: from + 20}},
			Usual: []int{600 + 20*r.IntN(8)}, WUsual: r.IntN(3), Block: 30}
		if i == 0 && in.Days == 1 {
			p.Doses, p.Pref, p.Usual = 2, append(p.Pref, timetable.Span{From: 700, To: 720}), nil
		}
		if r.IntN(3) == 0 {
			p.Sites[0].Bus = &timetable.Bus{Period: 15, Arrive: 3, Leave: 7}
		}
		in.People = append(in.People, p)
	}
	switch r.IntN(3) {
	case 0:
		in.Apart = []timetable.Pair{{A: "a", B: "b"}}
	case 1:
		in.Together = []timetable.Together{{A: "a", B: "b", Within: 20 * r.IntN(2)}}
	}
	return in
}

// tryAll returns the lowest objective of every plan there is.
func tryAll(in *timetable.Instance) int {
	best := 1 << 40
	tryEvery(in, best, func(_ *timetable.Plan, r check.Report) { best = min(best, r.Objective) })
	return best
}

// tryEvery hands over every plan that keeps the rules and takes people no more
// minutes than most.
func tryEvery(in *timetable.Instance, most int, see func(*timetable.Plan, check.Report)) {
	var ways [][]timetable.PersonDay // by person and day
	for i := range in.People {
		for d := range in.Days {
			ways = append(ways, waysOf(in, &in.People[i], d))
		}
	}
	plan := &timetable.Plan{Days: make([]timetable.PersonDay, len(ways))}
	for plan.Rota = range rotas(in) {
		tryDays(in, ways, plan, most, see)
	}
}

// rotas yields every rota of a tiny week.
func rotas(in *timetable.Instance) func(yield func(map[string]map[string]int) bool) {
	return func(yield func(map[string]map[string]int) bool) {
		shifts := in.Sites[0].Shifts
		if shifts == nil {
			yield(nil)
			return
		}
		counts := make([]int, len(shifts))
		for {
			rota := map[string]int{}
			for k, h := range shifts {
				rota[h.ID] = counts[k]
			}
			if !yield(map[string]map[string]int{"s": rota}) {
				return
			}
			k := 0
			for ; k < len(counts); k++ {
				if counts[k]++; counts[k] <= shifts[k].Max {
					break
				}
				counts[k] = 0
			}
			if k == len(counts) {
				return
			}
		}
	}
}

// tryDays hands over every plan with the rota of plan.
func tryDays(in *timetable.Instance, ways [][]timetable.PersonDay, plan *timetable.Plan, most int,
	see func(*timetable.Plan, check.Report)) {
	cost := make([][]int, len(ways))
	for k := range ways {
		for _, d := range ways[k] {
			minutes, _ := check.Day(in, d)
			cost[k] = append(cost[k], minutes)
		}
	}
	var next func(k, minutes int)
	next = func(k, minutes int) {
		if minutes > most {
			return
		}
		if k == len(ways) {
			if r := check.Check(in, plan); r.Valid {
				see(plan, r)
			}
			return
		}
		for n, d := range ways[k] {
			plan.Days[k] = d
			next(k+1, minutes+cost[k][n])
		}
	}
	next(0, 0)
}

// waysOf lists what a person can do on a day.
func waysOf(in *timetable.Instance, p *timetable.Person, d int) (out []timetable.PersonDay) {
	starts := make([]int, p.Doses)
	var next func(k int)
	next = func(k int) {
		if k < p.Doses {
			for s := 580; s <= 720; s += in.SlotMin {
				if starts[k] = s; s == 580 {
					starts[k] = timetable.None
				}
				next(k + 1)
			}
			return
		}
		if _, err := in.DayCost(p, d, "s", starts); err == nil {
			day := timetable.PersonDay{Person: p.ID, Day: d, Site: "s", Starts: append([]int(nil), starts...)}
			if day.Attended() == 0 {
				day.Site = ""
			}
			out = append(out, day)
		}
	}
	next(0)
	return out
}

func TestNoPlanOfATinyWeekIsBetter(t *testing.T) {
	proved := 0
	for seed := range uint64(8) {
		in := tiny(seed)
		if len(check.Infeasible(in)) > 0 {
			continue
		}
		want := tryAll(in)
		r := solve(t, in, optimise.Options{Seed: seed, Work: 30})
		if r.Objective != want && in.Sites[0].Shifts == nil || r.Objective < want || r.Bound > want {
			t.Errorf("seed %d: objective %d, bound %d; the best of all is %d", seed, r.Objective, r.Bound, want)
		}
		t.Logf("seed %d: rota %v, best %d, bound %d", seed, in.Sites[0].Shifts != nil, want, r.Bound)
		if r.Optimal() {
			proved++
		}
	}
	if proved < 4 {
		t.Errorf("only %d proved", proved)
	}
	t.Logf("%d proved", proved)
}
