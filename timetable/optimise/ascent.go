package optimise

import "slices"

// ascent raises the bound of one day by a proximal bundle method. The
// relaxation falls into parts (the people of a site and its house); every
// answer of a part is kept as a cut, and the next prices are the best for all
// cuts together, not too far from the best prices so far. The weights of the
// cuts blend what was bought into a fractional timetable. Prices are floats
// while they are searched; every bound is computed at whole prices, exactly.
type ascent struct {
	r      *relax
	weight []int64
	center []float64 // the best prices so far, in units
	whole  []int64   // the same as whole units
	best   int64     // the value there, in units
	parts  []part
	reach  float64 // how far prices may move: larger is bolder
	gain   float64 // what the cuts promise at most, in units
	now    []float64
	price  []int64
	dir    []float64
	halt   func() bool // nil: never
}

// part is a share of the relaxation with its cuts.
type part struct {
	people []int
	cells  []int // every cell that its people or its house can use
	house  int   // -1: none
	cuts   []*cut
}

// cut is one answer of a part: at prices y the part is worth at most
// cost + excess*y.
type cut struct {
	chosen []int32   // by person of the part: the pattern bought
	offer  []int16   // by cell of the part: starts that the house offers
	excess []float64 // by cell of the part: starts bought less starts offered
	cost   float64   // weighted cost of what was bought and of the rota, in units
	option int       // staffing of the house
	rota   float64   // what it costs, in units
	x      float64   // weight of the cut in the blend
	at     float64   // its value at the prices being tried
}

// maxCuts bounds the cuts of a part.
const maxCuts = 30

func newAscent(r *relax, weight []int64) *ascent {
	n := len(r.d.cells)
	a := &ascent{r: r, weight: weight, center: make([]float64, n), whole: make([]int64, n), now: make([]float64, n),
		price: make([]int64, n), dir: make([]float64, n), reach: 4}
	a.split()
	a.restart()
	return a
}

// split makes one part of each house and the people whose first site it is.
func (a *ascent) split() {
	d := a.r.d
	home := make([]int, len(a.r.menus))
	for i := range a.r.menus {
		home[i] = -1
		for _, q := range a.r.menus[i] {
			for _, c := range q.cells {
				if c > 0 && (home[i] < 0 || d.cells[c].site < home[i]) {
					home[i] = d.cells[c].site
				}
			}
		}
		home[i] = max(home[i], 0)
	}
	for _, b := range d.blocks {
		if b.b >= 0 {
			home[b.b] = home[b.a]
		}
	}
	for h := range d.houses {
		p := part{house: h}
		used := make([]bool, len(d.cells))
		for j := range d.houses[h].cellSlot {
			used[d.houses[h].first+j] = true
		}
		for i, at := range home {
			if at == h {
				p.people = append(p.people, i)
				for _, q := range a.r.menus[i] {
					used[q.cells[0]], used[q.cells[1]], used[q.cells[2]] = true, true, true
				}
			}
		}
		for c := 1; c < len(used); c++ {
			if used[c] {
				p.cells = append(p.cells, c)
			}
		}
		a.parts = append(a.parts, p)
	}
}

// restart values the present prices anew, after menus or weights changed. Cuts
// stay true: what was bought may still be bought, at the new weights.
func (a *ascent) restart() {
	a.best = a.r.value(a.whole, a.weight)
	for k := range a.parts {
		p := &a.parts[k]
		for _, c := range p.cuts {
			c.cost = a.costOf(p, c)
		}
		a.keep(p)
	}
}

func (a *ascent) costOf(p *part, c *cut) float64 {
	sum := c.rota
	for j, i := range p.people {
		q := &a.r.menus[i][c.chosen[j]]
		sum += float64(a.weight[i])*float64(q.cost) + float64(a.r.move)*float64(q.moved)
	}
	return sum
}

// keep takes the last answer of a part into its bundle; the cut of least
// weight makes room for it.
func (a *ascent) keep(p *part) {
	var c *cut
	if len(p.cuts) < maxCuts {
		c = &cut{chosen: make([]int32, len(p.people)), offer: make([]int16, len(p.cells)),
			excess: make([]float64, len(p.cells))}
	} else {
		out := 0
		for k := range p.cuts {
			if p.cuts[k].x < p.cuts[out].x {
				out = k
			}
		}
		c = p.cuts[out]
		p.cuts = append(p.cuts[:out], p.cuts[out+1:]...)
	}
	for j, i := range p.people {
		c.chosen[j] = int32(a.r.best[i])
	}
	s, h := a.r.supply[p.house], &a.r.d.houses[p.house]
	for j, cell := range p.cells {
		c.offer[j] = 0
		if k := cell - h.first; k >= 0 && k < len(h.cellSlot) {
			c.offer[j] = int16(s.u[h.cellSlot[k]])
		}
	}
	c.option, c.rota = s.option, float64(s.rota)*scale
	a.count(p, c)
	c.x = 0
	if len(p.cuts) == 0 {
		c.x = 1
	}
	p.cuts = append(p.cuts, c)
}

