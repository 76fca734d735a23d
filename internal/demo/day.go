package demo

import (
	"container/heap"
	"slices"

	"steady/clinic"
	"steady/dosing"
	"steady/internal/app"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

// agenda is the events of a day in order of time; ties keep the order of entry.
type agenda []task

type task struct {
	at  moment.Instant
	seq int
	do  func(at moment.Instant)
}

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	if a[i].at != a[j].at {
		return a[i].at < a[j].at
	}
	return a[i].seq < a[j].seq
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }

// Push adds a task (heap.Interface).
func (a *agenda) Push(x any) { *a = append(*a, x.(task)) }

// Pop removes the last task (heap.Interface).
func (a *agenda) Pop() any {
	old := *a
	x := old[len(old)-1]
	*a = old[:len(old)-1]
	return x
}

// today drives one day of the invented clinic.
type today struct {
	*maker
	day    moment.Day
	agenda agenda
	seq    int
}

func (t *today) at(when moment.Instant, do func(at moment.Instant)) {
	t.seq++
	heap.Push(&t.agenda, task{when, t.seq, do})
}

func (m *maker) day(day moment.Day, n int) {
	t := &today{maker: m, day: day}
	t.wayIn(n)
	t.newcomersOf(n)
	t.stock(n)
	t.rota()
	t.lives(n)
	t.own(n)
	t.recovery(n)
	t.reviews(n)
	open := m.zone.At(day, 8, 0)
	for i := range guests {
		if guests[i].joins == n && open.Add(moment.Minutes(int64(i))) < m.o.Now {
			t.at(open.Add(moment.Minutes(int64(i))), func(at moment.Instant) { m.admit(at, i) })
		}
		if in := n - guests[i].joins; in > 0 && in%renewed == 0 {
			t.at(open.Add(moment.Minutes(int64(i))), func(at moment.Instant) { t.renew(at, guests[i]) })
		}
	}
	t.at(m.zone.At(day, 8, 20), func(at moment.Instant) {
		m.must(at, NurseA, "", plain(clinic.PlanDay{Day: day}))
		t.count(at.Add(moment.Minutes(2)))
		t.book()
	})
	for s := range Sessions {
		closes := m.zone.At(day, Sessions[s].Closes/60, Sessions[s].Closes%60)
		t.at(closes.Add(moment.Minutes(45)), func(at moment.Instant) {
			m.must(at, NurseB, "", plain(clinic.CloseSession{Day: day, Session: s}))
			t.count(at.Add(moment.Minutes(3)))
		})
	}
	t.at(m.zone.At(day, 13, 0), t.restock)
	for t.agenda.Len() > 0 && m.err == nil {
		next := heap.Pop(&t.agenda).(task)
		if next.at > m.o.Now {
			return
		}
		next.do(next.at)
	}
}

// count: two nurses count every page, and find what the register says.
func (t *today) count(at moment.Instant) {
	s := t.h.BulkState()
	for _, page := range s.Accounts.Pages() {
		t.must(at, NurseC, NurseD, plain(clinic.CountStock{Page: page, Counted: s.Accounts.Sheets[page].Ampoules,
			Seen: s.Register}))
	}
}

func (t *today) restock(at moment.Instant) {
	for _, page := range t.h.BulkState().Accounts.Pages() {
		if s := t.h.BulkState().Accounts.Sheets[page]; s.Ampoules < 120 {
			t.receive(at, s.Product.Content, 300)
		}
	}
}

// book lets everybody due today come, or not.
func (t *today) book() {
	for _, v := range t.h.BulkState().VisitsInOrder() {
		if v.Day != t.day || v.Stage != visit.Booked {
			continue
		}
		g := guestOf(v.Person)
		if t.dice.Float64() < g.absent {
			continue
		}
		early := moment.Minutes(int64(t.dice.IntN(16)) - 8)
		id := v.ID
		t.at(v.Due.Add(early), func(at moment.Instant) {
			t.must(at, t.nurse(id, 0), "", plain(clinic.Arrive{Visit: id}))
			t.at(at.Add(moment.Minutes(2+int64(t.dice.IntN(5)))), func(at moment.Instant) { t.assess(at, id, g) })
		})
	}
}

