package clinic

import (
	"slices"

	"steady/moment"
	"steady/person"
	"steady/visit"
)

// BookingRoom is what a site promises: how people come and when, the times that
// are held, who has none, and what was promised against a rule.
type BookingRoom struct {
	Access   []SetAccess         `json:"access,omitempty"` // by first day
	Except   []ExceptionalDay    `json:"except,omitempty"` // by day
	Held     map[string]HeldTime `json:"held,omitempty"`   // by visit
	Unplaced []TimeNotFound      `json:"unplaced,omitempty"`
	Better   []BetterTime        `json:"better,omitempty"` // who waits for a better time, as they asked
	Over     []Overbooked        `json:"over,omitempty"`   // of the last weeks, oldest first
}

// HeldTime is a time kept free for a visit.
type HeldTime struct {
	PromisedTime
	Until moment.Instant `json:"until"`
	By    person.StaffID `json:"by"`
	Want  string         `json:"want,omitempty"` // it was offered to who waits for a better time
}

// Overbooked is a time promised against a rule that staff may set aside.
type Overbooked struct {
	PromisedTime
	At     moment.Instant `json:"at"`
	By     person.StaffID `json:"by"`
	Rules  []BookingRule  `json:"rules"`
	Reason Text           `json:"reason"`
}

// heldKept bounds the times that are held at once.
const heldKept = 500

// timeOf is the visit of a promised time.
func (p PromisedTime) timeOf() string {
	if p.Visit == "" {
		return VisitID(p.Person, p.Day, p.Session)
	}
	return p.Visit
}

func (f *TimeHeld) applyTimes(s *State, e Event) {
	s.letGo(e.Recorded)
	keep(&s.Booking.Held, f.Visit, HeldTime{f.PromisedTime, f.Until, e.By, ""})
}

func (f *TimeReleased) applyTimes(s *State, e Event) {
	delete(s.Booking.Held, f.Visit)
	s.letGo(e.Recorded)
}

func (f *VisitMoved) applyTimes(s *State, e Event) {
	if h := s.Booking.Held[f.Visit]; h.Want != "" && h.Due == f.Due {
		s.endBetter(h.Want)
	}
	delete(s.Booking.Held, f.Visit)
	s.letGo(e.Recorded)
	v := s.Visits[f.Visit]
	if v == nil {
		v = &Visit{ID: f.Visit, Person: f.Person, Day: f.Day, Session: f.Session, Stage: visit.Booked}
		s.Visits[f.Visit] = v
	}
	v.Due, v.LastKind, v.LastBy, v.LastAt = f.Due, f.Kind(), e.By, max(v.LastAt, e.Happened)
	v.Rev++
	s.placed(f.Person, f.Day, f.Session)
	s.over(f.PromisedTime, f.Broke, f.Despite, e)
}

// over remembers a time promised against a rule, and forgets those of long ago.
func (s *State) over(x PromisedTime, broke []BookingRule, why *Text, e Event) {
	if len(broke) == 0 || why == nil {
		return
	}
	k, oldest := &s.Booking, monday(s.zone.Day(e.Happened))-7*weeksKept
	k.Over = slices.DeleteFunc(k.Over, func(x Overbooked) bool { return s.zone.Day(x.At) < oldest })
	k.Over = append(k.Over, Overbooked{x, e.Happened, e.By, broke, *why})
}

func (f *TimeNotFound) applyTimes(s *State, e Event) {
	today := s.zone.Day(e.Recorded)
	s.Booking.Unplaced = slices.DeleteFunc(s.Booking.Unplaced, func(x TimeNotFound) bool { return x.Day < today })
	s.Booking.Unplaced = append(s.Booking.Unplaced, *f)
}

func (f *DayPlanned) applyTimes(s *State, e Event) {
	if f.Day > s.Planned {
		s.Planned = f.Day
		s.forget(min(f.Day, s.zone.Day(e.Recorded)))
	}
}

// placed forgets that somebody had no time in a session.
func (s *State) placed(who person.UserID, day moment.Day, session int) {
	s.Booking.Unplaced = slices.DeleteFunc(s.Booking.Unplaced, func(x TimeNotFound) bool {
		return x.Person == who && x.Day == day && x.Session == session
	})
}

// letGo drops the held times that nobody answered.
func (s *State) letGo(now moment.Instant) {
	for id, h := range s.Booking.Held {
		if h.Until <= now {
			delete(s.Booking.Held, id)
		}
	}
}

// HeldFor is the time that is held for a visit at an instant.
func (s *State) HeldFor(visit string, now moment.Instant) (HeldTime, bool) {
	h, ok := s.Booking.Held[visit]
	return h, ok && h.Until > now
}

// OverbookedIn lists what was promised against a rule in the week that begins
// on a Monday, oldest first.
func (s *State) OverbookedIn(week moment.Day) (out []Overbooked) {
	for _, x := range s.Booking.Over {
		if monday(s.zone.Day(x.At)) == week {
			out = append(out, x)
		}
	}
	return out
}

// timesAbout is the person of a fact of promised times, and the visit whose row
// it changes.
func timesAbout(f timesFact) (person.UserID, string) {
	switch b := f.(type) {
	case *TimeHeld:
		return b.Person, ""
	case *TimeReleased:
		return b.Person, ""
	case *VisitMoved:
		return b.Person, b.Visit
	case *TimeNotFound:
		return b.Person, ""
	case *BetterTimeAsked:
		return b.Person, ""
	case *BetterTimeEnded:
		return b.Person, ""
	case *TimeOffered:
		return b.Person, ""
	}
	return "", ""
}
