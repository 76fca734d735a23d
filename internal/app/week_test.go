package app_test

import (
	"bytes"
	"context"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
)

// TestAPlanOutlivesARestart: a plan is made of the journal alone, so a service that
// stops and starts comes to the same one, from its snapshot and from all entries;
// what was proposed is still open, and is answered.
func TestAPlanOutlivesARestart(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		key, ctx := signer(t), context.Background()
		h := open(t, st, key, start)
		invented(t, h, 6)
		week := func(s *clinic.State) *clinic.Week {
			monday := max(s.Planned, s.Zone().Day(start)) + 1
			return s.WeekToPlan(monday + moment.Day((7-monday.Weekday())%7))
		}
		plan := func() (id string, x *clinic.WeekPlan) {
			h.View(func(s *clinic.State) {
				w := week(s)
				var err error
				if x, err = w.Solve(clinic.PlanOptions{Seed: 1, Work: 20, MaxMoves: -1, Habit: true}); err != nil {
					t.Fatal(w.Needs, err)
				}
				id = w.ID()
			})
			return id, x
		}
		was, before := plan()
		req := app.Request{Command: clinic.Command{ID: "propose-1", By: "s-dev", Body: before.Propose("plan-1")}}
		if _, err := h.Do(ctx, req); err != nil {
			t.Fatal(err)
		}
		h.Close()
		h = open(t, st, key, start)
		is, after := plan()
		if is != was || !bytes.Equal(after.Plan.Bytes(), before.Plan.Bytes()) || after.Clock != before.Clock ||
			after.LeastClock != before.LeastClock || after.Basis != before.Basis {
			t.Errorf("week %s, %+v; after a restart %s, %+v", was, before.Clock, is, after.Clock)
		}
		fresh, err := app.Fold(ctx, st, "test", false)
		if err != nil || week(fresh).ID() != was {
			t.Errorf("from all entries the week is another one: %v", err)
		}
		defer h.Close()
		h.View(func(s *clinic.State) {
			if p := s.Lives.Proposal; p == nil || p.Proposal != "plan-1" || p.Basis != before.Basis ||
				len(p.Items) != len(before.Propose("x").Items) {
				t.Errorf("the proposal is %+v", p)
			}
		})
		who := before.Propose("x").Items[0].Person
		req = app.Request{Command: clinic.Command{ID: "answer-1", By: "s-dev",
			Body: clinic.AnswerTimes{Proposal: "plan-1", Person: who, Yes: true}}}
		if _, err := h.Do(ctx, req); err != nil {
			t.Fatal(err)
		}
	})
}
