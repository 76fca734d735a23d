package clinic

import (
	"cmp"
	"slices"

	"steady/moment"
	"steady/person"
)

// BetterTime is somebody who waits for a better time.
type BetterTime struct {
	AskBetterTime
	At moment.Instant `json:"at"`
	By person.StaffID `json:"by"`
	// Had are the times that were offered already: none is offered twice.
	Had []moment.Instant `json:"had,omitempty"`
}

// How many wait at once.
const (
	betterKept = 300
	betterEach = 5  // for one person
	offersMade = 20 // to one wish; then it is for staff to talk about it
)

func (f *BetterTimeAsked) applyTimes(s *State, e Event) {
	today := s.zone.Day(e.Recorded)
	k := &s.Booking
	k.Better = slices.DeleteFunc(k.Better, func(w BetterTime) bool { return w.Last < today })
	k.Better = append(k.Better, BetterTime{f.AskBetterTime, e.Happened, e.By, nil})
}

func (f *BetterTimeEnded) applyTimes(s *State, _ Event) { s.endBetter(f.Want) }

func (f *TimeOffered) applyTimes(s *State, e Event) {
	s.letGo(e.Recorded)
	keep(&s.Booking.Held, f.Visit, HeldTime{f.PromisedTime, f.Until, e.By, f.Want})
	if w := s.better(f.Want); w != nil {
		w.Had = append(slices.Clone(w.Had), f.Due)
	}
}

func (s *State) endBetter(want string) {
	s.Booking.Better = slices.DeleteFunc(s.Booking.Better, func(w BetterTime) bool { return w.Want == want })
}

func (s *State) better(want string) *BetterTime {
	for i := range s.Booking.Better {
		if s.Booking.Better[i].Want == want {
			return &s.Booking.Better[i]
		}
	}
	return nil
}

// BetterInOrder is the waiting list for a better time in the order in which
// times are offered: who had the fewest offers first, and of those who asked
// first. So a time goes round, and nobody who lets an offer pass keeps others
// waiting. Who asks twice at one instant is told apart by id.
func (s *State) BetterInOrder(today moment.Day) (out []BetterTime) {
	for _, w := range s.Booking.Better {
		if w.Last >= today {
			out = append(out, w)
		}
	}
	slices.SortFunc(out, func(a, b BetterTime) int {
		return cmp.Or(cmp.Compare(len(a.Had), len(b.Had)), cmp.Compare(a.At, b.At), cmp.Compare(a.Want, b.Want))
	})
	return out
}
