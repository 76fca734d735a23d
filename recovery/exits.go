package recovery

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"steady/measure"
)

// Leaving is how long somebody was observed, and how it ended in one word or a
// few; "" where they were still there when last seen. Leaving by choice and
// leaving by rule are different events: neither hides in the other.
type Leaving struct {
	Time measure.Milli
	Exit string
}

// maxExits bounds how many ways of leaving one table has.
const maxExits = 50

// ParseLeavings reads a table with the columns time and exit.
func ParseLeavings(b []byte) ([]Leaving, error) {
	rows, err := readTable(b, "time", "exit")
	if err != nil {
		return nil, err
	}
	ways := map[string]bool{}
	var out []Leaving
	for _, r := range rows {
		t, err := measure.ParseMilli(r.cells["time"])
		if err != nil {
			return nil, fmt.Errorf("%s: time: %w", r.at, err)
		}
		ways[r.cells["exit"]] = true
		switch {
		case t < 0:
			return nil, &ImpossibleError{r.at, "a time is not below 0"}
		case len(ways) > maxExits:
			return nil, &ImpossibleError{r.at, fmt.Sprintf("more than %d ways of leaving: group them", maxExits)}
		}
		out = append(out, Leaving{t, r.cells["exit"]})
	}
	if len(out) == 0 {
		return nil, &ImpossibleError{"the table", "holds nobody"}
	}
	return out, nil
}

// Incidence is the share that left in one way over time, beside all others.
type Incidence struct {
	Exit   string
	Events int
	Points []IncidencePoint // one for each time at which somebody left so
}

// IncidencePoint is the share that has left so, just after a time.
type IncidencePoint struct {
	Time      measure.Milli
	AtRisk    int // just before, for every way of leaving
	Events    int
	Incidence float64
	Bounds    Bounds // 95 %, log-log; the delta-method error of the Aalen-Johansen estimate
}

// sums are the running sums behind the error of one incidence: the variance at
// a time is F²a - 2Fb + c + e - 2Fg + 2h, with F the incidence then.
type sums struct{ f, a, b, c, e, g, h float64 }

// Exits estimates the cumulative incidence of every way of leaving (Aalen and
// Johansen), in the order of their words. One minus a Kaplan-Meier curve of one
// way would count those who left another way as if they might still leave this
// one, and is always too high. There must be somebody.
func Exits(list []Leaving) []Incidence {
	s := slices.Clone(list)
	slices.SortFunc(s, func(a, b Leaving) int {
		if a.Time != b.Time {
			return int(max(-1, min(1, a.Time-b.Time)))
		}
		return strings.Compare(a.Exit, b.Exit)
	})
	var ways []string
	for _, l := range s {
		if l.Exit != "" {
			ways = append(ways, l.Exit)
		}
	}
	slices.Sort(ways)
	ways = slices.Compact(ways)
	out, run := make([]Incidence, len(ways)), make([]sums, len(ways))
	for n, w := range ways {
		out[n].Exit = w
	}
	remain := 1.0
	for n := 0; n < len(s); {
		at, risk, left := s[n].Time, len(s)-n, map[string]int{}
		all := 0
		for ; n < len(s) && s[n].Time == at; n++ {
			if s[n].Exit != "" {
				left[s[n].Exit]++
				all++
			}
		}
		for i, w := range ways {
			if all > 0 {
				run[i].step(float64(risk), float64(left[w]), float64(all), remain)
			}
			if left[w] > 0 {
				out[i].Events += left[w]
				out[i].Points = append(out[i].Points, IncidencePoint{at, risk, left[w], run[i].f, run[i].bounds()})
			}
		}
		remain *= float64(risk-all) / float64(risk)
	}
	return out
}

// step carries the sums over one time: n at risk, d left so, all left anyhow,
// and the share that remained before.
func (r *sums) step(n, d, all, remain float64) {
	r.f += remain * d / n
	if n > all {
		w := all / (n * (n - all))
		r.a, r.b, r.c = r.a+w, r.b+r.f*w, r.c+r.f*r.f*w
	}
	r.e += remain * remain * d * (n - d) / (n * n * n)
	r.g += remain * d / (n * n)
	r.h += r.f * remain * d / (n * n)
}

// bounds is the error and the interval at the incidence so far.
func (r *sums) bounds() Bounds {
	v := r.f*r.f*r.a - 2*r.f*r.b + r.c + r.e - 2*r.f*r.g + 2*r.h
	se := math.Sqrt(max(0, v))
	if r.f >= 1-1e-12 {
		return Bounds{se, r.f, r.f} // everybody left so: nothing is uncertain within the data
	}
	width := z95 * se / (r.f * math.Abs(math.Log(r.f)))
	return Bounds{se, math.Pow(r.f, math.Exp(width)), math.Pow(r.f, math.Exp(-width))}
}
