package recovery

import (
	"fmt"
	"math"
	"regexp"
	"strconv"

	"steady/measure"
)

// Measured is one value of a series with its label, in time order.
type Measured struct {
	At    string
	Value measure.Milli
}

var isoDay = regexp.MustCompile(`^\d{4}-\d{2}(-\d{2})?$`)

// ParseSeries reads a table with the columns at and value. It returns an
// *ImpossibleError that names the line where labels that are days, months or
// numbers go back in time, and for fewer than two values.
func ParseSeries(b []byte) ([]Measured, error) {
	rows, err := readTable(b, "at", "value")
	if err != nil {
		return nil, err
	}
	var out []Measured
	for n, r := range rows {
		at := r.cells["at"]
		if at == "" {
			return nil, fmt.Errorf("%s: at is empty", r.at)
		}
		v, err := measure.ParseMilli(r.cells["value"])
		if err != nil {
			return nil, fmt.Errorf("%s: value: %w", r.at, err)
		}
		if n > 0 && goesBack(out[n-1].At, at) {
			return nil, &ImpossibleError{r.at, at + " comes after " + out[n-1].At + ": put the lines in time order"}
		}
		out = append(out, Measured{at, v})
	}
	if len(out) < 2 {
		return nil, &ImpossibleError{"the table", "holds fewer than two values: there is no moving range"}
	}
	return out, nil
}

// goesBack reports whether b is before a, as far as the labels tell.
func goesBack(a, b string) bool {
	if isoDay.MatchString(a) && isoDay.MatchString(b) && len(a) == len(b) {
		return b < a
	}
	x, errA := strconv.ParseFloat(a, 64)
	y, errB := strconv.ParseFloat(b, 64)
	return errA == nil && errB == nil && y < x
}

// The constants of an XmR chart as published: 3/d2 and D4 of ranges of two.
const (
	limitFactor = 2.66
	rangeFactor = 3.267
)

// ControlRules names the rules by which a chart signals: three of the four of
// NHS England's "Making Data Count" (a value outside the limits, seven in a row
// on one side of the mean, seven in a row rising or falling). The fourth, two of
// three near a limit, is left out.
const ControlRules = "making-data-count: outside, shift of 7, trend of 7"

// inARow is how many points make a shift or a trend.
const inARow = 7

// Chart is an XmR chart: individual values and their moving ranges.
type Chart struct {
	Mean, RangeMean            float64
	Upper, Lower, RangeUpper   float64
	Signals                    []Signal
	values                     []float64
	labels                     []string
	perhapsShift, perhapsTrend run
}

// Signal is something that is hardly chance. At is the point at which it became
// one; From and To are the whole run as far as it goes.
type Signal struct {
	Rule         string
	At, From, To string
}

// The words of signals.
const (
	Outside = "outside-limits"
	Shift   = "shift-7"
	Trend   = "trend-7"
)

// run is a stretch of points that lie or move the same way.
type run struct {
	way   int // -1, 0 or 1
	first int // index of its first point
}

// XmR computes the chart. There must be at least two values. No value is left
// out of the limits: that a point is far away is what the chart is to show.
func XmR(series []Measured) *Chart {
	c := &Chart{Signals: []Signal{}}
	var sum, ranges float64
	for n, m := range series {
		v := float64(m.Value) / 1000
		sum += v
		if n > 0 {
			ranges += math.Abs(v - c.values[n-1])
		}
		c.values, c.labels = append(c.values, v), append(c.labels, m.At)
	}
	c.Mean, c.RangeMean = sum/float64(len(series)), ranges/float64(len(series)-1)
	c.Upper, c.Lower = c.Mean+limitFactor*c.RangeMean, c.Mean-limitFactor*c.RangeMean
	c.RangeUpper = rangeFactor * c.RangeMean
	for n, v := range c.values {
		if near := 1e-9 * (1 + math.Abs(v)); v > c.Upper+near || v < c.Lower-near {
			c.Signals = append(c.Signals, Signal{Outside, c.labels[n], c.labels[n], c.labels[n]})
		}
		c.follow(Shift, &c.perhapsShift, n, way(v, c.Mean), n)
		if n > 0 {
			c.follow(Trend, &c.perhapsTrend, n, way(v, c.values[n-1]), n-1)
		}
	}
	return c
}

// way is on which side of b the value a lies; what rounding may have done is no
// side.
func way(a, b float64) int {
	switch d := a - b; {
	case d > 1e-9*(1+math.Abs(b)):
		return 1
	case d < -1e-9*(1+math.Abs(b)):
		return -1
	}
	return 0
}

// follow carries a run on to point n, or begins another at first. A point on
// the mean, or a step that neither rises nor falls, belongs to none.
func (c *Chart) follow(rule string, r *run, n, way, first int) {
	if way == 0 || way != r.way {
		*r = run{way, first}
	}
	if way == 0 {
		return
	}
	switch length := n - r.first + 1; {
	case length == inARow:
		c.Signals = append(c.Signals, Signal{rule, c.labels[n], c.labels[r.first], c.labels[n]})
	case length > inARow:
		for s := len(c.Signals) - 1; ; s-- {
			if c.Signals[s].Rule == rule {
				c.Signals[s].To = c.labels[n]
				break
			}
		}
	}
}
