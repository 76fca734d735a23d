package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// steady runs the program as a shell would.
func steady(stdin string, args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(streams{strings.NewReader(stdin), &out, &err}, args)
	return code, out.String(), err.String()
}

func TestEveryCommandPrintsHelp(t *testing.T) {
	var visit func(path []string, c command)
	visit = func(path []string, c command) {
		if c.name == "" || c.summary == "" || c.run == nil && len(c.below) == 0 || c.run != nil && c.help == "" {
			t.Errorf("%v lacks a name, a summary, help or anything to do", path)
		}
		for _, word := range []string{"--help", "-h"} {
			code, out, err := steady("", append(append([]string(nil), path...), word)...)
			if code != answered || err != "" || !strings.Contains(out, c.summary) || !strings.Contains(out, "usage: ") {
				t.Errorf("%v %s: exit %d, %q, %q", path, word, code, out, err)
			}
		}
		for _, b := range c.below {
			visit(append(append([]string(nil), path...), b.name), b)
		}
	}
	for _, c := range commands {
		visit([]string{c.name}, c)
	}
}

func TestCallsThatCannotBeRead(t *testing.T) {
	for _, args := range [][]string{
		{}, {"nothing"}, {"dose"}, {"dose", "guess"}, {"dose", "decide", "--packs", "ch-iv"}, {"dose", "decide", "a", "b"},
		{"dose", "decide", "--pack", "ch-iv", "no/such/file.json"}, {"pack", "show"}, {"pack", "show", "no-such-pack"},
		{"pack", "check", "no/such/file.json"}, {"pack", "list", "more"},
	} {
		if code, out, err := steady("", args...); code != unreadable || out != "" || err == "" {
			t.Errorf("steady %v: exit %d, stdout %q, stderr %q", args, code, out, err)
		}
	}
}

// The cases of testdata/dose, with the decision that each must give.
func TestDoseDecideGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/dose/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d cases found: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			code, out, stderr := steady("", "dose", "decide", "--json", file)
			if code != answered || stderr != "" {
				t.Fatalf("exit %d: %s", code, stderr)
			}
			golden := strings.TrimSuffix(file, ".json") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(out), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if out != string(want) {
				t.Errorf("got  %swant %s", out, want)
			}
		})
	}
}

// --json stands before or after the file, and "-" and nothing are standard input.
func TestDoseDecideReadsItsCallInAnyOrder(t *testing.T) {
	const file = "testdata/dose/w-09-rise-of-half.json"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, want, _ := steady("", "dose", "decide", "--pack", "ch-iv", "--json", file)
	for _, args := range [][]string{
		{"--json", file, "--pack", "ch-iv"}, {file, "--pack=ch-iv", "--json"}, {"--json"}, {"-", "--json"},
		{"--pack", "ch-iv", "-", "--json"},
	} {
		if code, out, err := steady(string(b), append([]string{"dose", "decide"}, args...)...); code != 0 || out != want {
			t.Errorf("%v: exit %d, %s%s", args, code, out, err)
		}
	}
	code, out, _ := steady(string(b), "dose", "decide")
	for _, words := range []string{
		"ADMINISTER 45 mg", "P-TITR-05", "150 % of the last single dose of 30 mg is 45 mg", "clinical lead signs",
	} {
		if code != 0 || !strings.Contains(out, words) {
			t.Errorf("for people: exit %d, %q lacks %q", code, out, words)
		}
	}
}

// Exit 2: nothing on standard output, one line on standard error that says
// what is wrong and where.
func TestDoseDecideSaysWhatCannotBeRead(t *testing.T) {
	b, err := os.ReadFile("testdata/dose/w-09-rise-of-half.json")
	if err != nil {
		t.Fatal(err)
	}
	good := string(b)
	edit := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("the case has no %q", from)
		}
		return strings.Replace(good, from, to, 1)
	}
	for name, c := range map[string]struct{ in, where string }{
		"empty":             {"", "line 1"},
		"not JSON":          {"dose: 45", "line 1"},
		"not an object":     {"[]", "case"},
		"text after":        {good + "{}", "more text"},
		"ends early":        {good[:len(good)/2], "ends too early"},
		"unknown field":     {edit(`"ask_mg"`, `"askmg"`), `"askmg"`},
		"field in capitals": {edit(`"ask_mg"`, `"ASK_MG"`), `"ASK_MG"`},
		"nested unknown":    {edit(`"poss": "1", "rr"`, `"poss": "1", "hr": 80, "rr"`), `"hr"`},
		"given twice":       {edit(`"ask_mg": 45`, `"ask_mg": 45, "ask_mg": 30`), "given twice"},
		"four decimals":     {edit(`"ask_mg": 45`, `"ask_mg": 45.0001`), "case.ask_mg"},
		"exponent":          {edit(`"ask_mg": 45`, `"ask_mg": 4.5e1`), "case.ask_mg"},
		"negative":          {edit(`"ask_mg": 45`, `"ask_mg": -45`), "case.ask_mg"},
		"wrong kind":        {edit(`"ask_mg": 45`, `"ask_mg": [45]`), "case.ask_mg"},
		"unknown word":      {edit(`"diamorphine"`, `"heroine"`), "case.prescription.substance"},
		"POSS as a number":  {edit(`"poss": "1", "rr"`, `"poss": 1, "rr"`), "case.assessment.poss"},
		"impossible SpO2":   {edit(`"spo2": 97`, `"spo2": 970`), "case.assessment.spo2"},
		"no zone":           {edit(`"zone": "Europe/Zurich",`, ``), "case.zone"},
		"unknown zone":      {edit(`Europe/Zurich`, `Europe/Zuerich`), "case.zone"},
		"no time":           {edit(`"now": "2026-03-03T09:00:00+01:00",`, ``), "case.now"},
		"time without zone": {edit(`09:00:00+01:00`, `09:00:00`), "case.now"},
		"no prescription":   {`{"now":"2026-03-03T09:00:00+01:00","zone":"UTC"}`, "case.prescription"},
		"not a date":        {edit(`"2026-03-02"`, `"2.3.2026"`), "case.prescription.started"},
		"half a visit":      {edit(`"per_day": 2`, `"per_day": 2.5`), "case.prescription.per_day"},
		"dose without mass": {edit(`"given_mg": 30, `, ``), "case.history[0].given_mg"},
		"other pack":        {edit(`"ch-iv"`, `"uk-draft"`), "which one is meant"},
		"not UTF-8":         {edit(`"ch-iv"`, "\"\xff\""), "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, err := steady(c.in, "dose", "decide", "--pack", "ch-iv", "--json")
			if code != unreadable || out != "" || strings.Count(err, "\n") != 1 || !strings.Contains(err, c.where) {
				t.Errorf("exit %d, stdout %q, stderr %q, which should name %q", code, out, err, c.where)
			}
		})
	}
}
