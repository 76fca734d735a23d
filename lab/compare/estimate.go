package compare

import (
	"encoding/json"
	"math"

	"steady/lab/queue"
)

// Estimate is a mean over independent replications with Student's interval at
// Level. With fewer than two replications that have a value there is neither.
type Estimate struct {
	Mean, Lo, Hi float64
	N            int // replications that have a value
}

// Mean estimates from one value of each replication. The replications are
// independent of each other; what happens within one is not, and is never
// counted as if it were.
func Mean(values []float64) Estimate {
	n, mean, squares := 0, 0.0, 0.0
	for _, x := range values { // Welford
		n++
		off := x - mean
		mean += off / float64(n)
		squares += off * (x - mean)
	}
	if n < 2 {
		return Estimate{N: n}
	}
	half := queue.StudentQuantile(Level, n-1) * math.Sqrt(squares/float64(n-1)/float64(n))
	return Estimate{mean, mean - half, mean + half, n}
}

// Known reports whether there is a mean with an interval.
func (e Estimate) Known() bool { return e.N >= 2 }

// Half is the half-width of the interval.
func (e Estimate) Half() float64 { return (e.Hi - e.Lo) / 2 }

// Covers reports whether the interval holds x.
func (e Estimate) Covers(x float64) bool { return e.Lo <= x && x <= e.Hi }

// estimateJSON is how an estimate is written.
type estimateJSON struct {
	Mean *float64 `json:"mean"`
	Lo   *float64 `json:"lo"`
	Hi   *float64 `json:"hi"`
	N    int      `json:"n"`
}

func (e Estimate) written() estimateJSON {
	if !e.Known() {
		return estimateJSON{N: e.N}
	}
	return estimateJSON{&e.Mean, &e.Lo, &e.Hi, e.N}
}

func (w estimateJSON) read() Estimate {
	if w.Mean == nil || w.Lo == nil || w.Hi == nil {
		return Estimate{N: w.N}
	}
	return Estimate{*w.Mean, *w.Lo, *w.Hi, w.N}
}

// MarshalJSON writes mean, lo, hi and n; the first three are null where there
// are no two values.
func (e Estimate) MarshalJSON() ([]byte, error) { return json.Marshal(e.written()) }

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Estimate) UnmarshalJSON(b []byte) error {
	var w estimateJSON
	err := json.Unmarshal(b, &w)
	*e = w.read()
	return err
}

// twoSided is the probability of a difference at least so large if there were
// none: Student's test of the mean of paired differences.
func twoSided(values []float64) float64 {
	e := Mean(values)
	if !e.Known() {
		return 1
	}
	half := e.Half()
	if half == 0 { // the same in every replication
		if e.Mean == 0 {
			return 1
		}
		return 0
	}
	t := math.Abs(e.Mean) / half * queue.StudentQuantile(Level, e.N-1)
	return math.Max(0, 1-queue.StudentTwoSided(t, e.N-1))
}
