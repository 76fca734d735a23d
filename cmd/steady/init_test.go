package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// said runs a command and returns its exit code and all that it said.
func said(in string, args ...string) (code int, words string) {
	code, out, errs := steady(in, args...)
	return code, out + errs
}

// TestInitExportVerify begins a service as docs/how-to/start-a-service.md says
// and verifies its register as docs/how-to/verify-a-register.md says.
func TestInitExportVerify(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "north-street")
	begin := []string{"init", "--data", dir, "--premises", "north-street", "--name", "North Street Service",
		"--staff", "Your Name", "--booths", "4", "--session", "Morning 08:30-11:30",
		"--session", "Afternoon 14:00-17:00", "--pack", "uk-draft"}
	if code, words := said("602915\n", begin...); code != answered {
		t.Fatalf("init: exit %d\n%s", code, words)
	}
	if code, words := said("602915\n", begin...); code != refused || !strings.Contains(words, "already kept here") {
		t.Errorf("a second init: exit %d, want %d\n%s", code, refused, words)
	}
	file := filepath.Join(t.TempDir(), "register.steady")
	if code, words := said("", "register", "export", "--data", dir, "--out", file); code != answered {
		t.Fatalf("export: exit %d\n%s", code, words)
	}
	code, words := said("", "verify", file, "--key", filepath.Join(dir, "keys", "seal.pub"))
	if code != answered || !strings.Contains(words, "VERIFIED: the register of premises north-street, 0 entries") {
		t.Errorf("verify: exit %d\n%s", code, words)
	}
}

// TestInitRefuses leaves nothing behind that a second try would stumble over.
func TestInitRefuses(t *testing.T) {
	for _, c := range []struct{ name, in, last, want string }{
		{"a simple PIN", "111111\n", "Morning 08:30-11:30", "repeats itself"},
		{"a session that cannot be read", "602915\n", "Morning from eight", "write it like"},
		{"a session that ends before it begins", "602915\n", "Morning 11:30-08:30", "do not overlap"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "x")
			args := []string{"init", "--data", dir, "--premises", "north-street", "--name", "N", "--staff", "S", "--session"}
			if code, words := said(c.in, append(args, c.last)...); code == answered || !strings.Contains(words, c.want) {
				t.Fatalf("exit %d, want a refusal that says %q\n%s", code, c.want, words)
			}
			if code, words := said("602915\n", append(args, "Morning 08:30-11:30")...); code != answered {
				t.Errorf("the second, right try: exit %d\n%s", code, words)
			}
		})
	}
}

// TestReadmeDecision: the answer that the README prints is the answer.
func TestReadmeDecision(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	code, words := said("", "dose", "decide", "--pack", "ch-iv", "../../docs/tutorial/case.json")
	if code != answered {
		t.Fatalf("exit %d\n%s", code, words)
	}
	for _, line := range strings.SplitN(words, "\n", 5)[:4] {
		if !strings.Contains(string(readme), "    "+line+"\n") {
			t.Errorf("README.md does not show %q", line)
		}
	}
}
