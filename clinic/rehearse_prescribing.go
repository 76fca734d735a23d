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

const (
	oralRoute      = protocol.Oral
	titrationStage = 8 // of E-ORD-01
)

// unremarkable are readings that no rule says anything about: a plan is judged
// on them, and every visit on its own.
func unremarkable() protocol.Assessment {
	n := func(v int64) *measure.Milli {
		m := measure.Milli(v * 1000)
		return &m
	}
	return protocol.Assessment{POSS: protocol.POSS1, RR: n(16), SpO2: n(98), Pulse: n(72), Systolic: n(120),
		Temperature: n(37), Consciousness: "A", Alcohol: n(0)}
}

// rehearse asks the engine the prescription question, and where there is a
// plan, about every day and dose of it in order, as if each had been taken and
// well tolerated. What breaks the pack is refused here, not at the hatch.
func (s *State) rehearse(x *Examination, p *Person, rx Prescription, now, begins moment.Instant) {
	c := s.newCase(dosing.QuestionPrescription, p, rx, begins)
	missed := s.missedBy(p, now)
	for i := range rx.Plan {
		if x.Refusal = s.rehearseDay(x, p, rx, rx.Plan[i], i, missed, &c); x.Refusal != nil {
			return
		}
	}
	if n := len(rx.Plan); n > 0 && rx.Plan[n-1].Day < rx.Ends {
		c.Now = max(c.Now, s.zone.Start(rx.Plan[n-1].Day+1))
	}
	c.Prescription = s.newCase(dosing.QuestionPrescription, p, rx, begins).Prescription
	s.weigh(x, dosing.Decide(s.packs[rx.Pack], c), "")
}

// weigh keeps what an answer to the prescription question means for who writes
// it.
func (s *State) weigh(x *Examination, ask dosing.Decision, where string) {
	if where == "" {
		x.Findings = append(x.Findings, ask.Findings...)
	}
	if ask.Outcome == dosing.InvalidRx {
		f := settlingFinding(ask.Findings, dosing.Stop)
		x.Refusal = refusal.New("invalid_rx", f.Rule, where+Sentence(f.Text))
	}
	if f := challenge(ask); f.Rule != "" { // of a planned day each dose is asked about by itself
		if where == "" && x.Challenge == nil {
			x.Challenge = &f
		}
	} else if f.Rule == "" && ask.Outcome == dosing.Refer && x.Confirm == nil {
		f := settlingFinding(ask.Findings, dosing.ReferTo)
		f.Text = where + f.Text
		x.Confirm = &f
	}
}

// settlingFinding is the last finding of an effect, else the last of all.
func settlingFinding(fs []dosing.Finding, e dosing.Effect) dosing.Finding {
	for i := len(fs) - 1; i >= 0; i-- {
		if fs[i].Effect == e {
			return fs[i]
		}
	}
	if len(fs) == 0 {
		return dosing.Finding{Rule: "E-ORD-01", Text: "the rules gave no reason"}
	}
	return fs[len(fs)-1]
}

// rehearseDay asks about one day of a plan and adds its doses to the history.
func (s *State) rehearseDay(x *Examination, p *Person, rx Prescription, step PlanStep, n int,
	missed dosing.Missed, c *dosing.Case) *Refusal {
	where := fmt.Sprintf("Day %d of the plan, %s: ", n+1, step.Day)
	day := rx
	day.Doses = step.Doses
	c.Prescription = s.newCase(dosing.QuestionPrescription, p, day, c.Now).Prescription
	pack := s.packs[rx.Pack]
	asked := false
	for i, session := range s.attendedSessions(p, step.Day) {
		minute, comes := p.TimeOn(step.Day, session)
		at := s.zone.At(step.Day, minute/60, minute%60)
		if !comes || s.closes(step.Day, session) <= c.Now || s.served(p, step.Day, session) {
			continue // they do not come then, or it is over before the prescription begins
		}
		c.Now = max(c.Now, at)
		if !asked { // once a day, before its first dose
			asked = true
			whole := *c
			whole.Question = dosing.QuestionPrescription
			if s.weigh(x, dosing.Decide(pack, whole), where); x.Refusal != nil {
				return x.Refusal
			}
		}
		one := *c
		one.Question, one.Assessment, one.Ask = dosing.QuestionDose, unremarkable(), &step.Doses[i]
		if len(x.Days) == 0 {
			one.Missed = missed // what was missed until now; what is to come is taken
		}
		dec := dosing.Decide(pack, one)
		a := PlanAnswer{Day: step.Day, Visit: i, Dose: step.Doses[i]}
		if most := dec.Limit; most != nil {
			a.Most = *most
		}
		for _, f := range dec.Findings {
			if f.Stage == titrationStage && a.Rule == "" {
				a.Rule, a.Text = f.Rule, f.Text
			}
		}
		if a.Most < a.Dose {
			f := breaking(dec)
			a.Rule, a.Text = f.Rule, f.Text
			x.Days, x.Findings = append(x.Days, a), append(x.Findings, f)
			return refusal.New("plan_breaks", f.Rule, fmt.Sprintf("%s%s is planned for visit %d, and the rules allow %s: %s.",
				where, a.Dose, i+1, a.Most, f.Text))
		}
		if dec.Outcome == dosing.Defer {
			f := settlingFinding(dec.Findings, dosing.DeferTo)
			return refusal.New("plan_breaks", f.Rule, where+Sentence(f.Text))
		}
		if f := challenge(dec); f.Rule != "" && x.Challenge == nil {
			f.Text = where + f.Text
			x.Challenge = &f
		}
		x.Days = append(x.Days, a)
		c.History = append(append([]dosing.Past(nil), c.History...), dosing.Past{At: c.Now, Prescribed: a.Dose,
			Given: a.Dose, Completed: true, POSS: protocol.POSS1, Session: dosing.Scheduled, Route: rx.Route})
		c.Now = c.Now.Add(moment.Minute)
	}
	return nil
}

// missedBy counts what a person has missed by an instant (E-MISS-01); a session
// that is still open is not missed.
func (s *State) missedBy(p *Person, at moment.Instant) dosing.Missed {
	day, over := s.zone.Day(at), 0
	for over < len(s.Sessions) && s.closes(day, over) <= at {
		over++
	}
	return s.MissedBefore(p, day, over)
}

// served reports whether the visit of a session is behind a person.
func (s *State) served(p *Person, day moment.Day, session int) bool {
	v := s.Visits[VisitID(p.Person, day, session)]
	return v != nil && (v.Injected != nil || v.Stage == visit.Ended)
}

// breaking is the finding that keeps a planned dose from standing.
func breaking(dec dosing.Decision) dosing.Finding {
	for _, e := range []dosing.Effect{dosing.Stop, dosing.Limit, dosing.DeferTo, dosing.ReferTo} {
		for i := len(dec.Findings) - 1; i >= 0; i-- {
			if dec.Findings[i].Effect == e {
				return dec.Findings[i]
			}
		}
	}
	return settlingFinding(dec.Findings, dosing.Stop)
}
