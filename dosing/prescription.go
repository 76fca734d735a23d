package dosing

import (
	"strconv"
	"strings"

	"steady/measure"
	"steady/protocol"
)

// maxVisits bounds visits a day: more is a slip of the pen.
const maxVisits = 24

// validPrescription is stage 2: the pack may decide, and the prescription is
// whole, in the pack's form and within its own ceilings. It returns false when
// there is nothing to calculate with.
func (e *engine) validPrescription() bool {
	e.draft()
	rx, c := &e.c.Prescription, &e.c
	if c.Now <= 0 || c.Now > latest {
		e.invalid(engineering("E-TIME-01"), "the time of the dose is missing or impossible")
		return false
	}
	sound := possible(rx.Dose) && possible(rx.CapSingle) && possible(rx.CapDay) && possible(rx.Increment) &&
		possible(rx.TopUp) && possible(rx.Usual)
	for _, m := range rx.Doses {
		sound = sound && possible(m)
	}
	if !sound {
		e.invalid(engineering("E-UNIT-03"), "an amount of the prescription is impossible")
		return false
	}
	if c.Ask != nil && !possible(*c.Ask) {
		e.invalid(engineering("E-UNIT-03"), "the amount asked for is impossible")
		return false
	}
	if !e.namesItsDoses() {
		return false
	}
	e.formAndRoute()
	e.ceilingsOfPrescription()
	e.thirds()
	if rx.Started > c.Zone.Day(c.Now) {
		e.invalid(engineering("E-ORD-01"), "the prescription starts on "+rx.Started.String()+", later than today")
	}
	return true
}

func possible(m measure.Mass) bool { return m >= 0 && m <= measure.MaxMass }

// draft refers under a pack that has a mandatory field left empty.
func (e *engine) draft() {
	if e.p.Draft() {
		e.refer(stagePrescription, engineering("E-PACK-01"), "the pack "+e.p.ID+
			" is a draft and only refers: not set are "+strings.Join(e.p.Missing, ", "))
	}
}

// namesItsDoses checks that there is a dose for every visit and a number of
// visits (S-NDAY).
func (e *engine) namesItsDoses() bool {
	rx := &e.c.Prescription
	ok := true
	switch {
	case rx.PerDay < 1 || rx.PerDay > maxVisits:
		e.invalid(engineering("S-NDAY"), "the prescription must state the visits a day, 1 to "+strconv.Itoa(maxVisits))
		ok = false
	case len(rx.Doses) > 0 && len(rx.Doses) != rx.PerDay:
		e.invalid(engineering("S-NDAY"), "the prescription names "+plural(len(rx.Doses), "dose")+" for "+
			plural(rx.PerDay, "visit")+" a day")
		ok = false
	case e.p.PerDay.Value > 0 && rx.PerDay > e.p.PerDay.Value:
		e.invalid(e.p.PerDay.Basis, plural(rx.PerDay, "visit")+" a day are prescribed, the pack allows "+
			strconv.Itoa(e.p.PerDay.Value))
	}
	if len(rx.Doses) == 0 && rx.Dose == 0 {
		e.invalid(engineering("E-ORD-01"), "the prescription names no dose")
		ok = false
	}
	for _, m := range rx.Doses {
		if m == 0 {
			e.invalid(engineering("E-ORD-01"), "the prescription leaves a visit without a dose")
			return false
		}
	}
	return ok
}

// formAndRoute holds the prescription to the pack's drug, salt and routes.
func (e *engine) formAndRoute() {
	rx, p := &e.c.Prescription, e.p
	if !p.Takes(rx.Form) && (p.Form.Known() || !rx.Form.Known()) {
		e.invalid(engineering("E-UNIT-03"), "the prescription is in "+rx.Form.String()+", the pack in "+
			p.Form.String()+": amounts of different salts are not compared")
	}
	switch r := rx.Route; {
	case r == "":
		e.invalid(engineering("E-ORD-01"), "the prescription names no route")
	case p.Licensed(r):
	case p.OffLabel(r):
		e.refer(stagePrescription, p.RouteBasis, string(r)+" is outside the licence: the prescriber decides each dose")
	case len(p.Routes) > 0:
		e.invalid(p.RouteBasis, string(r)+" is not a route of this pack")
	}
}

// ceilingsOfPrescription: both ceilings are there (S-CAP) and the prescribed
// doses lie within them and within the pack's.
func (e *engine) ceilingsOfPrescription() {
	rx, p := &e.c.Prescription, e.p
	if rx.CapSingle == 0 {
		e.invalid(engineering("S-CAP-SINGLE"), "the prescription must carry a ceiling for one dose")
	}
	if rx.CapDay == 0 {
		e.invalid(engineering("S-CAP-DAY"), "the prescription must carry a ceiling for one day")
	}
	var largest, day measure.Mass
	for i := range rx.PerDay {
		dose := rx.Dose
		if len(rx.Doses) > 0 {
			dose = rx.Doses[i]
		}
		largest, day = max(largest, dose), sum(day, dose)
	}
	day = sum(day, rx.TopUp)
	e.within(largest, rx.CapSingle, engineering("S-CAP-SINGLE"), "a dose", "its own ceiling")
	e.within(day, rx.CapDay, engineering("S-CAP-DAY"), "a day", "its own ceiling")
	e.within(largest, p.CapSingle.Mass, p.CapSingle.Basis, "a dose", "the pack's ceiling")
	e.within(day, p.CapDay.Mass, p.CapDay.Basis, "a day", "the pack's ceiling")
}

