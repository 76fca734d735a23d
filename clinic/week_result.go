package clinic

import (
	"slices"

	"steady/moment"
	"steady/person"
	"steady/timetable"
	"steady/timetable/check"
	"steady/timetable/optimise"
)

// WeekPlan is a week that was planned, with what it gives back and the proof of
// how much more nobody could. Figures are minutes of the week: on the clock where
// they are named so, else weighed, with what each person says a minute outside
// the times that they wish for is worth.
type WeekPlan struct {
	*Week
	Plan  *timetable.Plan
	First *timetable.Plan // who comes first chooses first
	Basis PlanBasis
	Clock Counts // minutes that pass on a clock, as PlannedHours counts them
	// LeastClock is proven: no timetable takes fewer minutes on a clock.
	LeastClock int
	// Habit is that drift is counted from habits that fit each timetable best, and
	// the proposed ones are in Plan. Strays are the visits of the proposal that lie
	// farther from them than what is free.
	Habit  bool
	Strays int
	// NoTime counts the visits without a time: today, by who comes first, as
	// proposed. Where one is left in the proposal, Blocks says why.
	NoTime Counts
	Shares []WeekShare // by person in the order of asking
	Blocks []WeekBlock
	// Broken are the hard rules that the times of today break.
	Broken int
	Errors []check.Breach // of the second reading; a plan with any is not shown
	Work   int64
}

// Counts are one figure for the three timetables of a week.
type Counts struct{ Promised, First, Proposed int }

func (c *Counts) add(o Counts) {
	c.Promised, c.First, c.Proposed = c.Promised+o.Promised, c.First+o.First, c.Proposed+o.Proposed
}

// WeekShare is what the week takes from one person under each timetable. Own is
// what it would take if they were alone in the house.
type WeekShare struct {
	WeekPerson
	Promised, First, Proposed, Own int
	Clock                          Counts
	Changes                        []TimeChange
	Times                          WeekTimes // as proposed
	Habits                         []int     // with habits: minute of each dose, timetable.None where there is none
}

// TimeChange is one visit at another time; a time of None is a visit without one.
type TimeChange struct {
	Day      moment.Day
	Session  int
	Was, Now int // minutes after midnight
}

// WeekBlock is a visit that has no time in the proposal, and what blocks it.
type WeekBlock struct {
	Person  person.UserID
	Day     moment.Day
	Session int
	Why     BlockWhy
	Rule    timetable.Rule // of BlockHouse: the rule that is in the way most often
}

// BlockWhy is what leaves a visit without a time.
type BlockWhy string

// What may block.
const (
	BlockBusy  BlockWhy = "busy"  // the times that are taken in their life
	BlockHours BlockWhy = "hours" // opening hours and the time between two doses
	BlockHouse BlockWhy = "house" // what the house can hold, or who is kept apart or together
)

// PlanOptions steer the planning of a week.
type PlanOptions struct {
	Seed uint64
	Work int64       // in the units of timetable/optimise; 0 is no limit
	Stop func() bool // asked often
	// MaxMoves limits how many days of a person may differ from what is promised;
	// below 0 is no limit.
	MaxMoves int
	// Habit chooses one time a person and dose for the whole week.
	Habit bool
}

// Solve plans the week: the timetable, what first come, first served would give,
// and bounds that no timetable can beat. Every plan is read a second time by
// timetable/check, which shares nothing with the optimiser.
func (w *Week) Solve(o PlanOptions) (*WeekPlan, error) {
	if o.Habit {
		w = w.accustomed()
	}
	opt := optimise.Options{Seed: o.Seed, Work: o.Work, Stop: o.Stop,
		Level: w.Asked.Rules.FairW > 0} // for the same cost; whoever is second counts too
	if o.MaxMoves >= 0 {
		opt.Promised, opt.MaxMoves = w.Promised, o.MaxMoves
	}
	out := &WeekPlan{Week: w, First: w.Life.FirstCome(), Habit: o.Habit}
	bound, err := out.search(opt)
	if err != nil {
		return nil, err
	}
	lives, asked := w.Life, w.Asked
	if o.Habit {
		lives, asked = undrifted(lives), undrifted(asked)
	}
	if w.Asked.Rules.FairW > 0 || o.MaxMoves >= 0 {
		// The bound of everybody's minutes alone, without the weight of fairness.
		if bound, err = out.boundOf(asked, o); err != nil {
			return nil, err
		}
	}
	clock, err := out.boundOf(w.onClock(w.Asked), o)
	if err != nil {
		return nil, err
	}
	out.LeastClock = w.leastOf(clock, w.onClock(w.Life), w.onClock(w.Asked))
	out.figures(w.leastOf(bound, lives, asked))
	out.Errors = check.Check(w.Asked, out.Plan).Errors
	out.Broken = len(w.broken(w.Promised))
	out.shares()
	if out.blocks(); len(out.Blocks) > 0 {
		out.Basis.Least, out.LeastClock = 0, 0 // they would count a visit without a time as minutes
	}
	return out, nil
}

