package rota

import (
	"slices"

	"steady/moment"
	"steady/person"
)

// Meeting is one visit of one person with the staff who took part in it, in the
// order of the visits.
type Meeting struct {
	Visit  string
	Person person.UserID
	Day    moment.Day
	Staff  []person.StaffID // each once
}

// Faces is who met whom: the meetings of each person, oldest first. It answers
// how many of a person's visits were with somebody they know.
type Faces struct{ of map[person.UserID][]Meeting }

// NewFaces orders meetings by person. Meetings of one person come oldest first.
func NewFaces(all []Meeting) *Faces {
	f := &Faces{of: map[person.UserID][]Meeting{}}
	for _, m := range all {
		f.of[m.Person] = append(f.of[m.Person], m)
	}
	return f
}

// Met is in how many visits of the days before a day somebody took part with a
// person; days 0 counts all of them.
func (f *Faces) Met(who person.UserID, by person.StaffID, before moment.Day, days int) int {
	mine := f.of[who]
	i, _ := slices.BinarySearchFunc(mine, before, func(m Meeting, d moment.Day) int { return int(m.Day - d) })
	return count(mine[:i], by, before, days)
}

func count(earlier []Meeting, by person.StaffID, day moment.Day, days int) (n int) {
	for i := len(earlier) - 1; i >= 0; i-- {
		if days > 0 && earlier[i].Day < day-moment.Day(days) {
			break
		}
		if slices.Contains(earlier[i].Staff, by) {
			n++
		}
	}
	return n
}

// Knows reports whether somebody is a known face to a person on a day.
func (f *Faces) Knows(who person.UserID, by person.StaffID, on moment.Day, k Known) bool {
	return f.Met(who, by, on, k.Days) >= k.Visits
}

// Share is how many of some visits were with a known face.
type Share struct{ Known, Visits int }

// Week is the share of one week, from its Monday.
type Week struct {
	Monday moment.Day
	Share
}

// Known measures the visits from first to last: of each, whether at least one of
// the staff who took part had taken part in enough earlier visits. who "" is
// everybody. The weeks come oldest first.
func (f *Faces) Known(who person.UserID, first, last moment.Day, k Known) (all Share, weeks []Week) {
	f.each(who, first, last, func(m Meeting, earlier []Meeting) {
		known := slices.ContainsFunc(m.Staff, func(id person.StaffID) bool {
			return count(earlier, id, m.Day, k.Days) >= k.Visits
		})
		i := slices.IndexFunc(weeks, func(w Week) bool { return w.Monday == Monday(m.Day) })
		if i < 0 {
			weeks, i = append(weeks, Week{Monday: Monday(m.Day)}), len(weeks)
		}
		for _, s := range []*Share{&all, &weeks[i].Share} {
			s.Visits++
			if known {
				s.Known++
			}
		}
	})
	slices.SortFunc(weeks, func(a, b Week) int { return int(a.Monday - b.Monday) })
	return all, weeks
}

// Band is how many visits had somebody with so many earlier meetings.
type Band struct{ From, To, Visits int } // To 0 has no upper end

// Bands is the plain distribution, for a service that has not said what a known
// face is: of the visits from first to last, how often whoever the person had
// met most had been met how often before. Nothing is called known or unknown.
func (f *Faces) Bands(who person.UserID, first, last moment.Day) []Band {
	out := []Band{{0, 0, 0}, {1, 1, 0}, {2, 4, 0}, {5, 9, 0}, {10, 19, 0}, {20, 0, 0}}
	f.each(who, first, last, func(m Meeting, earlier []Meeting) {
		most := 0
		for _, id := range m.Staff {
			most = max(most, count(earlier, id, m.Day, 0))
		}
		for i := len(out) - 1; i >= 0; i-- {
			if most >= out[i].From {
				out[i].Visits++
				break
			}
		}
	})
	return out
}

// each yields the visits from first to last with those before them.
func (f *Faces) each(who person.UserID, first, last moment.Day, yield func(m Meeting, earlier []Meeting)) {
	for id, mine := range f.of {
		if who != "" && id != who {
			continue
		}
		for i, m := range mine {
			if first <= m.Day && m.Day <= last {
				yield(m, mine[:i])
			}
		}
	}
}
