package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"steady/lab"
	"steady/moment"
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
	if first, err := moment.ParseDay(a.From); err != nil || a.To <= a.From {
		t.Errorf("from %v (%v) to %s", first, err, a.To)
	}
	i := slices.IndexFunc(a.FellBack, func(x fellBack) bool { return x.Key == lab.ReferralsWeek })
	if i < 0 || a.FellBack[i].N >= lab.LeastObservations || a.FellBack[i].Published != nil {
		t.Errorf("twelve people in twenty days are too few referrals to say anything: %+v", a.FellBack)
	}
	if words := fit(); !strings.Contains(words, "observations that are needed; nobody published it") {
		t.Error(words)
	}
	if words := fit(); !strings.Contains(words, "n = ") || !strings.Contains(words, string(lab.BoothMinutes)) {
		t.Error(words)
	}
}
