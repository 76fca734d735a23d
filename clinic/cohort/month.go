package cohort

import (
	"fmt"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/recovery"
	"steady/visit"
)

// Part is some days of a service and what was counted in them.
type Part struct {
	First, Last moment.Day
	People      int // in treatment on any of its days
	PersonDays  int // in treatment
	Promised    int // visits that were promised and not cancelled, and have ended
	Came        int
	Doses       int
	Met         []int // doses after which each of clinic.Definitions was met
}

// Parts counts from a day to another in steps: whole weeks, whole months.
func (b *Book) Parts(from, to moment.Day, next func(moment.Day) moment.Day) (out []Part) {
	for first := from; first <= to; first = next(first) {
		if last := next(first) - 1; last <= to {
			out = append(out, Part{First: first, Last: last, Met: make([]int, len(clinic.Definitions()))})
		}
	}
	at := func(day moment.Day) *Part {
		for i := range out { // few
			if out[i].First <= day && day <= out[i].Last {
				return &out[i]
			}
		}
		return nil
	}
	for _, v := range b.Visits {
		p := at(v.Day)
		if p == nil {
			continue
		}
		if v.Ending != visit.Cancelled {
			p.Promised++
			if v.Ending != visit.DidNotAttend {
				p.Came++
			}
		}
		if v.Dosed {
			p.Doses++
		}
		for i := range p.Met {
			p.Met[i] += int(v.Met >> i & 1)
		}
	}
	for i := range out {
		p := &out[i]
		who := map[person.UserID]bool{}
		for _, s := range b.Stays {
			if days := b.days(s, p.First, p.Last); days > 0 {
				p.PersonDays += days
				who[s.Person] = true
			}
		}
		p.People = len(who)
	}
	return out
}

// days is how many days from one to another somebody was in treatment.
func (b *Book) days(s *Stay, from, to moment.Day) int {
	if s.Admitted == 0 {
		return 0
	}
	from = max(from, b.Zone.Day(s.Admitted))
	if s.Ended != 0 {
		to = min(to, b.Zone.Day(s.Ended))
	}
	return max(0, int(to-from)+1)
}

// NextWeek and NextMonth are the steps of Parts.
func NextWeek(day moment.Day) moment.Day { return day + 7 }

// NextMonth is the first day of the month after a day's.
func NextMonth(day moment.Day) moment.Day {
	y, m, _ := day.Split()
	return moment.Date(y, m+1, 1)
}

// FirstOfMonth is the first day of a day's month.
func FirstOfMonth(day moment.Day) moment.Day {
	y, m, _ := day.Split()
	return moment.Date(y, m, 1)
}

// MonthName prints a month as "2026-10".
func MonthName(day moment.Day) string { return day.String()[:7] }

// Cost is what some days cost, where it is known.
type Cost struct {
	Pence   int64
	Kinds   []clinic.CostKind // that are in it
	Lacking []clinic.CostKind // entered for some of the days, and not for all
	Unset   []clinic.CostKind // never entered
}

// Known reports whether a cost may be told: something is entered, and nothing of
// it for a part of the days only.
func (c Cost) Known() bool { return len(c.Kinds) > 0 && len(c.Lacking) == 0 }

// CostOf adds what was entered for the days from one to another. An entry that
// reaches beyond them counts by its days.
func (b *Book) CostOf(from, to moment.Day) (out Cost) {
	for _, k := range clinic.CostKinds {
		covered, ever := 0, false
		var pence int64
		for _, c := range b.Costs {
			if c.Kind != k.Code {
				continue
			}
			ever = true
			if days := int64(min(c.To, to) - max(c.From, from) + 1); days > 0 {
				covered += int(days)
				pence += c.Pence * days / int64(c.To-c.From+1)
			}
		}
		switch whole := int(to-from) + 1; {
		case !ever:
			out.Unset = append(out.Unset, k.Code)
		case covered < whole:
			out.Lacking = append(out.Lacking, k.Code)
		default:
			out.Kinds, out.Pence = append(out.Kinds, k.Code), out.Pence+pence
		}
	}
	return out
}

// yearDays is the length of a year in days for rates: 365, as in a person-year.
const yearDays = 365

// PerPersonYear is the pounds that a year of one person's treatment cost, to the
// nearest; ok is false where nobody was in treatment.
func PerPersonYear(pence int64, personDays int) (pounds int64, ok bool) {
	if personDays <= 0 {
		return 0, false
	}
	return (pence*yearDays/int64(personDays) + 50) / 100, true
}

// Attendance is the share of promised visits to which people came, in per cent
// for each week with at least five people, for a chart of control.
func Attendance(weeks []Part) (out []recovery.Measured) {
	for _, w := range weeks {
		if w.People >= recovery.Smallest && w.Promised > 0 {
			out = append(out, measured(w.First.String(), w.Came*100_000, w.Promised))
		}
	}
	return out
}

// Incidents is how often a definition was met in each 1,000 doses of a part. Parts
// with fewer than five people, or without doses, are left out.
func Incidents(parts []Part, definition int) (out []recovery.Measured) {
	for _, p := range parts {
		if p.People >= recovery.Smallest && p.Doses > 0 {
			out = append(out, measured(p.First.String(), p.Met[definition]*1_000_000, p.Doses))
		}
	}
	return out
}

// Claim puts two stretches side by side as somebody might want to claim a change:
// doses after which a definition was met, before a day and from it on.
func (b *Book) Claim(from, turn, to moment.Day, definition int) (c recovery.Claim) {
	span := func(from, to moment.Day) (s recovery.Span, who map[person.UserID]bool) {
		who = map[person.UserID]bool{}
		for _, x := range b.Stays {
			if d := b.days(x, from, to); d > 0 {
				s.PersonDays += d
				who[x.Person] = true
			}
		}
		for _, v := range b.Visits {
			if v.Day >= from && v.Day <= to {
				s.Events += int(v.Met >> definition & 1)
			}
		}
		s.People = len(who)
		return s, who
	}
	before, first := span(from, turn-1)
	after, second := span(turn, to)
	c.Before, c.After = before, after
	for id := range first {
		if second[id] {
			c.Both++
		} else {
			c.Left++
		}
	}
	return c
}

// String names a part for a table.
func (p Part) String() string { return fmt.Sprintf("%s to %s", p.First, p.Last) }

// measured is n/of as a point of a chart, to a thousandth.
func measured(at string, n, of int) recovery.Measured {
	return recovery.Measured{At: at, Value: measure.Milli((n + of/2) / of)}
}
