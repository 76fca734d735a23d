package queue

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// firstDraws are the first uniforms of streams that differ in one number, as
// those of people who come one after the other do.
func firstDraws(n int, purpose uint64) []float64 {
	class := fold(fold(fold(0, 1), 0), foldName("a"))
	out := make([]float64, n)
	for i := range out {
		out[i] = uniform(rand.NewPCG(fold(fold(class, uint64(i)), foldName("booth")), purpose))
	}
	return out
}

// Streams with neighbouring names are as good as one long stream: even, and
// not related to each other.
func TestStreamsAreIndependent(t *testing.T) {
	const n, bins = 400_000, 256
	u, other := firstDraws(n, forService), firstDraws(n, forWay)
	counts := make([]float64, bins)
	for _, x := range u {
		counts[int(x*bins)]++
	}
	square := 0.0
	for _, c := range counts {
		square += (c - n/bins) * (c - n/bins) / (n / bins)
	}
	if square < 170 || square > 350 { // chi squared with 255 degrees: 1e-5 on either side
		t.Errorf("chi squared of the first draws is %v", square)
	}
	bound := 4.5 / math.Sqrt(n)
	for lag := 1; lag <= 5; lag++ {
		if r := correlation(u[lag:], u[:n-lag]); math.Abs(r) > bound {
			t.Errorf("people %d apart: correlation %v", lag, r)
		}
	}
	if r := correlation(u, other); math.Abs(r) > bound {
		t.Errorf("two purposes of one person: correlation %v", r)
	}
	slices.Sort(u)
	if len(slices.Compact(u)) != n {
		t.Error("two streams begin with the same number")
	}
}

func correlation(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += (a[i] - 0.5) * (b[i] - 0.5)
	}
	return sum / float64(len(a)) * 12
}

// The ends of the uniform are not 0 and 1: their logarithm would be no time.
func TestUniformStaysInside(t *testing.T) {
	for _, bits := range []uint64{0, math.MaxUint64} {
		if u := inside(bits); u <= 0 || u >= 1 {
			t.Errorf("%x gives %v", bits, u)
		}
	}
}

// Every law has the mean and the variability that it was asked for, and the
// distribution of its name (Kolmogorov-Smirnov).
func TestLawsOfService(t *testing.T) {
	const n = 200_000
	for _, c := range []struct {
		service Service
		below   func(x float64) float64
	}{
		{Service{Kind: Exponential, Mean: 4}, func(x float64) float64 { return 1 - math.Exp(-x/4) }},
		{Service{Kind: Deterministic, Mean: 4}, nil},
		{Service{Kind: Erlang, Mean: 6, K: 2}, func(x float64) float64 { return 1 - math.Exp(-x/3)*(1+x/3) }},
		{Service{Kind: Erlang, Mean: 6, K: 100}, nil},
		{Service{Kind: Hyperexponential, Mean: 5, CV2: 3}, func(x float64) float64 {
			p := (1 + math.Sqrt(0.5)) / 2
			return 1 - p*math.Exp(-x*2*p/5) - (1-p)*math.Exp(-x*2*(1-p)/5)
		}},
		{Service{Kind: Hyperexponential, Mean: 5, CV2: 1}, func(x float64) float64 { return 1 - math.Exp(-x/5) }},
		{Service{Kind: Lognormal, Mean: 5, CV2: 0.5}, func(x float64) float64 {
			spread := math.Sqrt(math.Log(1.5))
			return 0.5 * math.Erfc(-(math.Log(x/5)+spread*spread/2)/spread/math.Sqrt2)
		}},
	} {
		l, s := c.service.ready(), rand.NewPCG(1, 2)
		var x []float64
		sum, squares := 0.0, 0.0
		for range n {
			x = append(x, l.draw(s))
			sum += x[len(x)-1]
		}
		mean := sum / n
		for _, v := range x {
			squares += (v - mean) * (v - mean)
		}
		cv2 := squares / n / mean / mean
		want := c.service.Variability()
		if math.Abs(mean/c.service.Mean-1) > 4.5*math.Sqrt(want/n)+1e-12 || math.Abs(cv2-want) > 0.05*want {
			t.Errorf("%+v: mean %v, cv2 %v, want %v", c.service, mean, cv2, want)
		}
		if c.below == nil {
			continue
		}
		slices.Sort(x)
		worst := 0.0
		for i, v := range x {
			worst = max(worst, math.Abs(c.below(v)-(float64(i)+0.5)/n))
		}
		if worst > 2.2/math.Sqrt(n) { // 1 in ten thousand
			t.Errorf("%+v: %v away from its law", c.service, worst)
		}
	}
}

// BenchmarkStream is what a stream of its own costs for each time drawn.
func BenchmarkStream(b *testing.B) {
	sum := 0.0
	b.Run("named", func(b *testing.B) {
		for i := range b.N {
			var s rand.PCG
			s.Seed(fold(fold(1, uint64(i)), 2), forService)
			sum += exponential(&s, 1)
		}
	})
	b.Run("going-on", func(b *testing.B) {
		s := rand.NewPCG(1, 2)
		for range b.N {
			sum += exponential(s, 1)
		}
	})
	b.Run("ziggurat", func(b *testing.B) {
		r := rand.New(rand.NewPCG(1, 2))
		for range b.N {
			sum += r.ExpFloat64()
		}
	})
	b.Run("chacha8", func(b *testing.B) {
		for i := range b.N {
			s := rand.NewChaCha8([32]byte{byte(i), byte(i >> 8), byte(i >> 16)})
			sum += float64(s.Uint64()>>12) * 0x1p-52
		}
	})
	if sum == 0 {
		b.Fatal("nothing was drawn")
	}
}
