package check

import (
	"fmt"
	"slices"

	"steady/timetable"
)

// readRota takes the counts of shifts; what is not named is 0.
func (r *reading) readRota(plan *timetable.Plan) {
	for _, id := range sorted(plan.Rota) {
		site := r.sites[id]
		for _, name := range sorted(plan.Rota[id]) {
			count := plan.Rota[id][name]
			where := Breach{Rule: RuleShift, Site: id}
			if site == nil {
				r.say(where, "the instance has no site %q, so it has no shift %q", id, name)
				continue
			}
			i := slices.IndexFunc(site.Shifts, func(s timetable.Shift) bool { return s.ID == name })
			if i < 0 {
				r.say(where, "the site has no shift %q", name)
				continue
			}
			shift := &site.Shifts[i]
			where.Day, where.Minute = &shift.Day, &shift.From
			if count < 0 || count > shift.Max {
				r.say(where, "shift %s is taken %d times; it can be 0 to %d", name, count, shift.Max)
			}
			r.report.Rota += count * shift.Cost
			if r.rota[id] == nil {
				r.rota[id] = map[string]int{}
			}
			r.rota[id][name] = count
		}
	}
}

func sorted[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// minute is what is in a site, and what it has, in one minute of a day.
type minute struct {
	open                   bool
	booth, watched, starts int // people in booths, people observed, visits starting in this slot
	booths, obs, rn, sw    int
}

// capacity looks at a site and day minute by minute.
func (r *reading) capacity(site *timetable.Site, n int) {
	now := r.minutes(site, n)
	var running [5]bool // the constraint was broken in the minute before: one breach for a stretch
	for m := range now {
		for i, b := range r.broken(site, &now[m]) {
			if b.Rule != "" && !running[i] {
				b.Site, b.Day, b.Minute = site.ID, &n, &m
				r.report.Errors = append(r.report.Errors, b)
			}
			running[i] = b.Rule != ""
		}
	}
}

// minutes lays a day of a site out.
func (r *reading) minutes(site *timetable.Site, n int) []minute {
	now := make([]minute, minutesOfDay)
	fill := func(from, to int, f func(m *minute)) {
		for m := max(from, 0); m < min(to, minutesOfDay); m++ {
			f(&now[m])
		}
	}
	for _, w := range site.Open[n] {
		fill(w.From, w.To, func(m *minute) { m.open = true })
	}
	for _, s := range site.Booths[n] {
		fill(s.From, s.To, func(m *minute) { m.booths = s.Value })
	}
	for _, s := range site.Obs[n] {
		fill(s.From, s.To, func(m *minute) { m.obs = s.Value })
	}
	r.staff(site, n, fill)
	rules := r.inst.Rules
	for _, days := range r.days {
		d := days[n]
		if d.site != site {
			continue
		}
		for _, s := range d.starts {
			if s != timetable.None {
				fill(s, s+rules.BoothMin, func(m *minute) { m.booth++ })
				fill(s+rules.BoothMin, s+stay(r.inst), func(m *minute) { m.watched++ })
				slot := s - modulo(s, r.inst.SlotMin)
				fill(slot, slot+r.inst.SlotMin, func(m *minute) { m.starts++ })
			}
		}
	}
	return now
}

// staff fills in who is there: as given, or as the rota of the plan says.
func (r *reading) staff(site *timetable.Site, n int, fill func(from, to int, f func(m *minute))) {
	if site.Shifts == nil {
		for _, s := range site.Staff.RN[n] {
			fill(s.From, s.To, func(m *minute) { m.rn = s.Value })
		}
		for _, s := range site.Staff.SW[n] {
			fill(s.From, s.To, func(m *minute) { m.sw = s.Value })
		}
		return
	}
	for _, s := range site.Shifts {
		count := r.rota[site.ID][s.ID]
		switch {
		case s.Day != n:
		case s.Role == timetable.RoleRN:
			fill(s.From, s.To, func(m *minute) { m.rn += count })
		default:
			fill(s.From, s.To, func(m *minute) { m.sw += count })
		}
	}
}

// broken are the hard constraints that a minute breaks; no rule where it holds.
func (r *reading) broken(site *timetable.Site, m *minute) (out [5]Breach) {
	rules := r.inst.Rules
	put := func(i int, rule Rule, format string, a ...any) {
		out[i] = Breach{Rule: rule, Text: fmt.Sprintf(format, a...)}
	}
	if m.booth > m.booths {
		put(0, RuleBooths, "%d people in %d booths", m.booth, m.booths)
	}
	if m.watched > m.obs {
		put(1, RuleObs, "%d people in %d observation places", m.watched, m.obs)
	}
	if 2*m.starts > rules.PrepPerPair*m.rn {
		put(2, RulePrep, "%d starts to prepare with %d registered staff, %d for each two", m.starts, m.rn,
			rules.PrepPerPair)
	}
	if load, can := rules.WBooth*m.booth+rules.WObs*m.watched+rules.WPrep*m.starts, rules.WStaff*(m.rn+m.sw); load > can {
		put(3, RuleStaff, "supervision comes to %d, and %d staff carry %d", load, m.rn+m.sw, can)
	}
	if site.Shifts != nil && m.open && m.rn < rules.RNMin {
		put(4, RuleRN, "%d registered staff while open; at least %d", m.rn, rules.RNMin)
	}
	return out
}
