package clinic

import (
	"fmt"
	"slices"

	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/refusal"
)

// Examination is what the rules say of a prescription while it is written:
// the same words that signing it will meet.
type Examination struct {
	Refusal   *Refusal         // what stands in the way whoever signs; nil where nothing does
	Challenge *dosing.Finding  // a second prescriber confirms (P-CAP-06)
	Confirm   *dosing.Finding  // a recommendation is not followed: a reason is asked
	Licence   person.Licence   // that it is written under; empty where none is needed
	Findings  []dosing.Finding // everything that fired
	Days      []PlanAnswer     // of the titration plan
}

// PlanAnswer is what the rules say of one planned dose, on the assumption that
// everything before it was taken as planned and well tolerated.
type PlanAnswer struct {
	Day   moment.Day
	Visit int // of the day, from 0
	Dose  measure.Mass
	Most  measure.Mass // of it, that the rules allow
	Rule  string       // that bounds it most closely
	Text  string       // of that rule, with its arithmetic
}

func (d *decider) prescribe(b Prescribe) *Refusal {
	x := d.s.Examine(d.c.By, b.Person, b.Prescription, d.at)
	p := d.s.People[b.Person]
	witness := person.StaffID("")
	if d.c.Witness != nil {
		witness = person.StaffID(d.c.Witness.By)
	}
	switch {
	case x.Refusal != nil:
		return x.Refusal
	case x.Challenge != nil && !d.s.Staff[witness].Has(person.Prescriber):
		return refusal.New("challenge", x.Challenge.Rule, Sentence(x.Challenge.Text))
	case x.Challenge != nil:
		if no := d.twoPeople(); no != nil {
			return no
		}
		if _, no := d.s.licence(witness, b.Prescription.Form.Substance, person.Countersigns, d.today()); no != nil {
			return no
		}
	case x.Confirm != nil && (!b.Confirmed || b.Reason == nil || b.Reason.Ref == ""):
		return refusal.New("confirm_with_reason", x.Confirm.Rule,
			Sentence(x.Confirm.Text)+" Confirm it with a reason, or change the prescription.")
	}
	if o := p.OrderOn(b.Prescription.From); o != nil && o.Ends >= b.Prescription.From &&
		(b.Reason == nil || b.Reason.Ref == "") {
		return refusal.New("reason_missing", "E-ORD-03", "Write in one line why the prescription changes.")
	}
	out := &Prescribed{b.Person, b.Prescription, x.Licence.Number, x.Findings, b.Reason, nil}
	if d.two {
		out.Signed = d.c.Witness
	}
	d.say(out)
	return nil
}

// Examine asks the rules about a prescription that a doctor is writing: who may
// write it, its dates, what the law allows, and what the engine makes of it and
// of each day of its plan. It changes nothing.
func (s *State) Examine(by person.StaffID, who person.UserID, rx Prescription, at moment.Instant) (x Examination) {
	p := s.People[who]
	if p == nil {
		x.Refusal = unknownPerson()
		return x
	}
	if !s.Staff[by].Has(person.Prescriber) {
		x.Refusal = refusal.New("prescriber_only", "R-REG-19", "Only a prescriber writes a prescription.")
		return x
	}
	today := s.zone.Day(at)
	if x.Licence, x.Refusal = s.licence(by, rx.Form.Substance, person.Prescribes, today); x.Refusal != nil {
		return x
	}
	begins := at // the rules are asked for the moment from which it counts
	if rx.From > today {
		begins = s.zone.Start(rx.From)
	}
	for _, ask := range []func() *Refusal{
		func() *Refusal { return s.inTreatment(who) },
		func() *Refusal { return s.otherForm(p, rx, begins) },
		func() *Refusal { return rightDates(rx, today) },
		func() *Refusal { return s.lawful(rx) },
		func() *Refusal { return s.planned(p, rx) },
	} {
		if x.Refusal = ask(); x.Refusal != nil {
			return x
		}
	}
	if s.packs[rx.Pack] == nil {
		x.Refusal = refusal.New("unknown_pack", "E-ORD-03", "Choose a dosing pack that is in force here.")
		return x
	}
	s.rehearse(&x, p, rx, at, begins)
	if x.Refusal == nil {
		x.Refusal = s.oralAllowed(&x, p, rx, begins)
	}
	return x
}

