package lab_test

import (
	"testing"

	"steady/lab"
)

// policies are one of each kind that the lab is asked about.
func policies() []lab.Policy {
	longer := []lab.Session{{Name: "Morning", From: 7 * 60, To: 12 * 60}, {Name: "Afternoon", From: 13 * 60, To: 20 * 60}}
	shifts := []lab.Shift{{From: 6*60 + 30, To: 14 * 60, Registered: 3, Support: 1},
		{From: 12 * 60, To: 21 * 60, Registered: 3, Support: 1}}
	return []lab.Policy{
		{ID: "today"},
		{ID: "longer", Rules: []lab.Rule{{Kind: lab.RuleHours, Authority: lab.Habit, Sessions: longer},
			{Kind: lab.RuleStaff, Authority: lab.Habit, Shifts: shifts}}},
		{ID: "cover", Rules: []lab.Rule{{Kind: lab.RuleLaw, Authority: lab.Law, Source: "x", Document: "gb-eng"},
			{Kind: lab.RuleOralCover, Authority: lab.Guidance, Source: "CA-CMAJ", Visits: 1,
				Cover: &lab.Cover{Drug: "methadone", Dose: assumed(30, 20, 60), Supply: "instalments"}}}},
		{ID: "home", Rules: []lab.Rule{{Kind: lab.RuleLaw, Authority: lab.Law, Source: "x", Document: "ch"},
			{Kind: lab.RuleRoute, Authority: lab.Licence, Source: "x", Route: "oral", Product: &lab.Product{Pack: "ch-oral",
				Salt: "hydrochloride-anhydrous", Dose: assumed(400, 200, 600), Content: 200, Share: assumed(.5, .2, .8)}},
			{Kind: lab.RuleTakeHome, Authority: lab.Law, Source: "x", Ladder: []lab.Rung{{AfterDays: 180, Days: 2},
				{AfterDays: 360, Days: 4}}}}},
		{ID: "site", Rules: []lab.Rule{{Kind: lab.RuleSite, Authority: lab.Licence, Source: "x", Site: &lab.Site{Name: "North",
			Share: assumed(.4, .2, .6), Travel: assumed(.3, .1, .6), Desks: 1, Booths: 2, Places: 3,
			Shifts: []lab.Shift{{From: 8*60 + 30, To: 18 * 60, Registered: 2, Support: 1}}}}}},
		{ID: "weekend", Rules: []lab.Rule{{Kind: lab.RuleWeekend, Authority: lab.Habit, Windows: []lab.Window{
			{Days: []int{5}, Session: 0, From: 9 * 60, To: 12 * 60}}}}},
		{ID: "groups", Rules: []lab.Rule{{Kind: lab.RuleAccess, Authority: lab.Habit, Style: "group", Every: 30, Group: 4}}},
		{ID: "open", Rules: []lab.Rule{{Kind: lab.RuleAccess, Authority: lab.Habit, Style: "open"}}},
		{ID: "watch", Rules: []lab.Rule{{Kind: lab.RuleObservation, Authority: lab.Guidance, Source: "Glasgow", Minutes: 20}}},
		{ID: "three", Rules: []lab.Rule{{Kind: lab.RuleHours, Authority: lab.Habit, Sessions: append(longer[:2:2],
			lab.Session{Name: "Evening", From: 20 * 60, To: 22 * 60})}, {Kind: lab.RuleVisits, Authority: lab.Guidance,
			Source: "CA-CMAJ", Visits: 3}, {Kind: lab.RuleStaff, Authority: lab.Habit, Shifts: []lab.Shift{
			{From: 6 * 60, To: 23 * 60, Registered: 3}}}}},
	}
}

// TestPolicies runs one of each kind for a month: it runs at all, its identities
// hold, and what must change does.
func TestPolicies(t *testing.T) {
	got := map[string]lab.Record{}
	for _, p := range policies() {
		s := month()
		r, err := lab.Replicate(s, &p, 0)
		if err != nil {
			t.Errorf("%s: %v", p.ID, err)
			continue
		}
		got[p.ID] = r
		m, _ := r.Life.Weeks.Mean()
		n, _ := r.Doses.Night.Mean()
		t.Logf("%-8s due %d site %d home %d missed %d withheld %d referred %d turned %d notime %d week %.0f night %.0f free %d/%d work %d mg %s home %s refused %v late %v",
			p.ID, r.Doses.Due, r.Doses.OnSite, r.Doses.Home, r.Doses.Missed, r.Visits.Withheld, r.Doses.Referred, r.Visits.TurnedAway, r.Visits.NoTime, m, n,
			r.Life.FreeDays, r.Life.Weekdays, r.Life.WorkDays, r.Doses.Given, r.Doses.TookHome, r.Refused, r.Staff.Registered)
	}
}
