package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/recovery"
)

// scoreCase is a file of testdata/score: a call, and what it must answer.
type scoreCase struct {
	Instrument string          `json:"instrument"`
	Input      json.RawMessage `json:"input"`
	Want       json.RawMessage `json:"want"` // the fields named here must be exactly so
}

// The worked examples of the outcomes reference, through the command line.
func TestScoreWorkedExamples(t *testing.T) {
	files, err := filepath.Glob("testdata/score/*.json")
	if err != nil || len(files) < 14 {
		t.Fatalf("%d cases found: %v", len(files), err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var c scoreCase
		if err := json.Unmarshal(b, &c); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		code, out, stderr := steady(string(c.Input), "score", c.Instrument, "-", "--json")
		if code != answered || stderr != "" {
			t.Errorf("%s: exit %d: %s", file, code, stderr)
			continue
		}
		if missing := beyond(decoded(t, c.Want), decoded(t, []byte(out))); missing != "" {
			t.Errorf("%s: %s in %s", file, missing, out)
		}
	}
}

func decoded(t *testing.T, b []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	return v
}

// beyond says what of want is not in got; objects may hold more.
func beyond(want, got any) string {
	if w, ok := want.(map[string]any); ok {
		g, ok := got.(map[string]any)
		if !ok {
			return "no object"
		}
		for name := range w {
			have, ok := g[name]
			if !ok {
				return name + " is missing"
			}
			if inner := beyond(w[name], have); inner != "" {
				return name + ": " + inner
			}
		}
		return ""
	}
	a, _ := json.Marshal(want)
	b, _ := json.Marshal(got)
	if string(a) != string(b) {
		return string(b) + " instead of " + string(a)
	}
	return ""
}

// The fields of the contract are there whatever was answered.
func TestScoreContract(t *testing.T) {
	for _, in := range recovery.Builtin() {
		code, out, stderr := steady(`{"answers":{}}`, "score", "--json", in.ID)
		if code != answered || stderr != "" {
			t.Fatalf("%s: exit %d: %s", in.ID, code, stderr)
		}
		got := decoded(t, []byte(out)).(map[string]any)
		for _, name := range []string{"instrument", "version", "scores", "prorated", "missing", "alerts", "source"} {
			if got[name] == nil {
				t.Errorf("%s: no %s in %s", in.ID, name, out)
			}
		}
		if n := len(got["missing"].([]any)); n != len(in.Items) {
			t.Errorf("%s: %d items missing of an empty form with %d", in.ID, n, len(in.Items))
		}
		if _, ok := got["scores"].(map[string]any)["total"]; ok == (in.Method == recovery.NoTotal) {
			t.Errorf("%s: total in %s", in.ID, out)
		}
	}
}

func TestScoreExitCodes(t *testing.T) {
	for _, c := range []struct {
		code  int
		in    string
		args  []string
		names string
	}{
		{refused, `{"answers":{"3":4}}`, []string{"phq-9"}, "item 3"},
		{refused, `{"answers":{"11":0}}`, []string{"phq-9", "-", "--json"}, "item 11"},
		{refused, `{"goals":[{"score":3}]}`, []string{"gas"}, "goal 1"},
		{refused, `{"version":"0","answers":{}}`, []string{"phq-9"}, "version"},
		{refused, ``, []string{"swemwbs", "--form"}, "register with the holder"},
		{refused, ``, []string{"eq-5d-5l", "--form"}, "may not be reproduced"},
		{unreadable, `{"answers":{"3":0.1234}}`, []string{"phq-9"}, "answers.3"},
		{unreadable, `{"answers":{},"mood":1}`, []string{"phq-9"}, "mood"},
		{unreadable, `{`, []string{"phq-9"}, "line 1"},
		{unreadable, `{}`, []string{"gas"}, "goals"},
		{unreadable, `{}`, []string{"no-such"}, "phq-9"},
		{unreadable, ``, []string{}, "--list"},
		{unreadable, ``, []string{"phq-9", "--form", "x.json"}, "--form"},
		{unreadable, ``, []string{"gas", "--before", "x.json"}, "baseline"},
		{unreadable, ``, []string{"./no/such.json"}, "no/such.json"},
	} {
		code, out, stderr := steady(c.in, append([]string{"score"}, c.args...)...)
		if code != c.code || out != "" || !strings.Contains(stderr, c.names) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%v: exit %d, %q, %q", c.args, code, out, stderr)
		}
	}
}

