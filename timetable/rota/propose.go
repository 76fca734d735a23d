package rota

import (
	"slices"

	"steady/moment"
	"steady/person"
)

// Problem is a stretch of days whose open places are to be given to staff.
type Problem struct {
	Zone   moment.Zone
	Rules  Rules
	Shifts []Shift // with the places that are taken already: those stay
	// Counts says whether a place that is taken counts; one that does not is open
	// for somebody else. nil: all of them count.
	Counts Counts
	Around []Shift // shifts of other days that rest is counted from, with their places
	Staff  []person.StaffID
	// May says why somebody cannot stand for a skill on a shift; "" where they can.
	May func(person.StaffID, Shift, Skill) string
	// Contract is the minutes a week of those for whom they are known. Nobody is
	// given more; others are only kept alike.
	Contract map[person.StaffID]int
	// Knows is how many of the people due in a shift know somebody.
	Knows func(person.StaffID, Shift) int
}

// Give is one place that a proposal gives.
type Give struct {
	Shift string
	Staff person.StaffID
	Skill Skill
}

// The causes, beside those that May names, why nobody was given a place.
const (
	CauseOn       = "on_this_shift"
	CauseOverlaps = "on_another_shift"
	CauseContract = "hours_of_contract"
)

// Left is a place that nobody could be given, with the cause for each of the staff.
type Left struct {
	Shift   string
	Skill   Skill
	Minutes int
	Causes  []Cause
}

// Cause is why one person was not given a place.
type Cause struct {
	Staff person.StaffID
	Code  string // of May, a Strain, or one of the causes above
}

// Proposal is who could take the open places. It changes nothing: people decide.
type Proposal struct {
	Gives []Give
	Left  []Left
	// Uncovered is the minutes of all places that are left.
	Uncovered int
	// Least says that no proposal can leave fewer minutes uncovered: for each place
	// that is left nobody may stand, whatever else they work.
	Least bool
	// Contracts says that hours are shared by the contract; else some are not known and
	// all are treated as alike.
	Contracts bool
	Known     int // people due who know whoever is given, over all shifts
}

// slot is one open place.
type slot struct {
	shift   int
	skill   Skill
	minutes int
	may     []string // by staff: why they may not, "" where they may
	able    []int    // staff who may, by their number
	holds   int      // number of whoever it is given to, or -1
}

// search is a proposal in the making.
type search struct {
	Problem
	slots []slot
	given [][]int   // by staff: the slots they hold
	fixed [][]Shift // by staff: the shifts that they work whatever is proposed
	loads []load    // by staff
	exact bool      // contracts are known for all
}

// load is what one of the staff works of the days that are proposed.
type load struct {
	minutes, weekends int64
	unknown           int
}

// Propose gives the open places of a problem: first so that the fewest minutes
// are left uncovered, then so that hours and weekends are shared, then so that
// people meet those they know. It is deterministic, and improves until no single
// change of one place or exchange of two makes it better.
func Propose(p Problem) Proposal {
	s := &search{Problem: p, given: make([][]int, len(p.Staff)), fixed: make([][]Shift, len(p.Staff)),
		loads: make([]load, len(p.Staff)), exact: true}
	for i, id := range p.Staff {
		s.exact = s.exact && p.Contract[id] > 0
		for _, x := range p.Shifts {
			if _, on := x.Has(id); on {
				s.fixed[i] = append(s.fixed[i], x)
				s.weigh(i, x, x.Minutes(p.Zone), 1)
			}
		}
		for _, x := range p.Around {
			if _, on := x.Has(id); on {
				s.fixed[i] = append(s.fixed[i], x)
			}
		}
	}
	s.open()
	s.fill()
	for s.chain() {
	}
	s.share()
	return s.result()
}

// open lists the open places, those with the fewest who may first.
func (s *search) open() {
	for i, x := range s.Shifts {
		for _, n := range x.Need {
			have := 0
			for _, p := range x.Places {
				if p.Skill == n.Skill && (s.Counts == nil || s.Counts(x, p)) {
					have++
				}
			}
			for ; have < n.Least; have++ {
				y := slot{shift: i, skill: n.Skill, minutes: x.Minutes(s.Zone), holds: -1}
				for j, id := range s.Staff {
					c := s.May(id, x, n.Skill)
					if y.may = append(y.may, c); c == "" {
						y.able = append(y.able, j)
					}
				}
				s.slots = append(s.slots, y)
			}
		}
	}
	slices.SortStableFunc(s.slots, func(a, b slot) int { return len(a.able) - len(b.able) })
}

// others are the shifts of one of the staff, but for those of two slots.
func (s *search) others(who, but, and int) []Shift {
	out := slices.Clone(s.fixed[who])
	for _, k := range s.given[who] {
		if k != but && k != and {
			out = append(out, s.Shifts[s.slots[k].shift])
		}
	}
	return out
}

// cause is why one of the staff cannot take a slot, "" where they can; the slots
// but and and count as not theirs.
func (s *search) cause(who, k, but, and int) string {
	y := s.slots[k]
	x := s.Shifts[y.shift]
	if c := y.may[who]; c != "" {
		return c
	}
	others := s.others(who, but, and)
	sum := y.minutes
	for _, o := range others {
		switch {
		case o.ID == x.ID:
			return CauseOn
		case o.Overlaps(x):
			return CauseOverlaps
		case Monday(o.Day) == Monday(x.Day):
			sum += o.Minutes(s.Zone)
		}
	}
	if c := s.Contract[s.Staff[who]]; c > 0 && sum > c {
		return CauseContract
	}
	for _, strain := range s.Rules.Strains(s.Zone, x, others) {
		return string(strain.Rule)
	}
	return ""
}

