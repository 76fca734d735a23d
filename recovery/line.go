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

// Range is the smallest and the largest total of an instrument that has one: of
// a metric where it is converted, else of the raw sum. Both are 0 where there is
// no total.
func (i *Instrument) Range() (low, high measure.Milli) {
	if i.Method == NoTotal {
		return 0, 0
	}
	for _, it := range i.Items {
		low += measure.Milli(it.Values[0]) * 1000
		high += measure.Milli(it.Values[len(it.Values)-1]) * 1000
	}
	if i.Method == ByTable {
		low, high = i.Metric[low], i.Metric[high]
	}
	return low, high
}

// Number is the whole number that was answered, in thousandths; 0 for an answer
// that is none.
func (t Told) Number() measure.Milli { return measure.Milli(t.n) * 1000 }