// search finds the plan, and a bound of what the optimiser was asked.
func (x *WeekPlan) search(opt optimise.Options) (bound int, err error) {
	w := x.Week
	if !x.Habit {
		best, err := optimise.Solve(w.Asked, opt)
		if err != nil {
			return 0, err
		}
		x.Plan, x.Work = w.still(w.Asked, w.bySession(best.Plan)), best.Work
		return best.Bound, nil
	}
	best, err := optimise.SolveHabits(w.Asked, opt)
	if err != nil {
		return 0, err
	}
	plan := w.bySession(best.Plan)
	x.Plan, x.Work = w.still(optimise.Anchored(w.Asked, plan), plan), best.Work
	x.Plan.Habits = habitsOf(optimise.Anchored(w.Asked, x.Plan))
	return best.Bound, nil
}

// boundOf is what no plan of an instance is below, fairness left out.
func (x *WeekPlan) boundOf(in *timetable.Instance, o PlanOptions) (int, error) {
	alone := *in
	alone.Rules.FairW = 0
	r, err := optimise.Solve(&alone, optimise.Options{Seed: o.Seed, Work: o.Work, Stop: o.Stop})
	if err != nil {
		return 0, err
	}
	x.Work += r.Work
	return r.Bound, nil
}

// bySession writes each visit of a plan to the dose of the session in which it
// lies: a day with fewer visits than others may name another one.
func (w *Week) bySession(plan *timetable.Plan) *timetable.Plan {
	out := *plan
	out.Days = nil
	at := map[string]int{}
	for i, p := range w.People {
		at[string(p.Person)] = i
	}
	for _, pd := range plan.Days {
		p := w.People[at[pd.Person]]
		starts := make([]int, len(pd.Starts))
		for k := range starts {
			starts[k] = timetable.None
		}
		for _, s := range pd.Starts {
			if k := w.doseAt(p, pd.Day, s); s != timetable.None && k >= 0 {
				starts[k] = s
			}
		}
		pd.Starts = starts
		out.Days = append(out.Days, pd)
	}
	return &out
}

// doseAt is the dose of a person whose session a start lies in; -1 is none.
func (w *Week) doseAt(p WeekPerson, day, start int) int {
	for k, session := range p.Doses {
		if slices.ContainsFunc(w.spans[day], func(x AccessWindow) bool {
			return x.Session == session && x.From <= start && start < x.To
		}) {
			return k
		}
	}
	return -1
}

// figures adds up the minutes of life of each timetable. What a dose without a
// time costs a plan is no minute of anybody's life: it is counted apart.
func (x *WeekPlan) figures(least int) {
	w := x.Week
	away := w.away()
	minutes := func(plan *timetable.Plan) (burden, none int) {
		r := check.Check(x.lives(plan), plan)
		return r.Burden - r.Missed*unplacedCost, r.Missed - away
	}
	x.Basis.Promised, x.NoTime.Promised = minutes(w.Promised)
	x.Basis.First, x.NoTime.First = minutes(x.First)
	x.Basis.Proposed, x.NoTime.Proposed = minutes(x.Plan)
	x.Basis.Least = least
}

// away counts the visits that are not to be.
func (w *Week) away() (n int) {
	for _, p := range w.People {
		for _, day := range p.Comes {
			for _, comes := range day {
				if !comes {
					n++
				}
			}
		}
	}
	return n
}

