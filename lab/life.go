package lab

import (
	"math"
	"math/rand/v2"
	"strconv"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
)

// lives is what happens to a person outside the service. It happens on the same
// days under every policy, in treatment or not.
type lives struct {
	works    bool // has, or would have, hours of work
	denied   bool // that no time of a dose leaves alone
	workN    int
	workNext moment.Day
	part     string // of the life that is written down here: the work

	housed   turn // without a home
	prison   turn
	hospital turn
}

// turn is a state that comes and goes.
type turn struct {
	is   bool
	n    int
	next moment.Day
}

// days draws a length in whole days, at least one.
func days(s *rand.PCG, mean float64) moment.Day {
	return moment.Day(min(1e6, math.Max(1, math.Round(exponential(s, mean)))))
}

// begin draws how a life stands when the run first meets it.
func (l *lives) begin(r *run, p *resident, s *rand.PCG) {
	l.works = uniform(s) < r.f.of[WorkShare]
	l.workTurns(r, p, r.metOn())
	for _, x := range []struct {
		t    *turn
		why  purpose
		year Key
	}{{&l.housed, forHome, HousingLost}, {&l.prison, forPrison, PrisonYear}, {&l.hospital, forWard, HospitalYear}} {
		x.t.next = r.metOn() + r.until(p, x.why, 0, r.f.of[x.year])
	}
}

// metOn is the day on which the run meets somebody new.
func (r *run) metOn() moment.Day { return max(r.today, r.s.Start) }

// never is a day that does not come.
const never = moment.Day(1 << 30)

// until is the days until something that happens so often a year.
func (r *run) until(p *resident, why purpose, n int, aYear float64) moment.Day {
	if aYear == 0 {
		return never
	}
	s := r.dice(p, why, n)
	return days(&s, 365/aYear)
}

func (l *lives) workTurns(r *run, p *resident, day moment.Day) {
	rate := r.f.of[WorkStart]
	if l.works {
		rate = r.f.of[WorkEnd]
	}
	l.workN++
	l.workNext = day + r.until(p, forWork, l.workN, rate)
}

// pass moves one coming and going state to a day; ended says that it ended
// today.
func (r *run) pass(p *resident, t *turn, why purpose, aYear, length Key, day moment.Day) (ended bool) {
	for t.next <= day {
		t.n++
		t.is = !t.is
		if t.is {
			s := r.dice(p, why, t.n)
			t.next += days(&s, r.f.of[length])
		} else {
			t.next += r.until(p, why, t.n, r.f.of[aYear])
			ended = true
		}
	}
	return ended && !t.is
}

// lifeOf is one person's morning.
func (r *run) lifeOf(p *resident, day moment.Day) {
	l := &p.life
	if l.workNext <= day {
		l.works = !l.works
		l.workTurns(r, p, day)
		if p.in {
			r.otherTimes(p, day)
			l.write(r, p, day)
		}
	}
	r.pass(p, &l.housed, forHome, HousingLost, HousingDays, day)
	back := r.pass(p, &l.prison, forPrison, PrisonYear, PrisonDays, day)
	back = r.pass(p, &l.hospital, forWard, HospitalYear, HospitalDays, day) || back
	if back {
		p.restarted = day
	}
	switch {
	case p.in && day >= p.leaves:
		r.leave(p, day)
	case p.in && p.rxEnds < day:
		r.prescribe(p, day)
	case !p.in && !p.waiting && p.returns != 0 && p.returns <= day:
		p.returns, p.referred = 0, day
		r.join(p)
	}
}

// away reports whether somebody cannot come, wherever they would like to be.
func (l *lives) away() bool { return l.prison.is || l.hospital.is }

// enter writes down what is known of a life when treatment begins.
func (l *lives) enter(r *run, p *resident, day moment.Day) {
	l.part = ""
	if l.works {
		l.write(r, p, day)
	}
}

