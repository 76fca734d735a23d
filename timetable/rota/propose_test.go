package rota_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"steady/moment"
	"steady/person"
	"steady/timetable/rota"
)

// problem draws a small week; who may is decided by a table.
func problem(t *rapid.T) rota.Problem {
	p := rota.Problem{Zone: moment.UTC, Contract: map[person.StaffID]int{}}
	may := map[string]bool{}
	for i := range rapid.IntRange(1, 4).Draw(t, "staff") {
		p.Staff = append(p.Staff, person.StaffID(fmt.Sprint("s", i)))
		if rapid.Bool().Draw(t, "contract") {
			p.Contract[p.Staff[i]] = rapid.IntRange(1, 4).Draw(t, "hours") * 300
		}
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "shifts") {
		from := rapid.IntRange(0, 3).Draw(t, "from") * 240
		x := rota.Shift{ID: fmt.Sprint("x", i), Day: monday + moment.Day(rapid.IntRange(0, 6).Draw(t, "day")), From: from,
			To: from + rapid.IntRange(1, 2).Draw(t, "long")*240}
		for _, k := range []rota.Skill{rota.Registered, rota.Support} {
			x.Need = append(x.Need, rota.Need{Skill: k, Least: rapid.IntRange(0, 1).Draw(t, "need")})
		}
		for _, id := range p.Staff {
			for _, k := range rota.Skills() {
				may[x.ID+string(k)+string(id)] = rapid.IntRange(0, 3).Draw(t, "may") > 0
			}
		}
		p.Shifts = append(p.Shifts, x)
	}
	rota.InOrder(p.Shifts)
	if rapid.Bool().Draw(t, "rest") {
		p.Rules.Rest = set(rapid.IntRange(1, 20).Draw(t, "hours of rest") * 60)
	}
	p.May = func(id person.StaffID, x rota.Shift, k rota.Skill) string {
		if may[x.ID+string(k)+string(id)] {
			return ""
		}
		return "may_not"
	}
	p.Knows = func(id person.StaffID, x rota.Shift) int { return int(id[1]+x.ID[1]) % 3 }
	return p
}

// allowed holds a proposal against every rule, sharing nothing with the search.
func allowed(t *rapid.T, p rota.Problem, gives []rota.Give) {
	mine := map[person.StaffID][]rota.Shift{}
	for _, g := range gives {
		x := p.Shifts[slices.IndexFunc(p.Shifts, func(x rota.Shift) bool { return x.ID == g.Shift })]
		if p.May(g.Staff, x, g.Skill) != "" {
			t.Fatalf("%+v: may not", g)
		}
		for _, o := range mine[g.Staff] {
			rest := max(int(o.Day-x.Day)*1440+o.From-x.To, int(x.Day-o.Day)*1440+x.From-o.To)
			if o.ID == x.ID || rest < 0 && o.Day == x.Day {
				t.Fatalf("%+v: works %s at the same time", g, o.ID)
			}
			if p.Rules.Rest != nil && o.Day != x.Day && rest < *p.Rules.Rest {
				t.Fatalf("%+v: %d minutes of rest to %s", g, rest, o.ID)
			}
		}
		mine[g.Staff] = append(mine[g.Staff], x)
	}
	for id, xs := range mine {
		sum := 0
		for _, x := range xs {
			sum += x.To - x.From
		}
		if c := p.Contract[id]; c > 0 && sum > c {
			t.Fatalf("%s works %d minutes of %d", id, sum, c)
		}
	}
}

// TestProposalsKeepEveryRule: a proposal breaks no rule, names a cause for
// everybody who was not given a place that is left, and is the same every time.
func TestProposalsKeepEveryRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problem(t)
		got := rota.Propose(p)
		allowed(t, p, got.Gives)
		if again := rota.Propose(p); !reflect.DeepEqual(again, got) {
			t.Fatalf("proposed %+v and then %+v", got, again)
		}
		places, minutes := 0, 0
		for _, x := range p.Shifts {
			for _, n := range x.Need {
				places += n.Least
			}
		}
		for _, l := range got.Left {
			minutes += l.Minutes
			if len(l.Causes) != len(p.Staff) {
				t.Fatalf("%+v: a cause for each of %d", l, len(p.Staff))
			}
			for _, c := range l.Causes {
				if c.Code == "" {
					t.Fatalf("%+v is left, and %s could take it", l, c.Staff)
				}
			}
		}
		if len(got.Gives)+len(got.Left) != places || minutes != got.Uncovered {
			t.Fatalf("%d places: %+v", places, got)
		}
		if best := fewest(t, p, 0, nil); got.Least && best < got.Uncovered {
			t.Fatalf("said that fewer than %d minutes cannot be left; %d can", got.Uncovered, best)
		}
	})
}

