package optimise

// fitting looks for one timetable of small menus that fits, at any cost: it
// places whoever has the least left, and turns back where somebody has nothing.
type fitting struct {
	menus []menu
	out   *roster
	steps int
	most  int
}

// fit returns a timetable of the menus; sure is false where it gave up.
func (a *ascent) fit(most int, cheap bool) (out *roster, sure bool) {
	f := &fitting{out: newRoster(a.r.d, a.r.p.in.SlotMin), most: most}
	f.menus = a.r.menus
	if cheap { // the starts that fewest others want first
		f.menus = make([]menu, len(a.r.menus))
		for i, m := range a.r.menus {
			for _, x := range a.r.under(m, a.whole, 0, 1<<62) {
				f.menus[i] = append(f.menus[i], m[x.at])
			}
		}
	}
	ok := f.next()
	a.r.steps += f.steps
	if ok {
		return f.out, true
	}
	return nil, f.steps <= f.most
}

func (f *fitting) next() bool {
	who, fewest := -1, 0
	for i, m := range f.menus {
		if f.out.placed[i] {
			continue
		}
		n := 0
		for k := range m {
			if f.out.fits(i, &m[k]) {
				n++
			}
		}
		f.steps += 4 * len(m)
		if n == 0 {
			return false
		}
		if who < 0 || n < fewest {
			who, fewest = i, n
		}
	}
	if who < 0 {
		return true
	}
	m := f.menus[who]
	for k := range m {
		if f.steps > f.most {
			return false
		}
		if !f.out.fits(who, &m[k]) {
			continue
		}
		f.out.place(who, m[k])
		if f.next() {
			return true
		}
		f.out.lift(who)
	}
	return false
}
