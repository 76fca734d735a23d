package lab

import (
	"steady/clinic"
	"steady/dosing"
	"steady/measure"
	"steady/moment"
	"steady/protocol"
	"steady/visit"
)

// attend is one visit as the lab follows it. What stage it is at, what may be
// given and when the person may leave is the clinic's word alone; the lab knows
// the lines, the rooms and how long things take.
type attend struct {
	who     *resident
	id      string
	day     moment.Day
	session int
	dose    int // of the day, from 0
	due     moment.Instant

	in, since moment.Instant // when they came; when they began to wait
	tries     int            // assessments
	drowsy    bool           // at the last one
	delayed   bool
	reduced   bool
	asked     happening // of a prescriber
	askedAt   moment.Instant
	waiting   bool // for a time or an answer
	inStep    bool // at the desk, in assessment or while a dose is prepared
	served    bool // a syringe was prepared
	hands     int  // who prepared: nurse(hands), checked by nurse(hands+1)
	place     bool // has a place in observation
	began     moment.Instant
	dosed     moment.Instant
	left      moment.Instant
	ending    string
	event     bool
	steps     []Step
}

// The endings that the lab counts beside the clinic's own.
const turnedAway = "turned_away"

func (h *premises) visit(a *attend) *clinic.Visit { return h.st.Visits[a.id] }

// step notes where somebody is, on the day that is traced.
func (h *premises) step(a *attend, p Place) {
	if r := h.run; r.tracing == a.day && a.day != 0 {
		a.steps = append(a.steps, Step{int(r.now.Since(r.clock(a.day, 0)) / moment.Minute), p})
	}
}

// comes: somebody is at the door.
func (h *premises) comes(a *attend) {
	r := h.run
	if v := h.visit(a); v == nil || v.Stage != visit.Booked { // the session was closed before they came
		return
	}
	h.must(r.now, nurse(a.who.n), "", clinic.Arrive{Visit: a.id})
	a.in = r.now
	h.pool.inHouse++
	h.open = append(h.open, a)
	h.step(a, AtDoor)
	if r.now > h.closes[a.session].Add(-moment.Minutes(int64(r.pl.house.LastEntry))) {
		h.turnAway(a)
		return
	}
	a.since = r.now
	h.lines.desk = append(h.lines.desk, a)
	h.step(a, DeskLine)
	h.pump()
}

// turnAway: they came, and there is no time left for them. In the journal it is
// a visit that was withheld, with that reason.
func (h *premises) turnAway(a *attend) {
	a.ending = turnedAway
	h.must(h.run.now, nurse(a.who.n), "", clinic.Withhold{Visit: a.id, Reason: word})
	h.gone(a)
}

// gone: they left the house.
func (h *premises) gone(a *attend) {
	r := h.run
	v := h.visit(a)
	if r.err != nil {
		return
	}
	if v.Stage != visit.Ended {
		r.fail("visit %s left at stage %s", a.id, v.Stage)
		return
	}
	if a.ending == "" {
		a.ending = string(v.Ending)
	}
	a.left = r.now
	h.pool.inHouse--
	drop(&h.open, a)
	h.step(a, Gone)
	r.went(h, a)
	h.pump()
}

// wait ends a wait and tells how long it was.
func (h *premises) wait(a *attend, t *Tally) {
	t.add(float64(h.run.now.Since(a.since)) / float64(moment.Minute))
}

func (h *premises) waits() *Waits { return &h.run.counted.Waits }

// holdStaff takes parts of staff for a step that lasts minutes.
func (h *premises) holdStaff(parts int) { h.pool.busy += parts }

func (h *premises) toDesk(a *attend) {
	r := h.run
	h.wait(a, &h.waits().Desk)
	h.pool.desk++
	a.inStep = true
	h.step(a, Desk)
	s := r.luck(a, forDesk, 0)
	r.after(r.f.desk.Draw(&s), planned{what: deskEnds, site: h, visit: a})
}

func (h *premises) deskEnds(a *attend) {
	h.pool.desk--
	a.inStep = false
	h.again(a)
}

// again puts somebody into the line of the assessment.
func (h *premises) again(a *attend) {
	a.waiting = false
	if a.ending != "" { // turned away while they waited
		return
	}
	if h.over(a) {
		h.turnAway(a)
		return
	}
	a.since = h.run.now
	h.lines.assess = append(h.lines.assess, a)
	h.step(a, AssessLine)
	h.pump()
}

