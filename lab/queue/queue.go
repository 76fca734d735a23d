// Package queue is the simulation kernel of the policy lab: people who arrive,
// wait, are served by stages and go on or leave, and how long that takes.
//
// A run is a number of independent batches. Each batch starts empty, is warmed
// up, is measured, and goes on until everybody it counts has left; then the
// doors close and it ends empty, so that Little's law and the conservation of
// people hold to rounding and are checked (audit.go). A figure is never a bare
// mean: it is the mean of the batches with a 99.9 % interval of Student.
//
// Everything random comes from a seed (stream.go): the same model and seed give
// the same bits on any number of workers, and two models that share a seed see
// the same people.
//
// Times are minutes as float64 and rates are people per minute. That is right
// for waiting, and only for it: no dose and no entry of a register is counted
// here.
package queue

import (
	"fmt"
	"math"
)

// Model is one system to be simulated and how long to watch it.
type Model struct {
	Seed     uint64
	Batches  int     // independent; at least 2
	Warmup   float64 // minutes of each batch that are not counted
	Run      float64 // minutes of each batch that are counted
	Arrivals []Arrival
	Stages   []Stage // everybody enters at the first
}

// Arrival is one class of people and how they come.
type Arrival struct {
	Class    string
	Kind     ArrivalKind
	Rate     float64 // people per minute
	Priority int     // smaller goes first, at stages that go by priority
}

// ArrivalKind is how the times between arrivals are spread.
type ArrivalKind string

// The kinds of arrivals. Even ones come exactly 1/Rate minutes apart, the first
// of them after 1/Rate minutes.
const (
	Poisson ArrivalKind = "poisson"
	Even    ArrivalKind = "deterministic"
)

// Discipline is who is called next from a line.
type Discipline string

// The disciplines. ByPriority never interrupts a service; within a priority
// the first who came is called first.
const (
	FCFS       Discipline = "fcfs"
	ByPriority Discipline = "priority"
)

// Stage is a number of equal servers with one line before them.
type Stage struct {
	Name       string
	Servers    int
	Capacity   int // most that may be present, waiting and served; Unlimited for no limit
	Discipline Discipline
	TailAt     float64 // minutes t of P(wait > t); +Inf where it is not asked for
	Service    Service
	Next       []Next // where people go from here
}

// Unlimited is the capacity of a stage that turns nobody away.
const Unlimited = math.MaxInt32

// Next is a way on from a stage; To is "" for leaving the network.
type Next struct {
	To string
	P  float64
}

// ServiceKind is how service times are spread.
type ServiceKind string

// The kinds of service.
const (
	Exponential      ServiceKind = "exponential"
	Deterministic    ServiceKind = "deterministic"
	Erlang           ServiceKind = "erlang"           // the sum of K exponential phases
	Hyperexponential ServiceKind = "hyperexponential" // two phases, balanced means, from CV2
	Lognormal        ServiceKind = "lognormal"        // from Mean and CV2
)

// Service is the law of service times: its mean in minutes, and what the kind
// needs beside it.
type Service struct {
	Kind ServiceKind
	Mean float64
	K    int     // phases of Erlang; 0 elsewhere
	CV2  float64 // squared coefficient of variation; of hyperexponential and lognormal
}

// Variability returns the squared coefficient of variation of the law.
func (s Service) Variability() float64 {
	switch s.Kind {
	case Exponential:
		return 1
	case Deterministic:
		return 0
	case Erlang:
		return 1 / float64(s.K)
	}
	return s.CV2
}

// RefusedError says that a model was understood and is not simulated, and why.
type RefusedError struct{ Why string }

// Error is the sentence.
func (e *RefusedError) Error() string { return e.Why }

func refuse(format string, a ...any) error { return &RefusedError{fmt.Sprintf(format, a...)} }

// The most that one model may hold.
const (
	maxClasses = 100
	maxStages  = 200
	maxServers = 1_000_000
	maxPhases  = 1000      // of an Erlang law
	maxPresent = 1_000_000 // people in the network at once
	maxBatches = 100_000
	maxMinutes = 1e12 // of one batch
	maxWork    = 1e11 // events of all batches: some hours
)

// possible reports whether x is a number above 0 and not beyond most.
func possible(x, most float64) bool { return x > 0 && x <= most && !math.IsNaN(x) }