func guestOf(id person.UserID) guest {
	for _, g := range guests {
		if g.id == id {
			return g
		}
	}
	panic("demo: unknown guest")
}

var nurses = []person.StaffID{NurseA, NurseB, NurseC, NurseD}

// nurse shares the visits among the nurses; k tells actor (0) from checker (1).
func (t *today) nurse(id string, k int) person.StaffID {
	sum := int(t.day)
	for _, c := range id {
		sum += int(c)
	}
	on := t.onShift(id)
	if len(on) == 2 && slices.Contains(nurses, on[0]) {
		if slices.Contains(nurses, on[1]) && sum%2 == 1 { // two nurses take turns
			k = 1 - k
		}
		return on[k]
	}
	return nurses[(sum+k)%len(nurses)]
}

func reading(v int64) *measure.Milli {
	m := measure.Milli(v * 1000)
	return &m
}

// readings invents an unremarkable set; drunk and drowsy make it remarkable.
func (t *today) readings(drunk, drowsy bool) protocol.Assessment {
	a := protocol.Assessment{POSS: protocol.POSS1, RR: reading(int64(13 + t.dice.IntN(5))),
		SpO2: reading(int64(96 + t.dice.IntN(4))), Pulse: reading(int64(62 + t.dice.IntN(24))),
		Consciousness: "A", Alcohol: reading(0)}
	if drunk {
		a.Alcohol = reading(int64(8 + t.dice.IntN(30)))
	}
	if drowsy {
		a.POSS = protocol.POSS2
	}
	return a
}

func (t *today) assess(at moment.Instant, id string, g guest) {
	t.must(at, t.nurse(id, 0), "", plain(clinic.Assess{Visit: id, Identity: "known",
		Readings: t.readings(t.dice.Float64() < g.drink, t.dice.Float64() < .004)}))
	t.next(at, id, g)
}

// next does what the decision asks for.
func (t *today) next(at moment.Instant, id string, g guest) {
	if t.err != nil {
		return
	}
	v := t.h.BulkState().Visits[id]
	switch v.Stage {
	case visit.Decided:
		t.at(at.Add(moment.Minutes(2+int64(t.dice.IntN(3)))), func(at moment.Instant) { t.prepare(at, id) })
	case visit.Referred:
		t.at(at.Add(moment.Minutes(4+int64(t.dice.IntN(8)))), func(at moment.Instant) { t.answer(at, id, g) })
	case visit.Deferred:
		t.at(v.Decision.Until, func(at moment.Instant) { t.assess(at, id, g) })
	case visit.Stopped:
		t.at(at.Add(moment.Minutes(10)), func(at moment.Instant) {
			t.must(at, t.nurse(id, 0), "", func(r *app.Request) clinic.Body {
				why := r.Keep(string(g.id), "reason", "Readings explained together; back this afternoon.")
				return clinic.Withhold{Visit: id, Reason: why}
			})
		})
	}
}

// answer is the invented prescriber: what the rules propose or allow, else
// nothing today. Alcohol on the breath: nothing today.
func (t *today) answer(at moment.Instant, id string, g guest) {
	v := t.h.BulkState().Visits[id]
	d, choice, why := v.Decision, clinic.ChoiceWithhold, "Seen and talked through: not now."
	var dose *measure.Mass
	alcohol := v.Readings != nil && v.Readings.Readings.Alcohol != nil && *v.Readings.Readings.Alcohol > 0
	if d != nil && d.Outcome == dosing.Refer && d.Limit != nil && *d.Limit > 0 && !alcohol {
		choice, why, dose = clinic.ChoiceGive, "Reviewed after the gap: reduced dose, watch closely.", d.Limit
		if d.Proposal != nil && *d.Proposal > 0 && *d.Proposal < *d.Limit {
			dose = d.Proposal
		}
	}
	t.must(at, DoctorA, "", func(r *app.Request) clinic.Body {
		return clinic.AnswerReferral{Visit: id, Choice: choice, Dose: dose, Reason: r.Keep(string(g.id), "reason", why)}
	})
	t.next(at, id, g)
}

