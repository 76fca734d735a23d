package queue

import (
	"math"
	"math/rand/v2"
)

// What other simulations of the lab take from the kernel: the agenda, streams by
// name, and laws of service. docs/decisions/015-event-queue-and-streams.md says
// why they are as they are.

// Agenda is what will happen, in the order of time and then of planning. The
// zero Agenda is empty.
type Agenda struct{ a agenda }

// Plan adds an event of whom (at most whose) at a time that is not before the
// last one taken.
func (g *Agenda) Plan(at float64, whom uint32) { g.a.plan(at, whom) }

// Next takes the first event; ok is false where nothing is planned.
func (g *Agenda) Next() (at float64, whom uint32, ok bool) {
	e, ok := g.a.pop()
	return e.at, uint32(e.key & whose), ok
}

// Name is the name of a stream: a seed and what it is for, part by part.
type Name uint64

// NewName begins a name with a seed.
func NewName(seed uint64) Name { return Name(fold(0, seed)) }

// Part adds one more part to a name; the same parts in another order are
// another name.
func (n Name) Part(part uint64) Name { return Name(fold(uint64(n), part)) }

// Stream begins the stream of that name. It is a value: nothing is allocated.
func (n Name) Stream() (s rand.PCG) {
	s.Seed(uint64(n), fold(uint64(n), 0))
	return s
}

// Uniform returns a number within 0 and 1, neither of them.
func Uniform(s *rand.PCG) float64 { return uniform(s) }

// ExponentialTime returns a time of that mean.
func ExponentialTime(s *rand.PCG, mean float64) float64 { return exponential(s, mean) }

// Normal returns a number of the standard normal law, by inversion.
func Normal(s *rand.PCG) float64 { return math.Sqrt2 * math.Erfinv(2*uniform(s)-1) }

// Law is a Service made ready for drawing.
type Law struct{ l law }

// Law makes a service ready for drawing.
func (s Service) Law() Law { return Law{s.ready()} }

// Draw returns one time in minutes.
func (l *Law) Draw(s *rand.PCG) float64 { return l.l.draw(s) }