func (e *engine) within(m, ceiling measure.Mass, b protocol.Basis, what, whose string) {
	if ceiling > 0 && m > ceiling {
		e.invalid(b, m.String()+" for "+what+" is prescribed, above "+whose+" of "+ceiling.String())
	}
}

// thirds is P-TITR-09: in the third trimester three identical doses are
// recommended. Another split may be confirmed by the prescriber with a reason.
func (e *engine) thirds() {
	t, rx := e.p.ThirdsFrom, &e.c.Prescription
	if t.Value == 0 || e.c.Person.Trimester < t.Value {
		return
	}
	same := rx.PerDay == 3
	for _, m := range rx.Doses {
		same = same && m == rx.Doses[0]
	}
	words := "from trimester " + strconv.Itoa(t.Value) + " on three identical doses a day are recommended, and "
	if same {
		e.find(stagePrescription, Info, t.Basis, words+"these are")
		return
	}
	e.refer(stagePrescription, t.Basis, words+"this differs")
}

// prescription answers whether an order is valid and whether it needs a second
// prescriber (P-CAP-06, E-CAP-08).
func (e *engine) prescription() {
	if row := e.p.BesideFor(e.c.Prescription.Form); row != nil {
		e.beside(row)
	} else if e.validPrescription() {
		e.h = summarise(&e.c, e.p)
		rx := &e.c.Prescription
		largest := rx.Dose
		for _, m := range rx.Doses {
			largest = max(largest, m)
		}
		e.dayRise()
		e.challenge(largest, stagePrescription, "prescribed")
		if e.d.Outcome == "" {
			b := ceilingBasis(e.p.CapSingle.Basis, "S-CAP-SINGLE")
			e.find(stagePrescription, Info, b, "the largest dose of "+largest.String()+" and the day lie within the ceilings")
		}
	}
	if e.d.Outcome == "" {
		e.d.Outcome = Valid
	}
}

// dayRise is P-ORAL-03 for a whole prescribed day: no more than yesterday's
// total and the rise that the pack allows. Day 1 is bounded dose by dose.
func (e *engine) dayRise() {
	row := e.p.RiseFor(e.c.Prescription.PerDay)
	if row == nil || row.Base != protocol.DayTotalPlus || !e.h.ever || e.h.dayOne || e.h.toleranceIsProven {
		return
	}
	rx, day := &e.c.Prescription, measure.Mass(0)
	for i := range rx.PerDay {
		if len(rx.Doses) > 0 {
			day = sum(day, rx.Doses[i])
		} else {
			day = sum(day, rx.Dose)
		}
	}
	most := sum(e.h.yesterday, row.Add)
	words := "yesterday's total of " + e.h.yesterday.String() + " and " + row.Add.String() + " are " + most.String()
	if day > most {
		e.invalid(row.Basis, day.String()+" for a day is prescribed: "+words)
		return
	}
	e.find(stagePrescription, Info, row.Basis, words+", and "+day.String()+" is within it")
}

// challenge is P-CAP-06 with E-CAP-08: more than the pack's percentage of the
// last tolerated single dose needs a second prescriber. Exactly that passes.
func (e *engine) challenge(m measure.Mass, stage int, verb string) {
	usual, p := e.usualDose(), e.p.Challenge
	if l := e.h.lastScheduled; l != nil && (usual == 0 || e.h.poorlyTolerated && e.c.Prescription.Usual == 0) {
		// Where none is known to have been tolerated the last one stands in, and
		// an older, larger dose must not make this rule looser.
		usual = lower(usual, l.Given)
	}
	if p.Value == 0 || usual == 0 {
		return
	}
	most, percent := usual.Part(p.Value, 100), strconv.FormatInt(p.Value, 10)+" % of the last tolerated single dose of "
	switch {
	case m > most:
		e.conclude(Refer, stage, Challenge, p.Basis, m.String()+" "+verb+" is more than "+percent+usual.String()+
			" ("+most.String()+"): a second prescriber confirms")
		e.find(stage, Info, engineering("E-CAP-08"), "exactly "+most.String()+" would need no second prescriber")
	case m == most && m > usual:
		e.find(stage, Info, engineering("E-CAP-08"), m.String()+" "+verb+" is exactly "+percent+usual.String()+
			": no second prescriber is needed")
	}
}
