package optimise

import (
	"slices"

	"steady/timetable"
)

// promise names one day of one person.
type promise struct {
	person string
	day    int
}

// promises lists what a plan promised. Somebody who is in the plan at all was
// promised every day of it; a day that is left out was promised free of visits.
func promises(plan *timetable.Plan) map[promise]timetable.PersonDay {
	if plan == nil {
		return nil
	}
	out := map[promise]timetable.PersonDay{}
	for _, d := range plan.Days {
		out[promise{d.Person, anyDay}] = timetable.PersonDay{}
		out[promise{d.Person, d.Day}] = d
	}
	return out
}

const anyDay = -1

// mark tells the patterns of a person's day that were not promised.
func (p *problem) mark(m menu, who *timetable.Person, n int, index [][]int32, sites map[string]int) {
	if _, known := p.kept[promise{who.ID, anyDay}]; !known {
		return
	}
	want, d := [maxDoses]int32{}, p.kept[promise{who.ID, n}]
	for k, s := range d.Starts {
		site, ok := sites[d.Site]
		if s == timetable.None || k >= maxDoses {
			continue
		}
		want[k] = -1 // a promise that cannot be kept
		if slot := s / p.in.SlotMin; ok && s >= 0 && s%p.in.SlotMin == 0 && slot < len(index[site]) {
			if c := index[site][slot]; c > 0 {
				want[k] = c
			}
		}
	}
	for k := range m {
		if m[k].cells != want {
			m[k].moved = 1
		}
	}
}

// moved counts the days that are not as promised.
func moved(days []*roster) (n int) {
	for _, r := range days {
		for _, q := range r.chosen {
			n += int(q.moved)
		}
	}
	return n
}

// placePromised places everybody whose promise can be kept, and in agreement.
func (r *roster) placePromised() {
	for i := range r.d.menus {
		if r.placed[i] {
			continue
		}
		all := r.company(i)
		for _, j := range all {
			at := slices.IndexFunc(r.d.menus[j], func(q pattern) bool { return q.moved == 0 })
			if at < 0 || r.placed[j] || !r.fits(j, &r.d.menus[j][at]) {
				break
			}
			r.place(j, r.d.menus[j][at])
		}
		if slices.ContainsFunc(all, func(j int) bool { return !r.placed[j] }) {
			for _, j := range all {
				if r.placed[j] {
					r.lift(j)
				}
			}
		}
	}
}

// charge prices the next moves from what the blend of the days would move: up
// while it is more than is allowed, down while it is less, by smaller steps
// each time it crosses.
func (s *solver) charge() {
	if s.p.kept == nil {
		return
	}
	would := 0.0
	for _, a := range s.week.days {
		for i, m := range a.blend() {
			for k, x := range m {
				would += x * float64(a.r.menus[i][k].moved)
			}
		}
	}
	if over := would > float64(s.opt.MaxMoves); over != s.above {
		s.above, s.stride = over, max(s.stride/2, scale/4)
	}
	if s.above {
		s.week.move += s.stride
	} else {
		s.week.move = max(0, s.week.move-s.stride)
	}
	s.setMove()
}

func (s *solver) setMove() {
	for k, a := range s.week.days {
		a.r.move, s.benches[k].move = s.week.move, s.week.move
	}
	parallel(len(s.benches), func(k int) { s.week.days[k].restart() })
}

// better reports whether a plan beats the best so far: fewer moves while there
// are too many, then cost.
func (s *solver) better(days []*roster) bool {
	now, had := max(moved(days), s.opt.MaxMoves), max(moved(s.best), s.opt.MaxMoves)
	if s.p.kept != nil && now != had {
		return now < had
	}
	return s.objective(days) < s.cost
}
