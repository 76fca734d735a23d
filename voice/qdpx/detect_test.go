package qdpx

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"steady/voice"
)

// said makes an invented transcript: words, emoji, accents, full stops, lines.
func said(rng *rand.Rand, lineEnd, mark string) string {
	words := []string{"I", "the", "bus", "café", "nurse", "knew", "twice", "day", "naïve", "money", "it’s", "walk", "home",
		"morning", "hours", "😞", "👍🏽", "a", "and", "שלום", "don’t"}
	var b strings.Builder
	b.WriteString(mark)
	for range 30 {
		for i := range 6 + rng.IntN(20) {
			if i > 0 {
				b.WriteString([]string{" ", " ", " ", ", ", ". "}[rng.IntN(5)])
			}
			b.WriteString(words[rng.IntN(len(words))])
		}
		b.WriteString("." + lineEnd)
	}
	return b.String()
}

// chosen are passages that begin and end with a word, as people code.
func chosen(rng *rand.Rand, r *rawText, d voice.Dialect, n int, named bool) (spans []span, quotes []string) {
	off := r.offsets(d)
	var starts, ends []int
	for i, c := range r.runes {
		letter := func(j int) bool { return j >= 0 && j < len(r.runes) && joinsWord(r.runes[j]) }
		if joinsWord(c) && !letter(i-1) {
			starts = append(starts, i)
		}
		if joinsWord(c) && !letter(i+1) {
			ends = append(ends, i+1)
		}
	}
	for len(spans) < n {
		k := rng.IntN(len(starts))
		last := min(k+rng.IntN(12), len(ends)-1)
		from, to := starts[k], ends[last]
		if to <= from {
			continue
		}
		s := span{start: off[from], end: off[to]}
		if d.End == voice.EndInclusive {
			s.end = off[to] - 1
		}
		quote := r.q.Quote(r.norm[from], r.norm[to])
		if named {
			s.name = quote
		}
		spans, quotes = append(spans, s), append(quotes, quote)
	}
	return spans, quotes
}

func joinsWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || c == '’' }

// Texts counted in every way that programs count in, with and without names:
// the way that is found gives the quotes that were meant. Where few selections
// cannot show it, the doubt is said.
func TestDialectsAreFoundInInventedTexts(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, named := range []bool{true, false} {
		for _, unit := range []string{voice.UnitCodePoint, voice.UnitUTF16, voice.UnitUTF8} {
			for _, crlf := range []int{0, 1, 2} {
				for _, bom := range []int{-1, 0, 1} {
					for _, end := range []string{voice.EndExclusive, voice.EndInclusive} {
						d := voice.Dialect{Unit: unit, CRLF: crlf, BOM: bom, End: end}
						t.Run(fmt.Sprintf("%v %s", named, words(d)), func(t *testing.T) {
							for range 2 {
								if wrong, found := misquoted(t, rng, d, 12, named); wrong > 0 {
									t.Errorf("%d quotes are others: found %s (%s)", wrong, words(found), found.Doubt)
								}
								if wrong, found := misquoted(t, rng, d, 3, named); wrong > 0 && found.Doubt == "" {
									t.Errorf("three selections: %d quotes are others and it is not said: %s", wrong, words(found))
								}
							}
						})
					}
				}
			}
		}
	}
}

// misquoted counts the quotes that come out wrong.
func misquoted(t *testing.T, rng *rand.Rand, d voice.Dialect, n int, named bool) (wrong int, found voice.Dialect) {
	t.Helper()
	lineEnd, mark := "\n", ""
	if d.CRLF > 0 {
		lineEnd = "\r\n"
	}
	if d.BOM >= 0 {
		mark = "\ufeff"
	}
	r, err := newRaw([]byte(said(rng, lineEnd, mark)))
	if err != nil {
		t.Fatal(err)
	}
	spans, quotes := chosen(rng, r, d, n, named)
	found = r.detect("", spans)
	off := r.offsets(found)
	for i, s := range spans {
		start, end, ok := r.place(off, found, s)
		if !ok || r.q.Quote(start, end) != quotes[i] {
			wrong++
		}
	}
	return wrong, found
}
