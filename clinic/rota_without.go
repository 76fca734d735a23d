package clinic

import (
	"cmp"
	"maps"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/timetable"
	"steady/timetable/rota"
	"steady/visit"
)

// The rota is a clinical parameter: before a shift is dropped, or somebody is
// taken off it, whoever plans it sees who loses which dose and what would save it.

// Lost is one promised visit that the staff of a day can no longer prepare or
// watch.
type Lost struct {
	PromisedTime
	Rule  BookingRule  // RulePrepare or RuleStaff
	Pair  bool         // RulePrepare for want of two who prepare, of whom one may: Have is registered staff
	Need  int          // else doses that begin in the slot, or load on the staff
	Have  int          // and what the staff can
	Moves []TimeOption // other times of that person on that day that would fit
}

// Saving is one change that would save visits.
type Saving struct {
	Staff    []person.StaffID // who would take places of the shift
	Skills   []rota.Skill     // of those places
	Shift    string           // another shift that would be longer
	From, To int              // the times it would have
	Strains  []rota.Strained  // rest rules of the service that it would pass
	Saves    int              // visits
}

// Without is a day without a shift, or without one person on it.
type Without struct {
	Missing []string // settings without which capacity cannot be counted
	Before  int      // visits that the staff cannot serve even with it
	Lost    []Lost
	Savings []Saving // those that save most first
}

// WithoutShift asks what a day would be without a shift; with who, without that
// person on it. It compares with the shift as it was planned, so that it answers
// too what somebody's absence costs that is on record already. It changes nothing
// and promises nothing. Where the service has not set what its staff can do it
// says what is missing, and counts only that two people prepare every dose.
func (s *State) WithoutShift(id string, who person.StaffID, now moment.Instant) (out Without) {
	sh := s.Rota.Shifts[id]
	if sh == nil || sh.Dropped != nil {
		return out
	}
	out.Missing = s.uncounted(sh.Day)
	out.Lost, out.Before = s.LostWithout(id, who, now)
	without := s.supposing(reduced(sh.Shift, who))
	for i, x := range out.Lost {
		out.Lost[i].Moves = without.movesOf(x, now)
	}
	if len(out.Lost) > 0 {
		out.Savings = s.savings(sh.Shift, who, out.Before+len(out.Lost), now)
	}
	return out
}

// LostWithout is the part of WithoutShift that only says who loses their dose,
// without a way out; before counts what cannot be served even with the shift.
func (s *State) LostWithout(id string, who person.StaffID, now moment.Instant) (lost []Lost, before int) {
	sh := s.Rota.Shifts[id]
	if sh == nil || sh.Dropped != nil {
		return nil, 0
	}
	had := s.supposing(s.asPlanned(sh.Shift)).unserved(sh.Day, now)
	for _, x := range s.supposing(reduced(sh.Shift, who)).unserved(sh.Day, now) {
		if !slices.ContainsFunc(had, func(b Lost) bool { return b.Visit == x.Visit }) {
			lost = append(lost, x)
		}
	}
	return lost, len(had)
}

// reduced is a shift without one of its people, or without anybody.
func reduced(sh rota.Shift, who person.StaffID) rota.Shift {
	sh.Places = slices.DeleteFunc(slices.Clone(sh.Places), func(p rota.Place) bool { return who == "" || p.Staff == who })
	return sh
}

// asPlanned is a shift with somebody in the place of whoever does not count.
func (s *State) asPlanned(sh rota.Shift) rota.Shift {
	sh.Places = slices.Clone(sh.Places)
	for i, p := range sh.Places {
		if !s.Counts(sh, p) {
			sh.Places[i] = rota.Place{Outside: 1, Role: p.Skill.Roles()[0], Skill: p.Skill}
		}
	}
	return sh
}

// supposing is the state as it would be with some shifts in the place of those
// of their id, and the rota of their week holding. Only the rota is a copy.
func (s *State) supposing(shifts ...rota.Shift) *State {
	t := *s
	t.Rota.Shifts, t.Rota.Published = maps.Clone(s.Rota.Shifts), maps.Clone(s.Rota.Published)
	for _, x := range shifts {
		t.Rota.Shifts[x.ID] = &RotaShift{Shift: x}
		keep(&t.Rota.Published, rota.Monday(x.Day), true)
	}
	return &t
}

