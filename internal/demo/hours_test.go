package demo_test

import (
	"context"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/seal"
	"steady/internal/store/storetest"
	"steady/moment"
	"steady/protocol"
)

// TestATimetableGivesHoursBack: in the invented clinic first come, first served
// costs people hours that a timetable gives back, with a time for every visit on
// both sides; the plan is within a minute in a hundred of what is proven.
func TestATimetableGivesHoursBack(t *testing.T) {
	now := moment.UTC.At(moment.Date(2026, 3, 2), 9, 12)
	key, err := seal.Create(t.TempDir(), "test")
	if err != nil {
		t.Fatal(err)
	}
	h, err := app.Open(context.Background(), app.Config{Store: storetest.OpenSQLite(t), Premises: "test", Sealer: key,
		Clock: func() moment.Instant { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Make(context.Background(), h, demo.Options{Premises: "test", Days: 90, Seed: 1, Now: now,
		Zone: "Europe/London", Packs: map[string][]byte{"ch-iv": pack.Document()}}); err != nil {
		t.Fatal(err)
	}
	var week *clinic.Week
	h.View(func(s *clinic.State) { week = s.WeekToPlan(s.Zone().Day(now) + 7) })
	plan, err := week.Solve(clinic.PlanOptions{Seed: 1, Work: 40, MaxMoves: -1})
	if err != nil || len(plan.Errors) > 0 || len(plan.Blocks) > 0 || plan.NoTime != (clinic.Counts{}) {
		t.Fatal(err, plan)
	}
	c := plan.Clock
	if len(plan.Shares) != 15 || c.First-c.Proposed < 5*60 || c.Promised-c.Proposed < 5*60 {
		t.Errorf("%d people; minutes on a clock: %+v", len(plan.Shares), c)
	}
	if c.Proposed < plan.LeastClock || (c.Proposed-plan.LeastClock)*100 > c.Proposed {
		t.Errorf("%d minutes on a clock, proven least %d", c.Proposed, plan.LeastClock)
	}
	gain := 0
	for _, x := range plan.Shares {
		if x.Clock.First-x.Clock.Proposed >= 60 {
			gain++
		}
		if x.Clock.Proposed-x.Clock.First > 60 {
			t.Errorf("%s gives %d minutes for the others", x.Person, x.Clock.Proposed-x.Clock.First)
		}
	}
	if gain < 2 {
		t.Errorf("%d people get an hour or more", gain)
	}
}
