package clinic

import (
	"slices"
	"sort"

	"steady/moment"
)

// ExceptionalDay is a day with hours of its own; without windows it is closed.
type ExceptionalDay struct {
	Day     moment.Day     `json:"day"`
	Windows []AccessWindow `json:"windows,omitempty"`
	Why     Text           `json:"why"`
}

// How much of access the state keeps. Older settings are in the journal.
const (
	accessKept      = 60  // settings
	exceptionsKept  = 200 // days to come
	exceptionsAhead = 800 // days
)

// timesFact is a fact about access and promised times; it changes the booking
// room and visits that nobody has begun.
type timesFact interface{ applyTimes(s *State, e Event) }

// newTimesFacts makes one empty fact of each kind, for the table of the codec.
func newTimesFacts() []func() Fact {
	return []func() Fact{mk[AccessSet], mk[ExceptionalDaySet], mk[ExceptionalDayEnded], mk[TimeHeld], mk[TimeReleased],
		mk[VisitMoved], mk[TimeNotFound], mk[DayPlanned], mk[BetterTimeAsked], mk[BetterTimeEnded], mk[TimeOffered]}
}

func (f *AccessSet) applyTimes(s *State, _ Event) {
	k := &s.Booking
	k.Access = slices.DeleteFunc(k.Access, func(x SetAccess) bool { return x.From == f.From })
	k.Access = append(k.Access, f.SetAccess)
	sort.Slice(k.Access, func(i, j int) bool { return k.Access[i].From < k.Access[j].From })
	if n := len(k.Access) - accessKept; n > 0 {
		k.Access = slices.Clone(k.Access[n:])
	}
}

func (f *ExceptionalDaySet) applyTimes(s *State, e Event) {
	k := &s.Booking
	before := s.zone.Day(e.Recorded) - exceptionsBack
	k.Except = slices.DeleteFunc(k.Except, func(x ExceptionalDay) bool { return x.Day == f.Day || x.Day < before })
	k.Except = append(k.Except, ExceptionalDay{f.Day, f.Windows, f.Why})
	sort.Slice(k.Except, func(i, j int) bool { return k.Except[i].Day < k.Except[j].Day })
}

func (f *ExceptionalDayEnded) applyTimes(s *State, _ Event) {
	s.Booking.Except = slices.DeleteFunc(s.Booking.Except, func(x ExceptionalDay) bool { return x.Day == f.Day })
}

// exceptionsBack is how many days a day that is over keeps its own hours, for
// what is entered late.
const exceptionsBack = 60

// AccessOn is what was set to hold on a day; ok is false where nothing was.
func (s *State) AccessOn(day moment.Day) (Access, bool) {
	a, ok := s.accessOn(day)
	return *a, ok
}

// accessOn is AccessOn without a copy; a is never nil.
func (s *State) accessOn(day moment.Day) (a *Access, ok bool) {
	for i := range s.Booking.Access {
		if s.Booking.Access[i].From > day {
			break
		}
		a, ok = &s.Booking.Access[i].Access, true
	}
	if !ok {
		a = &Access{}
	}
	return a, ok
}

// ExceptionOn is a day's own hours, where it has some.
func (s *State) ExceptionOn(day moment.Day) (ExceptionalDay, bool) {
	i, ok := slices.BinarySearchFunc(s.Booking.Except, day,
		func(x ExceptionalDay, d moment.Day) int { return int(x.Day - d) })
	if !ok {
		return ExceptionalDay{}, false
	}
	return s.Booking.Except[i], true
}

// HoursOn lists the windows of a day in order of time; none: the service is
// closed. Where no access is set the sessions of the premises are the hours, in
// no style.
func (s *State) HoursOn(day moment.Day) (out []AccessWindow) {
	if x, ok := s.ExceptionOn(day); ok {
		return x.Windows
	}
	return s.ordinaryHours(day)
}

// ordinaryHours are the windows of a day by its day of the week alone.
func (s *State) ordinaryHours(day moment.Day) (out []AccessWindow) {
	s.eachOrdinaryWindow(day, func(w AccessWindow) { out = append(out, w) })
	return out
}

// Hours are the first and the last minute of a session on a day, in minutes
// after midnight; ok is false where it does not open.
func (s *State) Hours(day moment.Day, session int) (opens, closes int, ok bool) {
	window := func(w AccessWindow) {
		if w.Session == session {
			if !ok || w.From < opens {
				opens = w.From
			}
			closes, ok = max(closes, w.To), true
		}
	}
	s.eachWindow(day, window)
	return opens, closes, ok
}

// eachWindow calls f with the windows of a day in order of time. Every step of a
// visit asks for hours, so no list is made for it.
func (s *State) eachWindow(day moment.Day, f func(AccessWindow)) {
	if x, ok := s.ExceptionOn(day); ok {
		for _, w := range x.Windows {
			f(w)
		}
		return
	}
	s.eachOrdinaryWindow(day, f)
}

// eachOrdinaryWindow is eachWindow by the day of the week alone.
func (s *State) eachOrdinaryWindow(day moment.Day, f func(AccessWindow)) {
	a, ok := s.accessOn(day)
	if !ok {
		for i, x := range s.Sessions {
			f(AccessWindow{Session: i, From: x.Opens, To: x.Closes})
		}
		return
	}
	for i := range a.Week {
		if w := &a.Week[i]; w.Weekday == day.Weekday() {
			f(w.AccessWindow)
		}
	}
}

// Unset names what a day's booking still needs before Steady promises a time by
// itself, in words for "set …"; empty is nothing. The staff of a rota stand in
// the place of the window's.
func (s *State) Unset(day moment.Day, w AccessWindow) []string {
	a, _ := s.AccessOn(day)
	if s.HasRota(day) {
		w.Nurses = max(w.Nurses, 1)
	}
	return a.Unset(w)
}

// Unset names the settings that a window needs and that nobody made.
func (a Access) Unset(w AccessWindow) (out []string) {
	ask := func(n int, what string) {
		if n == 0 {
			out = append(out, what)
		}
	}
	if w.Style == "" {
		return []string{"how people come"}
	}
	ask(a.Booth, "the minutes in the booth")
	ask(a.Watch, "the minutes of observation")
	switch w.Style {
	case AccessBooked:
		ask(a.Slot, "the length of a slot")
		ask(a.PerPair, "the doses that two people prepare in a slot")
		ask(w.Booths, "the booths")
		ask(w.Places, "the places in observation")
		ask(w.Nurses, "the registered staff")
	case AccessGroup:
		ask(w.Every, "the minutes between groups")
		ask(w.Group, "the size of a group")
	}
	return out
}

// WindowLike is a window with the style and the figures that a session has on
// the day of the week of a day, to be given other hours.
func (s *State) WindowLike(day moment.Day, session int) AccessWindow {
	a, _ := s.AccessOn(day)
	for _, w := range a.Week {
		if w.Weekday == day.Weekday() && w.Session == session {
			return w.AccessWindow
		}
	}
	return AccessWindow{Session: session, Style: AccessOpen}
}
