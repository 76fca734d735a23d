package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPackList(t *testing.T) {
	code, out, err := steady("", "pack", "list", "--json")
	var rows []struct{ ID, Version, Kind, Status string }
	if code != 0 || err != "" || json.Unmarshal([]byte(out), &rows) != nil {
		t.Fatalf("exit %d, %q, %q", code, out, err)
	}
	status := map[string]string{}
	for _, r := range rows {
		if r.Kind == "dosing" && r.Version != "" {
			status[r.ID] = r.Status
		}
	}
	if status["ch-iv"] != "signed" || status["uk-draft"] != "draft" {
		t.Errorf("packs are %v", status)
	}
}

// What "show" prints, "check" takes; and both give the same judgement.
func TestPackShowIsWhatCheckTakes(t *testing.T) {
	for id, want := range map[string]int{"ch-iv": answered, "uk-draft": refused} {
		_, document, _ := steady("", "pack", "show", id, "--json")
		file := filepath.Join(t.TempDir(), "pack.json")
		if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{id, file} {
			code, out, err := steady("", "pack", "check", name, "--json")
			var r checkReport
			unread := json.Unmarshal([]byte(out), &r) != nil
			if unread || code != want || r.OK != (want == answered) || r.Rehearsed == 0 || r.Proved {
				t.Errorf("check %s: exit %d, %s%s", name, code, out, err)
			}
			if want == refused && !strings.Contains(err, "cap_single_mg") {
				t.Errorf("check %s does not say what is missing: %q", name, err)
			}
		}
		if code, _, err := steady(document, "pack", "check", "-"); code != want {
			t.Errorf("check -: exit %d: %s", code, err)
		}
	}
}

// A pack in a file can decide; one that is refused cannot, and says why.
func TestDoseDecideUnderAPackFile(t *testing.T) {
	_, document, _ := steady("", "pack", "show", "ch-iv", "--json")
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	longer := write("longer.json", strings.Replace(document, `"gap_min": 30`, `"gap_min": 45`, 1))
	code, out, err := steady("", "dose", "decide", "--json", "--pack", longer, "testdata/dose/w-04-too-early.json")
	if code != 0 || !strings.Contains(out, `"outcome":"DEFER","until":"2026-03-02T09:47:00+01:00"`) {
		t.Errorf("gap of 45 minutes: exit %d, %s%s", code, out, err)
	}
	overlap := write("overlap.json", strings.Replace(document, `"from_per_day": 3`, `"from_per_day": 2`, 1))
	code, out, err = steady("", "dose", "decide", "--json", "--pack", overlap, "testdata/dose/w-04-too-early.json")
	if code != refused || out != "" || !strings.Contains(err, "pack.rise[1]") {
		t.Errorf("overlap: exit %d, %q, %q", code, out, err)
	}
	if code, _, err := steady("", "pack", "check", overlap); code != refused || !strings.Contains(err, "overlaps") {
		t.Errorf("check of an overlap: exit %d, %q", code, err)
	}
}
