package optimise

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// listing finds every timetable of one day whose weighted cost is within a
// limit; of those that cost everybody the same it keeps one. It splits by what
// people pay, not by when they come, since many timetables come to the same.
type listing struct {
	limit int64 // units, the rota not included
	found []*roster
	steps int
	most  int // steps allowed
	full  bool
	deep  int // splits below one leaf
}

// leafDives are tried before a search for a timetable of given costs.
const leafDives = 16

// maxListed bounds the timetables of one day.
const maxListed = 400

// listDay returns every timetable of the day within the limit; full is false
// where the steps did not suffice.
func (a *ascent) listDay(limit int64, most int) *listing {
	l := &listing{limit: limit, most: most, full: true}
	if a.best > limit {
		return l
	}
	c := a.copy()
	slack := limit - c.best
	low := make([]int64, len(c.r.menus))
	for i := range low {
		_, low[i] = c.r.buy(i, c.whole, c.weight[i])
	}
	// What a pair pays together is at least what both pay alone.
	extra := make([]int64, len(low))
	for k := range c.r.d.blocks {
		if b := &c.r.d.blocks[k]; b.b >= 0 {
			more := c.r.buyTwo(b, c.whole, c.weight) - low[b.a] - low[b.b]
			extra[b.a], extra[b.b] = more, more
		}
	}
	c.narrow(func(i int, q *pattern) bool {
		return q.at(c.whole, c.weight[i], c.r.move) <= low[i]+extra[i]+slack
	})
	c.restart()
	l.node(c, nil)
	slices.SortStableFunc(l.found, func(x, y *roster) int { return cmp.Compare(x.cost, y.cost) })
	return l
}

// node lists what the menus of an ascent still allow; keep is the last split.
func (l *listing) node(a *ascent, keep func(i int, q *pattern) bool) {
	if !l.full {
		return
	}
	if keep != nil {
		a = a.copy()
		a.narrow(keep)
		a.restart()
	}
	before := a.r.steps
	if a.best <= l.limit {
		a.until(l.limit, 60)
	}
	l.steps += a.r.steps - before + len(a.r.menus)
	if a.best > l.limit || a.empty(keep) {
		return
	}
	if l.steps > l.most || len(l.found) > maxListed || a.halt != nil && a.halt() {
		l.full = false
		return
	}
	shares := a.blend()
	if i, v := a.torn(shares); i >= 0 {
		l.node(a, func(j int, q *pattern) bool { return j != i || q.cost <= v })
		l.node(a, func(j int, q *pattern) bool { return j != i || q.cost > v })
		return
	}
	pays, settled := a.pays(shares)
	if settled {
		l.leaf(a, shares)
		return
	}
	// Everybody pays what the blend pays; or the first who does not is i.
	l.node(a, func(j int, q *pattern) bool { return q.cost == pays[j] })
	for i := range pays {
		if a.single(i) {
			continue
		}
		l.node(a, func(j int, q *pattern) bool {
			return j > i || (q.cost == pays[j]) == (j < i)
		})
	}
}

// empty reports whether a split left somebody nothing; narrow then leaves the
// menu as it was, so that the split does not hold for it.
func (a *ascent) empty(keep func(i int, q *pattern) bool) bool {
	if keep == nil {
		return false
	}
	for i, m := range a.r.menus {
		if !keep(i, &m[0]) {
			return true
		}
	}
	return false
}

// until raises the bound until it passes a limit, at most n steps.
func (a *ascent) until(limit int64, n int) {
	for range n / 10 {
		was := a.best
		if a.run(10, 0.05*scale); a.best > limit || a.best == was {
			return
		}
	}
}

// torn returns the person whose cost the blend is most divided about and the
// cost to split at; -1 where it is not divided.
func (a *ascent) torn(shares [][]float64) (who int, at int32) {
	who, most := -1, 0.02
	for i, m := range a.r.menus {
		below, best, cut := 0.0, 0.0, int32(0)
		for k := 0; k+1 < len(m); k++ {
			below += shares[i][k]
			if m[k].cost == m[k+1].cost {
				continue
			}
			if even := min(below, 1-below); even > best {
				best, cut = even, m[k].cost
			}
		}
		if best > most {
			who, most, at = i, best, cut
		}
	}
	return who, at
}

// pays is what the blend lets everybody pay; settled says that the menus allow
// nothing else.
func (a *ascent) pays(shares [][]float64) (out []int32, settled bool) {
	out, settled = make([]int32, len(shares)), true
	for i, m := range a.r.menus {
		top := 0
		for k := range m {
			if shares[i][k] > shares[i][top] {
				top = k
			}
		}
		out[i] = m[top].cost
		settled = settled && a.single(i)
	}
	return out, settled
}

// single reports whether all patterns of a person cost the same.
func (a *ascent) single(i int) bool {
	m := a.r.menus[i]
	return m[0].cost == m[len(m)-1].cost
}

// leaf finds one timetable of menus that leave only when people come open, or
// splits by that.
func (l *listing) leaf(a *ascent, shares [][]float64) {
	before := a.r.steps
	out, sure := a.fit(20000, true)
	rng := rand.New(rand.NewPCG(1, uint64(len(l.found))))
	for n := 0; !sure && l.steps < l.most && n < leafDives>>l.deep; n++ {
		c := a.copy()
		out, sure = c.dive(1<<62, 0.1*float64(n), rng)
		l.steps += c.r.steps
	}
	if !sure {
		out, sure = a.fit(l.most/16>>min(l.deep, 4), false)
	}
	l.steps += a.r.steps - before
	if out != nil {
		l.found = append(l.found, out)
	}
	if sure {
		return
	}
	who, cell, best := -1, int32(0), 0.0
	for i, m := range a.r.menus {
		if len(m) < 2 {
			continue
		}
		use := map[int32]float64{}
		for k := range m {
			for _, c := range m[k].cells {
				use[c] += shares[i][k]
			}
		}
		for k := range m {
			for _, c := range m[k].cells {
				if even := min(use[c], 1-use[c]); who < 0 || even > best {
					if splits(m, c) {
						who, cell, best = i, c, even
					}
				}
			}
		}
	}
	if who < 0 {
		return // one timetable is left, and it does not fit
	}
	had := len(l.found)
	l.deep++
	defer func() { l.deep-- }()
	for _, with := range []bool{true, false} {
		if len(l.found) == had {
			l.node(a, func(j int, q *pattern) bool { return j != who || slices.Contains(q.cells[:], cell) == with })
		}
	}
}

// splits reports whether some patterns use a cell and others do not.
func splits(m menu, cell int32) bool {
	n := 0
	for k := range m {
		if slices.Contains(m[k].cells[:], cell) {
			n++
		}
	}
	return n > 0 && n < len(m)
}

// weighted is the cost of a roster at the weights, in units, without the rota.
func (a *ascent) weighted(r *roster) (sum int64) {
	for i := range r.chosen {
		sum += int64(r.chosen[i].cost)*a.weight[i] + int64(r.chosen[i].moved)*a.r.move
	}
	return sum
}
