package web

import (
	"strings"
	"testing"

	"steady/moment"
)

// FuzzOwnInput: no bytes of a form crash what reads them, a week has no more
// moves than it has visits, and the number of a note is read as it is spelled.
func FuzzOwnInput(f *testing.F) {
	for _, seed := range []string{"", "2026-03-09/0/530 2026-03-09/1/860", "2026-03-09/0/x",
		"1234 5678 9012 3456", "/-/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		moves := movesOf(text, "u-01", moment.UTC)
		if len(moves) > movesMost {
			t.Fatalf("%d moves", len(moves))
		}
		for _, b := range moves {
			if b.Session < 0 || moment.UTC.Day(b.Due) != b.Day || b.Person != "u-01" {
				t.Fatalf("%q moves %+v", text, b)
			}
		}
		if n := digits(text); digits(n) != n || noteOf(text) != noteOf(n) {
			t.Fatalf("%q is the number %q, which is another one", text, n)
		}
		if n := digits(text); len(n)%4 == 0 && strings.ReplaceAll(spell(n), " ", "") != n {
			t.Fatalf("%q is spelled %q", n, spell(n))
		}
	})
}
