package recovery

import (
	"fmt"
	"math"
	"slices"

	"steady/measure"
)

// Stay is how long somebody was observed, in thousandths of the table's unit,
// and whether the event (leaving, by the definition the table was made with)
// ended it. Without the event they were still there when last seen.
type Stay struct {
	Time  measure.Milli
	Event bool
}

// ParseStays reads a table with the columns time and event (1 or 0). It returns
// an *ImpossibleError that names the line for a time below 0 or another number,
// and another error for what cannot be read.
func ParseStays(b []byte) ([]Stay, error) {
	rows, err := readTable(b, "time", "event")
	if err != nil {
		return nil, err
	}
	var out []Stay
	for _, r := range rows {
		t, err := measure.ParseMilli(r.cells["time"])
		if err != nil {
			return nil, fmt.Errorf("%s: time: %w", r.at, err)
		}
		e, err := measure.ParseMilli(r.cells["event"])
		if err != nil {
			return nil, fmt.Errorf("%s: event: %w", r.at, err)
		}
		switch {
		case t < 0:
			return nil, &ImpossibleError{r.at, "a time is not below 0"}
		case e != 0 && e != 1000:
			return nil, &ImpossibleError{r.at, "event is 1 where it happened, and 0 where it had not when last seen"}
		}
		out = append(out, Stay{t, e == 1000})
	}
	if len(out) == 0 {
		return nil, &ImpossibleError{"the table", "holds nobody"}
	}
	return out, nil
}

// IntervalKind names how the interval around a survival curve is made.
type IntervalKind string

// The intervals, all 95 % with Greenwood's variance: on the curve itself, on
// its logarithm, and on the logarithm of minus its logarithm, which alone never
// leaves 0 to 1 and holds best for few people.
const (
	Plain  IntervalKind = "plain"
	Log    IntervalKind = "log"
	LogLog IntervalKind = "log-log"
)

// Curve is the product-limit estimate of Kaplan and Meier.
type Curve struct {
	N, Events   int
	Interval    IntervalKind
	Median      *measure.Milli // the first time at which half or fewer remain; nil when more do to the end
	MedianLower *measure.Milli // the first time at which the lower bound is at half or below
	MedianUpper *measure.Milli // the same of the upper bound
	Followed    measure.Milli  // the longest time that anybody was observed
	Points      []CurvePoint   // one for each time with an event, ascending
}

// CurvePoint is the curve just after a time with events.
type CurvePoint struct {
	Time     measure.Milli
	AtRisk   int // just before
	Events   int
	Survival float64
	Bounds   *Bounds // nil where nobody is left: Greenwood's variance has no value there
}

// Bounds are the standard error and the interval of a point.
type Bounds struct{ SE, Lower, Upper float64 }

// z95 is the 97.5 % point of the normal distribution.
const z95 = 1.959963984540054

// half is 0.5, and what rounding may make of it.
const half = 0.5 + 1e-12

// KaplanMeier estimates who remains. Who was last seen at the time of an event
// counts as at risk then. There must be somebody.
func KaplanMeier(stays []Stay, interval IntervalKind) *Curve {
	s := slices.Clone(stays)
	slices.SortFunc(s, func(a, b Stay) int { return int(max(-1, min(1, a.Time-b.Time))) })
	c := &Curve{N: len(s), Interval: interval, Followed: s[len(s)-1].Time, Points: []CurvePoint{}}
	survival, variance := 1.0, 0.0 // variance is Greenwood's sum
	for n := 0; n < len(s); {
		at, risk, events := s[n].Time, len(s)-n, 0
		for ; n < len(s) && s[n].Time == at; n++ {
			if s[n].Event {
				events++
			}
		}
		if events == 0 {
			continue
		}
		c.Events += events
		left := risk - events
		survival *= float64(left) / float64(risk)
		p := CurvePoint{Time: at, AtRisk: risk, Events: events, Survival: survival}
		if left > 0 {
			variance += float64(events) / (float64(risk) * float64(left))
			p.Bounds = bounds(survival, math.Sqrt(variance), interval)
		}
		c.Points = append(c.Points, p)
	}
	c.halves()
	return c
}

// bounds makes the interval; root is the root of Greenwood's sum.
func bounds(s, root float64, kind IntervalKind) *Bounds {
	b := &Bounds{SE: s * root}
	switch kind {
	case Plain:
		b.Lower, b.Upper = s-z95*b.SE, s+z95*b.SE
	case Log:
		b.Lower, b.Upper = s*math.Exp(-z95*root), s*math.Exp(z95*root)
	case LogLog:
		width := z95 * root / math.Abs(math.Log(s))
		b.Lower, b.Upper = math.Pow(s, math.Exp(width)), math.Pow(s, math.Exp(-width))
	}
	b.Lower, b.Upper = max(0, b.Lower), min(1, b.Upper)
	return b
}

// halves reads off the median and its interval.
func (c *Curve) halves() {
	for n := range c.Points {
		p := &c.Points[n]
		lower, upper := 0.0, p.Survival // where nobody is left, only the curve itself can be read off
		if p.Bounds != nil {
			lower, upper = p.Bounds.Lower, p.Bounds.Upper
		}
		if c.Median == nil && p.Survival <= half {
			c.Median = &p.Time
		}
		if c.MedianLower == nil && lower <= half && p.Bounds != nil {
			c.MedianLower = &p.Time
		}
		if c.MedianUpper == nil && upper <= half && p.Bounds != nil {
			c.MedianUpper = &p.Time
		}
	}
}
