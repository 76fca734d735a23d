package recovery

import "fmt"

// Span is what was counted of some people in one stretch of time.
type Span struct {
	People     int // who were in treatment at any time of it
	PersonDays int // days in treatment of all of them
	Events     int
}

// Claim is the wish to say that something changed from one stretch to another.
type Claim struct {
	Before, After Span
	Both          int // people who are in both
	Left          int // people of Before who left treatment before After began
}

// Objection is why a claim is not made, in a code and a sentence with what may
// be said in its place.
type Objection struct{ Code, Text string }

// exposureApart is how far person-days may lie apart before bare counts say
// nothing: a tenth, the house's own.
const exposureApart = 10

// Objections lists why the bare numbers before and after may not be put beside
// each other as if the service had changed something. None means only that
// these reasons are absent: without a comparison group it is still no proof.
func (c Claim) Objections() (out []Objection) {
	say := func(code, format string, args ...any) {
		out = append(out, Objection{code, fmt.Sprintf(format, args...)})
	}
	b, a := c.Before, c.After
	if min(b.People, a.People) < Smallest {
		say("few-people", "Fewer than %d people on one side: nothing is told of them together.", Smallest)
	}
	if d := b.PersonDays - a.PersonDays; b.PersonDays == 0 || a.PersonDays == 0 ||
		max(d, -d)*exposureApart > max(b.PersonDays, a.PersonDays) {
		say("unequal-exposure", "The two stretches hold %d and %d days in treatment: bare counts differ for that alone. "+
			"Compare events for each 1,000 days, with their intervals.", b.PersonDays, a.PersonDays)
	}
	if c.Left > 0 {
		say("survivors-only", "Some who are in the first stretch left before the second: who stays differs from who "+
			"leaves. Report everybody who started, with how many are not known.")
	}
	if c.Both < b.People || c.Both < a.People {
		say("other-people", "The two stretches are not of the same people. Compare each person with themselves.")
	}
	return out
}

// RateRatio is the rate after for each rate before, with a 95 % interval: the
// share of the events that fall after is binomial given their sum, so Wilson's
// interval of it gives one of the ratio. It returns an *ImpossibleError where
// nothing happened, or where one stretch has no days.
func (c Claim) RateRatio() (ratio, lower, upper float64, err error) {
	b, a := c.Before, c.After
	if b.Events+a.Events == 0 || b.PersonDays <= 0 || a.PersonDays <= 0 {
		return 0, 0, 0, &ImpossibleError{"the comparison", "nothing happened, or there are no days to count it in"}
	}
	p, low, high, err := Proportion(a.Events, a.Events+b.Events)
	if err != nil {
		return 0, 0, 0, err
	}
	odds := func(p float64) float64 { return p / (1 - p) * float64(b.PersonDays) / float64(a.PersonDays) }
	return odds(p), odds(low), odds(high), nil
}
