package dosing

import (
	"slices"
	"strconv"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// The defaults of S-OBS-POST (the longest published) and of P-OD-05.
const (
	defaultObservation = 30 * moment.Minute
	afterNaloxone      = 90 * moment.Minute
)

// The actions an observation can ask for, in the order in which they are told.
const (
	actNaloxone  = "naloxone"
	actAmbulance = "ambulance"
	actOxygen    = "oxygen"
	actReview    = "urgent_review"
	actExtend    = "extend"
)

// observe answers the question after a dose: emergency, keep observing, or may
// the person leave?
func (e *engine) observe() {
	e.afterDoseEmergency()
	if e.d.Outcome == "" {
		e.draft()
	}
	if e.c.Now <= 0 || e.c.Now > latest {
		e.keepObserving(engineering("E-TIME-01"), "the time of the reading is missing or impossible")
	} else {
		e.h = summarise(&e.c, e.p)
		e.clock()
	}
	e.readings()
	switch e.d.Outcome {
	case "":
		e.d.Outcome = Release
	case Emergency:
		e.d.Until = nil // no clock says when an emergency ends
	}
	e.actionsInOrder()
}

// keepObserving is the outcome of everything that is not settled.
func (e *engine) keepObserving(b protocol.Basis, text string) {
	e.conclude(Observe, stageVitals, DeferTo, b, text)
}

func (e *engine) act(actions ...string) { e.d.Actions = append(e.d.Actions, actions...) }

// actionsInOrder sorts the actions as the contract lists them, each once.
func (e *engine) actionsInOrder() {
	var out []string
	for _, a := range []string{actNaloxone, actAmbulance, actOxygen, actReview, actExtend} {
		if slices.Contains(e.d.Actions, a) {
			out = append(out, a)
		}
	}
	e.d.Actions = out
}

// afterDoseEmergency is P-OD-01. Drowsiness without threat to life is no
// reason for naloxone (P-OD-03); a person who cannot be roused is an emergency
// even while breathing, and naloxone then waits for the breathing rate.
func (e *engine) afterDoseEmergency() {
	a := &e.c.Assessment
	uncounted := a.RR == nil && (hardToRouse(a) || a.Cyanosis)
	if needsNaloxone(a) || uncounted {
		words := "breathing rate not counted"
		if a.RR != nil {
			words = "breathing rate " + a.RR.String()
		}
		e.emergency(overdose, words+" with reduced consciousness or blue colour: respiratory depression")
		e.act(actNaloxone, actAmbulance, actOxygen, actReview, actExtend)
		if a.SpO2 != nil && *a.SpO2 >= 96*whole {
			e.find(stageEmergency, Info, published("P-RESP-02", "UK-RESP"),
				"a normal oximeter does not rule out hypoventilation")
		}
		return
	}
	if a.POSS == protocol.POSS4 || unrousable(a) || a.Cyanosis {
		e.emergency(sedated, "hardly or not rousable, or blue: emergency; count the breathing rate again")
		e.act(actAmbulance, actOxygen, actReview, actExtend)
	}
	if e.triggers() {
		e.act(actAmbulance, actOxygen, actReview, actExtend)
	}
}

// clock is S-OBS-POST: the pack's time or 30 minutes after the injection, and
// after naloxone at least 90 minutes from its last dose (P-OD-05).
func (e *engine) clock() {
	l := e.h.lastAttempt
	if l == nil {
		e.keepObserving(engineering("S-OBS-POST"), "no dose is recorded to count the observation from")
		return
	}
	if e.routeOf(l) == protocol.Oral && !e.p.Observation.Set && e.ofRoute(l) == nil {
		e.refer(stageVitals, published("P-ORAL-04", "CH-PK"), "after tablets the blood level rises for an hour and more, "+
			"and the pack sets no time: the window after an injection does not hold, the prescriber decides")
	}
	until, b := e.until(l)
	if e.h.naloxone {
		e.naloxoneClock(l, until)
		return
	}
	words := e.c.Zone.Clock(until) + ", " + until.Since(l.At).String() + " after the dose"
	if e.c.Now >= until {
		e.find(stageVitals, Info, b, "observation ended at "+words)
		return
	}
	e.setUntil(until)
	e.keepObserving(b, "observation ends at "+words)
}

// until is the end of the observation that the last record asks for.
func (e *engine) until(l *Past) (moment.Instant, protocol.Basis) {
	span, b := defaultObservation, engineering("S-OBS-POST")
	if o := e.p.Observation; o.Set {
		span, b = moment.Minutes(o.Value), o.Basis
	}
	if r := e.ofRoute(l); r != nil && moment.Minutes(r.Minutes) > span {
		span, b = moment.Minutes(r.Minutes), r.Basis
	}
	if o := e.p.ObservationFirst; o.Set && e.firstOrIncrease(l) && moment.Minutes(o.Value) > span {
		span, b = moment.Minutes(o.Value), o.Basis
	}
	if most := e.p.VeinAttempts; most.Value > 0 && l.Attempts >= most.Value && !l.Completed && e.veinSpan() >= span {
		span, b = e.veinSpan(), most.Basis
	}
	return l.At.Add(span), b
}

// routeOf is the route that a dose went by: as recorded, else as prescribed.
func (e *engine) routeOf(l *Past) protocol.Route {
	if l.Route != "" {
		return l.Route
	}
	return e.c.Prescription.Route
}

// ofRoute is the pack's own observation time after a dose by this route, or nil.
func (e *engine) ofRoute(l *Past) *protocol.RouteMinutes {
	for i := range e.p.ObservationRoutes {
		if r := &e.p.ObservationRoutes[i]; r.Route == e.routeOf(l) {
			return r
		}
	}
	return nil
}

// firstOrIncrease reports whether the dose is larger than every one before it.
func (e *engine) firstOrIncrease(l *Past) bool {
	for i := range e.c.History {
		if p := &e.c.History[i]; p != l && p.Given >= l.Given {
			return false
		}
	}
	return true
}

// naloxoneClock restarts the observation at the last naloxone dose. Where its
// time is not recorded the end is not known, only that it is not earlier.
func (e *engine) naloxoneClock(l *Past, least moment.Instant) {
	span, b := afterNaloxone, published("P-OD-05", "UK-NX")
	if o := e.p.ObservationNaloxone; o.Set {
		span, b = max(span, moment.Minutes(o.Value)), o.Basis
	}
	from := l.NaloxoneAt
	recorded := from > 0 && from <= latest
	if !recorded {
		from = l.At
	}
	until := max(least, from.Add(span))
	e.act(actReview, actExtend)
	switch {
	case e.c.Now < until:
		e.setUntil(until)
		e.keepObserving(b, "naloxone wears off before the opioid does: at least "+span.String()+" after its last dose")
	case !recorded:
		e.keepObserving(b, "record when naloxone was last given: the observation counts from there, at least "+
			span.String())
	}
}

func (e *engine) setUntil(until moment.Instant) { e.d.Until = &until }

// readings keeps the person until sedation, breathing and oxygen were measured
// and are what they should be before leaving.
func (e *engine) readings() {
	a := &e.c.Assessment
	score := scoreNEWS2(a, e.c.Person.SpO2Scale)
	if score.measured != 0 {
		total := score.total
		e.d.NEWS2 = &total
	}
	if score.total >= 5 || score.single {
		b := newsUrgent
		if score.total < 5 {
			b = newsSingle
		} else if score.total >= 7 {
			b = newsCritical
		}
		e.act(actReview, actExtend)
		e.keepObserving(b, "NEWS2 "+strconv.Itoa(score.total)+": urgent assessment, keep observing")
	}
	if slowBreathing(a) || a.SpO2 != nil && *a.SpO2 < 90*whole {
		e.act(actOxygen, actReview, actExtend)
		e.keepObserving(published("P-RESP-02", "UK-RESP"),
			"breathing is slow or SpO2 below 90 %: oxygen, stay beside, count again")
	}
	e.sedationBeforeLeaving()
	own := e.c.Person.Baseline
	e.leaving(a.RR, own.RR, a.RR != nil && *a.RR < 12*whole, "S-RR-PRE", "breathing rate")
	e.leaving(a.SpO2, own.SpO2, score.spo2 > 0, "S-SPO2-PRE", "SpO2")
	if a.Oxygen {
		e.act(actExtend)
		e.keepObserving(engineering("S-OBS-POST"), "still breathing added oxygen")
	}
}

// sedationBeforeLeaving asks for awake and alert.
func (e *engine) sedationBeforeLeaving() {
	a := &e.c.Assessment
	switch {
	case a.POSS == protocol.POSS1 && a.Rousable != "barely" && (a.Consciousness == "" || a.Consciousness == "A"):
	case a.POSS == "" && a.Rousable == "" && a.Consciousness == "":
		e.keepObserving(sedated, "sedation (POSS) was not measured: it is never taken as normal")
	case e.d.Outcome == Emergency:
	default:
		e.act(actExtend)
		if a.POSS == protocol.POSS3 || a.Rousable == "barely" {
			e.act(actReview)
		}
		e.keepObserving(drowsy,
			"drowsy, or not recorded as awake and alert: no naloxone for drowsiness alone, keep observing")
	}
}

// leaving keeps a person whose reading is missing or low. Low is below the
// baseline signed for this person, else what scores in NEWS2: somebody with
// chronic lung disease is not kept for ever, and no reading releases alone.
func (e *engine) leaving(m, own *measure.Milli, scores bool, rule, name string) {
	switch {
	case m == nil:
		e.keepObserving(engineering(rule), name+" was not measured: it is never taken as normal")
	case own != nil && *m >= *own:
		if scores {
			e.find(stageVitals, Info, engineering("E-ORD-04"), name+" is within this person's signed baseline of "+
				own.String())
		}
	case scores:
		e.act(actExtend)
		e.keepObserving(engineering(rule), name+" scores in NEWS2: keep observing")
	}
}
