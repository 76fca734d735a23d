package lab

import (
	"math"
	"slices"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/timetable"
	"steady/visit"
)

// week is what one person's week took so far.
type week struct {
	minutes int
	days    int
}

// planDay books the day by the clinic's own plan, and lets people come.
func (h *premises) planDay(day moment.Day) {
	r := h.run
	if r.err != nil {
		return
	}
	if no := h.command(r.now, nurse(0), "", clinic.PlanDay{Day: day}); no != nil && no.Code != "nothing_to_plan" {
		r.fail("the plan of the day is refused: %s %s", no.Code, no.Sentence)
	}
	for _, p := range r.people {
		p.stays, p.today = p.stays[:0], p.today[:0]
		if p.site != h || !p.in {
			continue
		}
		r.counted.Doses.Due += r.pl.house.Visits
		if p.home >= day {
			continue
		}
		for k := range r.pl.house.Visits {
			v := h.st.Visits[clinic.VisitID(p.id, day, k)]
			if v == nil || v.Stage != visit.Booked {
				r.counted.Visits.NoTime++
				continue
			}
			h.expect(&attend{who: p, id: v.ID, day: day, session: k, dose: k, due: v.Due})
		}
	}
}

// expect draws whether somebody comes to a promised time, and when.
func (h *premises) expect(a *attend) {
	r, p := h.run, a.who
	r.counted.Visits.Promised++
	h.visitors = append(h.visitors, a)
	come := r.f.attend
	if p.life.housed.is {
		come *= r.f.of[HousingAttendance]
	}
	s := r.luck(a, forAttend, 0)
	switch {
	case p.life.away():
		r.counted.Visits.Absent++
		r.counted.Visits.NoShow++
		return
	case !chance(&s, come):
		r.counted.Visits.NoShow++
		return
	}
	late := r.luck(a, forLate, 0)
	minutes := r.f.late
	if r.f.lateSD > 0 {
		minutes += r.f.lateSD * normal(&late)
	}
	at := max(h.opens[a.session], a.due.Add(moment.Span(math.Round(minutes*60))*moment.Second))
	if clinic.AccessStyle(r.pl.house.Style) == clinic.AccessGroup {
		at = max(at, a.due) // a group goes in together
	}
	if at >= h.closes[a.session] { // too late to be let in at all
		r.counted.Visits.NoShow++
		return
	}
	p.today = append(p.today, a)
	r.at(at, planned{what: comes, site: h, visit: a})
}

// sessionEnds: whoever was not yet prepared for is turned away, and the clinic
// closes the session. What was begun is finished.
func (h *premises) sessionEnds(session int) {
	r := h.run
	if r.err != nil || r.now < h.closes[session] {
		return
	}
	for _, a := range slices.Clone(h.open) {
		if a.session != session || a.served || a.inStep {
			continue
		}
		for _, line := range []*[]*attend{&h.lines.desk, &h.lines.assess, &h.lines.prepare,
			&h.lines.asked} {
			drop(line, a)
		}
		h.turnAway(a)
	}
	h.must(r.now, nurse(0), "", clinic.CloseSession{Day: r.today, Session: session})
	h.pump()
}

// dosed counts a dose that went in.
func (r *run) dosed(a *attend, given measure.Mass) {
	p, d := a.who, &r.counted.Doses
	p.doses++
	if given == 0 {
		return
	}
	d.OnSite++
	d.Given += given
	if a.delayed {
		d.Delayed++
	}
	if a.reduced {
		d.Reduced++
	}
	route := p.site.st.People[p.id].Rx.Route
	if route != "oral" {
		r.counted.Safety.Injections++
		if a.day-p.restarted < 30 {
			r.counted.Safety.FirstThirty++
		}
	}
	if gap := r.packOf(p).Gap; gap.Set && p.lastAt != 0 && r.now.Since(p.lastAt) < moment.Minutes(gap.Value) {
		r.counted.Safety.GapBreaches++
	}
	if p.lastDay == a.day-1 && p.lastAt != 0 {
		d.Night.add(float64(r.now.Since(p.lastAt)) / float64(moment.Minute))
	}
	p.lastAt, p.lastDay = r.now, a.day
}

