package recovery

import (
	"fmt"
	"math"

	"steady/measure"
)

// Pair is one person measured twice with the same question.
type Pair struct{ Before, After measure.Milli }

// PairedChange is how people changed, each compared with themselves (R-OUT-12).
// People who were measured once are not in it: how many they are is to be said
// beside it (R-OUT-14).
type PairedChange struct {
	N              int
	Before, After  float64 // means
	Mean, SD       float64 // of the differences, later less earlier
	Lower, Upper   float64 // 95 % interval of the mean difference, by Student's t with N-1 degrees of freedom
	Up, Same, Down int     // how many went which way
}

// Paired compares people with themselves. It returns an *ImpossibleError for
// fewer than two people, of whom no spread is known, and where every difference
// is the same: the interval would have no width and be taken for certainty.
func Paired(pairs []Pair) (*PairedChange, error) {
	n := len(pairs)
	if n < 2 {
		return nil, &ImpossibleError{"the change", fmt.Sprintf("%d measured twice: there is no spread to tell", n)}
	}
	c := &PairedChange{N: n}
	var sum, squares float64
	for _, p := range pairs {
		d := float64(p.After-p.Before) / 1000
		sum += d
		c.Before += float64(p.Before) / 1000 / float64(n)
		c.After += float64(p.After) / 1000 / float64(n)
		switch {
		case d > 0:
			c.Up++
		case d < 0:
			c.Down++
		default:
			c.Same++
		}
	}
	c.Mean = sum / float64(n)
	for _, p := range pairs {
		d := float64(p.After-p.Before)/1000 - c.Mean
		squares += d * d
	}
	c.SD = math.Sqrt(squares / float64(n-1))
	if c.SD < 1e-12 {
		return nil, &ImpossibleError{"the change", "everybody changed alike: an interval would look certain and is not"}
	}
	width := quantileT(n-1) * c.SD / math.Sqrt(float64(n))
	c.Lower, c.Upper = c.Mean-width, c.Mean+width
	return c, nil
}

// quantileT is the 97.5 % point of Student's distribution, by halves.
func quantileT(df int) float64 {
	low, high := 0.0, 13.0 // 12.706 is the largest, of one degree
	for range 80 {
		mid := (low + high) / 2
		if tailT(mid, float64(df)) > 0.025 {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}

// tailT is the probability above t: half the regularised incomplete beta
// function of df/(df+t²) with df/2 and 1/2 (Abramowitz and Stegun 26.7.1).
func tailT(t, df float64) float64 { return betaShare(df/(df+t*t), df/2, 0.5) / 2 }

// betaShare is the regularised incomplete beta function by its continued
// fraction (Abramowitz and Stegun 26.5.8), turned round where it converges slowly.
func betaShare(x, a, b float64) float64 {
	if x <= 0 || x >= 1 {
		return math.Max(0, math.Min(1, x))
	}
	if x > (a+1)/(a+b+2) {
		return 1 - betaShare(1-x, b, a)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	const tiny = 1e-300
	away := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	f, c, d := 1.0, 1.0, 0.0
	for i := range 500 {
		m, term := float64(i/2), 1.0
		switch {
		case i == 0:
		case i%2 == 0:
			term = m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		default:
			term = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		d = 1 / away(1+term*d)
		c = away(1 + term/c)
		f *= c * d
		if math.Abs(1-c*d) < 1e-15 && i > 1 {
			break
		}
	}
	return front * (f - 1)
}

// Rate is how often something happened within an exposure, with the exact 95 %
// interval of a count (Garwood 1936). Unit is what the exposure is counted in.
type Rate struct {
	Events       int
	Exposure     float64
	Per          float64 // events for one unit of exposure
	Lower, Upper float64
}

// RateOf makes a rate. It returns an *ImpossibleError without exposure: nothing
// can have happened to nobody.
func RateOf(events int, exposure float64) (*Rate, error) {
	if events < 0 || !(exposure > 0) || math.IsInf(exposure, 0) {
		return nil, &ImpossibleError{"the rate", fmt.Sprintf("%d within %v is not possible", events, exposure)}
	}
	low, high := countInterval(events)
	return &Rate{events, exposure, float64(events) / exposure, low / exposure, high / exposure}, nil
}

// countInterval finds by halves the means under which so many or more, and so
// many or fewer, would each be seen with 2.5 %.
func countInterval(n int) (low, high float64) {
	solve := func(k int, share float64, top float64) float64 { // the mean with P(X <= k) = share
		a, b := 0.0, top
		for range 200 {
			mid := (a + b) / 2
			if poissonUpTo(k, mid) > share {
				a = mid
			} else {
				b = mid
			}
		}
		return (a + b) / 2
	}
	top := float64(n) + 10*math.Sqrt(float64(n)+1) + 20
	if n > 0 {
		low = solve(n-1, 0.975, top)
	}
	return low, solve(n, 0.025, top)
}

// poissonUpTo is the probability of at most k.
func poissonUpTo(k int, mean float64) (p float64) {
	if mean <= 0 {
		return 1
	}
	for i := k; i >= 0; i-- {
		g, _ := math.Lgamma(float64(i) + 1)
		q := math.Exp(float64(i)*math.Log(mean) - mean - g)
		p += q
		if float64(i) < mean && q < 1e-18 {
			break
		}
	}
	return math.Min(1, p)
}
