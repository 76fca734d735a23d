package bench

import (
	"math"
	"runtime"
	"slices"
	"strconv"
	"time"
)

// median is the middle of the values; half of a noisy neighbour's doing is
// outside it. It is 0 for none.
func median(v []float64) float64 { return quantile(v, 0.5) }

// quantile is the smallest value that at least that share does not exceed.
func quantile(v []float64, share float64) float64 {
	if len(v) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(v))
	return s[max(int(math.Ceil(share*float64(len(s))))-1, 0)]
}

// rounded keeps five digits that count: no measurement has more.
func rounded(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 5, 64), 64)
	if err != nil {
		return x
	}
	return y
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// each measures how long f takes, in microseconds: it warms up, then takes the
// tenth fastest of a hundred short stretches within about span. Neighbours on
// the processor only slow things down, and few stretches escape them.
func each(span time.Duration, f func()) float64 {
	const stretches = 100
	n := 1
	for {
		begin := time.Now()
		for range n {
			f()
		}
		if d := time.Since(begin); d > span/stretches {
			break
		}
		n *= 2
	}
	var got []float64
	for range stretches {
		begin := time.Now()
		for range n {
			f()
		}
		got = append(got, micros(time.Since(begin))/float64(n))
	}
	return quantile(got, 0.1)
}

// allocated is how many bytes one call of f asks the heap for.
func allocated(f func()) float64 {
	const n = 1000
	var before, after runtime.MemStats
	f()
	runtime.ReadMemStats(&before)
	for range n {
		f()
	}
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / n
}
