package dosing

import (
	"slices"

	"steady/measure"
	"steady/protocol"
)

// ask returns what was asked, or what is prescribed.
func (c *Case) askOrDose() measure.Mass {
	if c.Ask != nil {
		return *c.Ask
	}
	return c.Prescription.Dose
}

// giving runs Decide on a changed case: an engine that does not see something.
func blind(change func(*Case)) Decider {
	return func(p *protocol.Pack, c Case) Decision {
		c.History = slices.Clone(c.History)
		change(&c)
		return Decide(p, c)
	}
}

// otherPack runs Decide under a changed pack: an engine that reads a row wrong.
func otherPack(change func(*protocol.Pack)) Decider {
	return func(p *protocol.Pack, c Case) Decision {
		q := *p
		change(&q)
		return Decide(&q, c)
	}
}

// altered changes a decision that gives a dose.
func altered(change func(*Case, *Decision)) Decider {
	return func(p *protocol.Pack, c Case) Decision {
		d := Decide(p, c)
		if d.Dose != nil {
			dose := *d.Dose
			d.Dose = &dose
			change(&c, &d)
		}
		return d
	}
}

// brokenEngine is one defect, the property that must fall and how many values
// at most its counter-example may have that are not the ordinary ones. Where
// it is found late, the test looks in one product only, to be quick.
type brokenEngine struct {
	name, property string
	decide         Decider
	most           int
	in             string // where to look, "" everywhere
}

// earlier changes every dose of the history.
func earlier(change func(*Past)) func(*Case) {
	return func(c *Case) {
		for i := range c.History {
			change(&c.History[i])
		}
	}
}

func brokenEngines() []brokenEngine {
	return slices.Concat(brokenReadings(), brokenIntervals(), brokenAmounts(), brokenAnswers())
}

// brokenReadings do not see a reading, a sign or a setting that is unset.
func brokenReadings() []brokenEngine {
	number := func(of field, normal measure.Milli) func(*Case) {
		return func(c *Case) {
			if m := of(&c.Assessment); *m == nil {
				*m = &normal
			}
		}
	}
	return []brokenEngine{
		{"reads breathing that was not measured as normal", "assessment", blind(number(fieldRR, 14000)), 1, ""},
		{"reads SpO2 that was not measured as normal", "assessment", blind(number(fieldSpO2, 98000)), 1, ""},
		{"reads sedation that was not scored as awake", "assessment", blind(func(c *Case) {
			if c.Assessment.POSS == "" {
				c.Assessment.POSS = protocol.POSS1
			}
		}), 1, ""},
		{"takes asleep for awake", "assessment", blind(func(c *Case) {
			if c.Assessment.POSS == protocol.POSSAsleep {
				c.Assessment.POSS = protocol.POSS1
			}
		}), 1, ""},
		{"does not see the temperature", "assessment", blind(func(c *Case) { c.Assessment.Temperature = nil }), 1, ""},
		{"does not see added oxygen", "assessment", blind(func(c *Case) { c.Assessment.Oxygen = false }), 3, ""},
		{"scores every person on SpO2 scale 1", "assessment", blind(func(c *Case) { c.Person.SpO2Scale = 1 }), 3,
			"breathing and sedation, SpO2 scale 2"},
		{"does not see blue colour", "assessment", blind(func(c *Case) { c.Assessment.Cyanosis = false }), 1, ""},
		{"does not see coded signs", "assessment", blind(func(c *Case) { c.Assessment.Flags = nil }), 1, ""},
		{"does not see intoxication", "assessment", blind(func(c *Case) { c.Assessment.Intoxicated = false }), 1, ""},
		{"does not see naloxone", "assessment", blind(earlier(func(p *Past) { p.Naloxone = false })), 1, ""},
		{"does not see a change of route", "assessment", blind(func(c *Case) { c.AskRoute = "" }), 1, "signs, alcohol"},
		{"does not see breath alcohol", "unset", blind(func(c *Case) { c.Assessment.Alcohol = nil }), 1, ""},
		{"does not see that the test was declined", "unset",
			blind(func(c *Case) { c.Assessment.AlcoholRefuse = false }), 1, ""},
		{"does not see absence", "unset or titration", blind(func(c *Case) { c.Missed = Missed{} }), 2, ""},
		{"gives under a draft", "unset", otherPack(func(p *protocol.Pack) { p.Missing = nil }), 0, ""},
	}
}

// brokenIntervals do not wait, or rise too fast.
func brokenIntervals() []brokenEngine {
	return []brokenEngine{
		{"gives a microsecond before the gap has passed", "interval", blind(func(c *Case) { c.Now++ }), 2, "every reading"},
		{"counts the gap from the time of the day before", "interval", blind(func(c *Case) { c.Now += 61 * 1_000_000 }), 2,
			"clock changes"},
		{"does not see the last dose", "interval or titration", blind(func(c *Case) {
			if len(c.History) > 0 {
				c.History = c.History[:len(c.History)-1]
			}
		}), 3, ""},
		{"lets withdrawal shorten the gap", "interval", blind(func(c *Case) {
			if s := c.Assessment.COWS; c.Ask != nil && *c.Ask == 0 || s == nil {
				return
			}
			c.Now += 3 * 60 * 60 * 1_000_000
		}), 3, "every reading"},
		{"takes every sedation of 3 after a dose for 1", "interval or titration", blind(earlier(func(p *Past) {
			if p.POSS == protocol.POSS3 {
				p.POSS = protocol.POSS1
			}
		})), 2, "every reading"},
		{"lets the first dose be 16 mg", "titration", otherPack(func(p *protocol.Pack) {
			p.FirstDay = slices.Clone(p.FirstDay)
			p.FirstDay[0].Single++
		}), 3, "clock changes"},
		{"rises by 151 %", "titration or monotone", otherPack(func(p *protocol.Pack) {
			p.Rise = slices.Clone(p.Rise)
			for i := range p.Rise {
				p.Rise[i].Percent++
			}
		}), 3, "every reading"},
		{"rises after a dose that was not tolerated", "titration", blind(earlier(func(p *Past) {
			p.POSS, p.Oxygen, p.Completed = protocol.POSS1, false, true
		})), 3, ""},
		{"forgets titration after a microgram too little", "titration", otherPack(func(p *protocol.Pack) {
			p.ToleranceDay.Mass--
		}), 3, "amounts"},
	}
}

