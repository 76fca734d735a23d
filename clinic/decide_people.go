package clinic

import (
	"fmt"
	"sort"
	"strings"

	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/refusal"
)

func unknownPerson() *Refusal {
	return refusal.New("unknown_person", "visit order", "There is no such person in this service.")
}

func (s *State) peopleInOrder() []person.UserID {
	ids := make([]person.UserID, 0, len(s.People))
	for id := range s.People {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	return ids
}

func (s *State) visitsInOrder() []*Visit {
	vs := make([]*Visit, 0, len(s.Visits))
	for _, v := range s.Visits {
		vs = append(vs, v)
	}
	sort.Slice(vs, func(i, j int) bool {
		if vs[i].Due != vs[j].Due {
			return vs[i].Due < vs[j].Due
		}
		return vs[i].ID < vs[j].ID
	})
	return vs
}

// VisitsInOrder lists the visits the state holds by due time.
func (s *State) VisitsInOrder() []*Visit { return s.visitsInOrder() }

// StaffInOrder lists the staff by id.
func (s *State) StaffInOrder() []person.StaffID {
	ids := make([]person.StaffID, 0, len(s.Staff))
	for id := range s.Staff {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	return ids
}

// PeopleInOrder lists the people by id.
func (s *State) PeopleInOrder() []person.UserID { return s.peopleInOrder() }

func (d *decider) people(body Body) *Refusal {
	switch b := body.(type) {
	case AdmitPerson:
		return d.admit(b)
	case Prescribe:
		return d.prescribe(b)
	case PlaceHold:
		if d.s.People[b.Person] == nil {
			return unknownPerson()
		}
		if b.Reason.Ref == "" {
			return refusal.New("reason_missing", "E-ORD-03", "Write in one line why doses are on hold.")
		}
		d.say(&HoldPlaced{Person: b.Person, Reason: &b.Reason})
	case LiftHold:
		p := d.s.People[b.Person]
		switch {
		case p == nil:
			return unknownPerson()
		case !d.s.Staff[d.c.By].Has(person.Prescriber):
			return refusal.New("prescriber_only", "E-OD-06", "Only a prescriber lifts a hold: ask them to review.")
		case len(p.Holds) == 0:
			return refusal.New("no_hold", "E-OD-06", "There is no hold on this person's doses.")
		case b.Reason.Ref == "":
			return refusal.New("reason_missing", "E-ORD-03", "Write in one line why the hold ends.")
		}
		f := HoldLifted(b)
		d.say(&f)
	}
	return nil
}

func (d *decider) admit(b AdmitPerson) *Refusal {
	if person.CheckID(string(b.Person)) != nil || b.Name.Ref == "" || len(b.Times) != len(d.s.Sessions) {
		return refusal.New("person_incomplete", "design 2",
			"Write the chosen name and a usual time (or none) for each session.")
	}
	if d.s.People[b.Person] != nil {
		return refusal.New("person_exists", "design 2", "This person has a record already.")
	}
	for i, t := range b.Times {
		if t >= 0 && (t < d.s.Sessions[i].Opens || t >= d.s.Sessions[i].Closes) {
			return refusal.New("person_incomplete", "design 2", fmt.Sprintf(
				"The usual time for %s must lie in the session.", d.s.Sessions[i].Name))
		}
	}
	d.say(&PersonAdmitted{b})
	return nil
}

// licence finds a doctor's licence for a substance in force on a day
// (R-REG-19), or refuses.
func (s *State) licence(doctor person.StaffID, sub measure.Substance, day moment.Day) (person.Licence, *Refusal) {
	for _, l := range s.Licences {
		if l.Covers(doctor, sub, s.Premises, day) {
			return l, nil
		}
	}
	return person.Licence{}, refusal.New("no_licence", "R-REG-19", fmt.Sprintf(
		"No licence for %s in force for this doctor at these premises: ask a licensed doctor, or enter the licence.", sub))
}

func (d *decider) prescribe(b Prescribe) *Refusal {
	p, rx := d.s.People[b.Person], b.Prescription
	if p == nil {
		return unknownPerson()
	}
	if !d.s.Staff[d.c.By].Has(person.Prescriber) {
		return refusal.New("prescriber_only", "R-REG-19", "Only a prescriber writes a prescription.")
	}
	lic, no := d.s.licence(d.c.By, rx.Form.Substance, d.today())
	if no != nil {
		return no
	}
	if no := d.otherForm(p, rx); no != nil {
		return no
	}
	if rx.Ends < rx.From || rx.Review < rx.From || rx.Review > rx.Ends || rx.Started == 0 || rx.Started > rx.From {
		return refusal.New("rx_dates", "clinical-protocol 9",
			"A prescription needs a first day, a review day and an end day, in that order.")
	}
	pack := d.s.packs[rx.Pack]
	if pack == nil {
		return refusal.New("unknown_pack", "E-ORD-03", "Choose a dosing pack that is in force here.")
	}
	ask := dosing.Decide(pack, d.s.newCase(dosing.QuestionPrescription, p, rx, d.at))
	switch {
	case ask.Outcome == dosing.InvalidRx:
		f := ask.Findings[len(ask.Findings)-1]
		return refusal.New("invalid_rx", f.Rule, Sentence(f.Text))
	case challenged(ask) && (d.c.Witness == nil || !d.s.Staff[person.StaffID(d.c.Witness.By)].Has(person.Prescriber)):
		f := challenge(ask)
		return refusal.New("challenge", f.Rule, Sentence(f.Text))
	case challenged(ask):
		if no := d.twoPeople(); no != nil {
			return no
		}
	case ask.Outcome == dosing.Refer && (!b.Confirmed || b.Reason == nil || b.Reason.Ref == ""):
		f := ask.Findings[len(ask.Findings)-1]
		return refusal.New("confirm_with_reason", f.Rule,
			Sentence(f.Text)+" Confirm it with a reason, or change the prescription.")
	}
	out := &Prescribed{b.Person, rx, lic.Number, ask.Findings, b.Reason, nil}
	if d.two {
		out.Signed = d.c.Witness
	}
	d.say(out)
	return nil
}

// otherForm refuses to change the drug or salt while amounts of the old form
// still count: they do not add up with the new one (E-UNIT-03), so totals of
// today and the gap since the last dose would be lost.
func (d *decider) otherForm(p *Person, rx Prescription) *Refusal {
	if len(p.Past) == 0 || p.PastForm == rx.Form {
		return nil
	}
	for _, v := range d.s.Visits {
		if v.Person == p.Person && v.Syringe != nil {
			return refusal.New("syringe_open", "E-UNIT-03",
				"A syringe of the form used so far is not accounted for: finish or discard that one first.")
		}
	}
	for _, past := range p.Past {
		if d.s.zone.Day(past.At) >= d.today() || d.at.Since(past.At) < 3*moment.Hour { // S-GAP
			return refusal.New("form_change", "E-UNIT-03", fmt.Sprintf(
				"Today's doses were %s, and amounts of another form do not add to them: change the form tomorrow.",
				p.PastForm))
		}
	}
	return nil
}

// Sentence makes a finding's words a sentence of its own.
func Sentence(text string) string {
	if text == "" {
		return text
	}
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func challenged(a dosing.Decision) bool { return challenge(a).Rule != "" }

func challenge(a dosing.Decision) dosing.Finding {
	for _, f := range a.Findings {
		if f.Effect == dosing.Challenge {
			return f
		}
	}
	return dosing.Finding{}
}

// newCase puts a person before the engine.
func (s *State) newCase(q dosing.Question, p *Person, rx Prescription, now moment.Instant) dosing.Case {
	history := p.Past
	if p.PastForm != rx.Form {
		history = nil // amounts of another drug or salt are not compared (E-UNIT-03)
	}
	return dosing.Case{
		Question: q, Session: dosing.Scheduled, Now: now, Zone: s.zone, History: history,
		Prescription: dosing.Prescription{Form: rx.Form, Route: rx.Route, Doses: rx.Doses, PerDay: len(rx.Doses),
			CapSingle: rx.CapSingle, CapDay: rx.CapDay, Increment: rx.Increment, Started: rx.Started},
		Person: dosing.Person{Trimester: p.Trimester, SpO2Scale: p.SpO2Scale},
	}
}
