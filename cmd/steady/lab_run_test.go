package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/lab/compare"
	"steady/lab/scenario"
)

// quickScenario writes the published example cut down to some days.
func quickScenario(t *testing.T, change func(f *scenario.File)) string {
	t.Helper()
	b, err := os.ReadFile("../../docs/reference/lab-scenario.json")
	if err != nil {
		t.Fatal(err)
	}
	f, err := scenario.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	f.Days, f.Warmup, f.Replications, f.Enough, f.Sensitivity = 6, 2, 3, nil, nil
	f.Policies = f.Policies[:2]
	if change != nil {
		change(f)
	}
	if b, err = f.Write(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "scenario.json")
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// labCall runs a command in the test's process.
func labCall(stdin string, args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = run(streams{strings.NewReader(stdin), &o, &e}, append([]string{"lab"}, args...))
	return code, o.String(), e.String()
}

func TestLabRun(t *testing.T) {
	path := quickScenario(t, nil)
	dir := t.TempDir()
	code, one, errs := labCall("", "run", path, "--json", "--workers", "1")
	if code != answered || !strings.Contains(errs, "6 of 6 replications") {
		t.Fatalf("exit %d: %s", code, errs)
	}
	code, many, errs := labCall("", "run", "--json", "--workers", "3", "--out", dir, path)
	if code != answered || one != many {
		t.Fatalf("exit %d; three workers come to another answer than one: %s", code, errs)
	}
	var c compare.Comparison
	if err := json.Unmarshal([]byte(one), &c); err != nil || c.Replications != 3 || len(c.CannotKnow) == 0 {
		t.Fatalf("%v, %+v", err, c.Replications)
	}
	for _, name := range []string{"result.json", "replications.csv", "replications.jsonl"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if code, _, errs := labCall("", "run", path, "--out", dir); code != refused || !strings.Contains(errs, "--resume") {
		t.Errorf("a folder that holds a run was taken without --resume: exit %d, %s", code, errs)
	}
	code, again, errs := labCall("", "run", path, "--json", "--out", dir, "--resume")
	if code != answered || again != one || !strings.HasPrefix(errs, "6 of 6") {
		t.Errorf("resumed when all is done: exit %d, %s", code, errs)
	}
	code, words, _ := labCall("", "run", path, "--replications", "2")
	for _, want := range []string{"2 replications of each", "Longer hours", "What the model cannot know",
		"Minutes of life"} {
		if code != answered || !strings.Contains(words, want) {
			t.Errorf("exit %d; the words hold no %q", code, want)
		}
	}
}

func TestLabRunRefusals(t *testing.T) {
	path := quickScenario(t, nil)
	draft := quickScenario(t, func(f *scenario.File) { f.Today.Pack = "uk-draft" })
	for _, c := range []struct {
		stdin string
		args  []string
		code  int
		want  string
	}{
		{`{"format":"nonsuch"}`, []string{"run", "-"}, unreadable, "scenario"},
		{"", []string{"run"}, unreadable, "operands"},
		{"", []string{"run", path, "--workers", "0"}, unreadable, "--workers"},
		{"", []string{"run", path, "--replications", "1"}, unreadable, "--replications"},
		{"", []string{"run", path, "--resume"}, unreadable, "--out"},
		{"", []string{"run", "nowhere.json"}, unreadable, "nowhere.json"},
		{"", []string{"run", draft}, refused, "draft"},
		{"", []string{"run", path, "--database", "postgres://x@/x?host=/nonsuch"}, refused, "cannot be used"},
		{"", []string{"work"}, unreadable, "--database"},
		{`{"kind":"deaths","what":"milligrams"}`, []string{"claim", "-"}, refused, "exposure"},
		{`{"kind":"deaths"}`, []string{"claim", "-"}, unreadable, "what"},
	} {
		code, out, errs := labCall(c.stdin, c.args...)
		if code != c.code || !strings.Contains(errs, c.want) || strings.Count(errs, "\n") != 1 || out != "" {
			t.Errorf("%v: exit %d, %q, %q; expected %d and %q", c.args, code, out, errs, c.code, c.want)
		}
	}
	code, out, _ := labCall(`{"kind":"before_after","what":"ambulance","says":"rate",`+
		`"before":{"events":40,"person_days":3650,"counted":"everybody"},`+
		`"after":{"events":9,"person_days":3500,"counted":"everybody"}}`, "claim", "-", "--json")
	if code != answered || !strings.Contains(out, "it was rarer after") {
		t.Errorf("exit %d: %s", code, out)
	}
}

// Two pages come out of a result, the same bytes each time, and nothing out of
// what is none.
func TestLabBrief(t *testing.T) {
	dir := t.TempDir()
	if code, _, errs := labCall("", "run", quickScenario(t, nil), "--out", dir); code != answered {
		t.Fatalf("exit %d: %s", code, errs)
	}
	result, pdf := filepath.Join(dir, "result.json"), filepath.Join(dir, "brief.pdf")
	var drawn [2][]byte
	for i := range drawn {
		code, out, errs := labCall("", "brief", result, "--out", pdf)
		if code != answered || out != "" {
			t.Fatalf("exit %d: %s %s", code, out, errs)
		}
		var err error
		if drawn[i], err = os.ReadFile(pdf); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.HasPrefix(drawn[0], []byte("%PDF")) || !bytes.Equal(drawn[0], drawn[1]) {
		t.Error("it is no PDF, or another one the second time")
	}
	for _, c := range []struct {
		stdin string
		args  []string
		code  int
		want  string
	}{
		{`{"format":"nonsuch"}`, []string{"brief", "-", "--out", pdf}, unreadable, "result.format"},
		{`{}{}`, []string{"brief", "-", "--out", pdf}, unreadable, "after the end"},
		{"", []string{"brief", result}, unreadable, "--out"},
		{"", []string{"brief", result, "--out", filepath.Join(dir, "none", "x.pdf")}, refused, "none"},
	} {
		if code, _, errs := labCall(c.stdin, c.args...); code != c.code || !strings.Contains(errs, c.want) {
			t.Errorf("%v: exit %d, %q; expected %d and %q", c.args, code, errs, c.code, c.want)
		}
	}
}
