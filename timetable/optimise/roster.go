package optimise

// roster is a timetable of one day that fits at every moment: who comes when,
// and how full each house is.
type roster struct {
	d      *day
	slot   int
	chosen []pattern
	placed []bool
	ties   [][]int // by person: rules they are in
	load   []load  // by house
	cost   int     // of those placed, unweighted
}

// load is how full one house is, by slot.
type load struct{ booths, places, starts []int16 }

func newRoster(d *day, slotMin int) *roster {
	r := &roster{d: d, slot: slotMin, chosen: make([]pattern, len(d.menus)), placed: make([]bool, len(d.menus)),
		ties: make([][]int, len(d.menus)), load: make([]load, len(d.houses))}
	for k := range d.houses {
		n := d.houses[k].slots
		r.load[k] = load{make([]int16, n), make([]int16, n), make([]int16, n)}
	}
	for k, rule := range d.rules {
		r.ties[rule.a] = append(r.ties[rule.a], k)
		r.ties[rule.b] = append(r.ties[rule.b], k)
	}
	return r
}

// clone returns a roster that shares nothing that changes.
func (r *roster) clone() *roster {
	c := newRoster(r.d, r.slot)
	for i, in := range r.placed {
		if in {
			c.place(i, r.chosen[i])
		}
	}
	return c
}

func (r *roster) count(q *pattern, by int16) {
	for _, c := range q.cells {
		if c == 0 {
			continue
		}
		at := r.d.cells[c]
		h, l := &r.d.houses[at.site], &r.load[at.site]
		t := at.slot - h.from
		l.starts[t] += by
		for j := t; j < t+h.booth; j++ {
			l.booths[j] += by
		}
		for j := t + h.booth; j < t+h.stay; j++ {
			l.places[j] += by
		}
	}
}

// place puts a person who is not placed on a pattern, without asking.
func (r *roster) place(i int, q pattern) {
	r.chosen[i], r.placed[i] = q, true
	r.cost += int(q.cost)
	r.count(&q, 1)
}

// lift takes a person out.
func (r *roster) lift(i int) {
	r.placed[i] = false
	r.cost -= int(r.chosen[i].cost)
	r.count(&r.chosen[i], -1)
}

// room reports whether one more visit fits in a cell.
func (r *roster) room(c int32) bool {
	if c == 0 {
		return true
	}
	at := r.d.cells[c]
	h, l := &r.d.houses[at.site], &r.load[at.site]
	t := at.slot - h.from
	if int(l.starts[t]) >= h.starts[t] {
		return false
	}
	for j := t; j < t+h.stay; j++ {
		b, o := int(l.booths[j]), int(l.places[j])
		if j < t+h.booth {
			b++
		} else {
			o++
		}
		u := int(l.starts[j])
		if j == t {
			u++
		}
		if b > h.booths[j] || o > h.places[j] ||
			h.rules.WBooth*b+h.rules.WObs*o+h.rules.WPrep*u > h.carry[j] {
			return false
		}
	}
	return true
}

// agrees reports whether a pattern of a person keeps every rule with those
// placed.
func (r *roster) agrees(i int, q *pattern) bool {
	for _, k := range r.ties[i] {
		rule := &r.d.rules[k]
		other, a, b := rule.b, q, (*pattern)(nil)
		if other == i {
			other = rule.a
		}
		if !r.placed[other] {
			continue
		}
		if b = &r.chosen[other]; i == rule.b {
			a, b = b, a
		}
		if !r.d.fits(rule, a, b, r.slot) {
			return false
		}
	}
	return true
}

// fits reports whether a pattern of a person who is not placed fits now.
func (r *roster) fits(i int, q *pattern) bool {
	return r.room(q.cells[0]) && r.room(q.cells[1]) && r.room(q.cells[2]) && r.agrees(i, q)
}
