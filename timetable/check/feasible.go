package check

import (
	"fmt"

	"steady/timetable"
)

// Infeasible says why no plan of an instance can be valid; it is empty where one
// can. A dose without a time is always allowed (and costs miss_cost), so people,
// booths and gaps never block a week: only the registered staff of a site whose
// rota is decided can be too few, with every shift taken as often as it may be.
// One breach stands for each stretch of a site's day.
func Infeasible(inst *timetable.Instance) []Breach {
	r := newReading(inst)
	for i := range inst.Sites {
		s := &inst.Sites[i]
		if s.Shifts == nil {
			continue
		}
		r.rota[s.ID] = map[string]int{}
		for _, h := range s.Shifts {
			r.rota[s.ID][h.ID] = h.Max
		}
		for d := range inst.Days {
			r.capacity(s, d)
		}
	}
	for i := range r.report.Errors {
		b := &r.report.Errors[i]
		b.Text = fmt.Sprintf("%s, with every shift taken as often as it may be", b.Text)
	}
	return r.report.Errors
}
