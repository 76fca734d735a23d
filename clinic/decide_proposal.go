package clinic

import (
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/timetable"
)

// Limits of what can be, far above any service.
const (
	heaviestFair = 1000
	longestDrift = 4 * 60
	mostProposed = 2000
)

func (d *decider) proposals(body Body) *Refusal {
	switch b := body.(type) {
	case SetPlanning:
		if b.Fair < 0 || b.Fair > heaviestFair || b.Drift < 0 || b.Drift > longestDrift {
			return refusal.New("planning_incomplete", lifeRule,
				"Write a whole number for each: how much fairness weighs, and the minutes of drift that are free.")
		}
		d.say(&PlanningSet{b})
	case KeepTimes:
		if d.s.People[b.Person] == nil {
			return unknownPerson()
		}
		if _, keeps := d.s.Lives.Keeps[b.Person]; keeps == b.Keep {
			return refusal.New("times_answered", lifeRule, "That is how it stands already.")
		}
		d.say(&TimesKept{b})
	case ProposeTimes:
		return d.proposeTimes(b)
	case AnswerTimes:
		return d.answerTimes(b)
	}
	return nil
}

// proposeTimes records a proposal when the week that it makes, with everybody's
// yes, breaks no rule that the week of today keeps.
func (d *decider) proposeTimes(b ProposeTimes) *Refusal {
	if old := d.s.Lives.Proposal; person.CheckID(b.Proposal) != nil || len(b.Items) == 0 || len(b.Items) > mostProposed ||
		old != nil && old.Proposal == b.Proposal {
		return refusal.New("proposal_incomplete", lifeRule, "A proposal changes the times of at least one person.")
	}
	made := &Proposal{ProposalMade: ProposalMade{b.Proposal, b.From, b.Basis}}
	for i, x := range b.Items {
		if no := d.newTimes(x.Person, b.From, x.Times); no != nil {
			return no
		}
		if i > 0 && x.Person <= b.Items[i-1].Person {
			return refusal.New("proposal_incomplete", lifeRule, "Name each person once, in order.")
		}
		made.Items = append(made.Items, ProposalItem{ProposedTime: x, Answer: AnswerWaits})
	}
	week := d.s.WeekToPlan(monday(b.From))
	if len(week.Needs) > 0 {
		return refusal.New("planning_unset", lifeRule, "Set first: "+listWords(week.Needs)+".")
	}
	all := slices.Collect(made.people(AnswerWaits))
	if rule := week.worse(week.broken(week.Promised), made, all); rule != "" {
		return refusal.New("proposal_breaks", lifeRule, fmt.Sprintf(
			"With these times the week would break a rule that it keeps today (%s): plan again.", rule))
	}
	d.say(&made.ProposalMade)
	for _, x := range b.Items {
		d.say(&TimesProposed{b.Proposal, x})
	}
	return nil
}

// people lists those whose answer is as given, by person.
func (p *Proposal) people(a ProposalAnswer) func(yield func(person.UserID) bool) {
	return func(yield func(person.UserID) bool) {
		for _, x := range p.Items {
			if x.Answer == a && !yield(x.Person) {
				return
			}
		}
	}
}

// answerTimes records an answer. A yes takes effect as soon as there is room for
// it beside everybody who has not said yes; until then it waits, and the answers
// of others may let it in.
func (d *decider) answerTimes(b AnswerTimes) *Refusal {
	p := d.s.Lives.Proposal
	switch {
	case p == nil || p.Proposal != b.Proposal || p.item(b.Person) < 0:
		return refusal.New("proposal_over", lifeRule, "These times are no longer proposed: load the page again.")
	case p.Items[p.item(b.Person)].Answer != AnswerOpen:
		return refusal.New("times_answered", lifeRule, "This was answered already.")
	}
	if no := d.s.inTreatment(b.Person); no != nil {
		return no
	}
	d.say(&TimesAnswered{b})
	if !b.Yes {
		return nil
	}
	waiting := []person.UserID{b.Person}
	for id := range p.people(AnswerWaits) {
		waiting = append(waiting, id)
	}
	slices.Sort(waiting)
	for _, id := range d.settled(p, waiting) {
		d.say(&TimesSet{Proposal: p.Proposal, SetTimes: SetTimes{Person: id, From: d.effective(p.From),
			Times: p.Items[p.item(id)].Times}})
	}
	return nil
}

// effective is the first day on which new times can hold: what is planned is
// promised.
func (d *decider) effective(from moment.Day) moment.Day {
	return max(from, d.s.Planned+1, d.s.zone.Day(d.now))
}

// settled are those of the waiting for whom there is room now: all of them at
// once, or one after the other as far as it goes.
func (d *decider) settled(p *Proposal, waiting []person.UserID) (in []person.UserID) {
	from := d.effective(p.From)
	waiting = slices.DeleteFunc(waiting, func(id person.UserID) bool {
		return d.newTimes(id, from, p.Items[p.item(id)].Times) != nil
	})
	week := d.s.WeekToPlan(monday(from))
	if len(week.Needs) > 0 || len(waiting) == 0 {
		return nil
	}
	before := week.broken(week.Promised)
	if week.worse(before, p, waiting) == "" {
		return waiting
	}
	for again := true; again; {
		again = false
		for _, id := range waiting {
			if with := append(slices.Clone(in), id); !slices.Contains(in, id) &&
				week.worse(before, p, with) == "" {
				in, again = with, true
			}
		}
	}
	return in
}

// worse names a rule that the week breaks, or breaks further, with the proposed
// times of these people than without them; "" is none. What a week breaks today,
// before, is not held against them.
func (w *Week) worse(before []weekBreach, p *Proposal, who []person.UserID) timetable.Rule {
	for _, x := range w.broken(w.with(p, who)) {
		if !slices.ContainsFunc(before, func(y weekBreach) bool { return x.where == y.where && x.by <= y.by }) {
			return x.rule
		}
	}
	return ""
}

// with is the promised week with the proposed times of these people.
func (w *Week) with(p *Proposal, who []person.UserID) *timetable.Plan {
	out := &timetable.Plan{}
	for _, pd := range w.Promised.Days {
		i := slices.IndexFunc(w.People, func(x WeekPerson) bool { return string(x.Person) == pd.Person })
		if x := w.People[i]; slices.Contains(who, x.Person) {
			times, starts := p.Items[p.item(x.Person)].Times, slices.Clone(pd.Starts)
			for k, session := range x.Doses {
				if at := times[pd.Day][session]; starts[k] != timetable.None && at >= 0 {
					starts[k] = at - at%w.Life.SlotMin
				}
			}
			pd.Starts = starts
		}
		out.Days = append(out.Days, pd)
	}
	return out
}
