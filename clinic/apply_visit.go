package clinic

import (
	"steady/dosing"
	"steady/moment"
	"steady/protocol"
	"steady/visit"
)

// visitFact is a fact about one visit that was booked before.
type visitFact interface{ visitID() string }

func (f *Arrived) visitID() string           { return f.Visit }
func (f *Identified) visitID() string        { return f.Visit }
func (f *Assessed) visitID() string          { return f.Visit }
func (f *Decided) visitID() string           { return f.Visit }
func (f *Referred) visitID() string          { return f.Visit }
func (f *Answered) visitID() string          { return f.Visit }
func (f *Prepared) visitID() string          { return f.Visit }
func (f *Checked) visitID() string           { return f.Visit }
func (f *HandedOver) visitID() string        { return f.Visit }
func (f *SyringeDiscarded) visitID() string  { return f.Visit }
func (f *Injected) visitID() string          { return f.Visit }
func (f *Watched) visitID() string           { return f.Visit }
func (f *VisitEnded) visitID() string        { return f.Visit }
func (f *EmergencyStarted) visitID() string  { return f.Visit }
func (f *EmergencyActed) visitID() string    { return f.Visit }
func (f *EmergencyEnded) visitID() string    { return f.Visit }
func (f *Overridden) visitID() string        { return f.Visit }
func (f *InjectedCorrected) visitID() string { return f.Visit }

func (s *State) applyVisit(v *Visit, e Event) {
	v.Rev++
	v.LastKind, v.LastBy, v.LastAt = e.Body.Kind(), e.By, max(v.LastAt, e.Happened)
	switch b := e.Body.(type) {
	case *Arrived:
		v.Stage, v.Arrived, v.LastAt = visit.Arrived, e.Happened, e.Happened
		v.Ending, v.EndedAt = "", 0 // they came after all, where it was closed before the paper was entered
	case *Identified:
		v.Identity = b.How
	case *Assessed:
		v.Stage, v.Readings, v.ReadAt = visit.Assessed, b, e.Happened
		v.Decision, v.Answer, v.Referral = nil, nil, nil
	case *Decided:
		v.Decision, v.Stage = b, stageAfter(b.Outcome)
		p := s.People[v.Person]
		v.RxCount, v.RxBy, v.RxLicence = p.RxCount, p.RxBy, p.RxLicence
		if o := p.OrderOn(s.zone.Day(e.Happened)); o != nil { // a late entry is under the order of its day
			v.RxCount, v.RxBy, v.RxLicence = o.Count, o.By, o.Licence
		}
	case *Referred:
		v.Stage, v.Referral, v.ReferredAt, v.ReferredBy, v.Answer = visit.Referred, b, e.Happened, e.By, nil
	case *Answered:
		s.applyAnswered(v, b, e)
		v.Answer, v.AnswerBy = b, e.By
		v.Stage = map[Choice]visit.Stage{ChoiceGive: visit.Decided, ChoiceReassess: visit.Arrived,
			ChoiceWithhold: visit.Stopped}[b.Choice]
	case *Overridden:
		v.Stage = visit.Decided
		s.applyOverridden(v, b, e)
	case *InjectedCorrected:
		s.applyCorrected(v, b)
	case *Prepared:
		v.Stage, v.Syringe, v.PreparedBy, v.PreparedAt = visit.Prepared, b, e.By, e.Happened
	case *ReturnedUnopened:
		v.Stage, v.Syringe, v.PreparedBy, v.PreparedAt = visit.Decided, nil, "", 0
	case *Checked:
		v.Stage, v.CheckedBy = visit.Checked, e.Witness
	case *HandedOver:
		v.Stage, v.BoothSince = visit.InBooth, e.Happened
	case *SyringeDiscarded:
		v.Syringe, v.CheckedBy, v.BoothSince = nil, "", 0
		if v.Stage != visit.Emergency {
			v.Stage = visit.Stopped
		}
	case *Injected:
		s.applyInjected(v, b, e)
	case *Watched:
		v.Watches = append(v.Watches, Watch{e.Happened, *b})
		if v.Injected != nil {
			s.People[v.Person].followed(v.InjectedAt, b.Readings, false)
		}
	case *VisitEnded:
		v.Stage, v.Ending, v.EndedAt, v.Syringe = visit.Ended, b.Ending, e.Happened, nil
		delete(s.Booking.Held, v.ID) // nobody comes for it, so no other time waits for it
	case *EmergencyStarted, *EmergencyActed, *EmergencyEnded:
		s.applyAlarm(v, e)
	}
}

