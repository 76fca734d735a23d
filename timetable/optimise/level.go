package optimise

import (
	"cmp"
	"slices"
)

// maxLevel bounds the work of levelling where no limit is given, in units.
const maxLevel = 200

// maxLifted is how many others may be placed anew so that one person gains.
const maxLifted = 2

// levelling lowers what people carry beyond their own best, the most first. A
// move takes one day: whoever carries much gets a cheaper pattern, those in the
// way are placed anew. Nobody of them loses a dose, and nobody ends where the
// first one was or above, unless they were there and gain or stay.
type levelling struct {
	s       *solver
	days    []*roster
	excess  []int // by person
	worst   int   // z
	slack   int   // how far the objective may still rise
	moves   int   // days that may still move from what was promised
	left    int64 // steps allowed
	k       int   // the day looked at
	lead    int   // the person looked at
	touched []bool
	had     []pattern // by person: before the move, of those touched
	delta   int       // minutes that those placed anew carry more
}

// reserve is the part of the work that is kept for levelling, in units.
func (o *Options) reserve() int64 {
	switch {
	case !o.Level:
		return 0
	case o.Work == 0:
		return maxLevel
	}
	return max(1, min(maxLevel, o.Work/8))
}

// level lowers the excess of those who carry most, one move after the other,
// until no move helps or the work is used.
func (s *solver) level(work int64) {
	n := len(s.p.people)
	l := &levelling{s: s, slack: s.opt.LevelFor, left: work * unit, excess: make([]int, n), touched: make([]bool, n),
		had: make([]pattern, n), moves: max(0, s.opt.MaxMoves-moved(s.best))}
	for _, r := range s.best {
		l.days = append(l.days, r.clone())
	}
	for i := range l.excess {
		l.excess[i] = -s.p.people[i].own
		for _, r := range l.days {
			l.excess[i] += int(r.chosen[i].cost)
		}
	}
	_, l.worst = s.burden(l.days)
	for l.improve() {
	}
	s.spent += work*unit - l.left
	s.best, s.cost = l.days, s.objective(l.days)
}

// improve finds one move and makes it.
func (l *levelling) improve() bool {
	order := make([]int, len(l.excess))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(l.excess[b], l.excess[a]) })
	for _, l.lead = range order {
		for l.k = range l.days {
			r := l.days[l.k]
			had, m := r.chosen[l.lead], r.d.menus[l.lead]
			l.lift(l.lead)
			for n := range m {
				if m[n].cost >= had.cost || l.left <= 0 || l.s.halt() {
					break
				}
				if l.enter(l.lead, &m[n], nil, maxLifted) {
					return true
				}
			}
			l.back(l.lead)
		}
	}
	return false
}

// lift takes a person out so that they are placed anew.
func (l *levelling) lift(i int) {
	r := l.days[l.k]
	l.touched[i], l.had[i] = true, r.chosen[i]
	r.lift(i)
}

// back undoes lift.
func (l *levelling) back(i int) {
	l.touched[i] = false
	l.days[l.k].place(i, l.had[i])
}

// enter places a person on a pattern, lifts who is in the way, and settles
// those lifted; where that cannot be done everything is as before.
func (l *levelling) enter(i int, q *pattern, out []int, left int) bool {
	r := l.days[l.k]
	l.left--
	if r.fits(i, q) {
		change := int(q.cost - l.had[i].cost)
		r.place(i, *q)
		l.delta += change
		if l.settle(out, left) {
			return true
		}
		l.delta -= change
		r.lift(i)
		return false
	}
	if left == 0 {
		return false
	}
	for j := range r.chosen {
		if !r.placed[j] || l.touched[j] || !l.inTheWay(i, q, j) {
			continue
		}
		l.lift(j)
		if l.enter(i, q, append(slices.Clone(out), j), left-1) {
			return true
		}
		l.back(j)
	}
	return false
}

// inTheWay reports whether lifting j can make room for a pattern of i.
func (l *levelling) inTheWay(i int, q *pattern, j int) bool {
	r := l.days[l.k]
	for _, n := range r.ties[i] {
		if r.d.rules[n].a == j || r.d.rules[n].b == j {
			return true
		}
	}
	l.left--
	for _, x := range q.cells {
		for _, y := range r.chosen[j].cells {
			if x == 0 || y == 0 || r.d.cells[x].site != r.d.cells[y].site {
				continue
			}
			gap, stay := r.d.cells[x].slot-r.d.cells[y].slot, r.d.houses[r.d.cells[x].site].stay
			if gap < stay && -gap < stay {
				return true
			}
		}
	}
	return false
}

// settle places those who were lifted; the last one placed ends the move.
func (l *levelling) settle(out []int, left int) bool {
	r := l.days[l.k]
	if len(out) == 0 {
		return l.finish()
	}
	i := out[0]
	room, least := l.room(), 0
	for _, j := range out[1:] {
		least += int(r.d.menus[j][0].cost - l.had[j].cost)
	}
	for n := range r.d.menus[i] {
		q := &r.d.menus[i][n]
		change := int(q.cost - l.had[i].cost)
		if l.delta+change+least > room || change > 0 && l.excess[i]+change >= l.excess[l.lead] || l.left <= 0 {
			break
		}
		if q.missed(l.s.p.people[i].doses) <= l.had[i].missed(l.s.p.people[i].doses) &&
			l.enter(i, q, out[1:], left) {
			return true
		}
	}
	return false
}

// room is the most that the minutes of all may rise by: what is allowed, and
// what fairness may give when the worst off gains.
func (l *levelling) room() int {
	if l.excess[l.lead] < l.worst {
		return l.slack
	}
	gain := int(l.had[l.lead].cost - l.days[l.k].chosen[l.lead].cost)
	return l.slack + l.s.p.in.Rules.FairW*min(gain, l.worst)
}

// missed counts the doses that a pattern leaves without a time.
func (q *pattern) missed(doses int) (n int) {
	for _, c := range q.cells[:doses] {
		if c == 0 {
			n++
		}
	}
	return n
}

// finish keeps the move where it costs no more than is allowed.
func (l *levelling) finish() bool {
	r := l.days[l.k]
	l.left -= int64(len(l.excess))
	worst, moves := 0, 0
	for i := range l.excess {
		e := l.excess[i]
		if l.touched[i] {
			e += int(r.chosen[i].cost - l.had[i].cost)
			moves += int(r.chosen[i].moved - l.had[i].moved)
		}
		worst = max(worst, e)
	}
	cost := l.delta + l.s.p.in.Rules.FairW*(worst-l.worst)
	if cost > l.slack || l.s.p.kept != nil && moves > l.moves {
		return false
	}
	for i := range l.excess {
		if l.touched[i] {
			l.excess[i] += int(r.chosen[i].cost - l.had[i].cost)
			l.touched[i] = false
		}
	}
	l.slack, l.moves, l.worst, l.delta = l.slack-cost, l.moves-moves, worst, 0
	return true
}
