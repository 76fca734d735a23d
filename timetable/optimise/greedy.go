package optimise

import (
	"cmp"
	"slices"
)

// greedy places everybody in turn on the cheapest pattern that fits: pairs
// first, then those with the least choice. It always succeeds, since a day on
// which every dose is missed fits.
func greedy(p *problem, d *day) *roster {
	r := newRelax(p, d)
	out := newRoster(d, p.in.SlotMin)
	price, weight := make([]int64, len(d.cells)), make([]int64, len(d.menus))
	for i := range weight {
		weight[i] = scale
	}
	order := make([]*block, len(d.blocks))
	for k := range order {
		order[k] = &d.blocks[k]
	}
	slices.SortStableFunc(order, func(x, y *block) int {
		if (x.b < 0) != (y.b < 0) {
			return cmp.Compare(x.rule, y.rule) * -1
		}
		return cmp.Compare(len(d.menus[x.a]), len(d.menus[y.a]))
	})
	if p.kept != nil {
		out.placePromised()
	}
	for _, b := range order {
		if b.b >= 0 && !out.placed[b.a] && !out.placed[b.b] {
			if qa, qb, ok := r.placeTwo(out, b, price, weight); ok {
				out.place(b.a, qa)
				out.place(b.b, qb)
				continue
			}
		}
		for _, i := range []int{b.a, b.b} {
			if i >= 0 && !out.placed[i] {
				out.placeFirst(i)
			}
		}
	}
	return out
}

// placeFirst places a person on the cheapest pattern that fits. Where none
// does, since others wait for them, they all stay away that day.
func (r *roster) placeFirst(i int) {
	m := r.d.menus[i]
	for k := range m {
		if r.fits(i, &m[k]) {
			r.place(i, m[k])
			return
		}
	}
	for _, j := range r.company(i) {
		if r.placed[j] {
			r.lift(j)
		}
		r.place(j, r.away(j))
	}
}

// away is the pattern of a person who stays away.
func (r *roster) away(i int) pattern {
	for _, q := range r.d.menus[i] {
		if q.cells == [maxDoses]int32{} {
			return q
		}
	}
	panic("optimise: a menu without staying away")
}

// company lists a person and everybody who has to come with them, also at
// second hand.
func (r *roster) company(i int) []int {
	out := []int{i}
	for k := 0; k < len(out); k++ {
		for _, n := range r.ties[out[k]] {
			rule := &r.d.rules[n]
			for _, j := range []int{rule.a, rule.b} {
				if rule.together && !slices.Contains(out, j) {
					out = append(out, j)
				}
			}
		}
	}
	return out
}
