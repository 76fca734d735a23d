package timetable_test

import (
	"testing"

	"pgregory.net/rapid"

	"steady/moment"
	"steady/timetable"
)

func clockOf(t testing.TB, zone moment.Zone, day string, minute int) moment.Instant {
	t.Helper()
	d, err := moment.ParseDay(day)
	if err != nil {
		t.Fatal(err)
	}
	return zone.At(d, minute/60, minute%60)
}

func glasgow(t testing.TB) moment.Zone {
	t.Helper()
	z, err := moment.LoadZone("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestPlannedHours is the worked example of the format without its weights: 188
// less 20 outside the wanted window and 30 of drift.
func TestPlannedHours(t *testing.T) {
	bus := &timetable.Bus{Period: 10, Arrive: 3, Leave: 2}
	way := &timetable.Way{Reach: timetable.Reach{Travel: 10, Bus: bus}, Block: 90}
	got := timetable.PlannedHours([]int{610, 950}, 40, way)
	want := timetable.Hours{Days: 1, Visits: 2, Inside: 80, Travel: 29, Between: 29}
	if got != want || got.Total() != 138 {
		t.Errorf("%+v = %d, want %+v", got, got.Total(), want)
	}
	got = timetable.PlannedHours([]int{610, timetable.None}, 40, nil)
	if want = (timetable.Hours{Days: 1, Visits: 1, Inside: 40, Untold: 1}); got != want {
		t.Errorf("%+v, want %+v: a way that nobody told is not guessed", got, want)
	}
	if got = timetable.PlannedHours([]int{timetable.None}, 40, way); got != (timetable.Hours{}) {
		t.Errorf("%+v on a day without a visit", got)
	}
}

// TestPlannedHoursAreTheCost: on any allowed day the minutes are those of the
// exact cost, less its weights.
func TestPlannedHoursAreTheCost(t *testing.T) {
	in := load(t, "gla60-1")
	rapid.Check(t, func(t *rapid.T) {
		p := &in.People[rapid.IntRange(0, len(in.People)-1).Draw(t, "person")]
		starts := make([]int, p.Doses)
		for k := range starts {
			starts[k] = 10 * rapid.IntRange(54, 101).Draw(t, "start")
		}
		b, err := in.DayCost(p, 0, "s0", starts)
		if err != nil {
			t.Skip("not allowed")
		}
		h := timetable.PlannedHours(starts, in.Rules.Stay(), &timetable.Way{Reach: p.Sites[0], Block: p.Block})
		if h.Inside != b.Stay || h.Travel != b.Travel || h.Between != b.Between {
			t.Errorf("%+v, cost %+v", h, b)
		}
	})
}

func TestLivedHours(t *testing.T) {
	z := glasgow(t)
	at := func(minute int) moment.Instant { return clockOf(t, z, "2026-03-30", minute) }
	bus := &timetable.Bus{Period: 20, Arrive: 0, Leave: 10}
	two := []timetable.Stay{{In: at(600), Out: at(645)}, {In: at(900), Out: at(935)}}
	for _, c := range []struct {
		what   string
		visits []timetable.Stay
		way    *timetable.Way
		want   timetable.Hours
	}{
		{"nobody came", nil, nil, timetable.Hours{}},
		{"the way is not told", two, nil, timetable.Hours{Days: 1, Visits: 2, Inside: 80, Untold: 1}},
		{"home between", two, &timetable.Way{Reach: timetable.Reach{Travel: 30}, Block: 60},
			timetable.Hours{Days: 1, Visits: 2, Inside: 80, Travel: 60, Between: 60}},
		{"home to too short a time", two, &timetable.Way{Reach: timetable.Reach{Travel: 30}, Block: 196},
			timetable.Hours{Days: 1, Visits: 2, Inside: 80, Travel: 60, Between: 255}},
		{"too far to go home", two, &timetable.Way{Reach: timetable.Reach{Travel: 130}},
			timetable.Hours{Days: 1, Visits: 2, Inside: 80, Travel: 260, Between: 255}},
		// Leaves 10:45, bus at 10:50; leaves 15:35, bus at 15:50.
		{"by bus", two, &timetable.Way{Reach: timetable.Reach{Travel: 30, Bus: bus}},
			timetable.Hours{Days: 1, Visits: 2, Inside: 80, Travel: 75, Between: 65}},
	} {
		if got := timetable.LivedHours(z, c.visits, c.way); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
	second := moment.Span(1_000_000)
	late := []timetable.Stay{{In: at(600), Out: at(640).Add(31 * second)}}
	if got := timetable.LivedHours(z, late, nil).Inside; got != 41 {
		t.Errorf("40 min 31 s are %d minutes, want 41", got)
	}
}

// TestLivedHoursAcrossTheClockChange: the clock says three hours, an hour less
// passed, and in autumn an hour more.
func TestLivedHoursAcrossTheClockChange(t *testing.T) {
	z := glasgow(t)
	for _, c := range []struct {
		day  string
		want int
	}{{"2026-03-28", 180}, {"2026-03-29", 120}, {"2026-10-25", 240}} {
		v := timetable.Stay{In: clockOf(t, z, c.day, 30), Out: clockOf(t, z, c.day, 210)}
		if got := timetable.LivedHours(z, []timetable.Stay{v}, nil).Inside; got != c.want {
			t.Errorf("%s: %d minutes, want %d", c.day, got, c.want)
		}
	}
}

func TestSpreadOf(t *testing.T) {
	for _, c := range []struct {
		values []int
		want   timetable.Spread
	}{
		{nil, timetable.Spread{}},
		{[]int{7}, timetable.Spread{N: 1, Low: 7, Median: 7, High: 7}},
		{[]int{4, 1, 3, 2}, timetable.Spread{N: 4, Low: 1, Median: 2, High: 3}},
		{[]int{5, 4, 3, 2, 1}, timetable.Spread{N: 5, Low: 2, Median: 3, High: 4}},
	} {
		if got := timetable.SpreadOf(c.values); got != c.want {
			t.Errorf("%v: %+v, want %+v", c.values, got, c.want)
		}
	}
}

func TestRise(t *testing.T) {
	rule := timetable.RiseRule{Weeks: 3, Minutes: 60}
	for _, c := range []struct {
		rule  timetable.RiseRule
		weeks []int
		by    int
		ok    bool
	}{
		{rule, []int{900, 500, 510, 520, 570}, 60, true},
		{rule, []int{900, 500, 510, 520, 569}, 59, false},
		{rule, []int{500, 510, 900}, 0, false},                           // too few weeks
		{timetable.RiseRule{}, []int{1, 2, 3, 4, 900}, 0, false},         // nobody set it
		{timetable.RiseRule{Weeks: 3}, []int{1, 2, 3, 4, 9}, 0, false},   // half set asks nothing
		{timetable.RiseRule{Minutes: 3}, []int{1, 2, 3, 4, 9}, 0, false}, // nor this half
	} {
		if _, by, ok := c.rule.Rise(c.weeks); by != c.by || ok != c.ok {
			t.Errorf("%+v of %v: %d, %v", c.rule, c.weeks, by, ok)
		}
	}
}
