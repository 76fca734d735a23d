package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLiving: a hazard whose test passed is proved; one whose test did not run,
// failed or only shares the beginning of its name is not.
func TestLiving(t *testing.T) {
	page := filepath.Join(t.TempDir(), "log.md")
	write := func(tests string) []hazard {
		text := "# Log\n\n## H01 wrong dose\n\n| Cause | x |\n| Test | " + tests + " |\n"
		if err := os.WriteFile(page, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		h, err := readHazards(page)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	for tests, want := range map[string]bool{
		"`TestLaws`": true, "`TestLaw`": false, "`TestGone`": false, "`TestLaws`, `TestBroken`": false,
		"`spec/clinic/withheld.txt`": true, "`spec/clinic/held.txt`": false, "`spec/dosing/readings.txt`": true,
		"`spec/dosing/interval.txt`": false, "none yet": true, "`spec/study/quotes.txt`": true,
		"`spec/study/quote.txt`": false,
	} {
		var out strings.Builder
		c := newCount(&out)
		c.read(strings.NewReader(strings.Join([]string{
			`{"Action":"pass","Package":"a","Test":"TestLaws"}`,
			`{"Action":"fail","Package":"a","Test":"TestBroken"}`,
			`{"Action":"pass","Package":"steady/spec","Test":"TestSpec/withheld/core"}`,
			`{"Action":"pass","Package":"steady/internal/study","Test":"TestSpec/quotes.txt"}`,
			`{"Action":"pass","Package":"steady/dosing","Test":"TestSpec/readings.txt:12_drowsy"}`}, "\n")))
		if got := c.living(write(tests)); got != want {
			t.Errorf("%s: living %t, want %t: %s", tests, got, want, &out)
		}
	}
	if err := os.WriteFile(page, []byte("# nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readHazards(page); err == nil {
		t.Error("a log without hazards is taken")
	}
}
