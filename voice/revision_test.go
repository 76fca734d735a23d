package voice

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

const spoken = "I got two buses, twice a day. The nurse knew my name 👍🏽."

// span finds a quote in code points.
func span(t *testing.T, text, quote string) (int, int) {
	t.Helper()
	i := strings.Index(text, quote)
	if i < 0 {
		t.Fatalf("%q is not in %q", quote, text)
	}
	start := utf8.RuneCountInString(text[:i])
	return start, start + utf8.RuneCountInString(quote)
}

func TestPassagesMoveWithTheirWords(t *testing.T) {
	for _, c := range []struct {
		quote, from, to string // the edit replaces from by to
		fate            Fate
		now, wider      string
	}{
		{"twice a day", "I got", "Well, 😞 I took", Kept, "twice a day", "twice a day"},
		{"two buses", "The nurse", "A nurse", Kept, "two buses", "two buses"},
		{"two buses, twice a day", "twice", "three times", Changed, "two buses, three times a day",
			"two buses, three times a day"},
		{"two buses", "two", "three", Changed, "three buses", "three buses"},
		{"two buses", "buses", "trains", Changed, "two trains", "two trains"},
		{"two buses", "got two", "take three", Asked, " buses", "take three buses"},
		{"two buses", "buses, twice", "buses daily", Asked, "two ", "two buses daily"},
		{"two buses", "two buses", "the tram", Asked, "", "the tram"},
		{"two buses", "got two buses, twice", "walked", Asked, "", "walked"},
		{"The nurse", " knew", "s knew", Asked, "The nurse", "The nurses knew"},
		{"buses", "two ", "mini", Asked, "buses", "minibuses"},
		{"The nurse", " knew", " really knew", Kept, "The nurse", "The nurse"},
		{"knew my name 👍🏽", ".", "!", Kept, "knew my name 👍🏽", "knew my name 👍🏽"},
	} {
		s, e := span(t, spoken, c.from)
		if c.from == "." {
			s, e = len([]rune(spoken))-1, len([]rune(spoken))
		}
		r, err := Revise(spoken, []Edit{{s, e, c.to}})
		if err != nil {
			t.Fatal(err)
		}
		p, err := r.Move(span(t, spoken, c.quote))
		if err != nil {
			t.Fatal(err)
		}
		q := NewQuoter(r.Text)
		now, wider := q.Quote(p.Start, p.End), q.Quote(p.WiderStart, p.WiderEnd)
		if p.Fate != c.fate || now != c.now || wider != c.wider || (p.Why != "") != (p.Fate == Asked) {
			t.Errorf("%q after %q became %q: %q or %q, %+v", c.quote, c.from, c.to, now, wider, p)
		}
	}
}

func TestEditsThatMeetAreRefused(t *testing.T) {
	for _, edits := range [][]Edit{{{0, 3, ""}, {2, 4, ""}}, {{1, 1, "a"}, {1, 1, "b"}}, {{-1, 0, ""}}, {{4, 3, ""}},
		{{0, 99, ""}}} {
		if _, err := Revise("one two", edits); err == nil {
			t.Errorf("%v was taken", edits)
		}
	}
	if _, err := Revise("one two", []Edit{{3, 4, "-"}, {0, 3, "ONE"}}); err != nil {
		t.Error(err)
	}
}

// edited draws a text and edits apart from each other.
func edited(t *rapid.T) (string, []Edit) {
	text := []rune(rapid.StringMatching(`[ab 😞é,]{0,30}`).Draw(t, "text"))
	var edits []Edit
	for at := 0; at <= len(text) && len(edits) < 4; {
		start := rapid.IntRange(at, len(text)).Draw(t, "start")
		end := rapid.IntRange(start, len(text)).Draw(t, "end")
		edits = append(edits, Edit{start, end, rapid.StringMatching(`[xy 👍🏽]{0,4}`).Draw(t, "with")})
		at = end + 1
	}
	return string(text), edits
}

