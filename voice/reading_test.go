package voice

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// mixed draws text of several scripts: emoji with skin tones and joiners,
// combining marks, right-to-left words, flags, line ends.
var mixed = rapid.StringOfN(rapid.RuneFrom([]rune("ab c.?! \nÄe\u0301שלוםمرحبا\u200d👍🏽👩🇬🇧नी।。界“”")), 0, 60, -1)

func TestPositionsOfBrowsers(t *testing.T) {
	const text = "I 👍🏽 e\u0301 שלום"
	for _, c := range []struct{ units, points int }{{0, 0}, {2, 2}, {4, 3}, {6, 4}, {7, 5}, {8, 6}, {9, 7}, {14, 12}} {
		if got, err := FromUTF16(text, c.units); err != nil || got != c.points {
			t.Errorf("unit %d is code point %d, %v; want %d", c.units, got, err, c.points)
		}
		if got := ToUTF16(text, c.points); got != c.units {
			t.Errorf("code point %d is unit %d; want %d", c.points, got, c.units)
		}
	}
	for _, units := range []int{-1, 3, 5, 15} {
		var refused *RefusedError
		if _, err := FromUTF16(text, units); !errors.As(err, &refused) {
			t.Errorf("unit %d: %v", units, err)
		}
	}
}

func TestPositionsAgainstTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixed.Draw(t, "text")
		runes := []rune(text)
		at := rapid.IntRange(0, len(runes)).Draw(t, "at")
		units := len(utf16.Encode(runes[:at]))
		if got := ToUTF16(text, at); got != units {
			t.Fatalf("%d units, want %d", got, units)
		}
		if got, err := FromUTF16(text, units); err != nil || got != at {
			t.Fatalf("%d, %v; want %d", got, err, at)
		}
	})
}

func TestWholeCharacters(t *testing.T) {
	for _, c := range []struct {
		text       string
		start, end int
		want       string
	}{
		{"e\u0301a", 0, 1, "e\u0301"}, {"e\u0301a", 1, 3, "e\u0301a"}, {"a👍🏽b", 1, 2, "👍🏽"},
		{"👩\u200d🦱!", 0, 1, "👩\u200d🦱"}, {"👩\u200d🦱!", 2, 3, "👩\u200d🦱"}, {"🇬🇧🇨🇭", 1, 2, "🇬🇧"}, {"🇬🇧🇨🇭", 0, 2, "🇬🇧"},
		{"שלום", 1, 2, "ל"}, {"abc", 1, 2, "b"},
	} {
		r := []rune(c.text)
		start, end := Whole(r, c.start, c.end)
		if got := string(r[start:end]); got != c.want {
			t.Errorf("%q from %d to %d: %q, want %q", c.text, c.start, c.end, got, c.want)
		}
	}
}

func TestBlocksHoldEveryCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(mixed.Draw(t, "text"))
		most := rapid.IntRange(3, 30).Draw(t, "most")
		var back strings.Builder
		at := 0
		for _, b := range Blocks(text, nil, most) {
			for ; at < b.Start; at++ {
				if text[at] != '\n' {
					t.Fatalf("character %d is in no block", at)
				}
				back.WriteByte('\n')
			}
			if b.Start != at || b.End <= b.Start || b.Sentences[0] != b.Start || !slices.IsSorted(b.Sentences) {
				t.Fatalf("block %+v at %d", b, at)
			}
			if len(b.Sentences) > 1 && b.End-b.Start > most {
				t.Fatalf("%d sentences, %d characters in a block of %d", len(b.Sentences), b.End-b.Start, most)
			}
			s := ""
			for i := range b.Sentences {
				start, end := b.Sentence(i)
				s += string(text[start:end])
			}
			back.WriteString(s)
			at = b.End
		}
		if got := back.String(); got+strings.Repeat("\n", len(text)-at) != string(text) {
			t.Fatalf("%q came back as %q", string(text), got)
		}
	})
}

func TestSentences(t *testing.T) {
	for text, want := range map[string]string{
		"I came. Then? “Yes.” She left!":       "I came. |Then? |“Yes.” |She left!",
		"About 1.5 hours, e.g. two buses":      "About 1.5 hours, e.g. two buses",
		"我来了。我走了。":                             "我来了。|我走了。",
		"जाना है। आना है।":                     "जाना है। |आना है।",
		"هل تأتي؟ نعم.":                        "هل تأتي؟ |نعم.",
		"No... it was not. And then it was so": "No... it was not. |And then it was so",
	} {
		r := []rune(text)
		var got []string
		for _, b := range Blocks(r, nil, 1000) {
			for i := range b.Sentences {
				start, end := b.Sentence(i)
				got = append(got, string(r[start:end]))
			}
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%q, want %q", s, want)
		}
	}
}

