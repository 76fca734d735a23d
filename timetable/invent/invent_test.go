package invent_test

import (
	"bytes"
	"testing"

	"steady/timetable"
	"steady/timetable/check"
	"steady/timetable/invent"
)

// TestWeek: each seed makes a week that the format can hold, the same each time,
// and together they hold what is rare.
func TestWeek(t *testing.T) {
	met := map[string]int{}
	for seed := range uint64(300) {
		in := invent.Week(seed, int(seed%25)+1)
		b := in.Bytes()
		again, err := timetable.Parse(b)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if !bytes.Equal(again.Bytes(), b) || !bytes.Equal(invent.Week(seed, int(seed%25)+1).Bytes(), b) {
			t.Errorf("seed %d does not make the same week twice", seed)
		}
		look(in, met)
	}
	for _, what := range []string{"three doses", "rota", "several sites", "closed day", "no usual time", "bus",
		"apart", "together", "impossible", "fair", "days alone"} {
		if met[what] < 5 {
			t.Errorf("%s: only %d of 300 weeks", what, met[what])
		}
	}
}

func look(in *timetable.Instance, met map[string]int) {
	saw := map[string]bool{"several sites": len(in.Sites) > 1, "apart": in.Apart != nil, "together": in.Together != nil,
		"impossible": len(check.Infeasible(in)) > 0, "fair": in.Rules.FairW > 0, "days alone": in.Rules.FairW == 0}
	for _, s := range in.Sites {
		saw["rota"] = saw["rota"] || s.Shifts != nil
		for _, open := range s.Open {
			saw["closed day"] = saw["closed day"] || len(open) == 0
		}
	}
	for _, p := range in.People {
		saw["three doses"] = saw["three doses"] || p.Doses == 3
		saw["bus"] = saw["bus"] || p.Sites[0].Bus != nil
		for _, u := range p.Usual {
			saw["no usual time"] = saw["no usual time"] || u == timetable.None
		}
	}
	for what, yes := range saw {
		if yes {
			met[what]++
		}
	}
}

// TestTiny: each seed makes a day that the format can hold, the same each time.
func TestTiny(t *testing.T) {
	for seed := range uint64(100) {
		in := invent.Tiny(seed)
		again, err := timetable.Parse(in.Bytes())
		if err != nil || !bytes.Equal(again.Bytes(), in.Bytes()) ||
			!bytes.Equal(invent.Tiny(seed).Bytes(), in.Bytes()) || len(in.People) > 3 || in.Days != 1 {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}