func TestScoreCompares(t *testing.T) {
	dir := t.TempDir()
	earlier := filepath.Join(dir, "earlier.json")
	err := os.WriteFile(earlier,
		[]byte(`{"answers":{"1":3,"2":1,"3":2,"4":2,"5":1,"6":0,"7":3,"8":2,"9":3,"10":2}}`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	now := `{"answers":{"1":2,"2":2,"3":3,"4":1,"5":0,"6":0,"7":2,"8":1,"9":2,"10":1}}`
	code, out, stderr := steady(now, "score", "core-10", "--before", earlier, "--json")
	want := decoded(t, []byte(`{"scores":{"total":12},"change":{"differences":{"total":-9},
		"reliable":{"index":-2.61,"limit":6.75,"reliable":true,"direction":"better"}}}`))
	if code != answered || stderr != "" || beyond(want, decoded(t, []byte(out))) != "" {
		t.Errorf("exit %d, %s, %s", code, stderr, out)
	}
	code, out, _ = steady(now, "score", "core-10", "--before", earlier)
	if code != answered || !strings.Contains(out, "reliable, better") || !strings.Contains(out, "alpha 0.9") {
		t.Errorf("exit %d, %s", code, out)
	}
}

// The goal in its words comes before any number (R-OUT-09).
func TestGoalsInWordsFirst(t *testing.T) {
	in := `{"goals":[{"words":"See my daughter on Sundays","author":"person","baseline":-1,"score":0,
		"levels":["no contact","a message now and then","most Sundays","every Sunday","a holiday together"]}]}`
	code, out, stderr := steady(in, "score", "gas")
	words, number := strings.Index(out, "See my daughter"), strings.Index(out, "total")
	if code != answered || words < 0 || number < words || !strings.Contains(out, "+0: most Sundays") {
		t.Errorf("exit %d, %s, %s", code, stderr, out)
	}
	code, out, _ = steady(in, "score", "gas", "--json")
	want := `{"scores":{"total":50,"baseline":40,"change":10}}`
	if code != answered || beyond(decoded(t, []byte(want)), decoded(t, []byte(out))) != "" ||
		!strings.Contains(out, `"author": "person"`) || strings.Index(out, "See my daughter") > strings.Index(out, "scores") {
		t.Errorf("exit %d, %s", code, out)
	}
}

func TestScoreTimetable(t *testing.T) {
	code, out, stderr := steady("", "score", "--timetable", "2026-11-23", "--json")
	list, ok := decoded(t, []byte(out)).([]any)
	if code != answered || stderr != "" || !ok || len(list) != 11 ||
		beyond(decoded(t, []byte(`{"day":"2026-12-23","ask":false,"top":false,"review":true}`)), list[1]) != "" {
		t.Errorf("exit %d, %s, %s", code, stderr, out)
	}
	if code, out, _ = steady("", "score", "--timetable", "2026-11-23"); code != answered ||
		!strings.Contains(out, "2027-01-04  the service's questionnaires\n") {
		t.Errorf("exit %d, %s", code, out)
	}
	if code, _, _ = steady("", "score", "--timetable", "soon"); code != unreadable {
		t.Errorf("exit %d", code)
	}
}

// What people see: the alert is in words, the form carries its notice, the
// list says what may be shown.
func TestScoreForPeople(t *testing.T) {
	code, out, _ := steady(`{"answers":{"1":1,"9":2}}`, "score", "phq-9")
	if code != answered || !strings.Contains(out, "LOOK TODAY, item 9") || !strings.Contains(out, "not known") {
		t.Errorf("exit %d, %s", code, out)
	}
	code, out, _ = steady("", "score", "core-10", "--form")
	if code != answered || !strings.Contains(out, "Attribution-NoDerivatives") ||
		!strings.Contains(out, "may be skipped") {
		t.Errorf("exit %d, %s", code, out)
	}
	// R-OUT-03: the field itself says that what is prescribed here does not count.
	code, out, _ = steady("", "score", "top", "--form")
	if code != answered || !strings.Contains(out, "never the diamorphine prescribed here") ||
		!strings.Contains(out, "our words, not the form's") {
		t.Errorf("exit %d, %s", code, out)
	}
	code, out, _ = steady("", "score", "--list")
	if code != answered || !strings.Contains(out, "swemwbs") || !strings.Contains(out, "gas") {
		t.Errorf("exit %d, %s", code, out)
	}
	code, out, stderr := steady(`{"answers":{"1":7}}`, "score", "../../docs/reference/own-scale.json", "--json")
	if want := decoded(t, []byte(`{"instrument":"belonging","scores":{"belonging":7}}`)); code != answered ||
		beyond(want, decoded(t, []byte(out))) != "" {
		t.Errorf("exit %d, %s, %s", code, out, stderr)
	}
}
