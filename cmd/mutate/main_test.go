package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// A room with a test that looks at one edge and not at the other.
const (
	room = `package room

const most = 30

// Dose is what is given.
func Dose(ask int, awake bool) int {
	if !awake || ask < 1 {
		return 0
	}
	note() // a call whose answer nobody takes is left as it is
	defer note()
	return min(ask, most)
}

func note() bool { return true }
`
	roomTest = `package room

import "testing"

func TestDose(t *testing.T) {
	for ask, want := range map[int]int{-1: 0, 5: 5, 30: 30, 31: 30} {
		if got := Dose(ask, true); got != want {
			t.Errorf("%d gives %d", ask, got)
		}
	}
	if Dose(5, false) != 0 {
		t.Error("gives a dose to a person who is asleep")
	}
}
`
)

func TestFlipsThatNoTestNoticesSurvive(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for name, text := range map[string]string{
		"go.mod": "module room\n\ngo 1.26\n", "room/room.go": room, "room/room_test.go": roomTest,
		"room/skipped.go": "package room\n\nfunc never(a, b int) bool { return a < b }\n",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := flipPackage("room", regexp.MustCompile("^skipped"))
	if err != nil {
		t.Fatal(err)
	}
	var what []string
	for _, f := range p.flips {
		what = append(what, f.what)
	}
	list := strings.Join(what, "; ")
	for _, want := range []string{
		"|| becomes &&", "without the not", "< becomes <=", "the opposite of <", "one more than 1", "one more than 0",
		"min becomes max", "one more than most",
	} {
		if !strings.Contains(list, want) {
			t.Errorf("%q is not among the flips: %s", want, list)
		}
	}
	o := options{skip: regexp.MustCompile("^skipped"), workers: 2, limit: time.Minute}
	flips, survived, err := o.mutate("room")
	// "ask < 1" and "ask < 2" differ for 1 alone, and "ask <= 1" too: no test asks for 1.
	// Nobody looks at the answer of note either.
	if err != nil || flips != len(p.flips) || survived != 3 {
		t.Errorf("%d flips of %d, %d survived, %v", flips, len(p.flips), survived, err)
	}
}
