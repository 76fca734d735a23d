package queue

import (
	"math"
	"testing"
)

// worth are batches whose one figure has these values.
func worth(values ...float64) (out []batch) {
	for _, v := range values {
		out = append(out, batch{stages: [][]observed{{{wq: v}}}})
	}
	return out
}

func theWait(b batch) float64 { return b.stages[0][0].wq }

// 1, 2, 3, 4 by hand: the mean is 2.5, the spread sqrt(5/3), and Student's t with
// three degrees 12.924 at 99.9 % and 3.182 at 95 %.
func TestFigureByHand(t *testing.T) {
	for level, point := range map[float64]float64{0.999: 12.9240, 0.95: 3.18245} {
		half := point * math.Sqrt(5.0/3/4)
		for _, batches := range [][]batch{worth(1, 2, 3, 4), worth(4, math.NaN(), 1, 3, 2)} {
			f := newSample(batches, level).figure(theWait)
			if f.Mean != 2.5 || f.Batches != 4 || math.Abs(f.Hi-2.5-half) > 1e-3 || math.Abs(2.5-f.Lo-half) > 1e-3 {
				t.Errorf("%v at %v, want %v either way", f, level, half)
			}
		}
	}
	for _, batches := range [][]batch{nil, worth(3), worth(3, math.NaN())} {
		if f := newSample(batches, Level).figure(theWait); f.Mean != 0 || f.Batches > 1 {
			t.Errorf("%v from fewer than two values", f)
		}
	}
}

// A quantity passes when its interval covers the exact value and is narrow; only
// the width decides whether more batches are run.
func TestVerdictOnAQuantity(t *testing.T) {
	narrow, wide := worth(9.99, 10, 10.01, 10), worth(8, 12, 9, 11)
	for _, c := range []struct {
		what           string
		batches        []batch
		exact          float64
		enough, passes bool
	}{
		{"covers and is narrow", narrow, 10, true, true},
		{"is narrow and covers nothing", narrow, 10.2, true, false},
		{"lies above", narrow, 9.8, true, false},
		{"covers and is wide", wide, 10, false, false},
		{"just too wide", worth(9.985, 10.015, 9.985, 10.015), 10, false, false},
	} {
		v, out := validation{known: []known{{"wq", c.exact, func(o observed) float64 { return o.wq }}}}, &CaseVerdict{}
		if enough := v.hold(out, c.batches); enough != c.enough || out.Results[0].Pass != c.passes {
			t.Errorf("%s: enough %v, %+v", c.what, enough, out.Results[0])
		}
	}
}
