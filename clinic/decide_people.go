package clinic

import (
	"sort"
	"strings"

	"steady/dosing"
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
		return d.placeHold(b)
	case LiftHold:
		return d.liftHold(b)
	case ChangeTrimester:
		return d.changeTrimester(b)
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
			CapSingle: rx.CapSingle, CapDay: rx.CapDay, Increment: rx.Increment, TopUp: rx.TopUp, Started: rx.Started},
		Person: dosing.Person{Trimester: p.Trimester, SpO2Scale: p.SpO2Scale, Baseline: p.baselineOn(s.zone.Day(now))},
	}
}

// baselineOn is the signed baseline while it holds; after its last day there
// is none, and the ordinary limits stand again.
func (p *Person) baselineOn(day moment.Day) dosing.Baseline {
	if b := p.Baseline; b != nil && day <= b.Until {
		return dosing.Baseline{SpO2: b.SpO2, RR: b.RR}
	}
	return dosing.Baseline{}
}
