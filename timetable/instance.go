// Package timetable is about the hours of treatment: when each person comes,
// what the house can hold at every minute, what a day costs a person in
// minutes of life, and who is on duty.
//
// It is pure and exact: whole minutes, whole costs. An Instance is one week to
// be planned (format hat-sched/1), a Plan is an answer to it. Ledger counts
// what one site can hold on one day; the clinic books with it, and the
// optimiser in timetable/optimise plans with it.
package timetable

// Format names the JSON form of an Instance, PlanFormat that of a Plan.
const (
	Format     = "hat-sched/1"
	PlanFormat = "hat-sched-solution/1"
)

// None stands for a start that is not scheduled and for a usual time that a
// person does not have; JSON writes it as null.
const None = -1

// Instance is one planning problem: people, sites and rules of Days days.
// Times are minutes after midnight, days count from 0 (Monday).
type Instance struct {
	Name      string
	Seed      string // how the instance was made, "" where it was not made from a seed
	Synthetic bool   // invented people
	SlotMin   int    // minutes; every start is a multiple of it
	Days      int
	Rules     Rules
	Sites     []Site
	Apart     []Pair
	Together  []Together
	People    []Person
}

// Rules are the numbers of the service; each is a setting, none has a default.
type Rules struct {
	BoothMin int // minutes in a booth from the start of a visit
	ObsMin   int // minutes in an observation place after the booth
	RNMin    int // registered staff present at every open minute; checked where the rota is a decision
	// PrepPerPair is the number of doses that two registered staff prepare and
	// witness in one slot: 2*starts <= PrepPerPair*registered.
	PrepPerPair int
	// WBooth, WObs and WPrep are the load of one person in a booth, of one in
	// observation and of one start in its slot; WStaff is what one member of
	// staff, registered or support, can carry.
	WBooth, WObs, WPrep, WStaff int
	MissCost                    int // minutes charged for a prescribed dose that is not scheduled
	UsualTol                    int // minutes of drift from the usual time that are free
	FairW                       int // weight of the fairness term; 0: the days are independent
}

// Stay returns the minutes of one visit, booth and observation.
func (r Rules) Stay() int { return r.BoothMin + r.ObsMin }

// Site is a place with its capacity on each day. Staff is used where Shifts is
// empty; where shifts are given, the number on each shift is a decision.
type Site struct {
	ID     string
	Open   [][]Span // by day; a visit lies wholly inside one of them
	Booths [][]Step // by day
	Obs    [][]Step // by day
	Staff  Staff
	Shifts []Shift // nil: Staff holds
}

// Staff is who is on duty, by day: registered (RN) and support (SW).
type Staff struct {
	RN [][]Step
	SW [][]Step
}

// Span is the minutes From <= t < To.
type Span struct{ From, To int }

// Step is a value that holds in From <= t < To; outside all steps it is 0.
type Step struct{ From, To, Value int }

// The roles of a shift.
const (
	RoleRN = "rn"
	RoleSW = "sw"
)

// Shift is a duty of one role that 0 to Max members of staff can take, at Cost
// each in the unit of the objective.
type Shift struct {
	ID       string
	Role     string
	Day      int
	From, To int
	Cost     int
	Max      int
}

// Person is one person's prescription and life, as far as planning knows it.
type Person struct {
	ID     string
	Doses  int // prescribed visits a day, 1 to 3
	GapMin int // minutes from start to start, at least, between any two visits of a day
	GapMax int // minutes from start to start, at most, between doses k and k+1 when both are scheduled
	Sites  []Reach
	Busy   []Busy
	Pref   []Span // preferred start of dose k: From <= start <= To
	WPref  int    // cost of a minute outside Pref
	Usual  []int  // last week's start of dose k or None; nil where there is none at all
	WUsual int    // cost of a minute of drift beyond Rules.UsualTol
	Block  int    // minutes; shorter free time is of no use to this person
}

// Reach is a site that a person may use and the way there.
type Reach struct {
	Site   string
	Travel int // minutes, one way
	Bus    *Bus
}

// Bus is a line that arrives at minutes equal to Arrive and leaves at minutes
// equal to Leave, modulo Period.
type Bus struct{ Period, Arrive, Leave int }

// Busy is a time at which a person is elsewhere: no travel and no visit.
type Busy struct{ Day, From, To int }

// Pair is two people who are never in the same building at the same time.
type Pair struct{ A, B string }

// Together is two people whose dose k is scheduled within Within minutes of
// each other, or missed by both.
type Together struct {
	A, B   string
	Within int
}

// At returns the value of a step function at a minute.
func At(steps []Step, minute int) int {
	for _, s := range steps {
		if s.From <= minute && minute < s.To {
			return s.Value
		}
	}
	return 0
}
