package rota_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"steady/moment"
	"steady/person"
	"steady/timetable"
	"steady/timetable/rota"
)

var monday = moment.Date(2026, 3, 2)

func TestMonday(t *testing.T) {
	if rota.Monday(monday) != monday || rota.Monday(monday+6) != monday {
		t.Errorf("2 March 2026 is a Monday; that of the Sunday is %s", rota.Monday(monday+6))
	}
}

// drawn makes the shifts of one day at random; a place that is "gone" does not count.
func drawn(t *rapid.T) []rota.Shift {
	var out []rota.Shift
	for i := range rapid.IntRange(0, 6).Draw(t, "shifts") {
		from := rapid.IntRange(0, rota.DayMinutes-1).Draw(t, "from")
		s := rota.Shift{ID: fmt.Sprint(i), Day: monday, From: from,
			To: rapid.IntRange(from+1, rota.DayMinutes).Draw(t, "to")}
		for j := range rapid.IntRange(0, 4).Draw(t, "places") {
			s.Places = append(s.Places, rota.Place{Staff: person.StaffID(fmt.Sprintf("%s-%d-%d",
				rapid.SampledFrom([]string{"nurse", "other", "gone"}).Draw(t, "who"), i, j)),
				Skill: rapid.SampledFrom(rota.Skills()).Draw(t, "skill")})
		}
		for _, k := range rota.Skills() {
			if n := rapid.IntRange(0, 3).Draw(t, "need"); n > 0 {
				s.Need = append(s.Need, rota.Need{Skill: k, Least: n})
			}
		}
		out = append(out, s)
	}
	return out
}

func counts(_ rota.Shift, p rota.Place) bool { return p.Staff[:1] != "g" }
func prepares(p rota.Place) bool             { return p.Staff[:1] == "n" }

// naive counts who is there in one minute by asking every place.
func naive(shifts []rota.Shift, minute int) (c rota.Cover) {
	for _, s := range shifts {
		for _, p := range s.Places {
			if minute < s.From || minute >= s.To || !counts(s, p) {
				continue
			}
			switch p.Skill {
			case rota.Registered:
				c.Registered++
				if prepares(p) {
					c.Preparing++
				}
			case rota.Support:
				c.Support++
			case rota.Prescriber:
				c.Prescriber++
			}
		}
	}
	return c
}

// TestCoverIsACountOfEveryMinute: the stretches say the same as asking every
// place at every minute, and so do the gaps.
func TestCoverIsACountOfEveryMinute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shifts := drawn(t)
		least := []rota.Need{{Skill: rota.Registered, Least: rapid.IntRange(0, 3).Draw(t, "registered")},
			{Skill: rota.Support, Least: rapid.IntRange(0, 2).Draw(t, "support")}}
		from := rapid.IntRange(0, 1000).Draw(t, "opens")
		open := []timetable.Span{{From: from, To: rapid.IntRange(from+1, rota.DayMinutes).Draw(t, "closes")}}
		cover := rota.CoverOf(shifts, counts, prepares)
		gaps := rota.Gaps(shifts, cover, open, least, counts)
		registered, support := rota.Steps(cover, rota.Registered), rota.Steps(cover, rota.Support)
		for m := range rota.DayMinutes {
			want := naive(shifts, m)
			var got rota.Cover
			for _, c := range cover {
				if c.From <= m && m < c.To {
					got = c
				}
			}
			got.From, got.To = 0, 0
			if got != want {
				t.Fatalf("minute %d: cover %+v, counted %+v", m, got, want)
			}
			if timetable.At(registered, m) != want.Registered || timetable.At(support, m) != want.Support {
				t.Fatalf("minute %d: steps say %d and %d, counted %+v", m, timetable.At(registered, m),
					timetable.At(support, m), want)
			}
			inside := open[0].From <= m && m < open[0].To
			short := inside && want.Registered < max(rota.Pair, least[0].Least)
			if has(gaps, m, rota.Registered, rota.TwoToPrepare, rota.LeastOfSite) != short {
				t.Fatalf("minute %d: gap of registered is not %v: %+v", m, short, gaps)
			}
			if has(gaps, m, rota.Support, rota.LeastOfSite) != (inside && want.Support < least[1].Least) {
				t.Fatalf("minute %d: gap of support is wrong: %+v", m, gaps)
			}
			if has(gaps, m, rota.Registered, rota.OneToPrepare) !=
				(inside && want.Registered >= rota.Pair && want.Preparing == 0) {
				t.Fatalf("minute %d: gap of who prepares is wrong: %+v", m, gaps)
			}
		}
	})
}

