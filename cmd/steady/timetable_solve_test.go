package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// solveWith runs the solver with a little work and reads its answer.
func solveWith(t *testing.T, args ...string) (got map[string]any) {
	t.Helper()
	code, out, errs := steady("", append([]string{"timetable", "solve", "--json"}, args...)...)
	if code != answered || errs != "" {
		t.Fatalf("%v: exit %d, %q, %q", args, code, out, errs)
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// TestTimetableSolve: the answer has the fields of the contract, its plan is what
// the check says it is, and it is the same again, on one core too.
func TestTimetableSolve(t *testing.T) {
	inst := instances + "mbro12-1.json"
	plan := filepath.Join(t.TempDir(), "plan.json")
	got := solveWith(t, inst, "--work", "10", "--seed", "3", "--out", plan)
	for _, name := range []string{"objective", "bound", "gap", "feasible", "seconds", "work", "missed", "z", "own"} {
		if _, ok := got[name]; !ok {
			t.Errorf("%s is missing in %v", name, got)
		}
	}
	objective, bound := got["objective"].(float64), got["bound"].(float64)
	gap := got["gap"].(float64) - (objective-bound)/objective
	if got["feasible"] != true || bound > 15786 || bound > objective || gap > 1e-9 || gap < -1e-9 {
		t.Errorf("%v", got)
	}
	code, out, errs := steady("", "timetable", "check", inst, plan, "--json")
	var read struct {
		Valid     bool
		Objective float64
	}
	if err := json.Unmarshal([]byte(out), &read); err != nil || code != answered || !read.Valid ||
		read.Objective != objective {
		t.Errorf("%d, %s, %s: %v", code, out, errs, err)
	}
	first, err := os.ReadFile(plan)
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	solveWith(t, "--work=10", "--seed=3", "--out", plan, inst)
	if again, err := os.ReadFile(plan); err != nil || string(again) != string(first) {
		t.Error("the same seed and work give another plan on one core", err)
	}
}

// TestTimetableSolveEndsInTime: a limit far too short still has an answer. On a
// busy machine the clock tells what others do: then the processor's time on one
// core tells what the solver takes.
func TestTimetableSolveEndsInTime(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	begin, spent := time.Now(), processorTime(t)
	got := solveWith(t, instances+"city200-1.json", "--time-limit", "100ms")
	took := min(time.Since(begin), processorTime(t)-spent)
	if took > 2100*time.Millisecond {
		t.Errorf("asked for 0.1 s, took %v", took)
	}
	if got["objective"].(float64) < 268510 {
		t.Errorf("below the proven bound: %v", got)
	}
}

// processorTime is what this program has used so far.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestTimetableSolvePrints: words for people, or the plan itself.
func TestTimetableSolvePrints(t *testing.T) {
	inst := instances + "mbro12-1.json"
	code, out, errs := steady("", "timetable", "solve", inst, "--work", "2")
	if code != answered || errs != "" || !strings.Contains(out, "No timetable can save") ||
		!strings.Contains(out, "Monday") || !strings.Contains(out, "First come, first served") {
		t.Errorf("exit %d, %q, %q", code, out, errs)
	}
	code, out, errs = steady("", "timetable", "solve", inst, "--work", "2", "--out", "-")
	if code != answered || !strings.HasPrefix(out, `{"format":"hat-sched-solution/1"`) || strings.Count(out, "\n") != 1 ||
		!strings.Contains(errs, "No timetable can save") {
		t.Errorf("exit %d, %.80q, %q", code, out, errs)
	}
}

// TestTimetableSolveImpossible: which site, day and rule stand in the way.
func TestTimetableSolveImpossible(t *testing.T) {
	inst := altered(t, "rota24-1.json", `"rn_min":2`, `"rn_min":9`)
	code, out, errs := steady("", "timetable", "solve", inst, "--json")
	var got struct {
		Feasible  bool
		Objective *int
		Errors    []struct{ Rule, Site, Text string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != refused || got.Feasible || got.Objective != nil ||
		len(got.Errors) == 0 || got.Errors[0].Rule != "rn_min" || got.Errors[0].Site != "s0" {
		t.Errorf("exit %d, %s: %v", code, out, err)
	}
	if want := "no timetable is possible: rn_min, site s0, day 0, 08:30: "; !strings.Contains(errs, want) ||
		strings.Count(errs, "\n") != 1 {
		t.Errorf("%q, want %q", errs, want)
	}
}

func TestTimetableSolveUnreadable(t *testing.T) {
	inst := instances + "mbro12-1.json"
	for _, c := range []struct{ args, says string }{
		{"", "0 operands given"},
		{inst + " --work 0", "--work 0: write a number"},
		{inst + " --time-limit 0s", "--time-limit 0s: write a time"},
		{inst + " --time-limit soon", "invalid value"},
		{inst + " --moves 2", "give it with --promised"},
		{inst + " --promised " + inst, `unknown field "name"`},
		{inst + " --promised " + inst + " --moves -1", "--moves -1: write how many"},
		{inst + " --level -2", "--level -2: write how many minutes"},
		{inst + " --json --out -", "both want standard output"},
		{instances + "mbro12-1.best.json", "mbro12-1.best.json: "},
		{altered(t, "mbro12-1.json", `"slot_min"`, `"slots_min"`), "slots_min"},
	} {
		code, out, errs := steady("", append([]string{"timetable", "solve"}, strings.Fields(c.args)...)...)
		if code != unreadable || out != "" || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, c.says) {
			t.Errorf("%q: exit %d, %q, %q, want %q", c.args, code, out, errs, c.says)
		}
	}
}

// TestTimetableSolveHabits: the week with habits of its own is below the one with
// last week's usual times, its plan is read against them, and the bound holds.
func TestTimetableSolveHabits(t *testing.T) {
	inst := instances + "mbro15-1.json"
	file := filepath.Join(t.TempDir(), "plan.json")
	got := solveWith(t, inst, "--habits", "--work", "40", "--out", file)
	objective, bound, held := got["objective"].(float64), got["bound"].(float64), got["held"].(float64)
	if objective >= 20029 || bound > held || held > objective || bound < 17000 {
		t.Errorf("%v; the best with last week's times is 20029", got)
	}
	var read struct {
		Valid     bool
		Objective float64
	}
	_, out, errs := steady("", "timetable", "check", inst, file, "--json")
	if err := json.Unmarshal([]byte(out), &read); err != nil || !read.Valid || read.Objective != objective {
		t.Errorf("%s, %s: %v", out, errs, err)
	}
	if _, out, _ = steady("", "timetable", "check", inst, file); !strings.Contains(out, "habits that the plan chose") {
		t.Error(out)
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var plan map[string]any
	if err := json.Unmarshal(kept, &plan); err != nil || len(plan["habits"].(map[string]any)) == 0 {
		t.Errorf("%v, %.200s", err, kept)
	}
	delete(plan, "habits")
	without, _ := json.Marshal(plan)
	if err := os.WriteFile(file, without, 0o600); err != nil {
		t.Fatal(err)
	}
	_, out, _ = steady("", "timetable", "check", inst, file, "--json")
	if err := json.Unmarshal([]byte(out), &read); err != nil || read.Objective <= objective {
		t.Errorf("the habits of the plan change nothing: %s", out)
	}
	_, out, _ = steady("", "timetable", "solve", inst, "--habits", "--work", "8")
	if !strings.Contains(out, "Habits: the time of each dose") || !strings.Contains(out, "none with these habits") {
		t.Error(out)
	}
}

// TestTimetableSolveAgain: a re-plan moves no more days than are allowed, and says
// how many; levelling is asked for by minutes.
func TestTimetableSolveAgain(t *testing.T) {
	inst := instances + "mbro12-1.json"
	promised := instances + "mbro12-1.best.json"
	file := filepath.Join(t.TempDir(), "plan.json")
	got := solveWith(t, inst, "--work", "4", "--promised", promised)
	if got["moved"] != 0.0 || got["objective"] != 15786.0 {
		t.Errorf("%v: what is promised is the best there is", got)
	}
	other := altered(t, "mbro12-1.json", `"pref":[[610,640]`, `"pref":[[510,520]`)
	still := solveWith(t, other, "--work", "20", "--promised", promised)
	held := solveWith(t, other, "--work", "20", "--promised", promised, "--moves", "12", "--out", file)
	free := solveWith(t, other, "--work", "20")
	if still["moved"] != 0.0 || held["moved"].(float64) > 12 || held["moved"] == 0.0 ||
		held["objective"].(float64) >= still["objective"].(float64) ||
		held["objective"].(float64) < free["bound"].(float64) {
		t.Errorf("no day may move %v, twelve %v, any %v", still, held, free)
	}
	if _, said := free["moved"]; said {
		t.Errorf("nothing was promised: %v", free)
	}
	_, out, _ := steady("", "timetable", "solve", other, "--work", "4", "--promised", promised, "--moves", "1")
	if !strings.Contains(out, "differ from what is promised") {
		t.Error(out)
	}
	plain := solveWith(t, inst, "--work", "8")
	level := solveWith(t, inst, "--work", "8", "--level", "60")
	if level["z"].(float64) > plain["z"].(float64) || level["objective"].(float64) > plain["objective"].(float64)+60 {
		t.Errorf("levelled %v, plain %v", level, plain)
	}
}
