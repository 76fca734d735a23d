package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/internal/ndtms"
)

// The return of the invented clinic: it is written and read back, nothing in it
// breaks a rule, the same record gives the same bytes, and every field says where
// it comes from.
func TestNDTMSOfTheDemo(t *testing.T) {
	dir := t.TempDir()
	p := &place{dir: filepath.Join(dir, "data")}
	s, err := (&call{streams: streams{out: &bytes.Buffer{}, err: os.Stderr}}).demoSite(p, &demoClock{}, 40, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	steady := func(want int, args ...string) string {
		t.Helper()
		var out, complaint bytes.Buffer
		if code := run(streams{strings.NewReader(""), &out, &complaint}, append([]string{"ndtms"}, args...)); code != want {
			t.Fatalf("%v: exit %d, want %d: %s%s", args, code, want, out.String(), complaint.String())
		}
		return out.String()
	}
	first, second := filepath.Join(dir, "1.csv"), filepath.Join(dir, "2.csv")
	var r ndtms.Return
	if err := json.Unmarshal([]byte(steady(0, "export", "--data", p.dir, "--out", first, "--json")), &r); err != nil {
		t.Fatal(err)
	}
	if r.Submit || r.Rows == 0 || r.NoConsent == 0 || r.NotAsked == 0 || r.LeftOut == 0 || len(r.Filled) != 144 {
		t.Errorf("%+v", r)
	}
	for _, f := range r.Filled {
		if (f.About == "") == (f.Why == "") || f.Why != "" && f.Filled > 0 {
			t.Errorf("field %s is not explained: %+v", f.Name, f)
		}
	}
	steady(0, "check", first, "--on", r.To)
	steady(0, "export", "--data", p.dir, "--out", second)
	a, _ := os.ReadFile(first)
	b, _ := os.ReadFile(second)
	if len(a) == 0 || !bytes.Equal(a, b) {
		t.Error("the same record gives another file")
	}
	if got := steady(0, "diff", first, second); !strings.Contains(got, "0 added, 0 removed, 0 changed") {
		t.Error(got)
	}
	steady(0, "export", "--data", p.dir, "--out", second, "--position", "4000")
	if got := steady(0, "diff", second, first); strings.Contains(got, "0 added, 0 removed, 0 changed") {
		t.Error("an earlier position gives the same return: " + got)
	}
	if got := steady(0, "explain", "core-k"); !strings.Contains(got, "R-DAT-06") ||
		!strings.Contains(got, "not confirmed") {
		t.Error(got)
	}
	broken := bytes.Replace(a, []byte(`"1011"`), []byte(`"1"`), 1)
	if err := os.WriteFile(second, broken, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := steady(1, "check", second); !strings.Contains(got, "value-drug1") {
		t.Error(got)
	}
	steady(2, "export", "--data", p.dir)
	steady(2, "export", "--data", p.dir, "--out", second, "--period", "October")
	steady(2, "export", "--data", p.dir, "--out", second, "--release", "core-z")
	steady(2, "diff", first, filepath.Join(dir, "none.csv"))
}

// TestASupersededReleaseIsNotForSending: a real service is refused it, gets a file
// only as practice, and then only with a code of its own; a release that is said
// to be in force is taken.
func TestASupersededReleaseIsNotForSending(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "north-street")
	if code, words := said("602915\n", "init", "--data", dir, "--premises", "north-street", "--name",
		"North Street Service", "--staff", "Your Name", "--session", "Morning 08:30-11:30"); code != answered {
		t.Fatalf("init: exit %d\n%s", code, words)
	}
	out := filepath.Join(t.TempDir(), "return.csv")
	export := []string{"ndtms", "export", "--data", dir, "--out", out}
	if code, words := said("", export...); code != refused || !strings.Contains(words, "not in force") {
		t.Errorf("exit %d: %s", code, words)
	}
	code, words := said("", append(export, "--practice")...)
	if code != refused || !strings.Contains(words, "agency code") {
		t.Errorf("exit %d: %s", code, words)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("something was written")
	}
	_, doc, _ := steady("", "ndtms", "explain", "core-k", "--json")
	file := filepath.Join(t.TempDir(), "release.json")
	if err := os.WriteFile(file, []byte(strings.Replace(doc, `"superseded"`, `"current"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	code, words = said("", append(export, "--release", file)...)
	if code != refused || !strings.Contains(words, "agency code") {
		t.Errorf("exit %d: %s", code, words)
	}
}
