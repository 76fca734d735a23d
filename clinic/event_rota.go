package clinic

import (
	"slices"

	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// Facts of the rota.
type (
	// ShiftPatternSet is a version of a pattern.
	ShiftPatternSet struct{ SetShiftPattern }
	// ShiftPatternEnded ends a pattern.
	ShiftPatternEnded struct{ EndShiftPattern }
	// RotaRulesSet are the service's own numbers.
	RotaRulesSet struct{ SetRotaRules }
	// RotaMemberSet is what the rota knows of a member of staff.
	RotaMemberSet struct{ SetRotaMember }
	// ShiftsPlanned are shifts that the patterns put on days.
	ShiftsPlanned struct {
		Shifts []rota.Shift `json:"shifts"`
	}
	// RotaPublished says that the rota of a week holds.
	RotaPublished struct{ PublishRota }
	// ShiftChanged gives a shift other times.
	ShiftChanged struct{ ChangeShift }
	// ShiftDropped takes a shift out of the rota.
	ShiftDropped struct{ DropShift }
	// StaffAssigned gives a place of a shift.
	StaffAssigned struct {
		Shift   string     `json:"shift"`
		Place   rota.Place `json:"place"`
		Despite *Text      `json:"despite,omitempty"`
	}
	// StaffUnassigned takes somebody off a shift.
	StaffUnassigned struct{ Unassign }
	// ShiftsSwapped changes who holds two places, or one.
	ShiftsSwapped struct{ Swap }
	// AbsenceRecorded says that somebody is away.
	AbsenceRecorded struct{ RecordAbsence }
	// AbsenceWithdrawn ends an absence, or takes it back.
	AbsenceWithdrawn struct{ WithdrawAbsence }
)

// Kind names of the clinical log.
func (ShiftPatternSet) Kind() string   { return "shift_pattern_set" }
func (ShiftPatternEnded) Kind() string { return "shift_pattern_ended" }
func (RotaRulesSet) Kind() string      { return "rota_rules_set" }
func (RotaMemberSet) Kind() string     { return "rota_member_set" }
func (ShiftsPlanned) Kind() string     { return "shifts_planned" }
func (RotaPublished) Kind() string     { return "rota_published" }
func (ShiftChanged) Kind() string      { return "shift_changed" }
func (ShiftDropped) Kind() string      { return "shift_dropped" }
func (StaffAssigned) Kind() string     { return "staff_assigned" }
func (StaffUnassigned) Kind() string   { return "staff_unassigned" }
func (ShiftsSwapped) Kind() string     { return "shifts_swapped" }
func (AbsenceRecorded) Kind() string   { return "absence_recorded" }
func (AbsenceWithdrawn) Kind() string  { return "absence_withdrawn" }

// newRotaFacts makes one empty fact of each kind, for the table of the codec.
func newRotaFacts() []func() Fact {
	return []func() Fact{mk[ShiftPatternSet], mk[ShiftPatternEnded], mk[RotaRulesSet], mk[RotaMemberSet],
		mk[ShiftsPlanned], mk[RotaPublished], mk[ShiftChanged], mk[ShiftDropped], mk[StaffAssigned],
		mk[StaffUnassigned], mk[ShiftsSwapped], mk[AbsenceRecorded], mk[AbsenceWithdrawn]}
}

// rotaFact is a fact that changes the rota and nothing else.
type rotaFact interface {
	applyRota(r *Rota, today moment.Day)
}

func (f *ShiftPatternSet) applyRota(r *Rota, today moment.Day) {
	r.endPattern(f.Pattern.ID, f.From-1)
	r.Patterns = append(r.Patterns, DatedPattern{f.Pattern, f.From, 0})
	r.Patterns = slices.DeleteFunc(r.Patterns, func(p DatedPattern) bool {
		return p.Until != 0 && p.Until < today-rotaKept
	})
	slices.SortStableFunc(r.Patterns, func(a, b DatedPattern) int {
		if a.From != b.From {
			return a.From - b.From
		}
		return int(a.Since - b.Since)
	})
}

func (f *ShiftPatternEnded) applyRota(r *Rota, _ moment.Day) { r.endPattern(f.Pattern, f.Last) }

// endPattern ends every version of a pattern after a day; one that would never
// have come is dropped.
func (r *Rota) endPattern(id string, last moment.Day) {
	r.Patterns = slices.DeleteFunc(slices.Clone(r.Patterns), func(p DatedPattern) bool {
		return p.ID == id && p.Since > last
	})
	for i := range r.Patterns {
		if p := &r.Patterns[i]; p.ID == id && (p.Until == 0 || p.Until > last) {
			p.Until = last
		}
	}
}

func (f *RotaRulesSet) applyRota(r *Rota, today moment.Day) {
	rules := slices.DeleteFunc(slices.Clone(r.Rules), func(x DatedRules) bool { return x.Since >= f.From })
	rules = append(rules, DatedRules{f.Rules, f.From})
	for len(rules) > 1 && rules[1].Since < today-rotaKept {
		rules = rules[1:]
	}
	r.Rules = rules
}

func (f *RotaMemberSet) applyRota(r *Rota, _ moment.Day) {
	keep(&r.Members, f.Staff, RotaMember{f.Week, f.Proven})
}

func (f *ShiftsPlanned) applyRota(r *Rota, today moment.Day) {
	for _, s := range f.Shifts {
		keep(&r.Shifts, s.ID, &RotaShift{Shift: s})
	}
	for id, s := range r.Shifts {
		if s.Day < today-rotaKept {
			delete(r.Shifts, id)
		}
	}
	for id, a := range r.Absences {
		if a.Last != 0 && a.Last < today-rotaKept {
			delete(r.Absences, id)
		}
	}
	for monday := range r.Published {
		if monday < today-rotaKept-7 {
			delete(r.Published, monday)
		}
	}
}

func (f *RotaPublished) applyRota(r *Rota, _ moment.Day) { keep(&r.Published, f.Monday, true) }

func (f *ShiftChanged) applyRota(r *Rota, _ moment.Day) {
	s := r.Shifts[f.Shift]
	s.From, s.To = f.From, f.To
	s.passed("", f.Despite)
}

func (f *ShiftDropped) applyRota(r *Rota, _ moment.Day) { r.Shifts[f.Shift].Dropped = &f.Reason }

func (f *StaffAssigned) applyRota(r *Rota, _ moment.Day) {
	s := r.Shifts[f.Shift]
	s.Places = append(s.Places, f.Place)
	r.Outside = max(r.Outside, f.Place.Outside)
	if f.Place.Staff != "" {
		s.passed(f.Place.Staff, f.Despite)
	}
}

func (f *StaffUnassigned) applyRota(r *Rota, _ moment.Day) {
	s := r.Shifts[f.Shift]
	s.Places = slices.DeleteFunc(slices.Clone(s.Places), func(p rota.Place) bool {
		return p.Staff == f.Staff && p.Outside == f.Outside
	})
	if f.Staff != "" {
		s.passed(f.Staff, nil)
	}
}

func (f *ShiftsSwapped) applyRota(r *Rota, _ moment.Day) {
	r.hand(f.Shift, f.Staff, f.With, f.Despite)
	if f.For != "" {
		r.hand(f.For, f.With, f.Staff, f.Despite)
	}
}

// hand gives one person's place of a shift to another.
func (r *Rota) hand(shift string, from, to person.StaffID, despite *Text) {
	s := r.Shifts[shift]
	s.passed(from, nil)
	s.passed(to, despite)
	s.Places = slices.Clone(s.Places)
	for i := range s.Places {
		if s.Places[i].Staff == from {
			s.Places[i].Staff = to
			return
		}
	}
}

func (f *AbsenceRecorded) applyRota(r *Rota, _ moment.Day) {
	keep(&r.Absences, f.Absence, &f.RecordAbsence)
}

func (f *AbsenceWithdrawn) applyRota(r *Rota, _ moment.Day) {
	if a := r.Absences[f.Absence]; f.Last != 0 {
		kept := *a
		kept.Last = f.Last
		r.Absences[f.Absence] = &kept
		return
	}
	delete(r.Absences, f.Absence)
}
