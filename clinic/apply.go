package clinic

import (
	"steady/journal"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
	"steady/visit"
)

// Apply folds one event into the state. Events come from Decide or from the
// journal; one that does not fit is impossible and panics: stop, keep the
// journal, verify it.
func (s *State) Apply(e Event) {
	s.Recorded = max(s.Recorded, e.Recorded)
	s.turn(s.zone.Day(s.Recorded))
	if LogOf(e.Body) == journal.Register {
		if given, ok := e.Body.(*register.Administered); ok {
			s.place(given, s.Register)
		}
		s.Accounts.Apply(e.Body, s.Register, e.Happened, string(e.By), string(e.Witness))
		s.Register++
		return
	}
	s.Clinical++
	if f, ok := e.Body.(visitFact); ok {
		v := s.Visits[f.visitID()]
		s.applyVisit(v, e)
		s.markBusy(v)
		return
	}
	if f, ok := e.Body.(wayFact); ok {
		s.applyWay(f, e)
		return
	}
	if f, ok := e.Body.(rotaFact); ok {
		f.applyRota(&s.Rota, s.zone.Day(e.Recorded))
		return
	}
	if f, ok := e.Body.(stockFact); ok {
		f.applyStock(s, e)
		return
	}
	if f, ok := e.Body.(timesFact); ok {
		f.applyTimes(s, e)
		return
	}
	if f, ok := e.Body.(lifeFact); ok {
		f.applyLife(s, e)
		return
	}
	if f, ok := e.Body.(burdenFact); ok {
		f.applyBurden(&s.Burden)
		return
	}
	if f, ok := e.Body.(ownFact); ok {
		f.applyOwn(s, e)
		return
	}
	if f, ok := e.Body.(recoveryFact); ok {
		f.applyRecovery(s, e)
		return
	}
	if f, ok := e.Body.(nationalFact); ok {
		f.applyNational(&s.Reports, e)
		return
	}
	s.applyOther(e)
}

func (s *State) applyOther(e Event) {
	switch b := e.Body.(type) {
	case *PremisesOpened:
		s.applyPremises(b)
	case *PackInstalled:
		pack, err := protocol.Load(b.Document)
		if err != nil {
			panic("clinic: a pack of the journal does not load: " + err.Error())
		}
		s.Packs[b.ID], s.packs[b.ID] = *b, pack
	case *StaffAdded:
		s.Staff[b.Staff] = &Staff{b.Staff, b.Roles, b.Name, b.Identity}
	case *LicenceGranted:
		s.Licences = append(s.Licences, person.Licence{Doctor: b.Doctor, Substance: b.Substance,
			Premises: s.Premises, Number: b.Number, From: b.From, To: b.To, Acts: b.Acts})
	case *PersonAdmitted:
		s.applyAdmitted(b, e)
	case *Prescribed:
		s.applyPrescribed(b, e)
	case *HoldPlaced:
		s.People[b.Person].held(*b)
	case *HoldLifted:
		s.applyLifted(b)
	case *JurisdictionInstalled, *LicenceEnded, *RolesEnded, *TrimesterChanged:
		s.applyAuthority(e.Body)
	case *BaselineSigned, *ScaleConfirmed, *OverridesAcknowledged, *LeftEarly, *AskedAfter,
		*SiteMarked:
		s.applyGates(e)
	case *NaloxoneChecked:
		s.applyNaloxone(b, e)
	case *Booked:
		s.applyBooked(b, e)
	case *SessionClosed:
		s.Closed[sessionKey(b.Day, b.Session)] = true
	case *Corrected, *RecordedLate:
	default:
		panic("clinic: unknown fact " + e.Body.Kind())
	}
}

// liftPast: after a prescriber's review the emergency no longer suspends
// dosing (E-OD-06); the dose it followed still counts as not tolerated, which
// its sedation score and the missing rise keep (E-TITR-12).
func (s *State) liftPast(p *Person) {
	for i := range p.Past {
		if p.Past[i].Naloxone {
			p.Past[i].Naloxone, p.Past[i].Oxygen = false, true
		}
	}
}

func (s *State) applyPremises(b *PremisesOpened) {
	z, err := moment.LoadZone(b.Zone)
	if err != nil {
		panic("clinic: the journal names no known zone: " + b.Zone)
	}
	s.Premises, s.ZoneName, s.zone = b.Premises, b.Zone, z
	s.Booths, s.Sessions, s.Invented = b.Booths, b.Sessions, b.Invented
}

func (s *State) applyBooked(b *Booked, e Event) {
	// Only a plan moves the day on: a time promised for next week does not.
	if b.Day > s.Planned && b.Visit == VisitID(b.Person, b.Day, b.Session) {
		s.Planned = b.Day
		s.forget(min(b.Day, s.zone.Day(e.Recorded)))
	}
	s.placed(b.Person, b.Day, b.Session)
	s.over(PromisedTime{b.Visit, b.Person, b.Day, b.Session, b.Due}, b.Broke, b.Despite, e)
	s.Visits[b.Visit] = &Visit{ID: b.Visit, Person: b.Person, Day: b.Day, Session: b.Session, Due: b.Due, TopUp: b.TopUp,
		Stage: visit.Booked, Rev: 1, LastKind: b.Kind(), LastBy: e.By, LastAt: e.Happened}
}

// forget drops what the days before a day left behind: visits that ended, and
// which sessions were closed. The read models keep them.
func (s *State) forget(before moment.Day) {
	for id, v := range s.Visits {
		if v.Stage == visit.Ended && v.Day < before {
			delete(s.Visits, id)
		}
	}
	for key := range s.Closed {
		if key < before.String() {
			delete(s.Closed, key)
		}
	}
}