func TestBlocksKnowTheirTurns(t *testing.T) {
	text := []rune("Heading\nA: one two.\nand three\nB:\nfour")
	turns := []Turn{{0, 11, 29}, {1, 33, 37}}
	var got []int
	for _, b := range Blocks(text, turns, 100) {
		got = append(got, b.Turn)
	}
	if !slices.Equal(got, []int{NoTurn, 0, 0, NoTurn, 1}) {
		t.Error(got)
	}
}

func TestWindowsAndTouchedBlocks(t *testing.T) {
	var lines []string
	for i := range 100 {
		lines = append(lines, strings.Repeat("x", 1+i%7))
	}
	blocks := Blocks([]rune(strings.Join(lines, "\n")), nil, 50)
	at := 0
	for at < len(blocks) {
		from, to := Window(blocks, at, 20)
		if from != at || to <= from || to-from > 1 && blocks[to-1].End-blocks[from].Start > 20 {
			t.Fatalf("window %d to %d", from, to)
		}
		at = to
	}
	for start := 0; start < 60; start++ {
		for end := start + 1; end < 62; end++ {
			from, to := Touched(blocks, start, end)
			for i, b := range blocks {
				if in := b.Start < end && b.End > start; in != (i >= from && i < to) {
					t.Fatalf("%d to %d touches block %d: %v, got %d to %d", start, end, i, in, from, to)
				}
			}
		}
	}
}

// laid draws passages on a few short texts.
func laid(t *rapid.T) []Passage {
	n := rapid.IntRange(0, 14).Draw(t, "passages")
	out := make([]Passage, n)
	for i := range out {
		start := rapid.IntRange(0, 38).Draw(t, "start")
		out[i] = Passage{ID: fmt.Sprint(i), Text: rapid.IntRange(0, 2).Draw(t, "text"), Start: start,
			End:   rapid.IntRange(start+1, 40).Draw(t, "end"),
			Code:  rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "code"),
			Coder: rapid.SampledFrom([]string{"X", "Y"}).Draw(t, "coder"), At: rapid.Int64Range(0, 9).Draw(t, "at")}
	}
	return out
}

func TestSegmentsAgainstEveryCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ps := laid(t)
		from := rapid.IntRange(0, 20).Draw(t, "from")
		to := rapid.IntRange(from, 40).Draw(t, "to")
		at := from
		var last []int
		for _, s := range Segments(ps, from, to) {
			if s.Start != at || s.End <= s.Start || at > from && slices.Equal(s.Over, last) && len(last) > 0 &&
				!slices.ContainsFunc(ps, func(p Passage) bool { return p.Start == at || p.End == at }) {
				t.Fatalf("segment %+v at %d after %v", s, at, last)
			}
			for ; at < s.End; at++ {
				var over []int
				for i, p := range ps {
					if p.Start <= at && at < p.End {
						over = append(over, i)
					}
				}
				if !slices.Equal(over, s.Over) {
					t.Fatalf("character %d: %v, want %v", at, s.Over, over)
				}
			}
			last = s.Over
		}
		if at != to {
			t.Fatalf("the segments end at %d of %d", at, to)
		}
	})
}

func TestLanesAreFewestAndNeverOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ps := laid(t)
		lanes := Lanes(ps)
		most := 0
		for at := range 40 {
			deep, taken := 0, map[int]bool{}
			for i, p := range ps {
				if p.Start <= at && at < p.End {
					deep++
					if taken[lanes[i]] {
						t.Fatalf("two passages on lane %d at %d", lanes[i], at)
					}
					taken[lanes[i]] = true
				}
			}
			most = max(most, deep)
		}
		for _, l := range lanes {
			if l >= most {
				t.Fatalf("lane %d where %d are enough", l, most)
			}
		}
	})
}

func TestQueryAgainstEveryCharacter(t *testing.T) {
	codes := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 1, 2)
	rapid.Check(t, func(t *rapid.T) {
		ps := laid(t)
		q := Query{All: rapid.SliceOfN(codes, 0, 2).Draw(t, "all"), Since: rapid.Int64Range(0, 3).Draw(t, "since")}
		if rapid.Bool().Draw(t, "any") {
			q.Any = codes.Draw(t, "of")
		}
		if rapid.Bool().Draw(t, "none") {
			q.None = codes.Draw(t, "no")
		}
		if rapid.Bool().Draw(t, "who") {
			q.Coders = []string{"X"}
		}
		got := map[[2]int]bool{}
		for _, f := range q.Find(ps, nil) {
			for at := f.Start; at < f.End; at++ {
				got[[2]int{f.Text, at}] = true
			}
		}
		for text := range 3 {
			for at := range 40 {
				over := func(codes []string) bool {
					return slices.ContainsFunc(ps, func(p Passage) bool {
						return p.Text == text && p.Start <= at && at < p.End && p.At >= q.Since &&
							(q.Coders == nil || p.Coder == "X") && (codes == nil || slices.Contains(codes, p.Code))
					})
				}
				want := over(nil)
				for _, all := range q.All {
					want = want && over(all)
				}
				want = want && (q.Any == nil || over(q.Any)) && (q.None == nil || !over(q.None))
				if got[[2]int{text, at}] != want {
					t.Fatalf("character %d of text %d: %v, want %v", at, text, !want, want)
				}
			}
		}
	})
}

