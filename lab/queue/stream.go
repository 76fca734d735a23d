package queue

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// Random numbers. Every purpose of every person of every batch has a stream of
// its own, named by where it is used and never by when:
//
//	arrivals of a class   seed, batch, class, "arrive"
//	a service             seed, batch, class, number of the person, "serve", stage, earlier visits there
//	a choice of way       seed, batch, class, number of the person, "go on", stage, earlier visits there
//
// So a variant with another server, another order or a stage more sees the same
// people with the same times (common random numbers). Names count and places in
// the file do not. The name is folded by SplitMix64's finaliser into 64 bits;
// the generator is PCG-DXSM of math/rand/v2 seeded with them.
//
// Times are made from uniforms by inversion, never by rejection: two laws of one
// kind draw as often, and a smaller mean makes every time smaller.

// Purposes of streams: different numbers above the 32 bits that count visits.
const (
	forArrivals = 1 << 32
	forService  = 2 << 32
	forWay      = 3 << 32
)

const golden = 0x9e3779b97f4a7c15 // 2^64 by the golden ratio, the step of SplitMix64

// fold takes one more part of a name into a key: SplitMix64's finaliser
// (Steele, Lea and Flood 2014, constants of Stafford's variant 13).
func fold(key, part uint64) uint64 {
	z := bits.RotateLeft64(key, 23) + golden + part
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// foldName takes a name into a number: FNV-1a of its bytes, folded.
func foldName(name string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return fold(uint64(len(name)), h)
}

// uniform returns a number within 0 and 1, neither of them.
func uniform(s *rand.PCG) float64 { return inside(s.Uint64()) }

// inside makes it from 52 of the bits: the middle of one of 2^52 equal parts.
func inside(bits uint64) float64 { return (float64(bits>>12) + 0.5) * 0x1p-52 }

// exponential returns a time of that mean.
func exponential(s *rand.PCG, mean float64) float64 { return -mean * math.Log(uniform(s)) }

// shape is a ServiceKind as a number, for speed.
type shape uint8

const (
	shapeExponential shape = iota
	shapeDeterministic
	shapeErlang
	shapeHyperexponential
	shapeLognormal
)

var shapes = map[ServiceKind]shape{Exponential: shapeExponential, Deterministic: shapeDeterministic,
	Erlang: shapeErlang, Hyperexponential: shapeHyperexponential, Lognormal: shapeLognormal}

// law is a Service made ready for drawing.
type law struct {
	kind   shape
	mean   float64
	phases int
	p      float64 // of the short phase of a hyperexponential law
	a, b   float64 // the means of its phases; location and spread of a lognormal law
}

// ready works out what drawing needs.
func (s Service) ready() law {
	l := law{kind: shapes[s.Kind], mean: s.Mean, phases: s.K}
	switch s.Kind {
	case Hyperexponential: // balanced means: both phases bring half of the mean
		l.p = (1 + math.Sqrt((s.CV2-1)/(s.CV2+1))) / 2
		l.a, l.b = s.Mean/(2*l.p), s.Mean/(2*(1-l.p))
	case Lognormal:
		l.b = math.Sqrt(math.Log1p(s.CV2))
		l.a = math.Log(s.Mean) - l.b*l.b/2
	}
	return l
}

// draw returns one service time in minutes.
func (l *law) draw(s *rand.PCG) float64 {
	switch l.kind {
	case shapeExponential:
		return exponential(s, l.mean)
	case shapeDeterministic:
		return l.mean
	case shapeErlang:
		return l.erlang(s)
	case shapeHyperexponential:
		if uniform(s) < l.p {
			return exponential(s, l.a)
		}
		return exponential(s, l.b)
	}
	return math.Exp(l.a - l.b*math.Sqrt2*math.Erfcinv(2*uniform(s)))
}

// erlang multiplies uniforms and takes one logarithm for many of them.
func (l *law) erlang(s *rand.PCG) float64 {
	const atOnce = 16 // 2^-53 to the 16th is far above the smallest number
	sum := 0.0
	for left := l.phases; left > 0; left -= atOnce {
		product := 1.0
		for range min(left, atOnce) {
			product *= uniform(s)
		}
		sum -= math.Log(product)
	}
	return sum * l.mean / float64(l.phases)
}
