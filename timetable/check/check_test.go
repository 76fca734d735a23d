package check_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"steady/timetable"
	"steady/timetable/check"
)

func instance(t testing.TB, name string) *timetable.Instance {
	t.Helper()
	in, err := timetable.Parse(read(t, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func best(t testing.TB, name string) *timetable.Plan {
	t.Helper()
	p, err := timetable.ParsePlan(read(t, name+".best.json"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestBestKnown: the best solutions known come to what their table says.
func TestBestKnown(t *testing.T) {
	for _, c := range []struct {
		name                      string
		objective, own, missed, z int
	}{
		{"city200-1", 270168, 257961, 0, 270},
		{"gla60-1", 83334, 76349, 0, 800},
		{"mbro12-1", 15786, 14936, 0, 90},
		{"mbro15-1", 20029, 19904, 0, 25},
		{"rota24-1", 34044, 30011, 0, 70},
	} {
		in, plan := instance(t, c.name), best(t, c.name)
		r := check.Check(in, plan)
		if !r.Valid || len(r.Errors) != 0 {
			t.Errorf("%s: %v", c.name, r.Errors)
		}
		if r.Objective != c.objective || r.Objective != plan.Objective || r.Missed != c.missed || r.Z != c.z ||
			r.Objective != r.Burden+in.Rules.FairW*r.Z+r.Rota {
			t.Errorf("%s: %+v, want %+v", c.name, r, c)
		}
		own := 0
		for _, p := range in.People {
			own += check.Own(in, p.ID)
		}
		if own != c.own {
			t.Errorf("%s: own %d, want %d", c.name, own, c.own)
		}
	}
}

// TestOwnOfTheNetwork: the largest instance has no plan on file, only its sum.
func TestOwnOfTheNetwork(t *testing.T) {
	in, own := instance(t, "net1000-1"), 0
	for _, p := range in.People {
		own += check.Own(in, p.ID)
	}
	if own != 1143863 {
		t.Errorf("own %d, want 1143863", own)
	}
}

// TestSampledDays: person-days with their published cost, null where they are
// not allowed.
func TestSampledDays(t *testing.T) {
	for _, name := range []string{"gla60-1", "mbro12-1"} {
		in := instance(t, name)
		var samples []struct {
			Person string
			Day    int
			Site   string
			Starts []*int
			Cost   *int
		}
		if err := json.Unmarshal(read(t, name+".costs.json"), &samples); err != nil || len(samples) < 30 {
			t.Fatal(len(samples), err)
		}
		for _, s := range samples {
			d := timetable.PersonDay{Person: s.Person, Day: s.Day, Site: s.Site}
			for _, at := range s.Starts {
				if at == nil {
					d.Starts = append(d.Starts, timetable.None)
				} else {
					d.Starts = append(d.Starts, *at)
				}
			}
			cost, breaches := check.Day(in, d)
			if (s.Cost == nil) != (len(breaches) > 0) {
				t.Errorf("%s: %+v: %v, want cost %v", name, d, breaches, s.Cost)
			} else if s.Cost != nil && cost != *s.Cost {
				t.Errorf("%s: %+v costs %d, want %d", name, d, cost, *s.Cost)
			}
		}
	}
}

// TestWorkedExample is the example of the format's page, minute by minute.
func TestWorkedExample(t *testing.T) {
	cost, breaches := check.Day(instance(t, "mbro12-1"), timetable.PersonDay{Person: "p0000", Site: "s0",
		Starts: []int{610, 950}})
	if cost != 188 || len(breaches) != 0 {
		t.Errorf("%d, %v; want 188", cost, breaches)
	}
}

// broken is one change to a valid plan, and what has to be said of it.
type broken struct {
	what, says string
	change     func(in *timetable.Instance, p *timetable.Plan)
}

// TestBreaches changes a valid plan by one thing, and expects to be told what,
// where and whose.
func TestBreaches(t *testing.T) {
	for _, c := range append(brokenDays, brokenClinic...) {
		in, plan := instance(t, "mbro12-1"), best(t, "mbro12-1")
		c.change(in, plan)
		r := check.Check(in, plan)
		found := false
		for _, b := range r.Errors {
			found = found || strings.HasPrefix(b.Error(), c.says)
		}
		if r.Valid || !found {
			t.Errorf("%s: %v, want %s", c.what, r.Errors, c.says)
		}
	}
}

// brokenDays break what one person's day decides alone.
var brokenDays = []broken{
	{"a day twice", "twice, site s0, day 0, person p0000: this day of this person is given twice",
		func(_ *timetable.Instance, p *timetable.Plan) { p.Days = append(p.Days, p.Days[0]) }},
	{"nobody", `person, site s0, day 0, person p0099: the instance has no person "p0099"`,
		func(_ *timetable.Instance, p *timetable.Plan) { p.Days[0].Person = "p0099" }},
	{"no such day", "day, site s0, day 7, person p0000: the days are 0 to 6",
		func(_ *timetable.Instance, p *timetable.Plan) { p.Days[0].Day = 7 }},
	{"no such site", `site, site s9, day 0, person p0000: the instance has no site "s9"`,
		func(_ *timetable.Instance, p *timetable.Plan) { p.Days[0].Site = "s9" }},
	{"not their site", "site, site s0, day 0, person p0000: the person is not allowed at this site",
		func(in *timetable.Instance, _ *timetable.Plan) { in.People[0].Sites = nil }},
	{"a start short", "starts, site s0, day 0, person p0000: 1 starts for 2 prescribed doses",
		func(_ *timetable.Instance, p *timetable.Plan) { p.Days[0].Starts = p.Days[0].Starts[:1] }},
	{"a habit short", "habit, person p0000: 1 usual times for 2 prescribed doses",
		func(_ *timetable.Instance, p *timetable.Plan) { p.Habits = map[string][]int{"p0000": {610}} }},
	{"a habit of nobody", `person, person p0099: a habit of "p0099", whom the instance has not`,
		func(_ *timetable.Instance, p *timetable.Plan) { p.Habits = map[string][]int{"p0099": {610, 900}} }},
	{"off the grid", "slot, site s0, day 0, 10:23, person p0000: starts are multiples of 10 minutes",
		func(_ *timetable.Instance, p *timetable.Plan) { p.Days[0].Starts = []int{623, 950} }},
	{"while closed", "open, site s0, day 0, 11:50, person p0000: the visit from 11:50 to 12:30",
		func(_ *timetable.Instance, p *timetable.Plan) { p.Days[0].Starts = []int{710, 950} }},
	{"while busy", "busy, site s0, day 0, 15:30, person p0000: out from 15:20 to 16:20, busy from 15:00 to 15:40",
		func(_ *timetable.Instance, p *timetable.Plan) { p.Days[0].Starts = []int{610, 930} }},
	{"backwards", "order, site s0, day 0, 10:10, person p0000: dose 2 starts no later than dose 1",
		func(_ *timetable.Instance, p *timetable.Plan) { p.Days[0].Starts = []int{950, 610} }},
	{"too soon", "gap_min, site s0, day 0, 15:50, person p0000: 340 minutes after dose 1; at least 341",
		func(in *timetable.Instance, p *timetable.Plan) {
			in.People[0].GapMin, p.Days[0].Starts = 341, []int{610, 950}
		}},
	{"too late", "gap_max, site s0, day 0, 15:50, person p0000: 340 minutes after dose 1; at most 339",
		func(in *timetable.Instance, p *timetable.Plan) {
			in.People[0].GapMax, p.Days[0].Starts = 339, []int{610, 950}
		}},
}

// brokenClinic break what people share.
var brokenClinic = []broken{
	{"no booth", "booths, site s0, day 0, 09:40: 1 people in 0 booths",
		func(in *timetable.Instance, _ *timetable.Plan) { in.Sites[0].Booths[0] = nil }},
	{"no place to watch", "obs, site s0, day 0, 10:00: 1 people in 0 observation places",
		func(in *timetable.Instance, _ *timetable.Plan) { in.Sites[0].Obs[0] = nil }},
	{"nobody registered", "prep, site s0, day 0, 09:40: 1 starts to prepare with 0 registered staff, 2 for each two",
		func(in *timetable.Instance, _ *timetable.Plan) { in.Sites[0].Staff.RN[0] = nil }},
	{"too much to watch", "staff, site s0, day 0, 09:40: supervision comes to 15, and 5 staff carry 5",
		func(in *timetable.Instance, _ *timetable.Plan) { in.Rules.WStaff = 1 }},
	{"a meeting", "apart, site s0, day 0, 10:20, person p0000: starts 10:20, and p0001 must not meet them",
		func(in *timetable.Instance, _ *timetable.Plan) {
			in.Apart = append(in.Apart, timetable.Pair{A: "p0000", B: "p0001"})
		}},
	{"a minute too far", "together, day 0, 10:20, person p0000: dose 1 is at 10:20 and that of p0001 at 10:40: at most",
		func(in *timetable.Instance, _ *timetable.Plan) {
			in.Together = append(in.Together, timetable.Together{A: "p0000", B: "p0001", Within: 19})
		}},
	{"alone", "together, day 0, person p0000: dose 1 has no time, and p0001 has theirs at 10:40",
		func(in *timetable.Instance, p *timetable.Plan) {
			in.Together = append(in.Together, timetable.Together{A: "p0000", B: "p0001", Within: 30})
			p.Days = p.Days[1:]
		}},
	{"no such shift", `shift, site s0: the site has no shift "early"`,
		func(_ *timetable.Instance, p *timetable.Plan) {
			p.Rota = map[string]map[string]int{"s0": {"early": 1}}
		}},
	{"a shift elsewhere", `shift, site s9: the instance has no site "s9"`,
		func(_ *timetable.Instance, p *timetable.Plan) {
			p.Rota = map[string]map[string]int{"s9": {"early": 1}}
		}},
}

// TestRotaBreaches: what only an instance with a rota can break.
func TestRotaBreaches(t *testing.T) {
	in, plan := instance(t, "rota24-1"), best(t, "rota24-1")
	plan.Rota["s0"]["rn0D"] = 5
	if r := check.Check(in, plan); len(r.Errors) != 1 ||
		r.Errors[0].Error() != "shift, site s0, day 0, 08:30: shift rn0D is taken 5 times; it can be 0 to 4" {
		t.Error(r.Errors)
	}
	plan.Rota["s0"]["rn0D"] = 1
	r, said := check.Check(in, plan), map[check.Rule]int{}
	for _, b := range r.Errors {
		said[b.Rule]++
		if b.Day == nil || *b.Day != 0 {
			t.Error(b)
		}
	}
	if r.Valid || said[check.RuleRN] != 1 {
		t.Errorf("one stretch of too few registered staff: %v", r.Errors)
	}
	if want := 34044 - 171; r.Objective != want {
		t.Errorf("objective %d, want %d: a shift less", r.Objective, want)
	}
}

// TestLeftOut: a person-day left out is all missed, and so is one that says so.
func TestLeftOut(t *testing.T) {
	in, plan := instance(t, "mbro12-1"), best(t, "mbro12-1")
	plan.Days = plan.Days[1:]
	left := check.Check(in, plan)
	plan.Days = append(plan.Days, timetable.PersonDay{Person: "p0000", Starts: []int{timetable.None, timetable.None}})
	said := check.Check(in, plan)
	if !left.Valid || left.Missed != 2 || left.Objective != said.Objective || !said.Valid {
		t.Errorf("%+v\n%+v", left, said)
	}
}