// went counts a visit whose person left the house.
func (r *run) went(h *premises, a *attend) {
	v := &r.counted.Visits
	v.Arrived++
	switch a.ending {
	case turnedAway:
		v.TurnedAway++
	case string(visit.Withheld):
		v.Withheld++
		r.counted.Doses.Withheld++
	case string(visit.Declined):
		v.Declined++
	case string(visit.ToHospital):
		v.Hospital++
	default:
		v.Completed++
	}
	inside := a.left.Since(a.in)
	r.counted.Waits.InHouse.add(float64(inside) / float64(moment.Minute))
	h.sojourns += int64(inside)
	if a.dosed != 0 {
		watched := int64(a.left.Since(a.dosed) / moment.Minute)
		r.counted.Life.Observed += watched
		r.counted.Safety.Minutes += watched
	}
	if end := h.closes[a.session]; a.left > end {
		h.lateBy[a.session] = max(h.lateBy[a.session], a.left.Since(end))
	}
	a.who.stays = append(a.who.stays, timetable.Stay{In: a.in, Out: a.left})
}

// closeDay adds up what a day took, after its last visit.
func (r *run) closeDay(day moment.Day) {
	for _, h := range r.sites {
		if len(h.open) > 0 {
			r.fail("%d people are in the house at night", len(h.open))
		}
		for i := range h.closes {
			if h.closes[i] != 0 {
				r.counted.Waits.Late.add(float64(h.lateBy[i]) / float64(moment.Minute))
				h.lateBy[i] = 0
			}
		}
		for _, x := range h.onShift {
			r.counted.Staff.Registered += int64(x.to.Since(x.from)/moment.Minute) * int64(x.registered)
			r.counted.Staff.Support += int64(x.to.Since(x.from)/moment.Minute) * int64(x.support)
		}
	}
	for _, p := range r.people {
		if p.in {
			r.lived(p, day)
		}
	}
}

// lived adds one day of one person in treatment.
func (r *run) lived(p *resident, day moment.Day) {
	rec := r.counted
	rec.People.Days++
	if p.home >= day {
		rec.Doses.Home += r.pl.house.Visits
	}
	slices.SortFunc(p.stays, func(a, b timetable.Stay) int { return int(a.In - b.In) })
	hours := timetable.LivedHours(r.zone, p.stays, &timetable.Way{Reach: timetable.Reach{Travel: p.travel}})
	rec.Life.Inside += int64(hours.Inside)
	rec.Life.Travel += int64(hours.Travel)
	rec.Life.Between += int64(hours.Between)
	rec.Life.Journeys += hours.Visits
	if hours.Visits == 0 {
		rec.Life.HomeDays++
	}
	p.week.minutes += hours.Total()
	p.week.days++
	if day.Weekday() < 5 {
		rec.Life.Weekdays++
		if p.life.denied {
			rec.Life.WorkDenied++
		}
		blocks := r.freeBlocks(p, day, 8*60, 18*60, 4*60)
		rec.Life.FreeBlocks += blocks
		if blocks > 0 {
			rec.Life.FreeDays++
		}
		if r.freeBlocks(p, day, 6*60, 20*60, 8*60) > 0 {
			rec.Life.WorkDays++
		}
	}
	if day.Weekday() == 6 {
		if p.week.days == 7 {
			rec.Life.Weeks.add(float64(p.week.minutes))
		}
		p.week = week{}
	}
	if c := r.pl.cover; c != nil && !p.tablets {
		rec.Doses.OralDays++
	}
}

// freeBlocks counts the stretches of at least so many minutes within hours of a
// day in which the person is neither here nor on the way.
func (r *run) freeBlocks(p *resident, day moment.Day, from, to, least int) (n int) {
	at := r.clock(day, from)
	end := r.clock(day, to)
	for _, s := range p.stays {
		leaves := s.In.Add(-moment.Minutes(int64(p.travel)))
		if min(leaves, end).Since(at) >= moment.Minutes(int64(least)) {
			n++
		}
		at = max(at, s.Out.Add(moment.Minutes(int64(p.travel))))
	}
	if end.Since(at) >= moment.Minutes(int64(least)) {
		n++
	}
	return n
}
