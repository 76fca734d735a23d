package clinic

import (
	"slices"

	"steady/moment"
	"steady/person"
)

// WeekTimes are the times at which somebody comes in an ordinary week: for each
// day, Monday first, the minute of the day for each session, -1 where they do
// not come.
type WeekTimes [][]int

// notComing is the time of a session that somebody does not come to.
const notComing = -1

// RegularTimes are the week times that hold from a day on, until others do.
type RegularTimes struct {
	From  moment.Day     `json:"from"`
	Times WeekTimes      `json:"times"`
	By    person.StaffID `json:"by"`
}

// regularKept is how many changes of regular times a person may have that
// still count for the sessions missed, or are still to come.
const regularKept = 12

// EveryDay are the same times on every day of the week.
func EveryDay(times []int) WeekTimes {
	out := make(WeekTimes, 7)
	for i := range out {
		out[i] = slices.Clone(times)
	}
	return out
}

// WeekOn are the regular times that hold on a day.
func (p *Person) WeekOn(day moment.Day) WeekTimes {
	for i := len(p.Regular) - 1; i >= 0; i-- {
		if p.Regular[i].From <= day {
			return p.Regular[i].Times
		}
	}
	return EveryDay(p.Times)
}

// timesOn are the times of one day, for each session.
func (p *Person) timesOn(day moment.Day) []int {
	for i := len(p.Regular) - 1; i >= 0; i-- {
		if p.Regular[i].From <= day {
			return p.Regular[i].Times[day.Weekday()]
		}
	}
	return p.Times
}

// TimeOn is the regular time of a person in a session of a day, in minutes
// after midnight of the site; ok is false where they do not come.
func (p *Person) TimeOn(day moment.Day, session int) (minute int, ok bool) {
	if t := p.timesOn(day); session >= 0 && session < len(t) && t[session] >= 0 {
		return t[session], true
	}
	return 0, false
}

// Attends reports whether a session belongs to a person's treatment at the time
// of a day: they come to it on some day of their week. A day of the week on
// which they do not come takes nothing away from the sessions that count as
// missed (E-MISS-01), and leaves every other session its own dose.
func (p *Person) Attends(day moment.Day, session int) bool {
	for i := len(p.Regular) - 1; i >= 0; i-- {
		if p.Regular[i].From <= day {
			return p.Regular[i].Times.has(session)
		}
	}
	return session >= 0 && session < len(p.Times) && p.Times[session] >= 0
}

func (w WeekTimes) has(session int) bool {
	return session >= 0 && slices.ContainsFunc(w, func(t []int) bool { return session < len(t) && t[session] >= 0 })
}

// Equal reports whether two weeks have the same times.
func (w WeekTimes) Equal(other WeekTimes) bool {
	return slices.EqualFunc(w, other, slices.Equal[[]int])
}

// whole reports whether there is an entry for each session of seven days.
func (w WeekTimes) whole(sessions int) bool {
	return len(w) == 7 && !slices.ContainsFunc(w, func(day []int) bool { return len(day) != sessions })
}

// inHours reports whether every time lies in the ordinary hours of its session
// and day of the week, as they hold from a day on.
func (s *State) inHours(from moment.Day, week WeekTimes) bool {
	if !week.whole(len(s.Sessions)) {
		return false
	}
	for day := from; day < from+7; day++ {
		hours := s.ordinaryHours(day)
		for i, t := range week[day.Weekday()] {
			inside := slices.ContainsFunc(hours, func(x AccessWindow) bool { return x.Session == i && x.From <= t && t < x.To })
			if t != notComing && !inside {
				return false
			}
		}
	}
	return true
}

// sameVisits reports whether two weeks have a visit in the same sessions of the
// same days.
func (w WeekTimes) sameVisits(other WeekTimes) bool {
	return slices.EqualFunc(w, other, func(a, b []int) bool {
		return slices.EqualFunc(a, b, func(x, y int) bool { return (x < 0) == (y < 0) })
	})
}

// setRegular lets week times hold from a day on. Times that were to begin on
// that day or later no longer do; times that no missed session is counted by
// any more are forgotten.
func (p *Person) setRegular(r RegularTimes, today moment.Day) {
	kept := slices.DeleteFunc(slices.Clone(p.Regular), func(x RegularTimes) bool { return x.From >= r.From })
	kept = append(kept, r)
	oldest := today
	for _, x := range p.Served {
		oldest = min(oldest, x.Day)
	}
	for len(kept) > 1 && kept[1].From <= oldest {
		kept = kept[1:]
	}
	p.Regular = slices.Clone(kept)
}
