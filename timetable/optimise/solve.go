package optimise

import (
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"

	"steady/timetable"
)

const unit = 1000000 // steps in one unit of work

// patience ends a run after so many rounds without gain.
const patience = 200

// Solve finds a plan and a bound. It returns *Infeasible where no plan can keep
// the rules; every other instance has a plan, since a dose can be missed at a
// cost.
func Solve(in *timetable.Instance, opt Options) (*Result, error) {
	p, err := compile(in, opt.Promised)
	if err != nil {
		return nil, err
	}
	reserve := opt.reserve()
	if opt.Work > 0 {
		opt.Work = max(1, opt.Work-reserve)
	}
	s := newSolver(p, opt)
	for s.round() {
	}
	if opt.Level {
		s.level(reserve)
	}
	return s.result(), nil
}

// solver holds the best plan and the bound while they close in.
type solver struct {
	p       *problem
	opt     Options
	week    *week
	benches []*bench
	best    []*roster // by day
	cost    int       // objective of best
	bound   int
	rounds  int
	idle    int // rounds without gain of any kind
	settled bool
	tried   int     // attempts to prove
	above   bool    // the blend moves more than is promised
	extra   []int64 // by person: what lean adds
	press   []int64 // weights of the search: those of the bound, and more for who is worst off
	stride  int64   // how far the price of a move goes next, in units
	spent   int64   // steps
	halted  atomic.Bool
	asking  sync.Mutex
}

// halt reports whether the caller wants the run to end.
func (s *solver) halt() bool {
	if s.opt.Stop == nil {
		return false
	}
	if s.halted.Load() {
		return true
	}
	s.asking.Lock()
	defer s.asking.Unlock()
	if !s.halted.Load() && s.opt.Stop() {
		s.halted.Store(true)
	}
	return s.halted.Load()
}

// over reports whether the run ends.
func (s *solver) over() bool {
	proved := s.cost == s.bound && (s.p.kept == nil || moved(s.best) <= s.opt.MaxMoves)
	return proved || s.idle >= patience || s.halt() || s.opt.Work > 0 && s.spent >= s.opt.Work*unit
}

// newSolver makes the first plan and the first bound.
func newSolver(p *problem, opt Options) *solver {
	s := &solver{p: p, opt: opt}
	first := make([]*roster, len(s.p.days))
	parallel(len(first), func(k int) { first[k] = greedy(s.p, s.p.days[k].plenty()) })
	s.best, s.cost = first, s.objective(first)
	if from := s.resume(); from != nil && s.better(from) {
		first = from
		s.best, s.cost = first, s.objective(first)
	}
	for _, q := range s.p.people {
		s.bound += q.own
	}
	s.week = newWeek(s.p, s.halt)
	s.extra = make([]int64, len(s.p.people))
	s.benches, s.press = make([]*bench, len(s.p.days)), slices.Clone(s.week.weight)
	for k := range s.benches {
		s.benches[k] = &bench{p: s.p, d: first[k].d, weight: s.press, now: first[k],
			rng: rand.New(rand.NewPCG(s.opt.Seed, uint64(k))), halt: s.halt}
	}
	if p.kept != nil {
		s.stride, s.week.move, s.week.moves = 16*scale, 32*scale, int64(opt.MaxMoves)
		s.setMove()
	}
	return s
}

// round raises the bound for a while, then improves the plan for a while; it
// reports whether there is more to do.
func (s *solver) round() bool {
	cost, bound := s.cost, s.bound
	if s.over() {
		return false
	}
	s.climb()
	if s.over() {
		return false
	}
	s.search()
	s.count()
	if s.rounds++; s.cost < cost || s.bound > bound {
		s.idle = 0
	} else {
		s.idle++
	}
	if !s.over() {
		s.attempt()
	}
	return !s.over()
}

// climb raises the bound.
func (s *solver) climb() {
	w := s.week
	for range 4 {
		if s.over() || s.settled {
			break
		}
		before := w.best
		if s.rounds > 0 && s.p.in.Rules.FairW > 0 {
			w.price()
		}
		if s.rounds > 0 {
			s.charge()
		}
		w.climb(15, 0.1*scale)
		s.count()
		s.settled = s.rounds > 60 && w.best-before < scale/20
	}
	s.bound = max(s.bound, w.whole())
}

