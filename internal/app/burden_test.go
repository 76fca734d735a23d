package app_test

import (
	"context"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/moment"
	"steady/person"
)

// TestKeptVisits: every visit of the days asked for is read, of everybody and of
// each; where there are too many the oldest days are left out whole.
func TestKeptVisits(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		h := open(t, st, signer(t), start)
		defer h.Close()
		invented(t, h, 6)
		ctx := context.Background()
		var today moment.Day
		h.View(func(s *clinic.State) { today = s.Planned })
		all, first, err := h.KeptVisits(ctx, today-5, today, "")
		if err != nil || first != today-5 || len(all) < 40 {
			t.Fatal(len(all), first, err)
		}
		each := map[person.UserID]int{}
		days := map[moment.Day]int{}
		for _, v := range all {
			each[v.Person]++
			days[v.Day]++
			if v.Day < today-5 || v.Day > today || v.Due == 0 || v.Ended != 0 && v.Arrived > v.Ended {
				t.Errorf("%+v", v)
			}
		}
		for who, n := range each {
			if own, _, err := h.KeptVisits(ctx, today-5, today, who); err != nil || len(own) != n {
				t.Errorf("%s: %d visits, %d among all: %v", who, len(own), n, err)
			}
		}
		some, first, err := h.MostVisits(ctx, today-5, today, len(all)-days[today-5]-1)
		if err != nil || first <= today-5 || len(some) == 0 {
			t.Fatal(len(some), first, err)
		}
		got := map[moment.Day]int{}
		for _, v := range some {
			got[v.Day]++
		}
		for day := first; day <= today; day++ {
			if got[day] != days[day] {
				t.Errorf("%s: %d of %d visits, and it is said to be whole", day, got[day], days[day])
			}
		}
		weeks, _, err := h.BurdenWeeks(ctx, today-20, "")
		if err != nil || len(weeks) != len(each) {
			t.Errorf("%d people in weeks, %d in visits: %v", len(weeks), len(each), err)
		}
	})
}