// over reports whether the session of the visit has closed.
func (h *premises) over(a *attend) bool { return h.run.now >= h.closes[a.session] }

func (h *premises) toAssess(a *attend) {
	r := h.run
	h.wait(a, &h.waits().Assess)
	h.holdStaff(h.pool.unit)
	a.inStep, a.began = true, r.now
	h.step(a, Assess)
	s := r.luck(a, forAssess, a.tries)
	r.after(r.f.assess.Draw(&s), planned{what: assessEnds, site: h, visit: a})
}

// stepEnds gives staff back and books what the step used.
func (h *premises) stepEnds(a *attend, parts int) {
	h.pool.busy -= parts
	h.pool.steps += int64(parts) * int64(h.run.now.Since(a.began))
	a.inStep = false
}

func (h *premises) assessEnds(a *attend) {
	r := h.run
	h.stepEnds(a, h.pool.unit)
	s := r.luck(a, forReadings, a.tries)
	a.drowsy = chance(&s, r.f.drowsy)
	drunk := chance(&s, r.f.stop) && a.tries == 0
	a.tries++
	h.must(r.now, nurse(a.who.n), "", clinic.Assess{Visit: a.id, Identity: "known", Readings: reading(a.drowsy, drunk)})
	h.next(a)
}

var (
	breaths = measure.Milli(14 * 1000)
	oxygen  = measure.Milli(98 * 1000)
	pulse   = measure.Milli(74 * 1000)
	sober   = measure.Milli(0)
)

// reading is an unremarkable set of readings but for what is asked.
func reading(drowsy, drunk bool) protocol.Assessment {
	a := protocol.Assessment{POSS: protocol.POSS1, RR: &breaths, SpO2: &oxygen, Pulse: &pulse, Consciousness: "A",
		Alcohol: &sober, Intoxicated: drunk}
	if drowsy {
		a.POSS = protocol.POSS2
	}
	return a
}

// next does what the clinic's decision asks for.
func (h *premises) next(a *attend) {
	r := h.run
	if r.err != nil {
		return
	}
	v := h.visit(a)
	switch v.Stage {
	case visit.Decided:
		if h.over(a) {
			h.turnAway(a)
			return
		}
		a.since = r.now
		h.lines.prepare = append(h.lines.prepare, a)
		h.step(a, PrepareLine)
		h.pump()
	case visit.Referred:
		r.counted.Doses.Referred++
		h.ask(a, answers)
	case visit.Deferred:
		a.delayed = true
		h.waitFor(a, v.Decision.Until, readAgain)
	default:
		h.withhold(a)
	}
}

// ask puts a question to the prescribers; it waits for one who is free.
func (h *premises) ask(a *attend, what happening) {
	a.waiting, a.asked, a.askedAt = true, what, h.run.now
	h.step(a, Waiting)
	h.lines.asked = append(h.lines.asked, a)
	h.pump()
}

// toPrescriber: somebody takes the question up.
func (h *premises) toPrescriber(a *attend) {
	r := h.run
	h.pool.doctors++
	s := r.luck(a, forAnswer, a.tries)
	minutes := exponential(&s, r.f.answer)
	r.counted.Staff.Prescriber += minutes
	r.counted.Waits.Answer.add(float64(r.now.Since(a.askedAt))/float64(moment.Minute) + minutes)
	r.after(minutes, planned{what: a.asked, site: h, visit: a})
}

// waitFor lets somebody sit until a time; staff are free for others.
func (h *premises) waitFor(a *attend, until moment.Instant, what happening) {
	a.waiting = true
	h.step(a, Waiting)
	h.run.at(until, planned{what: what, site: h, visit: a})
	h.pump()
}

// withhold ends a visit for which the rules or the prescriber allow no dose.
func (h *premises) withhold(a *attend) {
	h.must(h.run.now, nurse(a.who.n), "", clinic.Withhold{Visit: a.id, Reason: word})
	h.gone(a)
}

