package clinic

import (
	"slices"
	"sort"

	"steady/moment"
	"steady/person"
	"steady/visit"
)

// LifeRoom is what the premises know of the lives that treatment is fitted
// round. Parts that are over are forgotten; the journal keeps them.
type LifeRoom struct {
	Parts map[person.UserID][]LifePart `json:"parts,omitempty"` // in the order entered
	Pairs []KeepPair                   `json:"pairs,omitempty"` // in the order entered
	// Away are days asked for or agreed, and not over, in the order asked.
	Away []Away `json:"away,omitempty"`
	// Keeps is who said that their regular times stay, and since when.
	Keeps    map[person.UserID]moment.Day `json:"keeps,omitempty"`
	Planning *SetPlanning                 `json:"planning,omitempty"`
	Proposal *Proposal                    `json:"proposal,omitempty"` // the newest
}

// LifePart is one part of a life with who wrote it down.
type LifePart struct {
	EnterLife
	By person.StaffID `json:"by"`
	At moment.Instant `json:"at"`
}

// How much the state keeps: far above what a life has, and no more.
const (
	partsKept = 40
	pairsKept = 400
)

// holds reports whether something dated holds on a day.
func holds(from, until, day moment.Day) bool { return from <= day && (until == 0 || day <= until) }

func (f *LifeEntered) applyLife(s *State, e Event) {
	s.forgetLives(e)
	keep(&s.Lives.Parts, f.Person, append(s.Lives.Parts[f.Person], LifePart{f.EnterLife, e.By, e.Happened}))
}

func (f *LifeEnded) applyLife(s *State, e Event) {
	s.forgetLives(e)
	parts := s.Lives.Parts[f.Person]
	if i := slices.IndexFunc(parts, func(x LifePart) bool { return x.Part == f.Part }); i >= 0 {
		if parts[i].Until = f.Last; f.Last < parts[i].From {
			parts = slices.Delete(parts, i, i+1)
		}
	}
	keep(&s.Lives.Parts, f.Person, parts)
}

func (f *PairKept) applyLife(s *State, e Event) {
	s.forgetLives(e)
	s.Lives.Pairs = append(s.Lives.Pairs, f.KeepPair)
}

func (f *PairOver) applyLife(s *State, e Event) {
	s.forgetLives(e)
	if i := slices.IndexFunc(s.Lives.Pairs, func(x KeepPair) bool { return x.Pair == f.Pair }); i >= 0 {
		if s.Lives.Pairs[i].Until = f.Last; f.Last < s.Lives.Pairs[i].From {
			s.Lives.Pairs = slices.Delete(s.Lives.Pairs, i, i+1)
		}
	}
}

// forgetLives drops what was over before the day of recording. Nothing looks
// back at it: what a week was planned round is in the journal.
func (s *State) forgetLives(e Event) {
	today := s.zone.Day(e.Recorded)
	over := func(until moment.Day) bool { return until != 0 && until < today }
	for id, parts := range s.Lives.Parts {
		parts = slices.DeleteFunc(parts, func(x LifePart) bool { return over(x.Until) })
		if s.Lives.Parts[id] = parts; len(parts) == 0 {
			delete(s.Lives.Parts, id)
		}
	}
	s.Lives.Pairs = slices.DeleteFunc(s.Lives.Pairs, func(x KeepPair) bool { return over(x.Until) })
	s.Lives.Away = slices.DeleteFunc(s.Lives.Away, func(x Away) bool { return over(x.To) })
}

// LifeOn lists the parts of a person's life that hold on a day, in the order
// they were entered.
func (s *State) LifeOn(id person.UserID, day moment.Day) (out []LifePart) {
	for _, x := range s.Lives.Parts[id] {
		if holds(x.From, x.Until, day) {
			out = append(out, x)
		}
	}
	return out
}

// BusyOn answers when a person cannot come on a day, in order, without overlap.
// It says nothing of why.
func (s *State) BusyOn(id person.UserID, day moment.Day) (out []Window) {
	for _, x := range s.LifeOn(id, day) {
		if x.Busy != nil && slices.Contains(x.Busy.Days, day.Weekday()) {
			out = append(out, Window{x.Busy.From, x.Busy.To})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].From < out[j].From })
	n := 0
	for _, w := range out {
		if n > 0 && w.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, w.To)
			continue
		}
		out[n] = w
		n++
	}
	return out[:n]
}

// JourneyOn is how a person comes on a day: of the journeys that hold the one
// entered last. ok is false where nobody asked yet.
func (s *State) JourneyOn(id person.UserID, day moment.Day) (j Journey, ok bool) {
	for _, x := range s.LifeOn(id, day) {
		if x.Journey != nil {
			j, ok = *x.Journey, true
		}
	}
	return j, ok
}

// WishOn is when a person would like to come on a day: of the wishes that hold
// the one entered last.
func (s *State) WishOn(id person.UserID, day moment.Day) (w Wish, ok bool) {
	for _, x := range s.LifeOn(id, day) {
		if x.Wish != nil {
			w, ok = *x.Wish, true
		}
	}
	return w, ok
}

// Early is how long before a start the bus puts the person down, in minutes.
func (j Journey) Early(start int) int { return j.wait(start, func(b Bus) int { return b.Here }, 1) }

// Late is how long after an end the bus home leaves, in minutes.
func (j Journey) Late(end int) int { return j.wait(end, func(b Bus) int { return b.Home }, -1) }

func (j Journey) wait(minute int, phase func(Bus) int, sign int) int {
	if j.Bus == nil {
		return 0
	}
	p := j.Bus.Period
	return ((sign*(minute-phase(*j.Bus)))%p + p) % p
}

// Clashes reports whether coming for a visit of stay minutes from start on
// meets a time in which the person cannot come: the way here and the way back
// count too.
func (s *State) Clashes(id person.UserID, day moment.Day, start, stay int) bool {
	j, _ := s.JourneyOn(id, day)
	leaves := start - j.Early(start) - j.Minutes
	back := start + stay + j.Late(start+stay) + j.Minutes
	return slices.ContainsFunc(s.BusyOn(id, day), func(w Window) bool { return leaves < w.To && w.From < back })
}

// ApartFrom lists who is better not in the building with a person on a day, by
// id. It is for deciding: no screen shows it to one of the two.
func (s *State) ApartFrom(id person.UserID, day moment.Day) (out []person.UserID) {
	for _, x := range s.Lives.Pairs {
		if x.Kind == PairApart && holds(x.From, x.Until, day) && x.has(id) {
			out = append(out, x.other(id))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Meets reports whether somebody whom the person of a visit is kept apart from is
// in the building. Who stands at the door is not refused for it: staff are told,
// and see to it that the two do not meet.
func (s *State) Meets(v *Visit) bool {
	apart := s.ApartFrom(v.Person, v.Day)
	for _, o := range s.Visits {
		if o.Stage != visit.Booked && o.Stage != visit.Ended && slices.Contains(apart, o.Person) {
			return true
		}
	}
	return false
}

// PairsOn lists the pairs of a kind that hold on a day, in the order entered.
func (s *State) PairsOn(kind PairKind, day moment.Day) (out []KeepPair) {
	for _, x := range s.Lives.Pairs {
		if x.Kind == kind && holds(x.From, x.Until, day) {
			out = append(out, x)
		}
	}
	return out
}

func (x KeepPair) has(id person.UserID) bool { return x.A == id || x.B == id }

func (x KeepPair) other(id person.UserID) person.UserID {
	if x.A == id {
		return x.B
	}
	return x.A
}
