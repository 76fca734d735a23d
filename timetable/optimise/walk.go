package optimise

import "steady/timetable"

const minutesOfDay = 1440

// walk enumerates the patterns of one person, day and site. What a visit costs
// alone and what a neighbour adds are tables, so that a pattern is two
// additions; the cost is that of timetable.DayCost.
type walk struct {
	who    *timetable.Person
	rules  timetable.Rules
	reach  *timetable.Reach
	starts []int     // allowed starts, ascending
	cells  []int32   // their cells
	alone  [][]int32 // by dose and start: stay, wish, drift
	out    []int32   // by start: the way there
	home   []int32   // by start: the way home
}

func newWalk(in *timetable.Instance, who *timetable.Person, reach *timetable.Reach, n int, index []int32) *walk {
	w := &walk{who: who, rules: in.Rules, reach: reach}
	site := in.Site(reach.Site)
	for slot, c := range index {
		if c == 0 {
			continue
		}
		one := []int{slot * in.SlotMin}
		alone := *who
		alone.Doses, alone.Pref, alone.Usual = 1, who.Pref[:1], nil
		if _, err := in.DayCost(&alone, n, site.ID, one); err != nil {
			continue
		}
		w.starts = append(w.starts, one[0])
		w.cells = append(w.cells, c)
	}
	for _, s := range w.starts {
		w.out = append(w.out, int32(reach.Travel+reach.Early(s)))
		w.home = append(w.home, int32(reach.Travel+reach.Wait(s+in.Rules.Stay())))
	}
	for k := range who.Doses {
		row := make([]int32, len(w.starts))
		for j, s := range w.starts {
			cost := in.Rules.Stay() + who.WPref*max(who.Pref[k].From-s, s-who.Pref[k].To, 0)
			if who.Usual != nil && who.Usual[k] != timetable.None {
				cost += who.WUsual * max(0, max(s-who.Usual[k], who.Usual[k]-s)-in.Rules.UsualTol)
			}
			row[j] = int32(cost)
		}
		w.alone = append(w.alone, row)
	}
	return w
}

// patterns appends every pattern with at least one visit.
func (w *walk) patterns(out []pattern) []pattern {
	return w.next(out, pattern{}, 0, -1, -1)
}

// next extends a pattern by the doses from k on; last is the start before and
// lastDose its dose, -1 where there is none.
func (w *walk) next(out []pattern, p pattern, k, last, lastDose int) []pattern {
	if k == w.who.Doses {
		if last >= 0 {
			p.cost += w.home[last]
			out = append(out, p)
		}
		return out
	}
	missed := p
	missed.cost += int32(w.rules.MissCost)
	out = w.next(out, missed, k+1, last, lastDose)
	for j := last + 1; j < len(w.starts); j++ {
		q := p
		q.cells[k] = w.cells[j]
		q.cost += w.alone[k][j]
		if last < 0 {
			q.cost += w.out[j]
		} else {
			gap := w.starts[j] - w.starts[last]
			if gap < w.who.GapMin {
				continue
			}
			if lastDose == k-1 && gap > w.who.GapMax {
				break
			}
			q.cost += int32(w.rules.Between(w.who, w.reach, w.starts[last], w.starts[j]))
		}
		out = w.next(out, q, k+1, j, k)
	}
	return out
}
