package rota

import (
	"slices"

	"steady/timetable"
)

// Pair is how many registered staff one preparation takes: who prepares, and who
// confirms what they saw (E-PREP-09). A service may ask for more, never for fewer.
const Pair = 2

// Cover is who is there in one stretch of a day, [From, To).
type Cover struct {
	From, To   int
	Registered int
	Preparing  int // of the registered: those who may prepare a dose
	Support    int
	Prescriber int
}

// Of is how many with a skill are there.
func (c Cover) Of(k Skill) int {
	switch k {
	case Registered:
		return c.Registered
	case Support:
		return c.Support
	case Prescriber:
		return c.Prescriber
	}
	return 0
}

// Counts reports whether a place of a shift counts: whoever holds it is not away
// and still has what the skill needs.
type Counts func(Shift, Place) bool

// Prepares reports whether whoever holds a place may prepare a dose.
type Prepares func(Place) bool

// CoverOf is the cover of the shifts of one day from the first minute in which
// anybody works to the last, in stretches between which it changes.
func CoverOf(shifts []Shift, counts Counts, prepares Prepares) []Cover {
	var edges []int
	for _, s := range shifts {
		edges = append(edges, s.From, s.To)
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	var out []Cover
	for i := 1; i < len(edges); i++ {
		c := Cover{From: edges[i-1], To: edges[i]}
		for _, s := range shifts {
			if s.From > c.From || s.To < c.To {
				continue
			}
			for _, p := range s.Places {
				if counts(s, p) {
					c.add(p, prepares(p))
				}
			}
		}
		if n := len(out); n > 0 && out[n-1].same(c) {
			out[n-1].To = c.To
			continue
		}
		out = append(out, c)
	}
	return out
}

func (c *Cover) add(p Place, prepares bool) {
	switch p.Skill {
	case Registered:
		c.Registered++
		if prepares {
			c.Preparing++
		}
	case Support:
		c.Support++
	case Prescriber:
		c.Prescriber++
	}
}

func (c Cover) same(o Cover) bool {
	c.From, c.To = o.From, o.To
	return c == o
}

// Why names the rule that a gap is under.
type Why string

// The rules of cover.
const (
	TwoToPrepare Why = "two_to_prepare" // two registered staff for a preparation (E-PREP-09)
	OneToPrepare Why = "one_to_prepare" // at least one of them may prepare
	LeastOfSite  Why = "least_of_site"  // what the service asks for at every open minute
	LeastOfShift Why = "least_of_shift" // what the shift itself asks for
)

// Gap is a stretch in which a rule of cover does not hold.
type Gap struct {
	From, To int
	Skill    Skill
	Have     int
	Least    int
	Why      Why
	Shift    string // of LeastOfShift
}

// Gaps finds every stretch of a day's open hours in which the cover is less than
// a rule asks for, and every shift that has fewer than it needs. least is what
// the service asks for at every open minute; nil leaves preparation alone checked.
func Gaps(shifts []Shift, cover []Cover, open []timetable.Span, least []Need, counts Counts) []Gap {
	var out []Gap
	for _, o := range open {
		for _, c := range within(cover, o) {
			out = c.gaps(out, least)
		}
	}
	for _, s := range shifts {
		for _, n := range s.Need {
			have := 0
			for _, p := range s.Places {
				if p.Skill == n.Skill && counts(s, p) {
					have++
				}
			}
			if have < n.Least {
				out = append(out, Gap{s.From, s.To, n.Skill, have, n.Least, LeastOfShift, s.ID})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Gap) int { return a.From - b.From })
	return out
}

// gaps adds what one stretch lacks; a stretch that goes on lengthens the gap before.
func (c Cover) gaps(out []Gap, least []Need) []Gap {
	for _, k := range Skills() {
		need, why := Of(least, k), LeastOfSite
		if k == Registered && need <= Pair {
			need, why = Pair, TwoToPrepare
		}
		if c.Of(k) < need {
			out = lengthen(out, Gap{c.From, c.To, k, c.Of(k), need, why, ""})
		}
	}
	if c.Registered >= Pair && c.Preparing == 0 {
		out = lengthen(out, Gap{c.From, c.To, Registered, 0, 1, OneToPrepare, ""})
	}
	return out
}

func lengthen(out []Gap, g Gap) []Gap {
	for i := len(out) - 1; i >= 0; i-- {
		o := out[i]
		if o.To == g.From && o.Skill == g.Skill && o.Have == g.Have && o.Least == g.Least && o.Why == g.Why {
			out[i].To = g.To
			return out
		}
	}
	return append(out, g)
}

// within cuts the cover to a stretch; where nobody works it is a stretch of nobody.
func within(cover []Cover, o timetable.Span) []Cover {
	var out []Cover
	at := o.From
	for _, c := range cover {
		if c.To <= at || c.From >= o.To {
			continue
		}
		if c.From > at {
			out = append(out, Cover{From: at, To: c.From})
		}
		c.From, c.To = max(c.From, at), min(c.To, o.To)
		out = append(out, c)
		at = c.To
	}
	if at < o.To {
		out = append(out, Cover{From: at, To: o.To})
	}
	return out
}

// Kind of an absence.
type Kind string

// The kinds. Colleagues see neither: they see that somebody is away.
const (
	Leave    Kind = "leave"
	Sickness Kind = "sickness"
)

// Kinds lists both.
func Kinds() []Kind { return []Kind{Leave, Sickness} }

// Steps is the cover of a skill as a step function of the day.
func Steps(cover []Cover, k Skill) (out []timetable.Step) {
	for _, c := range cover {
		switch n := len(out); {
		case n > 0 && out[n-1].To == c.From && out[n-1].Value == c.Of(k):
			out[n-1].To = c.To
		case c.Of(k) > 0:
			out = append(out, timetable.Step{From: c.From, To: c.To, Value: c.Of(k)})
		}
	}
	return out
}
