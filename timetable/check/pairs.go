package check

import "steady/timetable"

// apart: two people who must not meet start at least a stay from each other at
// the same site.
func (r *reading) apart(n int) {
	for _, pair := range r.inst.Apart {
		a, b := r.days[pair.A][n], r.days[pair.B][n]
		if a.site == nil || a.site != b.site {
			continue
		}
		for _, s := range a.starts {
			for _, t := range b.starts {
				if s != timetable.None && t != timetable.None && max(s-t, t-s) < stay(r.inst) {
					first := min(s, t)
					r.say(Breach{Rule: RuleApart, Site: a.site.ID, Person: pair.A, Day: &n, Minute: &first},
						"starts %s, and %s must not meet them: %s starts %s", Clock(s), pair.B, pair.B, Clock(t))
				}
			}
		}
	}
}

// together: each dose that both have is within so many minutes, or missed by
// both. A dose that only one of them is prescribed is nobody's to share.
func (r *reading) together(n int) {
	for _, pair := range r.inst.Together {
		a, b := r.start(pair.A, n), r.start(pair.B, n)
		for k := range min(len(a), len(b)) {
			where := Breach{Rule: RuleTogether, Person: pair.A, Day: &n}
			switch s, t := a[k], b[k]; {
			case s == timetable.None && t == timetable.None:
			case s == timetable.None:
				r.say(where, "dose %d has no time, and %s has theirs at %s", k+1, pair.B, Clock(t))
			case t == timetable.None:
				where.Minute = &s
				r.say(where, "dose %d is at %s, and %s has no time for theirs", k+1, Clock(s), pair.B)
			case max(s-t, t-s) > pair.Within:
				where.Minute = &s
				r.say(where, "dose %d is at %s and that of %s at %s: at most %d minutes apart", k+1, Clock(s), pair.B, Clock(t),
					pair.Within)
			}
		}
	}
}

// start are the starts of a person's day; a day left out is all missed.
func (r *reading) start(id string, n int) []int {
	if d := r.days[id][n]; d.site != nil {
		return d.starts
	}
	p := r.people[id]
	if p == nil {
		return nil
	}
	out := make([]int, p.Doses)
	for k := range out {
		out[k] = timetable.None
	}
	return out
}
