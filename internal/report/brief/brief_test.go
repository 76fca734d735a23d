package brief

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"steady/lab/compare"
)

// comparison is a made up one, with so many sets of rules that differ clearly.
func comparison(t *testing.T, policies, words int) *compare.Comparison {
	t.Helper()
	s := compare.Study{Title: "A made up service", Question: "What would other rules give back?", Invented: "All of it.",
		Digest: strings.Repeat("ab", 32), Program: "test", Seed: 1, People: 15, Days: 182,
		Parameters: []compare.Parameter{{ID: "travel.minutes", Name: "way to the service", Value: 25, Lo: 10, Hi: 60,
			Unit:   "minutes",
			Source: "made up", Confidence: "assumption"}, {ID: "x", Name: "retention", Value: .7, Lo: .6, Hi: .8,
			Unit: "share", Source: "four cohorts", Confidence: "high"}}}
	for i, unit := range []string{"minutes a person-week", "% of weekdays", "% of weekdays", "%", "minutes", "people",
		"people",
		"GBP a person-year", "hours", "mg", "events"} {
		s.Measures = append(s.Measures, compare.Measure{ID: []string{"life_min_week", "free_block_days", "work_days",
			"missed",
			"door_to_dose_min", "in_treatment", "waiting", "cost_person_year", "registered_hours", "unsupervised_mg",
			"respiratory_rate"}[i], Name: "measure", Unit: unit, Better: compare.Less})
	}
	var runs []compare.Run
	for p := range policies {
		id := fmt.Sprintf("p%d", p)
		policy := compare.Policy{ID: id, Name: fmt.Sprintf("Rules number %d", p),
			Facts: map[string]float64{"take_home_days": 14}}
		for range min(p, 3) {
			policy.Rules = append(policy.Rules, compare.Rule{Text: strings.Repeat("another way of doing it ", words),
				Ruling: compare.Licence, Needs: "the licensing authority", Source: strings.Repeat("a paper ", words)})
		}
		s.Policies = append(s.Policies, policy)
		for r := range 8 {
			x := map[string]float64{}
			for i, m := range s.Measures {
				x[m.ID] = 1000 + float64(10*r%7) - float64(120*p) + float64((r*p*(i+1))%3)
			}
			runs = append(runs, compare.Run{Policy: id, Replication: r, Values: x})
		}
	}
	c, err := compare.Compare(s, runs)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func drawn(t *testing.T, c *compare.Comparison) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var sheets = regexp.MustCompile(`/Type /Page\b[^s]`)

// However many sets of rules there are, and however long their words, it is two
// sheets, and the same bytes each time.
func TestTwoSheets(t *testing.T) {
	for policies := 2; policies <= 6; policies++ {
		for _, words := range []int{1, 40} {
			b := drawn(t, comparison(t, policies, words))
			if n := len(sheets.FindAll(b, -1)); n != 2 {
				t.Errorf("%d sets of rules with %d words: %d sheets", policies, words, n)
			}
			if !bytes.Equal(b, drawn(t, comparison(t, policies, words))) {
				t.Errorf("%d sets of rules: other bytes the second time", policies)
			}
		}
	}
}

func TestWhatTheBriefSays(t *testing.T) {
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("STEADY_REQUIRE_ALL") == "1" {
			t.Fatal("pdftotext is needed (Debian: poppler-utils)")
		}
		t.Skip("no pdftotext here (Debian: poppler-utils)")
	}
	path := filepath.Join(t.TempDir(), "b.pdf")
	if err := os.WriteFile(path, drawn(t, comparison(t, 3, 2)), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(out)), " ")
	for _, want := range []string{"What of this is invented", "All of it.", "licence condition: the licensing authority",
		"Given back", "+1.99 (1.97 to 2)", "What the model cannot know", "How many people would die, or be saved", "no " +
			"published law leads",
		"Outside what services have been seen to do", "four cohorts", "nobody published it", "sheet 2 of 2", "95 % " +
			"interval"} {
		if !strings.Contains(text, want) {
			t.Errorf("the brief does not say %q:\n%s", want, text)
		}
	}
}

func TestIntervalsThatCannotBeNegative(t *testing.T) {
	if e := natural(compare.Estimate{Mean: 0.2, Lo: -0.1, Hi: 0.5, N: 8}); e.Lo != 0 {
		t.Errorf("a rate that is never below 0 is shown from %v", e.Lo)
	}
	if e := scaled(compare.Estimate{Mean: 60, Lo: 30, Hi: 90, N: 8}, -1.0/60); e.Mean != -1 || e.Lo != -1.5 ||
		e.Hi != -0.5 {
		t.Errorf("turned round it is %+v", e)
	}
}
