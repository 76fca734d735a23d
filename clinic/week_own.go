package clinic

import (
	"slices"

	"steady/moment"
	"steady/person"
	"steady/timetable"
	"steady/timetable/check"
)

// WeekFor reads a week in which one person alone is planned anew and everybody
// else keeps the times that they were promised. ok is false where the week
// cannot be planned, or this person not.
func (s *State) WeekFor(id person.UserID, monday moment.Day) (w *Week, ok bool) {
	w = s.WeekToPlan(monday)
	i := slices.IndexFunc(w.People, func(p WeekPerson) bool { return p.Person == id })
	if i < 0 || w.People[i].Fixed == FixedGap {
		return w, false
	}
	for k := range w.People {
		switch {
		case k == i:
			w.People[k].Fixed = "" // they ask themselves
		case w.People[k].Fixed == "":
			w.People[k].Fixed = FixedOther
		}
	}
	w.ask()
	w.Asked.Rules.FairW = 0 // nobody is weighed against anybody
	return w, true
}

// OwnWeek is what other times of a week would give one person back.
type OwnWeek struct {
	Changes       []TimeChange
	Before, After int  // minutes of the week that pass on a clock
	Way           bool // the way here is known, and counted
}

// OwnWeek keeps of a planned week the days on which a person's new times can be
// promised now and take less of the day, or which they cannot keep as they are.
// A day in which one visit has no time is left as it is.
func (s *State) OwnWeek(x *WeekPlan, id person.UserID, now moment.Instant) (out OwnWeek) {
	i := slices.IndexFunc(x.People, func(p WeekPerson) bool { return p.Person == id })
	if i < 0 {
		return out
	}
	p := x.People[i]
	out.Way = p.Way
	for d := range 7 {
		day := x.Monday + moment.Day(d)
		was, is := dayOf(x.Promised, string(id), d, len(p.Doses)), dayOf(x.Plan, string(id), d, len(p.Doses))
		hours := func(starts []int) int {
			return timetable.PlannedHours(starts, s.StayOn(day), s.WayHere(id, day)).Total()
		}
		changes, ok := s.changesOn(p, day, was.Starts, is.Starts, now)
		costs, _ := check.Day(x.Life, was)
		would, _ := check.Day(x.Life, is)
		kept := slices.ContainsFunc(changes, func(c TimeChange) bool { return s.Clashes(id, day, c.Was, s.StayOn(day)) })
		out.Before += hours(was.Starts)
		if !ok || len(changes) == 0 || would >= costs && !kept {
			out.After += hours(was.Starts)
			continue
		}
		out.After += hours(is.Starts)
		out.Changes = append(out.Changes, changes...)
	}
	return out
}

// changesOn are the visits of a day at other times; ok is false where one has no
// time, or could not be promised.
func (s *State) changesOn(p WeekPerson, day moment.Day, was, is []int, now moment.Instant) (out []TimeChange, ok bool) {
	k := s.bookOf(day, now)
	var moved []PromisedTime
	for n, session := range p.Doses {
		if !p.Comes[day.Weekday()][n] || was[n] == is[n] {
			continue
		}
		if was[n] == timetable.None || is[n] == timetable.None {
			return nil, false
		}
		x := PromisedTime{VisitID(p.Person, day, session), p.Person, day, session, s.at(day, is[n])}
		if _, _, no := s.promised(x); no != nil || x.Due <= now {
			return nil, false
		}
		k.leave(x.Visit)
		moved = append(moved, x)
		out = append(out, TimeChange{day, session, was[n], is[n]})
	}
	for _, x := range moved {
		k.take(x)
	}
	for _, x := range moved {
		k.leave(x.Visit)
		if len(k.broken(x)) > 0 {
			return nil, false
		}
		k.take(x)
	}
	return out, true
}
