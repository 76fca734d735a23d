package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/cmd/steady/bench"
)

// TestMain lets the test program be the program itself where a command starts
// it again as a process of its own.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		main()
	}
	os.Exit(m.Run())
}

func TestBenchRefuses(t *testing.T) {
	for _, c := range []struct{ args, says string }{
		{"kitchen", "there is no area \"kitchen\": write one of store, web, voice, lab, timetable"},
		{"timetable --limit 0s", "--limit 0s: choose a time above 0"},
		{"store web", "2 operands given"},
		{"--entries 10", "choose 1000 to 100000000"},
		{"--entries many", "invalid value"},
	} {
		var out, errs strings.Builder
		code := run(streams{strings.NewReader(""), &out, &errs}, append([]string{"bench"}, strings.Fields(c.args)...))
		if code != unreadable || out.String() != "" || !strings.Contains(errs.String(), c.says) {
			t.Errorf("bench %s: exit %d, %q, %q", c.args, code, out.String(), errs.String())
		}
	}
}

func TestBenchTable(t *testing.T) {
	var out strings.Builder
	benchTable(&out, []bench.Row{
		{Name: "a-row", Value: 1234.4, Unit: "ms", Anchor: "another thing", AnchorValue: 0.01234, Ratio: 2, Target: "ms <= 1",
			Note: "said of it"},
		{Name: "b", Value: 1, Unit: "MB", Anchor: "none", Target: "MB <= 2", Met: true, Note: "said of b"},
	})
	want := `ROW    VALUE  UNIT  ANCHOR VALUE  RATIO  TARGET   MET
a-row  1234   ms    0.0123        2      ms <= 1  no
b      1      MB    -             -      MB <= 2  yes

a-row: anchor: another thing. said of it.
b: anchor: none. said of b.
`
	if out.String() != want {
		t.Errorf("%s\nwant\n%s", out.String(), want)
	}
}

// TestServeApart: a process of its own serves the folder, and stops when told.
func TestServeApart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	var out, errs strings.Builder
	code := run(streams{strings.NewReader("739154\n"), &out, &errs}, []string{"init", "--data", dir, "--premises",
		"north-street", "--name", "Invented service", "--staff", "Invented person", "--session", "Morning 08:30-11:30"})
	if code != answered {
		t.Fatal(errs.String())
	}
	pid, stop, err := serveApart(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if pid == os.Getpid() {
		t.Error("it is this process")
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}
