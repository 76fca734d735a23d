package lab

import (
	"math"
	"strconv"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
	"steady/timetable"
)

// resident is one invented person over the whole run, in treatment or not.
type resident struct {
	n        int // the same person in every policy
	id       person.UserID
	site     *premises
	travel   int // minutes one way, to the site they come to
	tablets  bool
	stable   bool // meets the conditions for doses taken home
	eligible bool
	dose     measure.Mass // single, that the prescriber heads for

	in        bool // in treatment
	episode   int
	referred  moment.Day
	ready     moment.Day // not before this
	waiting   bool
	admitted  moment.Day
	before    int        // days in treatment before the run
	started   moment.Day // day one of the prescription, for titration
	restarted moment.Day // first dose after a beginning or an absence
	leaves    moment.Day
	returns   moment.Day // 0: does not
	rxEnds    moment.Day
	life      lives
	home      moment.Day // doses are at home up to this day

	times   []int // regular, by session
	doses   int
	lastAt  moment.Instant // of the last dose
	lastDay moment.Day
	stays   []timetable.Stay // of today
	week    week
	today   []*attend
}

// arrivals is the stream of referrals: the same people at the same time under
// every policy.
type arrivals struct{ next float64 } // days from the first one

// populate makes the people of the first day.
func (r *run) populate() {
	for i := range r.s.Population.InTreatment + r.s.Population.Waiting {
		p := r.newcomer(r.s.Start)
		p.referred, p.ready = r.s.Start, r.s.Start
		p.eligible = true
		if i >= r.s.Population.InTreatment {
			r.join(p)
			continue
		}
		s := r.dice(p, forSelf, 1)
		p.before = int(float64(r.s.Population.DaysBefore) * uniform(&s))
		r.admit(p, r.s.Start)
	}
	r.arrivals.next = r.untilReferral(0)
}

// newcomer draws a person.
func (r *run) newcomer(day moment.Day) *resident {
	p := &resident{n: len(r.people)}
	p.id = person.UserID("p-" + strconv.Itoa(p.n+1))
	s := r.dice(p, forSelf, 0)
	f := r.f.of
	way := spread(&s, f[TravelMinutes], f[TravelSpread])
	dose := spread(&s, f[DoseSingle], f[DoseSpread])
	here, stable, tablets, eligible := uniform(&s), uniform(&s), uniform(&s), uniform(&s)
	p.life.begin(r, p, &s)
	p.stable, p.eligible = stable < f[StableShare], eligible < f[EligibleShare]
	p.site = r.sites[0]
	from := 0.0 // shares of the sites lie side by side
	for i := range r.pl.sites {
		x := &r.pl.sites[i]
		if from <= here && here < from+x.Share.Value {
			p.site = r.sites[i+1]
			way *= x.Travel.Value
		}
		from += x.Share.Value
	}
	p.travel = int(math.Round(way))
	p.dose = roundTo(measure.Mass(dose*1000), 10*measure.Milligram)
	if x := r.pl.product; x != nil && tablets < x.Share.Value {
		p.tablets = true
		one := measure.Mass(x.Content) * measure.Milligram
		p.dose = roundTo(measure.Mass(x.Dose.Value/f[DoseSingle]*dose*1000), one)
	}
	r.people = append(r.people, p)
	return p
}

// roundTo is the nearest multiple of one, at least one of it.
func roundTo(m, one measure.Mass) measure.Mass { return max(1, (m+one/2)/one) * one }

// untilReferral is the days from one referral to the next.
func (r *run) untilReferral(n int) float64 {
	if r.f.of[ReferralsWeek] == 0 {
		return math.Inf(1)
	}
	s := r.name.Part(uint64(forReferral)).Part(uint64(n)).Stream()
	return exponential(&s, 7/r.f.of[ReferralsWeek])
}

// morning is the start of a day before anybody is there: what happened in
// people's lives, who comes into treatment, who leaves it, and the plan of the day.
func (r *run) morning() {
	if r.today != 0 {
		r.closeDay(r.today)
	}
	day := r.zone.Day(r.now)
	r.today = day
	if day == r.first {
		r.counted = &r.record
		for _, h := range r.sites {
			h.advance(r.now)
			h.mark()
		}
		for _, p := range r.people {
			p.week = week{}
		}
	}
	for _, h := range r.sites {
		h.dayBegins(day)
	}
	r.referrals(day)
	for _, p := range r.people {
		if r.err != nil {
			return
		}
		r.lifeOf(p, day)
	}
	r.admissions(day)
	for _, h := range r.sites {
		h.planDay(day)
	}
	if day < r.last {
		r.at(r.dawn(day+1), planned{what: morning})
	}
}

