package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/internal/app"
	"steady/moment"
)

// begun is a new service of the tests.
func begun(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "north-street")
	code, words := said("602915\n", "init", "--data", dir, "--premises", "north-street", "--name", "North Street Service",
		"--staff", "Your Name", "--session", "Morning 08:30-11:30", "--pack", "uk-draft")
	if code != answered {
		t.Fatalf("init: exit %d\n%s", code, words)
	}
	return dir
}

// TestContinuityCommand: the paper is written whole, for its owner alone, and
// says where in the journal it stands.
func TestContinuityCommand(t *testing.T) {
	dir := begun(t)
	if err := os.WriteFile(filepath.Join(dir, "contacts.txt"), []byte("\nManager: 01632 960002\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "paper.pdf")
	code, words := said("", "continuity", "--data", dir, "--out", out)
	if code != answered || !strings.Contains(words, "North Street Service. As at ") ||
		!strings.Contains(words, "register log 0 entries, head") {
		t.Fatalf("exit %d\n%s", code, words)
	}
	b, err := os.ReadFile(out)
	if err != nil || !strings.HasPrefix(string(b), "%PDF-") {
		t.Fatalf("%v: begins %.8q", err, b)
	}
	info, _ := os.Stat(out)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v: others can read names", info.Mode())
	}
	for _, args := range [][]string{{"continuity", "--data", dir},
		{"continuity", "--data", dir, "--out", out, "--visits", "0"},
		{"continuity", "--data", dir, "--out", out, "--visits", "201"},
		{"serve", "--data", dir, "--continuity", filepath.Join(dir, "nowhere")}} {
		if code, words := said("", args...); code != unreadable {
			t.Errorf("%v: exit %d\n%s", args, code, words)
		}
	}
	if code, words := said("", "continuity", "--data", t.TempDir(), "--out", out); code != refused {
		t.Errorf("no service there: exit %d\n%s", code, words)
	}
}

// later is a reading at a later time.
type later struct {
	reading
	by moment.Span
}

func (l later) Now() moment.Instant { return wallClock().Add(l.by) }

// TestServeKeepsTheNewestTwo: the folder of steady serve --continuity never holds
// more than two packs, nor a half written one, and leaves other files alone.
func TestServeKeepsTheNewestTwo(t *testing.T) {
	dir, folder := begun(t), t.TempDir()
	p := &place{dir: dir}
	db, err := p.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	st, err := app.Fold(context.Background(), db, "north-street", true)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "other.pdf"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var names [][]string
	for i := range 4 {
		src := later{reading{db, "north-street", st}, moment.Span(i) * moment.Hour}
		if err := p.keepPack(t.Context(), src, folder); err != nil {
			t.Fatal(err)
		}
		files, _ := os.ReadDir(folder)
		var now []string
		for _, f := range files {
			now = append(now, f.Name())
		}
		names = append(names, now)
	}
	if n := len(names[3]); n != 3 || names[3][0] != "other.pdf" || names[3][2] <= names[2][2] ||
		names[3][1] != names[2][2] {
		t.Errorf("the folder held %v", names)
	}
	if err := p.keepPack(t.Context(), reading{db, "north-street", st}, filepath.Join(folder, "gone")); err == nil {
		t.Error("a folder that is gone is no fault")
	}
}