// fewest tries everything: the fewest minutes that can be left uncovered.
func fewest(t *rapid.T, p rota.Problem, at int, gives []rota.Give) int {
	type open struct {
		x rota.Shift
		k rota.Skill
	}
	var places []open
	for _, x := range p.Shifts {
		for _, n := range x.Need {
			if n.Least > 0 {
				places = append(places, open{x, n.Skill})
			}
		}
	}
	if at == len(places) {
		return 0
	}
	o := places[at]
	best := o.x.To - o.x.From + fewest(t, p, at+1, gives)
	for _, id := range p.Staff {
		next := append(slices.Clone(gives), rota.Give{Shift: o.x.ID, Staff: id, Skill: o.k})
		if can(p, next) {
			best = min(best, fewest(t, p, at+1, next))
		}
	}
	return best
}

// can reports whether gives break no rule.
func can(p rota.Problem, gives []rota.Give) bool {
	last := gives[len(gives)-1]
	find := func(id string) rota.Shift {
		return p.Shifts[slices.IndexFunc(p.Shifts, func(x rota.Shift) bool { return x.ID == id })]
	}
	x := find(last.Shift)
	if p.May(last.Staff, x, last.Skill) != "" {
		return false
	}
	sum := x.To - x.From
	for _, g := range gives[:len(gives)-1] {
		if g.Staff != last.Staff {
			continue
		}
		o := find(g.Shift)
		sum += o.To - o.From
		if o.ID == x.ID || o.Overlaps(x) || len(p.Rules.Strains(p.Zone, x, []rota.Shift{o})) > 0 {
			return false
		}
	}
	c := p.Contract[last.Staff]
	return c == 0 || sum <= c
}

// TestOnePlaceIsFilledByMovingAnother: only by a chain of two can both be filled.
func TestOnePlaceIsFilledByMovingAnother(t *testing.T) {
	need := []rota.Need{{Skill: rota.Registered, Least: 1}}
	p := rota.Problem{Zone: moment.UTC, Staff: []person.StaffID{"a", "b"}, Shifts: []rota.Shift{
		{ID: "x", Day: monday, From: 480, To: 720, Need: need}, {ID: "y", Day: monday, From: 600, To: 900, Need: need}},
		May: func(id person.StaffID, x rota.Shift, _ rota.Skill) string {
			if id == "b" && x.ID == "y" {
				return "may_not"
			}
			return ""
		}, Knows: func(person.StaffID, rota.Shift) int { return 0 }}
	got := rota.Propose(p)
	if len(got.Left) != 0 || !got.Least {
		t.Errorf("left open: %+v", got)
	}
}

// TestHoursComeBeforeFaces: work is shared first, and among equals people meet
// whom they know.
func TestHoursComeBeforeFaces(t *testing.T) {
	need := []rota.Need{{Skill: rota.Registered, Least: 1}}
	p := rota.Problem{Zone: moment.UTC, Staff: []person.StaffID{"a", "b"}, Shifts: []rota.Shift{
		{ID: "x", Day: monday, From: 480, To: 720, Need: need}, {ID: "y", Day: monday + 1, From: 480, To: 720, Need: need}},
		May: func(person.StaffID, rota.Shift, rota.Skill) string { return "" },
		Knows: func(id person.StaffID, x rota.Shift) int {
			return map[string]int{"ax": 1, "ay": 5, "bx": 3, "by": 2}[string(id)+x.ID]
		}}
	got := rota.Propose(p)
	want := []rota.Give{{"x", "b", rota.Registered}, {"y", "a", rota.Registered}}
	if !slices.Equal(got.Gives, want) || got.Known != 8 {
		t.Errorf("proposed %+v, known %d", got.Gives, got.Known)
	}
}

func TestKnownFaces(t *testing.T) {
	meet := func(day int, staff ...person.StaffID) rota.Meeting {
		return rota.Meeting{Person: "u", Day: monday + moment.Day(day), Staff: staff}
	}
	f := rota.NewFaces([]rota.Meeting{meet(0, "a"), meet(0, "a", "b"), meet(1, "a"), meet(9, "b"),
		meet(10, "a"), meet(10, "c")})
	two := rota.Known{Visits: 2, Days: 9}
	all, weeks := f.Known("u", monday, monday+20, two)
	// Known: the visit of day 1 (a twice before), of day 10 (a once within nine days: not).
	if all != (rota.Share{Known: 1, Visits: 6}) || len(weeks) != 2 || weeks[0].Share != (rota.Share{Known: 1, Visits: 3}) {
		t.Errorf("known %+v, weeks %+v", all, weeks)
	}
	if !f.Knows("u", "a", monday+9, two) || f.Knows("u", "a", monday+10, two) || f.Met("u", "a", monday+99, 0) != 4 {
		t.Error("who knows whom on a day is wrong")
	}
	got := f.Bands("", monday, monday+20)
	want := []rota.Band{{0, 0, 2}, {1, 1, 2}, {2, 4, 2}, {5, 9, 0}, {10, 19, 0}, {20, 0, 0}}
	if !slices.Equal(got, want) {
		t.Errorf("bands %+v", got)
	}
}
