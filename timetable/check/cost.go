package check

import "steady/timetable"

// clock is Clock where the way there may begin before midnight.
func clock(minute int) string {
	if minute < 0 {
		return "the evening before"
	}
	return Clock(minute)
}

// modulo is never negative.
func modulo(a, n int) int { return ((a % n) + n) % n }

// journey is one person's way to one site.
type journey struct {
	inst *timetable.Instance
	p    *timetable.Person
	way  *timetable.Reach
}

// early is how long before s the bus arrives.
func (j journey) early(s int) int {
	if j.way.Bus == nil {
		return 0
	}
	return modulo(s-j.way.Bus.Arrive, j.way.Bus.Period)
}

// late is how long after the visit from s the bus leaves.
func (j journey) late(s int) int {
	if j.way.Bus == nil {
		return 0
	}
	return modulo(j.way.Bus.Leave-(s+stay(j.inst)), j.way.Bus.Period)
}

// visit is what one visit costs by itself: the stay, and the minutes outside the
// wanted window and away from the usual time.
func (j journey) visit(k, s int) int {
	cost := stay(j.inst)
	if want := j.p.Pref[k]; s < want.From {
		cost += j.p.WPref * (want.From - s)
	} else if s > want.To {
		cost += j.p.WPref * (s - want.To)
	}
	if k < len(j.p.Usual) && j.p.Usual[k] != timetable.None {
		drift := s - j.p.Usual[k]
		if drift < 0 {
			drift = -drift
		}
		cost += j.p.WUsual * max(0, drift-j.inst.Rules.UsualTol)
	}
	return cost
}

// between is what lies between the visits from s and from t: waiting there, or
// going home and back where there is time for it.
func (j journey) between(s, t int) int {
	gap := t - s - stay(j.inst)
	trips := 2*j.way.Travel + j.late(s) + j.early(t)
	free := gap - trips
	if free < 0 {
		return gap
	}
	home := trips
	if free < j.p.Block {
		home += free // too short to be of use
	}
	return min(gap, home)
}

// cost is what a person's day costs, and how many doses are missed in it.
func (r *reading) cost(p *timetable.Person, d day) (minutes, doses int) {
	if d.site == nil {
		return r.inst.Rules.MissCost * p.Doses, p.Doses
	}
	j := journey{r.inst, p, visits(p, d.site.ID)}
	last := timetable.None
	for k, s := range d.starts {
		if s == timetable.None {
			minutes += r.inst.Rules.MissCost
			doses++
			continue
		}
		minutes += j.visit(k, s)
		if last == timetable.None {
			minutes += j.way.Travel + j.early(s)
		} else {
			minutes += j.between(last, s)
		}
		last = s
	}
	if last != timetable.None {
		minutes += j.way.Travel + j.late(last)
	}
	return minutes, doses
}

// cheapest is the cheapest allowed day of a person who is alone in the clinic.
// For each dose and each start that may be, it keeps the cheapest way to have
// come there: what follows depends on nothing else.
func (r *reading) cheapest(p *timetable.Person, n int) int {
	miss := r.inst.Rules.MissCost
	best := miss * p.Doses
	for i := range p.Sites {
		site := r.sites[p.Sites[i].Site]
		if site == nil {
			continue
		}
		j := journey{r.inst, p, &p.Sites[i]}
		var starts []int
		for s := 0; s < minutesOfDay; s += r.inst.SlotMin {
			if rule, _ := r.mayStart(p, site, n, s); rule == "" {
				starts = append(starts, s)
			}
		}
		upTo := make([][]int, p.Doses) // by dose, by start: the day until the end of that visit
		for k := range p.Doses {
			upTo[k] = make([]int, len(starts))
			for b, s := range starts {
				way := k*miss + j.way.Travel + j.early(s)
				for before := range k {
					for a, earlier := range starts[:b] {
						gap := s - earlier
						if gap < p.GapMin || before == k-1 && gap > p.GapMax {
							continue
						}
						way = min(way, upTo[before][a]+(k-before-1)*miss+j.between(earlier, s))
					}
				}
				upTo[k][b] = way + j.visit(k, s)
				best = min(best, upTo[k][b]+j.way.Travel+j.late(s)+(p.Doses-k-1)*miss)
			}
		}
	}
	return best
}