// brokenAmounts give too much, or more to those who are worse.
func brokenAmounts() []brokenEngine {
	return []brokenEngine{
		{"gives what is asked or prescribed and nothing less", "limits or titration", altered(func(c *Case, d *Decision) {
			*d.Dose = max(*d.Dose, c.askOrDose())
		}), 2, ""},
		{"rounds up", "limits", altered(func(c *Case, d *Decision) { *d.Dose += measure.Milligram }), 1, ""},
		{"does not round down", "limits", altered(func(c *Case, d *Decision) {
			if want := min(c.askOrDose(), c.Prescription.Dose); want > *d.Dose && want-*d.Dose < measure.Milligram {
				*d.Dose = want
			}
		}), 3, "amounts"},
		{"does not count the day's earlier doses", "limits or titration", altered(func(c *Case, d *Decision) {
			if len(c.History) > 0 {
				d.Outcome, *d.Dose = Administer, min(c.askOrDose(), c.Prescription.Dose)
			}
		}), 3, ""},
		{"lets a prescriber go above the ceiling", "limits", func(p *protocol.Pack, c Case) Decision {
			d := Decide(p, c)
			if d.Limit != nil {
				more := *d.Limit + c.Prescription.CapSingle
				d.Limit = &more
			}
			return d
		}, 1, ""},
		{"does not ask for a ceiling of the day", "prescription", blind(func(c *Case) {
			if c.Prescription.CapDay == 0 {
				c.Prescription.CapDay = measure.Gram
			}
		}), 1, "prescriptions"},
		{"takes another salt for its own", "prescription", func(p *protocol.Pack, c Case) Decision {
			c.Prescription.Form = p.Form
			return Decide(p, c)
		}, 1, "prescriptions"},
		{"gives half to a pulse of 70 and all to 91", "monotone", altered(func(c *Case, d *Decision) {
			if m := c.Assessment.Pulse; m != nil && *m == 70000 {
				*d.Dose = (*d.Dose / 2).FloorTo(measure.Milligram)
				d.Limit = d.Dose
			}
		}), 1, ""},
		{"refers cold and gives to colder", "monotone", func(p *protocol.Pack, c Case) Decision {
			if m := c.Assessment.Temperature; m != nil && *m == 36099 {
				c.Assessment.POSS = ""
			}
			return Decide(p, c)
		}, 1, ""},
		{"gives more after a second missed session", "absence", blind(func(c *Case) {
			if c.Missed.Sessions == 1 {
				c.Missed = Missed{Sessions: 3, Days: 3}
			}
		}), 1, "every reading"},
	}
}

// brokenAnswers answer in a form that no one can act on.
func brokenAnswers() []brokenEngine {
	return []brokenEngine{
		{"leaves out the reason", "one-outcome", func(p *protocol.Pack, c Case) Decision {
			d := Decide(p, c)
			d.Findings = nil
			return d
		}, 1, ""},
		{"gives and defers at once", "one-outcome", altered(func(c *Case, d *Decision) { d.Outcome = Defer }), 0, ""},
		{"ends in no outcome", "one-outcome", func(p *protocol.Pack, c Case) Decision {
			d := Decide(p, c)
			if d.Outcome == Withhold {
				d.Outcome = ""
			}
			return d
		}, 1, ""},
		{"proposes for an absence whatever else refers", "one-outcome", func(p *protocol.Pack, c Case) Decision {
			d := Decide(p, c)
			if d.Outcome == Refer && (c.Missed.Sessions > 0 || c.Missed.Days > 0) {
				d.Proposal = d.Limit
			}
			return d
		}, 2, ""},
		{"lets a person leave who breathes slowly", "assessment", func(p *protocol.Pack, c Case) Decision {
			d := Decide(p, c)
			if c.Question == QuestionObservation && d.Outcome == Observe {
				d.Outcome = Release
			}
			return d
		}, 3, "observation"},
		{"lets a person leave before the time", "assessment", func(p *protocol.Pack, c Case) Decision {
			early := *p
			early.Observation = protocol.Minutes{Value: 29, Set: true, Basis: protocol.Basis{Rule: "X", Source: "X"}}
			return Decide(&early, c)
		}, 3, "observation"},
		{"calls a prescription valid above its ceiling", "prescription", func(p *protocol.Pack, c Case) Decision {
			d := Decide(p, c)
			if c.Question == QuestionPrescription && d.Outcome == InvalidRx {
				d.Outcome = Valid
			}
			return d
		}, 2, "prescriptions, asked"},
	}
}