func (s *search) give(k, who int) {
	s.take(k)
	s.slots[k].holds = who
	s.given[who] = append(s.given[who], k)
	s.count(k, 1)
}

// count adds or takes away a slot in the load of its holder.
func (s *search) count(k, by int) {
	y := s.slots[k]
	s.weigh(y.holds, s.Shifts[y.shift], y.minutes, by)
	s.loads[y.holds].unknown -= by * s.Knows(s.Staff[y.holds], s.Shifts[y.shift])
}

func (s *search) weigh(who int, x Shift, minutes, by int) {
	s.loads[who].minutes += int64(by * minutes)
	if x.Day.Weekday() >= 5 {
		s.loads[who].weekends += int64(by)
	}
}

func (s *search) take(k int) {
	who := s.slots[k].holds
	if who < 0 {
		return
	}
	s.count(k, -1)
	s.given[who] = slices.DeleteFunc(s.given[who], func(o int) bool { return o == k })
	s.slots[k].holds = -1
}

// fill gives each open place to whoever makes it best at that point.
func (s *search) fill() {
	for k := range s.slots {
		best, at := score{}, -1
		for _, who := range s.slots[k].able {
			if s.slots[k].holds >= 0 || s.cause(who, k, -1, -1) != "" {
				continue
			}
			s.give(k, who)
			if got := s.score(); at < 0 || got.less(best) {
				best, at = got, who
			}
			s.take(k)
		}
		if at >= 0 {
			s.give(k, at)
		}
	}
}

// chain fills one more place by moving somebody from another place that a third
// person takes, and reports whether it could.
func (s *search) chain() bool {
	for k := range s.slots {
		if s.slots[k].holds >= 0 {
			continue
		}
		for _, who := range s.slots[k].able {
			if s.cause(who, k, -1, -1) == "" {
				s.give(k, who)
				return true
			}
			for _, t := range slices.Clone(s.given[who]) {
				if s.cause(who, k, t, -1) != "" {
					continue
				}
				for _, third := range s.slots[t].able {
					if third != who && s.cause(third, t, -1, -1) == "" {
						s.give(t, third)
						s.give(k, who)
						return true
					}
				}
			}
		}
	}
	return false
}

// shareSteps bounds the improvements, each of which makes the score strictly better.
const shareSteps = 400

// share improves hours, weekends and known faces without leaving more uncovered.
func (s *search) share() {
	for range shareSteps {
		if !s.better() {
			return
		}
	}
}

// better makes one change that improves the score, and reports whether it found one.
func (s *search) better() bool {
	now := s.score()
	for k := range s.slots {
		held := s.slots[k].holds
		if held < 0 {
			continue
		}
		for _, who := range s.slots[k].able {
			if who == held || s.cause(who, k, -1, -1) != "" {
				continue
			}
			s.give(k, who)
			if s.score().less(now) {
				return true
			}
			s.give(k, held)
		}
		for o := k + 1; o < len(s.slots); o++ {
			if s.exchange(k, o) {
				if s.score().less(now) {
					return true
				}
				s.exchange(k, o)
			}
		}
	}
	return false
}

// exchange lets the holders of two slots change places where both can.
func (s *search) exchange(k, o int) bool {
	a, b := s.slots[k].holds, s.slots[o].holds
	if a < 0 || b < 0 || a == b || s.cause(b, k, o, -1) != "" || s.cause(a, o, k, -1) != "" {
		return false
	}
	s.take(k)
	s.take(o)
	s.give(k, b)
	s.give(o, a)
	return true
}

// score is how unfair a proposal is, and how unknown its faces: the less the better.
type score struct {
	hours    int64 // sum of squares of minutes, or of the share of the contract
	weekends int64 // sum of squares of weekend days
	unknown  int
}

func (a score) less(b score) bool {
	switch {
	case a.hours != b.hours:
		return a.hours < b.hours
	case a.weekends != b.weekends:
		return a.weekends < b.weekends
	}
	return a.unknown < b.unknown
}

func (s *search) score() (out score) {
	for i, l := range s.loads {
		minutes := l.minutes
		if s.exact {
			minutes = minutes * 1000 / int64(s.Contract[s.Staff[i]])
		}
		out.hours += minutes * minutes
		out.weekends += l.weekends * l.weekends
		out.unknown += l.unknown
	}
	return out
}

func (s *search) result() Proposal {
	out := Proposal{Least: true, Contracts: s.exact}
	for k, y := range s.slots {
		x := s.Shifts[y.shift]
		if y.holds >= 0 {
			out.Gives = append(out.Gives, Give{x.ID, s.Staff[y.holds], y.skill})
			out.Known += s.Knows(s.Staff[y.holds], x)
			continue
		}
		left := Left{Shift: x.ID, Skill: y.skill, Minutes: y.minutes}
		for i, id := range s.Staff {
			left.Causes = append(left.Causes, Cause{id, s.cause(i, k, -1, -1)})
		}
		out.Left, out.Uncovered = append(out.Left, left), out.Uncovered+y.minutes
		out.Least = out.Least && len(y.able) == 0
	}
	place := func(id string) int { return slices.IndexFunc(s.Shifts, func(x Shift) bool { return x.ID == id }) }
	slices.SortStableFunc(out.Gives, func(a, b Give) int { return place(a.Shift) - place(b.Shift) })
	slices.SortStableFunc(out.Left, func(a, b Left) int { return place(a.Shift) - place(b.Shift) })
	return out
}
