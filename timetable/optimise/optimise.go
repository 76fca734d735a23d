// Package optimise finds timetables and proves how good they are.
//
// An instance is written in its exact pattern form: everything that a person
// can do on a day is one pattern with an exact whole cost. Two things are
// computed side by side. The bound sells every start of a house at a price:
// each person buys the cheapest pattern, each house offers the starts that are
// worth most, exactly, and the best prices give a cost below which no
// timetable can be. The search turns the same prices into a timetable and
// improves it, a few people at a time. What is left between the two is closed,
// where it can be, by listing every day that could still be better. Why so, and
// the numbers: docs/decisions/019-how-a-timetable-is-found.md.
//
// It is deterministic: the same instance, seed and work limit give the same
// plan on any number of cores. Bounds are computed in whole numbers and are
// therefore proven, whatever the floats of the search did.
package optimise

import (
	"fmt"

	"steady/timetable"
)

// Options steer a run. A run ends when the plan is proved optimal, when the
// search finds nothing more, or at one of the limits.
type Options struct {
	Seed uint64
	// Work is the most work to do, 0 for no limit. One unit is a million
	// elementary steps: a pattern priced, a count of starts tried in one slot of
	// a house, or four products of the price search. The clock is never read.
	Work int64
	// Stop, if set, is asked often, from several goroutines but never at the
	// same time; once it says true the run ends with the best plan so far.
	Stop func() bool
	// Promised, if set, makes this a re-plan: at most MaxMoves days of a person
	// may differ from that plan, in site or in any start. Somebody whom it does
	// not name was promised nothing. Where the promises cannot be kept that far,
	// the plan is the one found with the fewest moves: compare Result.Moved.
	Promised *timetable.Plan
	MaxMoves int
	// Level, at the end, lowers what people carry beyond their own best (the
	// excess): that of whoever carries most, then the second most, and so on,
	// within the hard rules. The objective rises by at most LevelFor minutes, no
	// dose is lost, no more promises move than may, and each step makes the list
	// of excesses, most first, smaller where it first differs. So the list is
	// never worse than without; that it is the least of all is not proved, since
	// the steps are local: one day, one person who gains, at most two others who
	// are placed anew. An eighth of Work is kept for it.
	Level    bool
	LevelFor int

	from *timetable.Plan // to start from where it fits and is better than the first plan
}

// Result is a plan with its proof.
type Result struct {
	Plan      *timetable.Plan // carries objective and bound
	Objective int
	Bound     int // no plan costs less
	Own       int // everybody alone in the clinic: nobody can do better
	Missed    int // prescribed doses that are not scheduled
	Worst     int // z: minutes of the person who is furthest from their own best
	Moved     int // days of a person that differ from the promised plan
	Work      int64
}

// Optimal reports whether the plan is proved to be the best there is.
func (r *Result) Optimal() bool { return r.Objective == r.Bound }

// Infeasible says which rule no plan can keep, and where.
type Infeasible struct {
	Site string
	Day  int
	timetable.Breach
}

// Error says the place and the rule.
func (e *Infeasible) Error() string {
	return fmt.Sprintf("site %s, day %d: %s", e.Site, e.Day, e.Breach.Error())
}
