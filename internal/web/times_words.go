package web

import (
	"strings"

	"steady/clinic"
)

// weekdayNames are the days of a week, Monday first.
var weekdayNames = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// weekWords prints the regular time of a session: "10:00", or with the days that
// differ "10:00, Sunday 15:00". It is empty where nobody comes to it at all.
func weekWords(week clinic.WeekTimes, session int) string {
	most, of := -1, map[int]int{}
	for _, day := range week {
		if t := day[session]; t >= 0 {
			if of[t]++; most < 0 || of[t] > of[most] {
				most = t
			}
		}
	}
	if most < 0 {
		return ""
	}
	out := []string{minuteWords(most)}
	for i, day := range week {
		switch t := day[session]; {
		case t == most:
		case t < 0:
			out = append(out, "not on "+weekdayNames[i])
		default:
			out = append(out, weekdayNames[i]+" "+minuteWords(t))
		}
	}
	return strings.Join(out, ", ")
}
