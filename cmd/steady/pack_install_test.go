package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/clinic"
)

// TestPackInstall: a service begun with one pack takes a signed copy of its own
// later. What is refused, not proved, valid from a later day or changed without
// a new version is not taken, and nothing is recorded.
func TestPackInstall(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "north-street")
	if code, words := said("602915\n", "init", "--data", dir, "--premises", "north-street", "--name", "N", "--staff", "S",
		"--session", "Morning 08:30-11:30", "--pack", "uk-draft"); code != answered {
		t.Fatalf("init: exit %d\n%s", code, words)
	}
	_, doc, _ := steady("", "pack", "show", "ch-iv", "--json")
	_, law, _ := steady("", "pack", "show", "gb-eng", "--json")
	writeOf := func(doc string, change ...string) string {
		file := filepath.Join(t.TempDir(), "our.json")
		text := strings.NewReplacer(change...).Replace(doc)
		if text == doc && len(change) > 0 {
			t.Fatal("nothing changed: ", change)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	write := func(change ...string) string { return writeOf(doc, change...) }
	inForce := func() (out map[string]string) {
		s, err := (&place{dir: dir}).enter(t.Context(), "", wallClock, false)
		if err != nil {
			t.Fatal(err)
		}
		defer s.close()
		out = map[string]string{}
		s.house.View(func(st *clinic.State) {
			for id, p := range st.Packs {
				out[id] = p.Version
			}
		})
		return out
	}
	valid := []string{`"valid_from": "2026-11-22"`, `"valid_from": "2020-01-01"`}
	for _, c := range []struct {
		name, file, want string
		code             int
	}{
		{"looser than its rule", write(append(valid, `"single_mg": 15, "rule": "P-TITR-01"`,
			`"single_mg": 16, "rule": "P-TITR-01"`)...), "looser than P-TITR-01", refused},
		{"from a later day", write(`"valid_from": "2026-11-22"`, `"valid_from": "2999-01-01"`), "valid from 2999-01-01",
			refused},
		{"not a pack", write(`"kind": "dosing"`, `"kind": "food"`), "unknown word", unreadable},
		{"no such pack", "nothing.json", "no such file", unreadable},
		{"our copy", write(append(valid, `"id": "ch-iv"`, `"id": "ours"`)...), "ours 2026.1 is in force", answered},
		{"other content, same version", write(append(valid, `"id": "ch-iv"`, `"id": "ours"`, `"gap_min": 30`,
			`"gap_min": 45`)...), "new version", refused},
		{"a new version", write(append(valid, `"id": "ch-iv"`, `"id": "ours"`, `"gap_min": 30`, `"gap_min": 45`,
			`"version": "2026.1"`, `"version": "2026.2"`)...), "ours 2026.2 is in force", answered},
		{"a jurisdiction", writeOf(law, valid...), "is in force", answered},
		{"the same one as it is shipped", "gb-eng", "steady pack install: ", refused}, // or too early, by the machine's date
	} {
		before := inForce()
		code, words := said("", "pack", "install", c.file, "--data", dir)
		if code != c.code || !strings.Contains(words, c.want) {
			t.Errorf("%s: exit %d, want %d and %q:\n%s", c.name, code, c.code, c.want, words)
		}
		if now := inForce(); code != answered && (len(now) != len(before) || now["ours"] != before["ours"]) {
			t.Errorf("%s was refused, and in force are %v", c.name, now)
		}
	}
	if now := inForce(); now["ours"] != "2026.2" || len(now) != 2 {
		t.Errorf("in force are %v", now)
	}
	if code, words := said("", "pack", "install", "ch-iv"); code != unreadable || !strings.Contains(words, "--data") {
		t.Errorf("without a place: exit %d\n%s", code, words)
	}
}
