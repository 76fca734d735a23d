package clinic

import (
	"maps"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/timetable"
)

// ServiceWeek is how one week of a service lay across its people: only those who
// came, only what may be compared.
type ServiceWeek struct {
	Monday moment.Day
	// Inside and PlannedInside are the minutes inside of everybody. PlannedInside
	// is of those whose visits had a set length on every day.
	Inside, PlannedInside timetable.Spread
	// All and PlannedAll are all the minutes, of those alone whose way was told for
	// every day.
	All, PlannedAll timetable.Spread
}

// ServiceBurden puts people's weeks together: each whole week from one Monday to
// another, both included, oldest first; a week in which nobody came is empty.
func ServiceBurden(each map[person.UserID][]BurdenWeek, from, to moment.Day) (out []ServiceWeek) {
	for monday := from; monday <= to; monday += 7 {
		w := ServiceWeek{Monday: monday}
		var inside, plannedInside, all, plannedAll []int
		for _, weeks := range each {
			i := slices.IndexFunc(weeks, func(w BurdenWeek) bool { return w.Monday == monday })
			if i < 0 || weeks[i].Lived.Visits == 0 {
				continue
			}
			x := weeks[i]
			inside = append(inside, x.Lived.Inside)
			told, set := x.Lived.Untold+x.Planned.Untold == 0, x.NoLength == 0
			if set {
				plannedInside = append(plannedInside, x.Planned.Inside)
			}
			if told {
				all = append(all, x.Lived.Total())
			}
			if told && set {
				plannedAll = append(plannedAll, x.Planned.Total())
			}
		}
		w.Inside, w.PlannedInside = timetable.SpreadOf(inside), timetable.SpreadOf(plannedInside)
		w.All, w.PlannedAll = timetable.SpreadOf(all), timetable.SpreadOf(plannedAll)
		out = append(out, w)
	}
	return out
}

// MiddleWeeks is each person's own middle week of some, in order of their ids:
// all of it, or the time inside. Weeks in which somebody did not come, or of
// which the way was not told where all is asked, are not among them.
func MiddleWeeks(each map[person.UserID][]BurdenWeek, from, to moment.Day, inside bool) (out []int) {
	for _, id := range slices.Sorted(maps.Keys(each)) {
		var minutes []int
		for _, w := range each[id] {
			if w.Monday >= from && w.Monday <= to && w.Lived.Visits > 0 && (inside || w.Lived.Untold == 0) {
				minutes = append(minutes, w.Minutes(inside))
			}
		}
		if len(minutes) > 0 {
			out = append(out, timetable.SpreadOf(minutes).Median)
		}
	}
	return out
}
