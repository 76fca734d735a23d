package clinic

import (
	"slices"

	"steady/moment"
	"steady/person"
	"steady/register"
)

// applyPrescribed keeps the order; the day that its state stands at decides
// whether it is in force already.
func (s *State) applyPrescribed(b *Prescribed, e Event) {
	p := s.People[b.Person]
	p.RxWritten++
	p.ordered(Order{Prescription: b.Prescription, By: e.By, Licence: b.Licence, Count: p.RxWritten,
		Written: e.Recorded})
	p.inForce(s.zone.Day(s.Recorded))
	if len(p.Orders) > 1 && !slices.Contains(s.Turning, b.Person) {
		s.Turning = append(s.Turning, b.Person)
	}
}

// held adds a hold. One that a rule placed has no number of its own and ends
// with every other (E-OD-06).
func (p *Person) held(b HoldPlaced) {
	p.HoldCount = max(p.HoldCount, b.No)
	p.Holds = append(p.Holds, b)
}

func (s *State) applyLifted(b *HoldLifted) {
	p := s.People[b.Person]
	if b.No == 0 {
		p.Holds = nil
		s.liftPast(p)
		if s.gateHome(b.Person, s.zone.Day(s.Recorded)) != nil {
			delete(s.Stock.Home, b.Person)
		}
		return
	}
	p.Holds = slices.DeleteFunc(p.Holds, func(h HoldPlaced) bool { return h.No == b.No })
}

func (s *State) applyAuthority(f Fact) {
	switch b := f.(type) {
	case *JurisdictionInstalled:
		law, err := register.LoadJurisdiction(b.Document)
		if err != nil {
			panic("clinic: a jurisdiction pack of the journal does not load: " + err.Error())
		}
		s.Law, s.law = b, law
	case *LicenceEnded:
		for i := range s.Licences {
			if l := &s.Licences[i]; l.Doctor == b.Doctor && l.Substance == b.Substance && l.Number == b.Number {
				l.To = endedOn(*l, b.On)
			}
		}
	case *RolesEnded:
		m := s.Staff[b.Staff]
		m.Roles = slices.DeleteFunc(slices.Clone(m.Roles), func(r person.Role) bool { return slices.Contains(b.Roles, r) })
	case *TrimesterChanged:
		s.People[b.Person].Trimester = b.Trimester
	}
}

// endedOn is the last day of a licence that ends on a day: the day before it.
// Ended before it began it never was in force.
func endedOn(l person.Licence, on moment.Day) moment.Day {
	if l.To != 0 && l.To < on {
		return l.To
	}
	return on - 1
}
