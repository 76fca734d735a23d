package clinic

import (
	"fmt"

	"steady/person"
	"steady/refusal"
	"steady/visit"
)

// admit begins treatment: at the end of the way in, or for somebody who was in
// treatment before this journal began.
func (d *decider) admit(b AdmitPerson) *Refusal {
	if person.CheckID(string(b.Person)) != nil || b.Name.Ref == "" || len(b.Times) != len(d.s.Sessions) {
		return refusal.New("person_incomplete", "design 2",
			"Write the chosen name and a usual time (or none) for each session.")
	}
	for i, t := range b.Times {
		if t >= 0 && (t < d.s.Sessions[i].Opens || t >= d.s.Sessions[i].Closes) {
			return refusal.New("person_incomplete", "design 2", fmt.Sprintf(
				"The usual time for %s must lie in the session.", d.s.Sessions[i].Name))
		}
	}
	if no := d.wayOpen(b); no != nil {
		return no
	}
	d.say(&PersonAdmitted{b})
	return nil
}

// wayOpen asks whether the way in is complete: criteria met or set aside by a
// prescriber, and a consent that stands.
func (d *decider) wayOpen(b AdmitPerson) *Refusal {
	w := d.s.Ways[b.Person]
	if w == nil {
		if b.Already == nil || b.Already.Ref == "" {
			return refusal.New("referral_missing", wayRule,
				"There is no referral: refer them first. Who was in treatment before Steady began is entered with the reason.")
		}
		return nil
	}
	if w.Admitted != 0 && w.Ended == nil {
		return refusal.New("person_exists", wayRule, "This person is in treatment already.")
	}
	if _, no := d.wayOf(b.Person, false); no != nil {
		return no
	}
	switch {
	case !w.Eligible():
		return refusal.New("eligibility_missing", wayRule, "Look at the criteria first; a prescriber may set one aside.")
	case !w.Consents():
		return noConsent("Treatment begins with consent: read the text together and record what was agreed.")
	}
	return nil
}

// inTreatment refuses what is only done in treatment once it ended.
func (s *State) inTreatment(id person.UserID) *Refusal {
	if w := s.Ways[id]; w != nil && (w.Ended != nil || w.Admitted == 0) {
		return refusal.New("not_in_treatment", wayRule, "They are not in treatment now: admit them first.")
	}
	return nil
}

// endTreatment ends treatment, or a referral before it. Nobody is ended in the
// middle of a visit; times promised from now on are cancelled.
func (d *decider) endTreatment(b EndTreatment) *Refusal {
	w, no := d.wayOf(b.Person, false)
	if no != nil {
		return no
	}
	kind, ok := EndingOf(b.Ending, w.Admitted == 0)
	none := func(t *Text) bool { return t == nil || t.Ref == "" }
	switch {
	case !ok:
		return refusal.New("ending_incomplete", wayRule, "Choose how it ended.")
	case (b.Ending == EndTransfer || b.Ending == EndOther) && none(b.To):
		return refusal.New("ending_incomplete", wayRule, "Write who goes on with the care.")
	case b.Ending == EndByService && none(b.Reason):
		return refusal.New("reason_missing", "CH-PI", "Write on what grounds the service ends the treatment.")
	case b.Ending == EndByService && !d.s.Staff[d.c.By].Has(person.Prescriber):
		return refusal.New("prescriber_only", "CH-PI", "Only a prescriber ends a treatment against the person's wish.")
	case b.Ending != EndDied && b.FollowUp < d.today():
		return refusal.New("ending_incomplete", wayRule, "Write the day on which somebody asks how they are.")
	}
	for _, v := range d.s.visitsInOrder() {
		if v.Person == b.Person && v.Stage != visit.Booked && v.Stage != visit.Ended {
			return refusal.New("visit_open", "visit order",
				"A visit of this person is under way: end the visit first, then the treatment.")
		}
	}
	for _, v := range d.s.visitsInOrder() {
		if v.Person == b.Person && v.Stage == visit.Booked {
			d.say(&VisitEnded{Visit: v.ID, Ending: visit.Cancelled})
		}
	}
	d.say(&TreatmentEnded{b, kind.Planned})
	return nil
}

func (d *decider) followUp(b RecordFollowUp) *Refusal {
	w, no := d.wayOf(b.Person, true)
	switch {
	case no != nil:
		return no
	case w.Ended == nil || w.Ended.Ending == EndDied:
		return refusal.New("not_ended", wayRule, "Following up is for those whose treatment ended.")
	case b.Next != 0 && b.Next < d.today():
		return refusal.New("ending_incomplete", wayRule, "Write a day to come on which somebody asks again, or none.")
	}
	d.say(&FollowedUp{b})
	return nil
}
