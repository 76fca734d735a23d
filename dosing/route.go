package dosing

import (
	"strconv"

	"steady/moment"
	"steady/protocol"
)

// route is stage 10: a change of route, and failed attempts at a vein.
func (e *engine) route() {
	rx := e.c.Prescription.Route
	want := e.c.AskRoute
	if want == "" {
		want = rx
	}
	switch l := e.h.last; {
	case want != rx:
		e.routeChange(rx, want, "prescribed")
	case l != nil && l.Route != "" && l.Route != want:
		e.routeChange(l.Route, want, "last used")
	}
	e.veinAttempts()
}

// routeChange refers always; from muscle or under the skin into a vein the
// same amount would act as an increase (E-SITE-08, P-SITE-07).
func (e *engine) routeChange(from, to protocol.Route, which string) {
	words := string(to) + " is asked, " + which + " is " + string(from) + ": "
	if to != protocol.IV {
		e.refer(stageRoute, engineering("S-ROUTE"), words+"a change of route is decided by the prescriber")
		return
	}
	e.refer(stageRoute, engineering("E-SITE-08"), words+"the prescriber decides, the first dose counts as an increase")
	e.find(stageRoute, Info, published("P-SITE-07", "UK-SMPC"),
		"the intravenous dose is a quarter to a half of the intramuscular one: never the same amount")
}

// veinAttempts is P-SITE-05: after so many attempts stop, observe, then the
// prescriber decides on another route or another medicine.
func (e *engine) veinAttempts() {
	l, most := e.h.lastAttempt, e.p.VeinAttempts
	if l == nil || most.Value == 0 || l.Attempts < most.Value || l.Completed {
		return
	}
	if until := e.veinUntil(l); until > e.c.Now {
		e.notBefore(until)
	}
	e.refer(stageRoute, most.Basis, strconv.Itoa(l.Attempts)+" attempts at a vein: stop, observe "+
		e.veinSpan().String()+", then the prescriber decides on another route or medicine")
}

func (e *engine) veinSpan() moment.Span {
	if m := e.p.VeinObservation; m.Set {
		return moment.Minutes(m.Value)
	}
	return defaultObservation
}

func (e *engine) veinUntil(l *Past) moment.Instant { return l.At.Add(e.veinSpan()) }
