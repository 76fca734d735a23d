package clinic

import (
	"fmt"
	"maps"
	"slices"

	"steady/moment"
	"steady/refusal"
	"steady/visit"
)

// promisedAhead is how many days before it a visit can be given a time: the
// state holds no more days than that.
const promisedAhead = 28

// visitsADay is far above what anybody comes for on one day, those that ended
// with them.
const visitsADay = 12

func tooFarAhead(day moment.Day) *Refusal {
	return refusal.New("too_far_ahead", accessRule, fmt.Sprintf(
		"Times are promised up to %d days ahead: ask again from %s on.", promisedAhead, words(day-promisedAhead)))
}

func (d *decider) promise(body Body) *Refusal {
	switch b := body.(type) {
	case SetAccess:
		return d.setAccess(b)
	case SetExceptionalDays:
		return d.setExceptionalDays(b)
	case EndExceptionalDay:
		return d.endExceptionalDay(b)
	case HoldTime:
		return d.holdTime(b)
	case ConfirmTime:
		return d.confirmTime(b)
	case ReleaseTime:
		return d.releaseTime(b)
	case MoveVisit:
		return d.moveVisit(b)
	case SwapTimes:
		return d.swapTimes(b)
	case CancelVisit:
		return d.cancelVisit(b)
	case AskBetterTime:
		return d.askBetterTime(b)
	case EndBetterTime:
		return d.endBetterTime(b)
	case OfferTimes:
		return d.offerTimes()
	}
	return nil
}

// promised finds the visit of a promised time and the time that it has now: the
// promised one, or the usual one where its day is not planned yet.
func (s *State) promised(p PromisedTime) (x PromisedTime, now moment.Instant, no *Refusal) {
	who := s.People[p.Person]
	if who == nil {
		return p, 0, unknownPerson()
	}
	if no := s.inTreatment(p.Person); no != nil {
		return p, 0, no
	}
	p.Visit = p.timeOf()
	if v := s.Visits[p.Visit]; v != nil {
		if v.Person != p.Person || v.Day != p.Day || v.Session != p.Session {
			return p, 0, refusal.New("booking_incomplete", "visit order", "Choose a visit of this person.")
		}
		return p, v.Due, visit.Next(v.Stage, visit.Absent)
	}
	order := who.OrderOn(p.Day)
	minute, comes := who.TimeOn(p.Day, p.Session)
	if p.Session < 0 || p.Session >= len(s.Sessions) || p.Visit != VisitID(p.Person, p.Day, p.Session) ||
		!comes || order == nil || s.AwayOn(p.Person, p.Day) != nil ||
		p.Day > order.Ends || s.Closed[sessionKey(p.Day, p.Session)] {
		return p, 0, refusal.New("no_such_visit", accessRule,
			"They have no visit in that session: look at the prescription and at their usual times.")
	}
	return p, s.at(p.Day, minute), nil
}

// asked is promised for a time that somebody wants: to come, within the days
// that can be promised, and not out of date.
func (d *decider) asked(p PromisedTime) (x PromisedTime, was moment.Instant, no *Refusal) {
	x, was, no = d.s.promised(p)
	today := d.s.zone.Day(d.now)
	switch v := d.s.Visits[x.Visit]; {
	case no != nil:
		return x, was, no
	case d.s.zone.Day(p.Due) != p.Day || p.Due <= d.now:
		return x, was, refusal.New("booking_incomplete", "visit order", "Choose a time to come on the day of the visit.")
	case p.Day > today+promisedAhead:
		return x, was, tooFarAhead(p.Day)
	case v != nil && d.c.Expect != 0 && d.c.Expect != v.Rev:
		_, no = d.visit(v.ID, visit.Absent) // says what changed
		return x, was, no
	case v != nil && v.Due == p.Due:
		return x, was, refusal.New("same_time", accessRule, "That is the time they have already.")
	}
	return x, was, nil
}

func (d *decider) moveVisit(b MoveVisit) *Refusal {
	x, was, no := d.asked(b.PromisedTime)
	if no != nil {
		return no
	}
	k := d.s.bookOf(x.Day, d.now)
	k.leave(x.Visit)
	if no := d.moveTo(k, x, was, b.Despite); no != nil {
		return no
	}
	d.opened(k)
	return nil
}

// moveTo promises a time, or says which rule stands against it. It is in the book
// from then on.
func (d *decider) moveTo(k *dayBook, x PromisedTime, was moment.Instant, despite *Text) *Refusal {
	broken := k.broken(x)
	if no := d.against(broken, despite); no != nil {
		return no
	}
	if len(broken) == 0 {
		despite = nil
	}
	k.take(x)
	d.say(&VisitMoved{x, was, rulesOf(broken), despite})
	return nil
}

