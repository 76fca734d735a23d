package clinic

import "steady/moment"

// applyWay folds a fact of the way in or out.
func (s *State) applyWay(f wayFact, e Event) {
	if b, ok := f.(*PersonReferred); ok {
		s.applyReferred(b, e)
		return
	}
	w := s.Ways[f.wayOf()]
	w.LastAt = e.Happened
	switch b := f.(type) {
	case *EligibilityDecided:
		w.Decided, w.DecidedAt, w.Override, w.OverrideBy, w.OverrideAt = b, e.Happened, nil, "", 0
		if b.Born != nil {
			w.Born = b.Born
		}
		if !w.Eligible() {
			w.Place, w.Waiting = nil, 0
		}
	case *EligibilityOverridden:
		w.Override, w.OverrideBy, w.OverrideAt = b, e.By, e.Happened
	case *Consented:
		w.Consent, w.ConsentAt, w.Withdrawn = &b.GiveConsent, e.Happened, 0
	case *ConsentWithdrawn:
		w.Withdrawn = e.Happened
	case *ReasonsWritten:
		w.Reasons = append(w.Reasons, OwnReasons{e.Happened, b.Words})
		if n := len(w.Reasons) - reasonsKept; n > 0 {
			w.Reasons = append([]OwnReasons(nil), w.Reasons[n:]...)
		}
	case *WaitingListJoined:
		w.Place = &b.JoinWaitingList
		if w.Waiting == 0 {
			w.Waiting = e.Happened
		}
	case *TransferredIn:
		w.Transfer = &b.RecordTransferIn
	case *TreatmentEnded:
		s.applyEnded(w, b, e.Happened)
	case *FollowedUp:
		w.FollowUp = b.Next
	}
}

// applyReferred opens a way, or a further one after a return. Their own reasons
// stay: they are the person's, not the episode's. What the new referral does
// not say of the person is kept from before.
func (s *State) applyReferred(b *PersonReferred, e Event) {
	w := &Way{ReferPerson: b.ReferPerson, Episode: 1, ReferredAt: e.Happened, ReferredBy: e.By, LastAt: e.Happened}
	if old := s.Ways[b.Person]; old != nil {
		w.Episode, w.Reasons = old.Episode+1, old.Reasons
		for _, x := range []struct{ now, was **Text }{{&w.Born, &old.Born}, {&w.NHSNumber, &old.NHSNumber},
			{&w.Contact, &old.Contact}, {&w.Address, &old.Address}} {
			if *x.now == nil {
				*x.now = *x.was
			}
		}
	}
	s.Ways[b.Person] = w
}

// applyAdmitted begins treatment. Who returns keeps their doses and the day of
// the last one, so that the absence is counted (E-MISS-01); holds stay too.
func (s *State) applyAdmitted(b *PersonAdmitted, e Event) {
	w := s.Ways[b.Person]
	if w == nil {
		w = &Way{ReferPerson: ReferPerson{Person: b.Person, Name: b.Name, Born: b.Born}, Episode: 1}
		s.Ways[b.Person] = w
	}
	w.Admitted, w.LastAt, w.Place, w.Waiting, w.Name = e.Happened, e.Happened, nil, 0, b.Name
	if b.Born != nil {
		w.Born = b.Born
	}
	if p := s.People[b.Person]; p != nil {
		p.AdmitPerson, p.Regular = b.AdmitPerson, nil
		return
	}
	s.People[b.Person] = &Person{AdmitPerson: b.AdmitPerson}
}

// applyEnded: no prescription outlives the treatment.
func (s *State) applyEnded(w *Way, b *TreatmentEnded, at moment.Instant) {
	w.Ended, w.EndedAt, w.FollowUp, w.Place, w.Waiting = b, at, b.FollowUp, nil, 0
	if p := s.People[w.Person]; p != nil {
		p.Rx, p.RxBy, p.RxLicence, p.Orders = nil, "", "", nil
	}
}
