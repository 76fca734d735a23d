package clinic

import (
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/timetable/rota"
)

func (d *decider) rota(body Body) *Refusal {
	switch b := body.(type) {
	case SetShiftPattern, EndShiftPattern, SetRotaRules, SetRotaMember:
		return d.rotaSettings(b)
	case PlanShifts:
		return d.planShifts(b)
	case AddShift:
		return d.addShift(b)
	case PublishRota:
		return d.publishRota(b)
	case ChangeShift:
		return d.changeShift(b)
	case DropShift:
		return d.dropShift(b)
	case Assign:
		return d.assign(b)
	case Unassign:
		return d.unassign(b)
	case Swap:
		return d.swap(b)
	case RecordAbsence:
		return d.recordAbsence(b)
	case WithdrawAbsence:
		return d.withdrawAbsence(b)
	}
	return nil
}

// shiftName is the greatest length of the name of a pattern in bytes.
const shiftName = 40

func (d *decider) rotaSettings(body Body) *Refusal {
	switch b := body.(type) {
	case SetShiftPattern:
		p := b.Pattern
		if person.CheckID(p.ID) != nil || p.Name == "" || len(p.Name) > shiftName || len(p.Weekdays) == 0 ||
			p.From < 0 || p.To <= p.From || p.To > rota.DayMinutes || !rota.SoundNeeds(p.Need) || !weekdays(p.Weekdays) {
			return refusal.New("pattern_incomplete", "rota settings", "Give the shift a name, its days of the week, a start, "+
				"a later end on the same day, and whom it needs.")
		}
		if b.From < d.today() {
			return settingPast()
		}
		d.say(&ShiftPatternSet{b})
	case EndShiftPattern:
		known := slices.ContainsFunc(d.s.Rota.Patterns, func(p DatedPattern) bool {
			return p.ID == b.Pattern && (p.Until == 0 || p.Until > b.Last)
		})
		switch {
		case !known:
			return refusal.New("unknown_pattern", "rota settings", "There is no such shift pattern after that day: load the "+
				"list again.")
		case b.Last < d.today()-1:
			return settingPast()
		}
		d.say(&ShiftPatternEnded{b})
	case SetRotaRules:
		if !b.Rules.Sound() {
			return refusal.New("rota_rules_wrong", "rota settings", "A number cannot be meant as it stands: write minutes, "+
				"days and people as whole numbers above zero, or leave one out.")
		}
		if b.From < d.today() {
			return settingPast()
		}
		d.say(&RotaRulesSet{b})
	case SetRotaMember:
		return d.setRotaMember(b)
	}
	return nil
}

func settingPast() *Refusal {
	return refusal.New("setting_past", "rota settings",
		"Choose today or a later day: what was worked before stays as it was.")
}

func weekdays(days []int) bool {
	for i, w := range days {
		if w < 0 || w > 6 || slices.Contains(days[:i], w) {
			return false
		}
	}
	return true
}

func (d *decider) setRotaMember(b SetRotaMember) *Refusal {
	if no := d.knownStaff(b.Staff); no != nil {
		return no
	}
	ok := b.Week >= 0 && b.Week <= 7*rota.DayMinutes
	for i, p := range b.Proven {
		twice := slices.ContainsFunc(b.Proven[:i], func(o Proven) bool { return o.Competence == p.Competence })
		ok = ok && p.Competence.Known() && p.Until != 0 && !twice
	}
	if !ok {
		return refusal.New("member_incomplete", "rota settings", "Write the hours of a week, and for each competence the "+
			"last day it holds.")
	}
	d.say(&RotaMemberSet{b})
	return nil
}

func (d *decider) knownStaff(id person.StaffID) *Refusal {
	if d.s.Staff[id] == nil {
		return refusal.New("unknown_staff", "R-REG-09", "Choose somebody who works here.")
	}
	return nil
}

