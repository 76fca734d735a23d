package clinic

import (
	"fmt"

	"steady/dosing"
	"steady/measure"
	"steady/person"
	"steady/refusal"
)

// wayRule names the order of the way in, where no published rule is behind it.
const wayRule = "way in"

func noConsent(text string) *Refusal { return refusal.New("consent_missing", wayRule, text) }

func (d *decider) way(body Body) *Refusal {
	switch b := body.(type) {
	case ReferPerson:
		return d.refer(b)
	case AssessEligibility:
		return d.eligibility(b)
	case OverrideEligibility:
		return d.overrideEligibility(b)
	case GiveConsent, WithdrawConsent:
		return d.consent(b)
	case WriteReasons:
		return d.reasons(b)
	case JoinWaitingList:
		return d.waitingList(b)
	case RecordTransferIn:
		return d.transferIn(b)
	case EndTreatment:
		return d.endTreatment(b)
	case RecordFollowUp:
		return d.followUp(b)
	}
	return nil
}

// wayOf finds somebody's way, refuses one that ended unless ended is asked
// for, and a time before what came last.
func (d *decider) wayOf(id person.UserID, ended bool) (*Way, *Refusal) {
	w := d.s.Ways[id]
	switch {
	case w == nil:
		return nil, unknownPerson()
	case w.Ended != nil && !ended:
		return nil, refusal.New("not_in_treatment", wayRule, fmt.Sprintf(
			"This ended on %s: record the return first.", d.s.zone.Day(w.EndedAt)))
	case d.at < w.LastAt:
		return nil, refusal.New("out_of_order", "R-REG-05", fmt.Sprintf(
			"The step before this one happened on %s at %s: write a time after it.", d.s.zone.Day(w.LastAt),
			d.s.zone.Clock(w.LastAt)))
	}
	return w, nil
}

// refer opens a way in. A name and who referred are enough.
func (d *decider) refer(b ReferPerson) *Refusal {
	switch old := d.s.Ways[b.Person]; {
	case person.CheckID(string(b.Person)) != nil || b.Name.Ref == "" || !known(Sources, b.Source) ||
		b.Heard != "" && !known(HeardFrom, b.Heard):
		return refusal.New("referral_incomplete", wayRule,
			"A referral needs a name to call them by and who referred them. All else can wait.")
	case old != nil && old.Ended == nil:
		return refusal.New("person_exists", wayRule, "This person has a record already: go on with it.")
	case old != nil && old.Ended.Ending == EndDied:
		return refusal.New("person_exists", wayRule, "The record says that this person died: refer as somebody new.")
	}
	for _, id := range b.Alike {
		if d.s.Ways[id] == nil || id == b.Person {
			return unknownPerson()
		}
	}
	d.say(&PersonReferred{b})
	return nil
}

// eligibility puts the coded answers before the criteria of a pack in force. A
// pack that is a draft or has no criteria leaves the answer to a prescriber.
func (d *decider) eligibility(b AssessEligibility) *Refusal {
	w, no := d.wayOf(b.Person, false)
	if no != nil {
		return no
	}
	pack := d.s.packs[b.Pack]
	switch {
	case pack == nil:
		return refusal.New("unknown_pack", "E-ORD-03", "Choose a programme whose dosing pack is in force here.")
	case w.Admitted != 0:
		return refusal.New("person_exists", wayRule, "Treatment has begun: the criteria are for the way in.")
	case !b.Answers.sound():
		return refusal.New("criteria_incomplete", "E-ELIG-01",
			"An answer cannot be: look at age, years, months and percentages again.")
	}
	ask := dosing.Case{Question: dosing.QuestionEligibility, Now: d.at, Zone: d.s.zone}
	ask.Person.Eligibility = b.Answers.record(d.today())
	dec := dosing.Decide(pack, ask)
	d.say(&EligibilityDecided{Person: b.Person, Answers: b.Answers, Born: b.Born, Outcome: dec.Outcome,
		Reasons: dec.Reasons, Findings: dec.Findings, Pack: dec.Pack})
	return nil
}

