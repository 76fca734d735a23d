package lab

import (
	"math"
	"slices"

	"steady/clinic"
	"steady/moment"
)

// slot is a regular time of a session.
type slot struct{ session, minute int }

// timesFor chooses the regular times of somebody: out of those that are not
// full and leave the pack's gap between two doses, the nearest to a wish that
// the person has by chance, or those that leave the longest free stretch
// (House.Times). Times that meet their work come last; where all do, the work is
// given up while the rules are so, and counted (Life.WorkDenied).
func (h *premises) timesFor(p *resident) []int {
	ho := &h.run.pl.house
	n := len(ho.Sessions)
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	wish := make([]float64, ho.Visits)
	s := h.run.dice(p, forWish, 0)
	for i := range wish {
		wish[i] = uniform(&s)
	}
	c := chooser{h: h, p: p, wish: wish, stay: h.usualStay(p), gap: h.gap(p), full: h.fitsAtOnce(), best: math.Inf(-1)}
	for i := range ho.Visits {
		c.offers = append(c.offers, h.startsOf(i))
	}
	c.now = make([]int, ho.Visits)
	c.choose(0)
	if p.life.denied = c.meetsWork(c.chosen); p.life.denied { // no choice leaves their work alone: treatment comes first
		c.best = math.Inf(-1)
		c.choose(0)
	}
	for i, t := range c.chosen {
		out[i] = t
		h.taken[slot{i, t}]++
	}
	p.times = out
	return out
}

// release gives somebody's times back.
func (h *premises) release(p *resident) {
	for i, t := range p.times {
		if t >= 0 {
			h.taken[slot{i, t}]--
		}
	}
	p.times = nil
}

// otherTimes gives somebody whose work began or ended other regular times.
func (r *run) otherTimes(p *resident, day moment.Day) {
	h := p.site
	before := p.times
	h.release(p)
	after := h.timesFor(p)
	if slices.Equal(before, after) || r.err != nil {
		return
	}
	no := h.command(r.now, nurse(p.n), "", clinic.SetTimes{Person: p.id, From: day, Times: clinic.EveryDay(after)})
	if no != nil { // the usual times stay; the plan of each day moves what it can
		r.refused(no)
		h.release(p)
		p.times = before
		for i, t := range before {
			if t >= 0 {
				h.taken[slot{i, t}]++
			}
		}
	}
}

// chooser tries all choices of a time for each visit.
type chooser struct {
	h         *premises
	p         *resident
	wish      []float64
	offers    [][]int
	stay, gap int
	full      int
	now       []int
	chosen    []int
	best      float64
}

func (c *chooser) choose(visit int) {
	if visit == len(c.offers) {
		if x := c.worth(); x > c.best {
			c.best, c.chosen = x, slices.Clone(c.now)
		}
		return
	}
	for _, t := range c.offers[visit] {
		c.now[visit] = t
		c.choose(visit + 1)
	}
}

// The weights of what stands against a time: no choice of minutes outweighs
// them. A gap that the pack does not allow costs most, then work, then a time
// that is full.
const (
	tooClose = 1e9
	atWork   = 1e6
	isFull   = 1e4
)

func (c *chooser) worth() (x float64) {
	if c.meetsWork(c.now) && !c.p.life.denied {
		x -= atWork
	}
	at, longest := 6*60, 0
	for i, t := range c.now {
		if i > 0 && t-c.now[i-1] < c.gap {
			x -= tooClose
		}
		if n := c.h.taken[slot{i, t}]; n >= c.full {
			x -= isFull * float64(n)
		}
		longest = max(longest, t-c.p.travel-at)
		at = max(at, t+c.stay+c.p.travel)
		if c.h.run.pl.house.Times != TimesFree {
			first, last := c.offers[i][0], c.offers[i][len(c.offers[i])-1]
			x -= math.Abs(float64(t) - float64(first) - c.wish[i]*float64(last-first))
		}
	}
	if c.h.run.pl.house.Times == TimesFree {
		x += float64(max(longest, 20*60-at))
	}
	return x
}

// meetsWork reports whether somebody's visits at these times, with the way, meet
// their work.
func (c *chooser) meetsWork(times []int) bool {
	f := c.h.run.f.of
	from, to := int(f[WorkFrom]), int(f[WorkTo])
	if !c.p.life.works || from >= to {
		return false
	}
	return slices.ContainsFunc(times, func(t int) bool { return t-c.p.travel < to && from < t+c.stay+c.p.travel })
}

// startsOf are the starts of a session that somebody may have, on the days on
// which its hours are shortest.
func (h *premises) startsOf(session int) (out []int) {
	ho := &h.run.pl.house
	x := ho.Sessions[session]
	from, to := x.From, x.To
	for _, w := range h.windows {
		if w.Session == session {
			from, to = max(from, w.From), min(to, w.To)
		}
	}
	step := 10
	switch {
	case clinic.AccessStyle(ho.Style) == clinic.AccessGroup && ho.Every > 0:
		step = ho.Every
	case ho.Slot > 0:
		step = ho.Slot
	}
	before := ho.LastEntry
	if clinic.AccessStyle(ho.Style) != clinic.AccessOpen {
		booth, watch := h.run.stages(ho.Slot)
		before = max(before, booth+watch)
	}
	for t := from; t <= to-before && t < to; t += step {
		out = append(out, t)
	}
	if len(out) == 0 {
		out = append(out, from)
	}
	return out
}

// usualStay is what a visit takes where nobody waits, in minutes.
func (h *premises) usualStay(p *resident) int {
	f := h.run.f.of
	return int(f[IDMinutes]+f[AssessMinutes]+f[PrepareMinutes]+f[BoothMinutes]) + int(h.observationOf(p)/moment.Minute)
}

// stages are the minutes that a visit is planned with, where nobody waits: up to
// the end of the dose, and of observation after it; whole slots where there are.
func (r *run) stages(slot int) (booth, watch int) {
	f := r.f.of
	booth = int(math.Ceil(f[IDMinutes] + f[AssessMinutes] + f[PrepareMinutes] + f[BoothMinutes]))
	watch = 30
	if o := r.pl.pack.Observation; o.Set {
		watch = int(o.Value)
	}
	if slot > 0 {
		booth, watch = (booth+slot-1)/slot*slot, (watch+slot-1)/slot*slot
	}
	return booth, watch
}

// gap is the least time between two doses of somebody, in minutes; where their
// pack is silent 180 holds (S-GAP).
func (h *premises) gap(p *resident) int {
	if g := h.run.packOf(p).Gap; g.Set {
		return int(g.Value)
	}
	return 180
}

// fitsAtOnce is how many people can have one regular time, by the booths, the
// staff of the largest shift and the mean times of their steps.
func (h *premises) fitsAtOnce() int {
	ho, f := &h.run.pl.house, h.run.f.of
	if clinic.AccessStyle(ho.Style) == clinic.AccessGroup && ho.Group > 0 {
		return ho.Group
	}
	staff := 0
	for _, x := range h.shifts {
		staff = max(staff, x.Registered)
	}
	minutes := float64(max(ho.Slot, 10))
	rate := min(float64(h.booths)/f[BoothMinutes],
		float64(staff)/(f[AssessMinutes]+float64(ho.Pair)*f[PrepareMinutes]))
	return max(1, int(rate*minutes))
}