// answers: the prescriber says what to do. Somebody drowsy is read again, so
// often as the scenario says; else the dose is what the rules allow or propose,
// sometimes less. After a long absence, or where one leaves no dose at all under
// the prescription, a new one begins as on a first day; else it is withheld.
func (h *premises) answers(a *attend) {
	r := h.run
	a.waiting = false
	h.pool.doctors--
	defer h.pump()
	v := h.visit(a)
	if a.ending != "" || v.Stage != visit.Referred {
		return
	}
	d, s := v.Decision, r.luck(a, forAnswer, a.tries)
	s.Uint64() // the first of them was how long it took
	switch {
	case a.drowsy && a.tries <= r.f.delayMost:
		h.must(r.now, doctorA, "", clinic.AnswerReferral{Visit: a.id, Choice: clinic.ChoiceReassess, Reason: word})
		a.delayed = true
		h.waitFor(a, r.now.Add(span(r.f.delay)), readAgain)
		return
	case !a.drowsy && d != nil && d.Outcome == dosing.Refer && d.Limit != nil && *d.Limit > 0 && !r.longAway(a):
		dose := *d.Limit
		if d.Proposal != nil && *d.Proposal > 0 {
			dose = min(dose, *d.Proposal)
		}
		if chance(&s, r.f.reduce) {
			a.reduced = true
			dose = max(measure.Milligram, dose.Part(int64(r.f.reduceTo), 100).FloorTo(measure.Milligram))
		}
		no := h.command(r.now, doctorA, "", clinic.AnswerReferral{Visit: a.id, Choice: clinic.ChoiceGive, Dose: &dose,
			Reason: word})
		if no == nil {
			h.next(a)
			return
		}
		r.refused(no)
	case !a.drowsy && d != nil && d.Outcome == dosing.Refer && a.who.started != a.day:
		a.who.started, a.who.restarted = a.day, a.day
		r.counted.Doses.BegunAnew++
		r.prescribe(a.who, a.day)
		h.must(r.now, doctorA, "", clinic.AnswerReferral{Visit: a.id, Choice: clinic.ChoiceReassess, Reason: word})
		h.again(a)
		return
	}
	h.must(r.now, doctorA, "", clinic.AnswerReferral{Visit: a.id, Choice: clinic.ChoiceWithhold, Reason: word})
	h.withhold(a)
}

// longAway reports whether somebody had no dose for so long that their titration
// begins anew: today is not the day on which it did.
func (r *run) longAway(a *attend) bool {
	return a.who.started != a.day && a.who.lastDay != 0 && float64(a.day-a.who.lastDay-1) >= r.f.of[AnewAfter]
}

func (h *premises) toPrepare(a *attend) {
	r := h.run
	h.wait(a, &h.waits().Prepare)
	dose, ok := h.visit(a).Allowed()
	if !ok {
		r.fail("visit %s has no dose to prepare", a.id)
		return
	}
	form := h.st.People[a.who.id].Rx.Form
	picks, _, least, err := clinic.ProposePicks(h.st, dose, form, a.day)
	if err != nil {
		r.fail("visit %s: %v", a.id, err)
		return
	}
	a.hands = h.sent
	no := h.command(r.now, nurse(a.hands), "", clinic.Prepare{Visit: a.id, Dose: dose, Picks: picks, Volume: least})
	if no != nil { // the decision no longer stands: read again
		r.refused(no)
		if a.tries > 8 {
			h.withhold(a)
			return
		}
		h.again(a)
		return
	}
	a.served, a.inStep, a.began = true, true, r.now
	h.holdStaff(h.pool.pair * h.pool.unit)
	h.pool.preparing++
	h.step(a, PrepareLine)
	s := r.luck(a, forPrepare, a.tries)
	r.after(r.f.prepare.Draw(&s), planned{what: prepareEnds, site: h, visit: a})
}

func (h *premises) prepareEnds(a *attend) {
	r := h.run
	h.stepEnds(a, h.pool.pair*h.pool.unit)
	h.pool.preparing--
	free := h.pool.booth < h.booths && len(h.lines.booth) == 0
	h.must(r.now, nurse(a.hands), nurse(a.hands+1), clinic.Check{Visit: a.id, HandOver: free})
	a.since = r.now
	if free {
		h.enterBooth(a)
	} else {
		h.lines.booth = append(h.lines.booth, a)
		h.step(a, BoothLine)
	}
	h.pump()
}

func (h *premises) toBooth(a *attend) {
	h.must(h.run.now, nurse(a.hands), "", clinic.HandOver{Visit: a.id})
	h.enterBooth(a)
}

func (h *premises) enterBooth(a *attend) {
	r := h.run
	h.wait(a, &h.waits().Booth)
	h.waits().DoorToDose.add(float64(r.now.Since(a.in)) / float64(moment.Minute))
	h.pool.booth++
	a.began = r.now
	h.step(a, Booth)
	s := r.luck(a, forBooth, 0)
	r.after(r.f.booth.Draw(&s), planned{what: boothEnds, site: h, visit: a})
}
