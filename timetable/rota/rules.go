package rota

import (
	"slices"

	"steady/moment"
	"steady/person"
)

// Rules are a service's own numbers for its rota. None has a default: one that
// is not set is not checked, and the pages say so.
type Rules struct {
	Rest  *int    `json:"rest_min,omitempty"` // least minutes between two shifts of one person
	Week  *int    `json:"week_min,omitempty"` // most minutes of one person from Monday to Sunday
	Run   *int    `json:"run_days,omitempty"` // most days of one person without a day off
	Least []Need  `json:"least,omitempty"`    // at every open minute; see Gaps
	Asks  []Asked `json:"asks,omitempty"`     // competences that a skill asks for
	Known *Known  `json:"known,omitempty"`    // what a known face is
}

// Asked is a competence that whoever stands for a skill must have.
type Asked struct {
	Skill      Skill             `json:"skill"`
	Competence person.Competence `json:"competence"`
}

// Known says who is a known face to a person: whoever took part in at least
// Visits of their earlier visits within the Days before.
type Known struct {
	Visits int `json:"visits"`
	Days   int `json:"days"`
}

// AsksOf lists the competences that a skill asks for.
func (r Rules) AsksOf(k Skill) (out []person.Competence) {
	for _, a := range r.Asks {
		if a.Skill == k {
			out = append(out, a.Competence)
		}
	}
	return out
}

// Sound reports whether every number that is set can be meant.
func (r Rules) Sound() bool {
	ok := sane(r.Rest, 7*DayMinutes) && sane(r.Week, 7*DayMinutes) && sane(r.Run, 60) && SoundNeeds(r.Least)
	for i, a := range r.Asks {
		ok = ok && a.Skill.Known() && a.Competence.Known() && !slices.Contains(r.Asks[:i], a)
	}
	return ok && (r.Known == nil || r.Known.Visits > 0 && r.Known.Days > 0 && r.Known.Days <= 3660)
}

func sane(n *int, most int) bool { return n == nil || *n >= 1 && *n <= most }

// SoundNeeds reports whether each need names a skill once and a number that can be meant.
func SoundNeeds(needs []Need) bool {
	for i, n := range needs {
		twice := slices.ContainsFunc(needs[:i], func(o Need) bool { return o.Skill == n.Skill })
		if !n.Skill.Known() || n.Least < 0 || n.Least > 99 || twice {
			return false
		}
	}
	return true
}

// Strain names a rest rule.
type Strain string

// The rest rules.
const (
	TooLittleRest Strain = "too_little_rest"
	TooManyHours  Strain = "too_many_hours"
	TooManyDays   Strain = "too_many_days"
)

// Strained is a rest rule that a shift would break for one person.
type Strained struct {
	Rule  Strain
	Have  int // minutes or days that it would be
	Limit int
}

// Strains lists the rest rules that one more shift would break for somebody who
// already works others. Rules that are not set are not asked.
func (r Rules) Strains(z moment.Zone, s Shift, others []Shift) (out []Strained) {
	if r.Rest != nil {
		if rest, near := leastRest(z, s, others); near && rest < *r.Rest {
			out = append(out, Strained{TooLittleRest, rest, *r.Rest})
		}
	}
	if r.Week != nil {
		sum := s.Minutes(z)
		for _, o := range others {
			if Monday(o.Day) == Monday(s.Day) {
				sum += o.Minutes(z)
			}
		}
		if sum > *r.Week {
			out = append(out, Strained{TooManyHours, sum, *r.Week})
		}
	}
	if r.Run != nil {
		if n := run(s.Day, others); n > *r.Run {
			out = append(out, Strained{TooManyDays, n, *r.Run})
		}
	}
	return out
}

// leastRest is the shortest elapsed time between a shift and its neighbours on
// other days; near is false where there is none. Two parts of one day are one
// duty with a break in it.
func leastRest(z moment.Zone, s Shift, others []Shift) (least int, near bool) {
	for _, o := range others {
		gap := s.begins(z).Since(o.ends(z))
		switch {
		case o.Day == s.Day:
			continue
		case o.Day > s.Day:
			gap = o.begins(z).Since(s.ends(z))
		}
		if m := int(gap / moment.Minute); !near || m < least {
			least, near = m, true
		}
	}
	return least, near
}

// run counts the days in a row with a shift, that day among them.
func run(day moment.Day, others []Shift) int {
	works := map[moment.Day]bool{day: true}
	for _, o := range others {
		works[o.Day] = true
	}
	n := 1
	for d := day - 1; works[d]; d-- {
		n++
	}
	for d := day + 1; works[d]; d++ {
		n++
	}
	return n
}
