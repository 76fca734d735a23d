package clinic

import (
	"fmt"

	"steady/moment"
	"steady/refusal"
	"steady/visit"
)

// accessRule names what times are promised under, where no published rule is
// behind it.
const accessRule = "access"

// Limits of what can be. They are far above any service.
const (
	longestStage = 12 * 60
	mostAtOnce   = 1000 // booths, places, staff, people in a group
	mostWindows  = 12   // of one day
)

func (d *decider) setAccess(b SetAccess) *Refusal {
	today := d.s.zone.Day(d.now)
	if b.From < today || b.From == today && d.s.Planned >= today && len(d.s.Booking.Access) > 0 {
		return refusal.New("access_from_past", accessRule,
			"Times of that day are promised already: write a day to come. What was stays as it was.")
	}
	if b.From > today+exceptionsAhead || len(b.Week) == 0 {
		return refusal.New("access_incomplete", accessRule, "Write the day it begins and at least one window of the week.")
	}
	for i, x := range b.Week {
		if x.Weekday < 0 || x.Weekday > 6 || i > 0 && x.Weekday < b.Week[i-1].Weekday {
			return refusal.New("access_incomplete", accessRule, "Write the windows day by day, Monday first.")
		}
	}
	for day := range 7 {
		var windows []AccessWindow
		for _, x := range b.Week {
			if x.Weekday == day {
				windows = append(windows, x.AccessWindow)
			}
		}
		if no := d.windows(windows); no != nil {
			return no
		}
	}
	if no := b.Access.sound(); no != "" {
		return refusal.New("access_incomplete", accessRule, no)
	}
	d.say(&AccessSet{b})
	return nil
}

// sound says which figure cannot be; "" is none.
func (a *Access) sound() string {
	for _, n := range []int{a.Slot, a.Booth, a.Watch, a.PerPair, a.Hold, a.Offer, a.Grace} {
		if n < 0 || n > longestStage {
			return "A figure cannot be: write minutes between 0 and 12 hours. An empty one is not set."
		}
	}
	if a.Slot != 0 && (a.Booth%a.Slot != 0 || a.Watch%a.Slot != 0) {
		return "Write the minutes in the booth and of observation as whole slots."
	}
	for _, w := range a.Week {
		if a.Slot != 0 && (w.From%a.Slot != 0 || w.To%a.Slot != 0 || w.Every%a.Slot != 0) {
			return "Write opening hours, and the minutes between groups, as whole slots."
		}
	}
	if x := a.Supervision; x != nil {
		for _, n := range []int{x.Booth, x.Watch, x.Prepare, x.Carries - 1} {
			if n < 0 || n > mostAtOnce {
				return "Supervision needs what a person asks for at each stage and what one member of staff can carry, or nothing."
			}
		}
	}
	return ""
}

// windows asks that the windows of one day can be: in order, without overlap,
// each in a session that is not over before an earlier one.
func (d *decider) windows(ws []AccessWindow) *Refusal {
	no := func(format string, a ...any) *Refusal {
		return refusal.New("access_incomplete", accessRule, fmt.Sprintf(format, a...))
	}
	last, session := 0, 0
	for _, w := range ws {
		switch {
		case len(ws) > mostWindows:
			return no("At most %d windows make a day.", mostWindows)
		case w.Session < session || w.Session >= len(d.s.Sessions):
			return no("Each window belongs to a session, in the order of the sessions.")
		case w.From < last || w.To <= w.From || w.To > dayMinutes:
			return no("Write each window with an end after its start, one after the other.")
		case !known(AccessStyles, w.Style):
			return no("Choose how people come in each window: booked times, groups, or open.")
		case w.Style != AccessGroup && (w.Every != 0 || w.Group != 0):
			return no("Only groups have a size and minutes between them.")
		}
		for _, n := range []int{w.Every, w.Group, w.Booths, w.Places, w.Nurses, w.Support} {
			if n < 0 || n > mostAtOnce {
				return no("A figure cannot be: write a number between 0 and %d.", mostAtOnce)
			}
		}
		last, session = w.To, w.Session
	}
	return nil
}

func (d *decider) setExceptionalDays(b SetExceptionalDays) *Refusal {
	today := d.s.zone.Day(d.now)
	if b.Why.Ref == "" || len(b.Days) == 0 || len(b.Days) > exceptionsKept {
		return refusal.New("access_incomplete", accessRule, "Write the days, and why they differ: people ask.")
	}
	if no := d.windows(b.Windows); no != nil {
		return no
	}
	for i, day := range b.Days {
		switch {
		case day < today || day > today+exceptionsAhead:
			return refusal.New("access_from_past", accessRule,
				"Write days from today on: what was stays as it was.")
		case i > 0 && day <= b.Days[i-1]:
			return refusal.New("access_incomplete", accessRule, "Write each day once, the earliest first.")
		}
	}
	if len(d.s.Booking.Except)+len(b.Days) > exceptionsKept+exceptionsBack {
		return refusal.New("access_incomplete", accessRule, "Too many exceptional days: end those that are not needed.")
	}
	lost := d.losing(b)
	if len(lost) > 0 && !b.Release {
		return refusal.New("promises_stand", accessRule, fmt.Sprintf(
			"%d promised times would lie outside these hours: move them, or cancel them with this and talk to each person.",
			len(lost)))
	}
	for _, v := range lost {
		d.say(&VisitEnded{Visit: v.ID, Ending: visit.Cancelled})
	}
	for _, day := range b.Days {
		d.say(&ExceptionalDaySet{day, b.Windows, b.Why})
	}
	return nil
}

// losing lists the promised visits that lie outside the hours that days would
// have.
func (d *decider) losing(b SetExceptionalDays) (out []*Visit) {
	days := map[moment.Day]bool{}
	for _, day := range b.Days {
		days[day] = true
	}
	for _, v := range d.s.visitsInOrder() {
		if v.Stage != visit.Booked || !days[v.Day] {
			continue
		}
		fits := false
		for _, w := range b.Windows {
			fits = fits || w.Session == v.Session && d.s.lies(v.Day, w, v.Due)
		}
		if !fits {
			out = append(out, v)
		}
	}
	return out
}

func (d *decider) endExceptionalDay(b EndExceptionalDay) *Refusal {
	switch _, ok := d.s.ExceptionOn(b.Day); {
	case !ok:
		return refusal.New("access_incomplete", accessRule, "That day has the hours of its weekday already.")
	case b.Day < d.s.zone.Day(d.now):
		return refusal.New("access_from_past", accessRule, "That day is over: what was stays as it was.")
	}
	d.say(&ExceptionalDayEnded{b})
	return nil
}
