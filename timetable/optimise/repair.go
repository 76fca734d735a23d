package optimise

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// bench improves the timetable of one day by freeing a few people at a time
// and placing them anew with everybody else where they are.
type bench struct {
	p      *problem
	d      *day
	weight []int64   // units for a minute of each person
	most   []int     // by person: the dearest day allowed; nil: any
	price  []float64 // good prices of the whole day, in units
	whole  []int64   // the same as whole units
	move   int64     // units for a pattern that was not promised
	now    *roster
	steps  int
	rng    *rand.Rand
	halt   func() bool
}

// cost is the weighted cost of a roster and its rota, in units.
func (b *bench) cost(r *roster) int64 {
	sum := int64(r.d.rota) * scale
	for i, q := range r.chosen {
		sum += int64(q.cost)*b.weight[i] + int64(q.moved)*b.move
	}
	return sum
}

// fresh dives from the prices of the day, for each staffing that is likely, and
// keeps what is better.
func (b *bench) fresh(a *ascent) {
	if !a.r.d.decides() {
		b.dive(a.copy())
		return
	}
	for _, pick := range a.picks() {
		r := newRelax(b.p, a.r.d.staffed(pick))
		r.move = b.move
		c := newAscentAt(r, b.weight, a.center)
		c.halt = b.halt
		c.run(20, 0.3*scale)
		b.dive(c)
	}
}

func (b *bench) dive(a *ascent) {
	out, ok := a.dive(1<<62, 0, nil)
	b.steps += a.r.steps
	if ok && b.cost(out) < b.cost(b.now) {
		b.now, b.d = out, out.d
	}
}

// free chooses n people or a few more: one at random, those whose visits are
// near theirs or who could come at a much better time, and everybody who has
// to agree with them.
func (b *bench) free(n int) []int {
	type near struct {
		i    int
		away float64
	}
	d, seed := b.d, b.rng.IntN(len(b.d.menus))
	list := make([]near, len(d.menus))
	for i := range d.menus {
		list[i] = near{i, b.apart(seed, i) + 6*b.rng.Float64() - min(b.regret(i)/10, 4)}
	}
	list[seed].away = -100
	slices.SortStableFunc(list, func(x, y near) int { return cmp.Compare(x.away, y.away) })
	out, in := make([]int, 0, n), make([]bool, len(d.menus))
	for _, x := range list {
		if len(out) >= n {
			break
		}
		from := len(out)
		for at := x.i; ; at = out[from] {
			if !in[at] {
				in[at] = true
				out = append(out, at)
			}
			for _, k := range b.now.ties[at] {
				for _, j := range []int{d.rules[k].a, d.rules[k].b} {
					if !in[j] {
						in[j] = true
						out = append(out, j)
					}
				}
			}
			if from++; from >= len(out) {
				break
			}
		}
	}
	return out
}

// apart is how many slots the nearest visits of two people lie apart, at most 4.
func (b *bench) apart(i, j int) float64 {
	gap := 4
	for _, x := range b.now.chosen[i].cells {
		for _, y := range b.now.chosen[j].cells {
			if x > 0 && y > 0 && b.d.cells[x].site == b.d.cells[y].site {
				n := b.d.cells[x].slot - b.d.cells[y].slot
				gap = min(gap, max(n, -n))
			}
		}
	}
	return float64(gap)
}

// regret is how many minutes a person is from their cheapest at the prices.
func (b *bench) regret(i int) float64 {
	return float64(b.now.chosen[i].at(b.whole, b.weight[i], b.move)-b.low(i)) / scale
}

// low is the cheapest of a person at the prices, in units.
func (b *bench) low(i int) int64 {
	best := int64(1) << 62
	m := b.d.menus[i]
	for k := range m {
		if int64(m[k].cost)*b.weight[i] >= best {
			b.steps += k
			break
		}
		best = min(best, m[k].at(b.whole, b.weight[i], b.move))
	}
	return best
}

// try frees people and keeps what is better; it reports a gain. Patterns more
// than window units above a person's cheapest are left out.
func (b *bench) try(free []int, window int64) bool {
	was, rest := b.cost(b.now), b.now.clone()
	for _, i := range free {
		rest.lift(i)
	}
	r := newRelax(b.p, b.d)
	r.move = b.move
	for i := range r.menus {
		if rest.placed[i] {
			r.menus[i] = menu{b.now.chosen[i]}
		}
	}
	for _, i := range free {
		r.menus[i] = b.choice(rest, i, b.low(i)+window)
	}
	a := newAscentAt(r, b.weight, b.price)
	a.halt = b.halt
	limit := was - scale/2 - int64(b.d.rota)*scale
	a.run(25, 0.3*scale)
	b.steps += r.steps
	if a.best >= limit {
		return false
	}
	r.steps = 0
	out, ok := a.dive(limit, 0.1, b.rng)
	b.steps += r.steps
	if ok && b.cost(out) < was {
		b.now = out
		return true
	}
	return false
}

// choice is what a freed person can do beside those who stay, the present
// pattern always.
func (b *bench) choice(rest *roster, i int, limit int64) (m menu) {
	had := b.now.chosen[i]
	for k := range b.d.menus[i] {
		q := &b.d.menus[i][k]
		b.steps++
		if int64(q.cost)*b.weight[i] > limit && q.cost > had.cost {
			break
		}
		if *q == had || q.at(b.whole, b.weight[i], b.move) <= limit && (b.most == nil || int(q.cost) <= b.most[i]) &&
			rest.fits(i, q) {
			m = append(m, *q)
		}
	}
	return m
}

// newAscentAt starts at known prices.
func newAscentAt(r *relax, weight []int64, price []float64) *ascent {
	n := len(r.d.cells)
	a := &ascent{r: r, weight: weight, center: slices.Clone(price), whole: make([]int64, n), now: make([]float64, n),
		price: make([]int64, n), dir: make([]float64, n), reach: 4}
	for c, v := range price {
		a.whole[c] = int64(v)
	}
	a.split()
	a.carry(make([][]int32, len(r.menus)))
	a.restart()
	return a
}
