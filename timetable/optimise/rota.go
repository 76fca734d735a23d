package optimise

import (
	"cmp"
	"slices"

	"steady/timetable"
)

// option is one staffing of a house: how many on each shift, what that allows
// and what it costs.
type option struct {
	starts []int // by slot, as house.starts
	carry  []int // by slot, as house.carry
	cost   int   // in the unit of the objective
	counts []int // by shift of the site
}

// team is one role's part of an option.
type team struct {
	present []int // by slot
	cost    int
	counts  []int
}

// staffings lists every staffing of a house that some plan could want: those
// that another matches at every slot for no more cost are left out. The error
// names the first open minute that no staffing covers.
func (h *house) staffings(in *timetable.Instance, site *timetable.Site, n int) error {
	open := make([]bool, h.slots)
	for _, o := range site.Open[n] {
		for t := range open {
			if minute := (h.from + t) * in.SlotMin; o.From <= minute && minute < o.To {
				open[t] = true
			}
		}
	}
	useful := h.useful()
	rn := h.teams(in, site, n, timetable.RoleRN, max(useful, h.rules.RNMin))
	covered := rn[:0]
	for _, m := range rn {
		if h.gap(m, open) < 0 {
			covered = append(covered, m)
		}
	}
	if len(covered) == 0 {
		most := team{present: make([]int, h.slots)}
		for _, s := range site.Shifts {
			if s.Role == timetable.RoleRN && s.Day == n {
				most = h.with(in, most, s, s.Max, 1<<30)
			}
		}
		t := h.gap(most, open)
		return &Infeasible{site.ID, n, timetable.Breach{Rule: timetable.RuleCover, Minute: (h.from + t) * in.SlotMin,
			Need: h.rules.RNMin, Have: most.present[t]}}
	}
	for _, a := range covered {
		for _, b := range h.teams(in, site, n, timetable.RoleSW, useful) {
			h.options = append(h.options, h.staffing(a, b))
		}
	}
	slices.SortStableFunc(h.options, func(x, y option) int { return cmp.Compare(x.cost, y.cost) })
	for _, o := range h.options {
		for t := range h.slots {
			h.starts[t], h.carry[t] = max(h.starts[t], o.starts[t]), max(h.carry[t], o.carry[t])
		}
	}
	return nil
}

// useful is the number of staff above which more make no difference in any slot.
func (h *house) useful() (n int) {
	r := &h.rules
	for t := range h.slots {
		load := (r.WBooth+r.WPrep)*h.booths[t] + (r.WObs+r.WPrep)*h.places[t]
		if r.WStaff > 0 {
			n = max(n, (load+r.WStaff-1)/r.WStaff)
		}
		if r.PrepPerPair > 0 {
			n = max(n, (2*max(h.booths[t], h.places[t])+r.PrepPerPair-1)/r.PrepPerPair)
		}
	}
	return n
}

// gap returns the first open slot with too few registered staff, or -1.
func (h *house) gap(m team, open []bool) int {
	for t, n := range m.present {
		if open[t] && n < h.rules.RNMin {
			return t
		}
	}
	return -1
}

// teams lists what one role can be on a day, without those that another team
// matches for no more cost.
func (h *house) teams(in *timetable.Instance, site *timetable.Site, n int, role string, useful int) []team {
	out := []team{{present: make([]int, h.slots), counts: make([]int, len(site.Shifts))}}
	for k, s := range site.Shifts {
		if s.Role != role || s.Day != n {
			continue
		}
		var next []team
		for _, m := range out {
			for c := 0; c <= s.Max; c++ {
				grown := h.with(in, m, s, c, useful)
				if c > 0 && slices.Equal(grown.present, next[len(next)-1].present) {
					break
				}
				grown.counts = slices.Clone(m.counts)
				grown.counts[k] = c
				next = append(next, grown)
			}
		}
		out = frontier(next)
	}
	return out
}

// with adds c people on a shift; above useful they are not counted.
func (h *house) with(in *timetable.Instance, m team, s timetable.Shift, c, useful int) team {
	out := team{present: slices.Clone(m.present), cost: m.cost + c*s.Cost}
	for t := range out.present {
		if minute := (h.from + t) * in.SlotMin; s.From <= minute && minute < s.To {
			out.present[t] = min(useful, out.present[t]+c)
		}
	}
	return out
}

// frontier keeps the teams that no other matches for no more cost.
func frontier(list []team) (out []team) {
	slices.SortStableFunc(list, func(x, y team) int { return cmp.Compare(x.cost, y.cost) })
	for _, m := range list {
		if !slices.ContainsFunc(out, func(other team) bool { return covers(other.present, m.present) }) {
			out = append(out, m)
		}
	}
	return out
}

func covers(a, b []int) bool {
	for t := range a {
		if a[t] < b[t] {
			return false
		}
	}
	return true
}

func (h *house) staffing(rn, sw team) option {
	o := option{starts: make([]int, h.slots), carry: make([]int, h.slots), cost: rn.cost + sw.cost,
		counts: slices.Clone(rn.counts)}
	for k, c := range sw.counts {
		o.counts[k] += c
	}
	for t := range h.slots {
		o.starts[t] = h.rules.PrepPerPair * rn.present[t] / 2
		o.carry[t] = h.rules.WStaff * (rn.present[t] + sw.present[t])
	}
	return o
}

// staffed returns the day with the rota decided: one option for each house
// that has any.
func (d *day) staffed(pick []int) *day {
	c := *d
	c.houses = slices.Clone(d.houses)
	c.pick, c.rota = slices.Clone(pick), 0
	for k := range c.houses {
		h := &c.houses[k]
		if len(h.options) > 0 {
			o := h.options[pick[k]]
			h.starts, h.carry, h.options = o.starts, o.carry, nil
			c.rota += o.cost
		}
	}
	return &c
}

// plenty is the day with the dearest staffing of every house.
func (d *day) plenty() *day {
	pick := make([]int, len(d.houses))
	for k := range d.houses {
		pick[k] = max(0, len(d.houses[k].options)-1)
	}
	return d.staffed(pick)
}

// decides reports whether a rota of the day is a decision.
func (d *day) decides() bool {
	return slices.ContainsFunc(d.houses, func(h house) bool { return len(h.options) > 0 })
}

// picks lists staffings of the day that the cuts speak for, most of all first.
func (a *ascent) picks() (out [][]int) {
	type vote struct {
		option int
		x      float64
	}
	votes := make([][]vote, len(a.parts))
	most := 0
	for k := range a.parts {
		sums := map[int]float64{}
		for _, c := range a.parts[k].cuts {
			sums[c.option] += c.x
		}
		for o, x := range sums {
			if x > 0 {
				votes[k] = append(votes[k], vote{o, x})
			}
		}
		slices.SortFunc(votes[k], func(x, y vote) int {
			return cmp.Or(cmp.Compare(y.x, x.x), cmp.Compare(x.option, y.option))
		})
		most = max(most, len(votes[k]))
	}
	for n := range min(most, 4) {
		pick := make([]int, len(a.parts))
		for k := range a.parts {
			pick[k] = votes[k][min(n, len(votes[k])-1)].option
		}
		out = append(out, pick)
	}
	return out
}