// ShiftID is the id of the shift that a pattern puts on a day: the same for
// everyone who plans it, so that a week planned twice has each shift once.
func ShiftID(pattern string, day moment.Day) string { return fmt.Sprintf("%s-%s", pattern, day) }

func (d *decider) planShifts(b PlanShifts) *Refusal {
	today := d.today()
	if b.First < today || b.Last < b.First || b.Last > today+rotaAhead {
		return refusal.New("rota_days", "rota order", fmt.Sprintf(
			"Choose days from today to %d days ahead.", rotaAhead))
	}
	f := ShiftsPlanned{}
	for day := b.First; day <= b.Last; day++ {
		for _, p := range d.s.Rota.PatternsOn(day) {
			if id := ShiftID(p.ID, day); d.s.Rota.Shifts[id] == nil {
				f.Shifts = append(f.Shifts, rota.Shift{ID: id, Pattern: p.ID, Name: p.Name, Day: day, From: p.From, To: p.To,
					Need: p.Need})
			}
		}
	}
	if len(f.Shifts) == 0 {
		return refusal.New("shifts_planned", "rota order", "Every shift that the patterns put on these days is planned "+
			"already, or no pattern comes on them.")
	}
	d.say(&f)
	return nil
}

func (d *decider) addShift(b AddShift) *Refusal {
	today := d.today()
	switch {
	case b.Day < today || b.Day > today+rotaAhead:
		return refusal.New("rota_days", "rota order", fmt.Sprintf("Choose a day from today to %d days ahead.", rotaAhead))
	case d.s.Rota.Shifts[b.Shift] != nil || person.CheckID(b.Shift) != nil || b.Name == "" || len(b.Name) > shiftName ||
		b.From < 0 || b.To <= b.From || b.To > rota.DayMinutes || !rota.SoundNeeds(b.Need):
		return refusal.New("shift_incomplete", "rota order",
			"Give the shift a name, a start, a later end on the same day, and whom it needs.")
	}
	d.say(&ShiftsPlanned{[]rota.Shift{{ID: b.Shift, Name: b.Name, Day: b.Day, From: b.From, To: b.To, Need: b.Need}}})
	return nil
}

func (d *decider) publishRota(b PublishRota) *Refusal {
	switch {
	case b.Monday != rota.Monday(b.Monday) || b.Monday+6 < d.today() ||
		len(d.s.Rota.ShiftsBetween(b.Monday, b.Monday+6)) == 0:
		return refusal.New("rota_empty", "rota order", "Choose a week, from its Monday, that is not over and has shifts.")
	case d.s.Rota.Published[b.Monday]:
		return refusal.New("rota_holds", "rota order", "The rota of this week holds already.")
	}
	d.say(&RotaPublished{b})
	return nil
}

// shift finds a shift that can still be changed.
func (d *decider) shift(id string) (*RotaShift, *Refusal) {
	s := d.s.Rota.Shifts[id]
	switch {
	case s == nil || s.Dropped != nil:
		return nil, refusal.New("unknown_shift", "rota order",
			"There is no such shift, or it was dropped: load the week again.")
	case s.Day < d.today():
		return nil, refusal.New("shift_past", "rota order", "That day is over: the rota says who was to work, and stays.")
	}
	return s, nil
}

func (d *decider) changeShift(b ChangeShift) *Refusal {
	s, no := d.shift(b.Shift)
	switch {
	case no != nil:
		return no
	case b.From < 0 || b.To <= b.From || b.To > rota.DayMinutes || b.From == s.From && b.To == s.To:
		return refusal.New("shift_times", "rota order", "Write another start or end, the end later on the same day.")
	}
	now := s.Shift
	now.From, now.To = b.From, b.To
	for _, p := range s.Places {
		if no := d.fits(now, p.Staff, b.Despite, s.ID); no != nil {
			return no
		}
	}
	d.say(&ShiftChanged{b})
	return nil
}

