package clinic

import (
	"slices"

	"steady/moment"
	"steady/timetable"
)

// blocks says what leaves visits without a time.
func (x *WeekPlan) blocks() {
	w := x.Week
	for i, p := range w.People {
		for d := range 7 {
			pd := dayOf(x.Plan, string(p.Person), d, len(p.Doses))
			for k, session := range p.Doses {
				if !p.Comes[d][k] || pd.Starts[k] != timetable.None {
					continue
				}
				b := WeekBlock{Person: p.Person, Day: w.Monday + moment.Day(d), Session: session}
				b.Why, b.Rule = x.why(&w.Asked.People[i], p, d)
				x.Blocks = append(x.Blocks, b)
			}
		}
	}
}

// why tells a person's own limits from those of the house: alone in the house,
// do all visits of the day fit; and would they without the times that are taken?
func (x *WeekPlan) why(p *timetable.Person, who WeekPerson, day int) (BlockWhy, timetable.Rule) {
	in := x.Asked
	wanted := 0
	for _, comes := range who.Comes[day] {
		if comes {
			wanted++
		}
	}
	alone := func(p timetable.Person) bool {
		one := *in
		one.People, one.Apart, one.Together = []timetable.Person{p}, nil, nil
		return dayOf(one.FirstComeOf(day), p.ID, day, p.Doses).Attended() >= wanted
	}
	free := *p
	free.Busy = nil
	switch {
	case alone(*p):
		return BlockHouse, x.inTheWay(p, day)
	case alone(free):
		return BlockBusy, ""
	}
	return BlockHours, ""
}

// inTheWay is the rule of the house that forbids most of the starts which the
// person could have had.
func (x *WeekPlan) inTheWay(p *timetable.Person, day int) timetable.Rule {
	in := x.Asked
	book := timetable.NewLedger(in.Rules, in.SlotMin, &in.Sites[0], day)
	for _, pd := range x.Plan.Days {
		for _, s := range pd.Starts {
			if pd.Day == day && s != timetable.None {
				book.Add(s)
			}
		}
	}
	of := map[timetable.Rule]int{}
	for s := 0; s < dayMinutes; s += in.SlotMin {
		if b, fits := book.Breaks(s); !fits && b.Rule != timetable.RuleOpen {
			of[b.Rule]++
		} else if fits {
			of[timetable.RuleApart]++ // room there is: it is a pair, or the gap to their other visit
		}
	}
	best := timetable.RuleApart
	for _, rule := range []timetable.Rule{timetable.RuleBooths, timetable.RuleObs, timetable.RulePrep,
		timetable.RuleStaff} {
		if of[rule] > of[best] {
			best = rule
		}
	}
	if !slices.ContainsFunc(in.Apart, func(a timetable.Pair) bool { return a.A == p.ID || a.B == p.ID }) &&
		!slices.ContainsFunc(in.Together, func(a timetable.Together) bool { return a.A == p.ID || a.B == p.ID }) &&
		best == timetable.RuleApart {
		return timetable.RuleGapMin
	}
	return best
}