// write enters or ends the hours of work, so that the plan of a day keeps out of
// them.
func (l *lives) write(r *run, p *resident, day moment.Day) {
	if l.part != "" {
		p.site.must(r.now, nurse(p.n), "", clinic.EndLife{Person: p.id, Part: l.part, Last: day - 1})
		l.part = ""
	}
	from, to := int(r.f.of[WorkFrom]), int(r.f.of[WorkTo])
	if !l.works || l.denied || from >= to {
		return
	}
	l.part = "work-" + strconv.Itoa(p.episode) + "-" + strconv.Itoa(l.workN)
	p.site.must(r.now, nurse(p.n), "", clinic.EnterLife{Person: p.id, Part: l.part, From: day,
		Busy: &clinic.BusyTime{Days: []int{0, 1, 2, 3, 4}, From: from, To: to, Kind: "work"}})
}

// leave ends a treatment, and draws whether and when the person comes back.
func (r *run) leave(p *resident, day moment.Day) {
	p.site.must(r.now, nurse(p.n), "", clinic.EndTreatment{Person: p.id, Ending: "own_wish", FollowUp: day + 28})
	p.in = false
	p.site.release(p)
	r.inTreatment--
	r.counted.People.Left++
	if p.admitted >= r.first {
		r.record.People.Stays = append(r.record.People.Stays, StayInTreatment{int(day - p.admitted), true})
	}
	p.week = week{}
	s := r.dice(p, forReturn, p.episode)
	if chance(&s, r.f.of[ReturnShare]) {
		p.returns = day + days(&s, r.f.of[ReturnDays])
	}
}

// rung is how many daily doses somebody takes home at once, 0 for none: the
// highest step of the ladder that their time in treatment reaches.
func (r *run) rung(p *resident, day moment.Day) int {
	if !p.stable || r.pl.product != nil && !p.tablets {
		return 0
	}
	for _, x := range r.pl.ladder {
		if p.before+int(day-p.admitted) >= x.AfterDays {
			return x.Days
		}
	}
	return 0
}

// supplyHome supplies the doses of the days to come after the last visit of a
// day, to whom the law, the order and the ladder let take them home.
func (h *premises) supplyHome(a *attend) {
	r := h.run
	p := a.who
	n := r.rung(p, a.day)
	if r.err != nil || n == 0 || a != p.today[len(p.today)-1] || p.leaves <= a.day+1 {
		return
	}
	if p.rxEnds < a.day+moment.Day(n) { // it must hold for all the days: the next one is written early
		r.prescribe(p, a.day)
	}
	o := h.st.People[p.id].OrderOn(a.day)
	if o == nil || o.TakeHome == nil || o.TakeHome.Days < n {
		return // the order in force is from before; the next one says it
	}
	form := o.Form
	var total measure.Mass
	for _, m := range o.Doses {
		total += m
	}
	one := measure.Milligram
	if r.pl.product != nil {
		one = measure.Mass(r.pl.product.Content) * measure.Milligram
	}
	if total = (total * measure.Mass(n)).FloorTo(one); total == 0 { // whole tablets, never more than prescribed
		return
	}
	picks, held, _, err := clinic.ProposePicks(h.st, total, form, a.day)
	if err != nil || held != total {
		r.fail("%s held of %s for %d days at home: %v", held, total, n, err)
		return
	}
	id := "away-" + strconv.Itoa(p.n) + "-" + a.day.String()
	to := a.day + moment.Day(n)
	h.must(r.now, nurse(a.hands), "", clinic.AskAway{Away: id, Person: p.id, From: a.day + 1, To: to})
	h.must(r.now, doctorA, "", clinic.AnswerAway{Away: id, Agreed: true, Bridge: clinic.BridgeDosesHome,
		Reason: textRef()})
	h.must(r.now, nurse(a.hands), nurse(a.hands+1), clinic.SupplyTakeHome{Person: p.id, Picks: picks, Days: n,
		From: a.day + 1})
	p.home = to
	r.counted.Doses.TookHome += total
	r.counted.Safety.Unsupervised += total
	r.counted.Doses.Supplies++
}
