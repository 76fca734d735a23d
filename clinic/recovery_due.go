package clinic

import (
	"cmp"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// askEarly is how many days before its day an answer counts for an occasion. It
// is our own rule (E) for what the lists show; nothing clinical hangs on it.
const askEarly = 14

// DueInstrument is one instrument that somebody can be asked now.
type DueInstrument struct {
	Person     person.UserID
	Instrument string
	Day        moment.Day // since when it is due
	Self       bool       // they may answer on their own pages
	Beside     bool       // asked for beside the timetable
}

// InTreatmentSince is the day on which the treatment of a person began; ok is
// false for who is not in treatment.
func (s *State) InTreatmentSince(id person.UserID) (day moment.Day, ok bool) {
	w := s.Ways[id]
	if w == nil {
		return 0, false
	}
	if stage, since := w.Stage(); stage == WayInTreatment {
		return s.zone.Day(since), true
	}
	return 0, false
}

// Due lists what one person can be asked on a day: for each instrument that the
// service chose the newest occasion that is not answered and not declined, and
// what was asked for beside the timetable. An occasion that passed without an
// answer is not caught up: the next one takes its place, and the gap shows.
func (s *State) Due(id person.UserID, today moment.Day) (out []DueInstrument) {
	x := s.StrandsOf(id)
	for _, a := range x.Asked {
		if a.Until >= today && s.Instrument(a.Instrument) != nil {
			out = append(out, DueInstrument{id, a.Instrument, today, a.Self, true})
		}
	}
	start, ok := s.InTreatmentSince(id)
	if !ok || len(s.Recovery.Asking) == 0 {
		return out
	}
	occasions := recovery.Occasions(start, today)
	for _, row := range s.Recovery.Asking {
		day, ok := newestOccasion(occasions, row)
		asked := slices.ContainsFunc(out, func(d DueInstrument) bool { return d.Instrument == row.Instrument })
		if !ok || asked || s.Instrument(row.Instrument) == nil {
			continue
		}
		if l, done := x.Last[row.Instrument]; done && s.zone.Day(l.At) >= day-askEarly {
			continue
		}
		out = append(out, DueInstrument{id, row.Instrument, day, row.Self, false})
	}
	return out
}

// newestOccasion is the last day on which a row was to be asked.
func newestOccasion(list []recovery.Occasion, row Asking) (moment.Day, bool) {
	for i := len(list) - 1; i >= 0; i-- {
		o := list[i]
		for _, at := range row.At {
			if at == AtAsk && o.Ask || at == AtTOP && o.TOP || at == AtReview && o.Review {
				return o.Day, true
			}
		}
	}
	return 0, false
}

// DueInOrder is what everybody in treatment can be asked, longest due first.
func (s *State) DueInOrder(today moment.Day) (out []DueInstrument) {
	for _, id := range s.peopleInOrder() {
		out = append(out, s.Due(id, today)...)
	}
	slices.SortStableFunc(out, func(a, b DueInstrument) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Person, b.Person))
	})
	return out
}

// MayAnswerAlone reports whether a person may answer an instrument on their own
// pages: the service offers it there, or asked for it, and its words may be
// shown.
func (s *State) MayAnswerAlone(id person.UserID, instrument string) bool {
	if !s.MayShowWords(instrument) {
		return false
	}
	for _, a := range s.Recovery.Asking {
		if a.Instrument == instrument && a.Self {
			return true
		}
	}
	for _, a := range s.StrandsOf(id).Asked {
		if a.Instrument == instrument && a.Self {
			return true
		}
	}
	return false
}
