package optimise_test

import (
	"cmp"
	"slices"
	"testing"

	"steady/timetable"
	"steady/timetable/check"
	"steady/timetable/invent"
	"steady/timetable/optimise"
)

// TestRotasAgainstTryingAll: where the rota is a decision or there are two sites, the
// bound is never above the best of everything that can be tried, and no answer is
// better than it.
func TestRotasAgainstTryingAll(t *testing.T) {
	reached, all := 0, 0
	for seed := range uint64(40) {
		in := invent.Tiny(seed)
		if len(check.Infeasible(in)) > 0 || len(in.Sites) == 1 && in.Sites[0].Shifts == nil {
			continue
		}
		best := bestOfAll(t, in)
		r := solve(t, in, optimise.Options{Seed: seed, Work: 5})
		if r.Bound > best || r.Objective < best || r.Optimal() && r.Objective != best {
			t.Errorf("%s: objective %d, bound %d; the best of all is %d", in.Name, r.Objective, r.Bound, best)
		}
		if all++; r.Objective == best {
			reached++
		}
	}
	if all < 15 || reached < all*8/10 {
		t.Errorf("the best of all is reached on %d of %d days", reached, all)
	}
	t.Logf("the best of all is reached on %d of %d days", reached, all)
}

// tried is one way through the day of everybody, with the rota.
type tried struct {
	plan      *timetable.Plan
	objective int
}

// bestOfAll writes down every plan of people's allowed days and every rota, cheapest
// first, and takes the first that the second reading accepts.
func bestOfAll(t *testing.T, in *timetable.Instance) int {
	t.Helper()
	list := []tried{{plan: &timetable.Plan{}}}
	worst := []int{0} // by plan: how far anybody is from their own best
	for i := range in.People {
		p := &in.People[i]
		own := check.Own(in, p.ID)
		days := allowedDays(in, p)
		var next []tried
		var further []int
		for k, x := range list {
			for _, d := range days {
				cost, _ := check.Day(in, d)
				plan := &timetable.Plan{Days: append(slices.Clone(x.plan.Days), d)}
				next = append(next, tried{plan, x.objective + cost})
				further = append(further, max(worst[k], cost-own))
			}
		}
		list, worst = next, further
	}
	for k := range list {
		list[k].objective += in.Rules.FairW * worst[k]
	}
	list = withRotas(in, list)
	slices.SortStableFunc(list, func(a, b tried) int { return cmp.Compare(a.objective, b.objective) })
	for _, x := range list {
		if c := check.Check(in, x.plan); c.Valid {
			if c.Objective != x.objective {
				t.Fatalf("%s: two sums, %d and %d", in.Name, x.objective, c.Objective)
			}
			return x.objective
		}
	}
	t.Fatalf("%s: nothing is allowed", in.Name)
	return 0
}

func allowedDays(in *timetable.Instance, p *timetable.Person) []timetable.PersonDay {
	none := slices.Repeat([]int{timetable.None}, p.Doses)
	out := []timetable.PersonDay{{Person: p.ID, Starts: none}}
	times := []int{timetable.None}
	for s := 0; s < 1440; s += in.SlotMin {
		times = append(times, s)
	}
	for _, way := range p.Sites {
		for _, s := range times {
			for _, u := range times {
				d := timetable.PersonDay{Person: p.ID, Site: way.Site, Starts: []int{s, u}[:p.Doses]}
				if p.Doses == 1 && u != timetable.None || d.Attended() == 0 {
					continue
				}
				if _, no := check.Day(in, d); len(no) == 0 {
					out = append(out, d)
				}
			}
		}
	}
	return out
}

// withRotas gives every plan every rota.
func withRotas(in *timetable.Instance, list []tried) []tried {
	for _, site := range in.Sites {
		for _, shift := range site.Shifts {
			var next []tried
			for _, x := range list {
				for n := range shift.Max + 1 {
					rota := map[string]map[string]int{site.ID: {shift.ID: n}}
					for id, count := range x.plan.Rota[site.ID] {
						rota[site.ID][id] = count
					}
					next = append(next, tried{&timetable.Plan{Days: x.plan.Days, Rota: rota}, x.objective + n*shift.Cost})
				}
			}
			list = next
		}
	}
	return list
}
