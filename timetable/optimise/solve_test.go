package optimise_test

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"testing"

	"steady/timetable"
	"steady/timetable/check"
	"steady/timetable/invent"
	"steady/timetable/optimise"
)

func load(t testing.TB, name string) *timetable.Instance {
	t.Helper()
	b, err := os.ReadFile("../testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	in, err := timetable.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// solve solves and holds the answer to the second reading.
func solve(t testing.TB, in *timetable.Instance, opt optimise.Options) *optimise.Result {
	t.Helper()
	r, err := optimise.Solve(in, opt)
	if err != nil {
		t.Fatalf("%s: %v", in.Name, err)
	}
	c := check.Check(in, r.Plan)
	if !c.Valid || c.Objective != r.Objective || c.Missed != r.Missed || c.Z != r.Worst {
		t.Fatalf("%s: objective %d, missed %d, z %d; read again: %+v", in.Name, r.Objective, r.Missed, r.Worst, c)
	}
	if r.Bound > r.Objective || r.Bound < r.Own || r.Plan.Objective != r.Objective || r.Plan.Bound != r.Bound {
		t.Fatalf("%s: objective %d, bound %d, own %d", in.Name, r.Objective, r.Bound, r.Own)
	}
	return r
}

// TestThePublicInstances holds answers of little work to the best known values:
// the objective near them, the bound never above them.
func TestThePublicInstances(t *testing.T) {
	for _, c := range []struct {
		name             string
		work             int64
		known, objective int
		bound            int
	}{
		{"mbro12-1", 100, 15786, 15920, 15770},
		{"mbro15-1", 100, 20029, 20029, 20029},
		{"gla60-1", 160, 83324, 83400, 83310},
	} {
		r := solve(t, load(t, c.name), optimise.Options{Work: c.work})
		if r.Objective > c.objective || r.Bound < c.bound || r.Bound > c.known {
			t.Errorf("%s: objective %d, bound %d, best known %d", c.name, r.Objective, r.Bound, c.known)
		}
	}
}

func TestInventedWeeksAreSolved(t *testing.T) {
	proved, all := 0, 0
	for seed := range uint64(10) {
		in := invent.Week(seed, 3+int(seed)%14)
		if len(check.Infeasible(in)) > 0 {
			_, err := optimise.Solve(in, optimise.Options{Work: 5})
			var no *optimise.Infeasible
			if !errors.As(err, &no) || no.Rule != timetable.RuleCover || no.Site == "" {
				t.Errorf("%s cannot be staffed: %v", in.Name, err)
			}
			continue
		}
		all++
		if r := solve(t, in, optimise.Options{Work: 15}); r.Optimal() {
			proved++
		}
	}
	if all < 7 || proved < all/5 {
		t.Errorf("%d weeks, %d proved", all, proved)
	}
	t.Logf("%d of %d proved optimal", proved, all)
}

func TestTheAnswerDoesNotDependOnTheCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	in := load(t, "gla60-1")
	one := solve(t, in, optimise.Options{Seed: 7, Work: 30})
	runtime.GOMAXPROCS(3)
	many := solve(t, in, optimise.Options{Seed: 7, Work: 30})
	if !bytes.Equal(one.Plan.Bytes(), many.Plan.Bytes()) || one.Work != many.Work {
		t.Errorf("one core: %d, bound %d, work %d; three: %d, bound %d, work %d", one.Objective, one.Bound, one.Work,
			many.Objective, many.Bound, many.Work)
	}
}

func TestStopEndsTheRunWithAPlan(t *testing.T) {
	asked := 0
	r := solve(t, load(t, "gla60-1"), optimise.Options{Stop: func() bool { asked++; return asked > 3 }})
	if r.Work > 40 {
		t.Errorf("asked %d times, worked on for %d units", asked, r.Work)
	}
	if r := solve(t, load(t, "mbro12-1"), optimise.Options{Stop: func() bool { return true }}); r.Optimal() {
		t.Error("stopped at once, and proved all the same")
	}
}