// dayBegins puts hours and staff on the clock.
func (h *premises) dayBegins(day moment.Day) {
	r := h.run
	h.visitors = h.visitors[:0]
	h.pool.integrate(r.now)
	h.staffToday(day)
	n := len(r.pl.house.Sessions)
	h.opens, h.closes, h.lateBy = make([]moment.Instant, n), make([]moment.Instant, n), make([]moment.Span, n)
	isOpen := false
	for _, w := range h.windows {
		if !on(w.Days, day) {
			continue
		}
		from, to := r.clock(day, w.From), r.clock(day, w.To)
		if h.opens[w.Session] == 0 || from < h.opens[w.Session] {
			h.opens[w.Session] = from
		}
		h.closes[w.Session] = max(h.closes[w.Session], to)
		r.counted.Staff.OpenMinutes += int64(w.To - w.From)
		r.counted.Staff.BoothMinutes += int64((w.To - w.From) * h.booths)
		isOpen = true
	}
	for i := range h.closes {
		if h.closes[i] != 0 {
			r.at(h.closes[i], planned{what: sessionEnds, site: h, n: i})
		}
	}
	if isOpen {
		r.counted.Staff.SiteDays++
	}
	if day.Weekday() == 0 {
		h.restock()
	}
}

// referrals are the new people of a day.
func (r *run) referrals(day moment.Day) {
	for n := len(r.people); float64(day-r.s.Start) >= r.arrivals.next; n++ {
		p := r.newcomer(day)
		p.referred = day
		r.counted.People.Referred++
		if !p.eligible {
			r.counted.People.NotEligible++
			r.refer(p)
			p.returns = 0
		} else {
			r.join(p)
		}
		r.arrivals.next += r.untilReferral(n + 1)
	}
}

// refer opens the way in and has the criteria judged.
func (r *run) refer(p *resident) {
	p.site.must(r.now, nurse(p.n), "", clinic.ReferPerson{Person: p.id, Source: "drug_service", Name: word})
	answers := clinic.Criteria{Age: 40, DependenceYears: 10, SomaticDisorder: true, MainRoute: protocol.IV,
		Treatments: []clinic.EarlierTreatment{{Kind: "substitution", Months: 12, Ended: "without_success"},
			{Kind: "substitution", Months: 8, Ended: "without_success"}}}
	if !p.eligible {
		answers.Age = 17
	}
	p.site.must(r.now, nurse(p.n), "", clinic.AssessEligibility{Person: p.id, Pack: r.packOf(p).ID, Answers: answers})
	if !p.eligible && r.err == nil {
		p.site.must(r.now, nurse(p.n), "", clinic.EndTreatment{Person: p.id, Ending: "not_eligible",
			FollowUp: r.zone.Day(r.now) + 28})
	}
}

// join puts somebody on the waiting list who is not on it.
func (r *run) join(p *resident) {
	r.refer(p)
	p.waiting = true
	s := r.dice(p, forReferral, p.episode)
	days := exponential(&s, r.f.of[ReferralDays])
	p.ready = p.referred + moment.Day(math.Round(days))
	p.site.must(r.now, nurse(p.n), "", clinic.JoinWaitingList{Person: p.id, Priority: clinic.Ordinary})
	r.waiting = append(r.waiting, p)
}

// admissions take from the waiting list who is ready, in its order, while there
// are places.
func (r *run) admissions(day moment.Day) {
	kept := r.waiting[:0]
	for _, p := range r.waiting {
		if r.inTreatment >= r.s.Population.Places || p.ready > day || r.err != nil {
			kept = append(kept, p)
			continue
		}
		p.waiting = false
		r.admit(p, day)
		r.counted.People.ToStart.add(float64(day - p.referred))
		r.counted.People.Started++
		if p.episode > 1 {
			r.counted.People.Returned++
		}
	}
	r.waiting = kept
	r.counted.People.WaitingDays += len(r.waiting)
}

// packOf is the pack of a person's prescription.
func (r *run) packOf(p *resident) *protocol.Pack {
	if p.tablets {
		return r.pl.product.pack
	}
	return r.pl.pack
}

// admit begins treatment: consent, a regular time for each visit, the way here,
// and a prescription.
func (r *run) admit(p *resident, day moment.Day) {
	h := p.site
	by := nurse(p.n)
	b := clinic.AdmitPerson{Person: p.id, Name: word, Times: h.timesFor(p)}
	if p.episode == 0 && !p.wasReferred(r) {
		b.Already = textRef()
	} else {
		terms := person.CurrentTerms()
		var agreed []string
		for _, t := range terms.Terms {
			agreed = append(agreed, t.Code)
		}
		h.must(r.now, by, "", clinic.GiveConsent{Person: p.id, Version: terms.Version, Agreed: agreed})
	}
	h.must(r.now, by, "", b)
	h.must(r.now, by, "", clinic.EnterLife{Person: p.id, Part: "way-" + strconv.Itoa(p.episode), From: day,
		Journey: &clinic.Journey{Minutes: p.travel}})
	p.episode++
	p.in, p.admitted, p.started, p.restarted, p.home = true, day, day, day, 0
	p.lastAt, p.lastDay = 0, 0
	r.inTreatment++
	r.counted.People.Most = max(r.counted.People.Most, r.inTreatment)
	s := r.dice(p, forStay, p.episode)
	ratio := 1.0
	if p.tablets && r.pl.product.route == protocol.Oral {
		ratio = r.f.of[LeaveRatio]
	}
	already := 0.0
	if p.episode == 1 {
		already = float64(p.before)
	}
	p.leaves = day + moment.Day(min(1e6, math.Ceil(r.f.stay(&s, already, ratio))))
	p.life.enter(r, p, day)
	r.prescribe(p, day)
}