func has(gaps []rota.Gap, m int, k rota.Skill, whys ...rota.Why) bool {
	for _, g := range gaps {
		for _, w := range whys {
			if g.From <= m && m < g.To && g.Skill == k && g.Why == w {
				return true
			}
		}
	}
	return false
}

func set(n int) *int { return &n }

func TestRestRules(t *testing.T) {
	london, err := moment.LoadZone("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	spring := moment.Date(2026, 3, 28) // the clocks go forward in the night after it
	late := rota.Shift{ID: "late", Day: spring, From: 14 * 60, To: 22 * 60}
	early := rota.Shift{ID: "early", Day: spring + 1, From: 9 * 60, To: 13 * 60}
	night := rota.Shift{ID: "night", Day: spring + 1, From: 0, To: 6 * 60}
	for name, x := range map[string]struct {
		rules  rota.Rules
		shift  rota.Shift
		others []rota.Shift
		want   []rota.Strained
	}{
		"nothing set": {rota.Rules{}, early, []rota.Shift{late}, nil},
		"an hour is lost": {rota.Rules{Rest: set(11 * 60)}, early, []rota.Shift{late},
			[]rota.Strained{{rota.TooLittleRest, 600, 660}}},
		"the one before": {rota.Rules{Rest: set(11 * 60)}, late, []rota.Shift{early},
			[]rota.Strained{{rota.TooLittleRest, 600, 660}}},
		"just enough":    {rota.Rules{Rest: set(600)}, early, []rota.Shift{late}, nil},
		"two of one day": {rota.Rules{Rest: set(600)}, early, []rota.Shift{night}, nil},
		"elapsed hours":  {rota.Rules{Week: set(5 * 60)}, night, nil, nil},
		"hours of the week": {rota.Rules{Week: set(8 * 60)}, early, []rota.Shift{night},
			[]rota.Strained{{rota.TooManyHours, 540, 480}}},
		"days in a row": {rota.Rules{Run: set(2)}, rota.Shift{ID: "x", Day: spring - 1, From: 1, To: 2},
			[]rota.Shift{late, early},
			[]rota.Strained{{rota.TooManyDays, 3, 2}}},
	} {
		if got := x.rules.Strains(london, x.shift, x.others); fmt.Sprint(got) != fmt.Sprint(x.want) {
			t.Errorf("%s: got %v, want %v", name, got, x.want)
		}
	}
}

func TestRulesThatCannotBeMeant(t *testing.T) {
	for name, r := range map[string]rota.Rules{
		"no rest":      {Rest: set(0)},
		"a long week":  {Week: set(7*rota.DayMinutes + 1)},
		"a skill":      {Least: []rota.Need{{Skill: "juggler", Least: 1}}},
		"named twice":  {Least: []rota.Need{{Skill: rota.Support, Least: 1}, {Skill: rota.Support, Least: 2}}},
		"a competence": {Asks: []rota.Asked{{Skill: rota.Support, Competence: "juggling"}}},
		"no visits":    {Known: &rota.Known{Days: 30}},
	} {
		if r.Sound() {
			t.Errorf("%s: %+v is taken as sound", name, r)
		}
	}
	if !(rota.Rules{Rest: set(660), Known: &rota.Known{Visits: 3, Days: 60}}).Sound() {
		t.Error("ordinary rules are refused")
	}
}
