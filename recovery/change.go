package recovery

import (
	"math"

	"steady/measure"
)

// Change is what lies between two results of one person (R-OUT-12: the
// comparison is the person with themselves).
type Change struct {
	Differences Scores          `json:"differences"` // later less earlier; null where either is not known
	Reliable    *ReliableChange `json:"reliable"`
	Why         string          `json:"why,omitempty"` // why there is no reliable change index
}

// ReliableChange is the index of Jacobson and Truax (R-OUT-10); where a source
// names only the limit, there is no index.
type ReliableChange struct {
	Index      Value  `json:"index"`
	Limit      Value  `json:"limit"` // the smallest difference that would be reliable
	Reliable   bool   `json:"reliable"`
	Direction  string `json:"direction"` // better, worse or same
	SD         Value  `json:"sd"`
	R          Value  `json:"r"`
	Kind       string `json:"kind"` // alpha, retest, or published limit
	Population string `json:"population,omitempty"`
	Source     string `json:"source"`
}

// Compare says what changed between two results of this instrument. The index
// is there only where the instrument cites a published standard deviation and
// reliability (R-OUT-11).
func (i *Instrument) Compare(earlier, later *Result) *Change {
	c := &Change{Differences: Scores{}}
	for _, now := range later.Scores {
		was := earlier.Scores.Get(now.Name)
		if !numeric(now.Value) && !numeric(was) && (now.Value.Known || was.Known) {
			continue // words and signs have no difference
		}
		d := Value{}
		if numeric(now.Value) && numeric(was) {
			d = number(now.Value.Number - was.Number)
		}
		c.Differences = append(c.Differences, Named{now.Name, d})
	}
	d := c.Differences.Get("total")
	switch {
	case i.Reliability == nil && i.Limit == nil:
		c.Why = "no published standard deviation and reliability are on file for " + i.ID
	case !d.Known:
		c.Why = "one of the totals is not known"
	case i.Limit != nil:
		c.Reliable = &ReliableChange{Limit: number(i.Limit.Least), Kind: "published limit",
			Reliable:  max(d.Number, -d.Number) >= i.Limit.Least,
			Direction: direction(d.Number, i.Better), Source: i.Sources[i.Limit.Source].Title}
	default:
		c.Reliable = i.Reliability.change(d.Number, i.Better)
		c.Reliable.Source = i.Sources[i.Reliability.Source].Title
	}
	return c
}

func numeric(v Value) bool { return v.Known && v.Word == "" && v.Signs == nil }

// change is RC = difference / (SD sqrt(2) sqrt(1 - r)), reliable where it is
// further than 1.96 from 0. The sqrt(2) was missing in print in 1984 and put
// right in 1986.
func (r *Reliability) change(d measure.Milli, better Direction) *ReliableChange {
	se := float64(r.SD) / 1000 * math.Sqrt2 * math.Sqrt(1-float64(r.R)/1000)
	index := float64(d) / 1000 / se
	return &ReliableChange{
		Index: number(hundredths(index)), Limit: number(hundredths(1.96 * se)), Reliable: math.Abs(index) > 1.96,
		Direction: direction(d, better), SD: number(r.SD), R: number(r.R), Kind: r.Kind, Population: r.Population,
	}
}

// direction says in a word which way a difference goes for the person.
func direction(d measure.Milli, better Direction) string {
	switch {
	case d == 0:
		return "same"
	case (d > 0) == (better == Higher):
		return "better"
	}
	return "worse"
}
