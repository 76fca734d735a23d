package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/lab"
)

// TestLabFitOfTheDemo: the invented clinic's own journal says how its people
// come, each figure with its number, and the words can be read.
func TestLabFitOfTheDemo(t *testing.T) {
	p := &place{dir: filepath.Join(t.TempDir(), "data")}
	s, err := (&call{streams: streams{out: &bytes.Buffer{}, err: os.Stderr}}).demoSite(p, &demoClock{}, 20, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	fit := func(args ...string) string {
		var out, complaint bytes.Buffer
		args = append([]string{"lab", "fit", "--data", p.dir}, args...)
		code := run(streams{strings.NewReader(""), &out, &complaint}, args)
		if code != answered {
			t.Fatalf("exit %d: %s", code, complaint.String())
		}
		return out.String()
	}
	var a fitAnswer
	if err := json.Unmarshal([]byte(fit("--json")), &a); err != nil {
		t.Fatal(err)
	}
	booth, ok := a.Parameters[lab.BoothMinutes] // the invented booth takes 3 to 8 minutes, evenly
	if !ok || booth.Value < 4.5 || booth.Value > 6.5 || booth.N < lab.LeastObservations || booth.Confidence != lab.Own {
		t.Errorf("%+v", a.Parameters)
	}
	if come := a.Parameters[lab.Attendance]; come.Value < .9 || come.Value > .99 {
		t.Errorf("attendance %+v", come)
	}
	if words := fit(); !strings.Contains(words, "n = ") || !strings.Contains(words, string(lab.BoothMinutes)) {
		t.Error(words)
	}
}
