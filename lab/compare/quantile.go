package compare

import (
	"encoding/json"
	"math"
	"slices"
	"sort"
)

// Histogram counts how often values fell into bins of one width: bin i holds
// the values from From + i Width up to the next bin, and each counts as the
// middle of its bin where a quantile is read off.
type Histogram struct {
	From  float64 `json:"from"`
	Width float64 `json:"width"`
	Count []int64 `json:"count"`
	Open  bool    `json:"open,omitempty"` // the last bin has no end: no quantile is read off it
}

// Total is how many values it holds.
func (h Histogram) Total() (n int64) {
	for _, c := range h.Count {
		n += c
	}
	return n
}

// Quantile returns the value below which a share p of the values lies, linear
// within the bin; ok is false where there are none, or it lies in an open bin.
func (h Histogram) Quantile(p float64) (x float64, ok bool) {
	n := h.Total()
	if n == 0 {
		return 0, false
	}
	want, below := p*float64(n), 0.0
	last := 0
	for i, c := range h.Count {
		if c == 0 {
			continue
		}
		if last = i; below+float64(c) >= want {
			x := h.From + h.Width*(float64(i)+(want-below)/float64(c))
			return x, !h.Open || i+1 < len(h.Count)
		}
		below += float64(c)
	}
	return h.From + h.Width*float64(last+1), true
}

// shares are the quantiles of a distribution among people that are shown.
var shares = []float64{0.1, 0.25, 0.5, 0.75, 0.9}

// Quantile is a quantile of how a measure is distributed among people: the mean
// of the replications' own quantiles, with Student's interval over replications.
// People of one replication share a clinic, so they are not counted as
// independent of each other.
type Quantile struct {
	P float64
	Estimate
}

// quantileJSON is how a quantile is written.
type quantileJSON struct {
	P float64 `json:"p"`
	estimateJSON
}

// MarshalJSON writes p beside the fields of the estimate.
func (q Quantile) MarshalJSON() ([]byte, error) { return json.Marshal(quantileJSON{q.P, q.written()}) }

// UnmarshalJSON reads what MarshalJSON writes.
func (q *Quantile) UnmarshalJSON(b []byte) error {
	var w quantileJSON
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	*q = Quantile{w.P, w.read()}
	return nil
}

func (t *arranged) quantiles(policy, measure string) (out []Quantile) {
	for _, p := range shares {
		var values []float64
		for _, r := range t.runs[policy] {
			if x, ok := r.Spread[measure].Quantile(p); ok {
				values = append(values, x)
			}
		}
		if len(values) > 0 {
			out = append(out, Quantile{p, Mean(values)})
		}
	}
	return out
}

// Range is where a single replication lies in nine of ten: the 5th and the 95th
// percentile of the replications, each with an interval of Level that supposes
// nothing of their law. An end that so few replications cannot bound is null.
type Range struct {
	Lo Ordered `json:"lo"`
	Hi Ordered `json:"hi"`
}

// Ordered is a quantile of replications, between two of them.
type Ordered struct {
	Value float64  `json:"value"`
	Lo    *float64 `json:"lo"`
	Hi    *float64 `json:"hi"`
}

// nineOfTen is nil for fewer than 20 replications: below that the 5th
// percentile is not among them.
func nineOfTen(values []float64) *Range {
	if len(values) < 20 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(values))
	return &Range{ordered(sorted, 0.05), ordered(sorted, 0.95)}
}

func ordered(sorted []float64, p float64) Ordered {
	o := Ordered{Value: quantile(sorted, p)}
	lo, hi := ranks(len(sorted), p)
	if lo >= 1 {
		o.Lo = &sorted[lo-1]
	}
	if hi <= len(sorted) {
		o.Hi = &sorted[hi-1]
	}
	return o
}

// quantile is linear between order statistics (Hyndman and Fan's type 7, the
// default of R).
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}

// ranks are the places, counted from 1, of the order statistics that bound the
// quantile p of n independent values: the number below it is binomial, and each
// side is left out with at most half of 1 - Level. A place of 0 or of n + 1 says
// that n values do not bound that side.
func ranks(n int, p float64) (lo, hi int) {
	below := make([]float64, n+1) // P(at most k are below)
	sum := 0.0
	for k := range below {
		sum += binomial(n, k, p)
		below[k] = sum
	}
	tail := (1 - Level) / 2
	// P(X(lo) > q) = P(fewer than lo below) <= tail; P(X(hi) < q) = P(hi or more below) <= tail.
	lo = sort.Search(n+1, func(k int) bool { return below[k] > tail })
	hi = sort.Search(n+1, func(k int) bool { return below[k] >= 1-tail }) + 1
	return lo, hi
}

// binomial is P(k of n) with chance p.
func binomial(n, k int, p float64) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
}
