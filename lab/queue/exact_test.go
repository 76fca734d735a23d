package queue

import (
	"math"
	"testing"
)

// digits asks for agreement to the last digit that was published.
func digits(t *testing.T, what string, got, published, digit float64) {
	t.Helper()
	if !(math.Abs(got-published) <= digit/2*1.0000001) {
		t.Errorf("%s: %.10g, published %.10g", what, got, published)
	}
}

// The validation cases V1 to V5 to every digit that the reference gives.
func TestExactValuesOfTheFiveCases(t *testing.T) {
	v1, v2, v3 := MMc(0.2, 4, 1), MMc(0.2, 20, 5), MG1(0.1, 6, 0.5)
	for _, c := range []struct {
		what                  string
		got, published, digit float64
	}{
		{"V1 rho", v1.Rho, 0.8, 1e-12}, {"V1 Wq", v1.Wq, 16, 1e-12}, {"V1 W", v1.W, 20, 1e-12},
		{"V1 Lq", v1.Lq, 3.2, 1e-12}, {"V1 L", v1.L, 4, 1e-12},
		{"V2 P(wait)", v2.PWait, 0.5541126, 1e-7}, {"V2 Wq", v2.Wq, 11.0822511, 1e-7},
		{"V2 L", v2.L, 6.2164502, 1e-7}, {"V2 P(Wq > 15)", v2.Tail(15), 0.2617442, 1e-7},
		{"V3 rho", v3.Rho, 0.6, 1e-12}, {"V3 Wq", v3.Wq, 6.75, 1e-12}, {"V3 Lq", v3.Lq, 0.675, 1e-12},
		{"V3 L", v3.L, 1.275, 1e-12},
		{"V4 P(blocked)", ErlangB(8, 6), 0.1218758, 1e-7}, {"V4 carried", 6 * (1 - ErlangB(8, 6)), 5.2687453, 1e-7},
		{"V5 P(N >= 15)", PoissonTail(10, 15), 0.0834585, 1e-7},
	} {
		digits(t, c.what, c.got, c.published, c.digit)
	}
}

func TestExactLawsAtTheirEdges(t *testing.T) {
	// M/M/1 is M/G/1 with cv2 1; what is exponential waits as exponential.
	a, b := MMc(0.15, 5, 1), MG1(0.15, 5, 1)
	digits(t, "Wq", a.Wq, b.Wq, 1e-12)
	digits(t, "P(wait)", a.PWait, b.PWait, 1e-12)
	digits(t, "tail at 0", a.Tail(0), a.PWait, 1e-15)
	digits(t, "nobody has gone away from no server", ErlangB(0, 3), 1, 1e-15)
	digits(t, "P(N >= 0)", PoissonTail(10, 0), 1, 1e-15)
	digits(t, "P(N >= 1)", PoissonTail(2, 1), 1-math.Exp(-2), 1e-15)
}

// A person goes from the first of two stages on to the second three times in
// four, and from there back half of the time: 8/5 and 6/5 passes each.
func TestFlows(t *testing.T) {
	got := Flows([]float64{0.5, 0}, [][]float64{{0, 0.75}, {0.5, 0}})
	digits(t, "first", got[0], 0.5*8/5, 1e-12)
	digits(t, "second", got[1], 0.5*6/5, 1e-12)
	// A stage that nobody comes to from outside, and a permutation that needs pivoting.
	got = Flows([]float64{1, 0, 0}, [][]float64{{0, 0, 1}, {0, 0.5, 0}, {0, 1, 0}})
	for i, want := range []float64{1, 2, 1} {
		digits(t, "flow", got[i], want, 1e-12)
	}
}

// Two-sided points of Student's t at 99.9 % (Fisher and Yates, table III) and at
// 95 %.
func TestStudentQuantile(t *testing.T) {
	for degrees, published := range map[int]float64{1: 636.619, 2: 31.599, 3: 12.924, 4: 8.610, 5: 6.869, 10: 4.587,
		20: 3.850, 29: 3.659, 30: 3.646, 40: 3.551, 60: 3.460, 120: 3.373} {
		digits(t, "99.9 %", StudentQuantile(0.999, degrees), published, 1e-3)
	}
	for degrees, published := range map[int]float64{1: 12.706, 2: 4.303, 9: 2.262, 30: 2.042, 120: 1.980} {
		digits(t, "95 %", StudentQuantile(0.95, degrees), published, 1e-3)
	}
	digits(t, "the normal law at last", StudentQuantile(0.999, 300_000), 3.2906, 1e-4)
	for degrees := range 40 {
		q := StudentQuantile(0.999, degrees+1)
		digits(t, "there and back", StudentTwoSided(q, degrees+1), 0.999, 1e-12)
	}
}
