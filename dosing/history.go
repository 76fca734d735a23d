package dosing

import (
	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// past is what the rules ask of a history, gathered in one pass so that a
// decision does not slow down or allocate with its length. The order of the
// doses does not matter to it.
type past struct {
	ever          bool // anything was ever given
	last          *Past
	lastScheduled *Past
	lastAttempt   *Past // the latest record, even where nothing went in
	usual         *Past // last completed tolerated scheduled dose

	dayStart, dayEnd  moment.Instant // today in the site's zone (E-TIME-02)
	given             measure.Mass   // today
	yesterday         measure.Mass
	dayBefore         measure.Mass
	injections        int // given today
	visits            int // scheduled doses given today
	visitsYesterday   int
	dayOne            bool
	paired            bool         // day 1 under rows that let doses be repeated (P-TITR-02, P-TITR-03)
	largestOnDayOne   measure.Mass // largest tolerated single dose of day 1 (E-TITR-14)
	lastWasOnDayOne   bool
	tolerated         bool // the last scheduled dose (E-TITR-12)
	poorlyTolerated   bool // it is known not to have been tolerated
	naloxone          bool // the last dose led to naloxone or an emergency (E-OD-06)
	impossible        bool // an amount or a time that no record can hold
	toleranceIsProven bool // E-TITR-15
}

// latest is the greatest instant that arithmetic is done with: the year 9999.
const latest = moment.Instant(253_402_300_799_000_000)

// tolerated reports whether a dose was completed and followed by an acceptable
// sedation score without oxygen, naloxone or emergency (E-TITR-12). A score
// that was not recorded is not taken as acceptable.
func (p *Past) tolerated() bool {
	return p.Completed && acceptable(p.POSS) && !p.Naloxone && !p.Oxygen
}

// most is the higher of two amounts where what went in was corrected: a day
// holds it, though only the lower one is known to have been tolerated
// (E-ORD-02).
func (p *Past) most() measure.Mass { return max(p.Given, p.AtMost) }

// possible reports whether a record can hold this time and these amounts.
func (p *Past) possible() bool {
	return p.At > 0 && p.At <= latest && p.Given >= 0 && p.most() <= measure.MaxMass
}

// acceptable is P-POSS-01: S, 1 and 2.
func acceptable(p protocol.POSS) bool {
	return p == protocol.POSSAsleep || p == protocol.POSS1 || p == protocol.POSS2
}

// summarise reads the history once.
func summarise(c *Case, pack *protocol.Pack) past {
	today := c.Zone.Day(c.Now)
	h := past{dayStart: c.Zone.Start(today), dayEnd: c.Zone.Start(today + 1)}
	yesterday, before := c.Zone.Start(today-1), c.Zone.Start(today-2)
	first := latest
	for i := range c.History {
		p := &c.History[i]
		if !p.possible() {
			h.impossible = true
			continue
		}
		later(&h.lastAttempt, p)
		if p.most() == 0 {
			continue
		}
		later(&h.last, p)
		if p.Given > 0 { // what perhaps did not go in is neither a first dose nor the base of a rise
			h.ever, first = true, min(first, p.At)
			h.scheduled(p)
		}
		switch {
		case p.At >= h.dayEnd: // recorded for a later day, counts for none of these
		case p.At >= h.dayStart:
			h.given = sum(h.given, p.most())
			h.injections++
			if p.Session != TopUp {
				h.visits++
			}
		case p.At >= yesterday:
			h.yesterday = sum(h.yesterday, p.Given)
			if p.Session != TopUp {
				h.visitsYesterday++
			}
		case p.At >= before:
			h.dayBefore = sum(h.dayBefore, p.Given)
		}
	}
	h.judgeDays(c, pack, today, first)
	return h
}

// scheduled keeps the last dose of a session, and the last that was tolerated.
func (h *past) scheduled(p *Past) {
	if p.Session == TopUp {
		return
	}
	later(&h.lastScheduled, p)
	if p.tolerated() {
		later(&h.usual, p)
	}
}

// judgeDays finds day 1, what was tolerated and whether tolerance is reached.
func (h *past) judgeDays(c *Case, pack *protocol.Pack, today moment.Day, first moment.Instant) {
	started := c.Prescription.Started
	h.dayOne = started == today || started == 0 && (!h.ever || first >= h.dayStart)
	pair := pack.FirstDayFor(2)
	h.paired = h.dayOne && pair != nil && pair.IfTolerated
	if h.paired && h.visits > 1 {
		h.visits-- // 15 mg and 15 mg at once are two entries of one visit (P-TITR-02, E-TITR-14)
	}
	if l := h.lastAttempt; l != nil {
		h.naloxone = l.Naloxone || l.POSS == protocol.POSS4
	}
	if l := h.last; l != nil {
		h.naloxone = h.naloxone || l.Naloxone || l.POSS == protocol.POSS4
		h.poorlyTolerated = l.Oxygen || l.POSS == protocol.POSS3
	}
	if l := h.lastScheduled; l != nil {
		h.tolerated = l.tolerated()
		h.poorlyTolerated = h.poorlyTolerated || l.Oxygen || l.POSS == protocol.POSS3
		h.findLargestOfDayOne(c, started, first)
	}
	level := pack.ToleranceDay.Mass
	h.toleranceIsProven = level > 0 && h.yesterday >= level && (pack.ToleranceDays < 2 || h.dayBefore >= level)
}

// findLargestOfDayOne serves E-TITR-14: on the morning of day 2 the base is the
// largest single syringe of day 1, not the half of a pair.
func (h *past) findLargestOfDayOne(c *Case, started moment.Day, first moment.Instant) {
	if started == 0 {
		started = c.Zone.Day(first)
	}
	from, to := c.Zone.Start(started), c.Zone.Start(started+1)
	l := h.lastScheduled
	if h.lastWasOnDayOne = l.At >= from && l.At < to; !h.lastWasOnDayOne {
		return
	}
	for i := range c.History {
		p := &c.History[i]
		if p.possible() && p.At >= from && p.Session != TopUp && p.tolerated() { // none is later than the last one
			h.largestOnDayOne = max(h.largestOnDayOne, p.Given)
		}
	}
}

// later keeps the record with the later time; of equal times the later record.
func later(kept **Past, p *Past) {
	if *kept == nil || p.At >= (*kept).At {
		*kept = p
	}
}

// sum adds and stays at MaxMass once there: a total that large ends every rule.
func sum(a, b measure.Mass) measure.Mass { return min(a+b, measure.MaxMass) }

// usualDose is the prescription's own figure, or the last completed tolerated
// scheduled dose; 0 where neither is known.
func (e *engine) usualDose() measure.Mass {
	if u := e.c.Prescription.Usual; u > 0 {
		return u
	}
	if e.h.usual == nil {
		return 0
	}
	if e.h.lastWasOnDayOne {
		return e.h.largestOnDayOne // not the half of a pair (E-TITR-14)
	}
	return e.h.usual.Given
}
