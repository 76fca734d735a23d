package clinic

import (
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/refusal"
)

func (d *decider) askBetterTime(b AskBetterTime) *Refusal {
	today, mine := d.s.zone.Day(d.now), 0
	for _, w := range d.s.BetterInOrder(today) {
		if w.Person == b.Person {
			mine++
		}
	}
	p := d.s.People[b.Person]
	if p == nil {
		return unknownPerson()
	}
	if no := d.s.inTreatment(b.Person); no != nil {
		return no
	}
	switch {
	case person.CheckID(b.Want) != nil || d.s.better(b.Want) != nil || b.First < today || b.Last < b.First ||
		b.Last > today+promisedAhead || b.From < 0 || b.To < b.From || b.To >= dayMinutes:
		return refusal.New("better_incomplete", accessRule, fmt.Sprintf(
			"Write from when until when they would rather come, and on which days, at most %d days ahead.", promisedAhead))
	case !p.Attends(b.First, b.Session):
		return refusal.New("no_such_visit", accessRule, "They do not come to that session.")
	case mine >= betterEach || len(d.s.Booking.Better) >= betterKept:
		return refusal.New("better_full", accessRule, "They wait for enough times already: take one off the list first.")
	}
	d.say(&BetterTimeAsked{b})
	d.offer(nil, BetterTime{AskBetterTime: b, At: d.at})
	return nil
}

func (d *decider) endBetterTime(b EndBetterTime) *Refusal {
	w := d.s.better(b.Want)
	if w == nil {
		return refusal.New("better_unknown", accessRule, "They are not on the list any more.")
	}
	d.say(&BetterTimeEnded{b.Want, w.Person})
	return nil
}

func (d *decider) offerTimes() *Refusal {
	before := len(d.out)
	d.offer(nil, d.s.BetterInOrder(d.s.zone.Day(d.now))...)
	if len(d.out) == before {
		return refusal.New("nothing_to_offer", accessRule, "No time is free that somebody on the list waits for.")
	}
	return nil
}

// opened offers the times that a change of a day left free to those who wait.
// What a person changes for themself names nobody else: their command is theirs,
// and OfferTimes follows it.
func (d *decider) opened(k *dayBook) {
	if _, self := d.c.By.Self(); self {
		return
	}
	d.offer(k, d.s.BetterInOrder(d.s.zone.Day(d.now))...)
}

// offer goes through those who wait, in order, and holds for each the best free
// time of their window: the earliest day, and on it the time that costs them
// least. k is the one day that is looked at, with what the command changes; nil
// is every day as it stands. An offer breaks no rule at all.
func (d *decider) offer(k *dayBook, waiting ...BetterTime) {
	days := map[moment.Day]*dayBook{}
	if k != nil {
		days[k.day] = k
	}
	served := map[person.UserID]bool{}
	for _, h := range d.s.heldInOrder(d.now) {
		served[h.Person] = true // one offer at a time
	}
	for _, w := range waiting {
		first, last := max(w.First, d.s.zone.Day(d.now)), w.Last
		if k != nil {
			first, last = max(first, k.day), min(last, k.day)
		}
		for day := first; day <= last && !served[w.Person]; day++ {
			if days[day] == nil {
				days[day] = d.s.bookOf(day, d.now)
			}
			served[w.Person] = d.offerOn(days[day], w)
		}
	}
}

func (d *decider) offerOn(k *dayBook, w BetterTime) bool {
	x, was, no := d.s.promised(PromisedTime{Person: w.Person, Day: k.day, Session: w.Session})
	was, stands := k.dueOf(x.Visit, was)
	if no != nil || !stands || len(w.Had) >= offersMade || k.access.Offer == 0 || d.inside(w, was) || was <= d.now {
		return false
	}
	kept := k.seatsOf(x.Visit)
	k.leave(x.Visit)
	best, ok := TimeOption{}, false
	for _, at := range k.starts(w.Session) {
		if at <= d.now || !d.inside(w, at) || slices.Contains(w.Had, at) {
			continue
		}
		if o := k.option(x, at, was, was); o.Free() && (!ok || o.Saves > best.Saves) {
			best, ok = o, true
		}
	}
	for _, y := range kept {
		k.take(y)
	}
	if !ok {
		return false
	}
	x.Due = best.Due
	k.take(x)
	d.say(&TimeOffered{w.Want, x, min(d.now.Add(moment.Minutes(int64(k.access.Offer))), x.Due)})
	return true
}

// inside reports whether an instant lies where somebody would rather come.
func (d *decider) inside(w BetterTime, at moment.Instant) bool {
	m := d.s.minuteOf(at)
	return w.From <= m && m <= w.To
}

// seatsOf are the times that a visit takes in the book: promised and held.
func (k *dayBook) seatsOf(id string) (out []PromisedTime) {
	for _, x := range k.taken {
		if x.Visit == id {
			out = append(out, x)
		}
	}
	return out
}

// dueOf is the time of a visit in the book, which a command may have changed
// already; usual is the time of one that is not planned yet. ok is false for a
// visit that the command takes away.
func (k *dayBook) dueOf(id string, usual moment.Instant) (due moment.Instant, ok bool) {
	for _, x := range k.taken {
		if x.Visit == id {
			return x.Due, true
		}
	}
	return usual, k.s.Visits[id] == nil
}
