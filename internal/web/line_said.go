package web

import (
	"fmt"
	"slices"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/measure"
	"steady/moment"
	"steady/recovery"
)

// rows are all rows of the three strands and of the hours, also those of which
// nothing is known yet: that nobody asked is seen too.
func (d *lineDraw) rows() []lineRow {
	all := d.sittings()
	return slices.Concat(d.top(all), d.care(), d.circumstances(), d.totals(all), d.checkIns(), d.confidence(),
		d.hoursRow())
}

// checkIns are the answers to "how are you today". They are words in an order,
// and no instrument.
func (d *lineDraw) checkIns() (out []lineRow) {
	feel := func(key string, strand recovery.Strand, of func(*clinic.CheckedIn) clinic.Feeling) {
		out = append(out, checkInRow(d, key, "feeling", strand, clinic.Feelings, of))
	}
	much := func(key string, strand recovery.Strand, of func(*clinic.CheckedIn) clinic.Amount) {
		out = append(out, checkInRow(d, key, "amount", strand, clinic.Amounts, of))
	}
	feel("sleep", recovery.Physical, func(b *clinic.CheckedIn) clinic.Feeling { return b.Sleep })
	much("pain", recovery.Physical, func(b *clinic.CheckedIn) clinic.Amount { return b.Pain })
	feel("mood", recovery.Psychological, func(b *clinic.CheckedIn) clinic.Feeling { return b.Mood })
	much("craving", recovery.Psychological, func(b *clinic.CheckedIn) clinic.Amount { return b.Craving })
	return out
}

func checkInRow[T ~string](d *lineDraw, key, scale string, strand recovery.Strand, words []clinic.Coded[T],
	of func(*clinic.CheckedIn) T) lineRow {
	r := lineRow{key: key, title: d.w.Rows[key], strand: strand, scale: scale, high: measure.Milli(len(words)-1) * 1000,
		note: d.w.SelfReport}
	for _, f := range d.x.all {
		b, ok := f.fact.(*clinic.CheckedIn)
		if !ok {
			continue
		}
		code := of(b)
		i := slices.IndexFunc(words, func(c clinic.Coded[T]) bool { return c.Code == code })
		if i < 0 {
			continue // the question was left out: it is asked again tomorrow
		}
		r.marks = append(r.marks, recovery.Mark{Day: d.z.Day(f.Happened), Value: measure.Milli(i) * 1000, Known: true,
			Text: words[i].Words, Entry: f.Seq})
	}
	if d.to-d.from > long {
		r.marks = recovery.Weekly(r.marks)
		r.note += " " + d.w.Weekly
	}
	return r
}

// confidence is how sure somebody was that this can work for them, from 0 to 10,
// each time they were asked with the consent.
func (d *lineDraw) confidence() []lineRow {
	r := lineRow{key: "sure", title: d.w.Rows["sure"], strand: recovery.Psychological, scale: "ten", high: 10_000,
		note: d.w.SelfReport}
	for _, f := range d.x.all {
		if b, ok := f.fact.(*clinic.Consented); ok && b.Confidence != nil {
			r.marks = append(r.marks, recovery.Mark{Day: d.z.Day(f.Happened), Value: measure.Milli(*b.Confidence) * 1000,
				Known: true, Text: fmt.Sprint(*b.Confidence), Entry: f.Seq})
		}
	}
	return []lineRow{r}
}

// hoursRow is what treatment took, as hours a week: of each month the mean of
// the whole weeks that begin in it and had a visit.
func (d *lineDraw) hoursRow() []lineRow {
	r := lineRow{key: "hours", title: d.w.Rows["hours"], high: 10_000, note: d.w.Hours, url: d.hours}
	monday := d.to - moment.Day(d.to.Weekday())
	type month struct {
		minutes, weeks, untold int
		last                   moment.Day
	}
	months := map[moment.Day]*month{}
	var order []moment.Day
	for _, w := range d.x.weeks {
		if w.Lived.Visits == 0 || w.Monday >= monday {
			continue
		}
		first := cohort.FirstOfMonth(w.Monday)
		if months[first] == nil {
			months[first] = &month{}
			order = append(order, first)
		}
		x := months[first]
		x.minutes, x.weeks, x.untold = x.minutes+w.Lived.Total(), x.weeks+1, x.untold+w.Lived.Untold
		x.last = w.Monday
	}
	slices.Sort(order)
	for _, first := range order {
		x := months[first]
		mean := x.minutes / x.weeks
		text := clinic.HoursWords(mean)
		if x.untold > 0 {
			text += " (" + d.w.Untold + ")"
		}
		// The mark stands at the end of the last week that is in it.
		r.marks = append(r.marks, recovery.Mark{Day: min(x.last+6, d.to), Value: measure.Milli(mean) * 1000 / 60, Known: true,
			Text: text, Entry: -1})
	}
	for _, m := range r.marks {
		for r.high < m.Value {
			r.high += 10_000
		}
	}
	return []lineRow{r}
}
