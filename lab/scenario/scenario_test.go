package scenario

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"steady/lab"
	"steady/lab/compare"
)

// brief is the example cut down to a few days, two policies and no sensitivity.
func brief(t testing.TB) *File {
	t.Helper()
	f, err := Parse(example(t))
	if err != nil {
		t.Fatal(err)
	}
	f.Days, f.Warmup, f.Replications, f.Enough, f.Sensitivity = 7, 7, 3, nil, nil
	f.Policies = f.Policies[:2]
	return f
}

func TestExampleIsReadAndWrittenAlike(t *testing.T) {
	f, err := Parse(example(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Check(); err != nil {
		t.Fatalf("the example cannot be run: %v", err)
	}
	again, err := f.Write()
	if err != nil || !bytes.Equal(again, example(t)) {
		t.Errorf("the example is not written as it was read (%v)", err)
	}
	var spaced bytes.Buffer
	if err := json.Compact(&spaced, example(t)); err != nil {
		t.Fatal(err)
	}
	g, err := Parse(spaced.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	first, _ := f.Digest()
	second, _ := g.Digest()
	if first != second {
		t.Error("the digest depends on spaces")
	}
	g.Seed++
	if third, _ := g.Digest(); third == first {
		t.Error("another seed has the same digest")
	}
}

// Each mistake is named with its place.
func TestMistakesAreNamed(t *testing.T) {
	whole := string(example(t))
	for change, want := range map[[2]string]string{
		{`"seed": 1`, `"seed": 1, "seed": 2`}:                   "seed",
		{`"seed": 1`, `"seed": 1, "colour": 2`}:                 `unknown field "colour"`,
		{`"seed": 1,`, ``}:                                      `the field "seed" is missing`,
		{`"style": "booked"`, `"style": "whenever"`}:            "scenario.today.style",
		{`"authority": "local_habit"`, `"authority": "nobody"`}: "policies[1].rules[0].authority",
		{`"kind": "hours"`, `"kind": "moods"`}:                  "policies[1].rules[0].kind",
		{`"unit": "minutes, mean"`, `"unit": "hours, mean"`}:    ".unit: is \"hours, mean\"",
		{`"attendance.session"`, `"attendance.everyone"`}:       "attendance.everyone",
		{`"booths": 4`, `"booths": 4000`}:                       "scenario.today.booths",
		{`"booths": 4`, `"booths": -4`}:                         "scenario.today.booths",
		{`"steady-lab-scenario/1"`, `"steady-lab-scenario/2"`}:  "scenario.format",
		{`"id": "longer"`, `"id": "today"`}:                     "policies[1]",
		{`"start": "2026-01-05"`, `"start": "2026-02-30"`}:      "scenario.start",
		{`"life_min_week": 20`, `"happiness": 20`}:              `no measure "happiness"`,
		{`"life_min_week": 20`, `"life_min_week": 0`}:           "half-width is above 0",
		{`"confidence": "assumption",`, `"confidence": "own",`}: "number of observations",
		{`"replications": 40`, `"replications": 1`}:             "an interval needs",
		{whole, whole + "{}"}:                                   "after the end",
		{whole, "[]"}:                                           "expected an object",
	} {
		if !strings.Contains(whole, change[0]) {
			t.Errorf("the example holds no %s", change[0])
			continue
		}
		_, err := Parse([]byte(strings.Replace(whole, change[0], change[1], 1)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: expected an error with %q, found %v", change[1][:min(40, len(change[1]))], want, err)
		}
	}
}

func TestRulesThatTheLawRefuses(t *testing.T) {
	f := brief(t)
	f.Policies[1].Rules = []lab.Rule{{Kind: lab.RuleTakeHome, Authority: lab.Law, Source: "nowhere",
		Ladder: []lab.Rung{{AfterDays: 1, Days: 30}}}}
	var no *lab.RefusedError
	if err := f.Check(); !errors.As(err, &no) || !strings.Contains(err.Error(), "policy longer") {
		t.Errorf("thirty injections taken home were not refused: %v", err)
	}
}

func TestAPlaceChangesOneFigure(t *testing.T) {
	f := brief(t)
	at := f.At(compare.Place{Parameter: "travel.minutes", Value: 60})
	if at.Parameters[lab.TravelMinutes].Value != 60 || f.Scenario.Parameters[lab.TravelMinutes].Value == 60 {
		t.Error("a place changes the scenario, or not its own figure")
	}
	if at := f.At(compare.Place{Parameter: "attendance.session", Value: 0.9}); at.Parameters[lab.Attendance].Source == "" {
		t.Error("a published figure at another value lost its source")
	}
}

// Every measure has a definition, a unit and a value in an ordinary run, and
// what no run has is not promised.
func TestMeasuresOfARun(t *testing.T) {
	f := brief(t)
	r, err := f.Replicate(Unit{Policy: "today"})
	if err != nil {
		t.Fatal(err)
	}
	run := compare.FromRecord(r)
	seen := map[string]bool{}
	for _, m := range compare.Measures(r, f.Currency, nil) {
		if m.Definition == "" || m.Unit == "" || m.Name == "" || m.Group == "" || m.Better == "" || seen[m.ID] {
			t.Errorf("measure %q is not whole, or stands twice", m.ID)
		}
		seen[m.ID] = true
		if _, there := run.Values[m.ID]; !there && m.ID != "to_start_days" {
			t.Errorf("measure %s has no value in an ordinary week", m.ID)
		}
	}
	for id := range run.Values {
		if !seen[id] {
			t.Errorf("a run has %s and no measure says what it is", id)
		}
	}
	for _, id := range compare.MeasureIDs() {
		if !seen[id] {
			t.Errorf("%s is promised to scenarios and no run has it", id)
		}
	}
	due := float64(r.Doses.Due)
	if got := run.Values["missed"]; got != 100*float64(r.Doses.Missed)/due {
		t.Errorf("missed is %v", got)
	}
	if got := run.Values["unsupervised_mg"]; got != 0 {
		t.Errorf("under rules that let nothing leave %v mg left", got)
	}
}

// The answer does not depend on the order in which units are done, and nothing
// is run twice.
func TestAnswer(t *testing.T) {
	f := brief(t)
	f.Sensitivity = &Sensitivity{Replications: 2, Measures: []string{"life_min_week"},
		Parameters: []lab.Key{lab.TravelMinutes}, Steps: 2}
	ran := map[string]int{}
	answer := func(backwards bool) []byte {
		a, err := f.Answer("test", func(units []Unit) ([]*lab.Record, error) {
			out := make([]*lab.Record, len(units))
			for i := range units {
				if backwards {
					i = len(units) - 1 - i
				}
				ran[units[i].Key()]++
				r, err := f.Replicate(units[i])
				if err != nil {
					return nil, err
				}
				out[i] = r
			}
			return out, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := a.WriteCSV(&b); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(b.Bytes())).ReadAll()
		if err != nil || len(rows) != 1+len(a.Runs) || len(rows[0]) != 4+len(a.Comparison.Study.Measures) {
			t.Fatalf("%d rows of CSV for %d runs (%v)", len(rows), len(a.Runs), err)
		}
		j, err := json.Marshal(a.Comparison)
		if err != nil {
			t.Fatal(err)
		}
		return append(j, b.Bytes()...)
	}
	if !bytes.Equal(answer(false), answer(true)) {
		t.Error("the answer depends on the order in which replications were done")
	}
	for key, n := range ran {
		if n != 2 { // once for each of the two answers
			t.Errorf("%s was run %d times for two answers", key, n)
		}
	}
}

// A record that went through JSON says the same.
func TestRecordsSurviveJSON(t *testing.T) {
	f := brief(t)
	r, err := f.Replicate(Unit{Policy: "longer", Replication: 1})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	back := &lab.Record{}
	if err := json.Unmarshal(b, back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(compare.FromRecord(r), compare.FromRecord(back)) {
		t.Error("a record says something else after it was written and read")
	}
}

func FuzzScenario(f *testing.F) {
	b := example(f)
	f.Add(b)
	f.Add(b[:len(b)/2])
	f.Add([]byte(`{"format":"steady-lab-scenario/1"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Parse(b)
		if err != nil {
			return
		}
		s.Check() // whatever was read is judged without a crash
		w, err := s.Write()
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(w)
		if err != nil {
			t.Fatalf("what was written is not read: %v", err)
		}
		w2, _ := again.Write()
		if !slices.Equal(w, w2) {
			t.Fatal("written twice, it differs")
		}
	})
}
