package optimise

import (
	"cmp"
	"slices"
)

// scene is a day with one staffing of the house whose rota is a decision.
type scene struct {
	option int
	low    int64   // proven for this staffing, in units, the rota included
	a      *ascent // nil until it was looked at
	done   bool
}

// maxScenes bounds the staffings of a day that are looked at one by one.
const maxScenes = 120

// scenes raises the bound of a day whose rota is a decision: each staffing has
// prices of its own, and the day is worth the least of them. The staffing with
// the lowest bound is looked at first, until the lowest cannot be raised. The
// benches try the staffings that were looked at.
func (a *ascent) scenes(b *bench) (low int64, steps int) {
	house := -1
	for k := range a.r.d.houses {
		if len(a.r.d.houses[k].options) > 0 {
			if house >= 0 {
				return a.best, 0 // staffings of several houses together are too many
			}
			house = k
		}
	}
	lowest := func(x, y *scene) int { return cmp.Compare(x.low, y.low) }
	list, steps := a.staffings(house)
	for range maxScenes {
		s := slices.MinFunc(list, lowest)
		if s.done || a.halt != nil && a.halt() {
			break
		}
		if s.a == nil {
			pick := make([]int, len(a.r.d.houses))
			pick[house] = s.option
			r := newRelax(a.r.p, a.r.d.staffed(pick))
			r.move = a.r.move
			s.a = newAscentAt(r, a.weight, a.center)
			s.a.halt = a.halt
		}
		before := s.a.r.steps
		s.a.run(40, 0.05*scale)
		steps += s.a.r.steps - before
		rota := int64(s.a.r.d.rota) * scale
		s.done = s.a.best+rota <= s.low+scale/10
		s.low = max(s.low, s.a.best+rota)
	}
	slices.SortStableFunc(list, lowest)
	for _, s := range list[:min(len(list), maxScenes)] {
		if s.a != nil && s.low < b.cost(b.now) {
			b.price, b.whole = s.a.center, s.a.whole
			b.dive(s.a.copy())
		}
	}
	return list[0].low, steps
}

// staffings values every staffing at the present prices of the day.
func (a *ascent) staffings(house int) (list []*scene, steps int) {
	s := a.r.supply[house]
	had, n := s.best(a.whole)
	base := a.best + had
	steps = n
	for k := range s.h.options {
		o := &s.h.options[k]
		s.starts, s.carry = o.starts, o.carry
		w, n := s.most(a.whole)
		steps += n
		list = append(list, &scene{option: k, low: base - w + int64(o.cost)*scale})
	}
	return list, steps
}

// proveRota raises the bound of every day whose rota is a decision.
func (s *solver) proveRota() {
	w := s.week
	s.atBest()
	steps := make([]int, len(w.days))
	parallel(len(w.days), func(k int) {
		if w.days[k].r.d.decides() {
			w.proven[k], steps[k] = w.days[k].scenes(s.benches[k])
		}
	})
	sum := int64(0)
	for k, a := range w.days {
		s.spent += int64(steps[k])
		sum += max(a.best, w.proven[k]) - a.best
	}
	s.count()
	s.bound = max(s.bound, int((w.value()+sum+scale-1)/scale))
	s.adopt()
}
