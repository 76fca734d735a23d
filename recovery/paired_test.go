package recovery

import (
	"math"
	"math/rand/v2"
	"testing"

	"steady/measure"
)

// Student 1908, Biometrika 6:1-25: hours of sleep gained with two drugs by ten
// people. R's t.test(paired = TRUE) on its data set "sleep" prints a mean
// difference of 1.58 and 0.7001142 to 2.4598858; the standard deviation is 1.2299955.
func TestPublishedPairs(t *testing.T) {
	first := []measure.Milli{700, -1600, -200, -1200, -100, 3400, 3700, 800, 0, 2000}
	second := []measure.Milli{1900, 800, 1100, 100, -100, 4400, 5500, 1600, 4600, 3400}
	var pairs []Pair
	for i := range first {
		pairs = append(pairs, Pair{first[i], second[i]})
	}
	c, err := Paired(pairs)
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string][2]float64{"mean": {c.Mean, 1.58}, "sd": {c.SD, 1.2299955},
		"lower": {c.Lower, 0.7001142}, "upper": {c.Upper, 2.4598858}, "before": {c.Before, .75}, "after": {c.After, 2.33}} {
		if math.Abs(x[0]-x[1]) > 5e-7 {
			t.Errorf("%s: %v, want %v", name, x[0], x[1])
		}
	}
	if c.Up != 9 || c.Same != 1 || c.Down != 0 || c.N != 10 {
		t.Errorf("%+v", c)
	}
	for _, pairs := range [][]Pair{nil, {{1, 2}}, {{1000, 2000}, {3000, 4000}}} {
		if _, err := Paired(pairs); err == nil {
			t.Errorf("%v was answered", pairs)
		}
	}
}

// The table of Student's distribution, as printed in every book (two-sided 5 %).
func TestPublishedQuantiles(t *testing.T) {
	for df, want := range map[int]float64{1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 9: 2.262, 14: 2.145,
		30: 2.042, 60: 2.000, 120: 1.980} {
		if got := quantileT(df); math.Abs(got-want) > 0.0005+1e-9 {
			t.Errorf("%d degrees: %v, want %v", df, got, want)
		}
	}
}

// The interval holds the true mean in about 95 of 100 samples of few people.
func TestIntervalHolds(t *testing.T) {
	const seed, samples = 20261128, 4000
	rng := rand.New(rand.NewPCG(seed, 2))
	held := 0
	for range samples {
		var pairs []Pair
		for range 6 {
			pairs = append(pairs, Pair{0, measure.Milli(2000 + 3000*rng.NormFloat64())})
		}
		c, err := Paired(pairs)
		if err != nil {
			t.Fatal(err)
		}
		if c.Lower <= 2 && 2 <= c.Upper {
			held++
		}
	}
	if share := float64(held) / samples; share < .94 || share > .96 {
		t.Errorf("seed %d: held in %v of samples", seed, share)
	}
}

// Garwood 1936, Biometrika 28:437, as tabulated for counts: exact 95 % limits.
func TestPublishedRates(t *testing.T) {
	for n, want := range map[int][2]float64{0: {0, 3.689}, 1: {0.0253, 5.572}, 2: {0.2422, 7.225}, 5: {1.623, 11.668},
		10: {4.795, 18.390}, 20: {12.217, 30.888}} {
		r, err := RateOf(n, 2)
		if err != nil || math.Abs(r.Lower*2-want[0]) > 0.0006 || math.Abs(r.Upper*2-want[1]) > 0.0006 {
			t.Errorf("%d: %+v, want %v (%v)", n, r, want, err)
		}
	}
	for _, x := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if _, err := RateOf(1, x); err == nil {
			t.Errorf("an exposure of %v was answered", x)
		}
	}
}

// What a service is tempted to say: fewer incidents after, while half the people
// are gone. Each reason is said; the rate is what may be compared.
func TestNaiveClaimsAreRefused(t *testing.T) {
	codes := func(c Claim) (out string) {
		for _, o := range c.Objections() {
			out += o.Code + " "
		}
		return out
	}
	for _, c := range []struct {
		claim Claim
		want  string
	}{
		{Claim{Span{20, 1800, 12}, Span{20, 1750, 6}, 20, 0}, ""},
		{Claim{Span{20, 1800, 12}, Span{12, 1080, 5}, 12, 8}, "unequal-exposure survivors-only other-people "},
		{Claim{Span{20, 1800, 12}, Span{22, 1850, 6}, 20, 0}, "other-people "},
		{Claim{Span{4, 360, 2}, Span{4, 360, 1}, 4, 0}, "few-people "},
		{Claim{Span{20, 1800, 2}, Span{20, 0, 0}, 20, 0}, "unequal-exposure "},
	} {
		if got := codes(c.claim); got != c.want {
			t.Errorf("%+v: %q, want %q", c.claim, got, c.want)
		}
	}
	ratio, low, high, err := Claim{Span{20, 1800, 12}, Span{12, 1080, 6}, 12, 8}.RateRatio()
	want := 6.0 / 1080 / (12.0 / 1800)
	if err != nil || math.Abs(ratio-want) > 1e-12 || !(low < ratio && ratio < high) || low > 1 || high < 1 {
		t.Errorf("%v %v %v %v", ratio, low, high, err)
	}
	if _, _, _, err := (Claim{Before: Span{5, 10, 0}, After: Span{5, 10, 0}}).RateRatio(); err == nil {
		t.Error("nothing was compared")
	}
}
