package dosing

import (
	"fmt"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// Rehearse tries a pack on a fixed grid of invented cases and looks for an
// answer that breaks what must hold under every pack: no dose above what was
// asked, prescribed or allowed by a ceiling, none in a draft, none while asleep
// or drowsy, none before the gap, and never more after a longer absence. It
// returns how many cases were tried and what was found. It is a sample and
// proves nothing.
func Rehearse(p *protocol.Pack) (cases int, faults []string) {
	r := rehearsal{pack: p}
	for perDay := 1; perDay <= 4; perDay++ {
		for _, dose := range []measure.Mass{1, 15, 30, 67, 150, 400} {
			for _, days := range []int{0, 1, 2, 4} {
				r.try(perDay, dose*measure.Milligram, days)
			}
		}
	}
	return r.cases, r.faults
}

// rehearsal counts cases and collects what is wrong.
type rehearsal struct {
	pack   *protocol.Pack
	cases  int
	faults []string
}

// start is the invented morning on which all rehearsals begin.
var start = moment.UTC.At(moment.Date(2026, 3, 2), 9, 0)

// try rehearses one person: a dose prescribed so many times a day, given for
// so many days, asked again at several moments, in several states.
func (r *rehearsal) try(perDay int, dose measure.Mass, days int) {
	c := r.invent(perDay, dose, days)
	for _, ask := range []measure.Mass{dose / 2, dose, dose * 2} {
		c.Ask = &ask
		for _, minutes := range []int64{2, 29, 30, 179, 180, 720} {
			c.Now = start.Add(moment.Span(days) * 24 * moment.Hour)
			if n := len(c.History); n > 0 {
				c.Now = c.History[n-1].At.Add(moment.Minutes(minutes))
			}
			r.absences(c)
		}
	}
}

// invent makes a person who tolerated every dose so far.
func (r *rehearsal) invent(perDay int, dose measure.Mass, days int) Case {
	c := Case{Zone: moment.UTC, Prescription: Prescription{
		Form: r.pack.Form, Dose: dose, PerDay: perDay, CapSingle: dose + dose/4,
		CapDay: dose * measure.Mass(perDay), Started: moment.UTC.Day(start),
	}}
	if len(r.pack.Routes) > 0 {
		c.Prescription.Route = r.pack.Routes[0]
	}
	for d := range days {
		for visit := range perDay {
			at := start.Add(moment.Span(d)*24*moment.Hour + moment.Span(visit)*4*moment.Hour)
			c.History = append(c.History, Past{At: at, Prescribed: dose, Given: dose, Completed: true, POSS: protocol.POSS1})
		}
	}
	rr, spo2 := measure.Milli(14000), measure.Milli(97000)
	c.Assessment = protocol.Assessment{POSS: protocol.POSS1, RR: &rr, SpO2: &spo2}
	return c
}

// absences rehearses one moment after longer and longer absences, then drowsy.
func (r *rehearsal) absences(c Case) {
	most := measure.MaxMass
	for missed := range 9 {
		c.Missed = Missed{Sessions: missed, Days: missed}
		given := r.decide(c)
		if given > most {
			r.fault(c, "gives more after a longer absence")
		}
		most = given
	}
	c.Missed = Missed{}
	for _, score := range []protocol.POSS{"", protocol.POSSAsleep, protocol.POSS2, protocol.POSS3, protocol.POSS4} {
		c.Assessment.POSS = score
		if r.decide(c) > 0 {
			r.fault(c, "gives a dose at POSS "+string(score))
		}
	}
}

// decide returns what is given, or proposed where it refers.
func (r *rehearsal) decide(c Case) measure.Mass {
	r.cases++
	d := Decide(r.pack, c)
	if d.Dose == nil {
		if d.Proposal != nil {
			return *d.Proposal
		}
		return 0
	}
	rx, given := &c.Prescription, measure.Mass(0)
	for _, p := range c.History {
		if c.Zone.Day(p.At) == c.Zone.Day(c.Now) {
			given += p.Given
		}
	}
	switch dose := *d.Dose; {
	case r.pack.Draft():
		r.fault(c, "a draft gives a dose")
	case dose > *c.Ask || dose > rx.Dose || dose > rx.CapSingle || dose+given > rx.CapDay:
		r.fault(c, "gives more than asked, prescribed or allowed by a ceiling")
	case r.pack.CapSingle.Mass > 0 && dose > r.pack.CapSingle.Mass:
		r.fault(c, "gives more than the pack's ceiling of one dose")
	}
	return *d.Dose
}

// fault notes what is wrong, with the case, at most ten times.
func (r *rehearsal) fault(c Case, words string) {
	if len(r.faults) < 10 {
		r.faults = append(r.faults, fmt.Sprintf("rehearsal: %s: %s prescribed %d times a day, %s asked, %d doses before, "+
			"%d sessions missed", words, c.Prescription.Dose, c.Prescription.PerDay, c.Ask, len(c.History), c.Missed.Sessions))
	}
}
