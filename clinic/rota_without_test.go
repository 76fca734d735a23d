package clinic_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"steady/clinic"
	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// TestWhatIsLostIsWhatTheCommandsBring: what the page foretells is what the state
// says once it was done. Somebody is taken off a random rota: the visits that no
// longer have two people to prepare them, counted here minute by minute, are those
// that were named; and who was named as saving them saves as many as was said.
func TestWhatIsLostIsWhatTheCommandsBring(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		staff := []person.StaffID{"n1", "n2", "n3", "h1", "h2"}
		for _, id := range staff[2:] {
			role := map[byte]person.Role{'n': person.Nurse, 'h': person.Pharmacist}[id[0]]
			m.must(t, clinic.AddStaff{Staff: id, Roles: []person.Role{role}, Name: text("n")})
		}
		today := m.zone.Day(m.now)
		if rapid.Bool().Draw(t, "settings") {
			m.must(t, accessOf(t, today))
		}
		for i, at := range [][2]int{{480, 600}, {540, 780}, {780, 1080}, {840, 900}} {
			m.must(t, clinic.SetShiftPattern{From: today, Pattern: rota.Pattern{ID: fmt.Sprint("p", i), Name: "P",
				Weekdays: []int{0, 1, 2, 3, 4, 5, 6}, From: at[0], To: at[1]}})
		}
		day := today + moment.Day(rapid.IntRange(1, 4).Draw(t, "day")) // over the clock change
		m.must(t, clinic.PlanShifts{First: today, Last: today + 5})
		for i := range 4 {
			for _, id := range staff {
				if rapid.Bool().Draw(t, "on") {
					_ = m.give(t, clinic.Assign{Shift: clinic.ShiftID(fmt.Sprint("p", i), day), Staff: id,
						Skill: rota.Registered}, "", "")
				}
			}
		}
		for i := range 4 {
			id := clinic.ShiftID(fmt.Sprint("p", i), day)
			if places := m.s.Rota.Shifts[id].Places; len(places) > 0 {
				m.foretold(t, id, rapid.SampledFrom(places).Draw(t, "who").Staff)
				return
			}
		}
	})
}

func accessOf(t *rapid.T, today moment.Day) clinic.SetAccess {
	a := clinic.SetAccess{From: today, Access: clinic.Access{Slot: 10, Booth: 20, Watch: 20,
		PerPair: rapid.IntRange(1, 3).Draw(t, "per pair"), Supervision: &clinic.Supervision{Booth: 1, Watch: 1, Prepare: 1,
			Carries: rapid.IntRange(1, 4).Draw(t, "carries")}}}
	for d := range 7 {
		for i, at := range [][2]int{{510, 690}, {840, 1020}} {
			a.Week = append(a.Week, clinic.WeekWindow{Weekday: d, AccessWindow: clinic.AccessWindow{Session: i, From: at[0],
				To: at[1], Style: clinic.AccessBooked, Booths: 2, Places: 3, Nurses: 2}})
		}
	}
	return a
}

// unserved counts the visits that the rota as it stands cannot serve.
func (m *machine) unserved(shift string) int {
	return m.s.WithoutShift(shift, "nobody who is on it", m.now).Before
}

func (m *machine) foretold(t *rapid.T, shift string, who person.StaffID) {
	w, before := m.s.WithoutShift(shift, who, m.now), m.unserved(shift)
	m.must(t, clinic.Unassign{Shift: shift, Staff: who})
	if got := m.unserved(shift); got != before+len(w.Lost) {
		t.Fatalf("%d were to be lost beside %d; %d are", len(w.Lost), before, got)
	}
	for _, x := range w.Lost {
		if at := m.zone.In(x.Due); x.Pair != (m.paired(x.Day, 60*at.Hour()+at.Minute()) < rota.Pair) {
			t.Fatalf("%s at %s: for want of a pair %v", x.Visit, m.zone.Clock(x.Due), x.Pair)
		}
	}
	for _, x := range w.Savings {
		if len(x.Staff) == 0 {
			continue
		}
		for i, id := range x.Staff {
			m.must(t, clinic.Assign{Shift: shift, Staff: id, Skill: x.Skills[i]})
		}
		if got := m.unserved(shift); got != before+len(w.Lost)-x.Saves {
			t.Fatalf("%v was to save %d of %d; %d are lost", x.Staff, x.Saves, len(w.Lost), got-before)
		}
		for _, id := range x.Staff {
			m.must(t, clinic.Unassign{Shift: shift, Staff: id})
		}
	}
}

// paired counts the registered staff of a minute, or 0 where none of them is a nurse.
func (m *machine) paired(day moment.Day, minute int) (n int) {
	nurse := false
	for _, x := range m.s.Rota.Shifts {
		if x.Day != day || minute < x.From || minute >= x.To {
			continue
		}
		for _, p := range x.Places {
			n, nurse = n+1, nurse || p.Staff[0] == 'n'
		}
	}
	if !nurse {
		return 0
	}
	return n
}
