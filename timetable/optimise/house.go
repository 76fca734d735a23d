package optimise

import "steady/timetable"

// house is what one site can hold on one day: the limits of every slot, and so
// the set of start counts u that fit. A count that fits still fits when any
// visit is taken away.
type house struct {
	site     int
	from     int // first slot of the day that counts
	slots    int // how many slots count
	booth    int // slots in a booth
	stay     int // slots of a visit
	first    int // first cell of the house; the others follow in order of slot
	cellSlot []int
	top      []int // by slot: the most starts, alone; 0 where no visit can start
	tight    bool  // some start fits the opening hours and yet nobody can be held
	booths   []int
	places   []int
	starts   []int // most starts that can be prepared
	carry    []int // load that the staff can carry
	rules    timetable.Rules
	options  []option // where the rota is a decision; starts and carry are then the most of all
}

func newHouse(in *timetable.Instance, s, n int) (house, error) {
	site, r := &in.Sites[s], in.Rules
	h := house{site: s, booth: r.BoothMin / in.SlotMin, stay: r.Stay() / in.SlotMin, rules: r}
	lo, hi := minutesOfDay, 0
	for _, o := range site.Open[n] {
		lo, hi = min(lo, o.From), max(hi, o.To)
	}
	if lo >= hi {
		return h, nil
	}
	h.from, h.slots = lo/in.SlotMin, (hi-lo)/in.SlotMin
	h.booths = make([]int, h.slots)
	h.places, h.starts = make([]int, h.slots), make([]int, h.slots)
	h.carry, h.top = make([]int, h.slots), make([]int, h.slots)
	for t := range h.slots {
		minute := lo + t*in.SlotMin
		h.booths[t] = timetable.At(site.Booths[n], minute)
		h.places[t] = timetable.At(site.Obs[n], minute)
	}
	if site.Shifts == nil {
		h.staff(in, site.Staff.RN[n], site.Staff.SW[n])
	}
	if site.Shifts != nil {
		if err := h.staffings(in, site, n); err != nil {
			return h, err
		}
	}
	h.tops(in, site.Open[n])
	return h, nil
}

// staff sets the limits that come from who is on duty.
func (h *house) staff(in *timetable.Instance, rn, sw []timetable.Step) {
	for t := range h.slots {
		minute := (h.from + t) * in.SlotMin
		r := timetable.At(rn, minute)
		h.starts[t] = h.rules.PrepPerPair * r / 2
		h.carry[t] = h.rules.WStaff * (r + timetable.At(sw, minute))
	}
}

// tops finds the most visits that can start in a slot of an empty house.
func (h *house) tops(in *timetable.Instance, open []timetable.Span) {
	for t := range h.slots {
		h.top[t] = 0
		minute := (h.from + t) * in.SlotMin
		for _, o := range open {
			if o.From <= minute && minute+h.rules.Stay() <= o.To {
				h.top[t] = h.most(t)
				h.tight = h.tight || h.top[t] == 0
			}
		}
	}
}

func (h *house) most(t int) int {
	n := h.starts[t]
	for j := range h.stay {
		load := h.rules.WObs
		if j < h.booth {
			n, load = min(n, h.booths[t+j]), h.rules.WBooth
		} else {
			n = min(n, h.places[t+j])
		}
		if j == 0 {
			load += h.rules.WPrep
		}
		if load > 0 {
			n = min(n, h.carry[t+j]/load)
		}
	}
	return n
}

// anybody marks every slot of the day that counts, as if each were a cell.
func (h *house) anybody(slots int) []int32 {
	out := make([]int32, slots)
	for t := range h.slots {
		out[h.from+t] = 1
	}
	return out
}
