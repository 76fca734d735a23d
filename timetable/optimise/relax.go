package optimise

import (
	"cmp"
	"slices"
)

// scale is the fixed point of prices and weights: one minute is scale units.
// All bounds are computed in whole units and are therefore exact.
const scale = 1 << 12

// relax is the relaxation of one day: capacity is sold at a price for each
// start, everybody buys the pattern that is cheapest for them, and the house
// offers the starts that are worth most.
type relax struct {
	p      *problem
	d      *day
	menus  []menu // what people may still do
	supply []*supply
	best   []int // by person: the pattern bought
	move   int64 // units for a pattern that was not promised
	steps  int   // work done
}

type priced struct {
	at   int32
	cost int64
}

func newRelax(p *problem, d *day) *relax {
	r := &relax{p: p, d: d, menus: slices.Clone(d.menus), best: make([]int, len(d.menus))}
	for i := range d.houses {
		r.supply = append(r.supply, newSupply(&d.houses[i]))
	}
	return r
}

// value returns the exact value of the relaxation at prices (in units, at
// least 0, by cell) and weights (units for a minute of each person): no choice
// of patterns that fits the houses has a lower weighted cost. It leaves what
// was bought in best.
func (r *relax) value(price, weight []int64) (sum int64) {
	for k := range r.d.blocks {
		b := &r.d.blocks[k]
		if b.b < 0 {
			at, cost := r.buy(b.a, price, weight[b.a])
			r.best[b.a] = at
			sum += cost
			continue
		}
		sum += r.buyTwo(b, price, weight)
	}
	for k := range r.d.houses {
		worth, steps := r.supply[k].best(price)
		r.steps += steps
		sum -= worth
	}
	return sum
}

// buy returns the cheapest pattern of a person. Prices are never negative, so
// that the search ends where the bare cost is more than the best.
func (r *relax) buy(i int, price []int64, weight int64) (at int, best int64) {
	m := r.menus[i]
	best = int64(1) << 62
	for k := range m {
		q := &m[k]
		bare := int64(q.cost) * weight
		if bare >= best {
			r.steps += k
			return at, best
		}
		if c := q.at(price, weight, r.move); c < best {
			at, best = k, c
		}
	}
	r.steps += len(m)
	return at, best
}

// at is what a pattern comes to at prices, in units.
func (q *pattern) at(price []int64, weight, move int64) int64 {
	return int64(q.cost)*weight + int64(q.moved)*move + price[q.cells[0]] + price[q.cells[1]] + price[q.cells[2]]
}

// buyTwo finds the cheapest patterns of two people that keep their rule. It
// starts from those of the last time and looks only at what can still be
// cheaper.
func (r *relax) buyTwo(b *block, price, weight []int64) int64 {
	ma, mb := r.menus[b.a], r.menus[b.b]
	rule := &r.d.rules[b.rule]
	slot := r.p.in.SlotMin
	ka, ca := r.buy(b.a, price, weight[b.a])
	kb, cb := r.buy(b.b, price, weight[b.b])
	if r.d.fits(rule, &ma[ka], &mb[kb], slot) {
		r.best[b.a], r.best[b.b] = ka, kb
		return ca + cb
	}
	la, lb := r.best[b.a], r.best[b.b]
	best := int64(1) << 62
	if r.d.fits(rule, &ma[la], &mb[lb], slot) {
		best = ma[la].at(price, weight[b.a], r.move) + mb[lb].at(price, weight[b.b], r.move)
	}
	as := r.under(ma, price, weight[b.a], best-cb)
	bs := r.under(mb, price, weight[b.b], best-ca)
	for _, x := range as {
		if x.cost+cb >= best {
			break
		}
		for _, y := range bs {
			r.steps++
			if x.cost+y.cost >= best {
				break
			}
			if r.d.fits(rule, &ma[x.at], &mb[y.at], slot) {
				best, la, lb = x.cost+y.cost, int(x.at), int(y.at)
			}
		}
	}
	r.best[b.a], r.best[b.b] = la, lb
	return best
}

// under lists the patterns that cost less than a limit, cheapest first.
func (r *relax) under(m menu, price []int64, weight, limit int64) (out []priced) {
	for k := range m {
		if int64(m[k].cost)*weight >= limit {
			r.steps += k
			break
		}
		if c := m[k].at(price, weight, r.move); c < limit {
			out = append(out, priced{int32(k), c})
		}
	}
	slices.SortFunc(out, func(a, b priced) int { return cmp.Compare(a.cost, b.cost) })
	return out
}
