package optimise

import "slices"

// week raises the bound of the whole instance. The days share only fairness:
// a multiplier of each person, at most the weight of fairness together, makes
// the minutes of those who are worst off dearer on every day.
type week struct {
	p      *problem
	days   []*ascent
	fair   []int64 // multipliers, in units
	weight []int64 // scale + fair, shared with the days
	move   int64   // price of a day that is not as promised, in units
	moves  int64   // how many may move
	proven []int64 // by day, where it is more than the prices show; days that share nothing
	best   int64   // proven, in units
	keep   []int64 // the multipliers of best
	turns  []turn
	reach  float64
}

// turn is one answer of the days: at multipliers y the week is worth about
// value + excess*(y-fair).
type turn struct {
	value  float64
	fair   []float64
	excess []float64 // by person: minutes above their own best
	x, at  float64
}

const maxTurns = 25

func newWeek(p *problem, halt func() bool) *week {
	n := len(p.people)
	w := &week{p: p, fair: make([]int64, n), weight: make([]int64, n), reach: 10, keep: make([]int64, n),
		proven: make([]int64, len(p.days))}
	for i := range w.weight {
		w.weight[i] = scale
	}
	w.days = make([]*ascent, len(p.days))
	parallel(len(w.days), func(k int) {
		w.days[k] = newAscent(newRelax(p, &p.days[k]), w.weight)
		w.days[k].halt = halt
	})
	w.best = -1
	return w
}

// value returns the bound at the present prices and multipliers, in units.
func (w *week) value() (sum int64) {
	for _, a := range w.days {
		sum += a.best
	}
	for i, f := range w.fair {
		sum -= f * int64(w.p.people[i].own)
	}
	return sum - w.move*w.moves
}

// whole is the proven bound in minutes: without fairness each day alone is a
// whole number.
func (w *week) whole() (sum int) {
	if w.p.in.Rules.FairW > 0 || w.p.kept != nil {
		return int((w.best + scale - 1) / scale)
	}
	for k, a := range w.days {
		sum += int((max(a.best, w.proven[k]) + scale - 1) / scale)
	}
	return sum
}

// climb raises the prices of every day by at most n steps.
func (w *week) climb(n int, least float64) {
	parallel(len(w.days), func(k int) { w.days[k].run(n, least) })
	if v := w.value(); v > w.best {
		w.best = v
		copy(w.keep, w.fair)
	}
}

// price moves the multipliers of fairness once.
func (w *week) price() {
	excess := make([]float64, len(w.fair))
	for i := range excess {
		excess[i] = -float64(w.p.people[i].own)
	}
	for _, a := range w.days {
		for i, m := range a.blend() {
			for k, x := range m {
				excess[i] += x * float64(a.r.menus[i][k].cost)
			}
		}
	}
	t := turn{value: float64(w.value()), fair: floats(w.fair), excess: excess}
	if len(w.turns) == 0 {
		t.x = 1
	}
	if len(w.turns) >= maxTurns {
		out := 0
		for k := range w.turns {
			if w.turns[k].x < w.turns[out].x {
				out = k
			}
		}
		w.turns = slices.Delete(w.turns, out, out+1)
	}
	w.turns = append(w.turns, t)
	next := w.aim()
	for i, v := range next {
		w.fair[i] = int64(v)
		w.weight[i] = scale + w.fair[i]
	}
	parallel(len(w.days), func(k int) { w.days[k].restart() })
}

func floats(v []int64) []float64 {
	out := make([]float64, len(v))
	for i, n := range v {
		out[i] = float64(n)
	}
	return out
}

// aim finds the multipliers that are best for all turns together, near the best.
func (w *week) aim() []float64 {
	dir, sum := make([]float64, len(w.fair)), 0.0
	for _, t := range w.turns {
		sum += t.x
	}
	for k := range w.turns {
		t := &w.turns[k]
		t.x /= max(sum, 1e-12)
		for i, e := range t.excess {
			dir[i] += t.x * e
		}
	}
	center := floats(w.keep)
	y := make([]float64, len(center))
	for range 300 {
		for i, c := range center {
			y[i] = c + w.reach*dir[i]
		}
		w.project(y)
		low, high := &w.turns[0], (*turn)(nil)
		for k := range w.turns {
			t := &w.turns[k]
			t.at = t.value
			for i, e := range t.excess {
				t.at += e * (y[i] - t.fair[i])
			}
			if t.at < low.at {
				low = t
			}
			if t.x > 0 && (high == nil || t.at > high.at) {
				high = t
			}
		}
		if low == high || high.at-low.at < 0.01*scale {
			break
		}
		norm := 0.0
		for i := range y {
			if y[i] > 0 {
				g := low.excess[i] - high.excess[i]
				norm += g * g
			}
		}
		part := high.x
		if norm > 0 {
			part = min(part, (high.at-low.at)/(w.reach*norm))
		}
		low.x += part
		high.x -= part
		for i := range dir {
			dir[i] += part * (low.excess[i] - high.excess[i])
		}
	}
	return y
}

// project moves multipliers to the nearest that are allowed: none below 0, and
// no more together than the weight of fairness.
func (w *week) project(y []float64) {
	most := float64(w.p.in.Rules.FairW) * scale
	sum := 0.0
	for i := range y {
		y[i] = max(0, y[i])
		sum += y[i]
	}
	if sum <= most {
		return
	}
	sorted := slices.Clone(y)
	slices.SortFunc(sorted, func(a, b float64) int {
		if a > b {
			return -1
		} else if a < b {
			return 1
		}
		return 0
	})
	total, cut := 0.0, 0.0
	for k, v := range sorted {
		total += v
		if c := (total - most) / float64(k+1); v > c {
			cut = c
		}
	}
	for i := range y {
		y[i] = max(0, y[i]-cut)
	}
}
