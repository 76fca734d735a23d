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

// TestLawsOfTheRota gives random commands and holds after every one of them:
// nobody works two shifts at one time, nobody stands twice on a shift, who was
// asked when they took their place was able to, and the journal alone gives the
// same state.
func TestLawsOfTheRota(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		staff := []person.StaffID{"n1", "n2", "d1", "h1", "r1"}
		m.must(t, clinic.AddStaff{Staff: "h1", Roles: []person.Role{person.Pharmacist}, Name: text("n")})
		m.must(t, clinic.AddStaff{Staff: "r1", Roles: []person.Role{person.RecoveryWorker}, Name: text("n")})
		today := m.zone.Day(m.now)
		for i, at := range [][2]int{{480, 780}, {720, 1080}, {1080, rota.DayMinutes}} {
			m.must(t, clinic.SetShiftPattern{From: today, Pattern: rota.Pattern{ID: fmt.Sprint("p", i), Name: "P",
				Weekdays: []int{0, 1, 2, 3, 4, 5, 6}, From: at[0], To: at[1]}})
		}
		m.must(t, clinic.PlanShifts{First: today, Last: today + 4}) // over the clock change
		for range rapid.IntRange(1, 40).Draw(t, "presses") {
			m.tryRota(t, staff, today)
			m.rotaHolds(t, staff)
		}
		m.replay(t)
	})
}

// tryRota presses something; a refusal is an answer too.
func (m *machine) tryRota(t *rapid.T, staff []person.StaffID, today moment.Day) {
	shift := func() string {
		return clinic.ShiftID(fmt.Sprint("p", rapid.IntRange(0, 2).Draw(t, "pattern")),
			today+moment.Day(rapid.IntRange(0, 5).Draw(t, "day")))
	}
	who := func() person.StaffID { return rapid.SampledFrom(staff).Draw(t, "who") }
	var despite *clinic.Text
	if rapid.Bool().Draw(t, "despite") {
		despite = &clinic.Text{Ref: "r", Digest: "d"}
	}
	var b clinic.Body
	switch rapid.IntRange(0, 8).Draw(t, "what") {
	case 0, 1, 2:
		b = clinic.Assign{Shift: shift(), Staff: who(), Skill: rapid.SampledFrom(rota.Skills()).Draw(t, "skill"),
			Despite: despite}
	case 3:
		b = clinic.Unassign{Shift: shift(), Staff: who()}
	case 4:
		b = clinic.Swap{Shift: shift(), Staff: who(), With: who(), Despite: despite,
			For: rapid.SampledFrom([]string{"", shift()}).Draw(t, "for")}
	case 5:
		from := rapid.IntRange(0, 1400).Draw(t, "from")
		b = clinic.ChangeShift{Shift: shift(), From: from, To: from + rapid.IntRange(1, 400).Draw(t, "long"),
			Despite: despite}
	case 6:
		first := today + moment.Day(rapid.IntRange(0, 4).Draw(t, "first"))
		b = clinic.RecordAbsence{Absence: fmt.Sprint("a", m.n), Staff: who(), First: first,
			Last: first + moment.Day(rapid.IntRange(0, 2).Draw(t, "days")), Of: rapid.SampledFrom(rota.Kinds()).Draw(t, "of")}
	case 7:
		rest := rapid.IntRange(1, 900).Draw(t, "rest")
		b = clinic.SetRotaRules{From: today, Rules: rota.Rules{Rest: &rest}}
	case 8:
		b = clinic.PublishRota{Monday: rota.Monday(today)}
	}
	_ = m.give(t, b, "", "")
}

func (m *machine) rotaHolds(t *rapid.T, staff []person.StaffID) {
	for _, id := range staff {
		mine := m.s.Rota.ShiftsOf(id)
		for i, a := range mine {
			places := 0
			for _, p := range a.Places {
				if p.Staff == id {
					places++
					if !m.s.Staff[id].Has(p.Skill.Roles()...) {
						t.Fatalf("%s stands as %s on %s", id, p.Skill, a.ID)
					}
				}
			}
			if places != 1 {
				t.Fatalf("%s has %d places of %s", id, places, a.ID)
			}
			for _, b := range mine[i+1:] {
				if a.Day == b.Day && a.From < b.To && b.From < a.To {
					t.Fatalf("%s works %s and %s at one time", id, a.ID, b.ID)
				}
			}
		}
	}
}
