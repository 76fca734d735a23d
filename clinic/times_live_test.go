package clinic_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/visit"
)

// liveClinic is a morning of booked times: booths, places, and people at slots
// of ten minutes from 09:00 on, three at a time at most.
func liveClinic(t rapid.TB, people, booths, places int) (*clinic.State, moment.Day, moment.Instant) {
	s, n := clinic.New(), 0
	zone, err := moment.LoadZone("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	day := moment.Date(2026, 3, 2)
	at := zone.At(day, 7, 0)
	do := func(by person.StaffID, b clinic.Body) {
		n++
		events, no := clinic.Decide(s, clinic.Command{ID: fmt.Sprint("c", n), By: by, Body: b}, at)
		if no != nil {
			t.Fatalf("%T: %v", b, no)
		}
		for _, e := range events {
			s.Apply(e)
		}
	}
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	do(clinic.System, clinic.OpenPremises{Premises: "p", Zone: "Europe/London", Booths: booths, Invented: true,
		Sessions: []clinic.Session{{Name: "Morning", Opens: 9 * 60, Closes: 18 * 60}}})
	do(clinic.System, clinic.InstallPack{Document: pack.Document()})
	do(clinic.System, clinic.AddStaff{Staff: "n1", Roles: []person.Role{person.Nurse, person.Manager}, Name: text("n")})
	do(clinic.System, clinic.AddStaff{Staff: "d1", Roles: []person.Role{person.Prescriber}, Name: text("d")})
	do("n1", clinic.GrantLicence{Doctor: "d1", Substance: measure.Diamorphine, Number: "L", From: day - 1, To: day + 90})
	for i := range people {
		id := person.UserID(fmt.Sprintf("u%02d", i))
		already := text("before")
		do("n1", clinic.AdmitPerson{Person: id, Name: text("Jo"), Times: []int{9*60 + 10*(i/booths)}, Already: &already})
		dose := 15 * measure.Milligram
		do("d1", clinic.Prescribe{Person: id, Prescription: clinic.Prescription{Form: measure.Form{
			Substance: measure.Diamorphine, Salt: measure.HydrochlorideMonohydrate}, Route: protocol.IV,
			Doses: []measure.Mass{dose}, CapSingle: dose, CapDay: dose, Increment: measure.Milligram, Pack: "ch-iv",
			Started: day, From: day, Review: day + 30, Ends: day + 400}})
	}
	a := clinic.Access{Slot: 10, Booth: 10, Watch: 20, PerPair: 2 * booths, Grace: 10}
	for wd := range 7 {
		a.Week = append(a.Week, clinic.WeekWindow{Weekday: wd, AccessWindow: clinic.AccessWindow{From: 9 * 60, To: 18 * 60,
			Style: clinic.AccessBooked, Booths: booths, Places: places, Nurses: 2}})
	}
	do("n1", clinic.SetAccess{From: day, Access: a})
	do("n1", clinic.PlanDay{Day: day})
	return s, day, zone.At(day, 9, 0)
}

func arrives(t rapid.TB, s *clinic.State, id string, at, now moment.Instant) {
	c := clinic.Command{ID: "a" + id, By: "n1", Happened: at, Body: clinic.Arrive{Visit: id}}
	events, no := clinic.Decide(s, c, now)
	if no != nil {
		t.Fatal(no)
	}
	for _, e := range events {
		s.Apply(e)
	}
}

func expected(s *clinic.State, now moment.Instant) map[string]clinic.Expected {
	out := map[string]clinic.Expected{}
	for _, e := range s.LiveDay(now) {
		out[e.Visit] = e
	}
	return out
}

// TestLiveDayMovesNoPromise: whoever is late or missing changes nothing for
// those who are on time or still due, nobody is expected before their time
// unless they are here, and no minute holds more than the house can.
func TestLiveDayMovesNoPromise(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		booths, places := rapid.IntRange(1, 3).Draw(rt, "booths"), rapid.IntRange(2, 6).Draw(rt, "places")
		people := rapid.IntRange(1, 14).Draw(rt, "people")
		with, day, opens := liveClinic(rt, people, booths, places)
		without, _, _ := liveClinic(rt, people, booths, places)
		now := opens.Add(moment.Minutes(int64(rapid.IntRange(0, 60).Draw(rt, "now"))))
		for _, v := range with.VisitsInOrder() {
			came := opens.Add(moment.Minutes(int64(rapid.IntRange(-20, 90).Draw(rt, "came"))))
			if came > now {
				continue
			}
			arrives(rt, with, v.ID, came, now)
			if came <= v.Due.Add(10*moment.Minute) {
				arrives(rt, without, v.ID, came, now)
			}
		}
		got, plain := expected(with, now), expected(without, now)
		load := map[moment.Instant][2]int{}
		for id, e := range got {
			v := with.Visits[id]
			switch e.Coming {
			case clinic.ComingDue, clinic.ComingOnTime:
				if e.Start != plain[id].Start {
					rt.Errorf("%s is on time and was moved from %s to %s by others", id, plain[id].Start, e.Start)
				}
				if e.Coming == clinic.ComingDue && e.Start < v.Due {
					rt.Errorf("%s is due at %s and expected at %s", id, v.Due, e.Start)
				}
			case clinic.ComingEarly:
				if p := plain[id]; e.Start > max(p.Start, v.Due) && p.Start <= v.Due {
					rt.Errorf("%s came early and is expected at %s, later than promised", id, e.Start)
				}
			case clinic.ComingMissing:
				continue
			}
			for m := range int64(30) {
				minute := e.Start.Add(moment.Minutes(m))
				x := load[minute]
				x[min(m/10, 1)]++
				load[minute] = x
			}
		}
		for minute, x := range load {
			if x[0] > booths || x[1] > places {
				rt.Errorf("%s holds %d in booths and %d in observation", minute, x[0], x[1])
			}
		}
		if v := with.VisitsInOrder(); len(v) != people || v[0].Day != day || v[0].Stage == visit.Ended {
			rt.Fatal("the day is not as it was set up")
		}
	})
}

// TestLiveDayWithoutSettings: what nobody set is not guessed.
func TestLiveDayWithoutSettings(t *testing.T) {
	s, day, opens := liveClinic(t, 2, 1, 2)
	a, _ := s.AccessOn(day)
	a.Booth = 0
	s.Booking.Access[0].Access = a
	for _, e := range s.LiveDay(opens) {
		if e.Start != 0 || len(e.Unset) != 1 || e.Unset[0] != "the minutes in the booth" {
			t.Errorf("expected at %s with %v", e.Start, e.Unset)
		}
	}
}