func TestNearCountsTurns(t *testing.T) {
	turns := []Turn{{0, 0, 10}, {1, 10, 20}, {0, 20, 30}, {1, 30, 40}}
	ps := []Passage{{Start: 2, End: 4, Code: "a"}, {Start: 25, End: 26, Code: "b"}, {Start: 33, End: 35, Code: "a"}}
	for apart, want := range map[int]int{0: 0, 1: 1, 2: 2} {
		q := Query{Any: []string{"a"}, Near: []string{"b"}, Turns: apart}
		if got := q.Find(ps, func(int) []Turn { return turns }); len(got) != want {
			t.Errorf("within %d turns: %v, want %d", apart, got, want)
		}
	}
}

func TestMeetingsAgainstAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ps := laid(t)
		want := map[[2]string]int{}
		for i, p := range ps {
			for _, o := range ps[:i] {
				if p.Text == o.Text && p.Code != o.Code && p.Start < o.End && o.Start < p.End {
					want[[2]string{min(p.Code, o.Code), max(p.Code, o.Code)}]++
				}
			}
		}
		got := map[[2]string]int{}
		for _, m := range Meetings(ps) {
			got[[2]string{m.A, m.B}] = m.Passages
			if m.Texts < 1 || m.Texts > 3 {
				t.Fatal(m)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

func TestFindAgainstEveryPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(mixed.Draw(t, "text"))
		word := rapid.StringOfN(rapid.RuneFrom([]rune("abÄe")), 1, 2, -1).Draw(t, "word")
		for _, f := range (&Look{For: word}).Find(text) {
			if !strings.EqualFold(string(text[f.Start:f.End]), word) {
				t.Fatalf("%q found as %q", word, string(text[f.Start:f.End]))
			}
		}
	})
	text := []rune("Hours, hour; HOURS. Straße STRASSE e\u0301 e")
	for _, c := range []struct {
		look Look
		want int
	}{{Look{For: "hours"}, 2}, {Look{For: "hour"}, 3}, {Look{For: "hour", Words: true}, 1}, {Look{For: ""}, 0},
		{Look{For: "straße"}, 1}, {Look{For: "e", Words: true}, 1},
		{Look{For: "hours", Only: []Turn{{0, 6, 20}}}, 1}} {
		if got := c.look.Find(text); len(got) != c.want {
			t.Errorf("%+v: %v", c.look, got)
		}
	}
}

func TestSaturation(t *testing.T) {
	// Invented: five interviews.
	heard := [][]string{{"a", "b"}, {"b", "c"}, {"a", "d"}, {"d"}, {"e", "a"}}
	s, err := Saturate(heard, 2, 2, 200, 1)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.New, []int{2, 1, 1, 0, 1}) || !slices.Equal(s.Total, []int{2, 3, 4, 4, 5}) || s.InBase != 3 ||
		len(s.Runs) != 2 || s.Runs[0].New != 1 || *s.Runs[1].Ratio != 1.0/3 {
		t.Errorf("%+v", s)
	}
	if _, ok := s.Reached(0.05); ok {
		t.Error("5 % is not reached")
	}
	if r, ok := s.Reached(0.34); !ok || r.First != 2 {
		t.Error(r)
	}
	for i, b := range s.Band {
		if b.Lo > b.Median || b.Median > b.Hi || b.Hi > 5 || i == 4 && b != (Spread{5, 5, 5}) {
			t.Errorf("%d: %+v", i, b)
		}
	}
	if empty, err := Saturate([][]string{nil, {"a"}}, 1, 1, 0, 1); err != nil || empty.Runs[0].Ratio != nil {
		t.Errorf("%+v, %v", empty, err)
	}
	for _, bad := range [][3]int{{0, 1, 0}, {1, 0, 0}, {4, 2, 0}, {1, 1, -1}} {
		if _, err := Saturate(heard, bad[0], bad[1], bad[2], 1); err == nil {
			t.Error(bad)
		}
	}
}
