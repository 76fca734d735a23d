package lab

import (
	"steady/clinic"
	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

// arms are the sites of an injection in turn.
var arms = [...]string{"left_forearm", "right_forearm", "left_elbow", "right_elbow", "left_hand", "right_hand"}

// siteFor is a site that goes with a route.
func siteFor(route protocol.Route, n int) string {
	switch route {
	case protocol.Oral, protocol.Nasal:
		return ""
	case protocol.IM:
		return [...]string{"left_deltoid", "right_deltoid", "left_thigh", "right_thigh"}[n%4]
	case protocol.SC:
		return "abdomen"
	}
	return arms[n%len(arms)]
}

// boothEnds: the dose went in, all of it or a part.
func (h *premises) boothEnds(a *attend) {
	r := h.run
	v := h.visit(a)
	given, witness := v.Syringe.Dose.Mass, nurse(a.hands+1)
	s := r.luck(a, forPart, 0)
	switch {
	case !chance(&s, r.f.partUsed):
		witness = ""
	default: // some share of it, in whole milligrams
		given = measure.Mass(float64(given) * uniform(&s)).FloorTo(measure.Milligram)
	}
	route := h.st.People[a.who.id].Rx.Route
	attempts := 1
	if route == protocol.Oral || route == protocol.Nasal {
		attempts = 0
	}
	h.must(r.now, nurse(a.hands), witness, clinic.Administer{Visit: a.id, Given: given, Route: route,
		Site: siteFor(route, a.who.doses), Attempts: attempts})
	if r.err != nil {
		return
	}
	a.dosed = r.now
	r.dosed(a, v.Injected.Given)
	a.since = r.now
	h.watch(a, given > 0 && route != protocol.Oral)
	h.lines.place = append(h.lines.place, a)
	h.pump()
}

// watch plans the readings after a dose; with an event, what happens then.
func (h *premises) watch(a *attend, injected bool) {
	r := h.run
	until := h.observationOf(a.who)
	if injected {
		rate := r.f.respiratory
		if r.today-a.who.restarted < 30 {
			rate = min(1, rate*r.f.firstThirty)
		}
		s := r.luck(a, forEvent, 0)
		if chance(&s, rate) {
			a.event = true
			r.counted.Safety.Events++
			r.after(3, planned{what: alarmRises, site: h, visit: a})
			return
		}
	}
	r.at(r.now.Add(until/2), planned{what: watched, site: h, visit: a})
	r.at(r.now.Add(until), planned{what: leaves, site: h, visit: a})
}

// observationOf is the least time after a dose, as the person's pack says it or
// as it stands where the pack is silent (S-OBS-POST).
func (h *premises) observationOf(p *resident) moment.Span {
	if o := h.run.packOf(p).Observation; o.Set {
		return moment.Minutes(o.Value)
	}
	return 30 * moment.Minute
}

func (h *premises) toObservation(a *attend) {
	h.wait(a, &h.waits().Observation)
	h.leaveBooth(a)
	h.pool.place++
	a.place, a.began = true, h.run.now
	h.step(a, Observation)
}

// leaveBooth frees the booth and books its watching.
func (h *premises) leaveBooth(a *attend) {
	h.pool.booth--
	h.pool.steps += int64(h.pool.perBooth) * int64(h.run.now.Since(a.began))
}

func (h *premises) watched(a *attend) {
	h.must(h.run.now, nurse(a.hands), "", clinic.Observe{Visit: a.id, Readings: reading(false, false)})
}

// leaves takes the last readings, and again until the clinic lets them go. Where
// the pack leaves that to a prescriber, one comes and does it.
func (h *premises) leaves(a *attend) { h.lastReadings(a, nurse(a.hands)) }

func (h *premises) prescriberLooks(a *attend) {
	h.pool.doctors--
	h.lastReadings(a, doctorA)
	h.pump()
}

// askToLook asks a prescriber to let somebody go; they stay where they are.
func (h *premises) askToLook(a *attend) {
	a.asked, a.askedAt = doctorLooks, h.run.now
	h.lines.asked = append(h.lines.asked, a)
	h.pump()
}

func (h *premises) lastReadings(a *attend, by person.StaffID) {
	r := h.run
	v := h.visit(a)
	if r.err != nil || v.Stage != visit.Observed {
		return
	}
	s := r.luck(a, forWatch, min(len(v.Watches), 31))
	h.must(r.now, by, "", clinic.Leave{Visit: a.id, Readings: reading(chance(&s, r.f.staysLonger), false)})
	if r.err != nil {
		return
	}
	if v.Stage == visit.Observed {
		w := v.Watches[len(v.Watches)-1]
		if w.Outcome == dosing.Refer && by != doctorA {
			h.askToLook(a)
			return
		}
		r.at(max(r.now.Add(span(r.f.longer)), w.Until), planned{what: leaves, site: h, visit: a})
		return
	}
	h.freePlace(a)
	h.gone(a)
	h.supplyHome(a)
}

// freePlace gives back the place in observation, or the booth of somebody for
// whom no place became free.
func (h *premises) freePlace(a *attend) {
	if !a.place {
		drop(&h.lines.place, a)
		h.leaveBooth(a)
		return
	}
	h.pool.place--
	h.pool.steps += int64(h.pool.perSet) * int64(h.run.now.Since(a.began))
}

// alarmRises: breathing fails shortly after a dose. It is drawn at the
// scenario's rate; what follows is the emergency of the clinic.
func (h *premises) alarmRises(a *attend) {
	r := h.run
	by := nurse(a.hands)
	h.must(r.now, by, "", clinic.StartEmergency{Visit: a.id})
	for _, x := range []clinic.EmergencyStep{{Act: clinic.ActHelp}, {Act: clinic.ActAirway}, {Act: clinic.ActOxygen},
		{Act: clinic.ActBreaths, Rate: 7}, {Act: clinic.ActNaloxone, Dose: 400, Route: "im"}} {
		x.Visit = a.id
		h.must(r.now, by, "", x)
	}
	r.counted.Safety.Naloxone++
	r.after(15, planned{what: alarmEnds, site: h, visit: a})
}

func (h *premises) alarmEnds(a *attend) {
	r := h.run
	h.must(r.now, nurse(a.hands), "", clinic.EndEmergency{Visit: a.id})
	r.after(95, planned{what: leaves, site: h, visit: a})
	r.after(120, planned{what: holdEnds, site: h, who: a.who})
}

// holdEnds: a prescriber has looked at it with the person.
func (h *premises) holdEnds(p *resident) {
	h.must(h.run.now, doctorA, "", clinic.LiftHold{Person: p.id, Reason: word})
}
