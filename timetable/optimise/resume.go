package optimise

import (
	"slices"

	"steady/timetable"
)

// resume turns the plan to start from into rosters; nil where it does not fit.
func (s *solver) resume() []*roster {
	if s.opt.from == nil {
		return nil
	}
	had := make([]map[string]timetable.PersonDay, len(s.p.days))
	for k := range had {
		had[k] = map[string]timetable.PersonDay{}
	}
	for _, d := range s.opt.from.Days {
		had[d.Day][d.Person] = d
	}
	out := make([]*roster, len(s.p.days))
	for k := range out {
		if out[k] = s.p.resumed(k, had[k], s.opt.from.Rota); out[k] == nil {
			return nil
		}
	}
	return out
}

// resumed is the roster of one day.
func (p *problem) resumed(k int, had map[string]timetable.PersonDay, rota map[string]map[string]int) *roster {
	d := &p.days[k]
	if d.decides() {
		pick := make([]int, len(d.houses))
		for j := range d.houses {
			pick[j] = d.houses[j].staffedAs(&p.in.Sites[d.houses[j].site], k, rota)
		}
		if slices.Contains(pick, -1) {
			return nil
		}
		d = d.staffed(pick)
	}
	sites := map[string]int{}
	for j, site := range p.in.Sites {
		sites[site.ID] = j
	}
	cells := map[cell]int32{}
	for c, at := range d.cells {
		cells[at] = int32(c)
	}
	r := newRoster(d, p.in.SlotMin)
	for i, m := range d.menus {
		want, was := [maxDoses]int32{}, had[p.in.People[i].ID]
		for dose, s := range was.Starts {
			if s != timetable.None {
				want[dose] = cells[cell{sites[was.Site], s / p.in.SlotMin}]
			}
		}
		at := slices.IndexFunc(m, func(q pattern) bool { return q.cells == want })
		if at < 0 || !r.fits(i, &m[at]) {
			return nil
		}
		r.place(i, m[at])
	}
	return r
}

// staffedAs is the staffing of a house that a rota names, -1 where there is none;
// 0 where the rota of the house is no decision.
func (h *house) staffedAs(site *timetable.Site, day int, rota map[string]map[string]int) int {
	if len(h.options) == 0 {
		return 0
	}
	return slices.IndexFunc(h.options, func(o option) bool {
		for n, c := range o.counts {
			if site.Shifts[n].Day == day && rota[site.ID][site.Shifts[n].ID] != c {
				return false
			}
		}
		return true
	})
}