// A second way to follow a passage: every letter of the new text knows which
// letter of the old one it is.
func TestFatesAreTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, edits := edited(t)
		r, err := Revise(text, edits)
		if err != nil {
			t.Fatal(err)
		}
		old := []rune(text)
		var origin []int
		at := 0
		for _, e := range edits {
			for ; at < e.Start; at++ {
				origin = append(origin, at)
			}
			for range []rune(e.With) {
				origin = append(origin, -1)
			}
			at = e.End
		}
		for ; at < len(old); at++ {
			origin = append(origin, at)
		}
		start := rapid.IntRange(0, len(old)).Draw(t, "from")
		end := rapid.IntRange(start, len(old)).Draw(t, "to")
		p, err := r.Move(start, end)
		if err != nil {
			t.Fatal(err)
		}
		n := len([]rune(r.Text))
		if n != len(origin) || p.Start < 0 || p.Start > p.End || p.End > n || p.WiderStart > p.Start || p.WiderEnd < p.End ||
			p.WiderStart < 0 || p.WiderEnd > n {
			t.Fatalf("%+v in a text of %d", p, n)
		}
		inside := map[int]bool{}
		for _, o := range origin[p.Start:p.End] {
			if o >= 0 && (o < start || o >= end) {
				t.Fatalf("%+v took in letter %d, which was not coded", p, o)
			}
			inside[o] = true
		}
		for i, o := range origin { // no coded letter that is still there is lost
			if o >= start && o < end && (i < p.Start || i >= p.End) {
				t.Fatalf("%+v lost letter %d", p, o)
			}
		}
		quote := NewQuoter(r.Text).Quote(p.Start, p.End)
		if p.Fate == Kept && quote != string(old[start:end]) {
			t.Fatalf("kept %q as %q", string(old[start:end]), quote)
		}
		if p.Fate == Changed && quote == "" {
			t.Fatal("changed into nothing without asking")
		}
	})
}

func TestCompareRebuildsTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.StringMatching(`[ab 😞é,]{0,30}`).Draw(t, "before")
		b := rapid.StringMatching(`[ab 😞é,]{0,30}`).Draw(t, "after")
		r, err := Revise(a, Compare(a, b))
		if err != nil {
			t.Fatalf("%v in %v", err, Compare(a, b))
		}
		if r.Text != b {
			t.Fatalf("%q became %q, not %q", a, r.Text, b)
		}
	})
	got := Compare(spoken, strings.Replace(spoken, "two", "three", 1))
	if len(got) != 1 || got[0] != (Edit{6, 9, "three"}) {
		t.Errorf("%v", got)
	}
	far := Compare(strings.Repeat("a ", 2000), strings.Repeat("b ", 2000))
	if r, err := Revise(strings.Repeat("a ", 2000), far); err != nil || r.Text != strings.Repeat("b ", 2000) {
		t.Errorf("texts far apart: %v", err)
	}
}

func TestCorrectingMovesEveryPassage(t *testing.T) {
	s := Source{Text: spoken, HasText: true}
	for _, quote := range []string{"two buses", "twice a day", "The nurse knew", "name 👍🏽"} {
		start, end := span(t, spoken, quote)
		s.Selections = append(s.Selections, Selection{Start: start, End: end, Placed: true})
	}
	s.Selections = append(s.Selections, Selection{Start: 900, End: 901})
	c, err := s.Correct(Compare(spoken, "I took two buses, three times a day. The staff all knew my name 👍🏽."))
	if err != nil {
		t.Fatal(err)
	}
	q := NewQuoter(c.Source.Text)
	var got []string
	for _, sel := range c.Source.Selections {
		got = append(got, q.Quote(sel.Start, sel.End))
	}
	if strings.Join(got, "|") != "two buses|three times a day|The staff all knew|name 👍🏽|" || len(c.Asked) != 0 ||
		len(c.Changed) != 2 {
		t.Errorf("%q, %+v", got, c)
	}
	if s.Text != spoken || s.Selections[1].Start != 17 {
		t.Error("the version before was changed")
	}
}
