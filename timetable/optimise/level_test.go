package optimise_test

import (
	"bytes"
	"slices"
	"testing"

	"steady/timetable"
	"steady/timetable/check"
	"steady/timetable/invent"
	"steady/timetable/optimise"
)

// excesses lists what each person of a plan carries beyond their own best, the
// most first, as the second reading costs it; own may be nil.
func excesses(in *timetable.Instance, plan *timetable.Plan, own []int) []int {
	at, out := map[string]int{}, make([]int, len(in.People))
	if own == nil {
		own = owns(in)
	}
	for i, p := range in.People {
		at[p.ID] = i
		out[i] = in.Days*p.Doses*in.Rules.MissCost - own[i]
	}
	for _, d := range plan.Days {
		cost, _ := check.Day(in, d)
		out[at[d.Person]] += cost - in.People[at[d.Person]].Doses*in.Rules.MissCost
	}
	slices.Sort(out)
	slices.Reverse(out)
	return out
}

func owns(in *timetable.Instance) (out []int) {
	for _, p := range in.People {
		out = append(out, check.Own(in, p.ID))
	}
	return out
}

// mostLevel is the least list of excesses of any plan that costs no more.
func mostLevel(in *timetable.Instance, most int) (best []int) {
	own := owns(in)
	tryEvery(in, most, func(plan *timetable.Plan, r check.Report) {
		if r.Objective > most {
			return
		}
		if e := excesses(in, plan, own); best == nil || slices.Compare(e, best) < 0 {
			best = e
		}
	})
	return best
}

// TestTwoPeopleShareTheGoodTime: one place at the time that both want, on two
// days. Nothing is saved by taking turns, and one of them would not be last twice.
func TestTwoPeopleShareTheGoodTime(t *testing.T) {
	step := []timetable.Step{{From: 600, To: 720, Value: 1}}
	days := [][]timetable.Step{step, step}
	in := &timetable.Instance{Name: "turns", SlotMin: 20, Days: 2, Rules: timetable.Rules{BoothMin: 20, ObsMin: 20,
		PrepPerPair: 2, WBooth: 1, WObs: 1, WPrep: 1, WStaff: 9, MissCost: 500}, Sites: []timetable.Site{{ID: "s",
		Open:   [][]timetable.Span{{{From: 600, To: 720}}, {{From: 600, To: 720}}},
		Booths: days, Obs: days, Staff: timetable.Staff{RN: days, SW: days}}}}
	for _, id := range []string{"a", "b"} {
		in.People = append(in.People, timetable.Person{ID: id, Doses: 1, GapMin: 60, GapMax: 200, WPref: 1, Block: 30,
			Sites: []timetable.Reach{{Site: "s", Travel: 5}}, Pref: []timetable.Span{{From: 600, To: 600}}})
	}
	plain := solve(t, in, optimise.Options{Work: 5})
	if e := excesses(in, plain.Plan, nil); !slices.Equal(e, []int{40, 0}) {
		t.Fatalf("without levelling: %v", e)
	}
	level := solve(t, in, optimise.Options{Work: 5, Level: true})
	if e := excesses(in, level.Plan, nil); !slices.Equal(e, []int{20, 20}) || level.Objective != plain.Objective {
		t.Errorf("%v, objective %d, before %d", e, level.Objective, plain.Objective)
	}
}

// crowd lets everybody of a tiny week want much the same time; four come on
// one day, or two on two days.
func crowd(in *timetable.Instance, seed uint64) {
	in.Rules.FairW = int(seed % 2)
	for d := range in.Days {
		in.Sites[0].Booths[d][0].Value = 1
	}
	if in.Days == 1 {
		fourth := in.People[1]
		fourth.ID = "z"
		in.People = append(in.People, fourth)
	}
	for i := range in.People {
		p := &in.People[i]
		p.Doses, p.WPref, p.Usual = 1, 1+int(seed+uint64(i))%3, nil
		p.Pref = []timetable.Span{{From: 640, To: 640}}
	}
}

func TestLevellingATinyWeek(t *testing.T) {
	equal, better, all := 0, 0, 0
	for seed := range uint64(40) {
		in := tiny(seed)
		if len(check.Infeasible(in)) > 0 || in.Sites[0].Shifts != nil {
			continue
		}
		crowd(in, seed)
		allow := []int{0, 15, 60}[seed%5%3]
		plain := solve(t, in, optimise.Options{Seed: seed, Work: 4})
		level := solve(t, in, optimise.Options{Seed: seed, Work: 4, Level: true, LevelFor: allow})
		was, now := excesses(in, plain.Plan, nil), excesses(in, level.Plan, nil)
		if level.Objective > plain.Objective+allow || slices.Compare(now, was) > 0 || level.Missed > plain.Missed {
			t.Errorf("seed %d: objective %d, excesses %v; level: %d, %v", seed, plain.Objective, was, level.Objective, now)
		}
		best := mostLevel(in, plain.Objective+allow)
		if all++; slices.Equal(best, now) {
			equal++
		} else {
			t.Logf("seed %d, allowed %d: %v, level %v, least %v", seed, allow, was, now, best)
		}
		if slices.Compare(now, was) < 0 {
			better++
		}
	}
	if equal < all*2/3 || better == 0 {
		t.Errorf("%d weeks: %d as level as can be, %d more level than before", all, equal, better)
	}
	t.Logf("%d weeks: %d as level as can be, %d more level than before", all, equal, better)
}

func TestLevellingKeepsWhatWasPromisedAndTheCost(t *testing.T) {
	better := 0
	for seed := range uint64(4) {
		in := invent.Week(seed, 4+int(seed))
		if len(check.Infeasible(in)) > 0 {
			continue
		}
		opt := optimise.Options{Seed: seed, Work: 3}
		plain := solve(t, in, opt)
		for _, allow := range []int{0, 60} {
			// The search itself does as much as before.
			opt.Level, opt.LevelFor, opt.Work = true, allow, 4
			level := solve(t, in, opt)
			was, now := excesses(in, plain.Plan, nil), excesses(in, level.Plan, nil)
			if level.Objective > plain.Objective+allow || slices.Compare(now, was) > 0 || level.Missed > plain.Missed {
				t.Errorf("%s: %d, %v; level: %d, %v", in.Name, plain.Objective, was, level.Objective, now)
			}
			if slices.Compare(now, was) < 0 {
				better++
			}
			if again := solve(t, in, opt); !bytes.Equal(again.Plan.Bytes(), level.Plan.Bytes()) {
				t.Errorf("%s: two answers", in.Name)
			}
		}
		opt.Promised, opt.MaxMoves, opt.LevelFor = plain.Plan, 3, 60
		if r := solve(t, in, opt); r.Moved > 3 {
			t.Errorf("%s: %d moved", in.Name, r.Moved)
		}
	}
	if better == 0 {
		t.Error("nothing was levelled")
	}
	t.Logf("%d more level than before", better)
}
