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
		{ID: "home", Rules: []lab.Rule{
			{Kind: lab.RuleLaw, Authority: lab.Law, Source: "x", Document: "ch"},
			{Kind: lab.RuleRoute, Authority: lab.Licence, Source: "x", Route: "oral",
				Product: &lab.Product{Pack: "ch-oral", Salt: "hydrochloride-anhydrous", Dose: assumed(400, 200, 600),
					Content: 200, Share: assumed(.5, .2, .8)}},
			{Kind: lab.RuleTakeHome, Authority: lab.Law, Source: "x", Ladder: []lab.Rung{{AfterDays: 180, Days: 2},
				{AfterDays: 360, Days: 4}}}}},
		{ID: "site", Rules: []lab.Rule{{Kind: lab.RuleSite, Authority: lab.Licence, Source: "x",
			Site: &lab.Site{Name: "North", Share: assumed(.4, .2, .6), Travel: assumed(.3, .1, .6), Desks: 1,
				Booths: 2, Places: 3,
				Shifts: []lab.Shift{{From: 8*60 + 30, To: 18 * 60, Registered: 2, Support: 1}}}}}},
		{ID: "weekend", Rules: []lab.Rule{{Kind: lab.RuleWeekend, Authority: lab.Habit, Windows: []lab.Window{
			{Days: []int{5}, Session: 0, From: 9 * 60, To: 12 * 60}}}}},
		{ID: "groups", Rules: []lab.Rule{{Kind: lab.RuleAccess, Authority: lab.Habit, Style: "group", Every: 30, Group: 4}}},
		{ID: "open", Rules: []lab.Rule{{Kind: lab.RuleAccess, Authority: lab.Habit, Style: "open"}}},
		{ID: "watch", Rules: []lab.Rule{{Kind: lab.RuleObservation, Authority: lab.Guidance, Source: "Glasgow",
			Minutes: 20}}},
		{ID: "three", Rules: []lab.Rule{{Kind: lab.RuleHours, Authority: lab.Habit, Sessions: append(longer[:2:2],
			lab.Session{Name: "Evening", From: 20 * 60, To: 22 * 60})}, {Kind: lab.RuleVisits, Authority: lab.Guidance,
			Source: "CA-CMAJ", Visits: 3}, {Kind: lab.RuleStaff, Authority: lab.Habit, Shifts: []lab.Shift{
			{From: 6 * 60, To: 23 * 60, Registered: 3}}}}},
	}
}

// TestPolicies runs one of each kind for a month: its identities hold, and what
// the rule is about changes the way it must.
func TestPolicies(t *testing.T) {
	got := map[string]lab.Record{}
	for _, p := range policies() {
		r, err := lab.Replicate(month(), &p, 0)
		if err != nil {
			t.Fatalf("%s: %v", p.ID, err)
		}
		got[p.ID] = r
	}
	for name, c := range mustChange(got) {
		if !c.ok(got[c.id]) {
			t.Errorf("not so: %s", name)
		}
	}
}

// change is something that must be so of the record of a policy.
type change struct {
	id string
	ok func(r lab.Record) bool
}

// mustChange lists what each rule must change, by what it is.
func mustChange(got map[string]lab.Record) map[string]change {
	mean := func(t lab.Tally) float64 { m, _ := t.Mean(); return m }
	now := got["today"]
	return map[string]change{
		"longer hours leave work alone": {"longer", func(r lab.Record) bool {
			return r.Life.WorkDenied < now.Life.WorkDenied
		}},
		"longer hours shorten the night": {"longer", func(r lab.Record) bool {
			return mean(r.Doses.Night) < mean(now.Doses.Night)
		}},
		"longer hours need more staff": {"longer", func(r lab.Record) bool {
			return r.Staff.Registered > now.Staff.Registered
		}},
		"one visit halves what is due": {"cover", func(r lab.Record) bool {
			return 2*r.Doses.Due == now.Doses.Due
		}},
		"one visit takes less of a week": {"cover", func(r lab.Record) bool {
			return mean(r.Life.Weeks) < .7*mean(now.Life.Weeks)
		}},
		"the medicine beside it is counted": {"cover", func(r lab.Record) bool {
			return r.Doses.OralDays == r.People.Days
		}},
		"what is taken home is exposure": {"home", func(r lab.Record) bool {
			return r.Doses.TookHome > 0 && r.Safety.Unsupervised == r.Doses.TookHome
		}},
		"days at home are days without a journey": {"home", func(r lab.Record) bool {
			return r.Doses.Home > 0 && r.Life.HomeDays > now.Life.HomeDays
		}},
		"a nearer site saves the way": {"site", func(r lab.Record) bool {
			return r.Life.Travel < now.Life.Travel
		}},
		"a second site is open too": {"site", func(r lab.Record) bool {
			return r.Staff.SiteDays == 2*now.Staff.SiteDays
		}},
		"a closed Sunday is missed": {"weekend", func(r lab.Record) bool {
			return r.Doses.Missed > now.Doses.Missed && r.Staff.SiteDays == 24
		}},
		"missed sessions bring questions": {"weekend", func(r lab.Record) bool {
			return r.Doses.Referred > now.Doses.Referred
		}},
		"a shorter watch is shorter": {"watch", func(r lab.Record) bool {
			return r.Life.Observed < now.Life.Observed && r.Doses.OnSite == now.Doses.OnSite
		}},
		"a third visit shortens the night": {"three", func(r lab.Record) bool {
			return mean(r.Doses.Night) < mean(now.Doses.Night)-180
		}},
		"a third visit takes more of a week": {"three", func(r lab.Record) bool {
			return mean(r.Life.Weeks) > mean(now.Life.Weeks)
		}},
		"nothing leaves the building today": {"today", func(r lab.Record) bool {
			return r.Safety.Unsupervised == 0 && r.Doses.Home == 0
		}},
		"groups and open doors serve the same people": {"open", func(r lab.Record) bool {
			return r.Doses.Due == now.Doses.Due && got["groups"].Doses.Due == now.Doses.Due
		}},
	}
}

// TestTheSamePeople holds common random numbers: people who are not touched by a
// rule come on the same days under it.
func TestTheSamePeople(t *testing.T) {
	a, err := lab.Replicate(month(), today, 3)
	if err != nil {
		t.Fatal(err)
	}
	watch := policies()[8]
	b, err := lab.Replicate(month(), &watch, 3)
	if err != nil {
		t.Fatal(err)
	}
	if a.Visits.NoShow != b.Visits.NoShow || a.People.Referred != b.People.Referred || a.People.Left != b.People.Left ||
		a.Life.Travel != b.Life.Travel || a.Visits.Absent != b.Visits.Absent {
		t.Errorf("a shorter watch changed who comes: %+v and %+v", a.Visits, b.Visits)
	}
	if a.Digest == b.Digest {
		t.Error("a shorter watch changed nothing")
	}
}