// uncounted names the settings of a day without which nobody can say what its
// staff can prepare and watch.
func (s *State) uncounted(day moment.Day) (out []string) {
	a, ok := s.AccessOn(day)
	if !ok {
		return []string{"how people come"}
	}
	for _, x := range []struct {
		set  bool
		what string
	}{{a.Slot > 0, "the length of a slot"}, {a.Booth > 0, "the minutes in the booth"},
		{a.Watch > 0, "the minutes of observation"},
		{a.PerPair > 0, "the doses that two people prepare in a slot"},
		{a.Supervision != nil, "how many people one member of staff can watch"}} {
		if !x.set {
			out = append(out, x.what)
		}
	}
	return out
}

// unserved lists the visits of a day that its staff cannot prepare or watch, in
// order of time: each takes its room, so that what no longer fits is what comes
// after. Booths and places are not the rota's and are left alone here.
func (s *State) unserved(day moment.Day, now moment.Instant) (out []Lost) {
	k := s.bookOf(day, now)
	visits := s.notOffered(k.taken)
	k.taken = nil // each is counted as it is found to fit
	l := k.staffLedger()
	cover := s.CoverOf(s.Rota.ShiftsBetween(day, day))
	for _, x := range visits {
		start := k.counts(x.Due)
		if v := s.Visits[x.Visit]; v == nil || v.Stage == visit.Booked {
			lost := alone(cover, s.minuteOf(x.Due), k.access.Stay())
			if lost.Rule == "" {
				lost = staffBreaks(l, start, k.access.Slot)
			}
			if lost.Rule != "" {
				lost.PromisedTime = x
				out = append(out, lost)
				continue
			}
		}
		if l != nil && start >= 0 {
			l.Add(start - start%k.access.Slot)
		}
	}
	return out
}

// notOffered leaves out times that are held for a visit beside the one that it has:
// an offer is no promise yet.
func (s *State) notOffered(taken []PromisedTime) []PromisedTime {
	times := map[string]int{}
	for _, x := range taken {
		times[x.Visit]++
	}
	return slices.DeleteFunc(slices.Clone(taken), func(x PromisedTime) bool {
		h, held := s.Booking.Held[x.Visit]
		return held && h.Due == x.Due && times[x.Visit] > 1
	})
}

// staffLedger counts what staff can do and nothing else; nil where the service has
// not set what it takes.
func (k *dayBook) staffLedger() *timetable.Ledger {
	if a := k.access; a.Slot == 0 || a.Booth == 0 || a.Watch == 0 || a.PerPair == 0 {
		return nil
	}
	const plenty = 1 << 20
	k.hours = slices.Clone(k.hours)
	for i := range k.hours {
		k.hours[i].Booths, k.hours[i].Places = plenty, plenty
	}
	return k.ledger()
}

// alone asks, minute by minute, what needs no setting: two who prepare, one of
// whom may, at the start of a visit, and somebody there for as long as it lasts.
func alone(cover []rota.Cover, start, stay int) (out Lost) {
	c := coverAt(cover, start)
	if c.Registered < rota.Pair || c.Preparing == 0 {
		return Lost{Rule: RulePrepare, Pair: true, Need: rota.Pair, Have: c.Registered}
	}
	for m := start; m < start+stay; m++ {
		if c := coverAt(cover, m); c.Registered+c.Support == 0 {
			return Lost{Rule: RuleStaff, Need: 1}
		}
	}
	return Lost{}
}

func coverAt(cover []rota.Cover, minute int) rota.Cover {
	for _, c := range cover {
		if c.From <= minute && minute < c.To {
			return c
		}
	}
	return rota.Cover{}
}

// staffBreaks asks a ledger whether one more start is too much for the staff; a
// nil ledger counts nothing.
func staffBreaks(l *timetable.Ledger, start, slot int) Lost {
	if l == nil || start < 0 {
		return Lost{}
	}
	switch b, _ := l.Breaks(start - start%slot); b.Rule {
	case timetable.RulePrep:
		return Lost{Rule: RulePrepare, Need: b.Need / 2, Have: b.Have / 2} // the ledger counts both people
	case timetable.RuleStaff:
		return Lost{Rule: RuleStaff, Need: b.Need, Have: b.Have}
	}
	return Lost{}
}

// movesOf are other times that a lost visit could have, with nobody else moved.
func (s *State) movesOf(x Lost, now moment.Instant) (out []TimeOption) {
	got, no := s.AskTime(x.Person, x.Day, x.Session, s.minuteOf(x.Due), now)
	if no != nil {
		return nil
	}
	return slices.DeleteFunc(got.Others, func(o TimeOption) bool { return o.With != "" })
}

