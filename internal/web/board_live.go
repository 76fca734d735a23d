package web

import (
	"strings"

	"steady/clinic"
	"steady/moment"
)

// expectedBy is the rest of the day by visit, as it stands now.
func expectedBy(st *clinic.State, now moment.Instant) map[string]clinic.Expected {
	out := map[string]clinic.Expected{}
	for _, e := range st.LiveDay(now) {
		out[e.Visit] = e
	}
	return out
}

// waitsUnknown says once on the board why no wait is shown; "" where they are.
func waitsUnknown(live map[string]clinic.Expected) string {
	for _, e := range live {
		if e.Start == 0 && len(e.Unset) > 0 && e.Style != "" {
			return "Waits are not known: not set is " + strings.Join(e.Unset, ", ") + "."
		}
	}
	return ""
}

// soon is how far from the promised time a start may lie before the board says
// so.
const soon = 5 * moment.Minute

// expectWords says on a tile when somebody is expected to begin, and what the
// style of the window answers to who is late. It is about the day, never about
// the person.
func expectWords(e clinic.Expected, v *clinic.Visit, z moment.Zone, now moment.Instant) string {
	if e.Start == 0 {
		if e.TooLate {
			return "No room before closing: find a time together"
		}
		return ""
	}
	about := "about " + z.Clock(e.Start)
	if e.TooLate {
		about += ", which is after closing"
	}
	switch e.Coming {
	case clinic.ComingMissing:
		if e.Style == clinic.AccessGroup {
			return "If they come: with the group of " + z.Clock(e.Start)
		}
		return "If they come now: " + about
	case clinic.ComingLate:
		if e.Style == clinic.AccessGroup {
			return "With the group of " + z.Clock(e.Start)
		}
		return "When there is room: " + about
	case clinic.ComingEarly:
		if e.Start.Since(now) < moment.Minute {
			return "Early: can begin now"
		}
		return "Early: " + about
	case clinic.ComingDue:
		if e.Start.Since(v.Due) < soon {
			return ""
		}
		return "Expected " + about
	}
	if e.Start.Since(now) < moment.Minute {
		return "Can begin now"
	}
	return "Begins " + about
}

// sessionHours are when a session of a day opens and closes; ok is false where
// it does not open: then they are its usual hours.
func sessionHours(st *clinic.State, day moment.Day, i int) (opens, closes moment.Instant, ok bool) {
	from, to, ok := st.Hours(day, i)
	if !ok {
		from, to = st.Sessions[i].Opens, st.Sessions[i].Closes
	}
	z := st.Zone()
	return z.At(day, from/60, from%60), z.At(day, to/60, to%60), ok
}
