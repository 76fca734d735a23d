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

// team is one staffing while it is put together: by stretch, the registered staff
// and everybody, as far as more of them make a difference there.
type team struct {
	rn, all []int
	cost    int
	counts  []int
}

// stretch is neighbouring slots between which no shift begins or ends and the
// site neither opens nor closes.
type stretch struct {
	first, end int // slots of the house
	open       bool
	rn, all    int // staff above which more make no difference in any of its slots
}

// staffings lists every staffing of a house that some plan could want: those
// that another matches at every slot for no more cost are left out. The error
// names the first open minute that no staffing covers.
func (h *house) staffings(in *timetable.Instance, site *timetable.Site, n int) error {
	parts := h.stretches(in, site, n)
	list := []team{{rn: make([]int, len(parts)), all: make([]int, len(parts)), counts: make([]int, len(site.Shifts))}}
	for _, role := range []string{timetable.RoleRN, timetable.RoleSW} {
		for k, s := range site.Shifts {
			if s.Role == role && s.Day == n {
				list = h.grown(in, list, parts, k, s)
			}
		}
		if role == timetable.RoleRN {
			covered := slices.DeleteFunc(slices.Clone(list), func(m team) bool { return h.gap(m, parts) >= 0 })
			if len(covered) == 0 {
				return h.uncovered(in, site, n, parts)
			}
			list = covered
		}
	}
	for _, m := range list {
		h.options = append(h.options, h.staffing(m, parts))
	}
	for _, o := range h.options {
		for t := range h.slots {
			h.starts[t], h.carry[t] = max(h.starts[t], o.starts[t]), max(h.carry[t], o.carry[t])
		}
	}
	return nil
}

// stretches cuts a day of a site wherever its staff or its opening can change.
func (h *house) stretches(in *timetable.Instance, site *timetable.Site, n int) (out []stretch) {
	cut := make([]bool, h.slots+1)
	at := func(minute int) {
		if t := minute/in.SlotMin - h.from; t >= 0 && t <= h.slots {
			cut[t] = true
		}
	}
	for _, s := range site.Shifts {
		if s.Day == n {
			at(s.From)
			at(s.To)
		}
	}
	for _, o := range site.Open[n] {
		at(o.From)
		at(o.To)
	}
	for t := range h.slots {
		if t == 0 || cut[t] {
			out = append(out, stretch{first: t, end: t})
		}
		last := &out[len(out)-1]
		last.end++
		minute := (h.from + t) * in.SlotMin
		last.open = slices.ContainsFunc(site.Open[n], func(o timetable.Span) bool {
			return o.From <= minute && minute < o.To
		})
		if last.open {
			rn, all := h.useful(t)
			last.rn, last.all = max(last.rn, rn), max(last.all, all)
		}
	}
	return out
}

// useful is the number of registered staff, and of all staff, above which more
// make no difference in an open slot.
func (h *house) useful(t int) (rn, all int) {
	r := &h.rules
	rn = r.RNMin
	if r.PrepPerPair > 0 {
		rn = max(rn, (2*max(h.booths[t], h.places[t])+r.PrepPerPair-1)/r.PrepPerPair)
	}
	if r.WStaff > 0 {
		load := r.WBooth*h.booths[t] + r.WObs*h.places[t] + r.WPrep*max(h.booths[t], h.places[t])
		all = (load + r.WStaff - 1) / r.WStaff
	}
	return rn, all
}

// grown adds 0 to max of a shift to every staffing, without those that another
// one matches for no more cost.
func (h *house) grown(in *timetable.Instance, list []team, parts []stretch, k int, s timetable.Shift) []team {
	var next []team
	for _, m := range list {
		for c := 0; c <= s.Max; c++ {
			x := h.with(in, m, parts, s, c)
			if c > 0 {
				if last := next[len(next)-1]; slices.Equal(x.rn, last.rn) && slices.Equal(x.all, last.all) {
					break
				}
			}
			x.counts = slices.Clone(m.counts)
			x.counts[k] = c
			next = append(next, x)
		}
	}
	return frontier(next)
}

// with adds c people on a shift.
func (h *house) with(in *timetable.Instance, m team, parts []stretch, s timetable.Shift, c int) team {
	out := team{rn: slices.Clone(m.rn), all: slices.Clone(m.all), cost: m.cost + c*s.Cost}
	for i, p := range parts {
		if minute := (h.from + p.first) * in.SlotMin; s.From <= minute && minute < s.To {
			out.all[i] = min(p.all, out.all[i]+c)
			if s.Role == timetable.RoleRN {
				out.rn[i] = min(p.rn, out.rn[i]+c)
			}
		}
	}
	return out
}

// gap returns the first open stretch with too few registered staff, or -1.
func (h *house) gap(m team, parts []stretch) int {
	for i, n := range m.rn {
		if parts[i].open && n < h.rules.RNMin {
			return i
		}
	}
	return -1
}

// uncovered names the first open minute that is not covered with every shift
// taken as often as it may be.
func (h *house) uncovered(in *timetable.Instance, site *timetable.Site, n int, parts []stretch) error {
	most := team{rn: make([]int, len(parts)), all: make([]int, len(parts))}
	for _, s := range site.Shifts {
		if s.Role == timetable.RoleRN && s.Day == n {
			most = h.with(in, most, parts, s, s.Max)
		}
	}
	i := h.gap(most, parts)
	minute := (h.from + parts[i].first) * in.SlotMin
	return &Infeasible{site.ID, n, timetable.Breach{Rule: timetable.RuleCover, Minute: minute, Need: h.rules.RNMin,
		Have: most.rn[i]}}
}

// frontier keeps the staffings that no other matches for no more cost, cheapest
// first.
func frontier(list []team) (out []team) {
	slices.SortStableFunc(list, func(x, y team) int { return cmp.Compare(x.cost, y.cost) })
	for _, m := range list {
		if !slices.ContainsFunc(out, func(o team) bool { return covers(o.all, m.all) && covers(o.rn, m.rn) }) {
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

func (h *house) staffing(m team, parts []stretch) option {
	o := option{starts: make([]int, h.slots), carry: make([]int, h.slots), cost: m.cost, counts: m.counts}
	for i, p := range parts {
		for t := p.first; t < p.end; t++ {
			o.starts[t], o.carry[t] = h.rules.PrepPerPair*m.rn[i]/2, h.rules.WStaff*m.all[i]
		}
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
