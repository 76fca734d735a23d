package optimise

// supply finds the start counts of a house that are worth most at given
// prices: the exact maximum of sum(price*u) over every u that fits, by dynamic
// programming over the slots. A state is the counts of the slots before that
// still have somebody in the building, each less the least it can be.
type supply struct {
	h      *house
	lo, hi []int // by slot: the counts that can occur
	window int   // slots that a state and the next count span together
	base   int   // a count less its least is 0..base-1
	states int
	drop   int // states / base: weighs the oldest digit
	digits *digits
	before []inside // by slot: people inside at the least counts, started before
	worth  [2][]int64
	oldest [][]uint16 // by slot and state: the digit that left the window
	u      []int      // the best counts, by slot
	starts []int      // limits of the staffing looked at
	carry  []int
	option int // the best staffing, where there are any
	rota   int // what it costs
}

// inside counts people in booths and in observation.
type inside struct{ booths, places int }

// digits are what a state holds beyond the least counts.
type digits struct {
	base   int
	inside []inside
}

// maxTable bounds the work on one house: states times counts times slots. Where
// people stay for more slots than that can span, those who came longest ago are
// left out of the count: the house then offers too much, which keeps the bound
// true and makes it weaker.
const maxTable = 8 * unit

// newSupply returns the supply of a house for any counts.
func newSupply(h *house) *supply {
	s := &supply{h: h, u: make([]int, h.slots), starts: h.starts, carry: h.carry}
	s.limit(make([]int, h.slots), h.top)
	return s
}

// limit says which counts can occur; lo must fit the house.
func (s *supply) limit(lo, hi []int) {
	h := s.h
	s.lo, s.hi, s.base, s.states = lo, hi, 1, 1
	for t := range h.slots {
		s.base = max(s.base, min(hi[t], h.top[t])-lo[t]+1)
	}
	for s.window = 1; s.window < h.stay && s.states*s.base*s.base*h.slots <= maxTable; s.window++ {
		s.states *= s.base
	}
	s.drop = max(1, s.states/s.base)
	if s.digits == nil || s.digits.base != s.base {
		s.digits = newDigits(h, s.window, s.base, s.states)
	}
	s.before = make([]inside, h.slots)
	for t := range h.slots {
		for j := 1; j < s.window && j <= t; j++ {
			if j < h.booth {
				s.before[t].booths += lo[t-j]
			} else {
				s.before[t].places += lo[t-j]
			}
		}
	}
	if cap(s.worth[0]) < s.states {
		s.worth[0], s.worth[1] = make([]int64, s.states), make([]int64, s.states)
		s.oldest = make([][]uint16, h.slots)
		for t := range s.oldest {
			s.oldest[t] = make([]uint16, s.states)
		}
	}
}

func newDigits(h *house, window, base, states int) *digits {
	d := &digits{base, make([]inside, states)}
	for i := range states {
		for j, rest := 1, i; j < window; j, rest = j+1, rest/base {
			if j < h.booth {
				d.inside[i].booths += rest % base
			} else {
				d.inside[i].places += rest % base
			}
		}
	}
	return d
}

// best returns the most that counts can be worth at the prices of the cells of
// the house (all at least 0), less what the rota costs, and leaves the counts
// in u; steps counts the work.
func (s *supply) best(price []int64) (worth int64, steps int) {
	h := s.h
	if len(h.options) == 0 {
		return s.most(price)
	}
	s.starts, s.carry = h.starts, h.carry
	top, steps := s.most(price)
	worth, best := int64(-1)<<62, make([]int, len(s.u))
	for k := range h.options {
		o := &h.options[k]
		if top-int64(o.cost)*scale <= worth {
			break
		}
		s.starts, s.carry = o.starts, o.carry
		w, n := s.most(price)
		steps += n
		if w -= int64(o.cost) * scale; w > worth {
			worth, s.option, s.rota = w, k, o.cost
			copy(best, s.u)
		}
	}
	copy(s.u, best)
	return worth, steps
}

// most is best for one staffing, without its cost.
func (s *supply) most(price []int64) (worth int64, steps int) {
	h := s.h
	now, next := s.worth[0][:s.states], s.worth[1][:s.states]
	for i := range now {
		now[i] = -1
	}
	now[0] = 0
	j := 0
	for t := range h.slots {
		cost := int64(0)
		if j < len(h.cellSlot) && h.cellSlot[j] == t {
			cost = price[h.first+j]
			j++
		}
		steps += s.step(t, cost, now, next)
		now, next = next, now
	}
	best := 0
	for i, w := range now {
		if w > now[best] {
			best = i
		}
	}
	worth = now[best]
	for t := h.slots - 1; t >= 0; t-- {
		if s.window == 1 {
			s.u[t] = s.lo[t] + int(s.oldest[t][0])
			continue
		}
		s.u[t] = s.lo[t] + best%s.base
		best = best/s.base + int(s.oldest[t][best])*s.drop
	}
	return worth, steps
}

// step moves every state over one slot.
func (s *supply) step(t int, price int64, now, next []int64) (steps int) {
	h := s.h
	for i := range next {
		next[i] = -1
	}
	oldest, lo, before := s.oldest[t], s.lo[t], s.before[t]
	least, most := int64(lo)*price, min(s.hi[t], h.top[t])-lo
	for i, w := range now {
		if w < 0 {
			continue
		}
		in := s.digits.inside[i]
		u := min(s.room(t, before.booths+in.booths, before.places+in.places)-lo, most)
		if u < 0 {
			continue
		}
		w += least
		if s.window == 1 {
			next[0], oldest[0] = w+int64(u)*price, uint16(u)
			continue
		}
		to, out := (i%s.drop)*s.base, uint16(i/s.drop)
		steps += u + 1
		for ; u >= 0; u-- {
			if w > next[to] {
				next[to], oldest[to] = w, out
			}
			to++
			w += price
		}
	}
	return steps
}

// room returns how many visits can start in a slot beside those in booths and
// in observation, -1 where these alone are too many.
func (s *supply) room(t, booths, places int) int {
	h, r := s.h, &s.h.rules
	spare := s.carry[t] - r.WBooth*booths - r.WObs*places
	if booths > h.booths[t] || places > h.places[t] || spare < 0 {
		return -1
	}
	load, most := r.WPrep+r.WBooth, min(s.starts[t], h.booths[t]-booths)
	if h.booth == 0 {
		load, most = r.WPrep+r.WObs, min(s.starts[t], h.places[t]-places)
	}
	if load > 0 {
		most = min(most, spare/load)
	}
	return most
}
