package clinic

import (
	"maps"
	"slices"
	"strings"

	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/timetable"
	"steady/timetable/rota"
)

// Rota is who works when, folded from the clinical log.
type Rota struct {
	Patterns  []DatedPattern                `json:"patterns,omitempty"` // by start, then by first day
	Rules     []DatedRules                  `json:"rules,omitempty"`    // by first day
	Members   map[person.StaffID]RotaMember `json:"members,omitempty"`
	Shifts    map[string]*RotaShift         `json:"shifts,omitempty"`
	Absences  map[string]*RecordAbsence     `json:"absences,omitempty"`
	Published map[moment.Day]bool           `json:"published,omitempty"` // by Monday
	Outside   int                           `json:"outside,omitempty"`   // last number of a bank or agency place
}

// DatedPattern is a version of a pattern with its days.
type DatedPattern struct {
	rota.Pattern
	Since moment.Day `json:"since"`
	Until moment.Day `json:"until,omitempty"` // last day; 0 is open
}

// DatedRules are the service's numbers from a day on.
type DatedRules struct {
	rota.Rules
	Since moment.Day `json:"since"`
}

// RotaMember is what the rota knows of a member of staff.
type RotaMember struct {
	Week   int      `json:"week_min,omitempty"` // minutes by contract; 0 is not known
	Proven []Proven `json:"proven,omitempty"`
}

// RotaShift is a planned shift; Dropped says why it was taken out.
type RotaShift struct {
	rota.Shift
	Dropped *Text        `json:"dropped,omitempty"`
	Passed  []PassedRest `json:"passed,omitempty"` // one for each person at most
}

// PassedRest is why a rest rule was passed for somebody; for all of the shift
// where Staff is empty.
type PassedRest struct {
	Staff person.StaffID `json:"staff,omitempty"`
	Why   Text           `json:"why"`
}

// passed keeps why a rest rule was passed for somebody, in the place of what was
// said of them before; nil says that none was.
func (s *RotaShift) passed(id person.StaffID, why *Text) {
	s.Passed = slices.DeleteFunc(slices.Clone(s.Passed), func(p PassedRest) bool { return p.Staff == id })
	if why != nil {
		s.Passed = append(s.Passed, PassedRest{id, *why})
	}
}

// How much of the rota the state keeps and how far ahead it is planned, in
// days: enough for four weekends and for rest across them, and no more than a
// quarter of a year ahead.
const (
	rotaKept  = 56
	rotaAhead = 92
)

func (r *Rota) whole() bool {
	for _, s := range r.Shifts {
		if s == nil {
			return false
		}
	}
	for _, a := range r.Absences {
		if a == nil {
			return false
		}
	}
	return true
}

// RulesOn are the service's numbers on a day; before the first of them none is set.
func (r *Rota) RulesOn(day moment.Day) (out rota.Rules) {
	for _, x := range r.Rules {
		if x.Since <= day {
			out = x.Rules
		}
	}
	return out
}

// PatternsOn are the patterns that come on a day, by their start.
func (r *Rota) PatternsOn(day moment.Day) (out []rota.Pattern) {
	for _, p := range r.Patterns {
		if p.Since <= day && (p.Until == 0 || day <= p.Until) && p.On(day) {
			out = append(out, p.Pattern)
		}
	}
	return out
}

// ShiftsBetween are the shifts of some days that were not dropped, in order.
func (r *Rota) ShiftsBetween(first, last moment.Day) (out []rota.Shift) {
	for _, s := range r.Shifts {
		if s.Dropped == nil && first <= s.Day && s.Day <= last {
			out = append(out, s.Shift)
		}
	}
	return rota.InOrder(out)
}

// ShiftsOf are the shifts of a member of staff that were not dropped, in order.
func (r *Rota) ShiftsOf(id person.StaffID) (out []rota.Shift) {
	for _, s := range r.Shifts {
		if _, ok := s.Has(id); ok && s.Dropped == nil {
			out = append(out, s.Shift)
		}
	}
	return rota.InOrder(out)
}

// AbsencesOf are the absences of a member of staff, by first day.
func (r *Rota) AbsencesOf(id person.StaffID) (out []RecordAbsence) {
	for _, a := range r.Absences {
		if a.Staff == id {
			out = append(out, *a)
		}
	}
	slices.SortFunc(out, func(a, b RecordAbsence) int {
		if a.First != b.First {
			return int(a.First - b.First)
		}
		return strings.Compare(a.Absence, b.Absence)
	})
	return out
}

// Away reports whether somebody is away on a day, for whatever cause.
func (r *Rota) Away(id person.StaffID, day moment.Day) bool {
	for _, a := range r.Absences {
		if a.Staff == id && a.First <= day && (a.Last == 0 || day <= a.Last) {
			return true
		}
	}
	return false
}

