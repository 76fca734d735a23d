package dosing

import (
	"strconv"

	"steady/measure"
	"steady/protocol"
)

const whole = measure.Milli(1000) // readings are thousandths of their unit

// The basis of the rules that hold under every pack.
var (
	overdose     = published("P-OD-01", "UK-SPS")
	drowsy       = published("P-OD-03", "SCO-PC")
	sedated      = engineering("E-POSS-04")
	preDose      = published("P-PRE-01", "CA-CMAJ")
	news         = engineering("E-NEWS-04")
	newsUrgent   = published("P-NEWS-01", "NEWS2")
	newsSingle   = published("P-NEWS-02", "NEWS2")
	newsCritical = published("P-NEWS-03", "NEWS2")
)

// slowBreathing is RR of 8 or less (P-OD-01), or between 8 and 9: the lower
// reading counts.
func slowBreathing(a *protocol.Assessment) bool { return a.RR != nil && *a.RR < 9*whole }

// hardToRouse: barely rousable or unconscious.
func hardToRouse(a *protocol.Assessment) bool {
	return a.Rousable == "barely" || unrousable(a) || a.Consciousness == "P" || a.POSS == protocol.POSS4
}

func unrousable(a *protocol.Assessment) bool { return a.Rousable == "no" || a.Consciousness == "U" }

// blue: cyanosed, or an SpO2 below 85 % that would show as such.
func blue(a *protocol.Assessment) bool {
	return a.Cyanosis || a.SpO2 != nil && *a.SpO2 < 85*whole
}

// needsNaloxone is P-OD-01: slow breathing and (hard to rouse or blue). It
// needs no oximeter: a normal SpO2 does not rule it out (P-RESP-02).
func needsNaloxone(a *protocol.Assessment) bool {
	return slowBreathing(a) && (hardToRouse(a) || blue(a))
}

// emergencySigns is stage 1. It comes before the pack and the prescription:
// an emergency is one under any protocol.
func (e *engine) emergencySigns() {
	a := &e.c.Assessment
	if needsNaloxone(a) {
		e.emergency(overdose, "breathing rate "+a.RR.String()+
			" with reduced consciousness or blue colour: respiratory depression, act now (E-OD-06)")
	}
	if a.POSS == protocol.POSS4 || unrousable(a) {
		e.emergency(sedated, "hardly or not rousable: emergency, count the breathing rate for a full minute (E-OD-06)")
	}
	if a.Cyanosis && !slowBreathing(a) {
		e.emergency(overdose, "blue colour: emergency, count the breathing rate for a full minute")
	}
	e.triggers()
}

// triggers are the emergencies that the pack adds to the published ones: of two
// rules the more sensitive counts (P-OD-01).
func (e *engine) triggers() (any bool) {
	for i := range e.p.Emergencies {
		if t := &e.p.Emergencies[i]; triggered(t, &e.c.Assessment) {
			e.emergency(t.Basis, t.Words()+": an emergency by this pack")
			any = true
		}
	}
	return any
}

// triggered: all that the row states holds. Between two whole breaths the lower
// counts, as in P-OD-01.
func triggered(t *protocol.Trigger, a *protocol.Assessment) bool {
	switch {
	case t.RRTo > 0 && (a.RR == nil || *a.RR >= measure.Milli(t.RRTo+1)*whole),
		t.SpO2Below > 0 && (a.SpO2 == nil || *a.SpO2 >= measure.Milli(t.SpO2Below)*whole),
		t.HardToRouse && !hardToRouse(a), t.Blue && !blue(a):
		return false
	}
	return true
}

// holds is stage 3: contraindications, hold orders and the time after naloxone.
func (e *engine) holds() {
	if e.h.naloxone {
		e.refer(stageHold, engineering("E-OD-06"),
			"the last dose was followed by naloxone or an emergency: doses wait for the prescriber's review")
	}
	for _, flag := range e.c.Assessment.Flags {
		e.flag(flag)
	}
}

func (e *engine) flag(flag string) {
	for i := range e.p.Holds {
		h := &e.p.Holds[i]
		switch {
		case h.Flag != flag:
		case h.Withhold:
			e.withhold(stageHold, h.Basis, h.Words)
			return
		default:
			e.refer(stageHold, h.Basis, h.Words+": the prescriber decides")
			return
		}
	}
	e.refer(stageHold, preDose, "the sign "+strconv.Quote(flag)+" is not known to the pack: the prescriber decides")
}

