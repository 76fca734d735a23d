package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/dosing"
	"steady/protocol"
)

func TestPackList(t *testing.T) {
	code, out, err := steady("", "pack", "list", "--json")
	var rows []struct{ ID, Version, Kind, Status string }
	if code != 0 || err != "" || json.Unmarshal([]byte(out), &rows) != nil {
		t.Fatalf("exit %d, %q, %q", code, out, err)
	}
	status, ids := map[string]string{}, map[string]bool{}
	for _, r := range rows {
		if ids[r.ID] {
			t.Errorf("two packs have the id %s", r.ID)
		}
		ids[r.ID] = true
		if r.Kind == "dosing" && r.Version != "" {
			status[r.ID] = r.Status
		}
	}
	if status["ch-iv"] != "signed" || status["uk-draft"] != "draft" {
		t.Errorf("packs are %v", status)
	}
}

// What "show" prints, "check" takes; and both give the same judgement. A draft
// is proved to do nothing but refer, and told to be one.
func TestPackShowIsWhatCheckTakes(t *testing.T) {
	_, document, _ := steady("", "pack", "show", "uk-draft", "--json")
	for _, name := range []string{"uk-draft", "-"} {
		code, out, err := steady(document, "pack", "check", name, "--json")
		var r checkReport
		unread := json.Unmarshal([]byte(out), &r) != nil
		if unread || code != answered || !r.OK || !r.Proved || r.Status != "draft" || r.States < 1_000_000 ||
			len(r.Explanation) < 20 || r.Counter != nil || r.Rehearsed != r.States {
			t.Errorf("check %s: exit %d, %.2000s%s", name, code, out, err)
		}
		for _, p := range r.Properties {
			if !p.Held || p.Checked == 0 && p.ID != "assessment" && p.ID != "interval" && p.ID != "prescription" &&
				p.ID != "unset" { // looked at where a dose is given, and a draft gives none
				t.Errorf("check %s: %+v", name, p)
			}
		}
		if !strings.Contains(err, "is a draft and only refers: not set are") || !strings.Contains(err, "cap_single_mg") {
			t.Errorf("check %s does not say what is missing: %q", name, err)
		}
	}
}

// A counter-example is a case that "steady dose decide" takes as it stands.
func TestCounterExampleCanBeDecided(t *testing.T) {
	p, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	blind := func(p *protocol.Pack, c dosing.Case) dosing.Decision {
		c.Assessment.Cyanosis = false
		return dosing.Decide(p, c)
	}
	var r checkReport
	r.add(p, dosing.ProveWith(p, blind, 2))
	if r.Proved || r.Counter == nil || len(r.Faults) != 1 || r.Counter.Property != "assessment" ||
		!strings.Contains(r.Faults[0], "blue colour yes") {
		t.Fatalf("%+v", r.Faults)
	}
	var out strings.Builder
	c := &call{streams: streams{strings.NewReader(""), &out, &out}}
	c.writeProof(&r)
	if !strings.Contains(out.String(), "BROKEN") || !strings.Contains(out.String(), "The smallest case that breaks") {
		t.Errorf("in words: %s", out.String())
	}
	code, answer, complaint := steady(string(r.Counter.Case), "dose", "decide", "--json", "--pack", "ch-iv", "-")
	if code != answered || !strings.Contains(answer, `"EMERGENCY"`) {
		t.Errorf("exit %d, %s%s", code, answer, complaint)
	}
}

// Packs of the law are listed, shown and checked too; they decide no dose.
func TestJurisdictionPacksAreChecked(t *testing.T) {
	code, document, err := steady("", "pack", "show", "gb-eng", "--json")
	if code != answered || err != "" {
		t.Fatalf("exit %d, %s", code, err)
	}
	for name, want := range map[string]int{"gb-eng": answered, "-": answered} {
		code, out, err := steady(document, "pack", "check", "--json", name)
		var r checkReport
		if unread := json.Unmarshal([]byte(out), &r) != nil; unread || code != want || !r.OK || r.Kind != "jurisdiction" ||
			r.Proved || r.ID != "gb-eng" {
			t.Errorf("check %s: exit %d, %s%s", name, code, out, err)
		}
	}
	broken := strings.Replace(document, `"author": "`, `"author": "nobody yet", "author": "`, 1)
	if code, out, err := steady(broken, "pack", "check", "-"); code != unreadable || out != "" || err == "" {
		t.Errorf("a field twice: exit %d, %s%s", code, out, err)
	}
}

// In words, check says the pack, what was explored and what held.
func TestPackCheckInWords(t *testing.T) {
	code, out, err := steady("", "pack", "check", "ch-iv")
	if code != answered || err != "" {
		t.Fatalf("exit %d, %s", code, err)
	}
	for _, words := range []string{
		"The first dose is at most 15 mg.", "P-TITR-01", "confirmed", "What was explored:", "holds", "not set",
		"proved within what was explored",
	} {
		if !strings.Contains(out, words) {
			t.Errorf("the answer does not say %q", words)
		}
	}
	if strings.Contains(out, "BROKEN") {
		t.Errorf("something is told as broken:\n%s", out)
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
