package demo_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"strconv"
	"testing"

	"steady/internal/demo"
	"steady/lab/compare"
	"steady/lab/scenario"
)

// TestTheFinishedComparisonIsTheProgramsOwn simulates the first replication of
// each policy of the demo's comparison and asks for the same bits in its table,
// so that it is never older than the rules. When it is, `make lab-demo` makes it
// anew.
func TestTheFinishedComparisonIsTheProgramsOwn(t *testing.T) {
	doc, err := os.ReadFile("../../docs/reference/lab-demo.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(doc, demo.LabDocument()) {
		t.Fatal("the demo's scenario is not docs/reference/lab-demo.json: run make lab-demo")
	}
	f, err := scenario.Parse(doc)
	if err != nil {
		t.Fatal(err)
	}
	x, err := demo.LabFiles()
	if err != nil {
		t.Fatal(err)
	}
	c, err := compare.Parse(x.Comparison)
	if err != nil {
		t.Fatal(err)
	}
	if digest, err := f.Digest(); err != nil || digest != c.Study.Digest {
		t.Fatalf("the result is of another scenario (%v): run make lab-demo", err)
	}
	lines, err := csv.NewReader(bytes.NewReader(x.Table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range f.Policies {
		r, err := f.Replicate(scenario.Unit{Policy: p.ID})
		if err != nil {
			t.Fatal(err)
		}
		again := compare.FromRecord(r)
		found := false
		for _, line := range lines[1:] {
			if line[0] != "" || line[2] != p.ID || line[3] != "0" {
				continue
			}
			found = true
			for i, name := range lines[0][4:] {
				want := ""
				if v, there := again.Values[name]; there {
					want = strconv.FormatFloat(v, 'g', -1, 64)
				}
				if line[4+i] != want {
					t.Errorf("%s, %s: the demo holds %q, the program makes %q: run make lab-demo", p.ID, name, line[4+i], want)
				}
			}
		}
		if !found {
			t.Errorf("the demo's table has no replication of %s", p.ID)
		}
	}
}
