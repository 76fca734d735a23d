// Package invent makes instances that nobody has seen: invented people in
// invented clinics of every shape the format allows, the odd ones too. Tests try
// the optimiser and the checker on them; the same seed makes the same week.
package invent

import (
	"fmt"
	"math/rand/v2"

	"steady/timetable"
)

// maker makes one instance.
type maker struct {
	*rand.Rand
	in  *timetable.Instance
	day [2]int // the earliest opening and the latest closing of any site
}

// Week makes a week of that many people. About one in twelve has nobody to open
// a site with, so that no plan is possible; the rest can be planned.
func Week(seed uint64, people int) *timetable.Instance {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 0x7157)), in: &timetable.Instance{
		Name: fmt.Sprintf("invent-%d-%d", people, seed), Seed: fmt.Sprintf("invent/%d", seed), Synthetic: true}}
	m.in.Days = pick(m, 7, 7, 7, 5, 1)
	m.in.SlotMin = pick(m, 10, 10, 5, 15, 20)
	m.rules()
	m.day = [2]int{m.time(360, 600), m.time(840, 1260)}
	for n := range pick(m, 1, 1, 1, 2, 3) {
		m.in.Sites = append(m.in.Sites, m.site(n, people))
	}
	for n := range people {
		m.in.People = append(m.in.People, m.person(n))
	}
	m.pairs()
	return m.in
}

// pick chooses one of the values.
func pick[T any](m *maker, from ...T) T { return from[m.IntN(len(from))] }

// chance is true once in n.
func (m *maker) chance(n int) bool { return m.IntN(n) == 0 }

// time is a time of the day on the grid of slots, from <= time <= to.
func (m *maker) time(from, to int) int {
	t := from + m.IntN(to-from+1)
	return t - t%m.in.SlotMin
}

func (m *maker) rules() {
	slots := func(least, most int) int { return m.in.SlotMin * (least + m.IntN(most-least+1)) }
	m.in.Rules = timetable.Rules{BoothMin: slots(1, 3), ObsMin: slots(0, 3), RNMin: m.IntN(3),
		PrepPerPair: 1 + m.IntN(4), WBooth: m.IntN(4), WObs: m.IntN(3), WPrep: pick(m, 0, 12, 24), WStaff: 12,
		MissCost: pick(m, 1000, 1000, 400, 0), UsualTol: m.IntN(30), FairW: pick(m, 0, 3, 8, 40)}
}

// site is a site that could take about its share of the people, or too few.
func (m *maker) site(n, people int) timetable.Site {
	s := timetable.Site{ID: fmt.Sprintf("s%d", n)}
	most := max(1, people/6+m.IntN(3))
	rota := m.chance(3)
	for range m.in.Days {
		open := m.open()
		s.Open = append(s.Open, open)
		s.Booths = append(s.Booths, m.steps(open, most))
		s.Obs = append(s.Obs, m.steps(open, most+1))
		if !rota {
			s.Staff.RN = append(s.Staff.RN, m.steps(open, 1+most))
			s.Staff.SW = append(s.Staff.SW, m.steps(open, most))
		}
	}
	if rota {
		s.Shifts = m.shifts(s.Open, most)
	}
	return s
}

// open are the sessions of a day: none, one, two or three.
func (m *maker) open() (out []timetable.Span) {
	parts := pick(m, 1, 1, 2, 2, 2, 3, 0)
	length := (m.day[1] - m.day[0]) / max(parts, 1)
	for n := range parts {
		from := m.day[0] + n*length
		w := timetable.Span{From: m.time(from, from+length/4), To: m.time(from+length/2, from+length)}
		if w.From < w.To {
			out = append(out, w)
		}
	}
	return out
}

// steps is a number over the open times that changes once now and then, and is 0
// now and then.
func (m *maker) steps(open []timetable.Span, most int) (out []timetable.Step) {
	for _, w := range open {
		value := 1 + m.IntN(most)
		if m.chance(30) {
			continue
		}
		at := m.time(w.From, w.To)
		if m.chance(3) && w.From < at && at < w.To {
			out = append(out, timetable.Step{From: w.From, To: at, Value: value},
				timetable.Step{From: at, To: w.To, Value: m.IntN(most + 1)})
			continue
		}
		out = append(out, timetable.Step{From: w.From, To: w.To, Value: value})
	}
	return out
}

// shifts are a long one for each role and day, that covers all opening, and
// shorter ones.
func (m *maker) shifts(open [][]timetable.Span, most int) []timetable.Shift {
	short := m.chance(4) // of registered staff, on some day
	out := []timetable.Shift{}
	for d, spans := range open {
		for _, role := range []string{timetable.RoleRN, timetable.RoleSW} {
			if len(spans) == 0 {
				continue
			}
			from, to := spans[0].From, spans[len(spans)-1].To
			add := func(name string, from, to, most int) {
				if from < to {
					out = append(out, timetable.Shift{ID: fmt.Sprintf("%s%d%s", role, d, name), Role: role, Day: d, From: from,
						To: to, Cost: (to - from) / 4, Max: most})
				}
			}
			long := m.in.Rules.RNMin + most
			if short && m.chance(3) {
				long = m.IntN(m.in.Rules.RNMin + 1)
			}
			mid := m.time(from, to)
			add("D", from, to, long)
			add("E", from, mid, m.IntN(most+1))
			add("L", mid, to, m.IntN(most+1))
		}
	}
	return out
}