func (d *decider) assign(b Assign) *Refusal {
	s, no := d.shift(b.Shift)
	if no != nil {
		return no
	}
	place := rota.Place{Staff: b.Staff, Skill: b.Skill}
	switch {
	case !b.Skill.Known() || (b.Staff == "") == (b.Outside == ""):
		return refusal.New("place_incomplete", "rota order", "Choose the place, and one person for it: of the staff, or by "+
			"role from a bank or agency.")
	case b.Outside != "" && !slices.Contains(b.Skill.Roles(), b.Outside):
		return refusal.New("lacks_role", "rota skill", "That role does not include this place: choose one that does.")
	case b.Outside != "":
		place.Role, place.Outside = b.Outside, d.s.Rota.Outside+1
	default:
		if no := d.stands(s.Shift, b.Staff, b.Skill, b.Despite, ""); no != nil {
			return no
		}
	}
	d.say(&StaffAssigned{b.Shift, place, b.Despite})
	return nil
}

// stands asks whether a member of staff may take a place of a shift: able, not
// away, on no other shift at the time, rested. leaves is a shift that they give
// up by the same command.
func (d *decider) stands(s rota.Shift, id person.StaffID, k rota.Skill, despite *Text, leaves string) *Refusal {
	if _, on := s.Has(id); on {
		return refusal.New("already_on_shift", "rota order", "They are on this shift already: one person takes one place.")
	}
	if no := d.s.MayStand(id, s.Day, k); no != nil {
		return no
	}
	return d.fits(s, id, despite, leaves)
}

// fits asks whether a shift overlaps another of the same person, and after the
// rest rules of the service, which a reason passes.
func (d *decider) fits(s rota.Shift, id person.StaffID, despite *Text, leaves string) *Refusal {
	if id == "" {
		return nil // of a bank or agency: who it is, and what else they work, is not known here
	}
	others := slices.DeleteFunc(d.s.Rota.ShiftsOf(id), func(o rota.Shift) bool { return o.ID == leaves })
	for _, o := range others {
		if o.ID != s.ID && o.Overlaps(s) {
			return refusal.New("shift_overlaps", "rota order", fmt.Sprintf("They are on the shift %s, %s to %s, that day: "+
				"take them off it first, or swap.", o.Name, ClockOf(o.From), ClockOf(o.To)))
		}
	}
	if despite != nil {
		return nil
	}
	for _, x := range d.s.Rota.RulesOn(s.Day).Strains(d.s.zone, s, others) {
		return strained(x)
	}
	return nil
}

func strained(x rota.Strained) *Refusal {
	const way = " Choose somebody else, or write why it has to be."
	switch x.Rule {
	case rota.TooLittleRest:
		return refusal.New("too_little_rest", "rota rest", fmt.Sprintf(
			"They would have %s between two shifts; this service asks for %s."+way, HoursOf(x.Have), HoursOf(x.Limit)))
	case rota.TooManyHours:
		return refusal.New("too_many_hours", "rota rest", fmt.Sprintf(
			"They would work %s that week; this service sets %s at most."+way, HoursOf(x.Have), HoursOf(x.Limit)))
	}
	return refusal.New("too_many_days", "rota rest", fmt.Sprintf(
		"They would work %d days without a day off; this service sets %d at most."+way, x.Have, x.Limit))
}