// count computes cost and excess of a cut from what was bought.
func (a *ascent) count(p *part, c *cut) {
	for j, cell := range p.cells {
		a.dir[cell] = -float64(c.offer[j])
	}
	for j, i := range p.people {
		for _, cell := range a.r.menus[i][c.chosen[j]].cells {
			a.dir[cell]++
		}
	}
	for j, cell := range p.cells {
		c.excess[j] = a.dir[cell]
	}
	c.cost = a.costOf(p, c)
}

// run takes at most n steps, fewer where the cuts promise less than least
// units or nothing more is found.
func (a *ascent) run(n int, least float64) {
	stalled := 0
	for range n {
		a.aim()
		if a.gain = a.promised() - float64(a.best); a.gain < least || stalled >= maxStalled || a.halt != nil && a.halt() {
			return
		}
		for i, v := range a.now {
			a.price[i] = int64(v)
		}
		value := a.r.value(a.price, a.weight)
		got := float64(value - a.best)
		for k := range a.parts {
			a.keep(&a.parts[k])
		}
		if stalled++; got > 0 {
			copy(a.center, a.now)
			copy(a.whole, a.price)
			a.best = value
			if got > 0.01*a.gain {
				stalled = 0
			}
		}
		switch {
		case got > 0.5*a.gain:
			a.reach *= 1.5
		case got < -2*a.gain || stalled%8 == 7:
			a.reach = max(a.reach*0.6, 1e-3)
		}
	}
}

// maxStalled steps without gain end a run.
const maxStalled = 40

// promised is the most that any prices can be worth within the cuts near the
// aimed prices.
func (a *ascent) promised() (sum float64) {
	for k := range a.parts {
		low := a.parts[k].cuts[0].at
		for _, c := range a.parts[k].cuts {
			low = min(low, c.at)
		}
		sum += low
	}
	return sum
}

// aim finds the blend of cuts and the prices that are best for all of them,
// within reach of the center: cuts of a part trade weight until none gains.
func (a *ascent) aim() {
	for i := range a.dir {
		a.dir[i] = 0
	}
	for k := range a.parts {
		p := &a.parts[k]
		sum := 0.0
		for _, c := range p.cuts {
			sum += c.x
		}
		for _, c := range p.cuts {
			if c.x /= sum; c.x > 0 {
				for j, cell := range p.cells {
					a.dir[cell] += c.x * c.excess[j]
				}
			}
		}
	}
	t := a.reach * scale
	for i, c := range a.center {
		a.now[i] = max(0, c+t*a.dir[i])
	}
	a.now[0] = 0
	for range 60 {
		moved := 0.0
		for k := range a.parts {
			for range 3 {
				m := a.trade(&a.parts[k], t)
				moved += m
				if m == 0 {
					break
				}
			}
		}
		if moved < 0.02*scale {
			break
		}
	}
	for k := range a.parts {
		a.level(&a.parts[k])
	}
}

// level computes the value of each cut of a part at the aimed prices.
func (a *ascent) level(p *part) (low, high *cut) {
	low = p.cuts[0]
	for _, c := range p.cuts {
		c.at = c.cost
		for j, cell := range p.cells {
			c.at += c.excess[j] * a.now[cell]
		}
		if c.at < low.at {
			low = c
		}
		if c.x > 0 && (high == nil || c.at > high.at) {
			high = c
		}
	}
	a.r.steps += len(p.cuts) * len(p.cells) / 4
	return low, high
}

// trade moves weight from the cut that is highest at the aimed prices to the
// one that is lowest; it returns how far apart they were, 0 when it is done.
func (a *ascent) trade(p *part, t float64) float64 {
	low, high := a.level(p)
	apart := high.at - low.at
	if low == high || apart < 0.005*scale {
		return 0
	}
	norm := 0.0
	for j, cell := range p.cells {
		if a.now[cell] > 0 {
			g := low.excess[j] - high.excess[j]
			norm += g * g
		}
	}
	part := high.x
	if norm > 0 {
		part = min(part, apart/(t*norm))
	}
	low.x += part
	if high.x -= part; high.x < 1e-9 {
		low.x += high.x
		high.x = 0
	}
	for j, cell := range p.cells {
		a.dir[cell] += part * (low.excess[j] - high.excess[j])
		a.now[cell] = max(0, a.center[cell]+t*a.dir[cell])
	}
	return apart
}

// copy returns an ascent at the same prices that can go its own way.
func (a *ascent) copy() *ascent {
	r := newRelax(a.r.p, a.r.d)
	r.move = a.r.move
	copy(r.menus, a.r.menus)
	copy(r.best, a.r.best)
	c := *a
	c.r = r
	c.center, c.whole = slices.Clone(a.center), slices.Clone(a.whole)
	c.now, c.price, c.dir = slices.Clone(a.now), slices.Clone(a.price), slices.Clone(a.dir)
	c.parts = slices.Clone(a.parts)
	for k := range c.parts {
		p := &c.parts[k]
		p.cuts = nil
		for _, old := range a.parts[k].cuts {
			cut := *old
			cut.chosen, cut.offer, cut.excess = slices.Clone(old.chosen), slices.Clone(old.offer), slices.Clone(old.excess)
			p.cuts = append(p.cuts, &cut)
		}
	}
	return &c
}
