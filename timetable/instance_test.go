package timetable_test

import (
	"bytes"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"steady/timetable"
)

// instances are the public instances, smallest first.
var instances = []string{"mbro12-1", "mbro15-1", "rota24-1", "gla60-1", "city200-1", "net1000-1"}

func file(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func load(t testing.TB, name string) *timetable.Instance {
	t.Helper()
	in, err := timetable.Parse(file(t, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestParseReadsThePublicInstances(t *testing.T) {
	for _, name := range instances {
		in := load(t, name)
		if in.Name != name || in.Days != 7 || len(in.People) < 12 {
			t.Errorf("%s: read as %q, %d days, %d people", name, in.Name, in.Days, len(in.People))
		}
		again, err := timetable.Parse(in.Bytes())
		if err != nil {
			t.Fatalf("%s: what was written does not read: %v", name, err)
		}
		if !reflect.DeepEqual(in, again) {
			t.Errorf("%s: reading what was written gives another instance", name)
		}
	}
}

func TestParseTakesTheNumbersAsWritten(t *testing.T) {
	in := load(t, "mbro12-1")
	p := in.People[0]
	want := timetable.Person{ID: "p0000", Doses: 2, GapMin: 240, GapMax: 540,
		Sites: []timetable.Reach{{Site: "s0", Travel: 10, Bus: &timetable.Bus{Period: 10, Arrive: 3, Leave: 2}}},
		Busy: []timetable.Busy{{0, 520, 555}, {0, 900, 940}, {1, 520, 555}, {1, 900, 940}, {2, 520, 555}, {2, 900, 940},
			{3, 520, 555}, {3, 900, 940}, {4, 520, 555}, {4, 900, 940}},
		Pref: []timetable.Span{{610, 640}, {900, 930}}, WPref: 1, Usual: []int{610, 910}, WUsual: 1, Block: 90}
	if !reflect.DeepEqual(p, want) {
		t.Errorf("first person: %+v", p)
	}
	if in.Rules.Stay() != 40 || in.Rules.FairW != 3 || in.Rules.WPrep != 12 || in.Rules.PrepPerPair != 2 {
		t.Errorf("rules: %+v", in.Rules)
	}
	if got := timetable.At(in.Sites[0].Booths[1], 640); got != 2 {
		t.Errorf("booths on day 1 at 640: %d", got)
	}
	if got := timetable.At(in.Sites[0].Booths[1], 720); got != 0 {
		t.Errorf("booths after closing: %d", got)
	}
	if len(load(t, "rota24-1").Sites[0].Shifts) == 0 {
		t.Error("the rota instance has no shifts")
	}
}

func TestParseSaysWhatIsWrongAndWhere(t *testing.T) {
	good := string(file(t, "mbro12-1.json"))
	for _, c := range []struct{ from, to, says string }{
		{`"slot_min":10`, `"slot_min":10,"slots":1`, `instance: unknown field "slots"`},
		{`"slot_min":10`, `"slot_min":-10`, `instance.slot_min`},
		{`"slot_min":10`, `"slot_min":40`, `no multiple of the slot`},
		{`"days":7`, `"days":6`, `instance.sites[0].open: 7 days: expected 6`},
		{`"format":"hat-sched/1"`, `"format":"hat-sched/2"`, `instance.format`},
		{`"booth_min":20`, `"booth_min":25`, `instance.rules.booth_min: is no multiple`},
		{`"miss_cost":1000`, `"miss_cost":-1`, `instance.rules.miss_cost`},
		{`"miss_cost":1000,`, ``, `instance.rules.miss_cost: is missing`},
		{`"miss_cost":1000`, `"miss_cost":1e9`, `instance.rules.miss_cost`},
		{`"open":[[[570,720]`, `"open":[[[575,720]`, `instance.sites[0].open[0][0]: a time is no multiple`},
		{`"open":[[[570,720],[870,1020]]`, `"open":[[[570,720],[700,1020]]`, `instance.sites[0].open[0][1]: overlaps`},
		{`"open":[[[570,720]`, `"open":[[[720,570]`, `instance.sites[0].open[0][0]: ends before it begins`},
		{`[640,720,2]`, `[640,720,-2]`, `-2 is not possible`},
		{`[640,720,2]`, `[640,720,2.5]`, `2.5 is not a whole number`},
		{`[640,720,2]`, `[640,720]`, `2 entries: expected 3`},
		{`"id":"p0001"`, `"id":"p0000"`, `instance.people[1].id: "p0000" is given twice`},
		{`"id":"p0001"`, `"id":""`, `instance.people[1].id`},
		{`"doses":2`, `"doses":4`, `instance.people[0].doses`},
		{`"doses":2`, `"doses":3`, `instance.people[0].pref: 2 windows: expected one for each of 3 doses`},
		{`"gap_min":240`, `"gap_min":30`, `instance.people[0].gap_min`},
		{`"bus":[10,3,2]`, `"bus":[0,3,2]`, `instance.people[0].sites[0].bus[0]`},
		{`"site":"s0"`, `"site":"s9"`, `"s9" is not a site`},
		{`[0,520,555]`, `[7,520,555]`, `instance.people[0].busy[0][0]: 7 is not possible`},
		{`["p0006","p0007"]`, `["p0006","p9999"]`, `"p9999" is not one of the people`},
		{`["p0006","p0007"]`, `["p0006","p0006"]`, `paired with itself`},
		{`"usual":[610,910]`, `"usual":[610]`, `instance.people[0].usual: 1 times`},
		{`"staff":{`, `"shifts":[],"staff":{`, `give either staff or shifts`},
		{`"name":"mbro12-1"`, `"name":"a","name":"b"`, `given twice`},
	} {
		bad := strings.Replace(good, c.from, c.to, 1)
		if bad == good {
			t.Fatalf("%q is not in the instance", c.from)
		}
		_, err := timetable.Parse([]byte(bad))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s -> %s: got %v, want %q", c.from, c.to, err, c.says)
		}
	}
}

func TestParseReadsAUsualTimeThatIsNotThere(t *testing.T) {
	text := strings.Replace(string(file(t, "mbro12-1.json")), `"usual":[610,910]`, `"usual":[null,910]`, 1)
	in, err := timetable.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := in.People[0].Usual; got[0] != timetable.None || got[1] != 910 {
		t.Errorf("usual: %v", got)
	}
	if got := in.People[3].Usual; got != nil {
		t.Errorf("no usual times at all: %v", got)
	}
}

func TestParsePlanReadsTheBestKnown(t *testing.T) {
	p, err := timetable.ParsePlan(file(t, "rota24-1.best.json"))
	if err != nil {
		t.Fatal(err)
	}
	if p.Objective != 34044 || p.Bound != 33822 || len(p.Days) != 168 || p.Rota["s0"]["rn0D"] != 2 {
		t.Errorf("%d, %d, %d days, rota %v", p.Objective, p.Bound, len(p.Days), p.Rota)
	}
	p.Days[0].Starts[0] = timetable.None
	again, err := timetable.ParsePlan(p.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(p, again) {
		t.Error("reading what was written gives another plan")
	}
	for _, bad := range []string{`[]`, `{"format":"hat-sched-solution/1"}`, `{"format":"hat-sched/1","plan":[]}`,
		`{"format":"hat-sched-solution/1","plan":[{"person":"a","day":0.5,"starts":[]}]}`,
		`{"format":"hat-sched-solution/1","plan":[{"person":"a","day":0,"starts":["x"]}]}`,
		`{"format":"hat-sched-solution/1","plan":[],"plans":[]}`} {
		if _, err := timetable.ParsePlan([]byte(bad)); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(file(f, "mbro12-1.json"))
	f.Add(file(f, "rota24-1.json"))
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := timetable.Parse(b)
		if err != nil {
			return
		}
		text := in.Bytes()
		again, err := timetable.Parse(text)
		if err != nil {
			t.Fatalf("what was written does not read: %v", err)
		}
		if !bytes.Equal(text, again.Bytes()) {
			t.Fatal("writing twice gives two texts")
		}
	})
}

func FuzzParsePlan(f *testing.F) {
	f.Add(file(f, "mbro12-1.best.json"))
	f.Add(file(f, "rota24-1.best.json"))
	f.Add([]byte(`{"format":"hat-sched-solution/1","plan":[],"habits":{"p1":[610,null],"p2":[]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := timetable.ParsePlan(b)
		if err != nil {
			return
		}
		text := p.Bytes()
		again, err := timetable.ParsePlan(text)
		if err != nil {
			t.Fatalf("what was written does not read: %v", err)
		}
		if !bytes.Equal(text, again.Bytes()) {
			t.Fatal("writing twice gives two texts")
		}
	})
}

// TestParsePlanReadsHabits: the usual times that a plan chose are kept, and a time
// outside the day is none.
func TestParsePlanReadsHabits(t *testing.T) {
	head := `{"format":"hat-sched-solution/1","plan":[],`
	p, err := timetable.ParsePlan([]byte(head + `"habits":{"b":[610,null],"a":[5]}}`))
	if err != nil || len(p.Habits) != 2 || !slices.Equal(p.Habits["b"], []int{610, timetable.None}) {
		t.Fatal(p, err)
	}
	if !bytes.Contains(p.Bytes(), []byte(`"habits":{"a":[5],"b":[610,null]}`)) {
		t.Errorf("%s", p.Bytes())
	}
	for _, wrong := range []string{`"habits":{"a":[1440]}}`, `"habits":{"a":[-1]}}`, `"habits":[]}`, `"habits":{"a":9}}`} {
		if _, err := timetable.ParsePlan([]byte(head + wrong)); err == nil {
			t.Errorf("%s was read", wrong)
		}
	}
}
