package clinic

import (
	"fmt"
	"slices"

	"steady/person"
	"steady/refusal"
)

// widerRule names what the clinic does beside the dose: row 22 and 24 of the
// study's points. No published rule is behind the order of steps.
const widerRule = "wider life"

func (d *decider) wider(body Body) *Refusal {
	switch b := body.(type) {
	case AskSupport:
		return d.askSupport(b)
	case MoveSupport:
		return d.moveSupport(b)
	case KeepCircumstance:
		return d.keepCircumstance(b)
	case TellLifeEvent:
		return d.tellLifeEvent(b)
	case RaiseSafeguarding:
		return d.raiseSafeguarding(b)
	case FollowSafeguarding:
		return d.followSafeguarding(b)
	}
	return nil
}

// works reports whether an id is nobody, or a member of staff.
func (d *decider) works(id person.StaffID) bool { return id == "" || d.s.Staff[id] != nil }

func (d *decider) askSupport(b AskSupport) *Refusal {
	if no := d.known(b.Person); no != nil {
		return no
	}
	x, open := d.s.StrandsOf(b.Person), 0
	for _, t := range x.Support {
		if !t.Over() {
			open++
		}
	}
	_, self := d.c.By.Self()
	switch {
	case person.CheckID(b.Support) != nil || !known(SupportKinds, b.Kind) || !d.works(b.Staff) ||
		slices.ContainsFunc(x.Support, func(t Support) bool { return t.Support == b.Support }) ||
		self && (b.Due != 0 || b.Staff != "" || b.Visit != ""):
		return refusal.New("support_incomplete", widerRule, "Choose what is asked for.")
	case b.Due != 0 && b.Due < d.s.zone.Day(d.at):
		return refusal.New("support_incomplete", widerRule, "The day by which it is due has passed: write a later one.")
	case open >= supportOpen:
		return refusal.New("support_many", widerRule, fmt.Sprintf(
			"%d things are open for this person: close what is done first.", supportOpen))
	}
	d.say(&SupportAsked{b})
	return nil
}

func (d *decider) moveSupport(b MoveSupport) *Refusal {
	list := d.s.StrandsOf(b.Person).Support
	i := slices.IndexFunc(list, func(t Support) bool { return t.Support == b.Support && !t.Over() })
	at := func(c SupportStage) int {
		return slices.IndexFunc(SupportStages, func(x Coded[SupportStage]) bool { return x.Code == c })
	}
	switch {
	case i < 0:
		return refusal.New("support_unknown", widerRule, "That is not open any more: ask for it anew if it is needed.")
	case at(b.Stage) < 0 || !d.works(b.Staff):
		return refusal.New("support_incomplete", widerRule, "Choose how far it is, and who looks after it.")
	case at(b.Stage) < at(list[i].Stage):
		return refusal.New("support_incomplete", widerRule, fmt.Sprintf(
			"It stands at %q already: choose that or a later step.", WordsOf(SupportStages, list[i].Stage)))
	case (b.Stage == SupportDeclined || b.Stage == SupportUnmet) && !given(b.Words):
		return wordsMissing("Write in a few words why it ends here.")
	}
	d.say(&SupportMoved{b})
	return nil
}

// toldAlone reports whether what a person writes for themself is marked so.
func (d *decider) toldAlone(by ToldBy) bool {
	_, self := d.c.By.Self()
	return known(ToldBys, by) && (!self || by == SelfReport)
}

func (d *decider) keepCircumstance(b KeepCircumstance) *Refusal {
	if no := d.known(b.Person); no != nil {
		return no
	}
	c, ok := CircumstanceOf(b.Kind)
	switch {
	case !ok || b.Is != NotSaid && !known(c.Words, b.Is) || !d.toldAlone(b.Source):
		return refusal.New("circumstance_unknown", widerRule, "Choose one of the answers on the page.")
	case b.From < notBefore || b.From > d.s.zone.Day(d.now):
		return refusal.New("circumstance_unknown", widerRule, "Write since when: a day that has come already.")
	}
	d.say(&CircumstanceKept{b})
	return nil
}

func (d *decider) tellLifeEvent(b TellLifeEvent) *Refusal {
	if no := d.known(b.Person); no != nil {
		return no
	}
	_, ok := LifeEventOf(b.Kind)
	switch {
	case !ok || person.CheckID(b.Event) != nil || !d.toldAlone(b.Source):
		return refusal.New("life_event_unknown", widerRule, "Choose what happened, and who said so.")
	case b.Day < notBefore || b.Day > d.s.zone.Day(d.now):
		return refusal.New("life_event_unknown", widerRule, "Write on which day it happened: one that has come already.")
	}
	d.say(&LifeEventTold{b})
	return nil
}

// safeRule: concerns have an access rule of their own (who-may table).
const safeRule = "safeguarding"

func (d *decider) raiseSafeguarding(b RaiseSafeguarding) *Refusal {
	switch no := d.known(b.Person); {
	case no != nil:
		return no
	case person.CheckID(b.Concern) != nil || d.s.Recovery.Safe[b.Concern] != nil || !known(SafeguardingKinds, b.Kind):
		return refusal.New("safeguarding_incomplete", safeRule, "Choose what the concern is.")
	case b.Words.Ref == "":
		return wordsMissing("Write what you saw or were told, and by whom.")
	}
	d.say(&SafeguardingRaised{b})
	return nil
}

func (d *decider) followSafeguarding(b FollowSafeguarding) *Refusal {
	c := d.s.Recovery.Safe[b.Concern]
	switch {
	case c == nil || c.Closed != 0:
		return refusal.New("safeguarding_unknown", safeRule, "This concern is not open: raise a new one if you need to.")
	case !known(SafeguardingSteps, b.Step):
		return refusal.New("safeguarding_incomplete", safeRule, "Choose what was done.")
	case b.Words.Ref == "":
		return wordsMissing("Write what was done, with whom, and what comes next.")
	}
	d.say(&SafeguardingFollowed{b, c.Person})
	return nil
}
