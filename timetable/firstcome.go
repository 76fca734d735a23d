package timetable

import "slices"

// FirstCome answers a week the way a service without a planner does: people ask
// one after the other, in the order of the instance, and each takes the times
// of each day that cost them least among those still free. Where two cost the
// same the earlier one is taken, and where nothing is free the dose stays
// without a time. It is a kind baseline: everybody knows all free times and
// chooses well.
// Nobody who asked before moves for somebody who asks later. Two people who come
// together ask together, when the first of them does; where nothing near each
// other is free, or there is more to try than can be, each asks alone. A rota
// that is a decision is answered with nobody on duty.
func (in *Instance) FirstCome() *Plan {
	plan := &Plan{Instance: in.Name}
	for d := range in.Days {
		plan.Days = append(plan.Days, in.FirstComeOf(d).Days...)
	}
	plan.Sort()
	return plan
}

// FirstComeOf answers one day of the week: no day depends on another.
func (in *Instance) FirstComeOf(day int) *Plan {
	f := firstCome{in: in, day: day, taken: map[string]PersonDay{}}
	for i := range in.Sites {
		f.books = append(f.books, NewLedger(in.Rules, in.SlotMin, &in.Sites[i], day))
	}
	plan := &Plan{Instance: in.Name}
	for i := range in.People {
		for _, d := range f.ask(&in.People[i]) {
			for _, s := range d.Starts {
				if s != None {
					f.book(d.Site).Add(s)
				}
			}
			f.taken[d.Person] = d
			plan.Days = append(plan.Days, d)
		}
	}
	plan.Sort()
	return plan
}

// firstCome is a day as it fills.
type firstCome struct {
	in    *Instance
	day   int
	books []*Ledger // by site
	taken map[string]PersonDay
}

func (f *firstCome) book(site string) *Ledger {
	for i := range f.in.Sites {
		if f.in.Sites[i].ID == site {
			return f.books[i]
		}
	}
	return nil
}

// ask is the choice of a person, and of who comes together with them: a couple
// asks together, when the first of them does.
func (f *firstCome) ask(p *Person) []PersonDay {
	if _, chosen := f.taken[p.ID]; chosen {
		return nil
	}
	mine := f.options(p)
	for _, x := range f.in.Together {
		other := x.A
		if x.A == p.ID {
			other = x.B
		} else if x.B != p.ID {
			continue
		}
		i := slices.IndexFunc(f.in.People, func(q Person) bool { return q.ID == other })
		if _, chosen := f.taken[other]; i < 0 || chosen {
			continue
		}
		if both := f.couple(mine, f.options(&f.in.People[i]), x.Within); both != nil {
			return both
		}
	}
	for _, o := range mine {
		if f.fit(o.PersonDay) {
			return []PersonDay{o.PersonDay}
		}
	}
	return nil // not reached: a day without a visit fits
}

// mostCouples bounds the pairs of days that are tried for a couple.
const mostCouples = 4_000_000

// couple finds the cheapest two days that are near each other; nil where there
// are none, or too many to try.
func (f *firstCome) couple(mine, theirs []firstOption, within int) (best []PersonDay) {
	cost := 0
	if len(mine)*len(theirs) > mostCouples {
		return nil
	}
	for _, a := range mine {
		for _, b := range theirs {
			if best != nil && a.cost+b.cost >= cost {
				break // theirs are in order of cost
			}
			if _, near := Matched(within, a.Starts, b.Starts); near && f.fit(a.PersonDay, b.PersonDay) {
				best, cost = []PersonDay{a.PersonDay, b.PersonDay}, a.cost+b.cost
			}
		}
	}
	return best
}

// firstOption is one day that a person can choose, and its cost.
type firstOption struct {
	PersonDay
	cost int
}

// options lists the days that a person can choose, the cheapest first, earlier
// ones before later ones; the last resort is a day without a visit.
func (f *firstCome) options(p *Person) (out []firstOption) {
	starts := make([]int, p.Doses)
	for k := range starts {
		starts[k] = None
	}
	none := slices.Clone(starts)
	for i := range f.in.Sites {
		site := &f.in.Sites[i]
		if p.Reach(site.ID) == nil {
			continue
		}
		f.each(p, f.free(p, i), starts, 0, func() {
			d := PersonDay{Person: p.ID, Day: f.day, Site: site.ID, Starts: slices.Clone(starts)}
			b, err := f.in.DayCost(p, f.day, site.ID, starts)
			if err == nil && d.Attended() > 0 && f.apart(p, d) {
				out = append(out, firstOption{d, b.Total()})
			}
		})
	}
	out = append(out, firstOption{PersonDay{Person: p.ID, Day: f.day, Starts: none}, p.Doses * f.in.Rules.MissCost})
	slices.SortStableFunc(out, func(a, b firstOption) int { return a.cost - b.cost })
	return out
}

// free lists the starts of a day at which one more visit fits.
func (f *firstCome) free(p *Person, site int) (out []int) {
	reach := p.Reach(f.in.Sites[site].ID)
	for s := 0; s < dayMin; s += f.in.SlotMin {
		if f.in.allowed(p, reach, &f.in.Sites[site], f.day, s) != nil {
			continue
		}
		if _, ok := f.books[site].Breaks(s); ok {
			out = append(out, s)
		}
	}
	return out
}

// each tries every choice of starts for dose k and those after it, None last.
func (f *firstCome) each(p *Person, free, starts []int, k int, try func()) {
	if k == p.Doses {
		try()
		return
	}
	last := None
	for _, s := range starts[:k] {
		last = max(last, s)
	}
	for _, s := range free {
		if last == None || s >= last+max(p.GapMin, 1) {
			starts[k] = s
			f.each(p, free, starts, k+1, try)
		}
	}
	starts[k] = None
	f.each(p, free, starts, k+1, try)
}

// fit reports whether days fit the house together: a visit may need what
// another one of them takes.
func (f *firstCome) fit(days ...PersonDay) (ok bool) {
	type visit struct {
		book  *Ledger
		start int
	}
	var added []visit
	ok = true
	for _, d := range days {
		for _, s := range d.Starts {
			if s == None || !ok {
				continue
			}
			book := f.book(d.Site)
			if _, ok = book.Breaks(s); ok {
				book.Add(s)
				added = append(added, visit{book, s})
			}
		}
	}
	for _, v := range added {
		v.book.Remove(v.start)
	}
	return ok
}

// apart reports whether nobody who has chosen is in the way.
func (f *firstCome) apart(p *Person, d PersonDay) bool {
	for _, x := range f.in.Apart {
		if o, ok := f.other(p.ID, x.A, x.B); ok && o.Site == d.Site {
			if _, close := TooClose(f.in.Rules.Stay(), d.Starts, o.Starts); close {
				return false
			}
		}
	}
	return true
}

// other is the day of the other one of a pair, where they have chosen.
func (f *firstCome) other(id, a, b string) (d PersonDay, ok bool) {
	if b == id {
		a, b = b, a
	}
	d, ok = f.taken[b]
	return d, ok && a == id
}
