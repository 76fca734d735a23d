package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The report of the invented clinic: a PDF, tables that can be read, words that
// define them, and no name of anybody.
func TestCommissionerPackOfTheDemo(t *testing.T) {
	dir := t.TempDir()
	p := &place{dir: filepath.Join(dir, "data")}
	s, err := (&call{streams: streams{out: &bytes.Buffer{}, err: os.Stderr}}).demoSite(p, &demoClock{}, 100, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	steady := func(want int, args ...string) string {
		t.Helper()
		var out, complaint bytes.Buffer
		args = append([]string{"commissioner", "pack"}, args...)
		if code := run(streams{strings.NewReader(""), &out, &complaint}, args); code != want {
			t.Fatalf("%v: exit %d, want %d: %s%s", args, code, want, out.String(), complaint.String())
		}
		return out.String() + complaint.String()
	}
	out := filepath.Join(dir, "report")
	steady(0, "--data", p.dir, "--out", out)
	files, err := os.ReadDir(out)
	if err != nil || len(files) < 6 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(out, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		switch filepath.Ext(f.Name()) {
		case ".pdf":
			if !bytes.HasPrefix(b, []byte("%PDF")) {
				t.Error("the report is no PDF")
			}
			continue
		case ".csv":
			if rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll(); err != nil || len(rows) < 2 {
				t.Errorf("%s: %d rows, %v", f.Name(), len(rows), err)
			}
		}
		for _, name := range []string{"Charlie", "Frankie", "Morgan", "u-01", "Nowhere Road"} {
			if bytes.Contains(b, []byte(name)) {
				t.Errorf("%s holds %s", f.Name(), name)
			}
		}
	}
	again := filepath.Join(dir, "again")
	steady(0, "--data", p.dir, "--out", again)
	a, _ := os.ReadFile(filepath.Join(out, "began.csv"))
	b, _ := os.ReadFile(filepath.Join(again, "began.csv"))
	if !bytes.Equal(a, b) {
		t.Error("the same record gives another table")
	}
	steady(2, "--data", p.dir)
	steady(2, "--data", p.dir, "--out", out, "--from", "spring")
	if got := steady(1, "--data", p.dir, "--out", out, "--from", "2999-01"); !strings.Contains(got, "closed") {
		t.Error(got)
	}
}
