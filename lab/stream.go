package lab

import (
	"math/rand/v2"

	"steady/lab/queue"
)

// purpose is what random numbers are for. Each purpose of each person has a
// stream of its own in each replication, named by the day and the dose of the
// day where it is about one: two policies that share a seed see the same people
// who have the same luck, whatever the policies do to them.
type purpose uint64

const (
	forSelf purpose = iota + 1
	forStay
	forWork
	forHome
	forPrison
	forWard
	forReturn
	forAttend
	forLate
	forDesk
	forAssess
	forReadings
	forAnswer
	forPrepare
	forBooth
	forPart
	forWatch
	forEvent
	forReferral
	forWish
)

// dice are the numbers of one purpose of a person.
func (r *run) dice(p *resident, why purpose, n int) rand.PCG {
	return r.name.Part(uint64(p.n)).Part(uint64(why)).Part(uint64(n)).Stream()
}

// visit are the numbers of one purpose of a visit; try counts how often the same
// was asked at this visit before.
func (r *run) luck(a *attend, why purpose, try int) rand.PCG {
	return r.dice(a.who, why, int(a.day)<<8|a.dose<<5|try)
}

// chance reports whether something of that chance happens.
func chance(s *rand.PCG, p float64) bool { return queue.Uniform(s) < p }

// uniform and exponential draw from a stream of the run.
func uniform(s *rand.PCG) float64 { return queue.Uniform(s) }

func exponential(s *rand.PCG, mean float64) float64 { return queue.ExponentialTime(s, mean) }

func normal(s *rand.PCG) float64 { return queue.Normal(s) }
