package dosing

import (
	"testing"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// cites reports whether a rule fired.
func cites(d Decision, rule string) bool {
	for _, f := range d.Findings {
		if f.Rule == rule {
			return true
		}
	}
	return false
}

// midnight begins the day of the cases here.
var midnight = moment.UTC.At(moment.Date(2026, 3, 10), 0, 0)

// took is a completed, tolerated scheduled dose.
func took(at moment.Instant, amount measure.Mass, edit ...func(p *Past)) Past {
	p := Past{At: at, Prescribed: amount, Given: amount, Completed: true, POSS: protocol.POSS1}
	for _, f := range edit {
		f(&p)
	}
	return p
}

// After naloxone, an emergency or a sedation of 4 doses wait for the prescriber
// (E-OD-06), whether it followed the last dose or an attempt in which nothing
// went in, and an attempt after it does not end the wait.
func TestNaloxoneIsNotHiddenByAnAttempt(t *testing.T) {
	at := nineOClock.Add(-6 * moment.Hour)
	naloxone, four := func(p *Past) { p.Naloxone = true }, func(p *Past) { p.POSS = protocol.POSS4 }
	nothing := func(p *Past) { p.Given, p.Completed, p.Attempts = 0, false, 1 }
	both := func(a, b func(*Past)) func(*Past) { return func(p *Past) { a(p); b(p) } }
	for name, x := range map[string]struct {
		first, then func(*Past)
		waits       bool
	}{
		"naloxone, then an attempt":   {naloxone, nothing, true},
		"sedation 4, then an attempt": {four, nothing, true},
		"an attempt with naloxone":    {func(*Past) {}, both(nothing, naloxone), true},
		"an attempt with sedation 4":  {func(*Past) {}, both(nothing, four), true},
		"an attempt":                  {func(*Past) {}, nothing, false},
		"naloxone, then a later dose": {naloxone, func(*Past) {}, false},
	} {
		d := Decide(swiss(t), settled(func(c *Case) {
			c.History = append(c.History, took(at, 100*mg, x.first), took(at.Add(moment.Hour), 100*mg, x.then))
		}))
		if cites(d, "E-OD-06") != x.waits {
			t.Errorf("%s: %s", name, told(d))
		}
	}
}

// Of two records at one instant the later record is the last dose.
func TestOfTwoRecordsAtOneInstantTheLaterCounts(t *testing.T) {
	at := nineOClock.Add(-6 * moment.Hour)
	d := Decide(swiss(t), settled(func(c *Case) {
		c.History = append(c.History, took(at, 100*mg), took(at, 100*mg, func(p *Past) { p.Naloxone = true }))
	}))
	if !cites(d, "E-OD-06") {
		t.Errorf("%s", told(d))
	}
}

// A dose that is known not to have been tolerated keeps a rise behind the
// prescriber, whether it was the scheduled dose or the top-up after it, and for
// each of its signs alone (E-TITR-12).
func TestEachSignOfADoseNotToleratedRefersARise(t *testing.T) {
	at, fine := nineOClock.Add(-15*moment.Hour), func(*Past) {}
	oxygen, three := func(p *Past) { p.Oxygen = true }, func(p *Past) { p.POSS = protocol.POSS3 }
	for name, x := range map[string]struct {
		scheduled, topUp func(*Past)
		refers           bool
	}{
		"scheduled, oxygen": {oxygen, fine, true}, "scheduled, sedation 3": {three, fine, true},
		"top-up, oxygen": {fine, oxygen, true}, "top-up, sedation 3": {fine, three, true}, "well": {fine, fine, false},
	} {
		d := Decide(swiss(t), settled(func(c *Case) {
			c.Prescription.Dose = 120 * mg
			c.History[3] = took(at, 100*mg, x.scheduled)
			c.History = append(c.History, took(at.Add(moment.Hour), 30*mg, x.topUp, func(p *Past) { p.Session = TopUp }))
		}))
		if says(d, "was not well tolerated") != x.refers || x.refers && d.Outcome != Refer {
			t.Errorf("%s: %s", name, told(d))
		}
	}
}

// Where no first day is written, day 1 is today from its first moment on
// (E-TIME-02, E-TITR-11).
func TestDayOneBeginsAtMidnight(t *testing.T) {
	for at, dayOne := range map[moment.Instant]bool{midnight: true, midnight - 1: false} {
		d := Decide(swiss(t), settled(func(c *Case) {
			c.Prescription.Started, c.History = 0, []Past{took(at, 15*mg)}
		}))
		if says(d, "of day 1 is at most") != dayOne {
			t.Errorf("a first dose %d microseconds after midnight: %s", at-midnight, told(d))
		}
	}
}

// On the morning of day 2 the base of a rise is the largest tolerated single
// scheduled dose of day 1, from its first moment to its last (E-TITR-14).
func TestTheBaseOfDayTwoIsTheLargestOfDayOne(t *testing.T) {
	from := midnight - 24*moment.Instant(moment.Hour)
	noon, evening := from.Add(12*moment.Hour), from.Add(20*moment.Hour)
	topUp := func(p *Past) { p.Session = TopUp }
	three := func(p *Past) { p.POSS = protocol.POSS3 }
	for name, x := range map[string]struct {
		history []Past
		base    string
	}{
		"both at its first moment":   {[]Past{took(from, 40*mg), took(from, 30*mg)}, "40 mg"},
		"the larger at its first":    {[]Past{took(from, 40*mg), took(evening, 30*mg)}, "40 mg"},
		"the larger before it":       {[]Past{took(from-1, 40*mg), took(evening, 30*mg)}, "30 mg"},
		"the last one on day 2":      {[]Past{took(noon, 40*mg), took(midnight, 30*mg)}, "30 mg"},
		"the last one a moment less": {[]Past{took(noon, 40*mg), took(midnight-1, 30*mg)}, "40 mg"},
		"the larger was a top-up":    {[]Past{took(noon, 40*mg, topUp), took(evening, 30*mg)}, "30 mg"},
		"the larger not tolerated":   {[]Past{took(noon, 40*mg, three), took(evening, 30*mg)}, "30 mg"},
		"the larger is impossible": {[]Past{took(noon, 40*mg, func(p *Past) { p.AtMost = measure.MaxMass + 1 }),
			took(evening, 30*mg)}, "30 mg"},
	} {
		d := Decide(swiss(t), settled(func(c *Case) {
			c.Prescription.Started, c.History = moment.Date(2026, 3, 9), x.history
		}))
		if !says(d, "150 % of the last single dose of "+x.base) {
			t.Errorf("%s: not %s: %v", name, x.base, d.Findings)
		}
	}
}

// A syringe partly used today counts for today, from the first moment of the
// day (E-PART-01, E-TIME-02).
func TestAPartOfASyringeCountsFromMidnight(t *testing.T) {
	for at, today := range map[moment.Instant]bool{midnight: true, midnight - 1: false} {
		d := Decide(swiss(t), settled(func(c *Case) {
			c.History = append(c.History, took(at, 60*mg, func(p *Past) { p.Prescribed, p.Completed = 100*mg, false }))
		}))
		if cites(d, "E-PART-01") != today {
			t.Errorf("%d microseconds after midnight: %v", at-midnight, d.Findings)
		}
	}
}

// A rise needs a scheduled dose to start from; a top-up is none (E-TITR-12).
// Not a microgram may be authorised, and what is left under the ceiling is
// compared with the dose that is asked for (E-CAP-07).
func TestOnlyTopUpsAreNoBase(t *testing.T) {
	topUp := func(p *Past) { p.Session = TopUp }
	d := Decide(swiss(t), settled(func(c *Case) {
		c.Prescription.Increment = 1
		c.History = []Past{took(nineOClock.Add(-24*moment.Hour), 60*mg, topUp)}
	}))
	if !says(d, "no scheduled dose was given") || d.Limit != nil || d.Outcome != Refer {
		t.Errorf("yesterday: %s, limit %v", told(d), d.Limit)
	}
	d = Decide(swiss(t), settled(func(c *Case) {
		c.Prescription.CapSingle, c.Prescription.CapDay = 120*mg, 200*mg
		c.History = []Past{took(nineOClock.Add(-5*moment.Hour), 170*mg, topUp)}
	}))
	if !cites(d, "E-CAP-07") {
		t.Errorf("30 mg left of the day, 100 mg asked: %s", told(d))
	}
}

// A dose of which it is not certain that it went in counts for the day and for
// the wait, and is no base for a rise (E-ORD-02): with nothing before it the
// person starts as on a first day, and after earlier doses those are the base.
func TestADoseThatPerhapsWentIn(t *testing.T) {
	perhaps := func(p *Past) { p.Given, p.AtMost, p.Completed = 0, p.Given, false }
	for name, x := range map[string]struct {
		history []Past
		want    string
		says    string
	}{
		"alone, too soon": {[]Past{took(nineOClock.Add(-29*moment.Minute), 15*mg, perhaps)}, "DEFER P-TITR-03 P-TITR-01",
			"today so far 15 mg"},
		"alone": {[]Past{took(nineOClock.Add(-30*moment.Minute), 15*mg, perhaps)}, "ADMINISTER_MAX 15 P-TITR-01",
			"injection 1 of day 1"},
		"after another": {[]Past{took(midnight-1, 40*mg), took(midnight, 60*mg, perhaps)}, "ADMINISTER_MAX 60 P-TITR-05",
			"the last single dose of 40 mg"},
	} {
		d := Decide(swiss(t), settled(func(c *Case) { c.Prescription.Started, c.History = 0, x.history }))
		if told(d) != x.want || !says(d, x.says) {
			t.Errorf("%s: %s, want %s: %v", name, told(d), x.want, d.Findings)
		}
	}
}
