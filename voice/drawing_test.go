package voice

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestMapBoxesNeverOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(t, "themes")
		var themes []MapTheme
		var links []MapLink
		for i := range n {
			x := MapTheme{ID: fmt.Sprint(i), Name: mixed.Draw(t, "name"), Column: rapid.IntRange(0, 6).Draw(t, "column"),
				Row: rapid.IntRange(0, 3).Draw(t, "row"), Under: fmt.Sprint(rapid.IntRange(-1, 12).Draw(t, "under")),
				Codes: rapid.SliceOfN(mixed, 0, 4).Draw(t, "codes")}
			themes = append(themes, x)
			links = append(links, MapLink{fmt.Sprint(rapid.IntRange(0, 12).Draw(t, "from")), fmt.Sprint(i), ""})
		}
		m := DrawMap(themes, links)
		if fmt.Sprint(m) != fmt.Sprint(DrawMap(themes, links)) {
			t.Fatal("the same themes give another drawing")
		}
		for i, a := range m.Boxes {
			if a.ID != themes[i].ID || a.X < 0 || a.Y < 0 || a.X+a.W > m.W || a.Y+a.H > m.H {
				t.Fatalf("%+v in %d by %d", a, m.W, m.H)
			}
			for _, b := range m.Boxes[:i] {
				if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
					t.Fatalf("%+v lies over %+v", a, b)
				}
			}
		}
		for _, l := range m.Lines {
			if l.Link.From == l.Link.To || l.X1 < 0 || l.X2 < 0 || l.X1 > m.W || l.X2 > m.W {
				t.Fatalf("%+v", l)
			}
		}
	})
}

func TestWrapLosesNoLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixed.Draw(t, "text")
		lines := Wrap(text, 8)
		letters := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got, want := letters(strings.Join(lines, "")), letters(text); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
		for _, l := range lines {
			if n := utf8.RuneCountInString(l); n > 8 && strings.ContainsRune(l, ' ') {
				t.Fatalf("%q has %d characters", l, n)
			}
		}
	})
}

func TestCellsCountPeopleFirst(t *testing.T) {
	ps := []Passage{{Text: 0, Code: "a"}, {Text: 0, Start: 5, End: 9, Code: "a", Coder: "one"},
		{Text: 0, Start: 5, End: 9, Code: "a", Coder: "two"}, {Text: 1, Code: "a"}, {Text: 2, Code: "b"}}
	cases := []string{"P1", "P1", "P2"} // the first two interviews are of one person
	caseOf := func(text int) string { return cases[text] }
	columns := func(code string) []string { return []string{code, "all"} }
	cells := Cells(ps, caseOf, columns)
	if cells[Cell{"P1", "a"}] != (Carried{1, 2, 3}) || len(cells) != 4 {
		t.Error(cells)
	}
	if got := Carry(ps, caseOf, columns); got["all"] != (Carried{2, 3, 4}) || got["a"] != (Carried{1, 2, 3}) {
		t.Error(got)
	}
}

func TestLettersAreOwn(t *testing.T) {
	got := Letters([]string{"Waiting times", "waiting, then", "Stigma", "St", "", "👍", "שלום", "é"})
	want := []string{"Wt", "Wt2", "St", "St2", "?", "?2", "של", "É"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%q, want %q", got, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		seen := map[string]bool{}
		for _, l := range Letters(rapid.SliceOf(mixed).Draw(t, "names")) {
			if l == "" || seen[l] {
				t.Fatalf("%q stands twice", l)
			}
			seen[l] = true
		}
	})
}