// markBusy keeps the visits with a syringe or in a booth at hand, after any
// change of one.
func (s *State) markBusy(v *Visit) {
	if v.Syringe != nil || v.Stage == visit.InBooth {
		s.busy[v.ID] = v
	} else {
		delete(s.busy, v.ID)
	}
}

func stageAfter(o dosing.Outcome) visit.Stage {
	switch o {
	case dosing.Administer, dosing.AdministerMax:
		return visit.Decided
	case dosing.Defer:
		return visit.Deferred
	case dosing.Refer, dosing.InvalidRx:
		return visit.Referred
	case dosing.Emergency:
		return visit.Emergency
	}
	return visit.Stopped
}

func (s *State) applyInjected(v *Visit, b *Injected, e Event) {
	if v.Stage != visit.Emergency {
		v.Stage = visit.Observed
	}
	v.Injected, v.InjectedAt, v.Syringe = b, e.Happened, nil
	v.WatchFrom = max(v.WatchFrom, e.Happened)
	if b.Given == 0 && b.Attempts == 0 {
		return
	}
	p := s.People[v.Person]
	p.took(v)
	if b.Given == 0 {
		return // attempts at a vein are kept for the rules (P-SITE-05); a dose it was not
	}
	if v.session() == dosing.Scheduled { // a top-up belongs to its dose
		p.serve(Served{e.Happened, v.Day, v.Session})
	}
	p.RisksTold = p.RisksTold || b.RisksTold
	p.Sites = append(p.Sites, b.Site)
	if n := len(p.Sites) - sitesKept; n > 0 {
		p.Sites = append([]string(nil), p.Sites[n:]...)
	}
}

// session is what kind of dose the visit is for.
func (v *Visit) session() dosing.Session {
	if v.TopUp {
		return dosing.TopUp
	}
	return dosing.Scheduled
}

// followed keeps the worst of what followed the dose given at that instant.
func (p *Person) followed(at moment.Instant, r protocol.Assessment, alarm bool) {
	for i := len(p.Past) - 1; i >= 0; i-- {
		if d := &p.Past[i]; d.At == at {
			if worse(r.POSS, d.POSS) {
				d.POSS = r.POSS
			}
			d.Oxygen = d.Oxygen || r.Oxygen
			d.Naloxone = d.Naloxone || alarm
			return
		}
	}
}

func worse(a, b protocol.POSS) bool {
	rank := func(p protocol.POSS) int {
		switch p {
		case protocol.POSS4:
			return 5
		case protocol.POSS3:
			return 4
		case protocol.POSS2:
			return 3
		case protocol.POSSAsleep:
			return 2
		case protocol.POSS1:
			return 1
		}
		return 0
	}
	return rank(a) > rank(b)
}

func (s *State) applyAlarm(v *Visit, e Event) {
	switch b := e.Body.(type) {
	case *EmergencyStarted:
		v.Stage, v.Ending, v.EndedAt = visit.Emergency, "", 0 // an ended visit is open again
		again := &Alarm{Since: e.Happened}
		if v.Alarm != nil {
			again.Acts = v.Alarm.Acts // what was given before still matters
		}
		v.Alarm = again
		s.alarmed(v)
	case *EmergencyActed:
		v.Alarm.Acts = append(v.Alarm.Acts, AlarmAct{e.Happened, e.By, *b})
		if b.Act == ActNaloxone {
			s.NaloxoneGiven = max(s.NaloxoneGiven, e.Happened)
			v.NaloxoneAt = max(v.NaloxoneAt, e.Happened)
			v.WatchFrom = max(v.WatchFrom, e.Happened) // P-OD-05: the clock restarts
		}
	case *EmergencyEnded:
		v.Alarm.Until = e.Happened
		v.Stage = visit.Observed
		v.WatchFrom = max(v.WatchFrom, v.Alarm.Since)
	}
}

// alarmed marks the dose of this visit as followed by an emergency, so that
// the engine suspends further doses (E-OD-06).
func (s *State) alarmed(v *Visit) {
	if v.Injected != nil {
		s.People[v.Person].followed(v.InjectedAt, protocol.Assessment{}, true)
	}
}

// VisitOf is the visit that a fact is a step of; ok is false for every other
// fact, also for one that promises a visit.
func VisitOf(f Fact) (id string, ok bool) {
	v, ok := f.(visitFact)
	if !ok {
		return "", false
	}
	return v.visitID(), true
}
