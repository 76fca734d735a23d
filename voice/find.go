package voice

import (
	"slices"
	"unicode"
)

// Look is how a text is searched.
type Look struct {
	For   string // letters are compared without regard to case
	Words bool   // whole words only
	Only  []Turn // only what lies in these turns; nil: everywhere
}

// Find gives where the words stand, from left to right, never overlapping. A
// search for nothing finds nothing.
func (l *Look) Find(text []rune) (out []Stretch) {
	want := folded([]rune(l.For))
	if len(want) == 0 {
		return nil
	}
	have := folded(text)
	for at := 0; at+len(want) <= len(have); at++ {
		if have[at] != want[0] || !slices.Equal(have[at:at+len(want)], want) {
			continue
		}
		end := at + len(want)
		if l.fits(text, at, end) {
			out = append(out, Stretch{at, end})
			at = end - 1
		}
	}
	return out
}

func (l *Look) fits(text []rune, start, end int) bool {
	if s, e := Whole(text, start, end); s != start || e != end {
		return false // half of what a reader sees as one character
	}
	if l.Words && (start > 0 && joins(text[start-1]) && joins(text[start]) ||
		end < len(text) && joins(text[end-1]) && joins(text[end])) {
		return false
	}
	return l.Only == nil || slices.ContainsFunc(l.Only, func(t Turn) bool { return t.Start <= start && end <= t.End })
}

// folded maps each code point to one that stands for all its cases, so that
// positions stay as they are.
func folded(text []rune) []rune {
	out := make([]rune, len(text))
	for i, c := range text {
		least := c
		for f := unicode.SimpleFold(c); f != c; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		out[i] = least
	}
	return out
}
