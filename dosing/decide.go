package dosing

import (
	"strconv"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// The stages of E-ORD-01, in the order in which they are evaluated.
const (
	stageEmergency = iota + 1
	stagePrescription
	stageHold
	stageSedation
	stageVitals
	stageMissed
	stageInterval
	stageTitration
	stageCeiling
	stageRoute
	stagePreparation
)

// engine is one decision in the making.
type engine struct {
	p *protocol.Pack
	c Case // by value: a pointer to it would put both on the heap with each decision
	h past
	d Decision

	ask     measure.Mass // what is asked for
	request measure.Mass // what is asked for, as far as it is prescribed
	most    measure.Mass // what the rules so far allow
	whole   measure.Mass // the same, had no absence and no reading lowered it
	stopped bool         // a rule stopped: nothing may be authorised
	propose bool         // a published rule gives a figure for a referral
	atOnce  bool         // the second dose of day 1 needs no gap (P-TITR-02)
}

// Decide answers a case under a pack. It is pure: the same case under the same
// pack has the same answer. All stages are evaluated in the order of E-ORD-01
// and everything that fires is recorded; the first outcome other than
// "continue" wins, so that a limit found early never hides a stop found late.
func Decide(p *protocol.Pack, c Case) Decision {
	if p == nil {
		p = noPack
	}
	e := &engine{p: p, c: c}
	e.d.Pack = PackRef{p.ID, p.Version}
	switch c.Question {
	case QuestionObservation:
		e.observe()
	case QuestionPrescription:
		e.prescription()
	case QuestionEligibility:
		e.eligibility()
	case QuestionDose, "":
		e.dose()
	default:
		e.refer(stagePrescription, protocol.Basis{Rule: "E-ORD-01", Source: steady},
			"this question is not known, so no dose is decided")
	}
	return e.d
}

// noPack stands where there is no pack at all: a draft with nothing in it.
var noPack = &protocol.Pack{ID: "none", Missing: []string{"everything"}}

// steady is the source of Steady's own engineering rules.
const steady = "STEADY"

// engineering makes the basis of an own rule.
func engineering(rule string) protocol.Basis {
	return protocol.Basis{Rule: rule, Source: steady}
}

// published makes the basis of a rule that does not depend on a pack.
func published(rule, source string) protocol.Basis {
	return protocol.Basis{Rule: rule, Source: source}
}

// dose walks the stages for the ordinary question: may this dose be given now?
func (e *engine) dose() {
	e.emergencySigns()
	sound := e.validPrescription()
	if sound {
		e.h = summarise(&e.c, e.p)
		e.start()
	}
	e.holds()
	e.sedation()
	e.vitals()
	if sound {
		e.missed()
		e.interval()
		e.titration()
		e.ceilings()
		e.route()
	}
	e.preparation(sound)
}

// start sets what is asked for and the first bound, the prescription itself.
func (e *engine) start() {
	rx := &e.c.Prescription
	e.most = rx.Dose
	if n := len(rx.Doses); n > 0 {
		e.most = rx.Doses[min(e.h.visits, n-1)]
	}
	if e.c.Session == TopUp {
		e.most = rx.TopUp
	}
	e.ask = e.most
	if e.c.Ask != nil {
		e.ask = *e.c.Ask
	}
	if e.ask > e.most {
		e.find(stagePrescription, Limit, engineering("E-ORD-02"),
			"asked "+e.ask.String()+", prescribed "+e.most.String()+": no rule raises a dose above the prescription")
	}
	e.request, e.whole = e.given(), e.given()
}

// given is what would be given if nothing else fired.
func (e *engine) given() measure.Mass { return min(e.ask, e.most) }

// find records a rule that fired.
func (e *engine) find(stage int, effect Effect, b protocol.Basis, text string) {
	if e.d.Findings == nil {
		room := 6
		if e.c.Question == QuestionObservation { // a watch mostly finds one thing: when it ends
			room = 2
		}
		e.d.Findings = make([]Finding, 0, room)
	}
	e.d.Findings = append(e.d.Findings, Finding{b.Rule, stage, effect, text, b.Source})
}

// conclude records a rule that fired and, if it is the first, its outcome.
func (e *engine) conclude(o Outcome, stage int, effect Effect, b protocol.Basis, text string) {
	if effect == Stop {
		e.stopped = true
	}
	if e.d.Outcome == "" {
		e.d.Outcome = o
	}
	e.find(stage, effect, b, text)
}

func (e *engine) emergency(b protocol.Basis, text string) {
	e.conclude(Emergency, stageEmergency, Stop, b, text)
}

func (e *engine) withhold(stage int, b protocol.Basis, text string) {
	e.conclude(Withhold, stage, Stop, b, text)
}

func (e *engine) invalid(b protocol.Basis, text string) {
	e.conclude(InvalidRx, stagePrescription, Stop, b, text)
}

func (e *engine) refer(stage int, b protocol.Basis, text string) {
	e.conclude(Refer, stage, ReferTo, b, text)
}

// hold defers until an instant; the latest of several wins.
func (e *engine) hold(stage int, b protocol.Basis, until moment.Instant, text string) {
	e.notBefore(until)
	e.conclude(Defer, stage, DeferTo, b, text)
}

// notBefore keeps the latest of several times to wait for.
func (e *engine) notBefore(until moment.Instant) {
	if e.d.Until != nil {
		until = max(until, *e.d.Until)
	}
	e.d.Until = &until
}

// bound lowers what the rules allow. What was asked decides whether the rule
// is told as a limit or only as the reason why the dose stands.
func (e *engine) bound(m measure.Mass, stage int, b protocol.Basis, text string) {
	effect := Info
	if m < e.given() {
		effect = Limit
	}
	e.most = min(e.most, m)
	if stage != stageMissed && stage != stageSedation {
		e.whole = min(e.whole, m)
	}
	e.find(stage, effect, b, text)
}

// preparation rounds down to what can be drawn up and closes the decision.
func (e *engine) preparation(sound bool) {
	d := &e.d
	if !sound {
		return
	}
	step, b := e.increment()
	dose := e.given()
	if rounded := dose.FloorTo(step); rounded < dose {
		e.find(stagePreparation, Limit, b,
			dose.String()+" is rounded down to "+rounded.String()+", a multiple of "+step.String())
		dose = rounded
	}
	if dose <= 0 {
		e.refer(stagePreparation, b, "no dose that can be drawn up is left under the rules")
	}
	if d.Outcome == Withhold {
		e.find(stagePreparation, Info, engineering("E-ORD-01"),
			"the first rule that stops decides; what later rules would allow does not count")
	}
	if most := e.most.FloorTo(step); !e.stopped && most > 0 {
		d.Limit = &most
	}
	switch {
	case d.Outcome == "" && dose < e.ask:
		d.Outcome = AdministerMax
	case d.Outcome == "":
		d.Outcome = Administer
	case d.Outcome == Refer && e.propose && e.onlyAbsence() && dose > 0:
		d.Proposal = &dose
		return
	default:
		return
	}
	d.Dose = &dose
}

// onlyAbsence reports whether nothing but an absence stands in the way. A figure
// is proposed then alone: after naloxone, beside a reading that refers or on
// another route it would speak for a dose that the absence knows nothing of
// (E-OD-06, E-SITE-08).
func (e *engine) onlyAbsence() bool {
	for i := range e.d.Findings {
		switch f := &e.d.Findings[i]; f.Effect {
		case Stop, ReferTo, DeferTo, Challenge:
			if f.Stage != stageMissed {
				return false
			}
		}
	}
	return !e.stopped && !e.h.impossible
}

// increment is the step that a dose is rounded down to: the prescription's,
// the pack's, or 1 mg (S-ROUND).
func (e *engine) increment() (measure.Mass, protocol.Basis) {
	if step := e.c.Prescription.Increment; step > 0 {
		return step, engineering("S-ROUND")
	}
	if step := e.p.Increment; step.Mass > 0 {
		return step.Mass, step.Basis
	}
	return measure.Milligram, engineering("S-ROUND")
}

// plural writes a count with its noun: "1 visit", "3 visits".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