// savingsShown is how many savings are named: the best of each kind.
const savingsShown = 6

// savings lists who could take the places that are lost, alone or two together,
// and which other shift could be longer. lost is how many are lost in all.
func (s *State) savings(sh rota.Shift, who person.StaffID, lost int, now moment.Instant) (out []Saving) {
	base := reduced(sh, who)
	add := func(x Saving, least int, shifts ...rota.Shift) {
		if x.Saves = lost - len(s.supposing(shifts...).unserved(sh.Day, now)); x.Saves > least {
			out = append(out, x)
		}
	}
	free := s.freeFor(base, who)
	for _, a := range free {
		add(a, 0, and(base, a))
	}
	alone := 0 // two together are named where they save more than one does
	for _, x := range out {
		alone = max(alone, x.Saves)
	}
	for i, a := range free {
		for _, b := range free[i+1:] {
			if a.Staff[0] != b.Staff[0] {
				add(Saving{Staff: slices.Concat(a.Staff, b.Staff), Skills: slices.Concat(a.Skills, b.Skills),
					Strains: slices.Concat(a.Strains, b.Strains)}, alone, and(and(base, a), b))
			}
		}
	}
	for _, x := range s.longer(base, who) {
		o := s.Rota.Shifts[x.Shift].Shift
		o.From, o.To = x.From, x.To
		add(x, 0, base, o)
	}
	slices.SortStableFunc(out, func(a, b Saving) int {
		return cmp.Or(b.Saves-a.Saves, len(a.Strains)-len(b.Strains), len(a.Staff)-len(b.Staff))
	})
	return out[:min(len(out), savingsShown)]
}

// and is a shift with one more place.
func and(sh rota.Shift, x Saving) rota.Shift {
	sh.Places = append(slices.Clone(sh.Places), rota.Place{Staff: x.Staff[0], Skill: x.Skills[0]})
	return sh
}

// freeFor lists who could take a place of a shift that day: able, not away, not
// on another shift then. who is taken off it and is not asked.
func (s *State) freeFor(sh rota.Shift, who person.StaffID) (out []Saving) {
	gone := s.Rota.Shifts[sh.ID].Places
	for _, k := range rota.Skills() {
		if k == rota.Prescriber || !slices.ContainsFunc(gone, func(p rota.Place) bool { return p.Skill == k }) {
			continue
		}
		for _, id := range s.StaffInOrder() {
			if _, on := s.Rota.Shifts[sh.ID].Has(id); on || id == who || s.MayStand(id, sh.Day, k) != nil {
				continue
			}
			others := s.Rota.ShiftsOf(id)
			if slices.ContainsFunc(others, func(o rota.Shift) bool { return o.Overlaps(sh) }) {
				continue
			}
			out = append(out, Saving{Staff: []person.StaffID{id}, Skills: []rota.Skill{k},
				Strains: s.Rota.RulesOn(sh.Day).Strains(s.zone, sh, others)})
		}
	}
	return out
}

// longer lists the other shifts of the day that could reach over the hours of a
// shift without anybody on them being on another shift then, and without who.
func (s *State) longer(sh rota.Shift, who person.StaffID) (out []Saving) {
	for _, o := range s.Rota.ShiftsBetween(sh.Day, sh.Day) {
		if _, on := o.Has(who); on || o.ID == sh.ID || len(o.Places) == 0 || o.From <= sh.From && sh.To <= o.To {
			continue
		}
		x := Saving{Shift: o.ID, From: min(o.From, sh.From), To: max(o.To, sh.To)}
		wide, clash := o, false
		wide.From, wide.To = x.From, x.To
		for _, p := range o.Places {
			others := slices.DeleteFunc(s.Rota.ShiftsOf(p.Staff), func(y rota.Shift) bool {
				return y.ID == o.ID || y.ID == sh.ID
			})
			clash = clash || slices.ContainsFunc(others, func(y rota.Shift) bool { return y.Overlaps(wide) })
			x.Strains = append(x.Strains, s.Rota.RulesOn(sh.Day).Strains(s.zone, wide, others)...)
		}
		if !clash {
			out = append(out, x)
		}
	}
	return out
}

// DueIn lists the people whose promised time lies in a shift, each once.
func (s *State) DueIn(sh rota.Shift) (out []person.UserID) {
	for _, x := range s.bookOf(sh.Day, s.Recorded).taken {
		if m := s.minuteOf(x.Due); sh.From <= m && m < sh.To && !slices.Contains(out, x.Person) {
			out = append(out, x.Person)
		}
	}
	return out
}
