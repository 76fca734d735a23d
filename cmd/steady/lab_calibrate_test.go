package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/lab"
)

// TestLabCalibrateWritesThePage: the command's table names every figure with its
// use, held-out ones among them, the files hold the same, and a call that cannot
// be read writes nothing. That the page of the documentation is what the procedure
// gives is held by the tests of the lab.
func TestLabCalibrateWritesThePage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	code, out, complaint := steady("", "lab", "calibrate", "--runs", "1", "--out", dir, "--json")
	var a calibrationAnswer
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatalf("exit %d: %v: %s", code, err, complaint)
	}
	if (code == answered) != a.Pass || code != answered && code != refused {
		t.Errorf("exit %d with pass %v", code, a.Pass)
	}
	table, err := os.ReadFile(filepath.Join(dir, "lab-calibration.md"))
	if err != nil {
		t.Fatal(err)
	}
	uses := map[lab.Use]int{}
	for _, x := range a.Checks {
		uses[x.Use]++
		if x.Source == "" || x.Lo > x.Published || x.Hi < x.Published || x.Agrees != (x.Model >= x.Lo && x.Model <= x.Hi) {
			t.Errorf("%+v", x)
		}
		if !strings.Contains(string(table), "| "+x.What+", "+x.Unit+" | "+string(x.Use)+" |") {
			t.Errorf("the table has no line of %q", x.What)
		}
	}
	if uses[lab.HeldOut] != 2 || uses[lab.Fitted] == 0 || uses[lab.WorkedOut] == 0 {
		t.Errorf("uses of the figures: %v", uses)
	}
	plot, err := os.ReadFile(filepath.Join(dir, "lab-calibration.svg"))
	if err != nil || !strings.HasPrefix(string(plot), "<svg ") {
		t.Errorf("the plot is %.20q, %v", plot, err)
	}
	if code, out, _ := steady("", "lab", "calibrate", "--runs", "0"); code != unreadable || out != "" {
		t.Errorf("no runs: exit %d, %q", code, out)
	}
}
