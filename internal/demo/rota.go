package demo

import (
	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
	"steady/visit"
)

// The rota of the invented clinic: hours, rest and numbers of staff are invented
// like everything here, and no example for anybody.

// shiftPatterns are the shifts that come back.
var shiftPatterns = []rota.Pattern{
	{ID: "early", Name: "Early", Weekdays: everyDay, From: 8 * 60, To: 13 * 60,
		Need: []rota.Need{{Skill: rota.Registered, Least: 2}}},
	{ID: "late", Name: "Late", Weekdays: everyDay, From: 13 * 60, To: 18 * 60,
		Need: []rota.Need{{Skill: rota.Registered, Least: 2}}},
	{ID: "welcome", Name: "Welcome", Weekdays: everyDay[:5], From: 9 * 60, To: 17 * 60,
		Need: []rota.Need{{Skill: rota.Support, Least: 1}}},
	{ID: "doctor", Name: "Doctor", Weekdays: everyDay[:6], From: 9 * 60, To: 17 * 60,
		Need: []rota.Need{{Skill: rota.Prescriber, Least: 1}}},
}

var everyDay = []int{0, 1, 2, 3, 4, 5, 6}

// hours are the invented contracts, in minutes a week.
var hours = []struct {
	staff person.StaffID
	week  int
}{{NurseA, 35 * 60}, {NurseB, 30 * 60}, {NurseC, 30 * 60}, {NurseD, 35 * 60}, {Pharmacist, 20 * 60},
	{DoctorA, 24 * 60}, {DoctorB, 24 * 60}, {"s-rowan", 40 * 60}}

// rotaSince is how many days of the past have a rota.
const rotaSince = 35

// rota keeps the rota, each Monday the week after: shifts from the patterns, the
// open places by Steady's own proposal, published.
func (t *today) rota() {
	last := t.zone.Day(t.o.Now)
	begins := max(last-rotaSince, last-moment.Day(t.o.Days))
	if t.day < begins || t.day > begins && t.day.Weekday() != 0 {
		return
	}
	t.at(t.zone.At(t.day, 7, 30), func(at moment.Instant) {
		if t.day == begins {
			t.rotaSettings(at)
			t.week(at, t.day)
		}
		next := rota.Monday(t.day) + 7
		if next > last { // the week ahead: somebody is on leave, and somebody fell ill
			t.must(at, NurseD, "", func(r *app.Request) clinic.Body {
				return clinic.RecordAbsence{Absence: "leave-1", Staff: NurseB, Of: rota.Leave, First: next + 1, Last: next + 3,
					Reason: r.KeepIf(string(NurseB), "absence", "An invented family day.")}
			})
		}
		t.week(at, next)
	})
}

func (t *today) rotaSettings(at moment.Instant) {
	rest, run := 11*60, 6
	for _, p := range shiftPatterns {
		t.must(at, NurseD, "", plain(clinic.SetShiftPattern{Pattern: p, From: t.day}))
	}
	t.must(at, NurseD, "", plain(clinic.SetRotaRules{From: t.day, Rules: rota.Rules{Rest: &rest, Run: &run,
		Known: &rota.Known{Visits: 3, Days: 60}}}))
	for _, x := range hours {
		t.must(at, NurseD, "", plain(clinic.SetRotaMember{Staff: x.staff, Week: x.week}))
	}
}

// week plans, fills and publishes the days of a week from a day on.
func (t *today) week(at moment.Instant, first moment.Day) {
	last := rota.Monday(first) + 6
	t.must(at, NurseD, "", plain(clinic.PlanShifts{First: first, Last: last}))
	if t.err != nil {
		return
	}
	nobody := func(person.StaffID, rota.Shift) int { return 0 }
	for _, g := range rota.Propose(t.h.BulkState().RotaProblem(first, last, nobody)).Gives {
		t.must(at, NurseD, "", plain(clinic.Assign{Shift: g.Shift, Staff: g.Staff, Skill: g.Skill}))
	}
	t.must(at, NurseD, "", plain(clinic.PublishRota{Monday: rota.Monday(first)}))
}

// ill: one of the nurses will be away for two days, later than tomorrow, and nobody
// has taken their place yet, so that the rota shows who would go without a dose.
func (m *maker) ill() {
	soon := m.zone.Day(m.o.Now) + 3
	for _, x := range m.h.BulkState().Rota.ShiftsOf(NurseC) {
		if x.Day < soon {
			continue
		}
		m.must(m.o.Now, NurseD, "", func(r *app.Request) clinic.Body {
			return clinic.RecordAbsence{Absence: "sick-1", Staff: NurseC, Of: rota.Sickness, First: x.Day,
				Last: x.Day + 1, Reason: r.KeepIf(string(NurseC), "absence", "An invented small operation.")}
		})
		return
	}
}

// onShift lists who of the rota is on at a visit of the day, nurses first.
func (t *today) onShift(id string) (out []person.StaffID) {
	s := t.h.BulkState()
	v := s.Visits[id]
	if v == nil || v.Stage == visit.Ended {
		return nil
	}
	for _, x := range s.Rota.ShiftsBetween(t.day, t.day) {
		if x.Pattern != [2]string{"early", "late"}[min(v.Session, 1)] {
			continue
		}
		for _, p := range x.Places {
			if p.Staff == Pharmacist {
				out = append(out, p.Staff)
			} else if s.Counts(x, p) {
				out = append([]person.StaffID{p.Staff}, out...)
			}
		}
	}
	return out
}