func (t *today) prepare(at moment.Instant, id string) {
	s := t.h.BulkState()
	dose, ok := s.Visits[id].Allowed()
	if !ok || t.err != nil {
		return
	}
	picks, _, least, err := clinic.ProposePicks(s, dose, Form, t.day)
	if err != nil {
		t.err = err
		return
	}
	a, b := t.nurse(id, 0), t.nurse(id, 1)
	t.must(at, a, "", plain(clinic.Prepare{Visit: id, Dose: dose, Picks: picks, Volume: least}))
	t.at(at.Add(moment.Minutes(2)), func(at moment.Instant) { t.check(at, id, a, b) })
}

// check waits while every booth is taken.
func (t *today) check(at moment.Instant, id string, a, b person.StaffID) {
	busy := 0
	for _, v := range t.h.BulkState().Visits {
		if v.Stage == visit.InBooth {
			busy++
		}
	}
	if busy >= t.h.BulkState().Booths {
		t.at(at.Add(moment.Minutes(1)), func(at moment.Instant) { t.check(at, id, a, b) })
		return
	}
	t.must(at, a, b, plain(clinic.Check{Visit: id, HandOver: true}))
	t.at(at.Add(moment.Minutes(3+int64(t.dice.IntN(6)))), func(at moment.Instant) { t.give(at, id, a, b) })
}

var arms = []string{"left_forearm", "right_forearm", "left_elbow", "right_elbow", "left_hand", "right_hand"}

func (t *today) give(at moment.Instant, id string, a, b person.StaffID) {
	v := t.h.BulkState().Visits[id]
	if v.Syringe == nil {
		return
	}
	given, witness := v.Syringe.Dose.Mass, person.StaffID("")
	if t.dice.Float64() < .008 {
		given, witness = given.Part(6, 10).FloorTo(measure.Milligram), b
	}
	t.must(at, a, witness, plain(clinic.Administer{Visit: id, Given: given, Route: protocol.IV,
		Site: arms[t.dice.IntN(len(arms))], Attempts: 1 + t.dice.IntN(2)}))
	if t.dice.Float64() < .0006 {
		t.at(at.Add(moment.Minutes(3)), func(at moment.Instant) { t.emergency(at, id, a) })
		return
	}
	t.at(at.Add(moment.Minutes(12)), func(at moment.Instant) {
		t.must(at, a, "", plain(clinic.Observe{Visit: id, Readings: t.readings(false, t.dice.Float64() < .1)}))
	})
	t.at(at.Add(moment.Minutes(31)), func(at moment.Instant) { t.leave(at, id, a) })
}

// leave tries until the release conditions hold.
func (t *today) leave(at moment.Instant, id string, a person.StaffID) {
	if t.err != nil || t.h.BulkState().Visits[id].Stage != visit.Observed {
		return
	}
	t.must(at, a, "", plain(clinic.Leave{Visit: id, Readings: t.readings(false, false)}))
	if t.h.BulkState().Visits[id].Stage == visit.Observed {
		t.at(at.Add(moment.Minutes(10)), func(at moment.Instant) { t.leave(at, id, a) })
	}
}

// emergency: drowsy and slow breathing, oxygen and naloxone, recovery.
func (t *today) emergency(at moment.Instant, id string, a person.StaffID) {
	t.must(at, a, "", plain(clinic.StartEmergency{Visit: id}))
	for i, step := range []clinic.EmergencyStep{{Act: clinic.ActHelp}, {Act: clinic.ActAirway}, {Act: clinic.ActOxygen},
		{Act: clinic.ActBreaths, Rate: 7}, {Act: clinic.ActNaloxone, Dose: 400, Route: "im"}, {Act: clinic.ActAmbulance}} {
		step.Visit = id
		t.must(at.Add(moment.Minutes(int64(i))), a, "", plain(step))
	}
	t.at(at.Add(moment.Minutes(15)), func(at moment.Instant) {
		t.must(at, a, "", plain(clinic.EndEmergency{Visit: id}))
	})
	t.at(at.Add(moment.Minutes(110)), func(at moment.Instant) { t.leave(at, id, a) })
	who := t.h.BulkState().Visits[id].Person
	t.at(at.Add(moment.Minutes(120)), func(at moment.Instant) {
		t.must(at, DoctorA, "", func(r *app.Request) clinic.Body {
			return clinic.LiftHold{Person: who, Reason: r.Keep(string(who), "reason", "Reviewed together; start again lower.")}
		})
	})
}
