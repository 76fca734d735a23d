package clinic

import (
	"fmt"

	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/protocol"
	"steady/refusal"
	"steady/visit"
)

// The ways on from a decision that no longer stands.
const (
	readAgain    = " Take the readings again, or ask the prescriber."
	haveThemRead = " Have the readings taken again, or withhold."
	discardThis  = " Discard this syringe with a witness, and ask the prescriber."
)

// stillAllowed asks again, at the moment somebody acts on a decision, whether
// it stands: a hold, a new prescription, a lapsed licence, another dose or the
// time may have come between (E-ORD-02, E-ORD-03). It never raises a dose.
// answered says that a prescriber authorised it.
func (d *decider) stillAllowed(v *Visit, dose measure.Mass, answered bool) *Refusal {
	p, anew, also := d.s.People[v.Person], readAgain, ""
	switch {
	case v.Syringe != nil:
		anew, also = discardThis, discardThis
	case v.Stage == visit.Referred:
		anew = haveThemRead
	}
	if gate := append(d.s.gate(p, d.today()), d.s.paperWaits(v, d.at)...); len(gate) > 0 {
		return refusal.New("on_hold", gate[0].Rule, gate[0].Text+also)
	}
	if p.RxCount != v.RxCount {
		return refusal.New("decision_stale", "E-ORD-03", "The prescription changed after these readings."+anew)
	}
	for _, past := range p.Past {
		if past.At > v.ReadAt {
			return refusal.New("decision_stale", "E-ORD-03", "A dose was given after these readings."+anew)
		}
	}
	if d.s.sessionPassed(v, v.ReadAt, d.at) {
		return refusal.New("decision_stale", "P-PRE-02", "These readings are from an earlier session."+anew)
	}
	now := d.s.Judge(v, v.latest(), v.Readings.Ask, v.Readings.AskRoute, d.at)
	if now.Until > d.at {
		return refusal.New("too_soon", deferring(now.Findings), fmt.Sprintf(
			"Not before %s: no authority shortens this time.", d.s.zone.Clock(now.Until))+also)
	}
	if !covers(now, dose, answered) {
		return refusal.New("decision_stale", settling(now.Findings),
			"The rules no longer allow this dose on what was read."+anew)
	}
	return nil
}

// latest are the readings that the decision rests on with what was read since:
// what is seen while a prescriber thinks or a syringe is prepared counts too.
// A later reading stands in the place of the earlier one; a sign that was seen
// stays until everything is read again.
func (v *Visit) latest() protocol.Assessment {
	out := v.Readings.Readings
	for i := range v.Watches {
		if v.Watches[i].At >= v.ReadAt {
			out = readOver(out, v.Watches[i].Readings)
		}
	}
	return out
}

func readOver(a, b protocol.Assessment) protocol.Assessment {
	a.POSS, a.Consciousness = later(a.POSS, b.POSS), later(a.Consciousness, b.Consciousness)
	a.Rousable = later(a.Rousable, b.Rousable)
	a.RR, a.SpO2, a.Pulse = later(a.RR, b.RR), later(a.SpO2, b.SpO2), later(a.Pulse, b.Pulse)
	a.Systolic, a.Temperature = later(a.Systolic, b.Systolic), later(a.Temperature, b.Temperature)
	a.Alcohol, a.COWS = later(a.Alcohol, b.Alcohol), later(a.COWS, b.COWS)
	a.AlcoholRefuse = a.AlcoholRefuse || b.AlcoholRefuse
	a.Intoxicated, a.Oxygen = a.Intoxicated || b.Intoxicated, a.Oxygen || b.Oxygen
	a.Cyanosis = a.Cyanosis || b.Cyanosis
	a.Flags = append(append([]string(nil), a.Flags...), b.Flags...)
	return a
}

// later is b where it was measured, else a.
func later[T comparable](a, b T) T {
	var none T
	if b == none {
		return a
	}
	return b
}

// covers compares a dose with what the rules say now. A prescriber's answer
// settles what was referred; where a rule stops there is no limit to stay
// within, and nothing is covered.
func covers(now Decided, dose measure.Mass, answered bool) bool {
	most := now.Dose
	if answered {
		most = now.Limit
	}
	return most != nil && dose <= *most
}

func deferring(fs []dosing.Finding) string {
	for _, f := range fs {
		if f.Effect == dosing.DeferTo {
			return f.Rule
		}
	}
	return settling(fs)
}

func settling(fs []dosing.Finding) string {
	if rule := lastRule(fs); rule != "" {
		return rule
	}
	return "E-ORD-03"
}

// mayUse is stillAllowed for a syringe that is drawn up: it also must be of
// this session. How long a solution keeps is unset (S-PREP-06), so what is left
// at the end of a session is discarded.
func (d *decider) mayUse(v *Visit) *Refusal {
	if d.s.sessionPassed(v, v.PreparedAt, d.at) {
		return refusal.New("decision_stale", "S-PREP-06",
			"This syringe was drawn up in an earlier session."+discardThis)
	}
	if no := d.notRecalled(v.Syringe.Picks); no != nil {
		return no
	}
	if x := d.s.Stock.Solutions[v.Syringe.Solution]; x != nil {
		if no := d.usable(x); no != nil {
			return no
		}
	}
	return d.stillAllowed(v, v.Syringe.Dose.Mass, v.answered())
}

// answered reports whether a prescriber authorised the dose.
func (v *Visit) answered() bool { return v.Answer != nil && v.Answer.Choice == ChoiceGive }

// sessionPassed reports whether another session than the visit's own opened
// after one instant and by another. People who came late are served until then.
func (s *State) sessionPassed(v *Visit, from, to moment.Instant) bool {
	last := s.zone.Day(to)
	if last > s.zone.Day(from)+1 {
		return true
	}
	for day := s.zone.Day(from); day <= last; day++ {
		for i := range s.Sessions {
			opens := s.opens(day, i)
			if from < opens && opens <= to && (day != v.Day || i != v.Session) {
				return true
			}
		}
	}
	return false
}

// opens is when a session of a day begins; on a day on which it does not open,
// when it would.
func (s *State) opens(day moment.Day, session int) moment.Instant {
	if opens, _, ok := s.Hours(day, session); ok {
		return s.at(day, opens)
	}
	return s.at(day, s.Sessions[session].Opens)
}

// closes is when a session of a day ends; on a day on which it does not open,
// when it would.
func (s *State) closes(day moment.Day, session int) moment.Instant {
	if _, closes, ok := s.Hours(day, session); ok {
		return s.at(day, closes)
	}
	return s.at(day, s.Sessions[session].Closes)
}

// missedAt is MissedBefore for a visit as it stands at an instant: a visit that
// was left open does not hide the sessions that passed since (E-MISS-01).
func (s *State) missedAt(p *Person, v *Visit, at moment.Instant) dosing.Missed {
	day, over := s.zone.Day(at), 0
	for over < len(s.Sessions) && s.closes(day, over) <= at {
		over++
	}
	if day < v.Day || day == v.Day && over <= v.Session+1 {
		return s.MissedBefore(p, v.Day, v.Session)
	}
	m := s.MissedBefore(p, day, over)
	later := v.Day > p.LastDay || v.Day == p.LastDay && v.Session > p.LastSession
	if later && p.Attends(v.Day, v.Session) && m.Sessions > 0 {
		m.Sessions-- // the session at hand is not missed
	}
	return m
}