// search improves the plan: in the first rounds by a dive from the prices, then
// a few people at a time.
func (s *solver) search() {
	w := s.week
	pressed := s.lean()
	parallel(len(s.benches), func(k int) {
		b, a := s.benches[k], w.days[k]
		b.price, b.whole = a.center, a.whole
		if s.rounds < 3 {
			b.fresh(a)
		}
		for n := range 6 {
			gap := b.cost(b.now) - a.best
			if s.halt() || gap < scale && !pressed {
				return
			}
			if pressed {
				gap = 60 * scale
			}
			b.try(b.free(min(len(b.d.menus), 8+(s.rounds*6+n)*7%24)), min(60*scale, gap+scale))
		}
	})
	s.adopt()
}

// lean sets the weights of the search: those of the bound and, once the bound
// stands still, more for people who are further from their own best than
// nearly the worst off of the best plan; it reports whether there are any.
func (s *solver) lean() (pressed bool) {
	_, worst := s.burden(s.best)
	for i, f := range s.week.weight {
		excess := -s.p.people[i].own
		for _, b := range s.benches {
			excess += int(b.now.chosen[i].cost)
		}
		extra := s.extra[i]
		if s.idle < 3 || s.p.in.Rules.FairW == 0 {
			extra = 0
		} else if excess*16 > worst*15 {
			extra += scale / 4
		} else {
			extra -= extra / 8
		}
		s.extra[i] = extra
		s.press[i] = f + extra
		pressed = pressed || extra > scale/16
	}
	return pressed
}

// adopt keeps what the benches found where it is better.
func (s *solver) adopt() {
	now := make([]*roster, len(s.benches))
	for k, b := range s.benches {
		now[k] = b.now
	}
	if s.better(now) {
		s.best, s.cost = now, s.objective(now)
	}
}

// count adds up the work done.
func (s *solver) count() {
	for _, a := range s.week.days {
		s.spent += int64(a.r.steps)
		a.r.steps = 0
	}
	for _, b := range s.benches {
		s.spent += int64(b.steps)
		b.steps = 0
	}
}

// objective is the cost of a plan as the format defines it.
func (s *solver) objective(days []*roster) int {
	sum, worst := s.burden(days)
	for _, r := range days {
		sum += r.d.rota
	}
	return sum + s.p.in.Rules.FairW*worst
}

// burden returns the minutes of all and z.
func (s *solver) burden(days []*roster) (sum, worst int) {
	for i := range s.p.people {
		own := 0
		for _, r := range days {
			own += int(r.chosen[i].cost)
		}
		sum += own
		worst = max(worst, own-s.p.people[i].own)
	}
	return sum, worst
}

// result writes the plan in the words of the format.
func (s *solver) result() *Result {
	in := s.p.in
	plan := &timetable.Plan{Instance: in.Name, Objective: s.cost, Bound: s.bound}
	out := &Result{Plan: plan, Objective: s.cost, Bound: s.bound, Work: s.spent / unit}
	for k, r := range s.best {
		for i := range s.p.people {
			out.Missed += s.day(plan, r, k, i)
		}
	}
	plan.Rota = s.rota()
	for _, q := range s.p.people {
		out.Own += q.own
	}
	_, out.Worst = s.burden(s.best)
	out.Moved = moved(s.best)
	return out
}

// rota is how many are on each shift, where that is a decision.
func (s *solver) rota() map[string]map[string]int {
	var out map[string]map[string]int
	for j := range s.p.in.Sites {
		site := &s.p.in.Sites[j]
		if site.Shifts == nil {
			continue
		}
		if out == nil {
			out = map[string]map[string]int{}
		}
		counts := map[string]int{}
		for k, r := range s.best {
			if options := s.p.days[k].houses[j].options; len(options) > 0 {
				for n, c := range options[r.d.pick[j]].counts {
					if c > 0 {
						counts[site.Shifts[n].ID] = c
					}
				}
			}
		}
		out[site.ID] = counts
	}
	return out
}

// day adds a person's day to the plan and returns how many doses are missed.
func (s *solver) day(plan *timetable.Plan, r *roster, k, i int) (missed int) {
	d := timetable.PersonDay{Person: s.p.in.People[i].ID, Day: k}
	for _, c := range r.chosen[i].cells[:s.p.people[i].doses] {
		if c == 0 {
			d.Starts = append(d.Starts, timetable.None)
			missed++
			continue
		}
		at := r.d.cells[c]
		d.Site = s.p.in.Sites[at.site].ID
		d.Starts = append(d.Starts, at.slot*s.p.in.SlotMin)
	}
	if d.Site != "" {
		plan.Days = append(plan.Days, d)
	}
	return missed
}

// parallel runs tasks at the same time. A task touches what is its own, so that
// the result does not depend on how many run at once.
func parallel(n int, task func(k int)) {
	var wait sync.WaitGroup
	for k := range n {
		wait.Go(func() { task(k) })
	}
	wait.Wait()
}