// against refuses what breaks a rule. Nobody sets a hard one aside; the others
// staff do with a reason, and a person for themself does not.
func (d *decider) against(broken []Broken, despite *Text) *Refusal {
	if len(broken) == 0 {
		return nil
	}
	_, self := d.c.By.Self()
	b, hard := firstHard(broken)
	if !hard {
		b = broken[0]
	}
	switch {
	case self && b.Rule == RuleUnset:
		return refusal.New("time_by_staff", accessRule, "Times are not changed here yet. Ask staff: they can.")
	case self && (b.Rule == RuleApart || !hard):
		return refusal.New("time_taken", accessRule, "That time is not free. Choose one of the times shown, or ask staff.")
	case hard:
		return refusal.New("time_not_possible", b.Rule.Words(), b.Text+" Choose another time.")
	case despite == nil || despite.Ref == "":
		return refusal.New("time_needs_reason", b.Rule.Words(),
			b.Text+" Choose another time, or write why it is promised all the same.")
	}
	return nil
}

func (d *decider) holdTime(b HoldTime) *Refusal {
	x, _, no := d.asked(b.PromisedTime)
	if no != nil {
		return no
	}
	a, _ := d.s.AccessOn(x.Day)
	if a.Hold == 0 || len(d.s.Booking.Held) >= heldKept {
		return refusal.New("hold_unset", accessRule,
			"No time can be held: how long a held time waits is not set on the access page. It can be promised at once.")
	}
	k := d.s.bookOf(x.Day, d.now)
	k.leave(x.Visit)
	if no := d.against(k.broken(x), nil); no != nil {
		return no
	}
	for _, h := range d.s.heldInOrder(d.now) { // one at a time: nobody holds a day for themself
		if h.Person == x.Person && h.Visit != x.Visit {
			d.say(&TimeReleased{h.Visit, h.Person})
		}
	}
	d.say(&TimeHeld{x, d.now.Add(moment.Minutes(int64(a.Hold)))})
	return nil
}

// held finds a held time that has not ended.
func (d *decider) held(id string) (HeldTime, *Refusal) {
	h, ok := d.s.HeldFor(id, d.now)
	if !ok {
		return h, refusal.New("hold_over", accessRule, "That time is not held any more: ask for it again.")
	}
	return h, nil
}

func (d *decider) confirmTime(b ConfirmTime) *Refusal {
	h, no := d.held(b.Visit)
	if no != nil {
		return no
	}
	x, was, no := d.asked(h.PromisedTime)
	if no != nil {
		return no
	}
	k := d.s.bookOf(x.Day, d.now)
	k.leave(x.Visit)
	if b, hard := firstHard(k.broken(x)); hard { // the place itself was kept
		return d.against([]Broken{b}, nil)
	}
	k.take(x)
	d.say(&VisitMoved{PromisedTime: x, Was: was})
	d.opened(k)
	return nil
}

func (d *decider) releaseTime(b ReleaseTime) *Refusal {
	h, no := d.held(b.Visit)
	if no != nil {
		return no
	}
	d.say(&TimeReleased{h.Visit, h.Person})
	k := d.s.bookOf(h.Day, d.now)
	k.drop(h.PromisedTime)
	d.opened(k)
	return nil
}

// swapTimes promises both times or none. Each is asked with the other one
// already moved.
func (d *decider) swapTimes(b SwapTimes) *Refusal {
	if b.A == b.B {
		return refusal.New("booking_incomplete", "visit order", "Choose two people.")
	}
	x, wasA, no := d.s.promised(PromisedTime{Person: b.A, Day: b.Day, Session: b.Session})
	if no != nil {
		return no
	}
	y, wasB, no := d.s.promised(PromisedTime{Person: b.B, Day: b.Day, Session: b.Session})
	if no != nil {
		return no
	}
	x.Due, y.Due = wasB, wasA
	for _, p := range []PromisedTime{x, y} {
		if _, _, no := d.asked(p); no != nil {
			return no
		}
	}
	k := d.s.bookOf(b.Day, d.now)
	k.leave(x.Visit)
	k.leave(y.Visit)
	if no := d.moveTo(k, x, wasA, b.Despite); no != nil {
		return no
	}
	if no := d.moveTo(k, y, wasB, b.Despite); no != nil {
		return no
	}
	d.opened(k)
	return nil
}

