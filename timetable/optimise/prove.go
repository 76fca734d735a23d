package optimise

import "slices"

// attempts to prove come after so many rounds without gain, with so much work on
// one day's list: a short one soon, longer ones when nothing else helps.
var attempts = []struct{ idle, steps int }{{2, 10 * unit}, {4, 40 * unit}, {6, 160 * unit}}

// attempt tries to prove when it is time to.
func (s *solver) attempt() {
	if s.tried >= len(attempts) || s.p.kept != nil {
		return
	}
	patient := 1 + len(s.p.people)/30 // large weeks gain more from the search
	if s.idle < patient*attempts[s.tried].idle {
		return
	}
	if slices.ContainsFunc(s.p.days, func(d day) bool { return d.decides() }) {
		s.proveRota()
		s.settled = true
	} else if s.p.in.Rules.FairW == 0 {
		s.proveDays(attempts[s.tried].steps)
	} else {
		s.prove(attempts[s.tried].steps)
	}
	s.tried++
}

// proveDays does for days that share nothing what prove does for the week.
func (s *solver) proveDays(steps int) {
	w := s.week
	lists := make([]*listing, len(w.days))
	parallel(len(lists), func(k int) {
		a := w.days[k]
		if cost := a.weighted(s.best[k]); a.best < cost-scale+1 {
			lists[k] = a.listDay(cost-scale, steps)
		}
	})
	for k, l := range lists {
		if l == nil {
			continue
		}
		s.spent += int64(l.steps)
		days := slices.Clone(s.best)
		for _, r := range l.found {
			if days[k] = r; s.better(days) {
				s.best, s.cost = days, s.objective(days)
				days = slices.Clone(days)
			}
		}
		if l.full {
			w.proven[k] = w.days[k].weighted(s.best[k])
		}
	}
	s.bound = max(s.bound, w.whole())
}

// prove tries to close the gap: with a guess just above the bound, every day
// whose weighted cost could be part of a plan within the guess is listed, and
// the lists are joined in every way that stays within it. Nothing found means
// that the bound is above the guess. It returns false where the lists grow too
// long; then the gap stays, truly stated.
func (s *solver) prove(steps int) bool {
	w := s.week
	s.atBest()
	low := int((w.value() + scale - 1) / scale)
	s.bound = max(s.bound, low)
	for step := 1; s.cost > s.bound && !s.halt(); step *= 2 {
		guess := min(s.bound+step, s.cost-1)
		if !s.within(guess, steps) {
			return false
		}
		if s.cost > guess {
			s.bound = guess + 1
		} else {
			s.bound = s.cost
		}
	}
	return true
}

// atBest goes back to the multipliers of the best bound.
func (s *solver) atBest() {
	w := s.week
	copy(w.fair, w.keep)
	for i, f := range w.fair {
		w.weight[i] = scale + f
	}
	parallel(len(w.days), func(k int) {
		w.days[k].restart()
		w.days[k].run(60, 0.01*scale)
	})
	s.count()
}

// within finds the best plan of at most a guess, or shows that there is none;
// false means that it could not.
func (s *solver) within(guess, steps int) bool {
	w := s.week
	slack := int64(guess)*scale - w.value()
	lists := make([]*listing, len(w.days))
	parallel(len(lists), func(k int) {
		lists[k] = w.days[k].listDay(w.days[k].best+slack, steps)
	})
	for _, l := range lists {
		s.spent += int64(l.steps)
	}
	full := !slices.ContainsFunc(lists, func(l *listing) bool { return !l.full })
	j := s.join(lists, slack)
	if j.best != nil {
		s.best, s.cost = j.best, j.cost
	}
	return full && j.full
}

// joining puts one timetable of each list together.
type joining struct {
	s     *solver
	lists [][]*roster
	above [][]int64 // by list and timetable: weighted cost above the least of the list
	days  []*roster
	best  []*roster
	cost  int
	slack int64
	left  int // steps allowed
	full  bool
}

// join finds the best plan that takes each day from its list.
func (s *solver) join(lists []*listing, slack int64) *joining {
	j := &joining{s: s, cost: s.cost, slack: slack,
		days: make([]*roster, len(lists)), left: 20 * unit, full: true}
	for k, l := range lists {
		a := s.week.days[k]
		least := int64(1) << 62
		for _, r := range l.found {
			least = min(least, a.weighted(r))
		}
		if l.full && len(l.found) > 0 {
			j.slack -= least - a.best // the day costs at least that much
		}
		var above []int64
		for _, r := range l.found {
			above = append(above, a.weighted(r)-least)
		}
		j.lists, j.above = append(j.lists, l.found), append(j.above, above)
	}
	j.next(0, j.slack)
	return j
}

func (j *joining) next(k int, slack int64) {
	if j.left--; j.left < 0 {
		j.full = false
		return
	}
	if k == len(j.lists) {
		if c := j.s.objective(j.days); c < j.cost {
			j.best, j.cost = slices.Clone(j.days), c
		}
		return
	}
	for n, r := range j.lists[k] {
		if j.above[k][n] > slack {
			continue
		}
		j.days[k] = r
		j.next(k+1, slack-j.above[k][n])
	}
}