// rightDates: a review and an end are mandatory and in order; a prescription
// begins on the day it is written or later.
func rightDates(rx Prescription, today moment.Day) *Refusal {
	if rx.Ends < rx.From || rx.Review < rx.From || rx.Review > rx.Ends || rx.Started == 0 || rx.Started > rx.From {
		return refusal.New("rx_dates", "clinical-protocol 9",
			"A prescription needs a first day, a review day and an end day, in that order.")
	}
	if rx.From < today {
		return refusal.New("rx_dates", "clinical-protocol 9",
			"A prescription begins today or later: what was given before stays under the one before.")
	}
	return nil
}

// lawful asks the jurisdiction pack: the permit it requires, doses taken home,
// instalments.
func (s *State) lawful(rx Prescription) *Refusal {
	if r, need := s.law.Requires("patient_permit"); need && rx.Permit == "" {
		return refusal.New("law_field_missing", r.Basis.Rule, fmt.Sprintf("The pack %s asks for %s: write it.",
			s.law.ID, r.Words))
	}
	if rx.TakeHome != nil {
		if no := s.law.MayTakeHome(rx.Form.Substance, rx.Route, *rx.TakeHome); no != nil {
			return no
		}
	}
	for _, o := range rx.Oral {
		switch {
		case o.Drug.Substance() == "" || o.Dose <= 0 || o.Dose > measure.MaxMass:
			return refusal.New("oral_incomplete", "P-ORALCO-01",
				"For the oral dose choose methadone or slow-release morphine, and write its milligrams a day.")
		case o.Supply == SupplyInstalments && o.Parts != nil && o.TakeHome == nil:
			if no := s.law.MayDispense(*o.Parts); no != nil {
				return no
			}
		case o.Supply == SupplyOnSite && o.Parts == nil:
			if o.TakeHome != nil {
				if no := s.law.MayTakeHome(o.Drug.Substance(), oralRoute, *o.TakeHome); no != nil {
					return no
				}
			}
		default:
			return refusal.New("oral_incomplete", "R-REG-21",
				"Say how the oral dose is supplied: at the visit, or by instalments with their number and interval.")
		}
	}
	return nil
}

// planned looks at the form of a titration plan: days in a row from the first,
// one dose for each visit that the person attends.
func (s *State) planned(p *Person, rx Prescription) *Refusal {
	wrong := func(words string) *Refusal { return refusal.New("plan_incomplete", "E-TITR-11", words) }
	for i, step := range rx.Plan {
		visits := s.attendedSessions(p, step.Day)
		switch {
		case step.Day != rx.From+moment.Day(i) || step.Day > rx.Ends:
			return wrong("A plan names every day from the first day of the prescription on, without a gap.")
		case len(step.Doses) != len(rx.Doses) || len(step.Doses) != len(visits):
			return wrong(fmt.Sprintf("A day of the plan needs a dose for each of the %d visits that this person attends.",
				len(visits)))
		}
	}
	return nil
}

// attendedSessions are the indexes of the sessions that belong to a person's
// treatment at the time of a day.
func (s *State) attendedSessions(p *Person, day moment.Day) (out []int) {
	for i := range s.Sessions {
		if p.Attends(day, i) {
			out = append(out, i)
		}
	}
	return out
}