// HasRota reports whether the rota of a day holds: its week is published and it
// has a shift.
func (s *State) HasRota(day moment.Day) bool {
	return s.Rota.Published[rota.Monday(day)] && len(s.Rota.ShiftsBetween(day, day)) > 0
}

// StaffOn is how many registered and support staff the rota of a day has at
// each minute by the site's clock. Whoever is away, or has lost the role, the
// licence or the competence, is not counted. Registered staff are counted as such
// while they can prepare a dose together (E-PREP-09); one alone can watch, and is
// counted as support. ok is false where no rota holds for the day: then the
// numbers of the access setting stand.
func (s *State) StaffOn(day moment.Day) (registered, support []timetable.Step, ok bool) {
	if !s.HasRota(day) {
		return nil, nil, false
	}
	cover := s.CoverOf(s.Rota.ShiftsBetween(day, day))
	for i := range cover {
		if c := &cover[i]; c.Registered < rota.Pair || c.Preparing == 0 {
			c.Registered, c.Support = 0, c.Support+c.Registered
		}
	}
	return rota.Steps(cover, rota.Registered), rota.Steps(cover, rota.Support), true
}

// CoverOf is the cover that shifts of one day give.
func (s *State) CoverOf(shifts []rota.Shift) []rota.Cover {
	return rota.CoverOf(shifts, s.Counts, s.prepares)
}

// CoverGaps lists what the shifts of a day lack while people may come.
func (s *State) CoverGaps(day moment.Day, shifts []rota.Shift) []rota.Gap {
	return rota.Gaps(shifts, s.CoverOf(shifts), s.OpenOn(day), s.Rota.RulesOn(day).Least, s.Counts)
}

// OpenOn are the stretches of a day in which people may come.
func (s *State) OpenOn(day moment.Day) (out []timetable.Span) {
	for _, x := range s.HoursOn(day) {
		out = append(out, timetable.Span{From: x.From, To: x.To})
	}
	return out
}

// Counts reports whether whoever holds a place of a shift counts for its cover.
func (s *State) Counts(sh rota.Shift, p rota.Place) bool {
	return p.Staff == "" || s.MayStand(p.Staff, sh.Day, p.Skill) == nil
}

// prepares reports whether whoever holds a place may prepare a dose: a nurse.
func (s *State) prepares(p rota.Place) bool {
	return p.Role == person.Nurse || s.Staff[p.Staff].Has(person.Nurse)
}

// MayStand says why a member of staff cannot stand for a skill on a day: away,
// role ended, or without the role, licence or competence; nil where they can.
func (s *State) MayStand(id person.StaffID, day moment.Day, k rota.Skill) *Refusal {
	m := s.Staff[id]
	switch {
	case m == nil:
		return refusal.New("unknown_staff", "R-REG-09", "Choose somebody who works here.")
	case len(m.Roles) == 0:
		return refusal.New("role_ended", "R-REG-09", "Their roles here have ended: choose somebody else for this shift.")
	case !m.Has(k.Roles()...):
		return refusal.New("lacks_role", "rota skill", "Their role does not include this place: choose somebody whose "+
			"role does, or give them another place of the shift.")
	case s.Rota.Away(id, day):
		return refusal.New("staff_away", "rota absence", "They are away that day: choose somebody else.")
	}
	if k == rota.Prescriber {
		if no := s.licensedFor(id, day); no != nil {
			return no
		}
	}
	return s.provenFor(id, day, k)
}

// licensedFor asks for a licence for each drug that somebody here is prescribed.
func (s *State) licensedFor(doctor person.StaffID, day moment.Day) *Refusal {
	drugs := map[measure.Substance]bool{}
	for _, p := range s.People {
		if o := p.OrderOn(day); o != nil {
			drugs[o.Form.Substance] = true
		}
	}
	for _, sub := range slices.Sorted(maps.Keys(drugs)) {
		if _, no := s.licence(doctor, sub, person.Prescribes, day); no != nil {
			return no
		}
	}
	return nil
}

// provenFor asks for the competences that the service's rules ask a skill for.
func (s *State) provenFor(id person.StaffID, day moment.Day, k rota.Skill) *Refusal {
	rules := s.Rota.RulesOn(day)
	for _, c := range rules.AsksOf(k) {
		if !slices.ContainsFunc(s.Rota.Members[id].Proven, func(p Proven) bool {
			return p.Competence == c && day <= p.Until
		}) {
			return refusal.New("lacks_competence", "rota skill", "This place asks for a competence that is not on record "+
				"for them on that day: record it, or choose somebody who has it.")
		}
	}
	return nil
}
