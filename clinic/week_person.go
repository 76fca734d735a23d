package clinic

import (
	"slices"

	"steady/moment"
	"steady/person"
	"steady/timetable"
)

// weekPerson adds somebody who comes in that week: who has a prescription on
// some day of it, is not away, and has a session that opens.
func (s *State) weekPerson(w *Week, id person.UserID) {
	p := s.People[id]
	x := WeekPerson{Person: id, Since: s.Ways[id].Admitted, Doses: s.attendedSessions(p, w.Monday),
		Now: p.WeekOn(w.Monday)}
	if len(x.Doses) == 0 || len(x.Doses) > 3 {
		return
	}
	visits := 0
	for day := w.Monday; day < w.Monday+7; day++ {
		o := p.OrderOn(day)
		treated := o != nil && day <= o.Ends && s.AwayOn(id, day) == nil
		comes := make([]bool, len(x.Doses))
		for k, session := range x.Doses {
			_, _, opens := s.Hours(day, session)
			_, regular := p.TimeOn(day, session)
			if comes[k] = treated && opens && regular; comes[k] {
				visits++
			}
		}
		x.Comes = append(x.Comes, comes)
	}
	if visits == 0 {
		return
	}
	gap, known := s.GapOn(id, w.Monday)
	if !known && len(x.Doses) > 1 {
		x.Fixed = FixedGap
	}
	if _, keeps := s.Lives.Keeps[id]; keeps {
		x.Fixed = FixedKeeps
	}
	life := timetable.Person{ID: string(id), Doses: len(x.Doses), GapMax: dayMinutes,
		GapMin: max(w.oneInEachSession(), int((gap+moment.Minute-1)/moment.Minute))}
	promised := s.weekPromised(w, x)
	x.Way = s.weekLife(w, &life, id, x)
	for d, pd := range promised {
		w.bind(&life, x, pd, d)
	}
	w.People, w.Life.People = append(w.People, x), append(w.Life.People, life)
	w.Promised.Days = append(w.Promised.Days, promised...)
}

// oneInEachSession is the gap from start to start that no two visits inside one
// opening can have: each dose of a day is of another session.
func (w *Week) oneInEachSession() int {
	gap := w.Life.Rules.Stay()
	for _, day := range w.Life.Sites[0].Open {
		for _, o := range day {
			gap = max(gap, o.To-o.From-w.Life.Rules.Stay()+1)
		}
	}
	return gap
}

// weekLife fills in the way here, the wishes and the times that are taken.
func (s *State) weekLife(w *Week, life *timetable.Person, id person.UserID, x WeekPerson) (way bool) {
	j, way := s.JourneyOn(id, w.Monday)
	reach := timetable.Reach{Site: here, Travel: j.Minutes}
	if b := j.Bus; b != nil {
		reach.Bus = &timetable.Bus{Period: b.Period, Arrive: b.Here, Leave: b.Home}
	}
	life.Sites = []timetable.Reach{reach}
	wish, _ := s.WishOn(id, w.Monday)
	life.WPref, life.WUsual, life.Block = wish.Weight, wish.Usual, wish.Block
	for _, session := range x.Doses {
		pref := timetable.Span{From: 0, To: dayMinutes}
		if session < len(wish.Windows) && wish.Windows[session] != (Window{}) {
			pref = timetable.Span{From: wish.Windows[session].From, To: wish.Windows[session].To}
		}
		life.Pref = append(life.Pref, pref)
		life.Usual = append(life.Usual, x.Now.usual(session))
	}
	for d := range 7 {
		if !slices.Contains(x.Comes[d], true) {
			life.Busy = append(life.Busy, timetable.Busy{Day: d, From: 0, To: dayMinutes})
			continue
		}
		for _, b := range s.BusyOn(id, w.Monday+moment.Day(d)) {
			b = j.around(b)
			life.Busy = append(life.Busy, timetable.Busy{Day: d, From: max(b.From, 0), To: min(b.To, dayMinutes)})
		}
	}
	return way
}

// around widens a time that is taken by what the bus adds: the first bus after
// it that arrives, and the last one home before it. With the minutes of the way
// a visit then meets it exactly when Clashes says so.
func (j Journey) around(w Window) Window {
	if j.Bus == nil {
		return w
	}
	arrives, leaves := w.To+j.Minutes, w.From-j.Minutes
	p := j.Bus.Period
	w.To += ((j.Bus.Here-arrives)%p + p) % p
	w.From -= ((leaves-j.Bus.Home)%p + p) % p
	return w
}