// wasReferred reports whether a way in stands behind the person.
func (p *resident) wasReferred(r *run) bool { return p.site.st.Ways[p.id] != nil }

// prescribe writes the next prescription, by one doctor and confirmed by
// another where the rules ask for it.
func (r *run) prescribe(p *resident, day moment.Day) {
	ho := &r.pl.house
	rx := clinic.Prescription{Form: r.pl.pack.Form, Route: r.pl.route, Pack: r.pl.pack.ID, Increment: measure.Milligram,
		Started: p.started, From: day, Review: day + moment.Day(ho.Days) - 1, Ends: day + moment.Day(ho.Days) - 1}
	if x := r.pl.product; p.tablets {
		rx.Form, rx.Route, rx.Pack = x.form, x.route, x.pack.ID
	}
	for range ho.Visits {
		rx.Doses = append(rx.Doses, p.dose)
	}
	rx.CapSingle, rx.CapDay = p.dose, p.dose*measure.Mass(ho.Visits)
	if r.pl.law != nil {
		if _, need := r.pl.law.Requires("patient_permit"); need {
			rx.Permit = "INVENTED"
		}
	}
	rx.Oral = r.besides(p)
	if n := r.rung(p, day); n > 0 {
		rx.TakeHome = &register.TakeHome{Days: n, Met: r.pl.met()}
	}
	r.order(p, rx, day)
}

// order writes a prescription. Where the rules refuse the whole dose after a day
// with less of it, the prescriber writes what they allow, and tries again with
// the next one; where they allow nothing, titration begins as on a first day.
func (r *run) order(p *resident, rx clinic.Prescription, day moment.Day) {
	give := func() *clinic.Refusal {
		return p.site.command(r.now, doctorA, doctorB, clinic.Prescribe{Person: p.id, Prescription: rx, Confirmed: true,
			Reason: textRef()})
	}
	no := give()
	if no != nil && no.Code == "invalid_rx" && p.started != day {
		r.refused(no)
		if lower := r.mayRise(p, day); lower > 0 {
			for i := range rx.Doses {
				rx.Doses[i] = lower
			}
			no = give()
		}
		if no != nil {
			p.started, p.restarted = day, day
			rx.Started = day
			for i := range rx.Doses {
				rx.Doses[i] = p.dose
			}
			r.counted.Doses.BegunAnew++
			no = give()
		}
	}
	if no != nil {
		r.fail("the prescription of %s is refused: %s (%s) %s", p.id, no.Code, no.Rule, no.Sentence)
	}
	p.rxEnds = rx.Ends
}

// mayRise is the single dose up to which a pack that adds to the day before lets
// somebody rise (P-ORAL-03); 0 where there is no such row.
func (r *run) mayRise(p *resident, day moment.Day) measure.Mass {
	row := r.packOf(p).RiseFor(r.pl.house.Visits)
	if row == nil || row.Base != protocol.DayTotalPlus {
		return 0
	}
	total := row.Add
	for _, past := range p.site.st.People[p.id].Past {
		if r.zone.Day(past.At) == day-1 {
			total += past.Given
		}
	}
	return min(p.dose, (total / measure.Mass(r.pl.house.Visits)).FloorTo(10*measure.Milligram))
}

// besides is the oral medicine beside fewer visits, where the policy has one.
func (r *run) besides(p *resident) []clinic.Oral {
	c := r.pl.cover
	if c == nil || p.tablets {
		return nil
	}
	o := clinic.Oral{Drug: clinic.OralDrug(c.Drug), Dose: roundTo(measure.Mass(c.Dose.Value*1000), measure.Milligram),
		Supply: clinic.Supply(c.Supply), Screen: clinic.Screen{Asked: true, QTc: 420}}
	if o.Supply == clinic.SupplyInstalments {
		in := instalments()
		for _, w := range r.pl.law.Wordings {
			if w.Code == "HO1" || w.Code == "HO3" {
				in.Wording = append(in.Wording, w.Code)
			}
		}
		o.Parts = &in
	}
	return []clinic.Oral{o}
}
