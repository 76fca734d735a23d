package timetable_test

import (
	"testing"

	"steady/timetable"
)

// house is one site, open 10:00 to 12:00, with what the test gives it.
func house(booths, obs, rn, sw int) (timetable.Rules, *timetable.Site) {
	day := func(v int) [][]timetable.Step { return [][]timetable.Step{{{From: 600, To: 720, Value: v}}} }
	return timetable.Rules{BoothMin: 20, ObsMin: 20, PrepPerPair: 2, WBooth: 3, WObs: 2, WPrep: 12, WStaff: 12},
		&timetable.Site{ID: "s", Open: [][]timetable.Span{{{From: 600, To: 720}}}, Booths: day(booths), Obs: day(obs),
			Staff: timetable.Staff{RN: day(rn), SW: day(sw)}}
}

func TestLedgerNamesTheRuleAndTheMinute(t *testing.T) {
	for _, c := range []struct {
		what                  string
		booths, obs, rn, sw   int
		there                 []int
		start                 int
		rule                  timetable.Rule
		minute, needed, given int
	}{
		{"an empty house takes a visit", 1, 1, 2, 2, nil, 600, "", 0, 0, 0},
		{"the last visit that fits", 1, 1, 2, 2, nil, 680, "", 0, 0, 0},
		{"before opening", 1, 1, 2, 2, nil, 590, timetable.RuleOpen, 590, 0, 0},
		{"not over at closing", 1, 1, 2, 2, nil, 690, timetable.RuleOpen, 690, 0, 0},
		{"off the slot", 1, 1, 2, 2, nil, 605, timetable.RuleSlot, 605, 0, 0},
		{"one booth, taken", 1, 9, 9, 9, []int{600}, 610, timetable.RuleBooths, 610, 2, 1},
		{"one booth, free again", 1, 9, 9, 9, []int{600}, 620, "", 0, 0, 0},
		{"one place, taken later", 9, 1, 9, 9, []int{610}, 600, timetable.RuleObs, 630, 2, 1},
		{"a pair prepares two in a slot", 9, 9, 2, 9, []int{600}, 600, "", 0, 0, 0},
		{"a pair does not prepare three", 9, 9, 2, 9, []int{600, 600}, 600, timetable.RulePrep, 600, 6, 4},
		{"load: 2 in booths, 2 starts = 30 of 24", 9, 9, 2, 0, []int{600}, 600, timetable.RuleStaff, 600, 30, 24},
		{"nobody there", 9, 9, 0, 0, nil, 600, timetable.RulePrep, 600, 2, 0},
	} {
		rules, site := house(c.booths, c.obs, c.rn, c.sw)
		l := timetable.NewLedger(rules, 10, site, 0)
		for _, s := range c.there {
			l.Add(s)
		}
		b, ok := l.Breaks(c.start)
		want := timetable.Breach{Rule: c.rule, Minute: c.minute, Need: c.needed, Have: c.given}
		if ok != (c.rule == "") || b.Rule != c.rule || !ok && b != want {
			t.Errorf("%s: %+v", c.what, b)
		}
		if got := l.Breaches(); len(got) != 0 {
			t.Errorf("%s: asking left %v behind", c.what, got)
		}
	}
}

func TestLedgerCountsAboveWhatFitsAndBack(t *testing.T) {
	rules, site := house(1, 1, 2, 2)
	l := timetable.NewLedger(rules, 10, site, 0)
	l.Add(600)
	l.Add(600)
	if got := l.Breaches(); len(got) != 4 || got[0].Rule != timetable.RuleBooths || got[2].Rule != timetable.RuleObs {
		t.Errorf("two at once with one booth: %v", got)
	}
	if c, o := l.Present(615); c != 2 || o != 0 {
		t.Errorf("10:15: %d in booths, %d in observation", c, o)
	}
	l.Remove(600)
	if got := l.Breaches(); len(got) != 0 {
		t.Errorf("after one left: %v", got)
	}
	l.SetStaff(nil, nil)
	if got := l.Breaches(); len(got) == 0 {
		t.Error("a visit without staff breaks nothing")
	}
}

func TestLedgerAcceptsTheBestKnown(t *testing.T) {
	for _, name := range []string{"mbro12-1", "mbro15-1", "gla60-1", "city200-1"} {
		in := load(t, name)
		plan, err := timetable.ParsePlan(file(t, name+".best.json"))
		if err != nil {
			t.Fatal(err)
		}
		for day := range in.Days {
			l := timetable.NewLedger(in.Rules, in.SlotMin, &in.Sites[0], day)
			for _, d := range plan.Days {
				for _, s := range d.Starts {
					if d.Day == day && s != timetable.None {
						if b, ok := l.Breaks(s); !ok {
							t.Errorf("%s, day %d, %s at %d: %v", name, day, d.Person, s, b)
						}
						l.Add(s)
					}
				}
			}
		}
	}
}

func TestPairs(t *testing.T) {
	no := timetable.None
	if at, close := timetable.TooClose(40, []int{600, no}, []int{no, 630}); !close || at != 630 {
		t.Errorf("30 minutes after: %d, %v", at, close)
	}
	if _, close := timetable.TooClose(40, []int{600, 900}, []int{640, no}); close {
		t.Error("40 minutes after is apart")
	}
	if _, ok := timetable.Matched(10, []int{600, no}, []int{610, no}); !ok {
		t.Error("10 minutes after is together")
	}
	if k, ok := timetable.Matched(10, []int{600, 900}, []int{610, no}); ok || k != 1 {
		t.Errorf("one misses the second dose: %d, %v", k, ok)
	}
}
