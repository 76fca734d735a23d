package compare

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// A second implementation, slow and written apart: the density of Student's t
// integrated by Simpson's rule, the quantile by walking, the mean in two passes.

func density(t, v float64) float64 {
	a, _ := math.Lgamma((v + 1) / 2)
	b, _ := math.Lgamma(v / 2)
	return math.Exp(a-b) / math.Sqrt(v*math.Pi) * math.Pow(1+t*t/v, -(v+1)/2)
}

func inside(t, v float64) float64 {
	const n = 2000
	h, sum := t/n, density(0, v)+density(t, v)
	for i := 1; i < n; i++ {
		w := 4.0
		if i%2 == 0 {
			w = 2
		}
		sum += w * density(float64(i)*h, v)
	}
	return 2 * sum * h / 3
}

func naiveMean(x []float64) Estimate {
	n, sum, squares := float64(len(x)), 0.0, 0.0
	for _, v := range x {
		sum += v
	}
	mean := sum / n
	for _, v := range x {
		squares += (v - mean) * (v - mean)
	}
	t, step := 0.0, 1.0
	for step > 1e-9 {
		if inside(t+step, n-1) < Level {
			t += step
		} else {
			step /= 2
		}
	}
	half := t * math.Sqrt(squares/(n-1)/n)
	return Estimate{mean, mean - half, mean + half, len(x)}
}

func naiveHolm(p []float64) []float64 {
	out := make([]float64, len(p))
	for i := range p {
		// The largest, over all that are as small or smaller, of p times how many are not smaller.
		for j := range p {
			if p[j] > p[i] {
				continue
			}
			left := 0
			for k := range p {
				if p[k] > p[j] || p[k] == p[j] && k >= j {
					left++
				}
			}
			out[i] = math.Max(out[i], math.Min(1, float64(left)*p[j]))
		}
	}
	return out
}

func TestSecondImplementationAgrees(t *testing.T) {
	const seed = 20261128
	r := rand.New(rand.NewPCG(seed, 1))
	for range 40 {
		x := make([]float64, 2+r.IntN(60))
		for i := range x {
			x[i] = r.NormFloat64()*math.Exp(r.NormFloat64()) + 3
		}
		got, want := Mean(x), naiveMean(x)
		off := 1e-6 * (1 + want.Half())
		if math.Abs(got.Mean-want.Mean) > off || math.Abs(got.Lo-want.Lo) > off || math.Abs(got.Hi-want.Hi) > off {
			t.Fatalf("seed %d, %d values: %+v, the second implementation says %+v", seed, len(x), got, want)
		}
		n := len(x)
		if p := twoSided(x); n > 2 && math.Abs(p-(1-inside(math.Abs(got.Mean)/got.Half()*tOf(n), float64(n-1)))) > 1e-5 {
			t.Fatalf("seed %d, %d values: p %v", seed, n, p)
		}
	}
	for range 200 {
		var all []Difference
		var p []float64
		for range 1 + r.IntN(12) {
			x := math.Round(r.Float64()*1000) / 5000 // with ties
			p = append(p, x)
			all = append(all, Difference{Estimate: Estimate{1, 0, 2, 9}, P: x})
		}
		judgeTogether(all)
		for i, want := range naiveHolm(p) {
			if math.Abs(all[i].Holm-want) > 1e-12 {
				t.Fatalf("seed %d: %v becomes %v at %d, the second implementation says %v", seed, p, all[i].Holm, i, want)
			}
		}
	}
}

// tOf is the 95 % quantile for n values, by the slow way.
func tOf(n int) float64 {
	e := naiveMean([]float64{0, 2})
	if n != 2 {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(i % 2)
		}
		e = naiveMean(x)
		s := 0.0
		for _, v := range x {
			s += (v - e.Mean) * (v - e.Mean)
		}
		return e.Half() / math.Sqrt(s/float64(n-1)/float64(n))
	}
	return e.Half()
}

// A quantile of a histogram lies within a bin of the quantile of its values.
func TestHistogramQuantile(t *testing.T) {
	const seed = 7
	r := rand.New(rand.NewPCG(seed, 2))
	for range 100 {
		h := Histogram{From: -5, Width: 0.5, Count: make([]int64, 40)}
		var values []float64
		for range 1 + r.IntN(500) {
			x := r.Float64()*20 - 5
			values = append(values, x)
			h.Count[int((x+5)/0.5)]++
		}
		slices.Sort(values)
		for _, p := range shares {
			got, ok := h.Quantile(p)
			i := max(int(math.Ceil(p*float64(len(values))))-1, 0)
			if !ok || math.Abs(got-values[i]) > 0.5 {
				t.Fatalf("seed %d: quantile %v is %v, among the values %v", seed, p, got, values[i])
			}
		}
	}
	if _, ok := (Histogram{Width: 1}).Quantile(0.5); ok {
		t.Error("nobody has a median")
	}
}

// In 2000 studies of known truth the interval covers it about 95 times in 100,
// and Holm's family says something wrong in about 5 of 100 or fewer.
func TestIntervalsCover(t *testing.T) {
	const seed, studies = 11, 2000
	r := rand.New(rand.NewPCG(seed, 3))
	covered, wrong := 0, 0
	for range studies {
		var all []Difference
		for range 8 {
			x := make([]float64, 12)
			for i := range x {
				x[i] = r.NormFloat64()
			}
			all = append(all, Difference{Estimate: Mean(x), P: twoSided(x)})
		}
		if all[0].Covers(0) {
			covered++
		}
		if judgeTogether(all).Together > 0 {
			wrong++
		}
	}
	// Four standard errors of a share of 2000 either way.
	if share := float64(covered) / studies; math.Abs(share-0.95) > 4*math.Sqrt(0.95*0.05/studies) {
		t.Errorf("seed %d: intervals of 95 %% cover %v of the time", seed, share)
	}
	if share := float64(wrong) / studies; share > 0.05+4*math.Sqrt(0.95*0.05/studies) {
		t.Errorf("seed %d: among eight true zeros something was called different in %v of the studies", seed, share)
	}
}