// ClockOf spells a minute of the day: 08:30; the end of the day is 24:00.
func ClockOf(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// HoursOf spells minutes of work: "7 h 30 min".
func HoursOf(minutes int) string {
	sign := ""
	if minutes < 0 {
		sign, minutes = "-", -minutes
	}
	switch h, m := minutes/60, minutes%60; {
	case h == 0:
		return fmt.Sprintf("%s%d min", sign, m)
	case m == 0:
		return fmt.Sprintf("%s%d h", sign, h)
	default:
		return fmt.Sprintf("%s%d h %d min", sign, h, m)
	}
}

func (d *decider) unassign(b Unassign) *Refusal {
	s, no := d.shift(b.Shift)
	if no != nil {
		return no
	}
	if !slices.ContainsFunc(s.Places, func(p rota.Place) bool { return p.Staff == b.Staff && p.Outside == b.Outside }) {
		return notOnShift()
	}
	d.say(&StaffUnassigned{b})
	return nil
}

func notOnShift() *Refusal {
	return refusal.New("not_on_shift", "rota order", "They are not on this shift any more: load the week again.")
}

func (d *decider) swap(b Swap) *Refusal {
	s, no := d.shift(b.Shift)
	if no != nil {
		return no
	}
	place, on := s.Has(b.Staff)
	if !on {
		return notOnShift()
	}
	if b.For == "" {
		if no := d.stands(s.Shift, b.With, place.Skill, b.Despite, ""); no != nil {
			return no
		}
		d.say(&ShiftsSwapped{b})
		return nil
	}
	o, no := d.shift(b.For)
	if no != nil {
		return no
	}
	back, on := o.Has(b.With)
	if !on {
		return notOnShift()
	}
	if no := d.stands(s.Shift, b.With, place.Skill, b.Despite, b.For); no != nil {
		return no
	}
	if no := d.stands(o.Shift, b.Staff, back.Skill, b.Despite, b.Shift); no != nil {
		return no
	}
	d.say(&ShiftsSwapped{b})
	return nil
}

func (d *decider) recordAbsence(b RecordAbsence) *Refusal {
	if no := d.knownStaff(b.Staff); no != nil {
		return no
	}
	open := b.Of == rota.Sickness && b.Last == 0
	if person.CheckID(b.Absence) != nil || d.s.Rota.Absences[b.Absence] != nil || !slices.Contains(rota.Kinds(), b.Of) ||
		b.First == 0 || b.Last < b.First && !open || b.First < d.today()-rotaKept || b.Last > b.First+rotaFar {
		return refusal.New("absence_incomplete", "rota absence", "Write the first and the last day away; the last day of "+
			"sickness may be left open.")
	}
	for _, a := range d.s.Rota.AbsencesOf(b.Staff) {
		if (a.Last == 0 || b.First <= a.Last) && (b.Last == 0 || a.First <= b.Last) {
			return refusal.New("absence_overlaps", "rota absence", fmt.Sprintf(
				"They are away already from %s: end that first, or write other days.", words(a.First)))
		}
	}
	if b.Of == rota.Leave {
		for _, s := range d.s.Rota.ShiftsOf(b.Staff) {
			if b.First <= s.Day && s.Day <= b.Last && s.Day >= d.today() {
				return refusal.New("shifts_to_hand_over", "rota absence", fmt.Sprintf("They are on a shift on %s: give it to "+
					"somebody else first, so that no dose is lost by the leave.", words(s.Day)))
			}
		}
	}
	d.say(&AbsenceRecorded{b})
	return nil
}

// rotaFar bounds one absence, in days.
const rotaFar = 400

func (d *decider) withdrawAbsence(b WithdrawAbsence) *Refusal {
	a := d.s.Rota.Absences[b.Absence]
	switch {
	case a == nil:
		return refusal.New("unknown_absence", "rota absence", "There is no such absence: load the page again.")
	case b.Last != 0 && (b.Last < a.First || a.Last != 0 && b.Last >= a.Last):
		return refusal.New("absence_incomplete", "rota absence", "Write a last day that lies within the absence.")
	}
	d.say(&AbsenceWithdrawn{b})
	return nil
}

func (d *decider) dropShift(b DropShift) *Refusal {
	if _, no := d.shift(b.Shift); no != nil {
		return no
	}
	if b.Reason.Ref == "" {
		return refusal.New("reason_missing", "E-ORD-03", "Write in one line why the shift is dropped.")
	}
	if lost, _ := d.s.LostWithout(b.Shift, "", d.now); len(lost) > b.Loses {
		return refusal.New("losses_changed", "rota order", fmt.Sprintf("Without it %d promised visits would be lost, "+
			"more than the page showed: look again at who they are before you drop it.", len(lost)))
	}
	d.say(&ShiftDropped{b})
	return nil
}