// usual is the time of a session on most days, the earlier one of two; None
// where they never come.
func (w WeekTimes) usual(session int) int {
	of, best := map[int]int{}, timetable.None
	for _, day := range w {
		if t := day[session]; t >= 0 {
			of[t]++
		}
	}
	for t, n := range of {
		if best == timetable.None || n > of[best] || n == of[best] && t < best {
			best = t
		}
	}
	return best
}

// weekPromised are the times that hold today: what is promised for a day
// already, else the regular time. A start inside a slot counts from its begin,
// as booking counts it.
func (s *State) weekPromised(w *Week, x WeekPerson) (out []timetable.PersonDay) {
	for d := range 7 {
		day := w.Monday + moment.Day(d)
		pd := timetable.PersonDay{Person: string(x.Person), Day: d, Site: here}
		for k, session := range x.Doses {
			start := timetable.None
			if x.Comes[d][k] {
				start = x.Now[d][session]
				if v := s.Visits[VisitID(x.Person, day, session)]; v != nil {
					start = s.minuteOf(v.Due)
				}
				start -= start % w.Life.SlotMin
			}
			pd.Starts = append(pd.Starts, start)
		}
		out = append(out, pd)
	}
	return out
}

// bind leaves a person, on one day, no start in a session that they do not come
// to, and the promised one only in a session that is not booked: in groups and
// open hours nothing is planned.
func (w *Week) bind(life *timetable.Person, x WeekPerson, pd timetable.PersonDay, day int) {
	if !slices.Contains(x.Comes[day], true) {
		return // taken as a whole
	}
	stay, travel := w.Life.Rules.Stay(), life.Sites[0].Travel
	for _, o := range w.spans[day] {
		k := slices.Index(x.Doses, o.Session)
		if k >= 0 && x.Comes[day][k] && o.Style == AccessBooked {
			continue
		}
		first, last := o.From, o.To-stay // starts inside the window
		if k >= 0 && x.Comes[day][k] && o.From <= pd.Starts[k] && pd.Starts[k] < o.To {
			at := pd.Starts[k]
			out := timetable.Busy{Day: day, From: at - travel, To: at + stay + travel}
			life.Busy = slices.DeleteFunc(life.Busy, func(b timetable.Busy) bool {
				return b.Day == day && b.From < out.To && out.From < b.To // broken by the promise already
			})
			life.Busy = append(life.Busy, barredBefore(day, first, at-1, stay, travel)...)
			first = at + 1
		}
		life.Busy = append(life.Busy, barred(day, first, last, stay, travel)...)
	}
}

// barred is a taken time that forbids every start from first to last and, where
// that can be, no other; one before first it never forbids.
func barred(day, first, last, stay, travel int) []timetable.Busy {
	if first > last {
		return nil
	}
	// A start s is forbidden when s-travel < To and From < s+stay+travel.
	b := timetable.Busy{Day: day, From: first + stay + travel - 1, To: last - travel + 1}
	b.To = max(b.To, b.From+1)
	b.From, b.To = max(b.From, 0), min(b.To, dayMinutes)
	if b.From >= b.To {
		b.From = b.To - 1
	}
	return []timetable.Busy{b}
}

// barredBefore does the same and never forbids a start after last.
func barredBefore(day, first, last, stay, travel int) []timetable.Busy {
	if first > last {
		return nil
	}
	b := timetable.Busy{Day: day, From: first + stay + travel - 1, To: max(last-travel+1, 1)}
	b.From = max(min(b.From, b.To-1), 0)
	return []timetable.Busy{b}
}

// fix leaves a person the promised times only. The way here and what else is
// known of their life are taken out: they no longer decide anything.
func (w *Week) fix(p *timetable.Person) {
	p.Sites, p.Busy = []timetable.Reach{{Site: here}}, nil
	stay := w.Life.Rules.Stay()
	for _, pd := range w.Promised.Days {
		if pd.Person != p.ID {
			continue
		}
		last := 0
		for k, s := range pd.Starts {
			if s == timetable.None {
				continue
			}
			if s > last {
				p.Busy = append(p.Busy, timetable.Busy{Day: pd.Day, From: last, To: s})
			}
			last = s + stay
			if k > 0 && pd.Starts[k-1] != timetable.None {
				p.GapMin = min(p.GapMin, s-pd.Starts[k-1])
			}
		}
		if last < dayMinutes {
			p.Busy = append(p.Busy, timetable.Busy{Day: pd.Day, From: last, To: dayMinutes})
		}
	}
}