// otherForm refuses to change the drug or salt while amounts of the old form
// still count: they do not add up with the new one (E-UNIT-03), so totals of
// the day and the gap since the last dose would be lost.
func (s *State) otherForm(p *Person, rx Prescription, begins moment.Instant) *Refusal {
	if len(p.Past) == 0 || p.PastForm == rx.Form {
		return nil
	}
	for _, v := range s.Visits {
		if v.Person == p.Person && v.Syringe != nil {
			return refusal.New("syringe_open", "E-UNIT-03",
				"A syringe of the form used so far is not accounted for: finish or discard that one first.")
		}
	}
	for _, past := range p.Past {
		if s.zone.Day(past.At) >= s.zone.Day(begins) || begins.Since(past.At) < 3*moment.Hour { // S-GAP
			return refusal.New("form_change", "E-UNIT-03", fmt.Sprintf(
				"Today's doses were %s, and amounts of another form do not add to them: change the form tomorrow.",
				p.PastForm))
		}
	}
	return nil
}

// oralAllowed asks the pack about each oral drug beside the injections
// (P-ORALCO-01 to P-ORALCO-04, P-CAP-03): what stops refuses, what asks for a
// specialist is confirmed with a reason. A drug that no row of the pack names
// is not prescribed under it.
func (s *State) oralAllowed(x *Examination, p *Person, rx Prescription, at moment.Instant) *Refusal {
	seen := map[OralDrug]bool{}
	for _, o := range rx.Oral {
		if seen[o.Drug] {
			return refusal.New("oral_incomplete", "P-ORALCO-01", fmt.Sprintf(
				"The oral drug %s is written twice: one line for one drug.", o.Drug))
		}
		seen[o.Drug] = true
		pack, form := s.packs[rx.Pack], measure.Form{Substance: o.Drug.Substance()}
		row := pack.BesideFor(form)
		switch {
		case row == nil:
			return refusal.New("oral_stopped", "P-ORALCO-01", fmt.Sprintf(
				"The pack %s names no %s beside the injections: choose another drug, or write none.", pack.ID, o.Drug))
		case !o.Screen.Asked:
			return refusal.New("oral_stopped", row.Basis.Rule, fmt.Sprintf(
				"The contraindications of %s have not been gone through: ask the person about each first.", o.Drug))
		}
		for _, f := range dosing.Decide(pack, s.oralCase(p, rx, o, row, at)).Findings {
			f.Text = o.Drug.String() + ": " + f.Text
			if f.Effect != dosing.Info && f.Rule != "E-PACK-01" { // that a pack is a draft was said already
				x.Findings = append(x.Findings, f)
			}
			switch {
			case f.Effect == dosing.Stop:
				return refusal.New("oral_stopped", f.Rule, Sentence(f.Text)+" Choose another drug or dose, or write none.")
			case f.Effect == dosing.ReferTo && x.Confirm == nil:
				x.Confirm = &f
			}
		}
	}
	return nil
}

// oralCase puts an oral drug before the engine.
func (s *State) oralCase(p *Person, rx Prescription, o Oral, row *protocol.Beside, at moment.Instant) dosing.Case {
	c := dosing.Case{Question: dosing.QuestionPrescription, Now: at, Zone: s.zone,
		Prescription: dosing.Prescription{Form: measure.Form{Substance: o.Drug.Substance()}, Route: protocol.Oral,
			Doses: []measure.Mass{o.Dose}, PerDay: 1, CapSingle: o.Dose, CapDay: o.Dose, Started: rx.Started},
		Person: dosing.Person{Trimester: p.Trimester}}
	c.Assessment.Flags = slices.Clone(o.Screen.Conditions)
	known := func(h protocol.Hold) bool { return h.Flag == "pregnancy" }
	if p.Trimester > 0 && slices.ContainsFunc(row.Holds, known) && !slices.Contains(c.Assessment.Flags, "pregnancy") {
		c.Assessment.Flags = append(c.Assessment.Flags, "pregnancy")
	}
	if o.Screen.QTc > 0 {
		q := measure.Milli(o.Screen.QTc) * 1000
		c.Person.QTc = &q
	}
	return c
}
