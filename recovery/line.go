package recovery

import (
	"slices"

	"steady/measure"
	"steady/moment"
)

// GapMost is how many days may lie between two results that a chart joins with a
// line; across more of them nobody knows how it was (R-OUT-13).
const GapMost = 120

// Mark is one occasion of one row of a timeline: a result, or an occasion with
// none, which is shown too (R-OUT-13). No mark is ever made of two others.
type Mark struct {
	Day   moment.Day
	Value measure.Milli
	Known bool
	Text  string // in words: the value, or why there is none
	Entry int64  // number of the entry that it comes from; below 0 there is none
}

// Join is two marks with nothing unknown between them for too long: by their
// places in the list.
type Join struct{ From, To int }

// Joins says which marks of a row are joined by a line: each known one with the
// next known one, unless more than GapMost days lie between them. Marks are in
// order of days.
func Joins(marks []Mark) (out []Join) {
	last := -1
	for i, m := range marks {
		if !m.Known {
			continue
		}
		if last >= 0 && m.Day-marks[last].Day <= GapMost {
			out = append(out, Join{last, i})
		}
		last = i
	}
	return out
}

// NotAsked lists the occasions after the first sitting on which an instrument
// was due and nobody answered or declined it before the next one was due. Due
// days and sittings are in order. The last due day stays open until the next.
func NotAsked(due, sittings []moment.Day) (out []moment.Day) {
	if len(sittings) == 0 {
		return nil
	}
	for i := 0; i+1 < len(due); i++ {
		if due[i] <= sittings[0] {
			continue
		}
		if !slices.ContainsFunc(sittings, func(d moment.Day) bool { return due[i] <= d && d < due[i+1] }) {
			out = append(out, due[i])
		}
	}
	return out
}

// Weekly keeps the last known mark of each week from Monday, and every unknown
// one: what is said each day is too close to be told apart on a long line.
func Weekly(marks []Mark) (out []Mark) {
	week := func(d moment.Day) moment.Day { return d - moment.Day(d.Weekday()) }
	for i, m := range marks {
		later := slices.ContainsFunc(marks[i+1:], func(x Mark) bool { return x.Known && week(x.Day) == week(m.Day) })
		if !m.Known || !later {
			out = append(out, m)
		}
	}
	return out
}
