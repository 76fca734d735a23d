package optimise

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// narrow keeps of each menu what may still be chosen and carries the cuts
// over: where a cut had bought what is gone, it buys the cheapest of the rest.
func (a *ascent) narrow(keep func(i int, q *pattern) bool) {
	r := a.r
	moved := make([][]int32, len(r.menus))
	for i, m := range r.menus {
		n := 0
		for k := range m {
			if keep(i, &m[k]) {
				n++
			}
		}
		if n == len(m) || n == 0 {
			continue
		}
		list, to := make(menu, 0, n), make([]int32, len(m))
		cheap, cheapest := int32(0), int64(0)
		for k := range m {
			to[k] = -1
			if !keep(i, &m[k]) {
				continue
			}
			if c := m[k].at(a.whole, a.weight[i], r.move); len(list) == 0 || c < cheapest {
				cheap, cheapest = int32(len(list)), c
			}
			to[k] = int32(len(list))
			list = append(list, m[k])
		}
		for k := range to {
			if to[k] < 0 {
				to[k] = cheap
			}
		}
		moved[i], r.menus[i] = to, list
		r.best[i] = int(to[r.best[i]])
	}
	a.carry(moved)
}

// carry renames what cuts bought and limits the counts of each house to what
// the menus can bring about.
func (a *ascent) carry(moved [][]int32) {
	r := a.r
	for k := range a.parts {
		p := &a.parts[k]
		for _, c := range p.cuts {
			for j, i := range p.people {
				if moved[i] != nil {
					c.chosen[j] = moved[i][c.chosen[j]]
				}
			}
		}
	}
	most, least := make([]int, len(r.d.cells)), make([]int, len(r.d.cells))
	seen := make([]int, len(r.d.cells))
	for i, m := range r.menus {
		for k := range m {
			for _, c := range m[k].cells {
				if seen[c] != i+1 {
					seen[c] = i + 1
					most[c]++
				}
			}
		}
		if len(m) == 1 {
			for _, c := range m[0].cells {
				least[c]++
			}
		}
	}
	for k, s := range r.supply {
		h := &r.d.houses[k]
		lo, hi := make([]int, h.slots), make([]int, h.slots)
		for j, t := range h.cellSlot {
			lo[t], hi[t] = least[h.first+j], most[h.first+j]
		}
		s.limit(lo, hi)
	}
	for k := range a.parts {
		p := &a.parts[k]
		s, h := r.supply[p.house], &r.d.houses[p.house]
		for _, c := range p.cuts {
			for j, cell := range p.cells {
				if t := cell - h.first; t >= 0 && t < len(h.cellSlot) {
					at := h.cellSlot[t]
					c.offer[j] = int16(max(int(c.offer[j]), s.lo[at]))
				}
			}
			a.count(p, c)
		}
	}
}

// blend returns each person's mean choice over the cuts.
func (a *ascent) blend() [][]float64 {
	out := make([][]float64, len(a.r.menus))
	for i, m := range a.r.menus {
		out[i] = make([]float64, len(m))
	}
	for k := range a.parts {
		p := &a.parts[k]
		for _, c := range p.cuts {
			if c.x > 0 {
				for j, i := range p.people {
					out[i][c.chosen[j]] += c.x
				}
			}
		}
	}
	return out
}

// dive turns the fractional timetable into a whole one: it fixes the people of
// whom the blend is most certain, prices the rest anew, and goes on. It ends
// early, with false, where the bound shows that nothing under limit (in units)
// can come of it. Noise, if any, makes the next dive different.
func (a *ascent) dive(limit int64, noise float64, rng *rand.Rand) (*roster, bool) {
	out := newRoster(a.r.d, a.r.p.in.SlotMin)
	for {
		if a.best >= limit || a.halt != nil && a.halt() {
			return nil, false
		}
		shares := a.blend()
		left := a.certain(out, shares, noise, rng)
		if len(left) == 0 {
			return out, true
		}
		for k, b := range left {
			if k > len(left)/12 && b.x < 0.95 {
				break
			}
			if !a.fix(out, b.block, shares) {
				return nil, false
			}
		}
		a.narrow(func(i int, q *pattern) bool {
			if out.placed[i] {
				return *q == out.chosen[i]
			}
			return out.fits(i, q)
		})
		a.restart()
		a.run(12, 0.5*scale)
	}
}

type sure struct {
	block *block
	x     float64
}

// certain lists the blocks that are not placed, the most certain first.
func (a *ascent) certain(out *roster, shares [][]float64, noise float64, rng *rand.Rand) (left []sure) {
	for k := range a.r.d.blocks {
		b := &a.r.d.blocks[k]
		if out.placed[b.a] {
			continue
		}
		x := slices.Max(shares[b.a])
		if b.b >= 0 {
			x = min(x, slices.Max(shares[b.b])) + 0.05
		}
		if noise > 0 {
			x += noise * rng.Float64()
		}
		left = append(left, sure{b, x})
	}
	slices.SortStableFunc(left, func(x, y sure) int { return cmp.Compare(y.x, x.x) })
	return left
}

// fix places a block: a person on the blend's favourite that fits, the cheaper
// at the present prices where the blend is even; two on the cheapest that fit.
func (a *ascent) fix(out *roster, b *block, shares [][]float64) bool {
	r := a.r
	one := func(i int) (pattern, bool) {
		best, cheapest := -1, int64(1)<<62
		for k := range r.menus[i] {
			q := &r.menus[i][k]
			if c := q.at(a.whole, a.weight[i], r.move) - int64(shares[i][k]*1000*scale); c < cheapest && out.fits(i, q) {
				best, cheapest = k, c
			}
		}
		if best < 0 {
			return pattern{}, false
		}
		return r.menus[i][best], true
	}
	if b.b < 0 {
		q, ok := one(b.a)
		if ok {
			out.place(b.a, q)
		}
		return ok
	}
	qa, qb, ok := r.placeTwo(out, b, a.whole, a.weight)
	if ok {
		out.place(b.a, qa)
		out.place(b.b, qb)
	}
	return ok
}

// placeTwo finds the cheapest two patterns that fit the roster and the rule.
func (r *relax) placeTwo(out *roster, b *block, price, weight []int64) (qa, qb pattern, ok bool) {
	as := r.under(r.menus[b.a], price, weight[b.a], 1<<62)
	bs := r.under(r.menus[b.b], price, weight[b.b], 1<<62)
	best := int64(1) << 62
	for _, x := range as {
		if x.cost+bs[0].cost >= best {
			break
		}
		q := r.menus[b.a][x.at]
		if !out.fits(b.a, &q) {
			continue
		}
		out.place(b.a, q)
		for _, y := range bs {
			r.steps++
			if x.cost+y.cost >= best {
				break
			}
			if other := &r.menus[b.b][y.at]; out.fits(b.b, other) {
				best, qa, qb, ok = x.cost+y.cost, q, *other, true
				break
			}
		}
		out.lift(b.a)
	}
	return qa, qb, ok
}
