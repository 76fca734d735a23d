package clinic

import (
	"cmp"
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/timetable"
	"steady/visit"
)

// KeptVisit is one visit as the read models keep it.
type KeptVisit struct {
	Person              person.UserID
	Day                 moment.Day
	Due, Arrived, Ended moment.Instant // 0: not
	Outcome             string         // the ending, where it has ended
}

// BurdenWeek is what treatment took of one person's week: as it was promised,
// and as it was lived.
type BurdenWeek struct {
	Monday  moment.Day
	Planned timetable.Hours
	Lived   timetable.Hours
	// NoLength counts the days of which nobody set how long a visit lasts: they
	// are not in Planned.
	NoLength int
}

// Minutes is the lived week for comparison: all of it, or only the time inside
// where the way was not told on some day.
func (w BurdenWeek) Minutes(inside bool) int {
	if inside {
		return w.Lived.Inside
	}
	return w.Lived.Total()
}

// BurdenWeeks puts a person's visits, in any order, into weeks from Monday on,
// oldest first; weeks without a visit are not among them. A visit that was
// cancelled was never promised in the end; one that has not ended is lived by
// nobody yet.
func (s *State) BurdenWeeks(id person.UserID, visits []KeptVisit) (out []BurdenWeek) {
	visits = slices.Clone(visits)
	slices.SortStableFunc(visits, func(a, b KeptVisit) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Due, b.Due))
	})
	for len(visits) > 0 {
		n := 1
		for n < len(visits) && visits[n].Day == visits[0].Day {
			n++
		}
		day := visits[0].Day
		if monday := day - moment.Day(day.Weekday()); len(out) == 0 || out[len(out)-1].Monday != monday {
			out = append(out, BurdenWeek{Monday: monday})
		}
		s.addDay(&out[len(out)-1], id, day, visits[:n])
		visits = visits[n:]
	}
	return out
}

func (v KeptVisit) came() bool { return v.Arrived != 0 && v.Ended > v.Arrived }

// addDay adds a day's visits, in order of time, to its week.
func (s *State) addDay(w *BurdenWeek, id person.UserID, day moment.Day, visits []KeptVisit) {
	var starts []int
	var stays []timetable.Stay
	for _, v := range visits {
		if v.Outcome != string(visit.Cancelled) {
			t := s.zone.In(v.Due)
			starts = append(starts, t.Hour()*60+t.Minute())
		}
		if v.came() {
			stays = append(stays, timetable.Stay{In: v.Arrived, Out: v.Ended})
		}
	}
	slices.SortFunc(stays, func(a, b timetable.Stay) int { return cmp.Compare(a.In, b.In) })
	way := s.WayHere(id, day)
	w.Lived = w.Lived.Add(timetable.LivedHours(s.zone, stays, way))
	slices.Sort(starts)
	switch length := s.StayOn(day); {
	case len(starts) == 0:
	case length == 0:
		w.NoLength++
	default:
		w.Planned = w.Planned.Add(timetable.PlannedHours(starts, length, way))
	}
}

// WayHere is what a person told of their way on a day, nil where nobody asked.
func (s *State) WayHere(id person.UserID, day moment.Day) *timetable.Way {
	j, ok := s.JourneyOn(id, day)
	if !ok {
		return nil
	}
	way := &timetable.Way{Reach: timetable.Reach{Travel: j.Minutes}}
	if j.Bus != nil {
		way.Reach.Bus = &timetable.Bus{Period: j.Bus.Period, Arrive: j.Bus.Here, Leave: j.Bus.Home}
	}
	if wish, ok := s.WishOn(id, day); ok {
		way.Block = wish.Block
	}
	return way
}

// BurdenRise is a person whose last week was heavier than their own weeks before.
type BurdenRise struct {
	Week   BurdenWeek
	Before int // minutes: the middle of the earlier weeks
	By     int // minutes
	Weeks  int // earlier weeks that were compared with
	Inside bool
}

// RiseOf asks the service's rule of a person's weeks, oldest first. Only whole
// weeks count: not the one that runs, and not the first that is known, which may
// have begun late. Where the way was not told on some day of them, the time
// inside is compared alone. Without a rule nothing is a rise.
func (s *State) RiseOf(weeks []BurdenWeek, today moment.Day) (r BurdenRise, ok bool) {
	monday := today - moment.Day(today.Weekday())
	var whole []BurdenWeek
	for i, w := range weeks {
		if i > 0 && w.Monday < monday && w.Lived.Visits > 0 {
			whole = append(whole, w)
		}
	}
	n := s.Burden.Rule.Weeks
	if n < 1 || len(whole) <= n || whole[len(whole)-1].Monday != monday-7 {
		return r, false
	}
	whole = whole[len(whole)-n-1:]
	inside := slices.ContainsFunc(whole, func(w BurdenWeek) bool { return w.Lived.Untold > 0 })
	var minutes []int
	for _, w := range whole {
		minutes = append(minutes, w.Minutes(inside))
	}
	before, by, ok := s.Burden.Rule.Rise(minutes)
	return BurdenRise{whole[n], before, by, n, inside}, ok
}

// BurdenLookBack is how many days the work list needs of past visits to ask the
// service's rule; 0 where it asks nothing.
func (s *State) BurdenLookBack() moment.Day {
	if s.Burden.Rule.Weeks == 0 {
		return 0
	}
	return moment.Day(7 * (s.Burden.Rule.Weeks + 3))
}

// burdenTask says that somebody's week grew heavier.
func (s *State) burdenTask(id person.UserID, visits []KeptVisit, today moment.Day) (out []Task) {
	r, ok := s.RiseOf(s.BurdenWeeks(id, visits), today)
	if !ok {
		return nil
	}
	return []Task{{Kind: TaskBurden, Person: id, Staff: s.KeyWorker(id), Rule: burdenRule, Text: r.Words()}}
}

// Words says a rise in a sentence without a name.
func (r BurdenRise) Words() string {
	what := "Treatment took %s of the week from %s"
	if r.Inside {
		what = "Visits took %s inside the service in the week from %s (the way is not told)"
	}
	before := fmt.Sprintf("the middle of the %d weeks before", r.Weeks)
	if r.Weeks == 1 {
		before = "the week before"
	}
	return fmt.Sprintf(what+", %s more than %s.", HoursWords(r.Week.Minutes(r.Inside)), words(r.Week.Monday),
		HoursWords(r.By), before)
}

// HoursWords spells minutes for people: "9 h 05 min", "40 min".
func HoursWords(minutes int) string {
	if minutes < 60 {
		return fmt.Sprintf("%d min", minutes)
	}
	return fmt.Sprintf("%d h %02d min", minutes/60, minutes%60)
}

// StayOn is how many minutes a visit takes on a day, as it is set; 0 is not set.
func (s *State) StayOn(day moment.Day) int {
	a, _ := s.AccessOn(day)
	return a.Stay()
}
