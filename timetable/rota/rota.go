// Package rota says who works when: shifts, skills, absences, the cover that
// they give minute by minute, and every gap in it with its rule. It is pure: it
// knows ids of staff and of people, whole minutes, and no names.
package rota

import (
	"slices"

	"steady/moment"
	"steady/person"
)

// DayMinutes is the length of a day by the wall clock of the site.
const DayMinutes = 24 * 60

// Skill is what a minute needs somebody for.
type Skill string

// The skills of a rota.
const (
	Registered Skill = "registered" // prepares, confirms and watches (E-PREP-09)
	Support    Skill = "support"    // watches, welcomes; prepares nothing
	Prescriber Skill = "prescriber" // at hand to answer what the rules refer
)

// Skills lists every skill once, in the order above.
func Skills() []Skill { return []Skill{Registered, Support, Prescriber} }

// Known reports whether k is one of the skills above.
func (k Skill) Known() bool { return slices.Contains(Skills(), k) }

// Roles are those that stand for a skill; a person has at least one of them.
func (k Skill) Roles() []person.Role {
	switch k {
	case Registered:
		return []person.Role{person.Nurse, person.Pharmacist}
	case Support:
		return []person.Role{person.RecoveryWorker, person.Nurse}
	case Prescriber:
		return []person.Role{person.Prescriber}
	}
	return nil
}

// Need is how many with a skill a stretch of time needs at least.
type Need struct {
	Skill Skill `json:"skill"`
	Least int   `json:"least"`
}

// Of is how many with a skill a list of needs asks for; 0 where it names none.
func Of(needs []Need, k Skill) int {
	for _, n := range needs {
		if n.Skill == k {
			return n.Least
		}
	}
	return 0
}

// Pattern is a shift that comes back on days of the week.
type Pattern struct {
	ID       string `json:"id"`
	Name     string `json:"name"`     // as the service calls it: "Early"
	Weekdays []int  `json:"weekdays"` // 0 is Monday
	From     int    `json:"from"`     // minutes of the day by the site's clock
	To       int    `json:"to"`       // first minute after it, at most DayMinutes
	Need     []Need `json:"need"`
}

// On reports whether the pattern comes on a day.
func (p Pattern) On(day moment.Day) bool { return slices.Contains(p.Weekdays, day.Weekday()) }

// Monday of the week that a day lies in.
func Monday(day moment.Day) moment.Day { return day - moment.Day(day.Weekday()) }

// Place is one place of a shift that somebody takes: a member of staff, or
// somebody of a bank or agency who is known by role alone.
type Place struct {
	Staff   person.StaffID `json:"staff,omitempty"`
	Outside int            `json:"outside,omitempty"` // number of a bank or agency place, from 1
	Role    person.Role    `json:"role,omitempty"`    // of a bank or agency place
	Skill   Skill          `json:"skill"`
}

// Shift is one stretch of work on one day.
type Shift struct {
	ID      string     `json:"id"`
	Pattern string     `json:"pattern,omitempty"`
	Name    string     `json:"name"`
	Day     moment.Day `json:"day"`
	From    int        `json:"from"` // minutes of the day by the site's clock
	To      int        `json:"to"`
	Need    []Need     `json:"need"`
	Places  []Place    `json:"places,omitempty"`
}

// Has returns the place of a member of staff; ok is false where they have none.
func (s Shift) Has(id person.StaffID) (Place, bool) {
	for _, p := range s.Places {
		if p.Staff == id && id != "" {
			return p, true
		}
	}
	return Place{}, false
}

// Overlaps reports whether two shifts share a minute.
func (s Shift) Overlaps(o Shift) bool { return s.Day == o.Day && s.From < o.To && o.From < s.To }

// Minutes of a shift by elapsed time: a shift over a clock change is an hour
// longer or shorter than the wall clock says.
func (s Shift) Minutes(z moment.Zone) int {
	return int(s.ends(z).Since(s.begins(z)) / moment.Minute)
}

func (s Shift) begins(z moment.Zone) moment.Instant { return z.At(s.Day, s.From/60, s.From%60) }

// ends is the first instant after the shift; 24:00 is the start of the next day.
func (s Shift) ends(z moment.Zone) moment.Instant {
	if s.To == DayMinutes {
		return z.Start(s.Day + 1)
	}
	return z.At(s.Day, s.To/60, s.To%60)
}

// InOrder sorts shifts by day, start and id.
func InOrder(shifts []Shift) []Shift {
	slices.SortFunc(shifts, func(a, b Shift) int {
		switch {
		case a.Day != b.Day:
			return int(a.Day - b.Day)
		case a.From != b.From:
			return a.From - b.From
		case a.ID < b.ID:
			return -1
		}
		return 1
	})
	return shifts
}