// sedation is stage 4: sedation, intoxication and alcohol.
func (e *engine) sedation() {
	a := &e.c.Assessment
	switch a.POSS {
	case "":
		e.refer(stageSedation, preDose, "sedation (POSS) was not measured: it is never taken as normal")
	case protocol.POSS1, protocol.POSS4: // 4 is stage 1
	case protocol.POSS2:
		e.refer(stageSedation, sedated, "POSS 2, slightly drowsy: assess again after 15 minutes, two staff agree")
	case protocol.POSSAsleep:
		e.withhold(stageSedation, sedated, "POSS S, asleep: wake, and assess again when awake and alert")
	default:
		e.withhold(stageSedation, sedated, "POSS "+string(a.POSS)+
			": no dose this session, tell the prescriber; there is no automatic lower dose")
	}
	if a.Rousable == "barely" {
		e.withhold(stageSedation, sedated, "barely rousable: no dose this session")
	}
	if l := e.h.last; l != nil && l.POSS == protocol.POSS3 && e.c.Now.Since(l.At) < e.gap() {
		e.withhold(stageSedation, sedated, "POSS 3 followed the dose of this session: no further dose in it")
	}
	if a.Intoxicated {
		e.withhold(stageSedation, preDose, "signs of intoxication: no dose this session")
	}
	e.alcohol()
	if a.COWS != nil {
		e.find(stageSedation, Info, engineering("E-COWS-01"),
			"COWS "+a.COWS.String()+": withdrawal informs, it permits no dose and shortens no interval")
	}
}

// alcohol is S-ALC-HOLD and S-ALC-REDUCE; unset, any reading above 0 refers.
func (e *engine) alcohol() {
	a, p := &e.c.Assessment, e.p
	if a.AlcoholRefuse {
		e.refer(stageSedation, engineering("S-ALC-HOLD"), "the breath test was declined: the prescriber decides")
	}
	if a.Alcohol == nil || *a.Alcohol == 0 {
		return
	}
	reading := "breath alcohol " + a.Alcohol.String() + " µg per 100 ml"
	switch {
	case !p.AlcoholHold.Set:
		e.refer(stageSedation, engineering("S-ALC-HOLD"), reading+", and the pack sets no limit: the prescriber decides")
	case *a.Alcohol >= p.AlcoholHold.Value || *a.Alcohol < 0:
		e.withhold(stageSedation, p.AlcoholHold.Basis, reading+", limit "+p.AlcoholHold.Value.String())
	case p.AlcoholLower.Set && *a.Alcohol >= p.AlcoholLower.Value:
		percent := strconv.FormatInt(p.AlcoholPercent, 10)
		e.bound(e.given().Part(p.AlcoholPercent, 100), stageSedation, p.AlcoholLower.Basis,
			reading+": "+percent+" % of the dose")
	}
}

// vitals is stage 5: NEWS2 from what was measured, then the lowest readings at
// which a dose may be given.
func (e *engine) vitals() {
	a := &e.c.Assessment
	score := scoreNEWS2(a, e.c.Person.SpO2Scale)
	if score.measured != 0 {
		total := score.total
		e.d.NEWS2 = &total
	}
	e.newsOutcome(score)
	own := e.c.Person.Baseline
	e.lowest(a.RR, own.RR, e.p.RRMin, "S-RR-PRE", "breathing rate", "", a.RR != nil && *a.RR < 12*whole)
	e.lowest(a.SpO2, own.SpO2, e.p.SpO2Min, "S-SPO2-PRE", "SpO2", " %", score.spo2 > 0)
	if a.SpO2 != nil && *a.SpO2 > 100*whole {
		e.refer(stageVitals, engineering("S-SPO2-PRE"), "SpO2 "+a.SpO2.String()+" % is not possible: measure again")
	}
	if score.measured != 0 {
		e.find(stageVitals, Info, published("NEWS2", "NEWS2"), notMeasuredText[score.measured])
	}
}

// newsOutcome is E-NEWS-04 with the bands it follows.
func (e *engine) newsOutcome(s newsScore) {
	if s.total < 5 && !s.single {
		return
	}
	switch {
	case s.total >= 7:
		e.find(stageVitals, Info, newsCritical, "NEWS2 "+strconv.Itoa(s.total)+
			": continuous monitoring, emergency assessment within 30 minutes")
	case s.total >= 5:
		e.find(stageVitals, Info, newsUrgent, "NEWS2 "+strconv.Itoa(s.total)+
			": observations at least hourly, a clinician assesses within 1 hour")
	default:
		e.find(stageVitals, Info, newsSingle, "one parameter scores 3: handled like a total of 5 to 6")
	}
	e.withhold(stageVitals, news, "NEWS2 "+strconv.Itoa(s.total)+" before a dose: withhold and assess")
}

// lowest refers a reading that is missing, below the baseline signed for this
// person, else below the pack's limit, or, where the pack is silent, within the
// first scoring NEWS2 band.
func (e *engine) lowest(m, own *measure.Milli, set protocol.Reading, rule, name, unit string, scores bool) {
	switch {
	case m == nil:
		e.refer(stageVitals, engineering(rule), name+" was not measured: it is never taken as normal")
	case own != nil && *m < *own:
		e.refer(stageVitals, engineering(rule), name+" "+m.String()+unit+" is below this person's signed baseline of "+
			own.String()+unit)
	case own != nil:
		if set.Set && *m < set.Value || scores {
			e.find(stageVitals, Info, engineering("E-ORD-04"), name+" "+m.String()+unit+
				" is within this person's signed baseline of "+own.String()+unit)
		}
	case set.Set && *m < set.Value:
		e.refer(stageVitals, set.Basis, name+" "+m.String()+unit+", lowest "+set.Value.String()+unit)
	case !set.Set && scores:
		e.refer(stageVitals, engineering(rule), name+" "+m.String()+unit+
			" scores in NEWS2, and the pack sets no limit: the prescriber decides")
	}
}
