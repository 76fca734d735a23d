package web

import (
	"cmp"
	"slices"

	"steady/clinic"
	"steady/moment"
	"steady/recovery"
)

// circumstances are how somebody lived, as stretches of time. Outcomes are shown
// beside them, so that treatment is neither blamed nor praised for a roof.
func (d *lineDraw) circumstances() (out []lineRow) {
	for _, c := range clinic.Circumstances {
		r := lineRow{key: "c-" + string(c.Kind), title: d.w.Rows[string(c.Kind)], strand: recovery.Social, flat: true}
		for _, f := range d.x.all {
			b, ok := f.fact.(*clinic.CircumstanceKept)
			if !ok || b.KeepCircumstance.Kind != c.Kind {
				continue
			}
			text := d.w.Rather
			if b.Is != clinic.NotSaid {
				text = clinic.WordsOf(c.Words, b.Is)
			}
			// What is said of one day again takes the place of what was said before.
			r.bands = slices.DeleteFunc(r.bands, func(x lineHeld) bool { return x.from == b.From })
			r.bands = append(r.bands, lineHeld{b.From, text, f.Seq})
		}
		slices.SortStableFunc(r.bands, func(a, b lineHeld) int { return cmp.Compare(a.from, b.from) })
		out = append(out, r)
	}
	return out
}

// care is the use of health care that was told.
func (d *lineDraw) care() []lineRow {
	r := lineRow{key: "care", title: d.w.Rows["care"], strand: recovery.Physical, flat: true}
	for _, f := range d.x.all {
		b, ok := f.fact.(*clinic.LifeEventTold)
		if !ok {
			continue
		}
		if w, _ := clinic.LifeEventOf(b.TellLifeEvent.Kind); w.Health {
			r.marks = append(r.marks, recovery.Mark{Day: b.Day, Known: true, Text: w.Words, Entry: f.Seq})
		}
	}
	slices.SortStableFunc(r.marks, func(a, b recovery.Mark) int { return cmp.Compare(a.Day, b.Day) })
	return []lineRow{r}
}

// lifeDay is the day on which something happened in a life, where that is not
// when it was told.
func lifeDay(f clinic.Fact) (moment.Day, bool) {
	if b, ok := f.(*clinic.LifeEventTold); ok {
		return b.Day, true
	}
	return 0, false
}
