package timetable

// Ledger counts what one site holds on one day, slot by slot, against what it
// can hold: booths, observation places, preparation and the load on staff. The
// clinic books with it and the optimiser plans with it. It counts what it is
// told, also above what fits, so that a breach can be shown; Breaks tells
// beforehand.
type Ledger struct {
	rules Rules
	slot  int // minutes
	open  []Span
	// By slot from midnight: what is there, and what can be.
	inBooth, inObs, starts []int
	booths, places, rn, sw []int
}

// NewLedger returns the empty ledger of a site's day. Where the rota is a
// decision nobody is on duty until SetStaff says so.
func NewLedger(rules Rules, slotMin int, site *Site, day int) *Ledger {
	n := dayMin / slotMin
	l := &Ledger{rules: rules, slot: slotMin, open: site.Open[day], inBooth: make([]int, n), inObs: make([]int, n),
		starts: make([]int, n), booths: spread(n, slotMin, site.Booths[day]), places: spread(n, slotMin, site.Obs[day])}
	l.SetStaff(nil, nil)
	if site.Shifts == nil {
		l.SetStaff(site.Staff.RN[day], site.Staff.SW[day])
	}
	return l
}

// SetStaff says who is on duty, registered and support.
func (l *Ledger) SetStaff(rn, sw []Step) {
	n := len(l.starts)
	l.rn, l.sw = spread(n, l.slot, rn), spread(n, l.slot, sw)
}

// spread gives the value of a step function at the start of each slot.
func spread(n, slotMin int, steps []Step) []int {
	out := make([]int, n)
	for _, s := range steps {
		for t := max(0, s.From/slotMin); t < n && t*slotMin < s.To; t++ {
			if t*slotMin >= s.From {
				out[t] = s.Value
			}
		}
	}
	return out
}

// Add counts a visit that starts at a minute.
func (l *Ledger) Add(start int) { l.count(start, 1) }

// Remove takes away a visit that was added.
func (l *Ledger) Remove(start int) { l.count(start, -1) }

func (l *Ledger) count(start, by int) {
	first := start / l.slot
	mid, end := first+l.rules.BoothMin/l.slot, first+l.rules.Stay()/l.slot
	if start < 0 || first >= len(l.starts) {
		return
	}
	l.starts[first] += by
	for t := first; t < min(end, len(l.starts)); t++ {
		if t < mid {
			l.inBooth[t] += by
		} else {
			l.inObs[t] += by
		}
	}
}

// Breaks returns the first rule that one more visit at this start would break,
// and the minute where; ok is true when it fits.
func (l *Ledger) Breaks(start int) (b Breach, ok bool) {
	if start < 0 || start%l.slot != 0 {
		return Breach{Rule: RuleSlot, Minute: start}, false
	}
	inside := false
	for _, o := range l.open {
		inside = inside || o.From <= start && start+l.rules.Stay() <= o.To
	}
	if !inside {
		return Breach{Rule: RuleOpen, Minute: start}, false
	}
	l.Add(start)
	defer l.Remove(start)
	for t := start / l.slot; t < min((start+l.rules.Stay())/l.slot, len(l.starts)); t++ {
		if b, ok := l.at(t); !ok {
			return b, false
		}
	}
	return Breach{}, true
}

// Breaches returns what is broken now, minute by minute.
func (l *Ledger) Breaches() (out []Breach) {
	for t := range l.starts {
		if b, ok := l.at(t); !ok {
			out = append(out, b)
		}
	}
	return out
}

// at judges one slot.
func (l *Ledger) at(t int) (Breach, bool) {
	r, minute := l.rules, t*l.slot
	staff := l.rn[t] + l.sw[t]
	load := r.WBooth*l.inBooth[t] + r.WObs*l.inObs[t] + r.WPrep*l.starts[t]
	switch {
	case l.inBooth[t] > l.booths[t]:
		return Breach{RuleBooths, minute, l.inBooth[t], l.booths[t]}, false
	case l.inObs[t] > l.places[t]:
		return Breach{RuleObs, minute, l.inObs[t], l.places[t]}, false
	case 2*l.starts[t] > r.PrepPerPair*l.rn[t]:
		return Breach{RulePrep, minute, 2 * l.starts[t], r.PrepPerPair * l.rn[t]}, false
	case load > r.WStaff*staff:
		return Breach{RuleStaff, minute, load, r.WStaff * staff}, false
	}
	return Breach{}, true
}

// Present returns how many people are in booths and in observation at a minute.
func (l *Ledger) Present(minute int) (booths, obs int) {
	t := minute / l.slot
	if minute < 0 || t >= len(l.starts) {
		return 0, 0
	}
	return l.inBooth[t], l.inObs[t]
}

// TooClose reports whether two people who must be kept apart would be in one
// building at one time, and the first minute of it; a and b are their starts
// at one site on one day.
func TooClose(stay int, a, b []int) (minute int, close bool) {
	minute = None
	for _, s := range a {
		for _, t := range b {
			if s == None || t == None || s-t >= stay || t-s >= stay {
				continue
			}
			if at := max(s, t); !close || at < minute {
				minute, close = at, true
			}
		}
	}
	return minute, close
}

// Matched reports whether two people come together: each dose that both are
// prescribed within so many minutes of each other, or missed by both. It
// returns the first dose, from 0, where they do not.
func Matched(within int, a, b []int) (dose int, ok bool) {
	for k := range min(len(a), len(b)) {
		s, t := a[k], b[k]
		if (s == None) != (t == None) || s-t > within || t-s > within {
			return k, false
		}
	}
	return 0, true
}
