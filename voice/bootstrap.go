package voice

import (
	"math/rand/v2"
	"slices"
)

// Interval is a bootstrap percentile interval. Resamples for which the figure
// is not defined are left out and counted.
type Interval struct {
	Level     float64 `json:"level"` // 0.95
	Lo        float64 `json:"lo"`
	Hi        float64 `json:"hi"`
	Resamples int     `json:"resamples"` // that it rests on
	Undefined int     `json:"undefined"` // left out
}

// Bootstrap is Coefficients with an interval beside every defined figure, by
// drawing as many units with replacement, resamples times, from the seed.
func (r *Ratings) Bootstrap(resamples int, seed uint64) Coefficients {
	c := r.Coefficients()
	if resamples <= 0 || len(r.units) == 0 {
		return c
	}
	rng := rand.New(rand.NewPCG(seed, 0x766f696365)) // the second word spells "voice"
	figures := c.list()
	drawn := make([][]float64, len(figures))
	weights := make([]int, len(r.patterns))
	for range resamples {
		clear(weights)
		for range r.units {
			weights[r.units[rng.IntN(len(r.units))].pattern]++
		}
		again := r.weigh(weights)
		for i, f := range again.list() {
			if f.Value != nil {
				drawn[i] = append(drawn[i], *f.Value)
			}
		}
	}
	for i, f := range figures {
		if f.Value != nil && len(drawn[i]) > 0 {
			f.Interval = percentiles(drawn[i], resamples)
		}
	}
	return c
}

// list gives the figures in one order.
func (c *Coefficients) list() []*Figure {
	return []*Figure{&c.Percent, &c.Kappa, &c.Pi, &c.Fleiss, &c.Alpha.Figure, &c.AC1, &c.BrennanPrediger}
}

// percentiles is the middle 95 % of the values.
func percentiles(values []float64, resamples int) *Interval {
	slices.Sort(values)
	n := len(values)
	tail := n / 40 // 2.5 % on either side
	return &Interval{Level: 0.95, Lo: values[tail], Hi: values[n-1-tail], Resamples: n, Undefined: resamples - n}
}
