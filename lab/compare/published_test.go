package compare

import (
	"math"
	"slices"
	"testing"
)

func near(t *testing.T, what string, got, want, off float64) {
	t.Helper()
	if !(math.Abs(got-want) <= off) {
		t.Errorf("%s is %v, published %v", what, got, want)
	}
}

// Student's own sleep data (Biometrika 1908; 6: 1), as every statistics program
// ships it: hours gained with two medicines by the same ten people. Paired mean
// difference 1.58, 95 % interval 0.7001142 to 2.4598858, p 0.002833 (R, t.test).
func TestStudentsSleepers(t *testing.T) {
	first := []float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0}
	second := []float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
	var pairs []float64
	for i := range first {
		pairs = append(pairs, second[i]-first[i])
	}
	e := Mean(pairs)
	near(t, "mean", e.Mean, 1.58, 1e-12)
	near(t, "lower end", e.Lo, 0.7001142, 1e-6)
	near(t, "upper end", e.Hi, 2.4598858, 1e-6)
	near(t, "p", twoSided(pairs), 0.002833, 5e-7)
}

// The worked example of Holm's procedure that textbooks print: 0.01, 0.04, 0.03
// and 0.005 become 0.03, 0.06, 0.06 and 0.02.
func TestHolmsExample(t *testing.T) {
	var all []Difference
	for _, p := range []float64{0.01, 0.04, 0.03, 0.005} {
		all = append(all, Difference{Estimate: Estimate{1, 0.5, 1.5, 20}, P: p})
	}
	m := judgeTogether(all)
	for i, want := range []float64{0.03, 0.06, 0.06, 0.02} {
		near(t, "adjusted p", all[i].Holm, want, 1e-12)
	}
	if m.Comparisons != 4 || m.Outside != 4 || m.Together != 2 || m.ByChance != 0.2 {
		t.Errorf("counted %+v", m)
	}
	if all[0].Verdict != Higher || all[1].Verdict != Alone {
		t.Errorf("verdicts %q and %q", all[0].Verdict, all[1].Verdict)
	}
}

// Ranks of the order statistics that bound the median with 95 % or more, as
// tables of the sign test print them.
func TestRanksOfTheMedian(t *testing.T) {
	for n, want := range map[int][2]int{6: {1, 6}, 10: {2, 9}, 20: {6, 15}, 25: {8, 18}, 50: {18, 33}, 100: {40, 61}} {
		lo, hi := ranks(n, 0.5)
		if lo != want[0] || hi != want[1] {
			t.Errorf("%d values: ranks %d and %d, the table says %d and %d", n, lo, hi, want[0], want[1])
		}
	}
	if lo, hi := ranks(5, 0.5); lo != 0 || hi != 6 {
		t.Errorf("five values do not bound a median with 95 %%, ranks says %d and %d", lo, hi)
	}
}

// Breast cancer after repeated X-rays, the example of exact tests of Poisson
// rates in R (poisson.test): 11 cases in 800, 21 in 3011, ratio 1.971488, exact
// 95 % interval 0.8584264 to 4.2772659.
func TestPublishedRateRatio(t *testing.T) {
	lo, hi := rateRatio(11, 21, 800, 3011)
	near(t, "lower end", lo, 0.8584264, 1e-6)
	near(t, "upper end", hi, 4.2772659, 1e-6)
	lo, hi = rateRatio(0, 10, 100, 100)
	near(t, "lower end where nothing happened", lo, 0, 0)
	// Clopper and Pearson's upper end for 0 of 10 is 1 - 0.025^(1/10) = 0.3084971.
	near(t, "upper end where nothing happened", hi, 0.3084971/(1-0.3084971), 1e-6)
}

// Type 7 of Hyndman and Fan: quantile(1:10, c(0.05, 0.25, 0.9)) of R.
func TestQuantilesOfR(t *testing.T) {
	sorted := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for p, want := range map[float64]float64{0.05: 1.45, 0.25: 3.25, 0.5: 5.5, 0.9: 9.1, 1: 10} {
		near(t, "quantile", quantile(sorted, p), want, 1e-12)
	}
	if !slices.IsSorted(sorted) {
		t.Fatal("the test needs sorted values")
	}
}

// Figures are written with the digits that count, and what is left over of
// adding and taking away is nothing.
func TestNumbersAreWritten(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 1e-17: "0", 0.00006: "0.00006", 0.012345: "0.012", 0.5: "0.5",
		1.5: "1.5", 2: "2", 12.34: "12.3", 60: "60", 1234567.8: "1,234,568", -1234.2: "-1,234", -0.07: "-0.07"} {
		if got := Number(x); got != want {
			t.Errorf("%v is written %q, not %q", x, got, want)
		}
	}
}