// leastOf makes minutes of everybody's lives of a bound for what the optimiser
// was asked: whoever is not moved costs it something else than their life does.
func (w *Week) leastOf(bound int, lives, asked *timetable.Instance) int {
	bound -= w.away() * unplacedCost
	for _, pd := range w.Promised.Days {
		if w.fixed(pd.Person) {
			weighed, _ := check.Day(asked, pd)
			life, _ := check.Day(lives, pd)
			bound += life - weighed
		}
	}
	return bound
}

// shares tells what the week takes from each person.
func (x *WeekPlan) shares() {
	w := x.Week
	promised, first, proposed := x.lives(w.Promised), x.lives(x.First), x.lives(x.Plan)
	for i, p := range w.People {
		s := WeekShare{WeekPerson: p, Times: slices.Clone(p.Now)}
		for d := range s.Times {
			s.Times[d] = slices.Clone(s.Times[d])
		}
		minutes := func(lives *timetable.Instance, plan *timetable.Plan) (n int) {
			for d := range 7 {
				pd := dayOf(plan, string(p.Person), d, len(p.Doses))
				cost, _ := check.Day(lives, pd)
				n += cost - (len(pd.Starts)-pd.Attended())*unplacedCost
			}
			return n
		}
		s.Promised, s.First, s.Proposed = minutes(promised, w.Promised), minutes(first, x.First), minutes(proposed, x.Plan)
		s.Clock = Counts{w.clock(i, w.Promised), w.clock(i, x.First), w.clock(i, x.Plan)}
		x.Clock.add(s.Clock)
		s.Own, s.Habits = check.Own(proposed, w.Life.People[i].ID), x.Plan.Habits[string(p.Person)]
		for d := range 7 {
			was := dayOf(w.Promised, string(p.Person), d, len(p.Doses)).Starts
			now := dayOf(x.Plan, string(p.Person), d, len(p.Doses)).Starts
			for k, session := range p.Doses {
				if !p.Comes[d][k] {
					s.Own -= unplacedCost
					continue
				}
				if x.strays(s.Habits, k, now[k]) {
					x.Strays++
				}
				if now[k] != timetable.None {
					s.Times[d][session] = now[k]
				}
				if was[k] != now[k] {
					s.Changes = append(s.Changes, TimeChange{w.Monday + moment.Day(d), session, was[k], now[k]})
				}
			}
		}
		x.Shares = append(x.Shares, s)
	}
}

// clock is what a plan takes of a person's week on a clock; without the way here
// where nobody told it.
func (w *Week) clock(i int, plan *timetable.Plan) (n int) {
	p := &w.Life.People[i]
	var way *timetable.Way
	if r := p.Reach(here); r != nil && w.People[i].Way {
		way = &timetable.Way{Reach: *r, Block: p.Block}
	}
	for d := range 7 {
		n += timetable.PlannedHours(dayOf(plan, p.ID, d, len(w.People[i].Doses)).Starts, w.Life.Rules.Stay(), way).Total()
	}
	return n
}

// dayOf is one day of a person in a plan; a day left out is all missed.
func dayOf(plan *timetable.Plan, id string, day, doses int) timetable.PersonDay {
	for _, pd := range plan.Days {
		if pd.Person == id && pd.Day == day {
			return pd
		}
	}
	pd := timetable.PersonDay{Person: id, Day: day, Starts: make([]int, doses)}
	for k := range pd.Starts {
		pd.Starts[k] = timetable.None
	}
	return pd
}

// Propose is the proposal that the plan comes to: new regular times for everybody
// whose times change, by person.
func (x *WeekPlan) Propose(id string) ProposeTimes {
	out := ProposeTimes{Proposal: id, From: x.Monday, Basis: x.Basis}
	for _, s := range x.Shares {
		if len(s.Changes) > 0 && !s.Times.Equal(s.Now) {
			out.Items = append(out.Items, ProposedTime{s.Person, s.Times, s.Clock.Promised - s.Clock.Proposed,
				s.Promised - s.Proposed})
		}
	}
	slices.SortFunc(out.Items, func(a, b ProposedTime) int {
		if a.Person < b.Person {
			return -1
		}
		return 1
	})
	return out
}
