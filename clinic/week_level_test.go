package clinic_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"steady/clinic"
	"steady/moment"
	"steady/person"
	"steady/timetable"
	"steady/timetable/check"
	"steady/timetable/optimise"
)

// carried lists what each person carries beyond their own best week, most first.
func carried(in *timetable.Instance, plan *timetable.Plan) (out []int) {
	for _, p := range in.People {
		sum := -check.Own(in, p.ID)
		for d := range in.Days {
			pd := timetable.PersonDay{Person: p.ID, Day: d, Starts: slices.Repeat([]int{timetable.None}, p.Doses)}
			for _, x := range plan.Days {
				if x.Person == p.ID && x.Day == d {
					pd = x
				}
			}
			cost, _ := check.Day(in, pd)
			sum += cost
		}
		out = append(out, sum)
	}
	slices.Sort(out)
	slices.Reverse(out)
	return out
}

// crowd lets one person in at a time, and everybody wish for the first minutes
// of the morning.
func (p *planned) crowd(first moment.Day) {
	access := clinic.SetAccess{From: first, Access: clinic.Access{Slot: 10, Booth: 20, Watch: 20, PerPair: 1, Hold: 15,
		Offer: 60, Grace: 10}}
	for day := range 7 {
		for k, w := range []clinic.Window{{From: 510, To: 720}, {From: 840, To: 1050}} {
			access.Week = append(access.Week, clinic.WeekWindow{Weekday: day, AccessWindow: clinic.AccessWindow{Session: k,
				From: w.From, To: w.To, Style: clinic.AccessBooked, Booths: 1, Places: 1, Nurses: 2}})
		}
	}
	p.must(access, "n1")
	p.must(clinic.SetPlanning{Fair: 1, Drift: 10}, "n1")
	for i := range len(p.s.People) {
		id := person.UserID(fmt.Sprintf("u%d", i))
		p.must(clinic.EnterLife{Person: id, Part: "crowd", From: first, Wish: &clinic.Wish{Windows: []clinic.Window{
			{From: 510, To: 520}, {}}, Weight: 1}}, "n1")
	}
}

// crowdedClinic draws a clinic in which not everybody can have what they wish.
var crowdedClinic = rapid.Custom(func(t *rapid.T) *planned {
	p := drawClinic(t)
	p.crowd(moment.Date(2026, 3, 12))
	return p
})

// TestAWeekIsLevelledWhereFairnessWeighs: what the others carry beyond their own
// best is looked at too, not only that of whoever carries most.
func TestAWeekIsLevelledWhereFairnessWeighs(t *testing.T) {
	more := 0
	for seed := range 12 {
		w := crowdedClinic.Example(seed).s.WeekToPlan(moment.Date(2026, 3, 23))
		plan, err := w.Solve(clinic.PlanOptions{Seed: 1, Work: 3, MaxMoves: -1})
		if err != nil || len(plan.Errors) > 0 {
			t.Fatal(err, plan)
		}
		plain, err := optimise.Solve(w.Asked, optimise.Options{Seed: 1, Work: 2})
		if err != nil {
			t.Fatal(err)
		}
		was, now := carried(w.Asked, plain.Plan), carried(w.Asked, plan.Plan)
		if len(plan.Blocks) == 0 && slices.Compare(now, was) > 0 {
			t.Errorf("people carry %v, without levelling %v", now, was)
		}
		if slices.Compare(now, was) < 0 {
			more++
		}
	}
	if more < 4 {
		t.Errorf("%d weeks were levelled", more)
	}
}
