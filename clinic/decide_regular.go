package clinic

import (
	"fmt"

	"steady/moment"
	"steady/person"
	"steady/refusal"
)

// setTimes gives a person other regular times. What is promised already stays:
// the first day is one that nobody planned yet.
func (d *decider) setTimes(b SetTimes) *Refusal {
	if no := d.newTimes(b.Person, b.From, b.Times); no != nil {
		return no
	}
	d.say(&TimesSet{SetTimes: b})
	return nil
}

// newTimes refuses week times that cannot hold from a day on.
func (d *decider) newTimes(id person.UserID, from moment.Day, times WeekTimes) *Refusal {
	p := d.s.People[id]
	if p == nil {
		return unknownPerson()
	}
	if no := d.s.inTreatment(id); no != nil {
		return no
	}
	switch now := p.WeekOn(from); {
	case !d.s.inHours(from, times):
		return refusal.New("times_incomplete", lifeRule,
			"Write a time within the session, or none, for each session of each of the seven days.")
	case from <= d.s.Planned || from < d.s.zone.Day(d.now):
		return refusal.New("times_promised", lifeRule, fmt.Sprintf(
			"The times up to %s are promised already: choose a later first day, or move single visits.",
			max(d.s.Planned, d.s.zone.Day(d.now)-1)))
	case times.Equal(now):
		return refusal.New("times_incomplete", lifeRule, "These are the times that hold then already.")
	case !times.sameVisits(now) && !d.s.Staff[d.c.By].Has(person.Prescriber):
		return refusal.New("visits_change", "E-ORD-02",
			"More or fewer visits on a day is a change of treatment: ask a prescriber to record it.")
	case len(p.Regular) >= regularKept:
		return refusal.New("times_incomplete", lifeRule,
			"These times changed very often lately, and every change still counts: wait, or move single visits.")
	}
	return nil
}

func (f *TimesSet) applyLife(s *State, e Event) {
	s.People[f.Person].setRegular(RegularTimes{f.From, f.Times, e.By}, s.zone.Day(e.Recorded))
	if p := s.Lives.Proposal; f.Proposal != "" && p != nil && p.Proposal == f.Proposal {
		p.Items[p.item(f.Person)].Answer = AnswerAgreed
	}
}