func (d *decider) cancelVisit(b CancelVisit) *Refusal {
	v, no := d.visit(b.Visit, visit.Absent)
	switch {
	case no != nil:
		return no
	case b.Reason.Ref == "":
		return refusal.New("reason_missing", accessRule, "Write in one line why the time is given back.")
	}
	d.say(&VisitEnded{Visit: v.ID, Ending: visit.Cancelled, Reason: &b.Reason})
	k := d.s.bookOf(v.Day, d.now)
	k.leave(v.ID)
	d.opened(k)
	return nil
}

// mayBook asks the rules before one more time is promised. Somebody who stands
// at the door is not asked for a time: the visit itself has rules enough.
func (d *decider) mayBook(b Book) (broken []BookingRule, no *Refusal) {
	today, sameDay := d.s.zone.Day(d.now), 0
	for _, v := range d.s.Visits {
		if v.Person == b.Person && v.Day == b.Day {
			sameDay++
		}
	}
	switch _, set := d.s.AccessOn(b.Day); {
	case b.Day > today+promisedAhead:
		return nil, tooFarAhead(b.Day)
	case sameDay >= visitsADay:
		return nil, refusal.New("visits_full", accessRule, fmt.Sprintf(
			"They have %d visits on that day already: look whether one of them is theirs to use.", sameDay))
	case !set || b.Due <= d.now:
		return nil, nil
	}
	k := d.s.bookOf(b.Day, d.now)
	k.topUp = b.TopUp
	found := k.broken(PromisedTime{b.Visit, b.Person, b.Day, b.Session, b.Due})
	return rulesOf(found), d.against(found, b.Despite)
}

// planned books one person at their usual time, or where a hard rule stands
// against it on that day at the nearest time that fits. No hard rule is broken
// by a plan: who has no time is named for staff to find one with them. A usual
// time that is more than the day can hold is promised all the same, and says so.
func (d *decider) planned(k *dayBook, x PromisedTime) {
	if _, set := d.s.AccessOn(x.Day); !set {
		d.say(&Booked{Visit: x.Visit, Person: x.Person, Day: x.Day, Session: x.Session, Due: x.Due})
		return
	}
	broken := k.broken(x)
	if _, hard := firstHard(broken); hard {
		due, ok := k.nearest(x)
		if !ok {
			d.notFound(x, broken)
			return
		}
		x.Due = due
		broken = k.broken(x)
	}
	k.take(x)
	d.say(&Booked{Visit: x.Visit, Person: x.Person, Day: x.Day, Session: x.Session, Due: x.Due, Broke: rulesOf(broken)})
}

func (d *decider) notFound(x PromisedTime, broken []Broken) {
	for _, u := range d.s.Booking.Unplaced {
		if u.Person == x.Person && u.Day == x.Day && u.Session == x.Session {
			return
		}
	}
	d.say(&TimeNotFound{x.Person, x.Day, x.Session, rulesOf(broken)})
}

// nearest is the start nearest to a time that breaks no rule, else the nearest
// that breaks none that nobody sets aside; the earlier one of two.
func (k *dayBook) nearest(x PromisedTime) (due moment.Instant, ok bool) {
	far := func(at moment.Instant) moment.Span { return max(at.Since(x.Due), x.Due.Since(at)) }
	free := false
	for _, at := range k.starts(x.Session) {
		y := x
		y.Due = at
		broken := k.broken(y)
		if _, hard := firstHard(broken); hard {
			continue
		}
		fits := len(broken) == 0
		if !ok || fits && !free || fits == free && far(at) < far(due) {
			due, ok, free = at, true, fits
		}
	}
	return due, ok
}

// openStep is how finely times are looked at in an open window, in minutes.
const openStep = 5

// starts lists the instants at which a visit of a session may begin that day:
// slots, groups, or every few minutes where people come as they like. A time
// that the clocks skip is none, one that they repeat is two.
func (k *dayBook) starts(session int) (out []moment.Instant) {
	for _, w := range k.hours {
		step := openStep
		switch {
		case w.Session != session:
			continue
		case w.Style == AccessGroup && w.Every > 0:
			step = w.Every
		case k.access.Slot > 0:
			step = k.access.Slot
		}
		for m := w.From; m < w.To; m += step {
			out = append(out, k.s.zone.Times(k.day, m/60, m%60)...)
		}
	}
	return out
}

// heldInOrder lists the times that are held at an instant, by visit.
func (s *State) heldInOrder(now moment.Instant) (out []HeldTime) {
	for _, id := range slices.Sorted(maps.Keys(s.Booking.Held)) {
		if h := s.Booking.Held[id]; h.Until > now {
			out = append(out, h)
		}
	}
	return out
}
