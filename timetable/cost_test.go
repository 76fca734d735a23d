package timetable_test

import (
	"encoding/json"
	"errors"
	"testing"

	"steady/timetable"
)

type sampled struct {
	Person string
	Day    int
	Site   string
	Starts []*int
	Cost   *int
}

func TestDayCostAgreesWithEverySample(t *testing.T) {
	for _, name := range []string{"mbro12-1", "gla60-1"} {
		in := load(t, name)
		people := map[string]*timetable.Person{}
		for i := range in.People {
			people[in.People[i].ID] = &in.People[i]
		}
		var samples []sampled
		if err := json.Unmarshal(file(t, name+".costs.json"), &samples); err != nil {
			t.Fatal(err)
		}
		if len(samples) < 20 {
			t.Fatalf("%s: %d samples", name, len(samples))
		}
		for _, s := range samples {
			var starts []int
			for _, at := range s.Starts {
				if at == nil {
					starts = append(starts, timetable.None)
				} else {
					starts = append(starts, *at)
				}
			}
			got, err := in.DayCost(people[s.Person], s.Day, s.Site, starts)
			if (err == nil) != (s.Cost != nil) || err == nil && got.Total() != *s.Cost {
				t.Errorf("%s: %s day %d %v: %+v = %d, %v", name, s.Person, s.Day, starts, got, got.Total(), err)
			}
		}
	}
}

func TestDayCostOfTheWorkedExample(t *testing.T) {
	in := load(t, "mbro12-1")
	got, err := in.DayCost(&in.People[0], 0, "s0", []int{610, 950})
	want := timetable.Burden{Stay: 80, Travel: 29, Between: 29, Wish: 20, Drift: 30}
	if err != nil || got != want || got.Total() != 188 {
		t.Errorf("%+v = %d, %v", got, got.Total(), err)
	}
}

func TestDayCostOfTheBestKnownAddsUp(t *testing.T) {
	for _, name := range []string{"mbro12-1", "mbro15-1", "gla60-1", "city200-1"} {
		in := load(t, name)
		plan, err := timetable.ParsePlan(file(t, name+".best.json"))
		if err != nil {
			t.Fatal(err)
		}
		people := map[string]*timetable.Person{}
		for i := range in.People {
			people[in.People[i].ID] = &in.People[i]
		}
		sum := 0
		for _, d := range plan.Days {
			b, err := in.DayCost(people[d.Person], d.Day, d.Site, d.Starts)
			if err != nil {
				t.Fatalf("%s: %+v: %v", name, d, err)
			}
			sum += b.Total()
		}
		z := map[string]int{"mbro12-1": 90, "mbro15-1": 25, "gla60-1": 800, "city200-1": 270}[name]
		if sum+in.Rules.FairW*z != plan.Objective {
			t.Errorf("%s: days %d, objective %d", name, sum, plan.Objective)
		}
	}
}

func TestDayCostNamesTheRule(t *testing.T) {
	in := load(t, "mbro12-1")
	no := timetable.None
	for _, c := range []struct {
		site   string
		starts []int
		rule   timetable.Rule
	}{
		{"s0", []int{610}, timetable.RuleDoses},
		{"s1", []int{610, no}, timetable.RuleSite},
		{"s0", []int{615, no}, timetable.RuleSlot},
		{"s0", []int{690, no}, timetable.RuleOpen},
		{"s0", []int{no, 1020}, timetable.RuleOpen},
		{"s0", []int{570, no}, ""}, // 570 - 10 is 560, after the busy time ends at 555
		{"s0", []int{no, 880}, timetable.RuleBusy},
		{"s0", []int{610, 610}, timetable.RuleGapMin},
		{"s0", []int{950, 610}, timetable.RuleGapMin},
		{"s9", []int{no, no}, ""},
	} {
		_, err := in.DayCost(&in.People[0], 0, c.site, c.starts)
		var b timetable.Breach
		if errors.As(err, &b); b.Rule != c.rule {
			t.Errorf("%s %v: %v, want rule %q", c.site, c.starts, err, c.rule)
		}
	}
	p := in.People[5]
	p.GapMax = 300
	if _, err := in.DayCost(&p, 5, "s0", []int{580, 950}); !errors.As(err, &timetable.Breach{}) {
		t.Errorf("a gap of 370 with at most 300: %v", err)
	}
}
