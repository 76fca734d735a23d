package clinic_test

import (
	"fmt"
	"testing"

	"steady/clinic"
	"steady/moment"
)

// TestAYearOfPlans plans every day of a year with public holidays, days with
// other hours and both clock changes. Each visit is at its clock time on its
// day, within hours that this test counts by itself; nobody is planned on a day
// that is closed, and nobody is left out on one that is open.
func TestAYearOfPlans(t *testing.T) {
	s, first, _ := liveClinic(t, 2, 2, 4)
	zone, n := s.Zone(), 0
	do := func(at moment.Instant, b clinic.Body) ([]clinic.Event, *clinic.Refusal) {
		n++
		events, no := clinic.Decide(s, clinic.Command{ID: fmt.Sprint("y", n), By: "n1", Body: b}, at)
		for _, e := range events {
			s.Apply(e)
		}
		return events, no
	}
	closed, late := map[moment.Day]bool{}, map[moment.Day]bool{}
	for m := range 12 {
		closed[moment.Date(2026, 3+m, 25)], late[moment.Date(2026, 3+m, 26)] = true, true
	}
	for _, change := range []moment.Day{moment.Date(2026, 3, 29), moment.Date(2026, 10, 25)} {
		late[change] = true // the clocks change on a day with hours of its own
		delete(closed, change)
	}
	why := text("holiday")
	for day := first; day < first+365; day++ {
		at := zone.At(day, 6, 0)
		var windows []clinic.AccessWindow
		if late[day] {
			windows = []clinic.AccessWindow{{From: 10 * 60, To: 12 * 60, Style: clinic.AccessBooked, Booths: 2, Places: 4,
				Nurses: 2}}
		}
		if closed[day] || late[day] {
			if _, no := do(at, clinic.SetExceptionalDays{Days: []moment.Day{day}, Windows: windows, Why: why}); no != nil {
				t.Fatalf("%s: %v", day, no)
			}
		}
		events, no := do(at, clinic.PlanDay{Day: day})
		if no != nil && day != first {
			t.Fatalf("%s: %v", day, no)
		}
		booked := 0
		for _, e := range events {
			b, ok := e.Body.(*clinic.Booked)
			if !ok {
				continue
			}
			booked++
			clock := zone.In(b.Due)
			minute, want := clock.Hour()*60+clock.Minute(), 9*60
			if late[day] {
				want = 10 * 60
			}
			if zone.Day(b.Due) != day || minute != want {
				t.Errorf("%s: planned at %s", day, clock)
			}
		}
		if want := map[bool]int{true: 0, false: 2}[closed[day]]; booked != want && day != first {
			t.Errorf("%s: %d people were planned", day, booked)
		}
	}
}