func (m *maker) person(n int) timetable.Person {
	stay := m.in.Rules.Stay()
	p := timetable.Person{ID: fmt.Sprintf("p%04d", n), Doses: pick(m, 1, 2, 2, 2, 3), WPref: m.IntN(4),
		WUsual: m.IntN(3), Block: pick(m, 0, 45, 60, 120, 180)}
	p.GapMin = stay + pick(m, 0, 60, 180, 240, m.IntN(200))
	p.GapMax = p.GapMin + pick(m, 0, 60, 240, 400)
	for _, s := range m.in.Sites {
		if len(p.Sites) > 0 && !m.chance(3) {
			continue
		}
		r := timetable.Reach{Site: s.ID, Travel: pick(m, 0, 5+m.IntN(20), 20+m.IntN(60))}
		if m.chance(2) {
			r.Bus = &timetable.Bus{Period: pick(m, 7, 10, 20, 30, 60), Arrive: m.IntN(60), Leave: m.IntN(60)}
		}
		p.Sites = append(p.Sites, r)
	}
	p.Busy = m.busy()
	for range p.Doses {
		from := m.time(m.day[0], m.day[1])
		p.Pref = append(p.Pref, timetable.Span{From: from, To: from + m.IntN(120)})
	}
	if m.chance(2) {
		for range p.Doses {
			usual := timetable.None
			if !m.chance(5) {
				usual = m.time(m.day[0], m.day[1])
			}
			p.Usual = append(p.Usual, usual)
		}
	}
	return p
}

// busy is a life: work, a school run, a probation office, a night shift that
// ends in the morning, or a day away.
func (m *maker) busy() (out []timetable.Busy) {
	from := m.day[0] + m.IntN(200)
	to := from + 60 + m.IntN(300)
	for d := range m.in.Days {
		switch m.IntN(8) {
		case 0, 1:
			out = append(out, timetable.Busy{Day: d, From: from, To: to})
		case 2:
			out = append(out, timetable.Busy{Day: d, From: 500, To: 540}, timetable.Busy{Day: d, From: 900, To: 945})
		case 3:
			if m.chance(2) {
				out = append(out, timetable.Busy{Day: d, From: 0, To: m.day[0] + m.IntN(120)})
			} else if m.chance(3) {
				out = append(out, timetable.Busy{Day: d, From: 0, To: 1440})
			}
		}
	}
	return out
}

// pairs keeps some apart and brings some together, the same two now and then.
func (m *maker) pairs() {
	n := len(m.in.People)
	if n < 2 {
		return
	}
	two := func() (a, b string) {
		i := m.IntN(n)
		j := (i + 1 + m.IntN(n-1)) % n
		return m.in.People[i].ID, m.in.People[j].ID
	}
	for range m.IntN(1 + n/5) {
		a, b := two()
		m.in.Apart = append(m.in.Apart, timetable.Pair{A: a, B: b})
	}
	for range m.IntN(1 + n/6) {
		a, b := two()
		m.in.Together = append(m.in.Together, timetable.Together{A: a, B: b, Within: m.IntN(4) * m.in.SlotMin})
	}
}

// Tiny makes a day so small that everything that can be done on it can be tried:
// two or three people, at most two visits each, a few starts, a few shifts.
func Tiny(seed uint64) *timetable.Instance {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 0x717)), day: [2]int{600, 840}, in: &timetable.Instance{
		Name: fmt.Sprintf("tiny-%d", seed), Seed: fmt.Sprintf("tiny/%d", seed), Synthetic: true, Days: 1, SlotMin: 30}}
	m.rules()
	m.in.Rules.BoothMin, m.in.Rules.ObsMin, m.in.Rules.RNMin = 30, 30*m.IntN(2), m.IntN(2)
	for n := range 1 + m.IntN(2) {
		open := []timetable.Span{{From: 600, To: 750 + 30*m.IntN(4)}}
		s := timetable.Site{ID: fmt.Sprintf("s%d", n), Open: [][]timetable.Span{open},
			Booths: [][]timetable.Step{m.steps(open, 2)}, Obs: [][]timetable.Step{m.steps(open, 2)}}
		if n == 0 && m.chance(2) {
			s.Shifts = []timetable.Shift{
				{ID: "a", Role: timetable.RoleRN, From: 600, To: 840, Cost: m.IntN(40), Max: 1 + m.IntN(2)},
				{ID: "b", Role: timetable.RoleRN, From: 660, To: 750, Cost: m.IntN(20), Max: m.IntN(3)},
				{ID: "c", Role: timetable.RoleSW, From: 600, To: 720, Cost: m.IntN(20), Max: m.IntN(3)}}
		} else {
			s.Staff = timetable.Staff{RN: [][]timetable.Step{m.steps(open, 3)}, SW: [][]timetable.Step{m.steps(open, 2)}}
		}
		m.in.Sites = append(m.in.Sites, s)
	}
	for n := range 2 + m.IntN(2) {
		p := m.person(n)
		if p.Doses = min(p.Doses, 2); len(p.Pref) > 2 {
			p.Pref = p.Pref[:2]
		}
		if len(p.Usual) > 2 {
			p.Usual = p.Usual[:2]
		}
		p.GapMin = m.in.Rules.Stay() + 30*m.IntN(2)
		p.GapMax = p.GapMin + 30*m.IntN(4)
		m.in.People = append(m.in.People, p)
	}
	m.pairs()
	return m.in
}
