package compare

import (
	"math"

	"steady/lab/queue"
)

// First and Most replications of a run whose length is left to the rule.
const (
	First = 20
	Most  = 1280
)

// RunLength is the rule for how many replications are run, in words.
const RunLength = "20 replications of every policy; while the 95 % interval of a paired difference of a deciding " +
	"measure is wider than the half-width stated for that measure, twice as many, at most 1280 or what was asked for. " +
	"Nothing else stops it: it never looks at which policy is ahead"

// Precision says how near the rule of run length came for one difference.
type Precision struct {
	Policy  string  `json:"policy"`
	Measure string  `json:"measure"`
	Half    float64 `json:"half_width"`
	Enough  float64 `json:"enough"`
	Met     bool    `json:"met"`
	// Needs is about how many replications would meet it: n such that
	// t(n-1) s / sqrt(n) <= enough, with the spread s seen so far.
	Needs int `json:"needs"`
}

// precisions are of the deciding measures.
func precisions(measures []Measure, differences []Difference) []Precision {
	out := []Precision{}
	for _, m := range measures {
		if m.Enough <= 0 {
			continue
		}
		for _, d := range differences {
			if d.Measure == m.ID && d.Known() {
				out = append(out, Precision{d.Policy, m.ID, d.Half(), m.Enough, d.Half() <= m.Enough, needs(d.Estimate, m.Enough)})
			}
		}
	}
	return out
}

// needs is the least number of replications whose interval would be as narrow,
// if the spread stays what it was.
func needs(e Estimate, enough float64) int {
	const limit = 1 << 20
	spread := e.Half() / queue.StudentQuantile(Level, e.N-1) * math.Sqrt(float64(e.N))
	if spread == 0 {
		return 2
	}
	wide := func(n int) bool { return queue.StudentQuantile(Level, n-1)*spread > enough*math.Sqrt(float64(n)) }
	if z := 1.96 * spread / enough; z*z > limit {
		return limit
	}
	n := max(2, int(math.Pow(1.95*spread/enough, 2)))
	for n > 2 && !wide(n-1) {
		n--
	}
	for wide(n) {
		n++
	}
	return n
}

// Next is the number of replications to run next by the rule of run length, or 0
// when the interval of every deciding measure is narrow enough or most is
// reached.
func (c *Comparison) Next(most int) int {
	if c.Replications >= most {
		return 0
	}
	for _, p := range c.Enough {
		if !p.Met {
			return min(most, 2*c.Replications)
		}
	}
	return 0
}
