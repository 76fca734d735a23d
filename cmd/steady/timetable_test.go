package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const instances = "../../timetable/testdata/"

// altered copies a file with one thing replaced.
func altered(t *testing.T, name, old, with string) string {
	t.Helper()
	b, err := os.ReadFile(instances + name)
	if err != nil || !strings.Contains(string(b), old) {
		t.Fatalf("%s holds no %s: %v", name, old, err)
	}
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(strings.Replace(string(b), old, with, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTimetableCheck(t *testing.T) {
	plan := instances + "rota24-1.best.json"
	for _, args := range [][]string{
		{"--json", instances + "rota24-1.json", plan}, {instances + "rota24-1.json", plan, "--json"},
	} {
		code, out, errs := steady("", append([]string{"timetable", "check"}, args...)...)
		var got map[string]any
		if err := json.Unmarshal([]byte(out), &got); err != nil || code != answered || errs != "" {
			t.Fatalf("%d, %q, %q: %v", code, out, errs, err)
		}
		want := map[string]float64{"objective": 34044, "burden": 30416, "missed": 0, "z": 70, "rota": 3418}
		for name, n := range want {
			if got[name] != n {
				t.Errorf("%s: %v, want %v", name, got[name], n)
			}
		}
		if list, ok := got["errors"].([]any); got["valid"] != true || !ok || len(list) != 0 {
			t.Errorf("%v", got)
		}
	}
	code, out, _ := steady("", "timetable", "check", instances+"rota24-1.json", plan)
	if code != answered || !strings.Contains(out, "every rule holds") || !strings.Contains(out, "34044") {
		t.Errorf("%d, %q", code, out)
	}
}

func TestTimetableCheckRefuses(t *testing.T) {
	worse := altered(t, "rota24-1.best.json", `"starts":[730]`, `"starts":[733]`)
	code, out, errs := steady("", "timetable", "check", instances+"rota24-1.json", worse, "--json")
	var got struct {
		Valid  bool
		Errors []struct {
			Rule, Site, Person, Text string
			Day, Minute              *int
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != refused || errs != "" || got.Valid {
		t.Fatalf("%d, %q, %q: %v", code, out, errs, err)
	}
	e := got.Errors[0]
	if e.Rule != "slot" || e.Site != "s0" || e.Person != "p0000" || *e.Day != 0 || *e.Minute != 733 || e.Text == "" {
		t.Errorf("%+v", e)
	}
	code, out, _ = steady("", "timetable", "check", instances+"rota24-1.json", worse)
	if code != refused || !strings.Contains(out, "slot, site s0, day 0, 12:13, person p0000: starts are multiples of 10") {
		t.Errorf("%d, %q", code, out)
	}
}

func TestTimetableCheckUnreadable(t *testing.T) {
	inst, plan := instances+"rota24-1.json", instances+"rota24-1.best.json"
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{inst}, "1 operands given"},
		{[]string{inst, "no/such/file"}, "no such file"},
		{[]string{plan, plan}, "rota24-1.best.json: "},
		{[]string{inst, altered(t, "rota24-1.best.json", `"plan"`, `"plans"`)}, "plans"},
		{[]string{inst, altered(t, "rota24-1.best.json", `"starts":[730]`, `"starts":[730.5]`)}, "730.5"},
		{[]string{altered(t, "rota24-1.json", `"doses":1`, `"doses":"one"`), plan}, "doses"},
	} {
		code, out, errs := steady("", append([]string{"timetable", "check", "--json"}, c.args...)...)
		if code != unreadable || out != "" || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, c.says) {
			t.Errorf("%v: exit %d, %q, %q, want %q", c.args, code, out, errs, c.says)
		}
	}
}
