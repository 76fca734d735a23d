package recovery

import (
	"slices"

	"steady/moment"
)

// Occasion is a day on which something is due. A review is held then and
// whenever the person wants one; what is asked may always be skipped.
type Occasion struct {
	Day    moment.Day `json:"day"`
	Ask    bool       `json:"ask"` // the questionnaires that the service chose (R-OUT-15)
	TOP    bool       `json:"top"` // NDTMS: at the start and every 3 months
	Review bool       `json:"review"`
}

// reviewMonths are the months of the first year with a review; then it is
// yearly.
var reviewMonths = []int{1, 3, 6, 12}

// Occasions lists what is due for somebody whose treatment began on a day, up
// to and with another: questionnaires at the start, after 6 weeks and then
// every 3 months; TOP at the start and every 3 months; reviews after 1, 3, 6
// and 12 months, then every year.
func Occasions(start, until moment.Day) []Occasion {
	due := map[moment.Day]*Occasion{}
	on := func(d moment.Day) *Occasion {
		if due[d] == nil {
			due[d] = &Occasion{Day: d}
		}
		return due[d]
	}
	on(start + 42).Ask = true
	for months := 0; start.AddMonths(months) <= until; months++ {
		d := start.AddMonths(months)
		if months%3 == 0 {
			on(d).Ask, on(d).TOP = true, true
		}
		if slices.Contains(reviewMonths, months) || months > 12 && months%12 == 0 {
			on(d).Review = true
		}
	}
	var out []Occasion
	for _, o := range due {
		if o.Day <= until {
			out = append(out, *o)
		}
	}
	slices.SortFunc(out, func(a, b Occasion) int { return int(a.Day - b.Day) })
	return out
}