// overrideEligibility is a prescriber's own decision with a reason. It stands
// until the criteria are looked at again.
func (d *decider) overrideEligibility(b OverrideEligibility) *Refusal {
	w, no := d.wayOf(b.Person, false)
	switch {
	case no != nil:
		return no
	case !d.s.Staff[d.c.By].Has(person.Prescriber):
		return refusal.New("prescriber_only", "E-ORD-03", "Only a prescriber sets a criterion aside.")
	case w.Decided == nil || w.Eligible():
		return refusal.New("nothing_to_override", wayRule,
			"The criteria have not refused anybody here: look at them first, or go on.")
	case b.Reason.Ref == "":
		return refusal.New("reason_missing", "E-ORD-03", "Write your reason in one line.")
	}
	d.say(&EligibilityOverridden{b.Person, w.Decided.Reasons, w.Decided.Pack, b.Reason})
	return nil
}

func (d *decider) consent(body Body) *Refusal {
	switch b := body.(type) {
	case GiveConsent:
		w, no := d.wayOf(b.Person, false)
		if no != nil {
			return no
		}
		if _, self := d.c.By.Self(); self && !w.Consents() {
			return refusal.New("consent_with_staff", wayRule,
				"The first yes, and a new yes after a no, is said to staff: read the text with them.")
		}
		terms := person.CurrentTerms()
		switch {
		case b.Version != terms.Version:
			return refusal.New("terms_version", wayRule, "The text that was agreed to has changed: read it together again.")
		case !terms.Knows(b.Agreed) || b.Confidence != nil && (*b.Confidence < 0 || *b.Confidence > 10):
			return refusal.New("consent_incomplete", wayRule,
				"Tick what was agreed to; how sure they feel is a number from 0 to 10.")
		case len(terms.Lacks(b.Agreed)) > 0:
			return refusal.New("consent_incomplete", wayRule,
				"Treatment needs every line that is marked as needed: talk about what is missing, and come back to it.")
		}
		d.say(&Consented{b})
	case WithdrawConsent:
		w, no := d.wayOf(b.Person, false)
		switch {
		case no != nil:
			return no
		case !w.Consents() && w.Admitted == 0 || w.Withdrawn != 0:
			return noConsent("No consent is in force that could be withdrawn.")
		}
		d.say(&ConsentWithdrawn{b})
		if w.Admitted != 0 {
			d.say(&HoldPlaced{Person: b.Person, Rule: "consent", Reason: b.Reason})
		}
	}
	return nil
}

// withdrew reports whether somebody's consent was withdrawn and not given anew.
func (s *State) withdrew(id person.UserID) bool {
	return s.Ways[id] != nil && s.Ways[id].Withdrawn != 0
}

func (d *decider) reasons(b WriteReasons) *Refusal {
	if _, no := d.wayOf(b.Person, true); no != nil {
		return no
	}
	if b.Words.Ref == "" {
		return refusal.New("reason_missing", wayRule, "Write their reasons, in their words.")
	}
	d.say(&ReasonsWritten{b})
	return nil
}

func (d *decider) waitingList(b JoinWaitingList) *Refusal {
	w, no := d.wayOf(b.Person, false)
	switch {
	case no != nil:
		return no
	case w.Admitted != 0:
		return refusal.New("person_exists", wayRule, "Treatment has begun: they wait no longer.")
	case !w.Eligible():
		return refusal.New("eligibility_missing", wayRule, "Look at the criteria first; a prescriber may set one aside.")
	case !known(Priorities, b.Priority):
		return refusal.New("priority_missing", wayRule, "Choose their place: first, soon, or by the date they joined.")
	case b.Priority != Ordinary && (b.Reason == nil || b.Reason.Ref == ""):
		return refusal.New("reason_missing", wayRule, "Write why they are seen before others.")
	}
	d.say(&WaitingListJoined{b})
	return nil
}

// transferIn keeps what another service gave. Nothing is calculated from it:
// the count of missed sessions and the first dose here stay as they are
// (E-MISS-04, E-ORD-02).
func (d *decider) transferIn(b RecordTransferIn) *Refusal {
	if _, no := d.wayOf(b.Person, false); no != nil {
		return no
	}
	confirmed := b.Verified != "not_verified"
	if b.Service.Ref == "" || b.LastDose <= 0 || b.LastDose > measure.MaxMass || !b.Form.Known() || b.Route == "" ||
		b.LastAt <= 0 || b.LastAt > d.at || !known(Verifieds, b.Verified) ||
		confirmed && (b.With == nil || b.With.Ref == "") {
		return refusal.New("transfer_incomplete", "E-MISS-04",
			"A transfer names the service, the last dose with drug, salt, route and time, how it was confirmed and by whom.")
	}
	d.say(&TransferredIn{b})
	return nil
}
