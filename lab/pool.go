package lab

import "steady/moment"

// pool is the staff and rooms of a site in use, and their integrals over time.
// One member of staff is unit parts, so that shares of a person are whole
// numbers and the sums are exact.
type pool struct {
	unit, pair       int
	perBooth, perSet int // parts that one person in a booth, in observation, asks for
	supportWatches   bool

	registered, support int // there, as people
	busy                int // parts of registered staff in a step
	desk, booth, place  int // taken
	inHouse             int
	doctors             int // at a question
	preparing           int // doses
	last                moment.Instant
	steps               int64 // parts times microseconds, added when a step begins or ends
	usedReg, usedSup    int64 // parts times microseconds
	usedDesk, usedBooth int64 // microseconds
	usedPlace, presence int64
}

func (p *pool) begin(h *House) {
	p.unit = h.PerBooth * h.PerObserved
	p.perBooth, p.perSet = p.unit/h.PerBooth, p.unit/h.PerObserved
	p.pair, p.supportWatches = h.Pair, h.Support
}

// watching are the parts that people in booths and in observation ask for.
func (p *pool) watching() int { return p.booth*p.perBooth + p.place*p.perSet }

// bySupport are the parts of it that staff who are not registered take.
func (p *pool) bySupport() int {
	if !p.supportWatches {
		return 0
	}
	return min(p.watching(), p.support*p.unit)
}

// free are the parts of registered staff that may begin something.
func (p *pool) free() int { return p.registered*p.unit - p.busy - (p.watching() - p.bySupport()) }

// integrate moves the integrals to an instant.
func (p *pool) integrate(now moment.Instant) {
	dt := int64(now.Since(p.last))
	p.last = now
	if dt <= 0 {
		return
	}
	sup := p.bySupport()
	p.usedReg += dt * int64(p.busy+p.watching()-sup)
	p.usedSup += dt * int64(sup)
	p.usedDesk += dt * int64(p.desk)
	p.usedBooth += dt * int64(p.booth)
	p.usedPlace += dt * int64(p.place)
	p.presence += dt * int64(p.inHouse)
}

// lines are the people who wait, each line in the order of coming to it.
type lines struct{ desk, assess, prepare, booth, place, asked []*attend }

// take removes the first of a line.
func take(line *[]*attend) *attend {
	a := (*line)[0]
	copy(*line, (*line)[1:])
	(*line)[len(*line)-1] = nil
	*line = (*line)[:len(*line)-1]
	return a
}

// drop removes somebody from a line, wherever they stand.
func drop(line *[]*attend, a *attend) {
	for i, x := range *line {
		if x == a {
			copy((*line)[i:], (*line)[i+1:])
			(*line)[len(*line)-1] = nil
			*line = (*line)[:len(*line)-1]
			return
		}
	}
}

// advance moves the site's clock.
func (h *premises) advance(now moment.Instant) {
	h.pool.integrate(now)
	h.roster(now)
}

// roster sets who is there at an instant of today.
func (h *premises) roster(now moment.Instant) {
	h.pool.registered, h.pool.support = 0, 0
	for _, x := range h.onShift {
		if x.from <= now && now < x.to {
			h.pool.registered += x.registered
			h.pool.support += x.support
		}
	}
}

// present is a shift of one day.
type present struct {
	from, to            moment.Instant
	registered, support int
}

// staffToday puts the shifts of a day on the clock, and plans their changes.
func (h *premises) staffToday(day moment.Day) {
	r := h.run
	h.onShift = h.onShift[:0]
	for _, x := range h.shifts {
		if !on(x.Days, day) {
			continue
		}
		p := present{r.clock(day, x.From), r.clock(day, x.To), x.Registered, x.Support}
		h.onShift = append(h.onShift, p)
		r.at(p.from, planned{what: shiftChange, site: h})
		r.at(p.to, planned{what: shiftChange, site: h})
	}
	h.roster(r.now)
}

// clock is a minute of a day at the site.
func (r *run) clock(day moment.Day, minute int) moment.Instant {
	return r.zone.At(day, minute/60, minute%60)
}

// pump begins everything that can begin, what is furthest on first. Who waits
// for two members of staff is not overtaken by who needs one, or nobody would
// ever prepare a dose in a busy hour.
func (h *premises) pump() {
	if h.run.err != nil {
		return
	}
	p, l := &h.pool, &h.lines
	for len(l.place) > 0 && p.place < h.places {
		h.toObservation(take(&l.place))
	}
	for len(l.asked) > 0 && p.doctors < h.run.pl.house.Prescribers {
		h.toPrescriber(take(&l.asked))
	}
	for len(l.booth) > 0 && p.booth < h.booths {
		h.toBooth(take(&l.booth))
	}
	ahead := func() bool { return p.preparing+len(l.booth) <= h.booths-p.booth }
	for len(l.prepare) > 0 && p.free() >= p.pair*p.unit && ahead() {
		h.toPrepare(take(&l.prepare))
	}
	held := len(l.prepare) > 0 && ahead() // somebody waits for staff alone
	for len(l.assess) > 0 && p.free() >= p.unit && !held {
		h.toAssess(take(&l.assess))
	}
	for len(l.desk) > 0 && p.desk < h.desks {
		h.toDesk(take(&l.desk))
	}
}
