package voice

import "unicode"

// Browsers count positions in UTF-16 units, where an emoji takes two. This file
// is the one place where their positions become ours, and ours theirs.

// wide is the number of UTF-16 units of one code point.
func wide(c rune) int {
	if c >= 0x10000 {
		return 2
	}
	return 1
}

// FromUTF16 gives the position in code points of one counted in UTF-16 units.
// The error is a *RefusedError where the position lies outside the text, or in
// the middle of one character: a passage is never moved to make it fit.
func FromUTF16(text string, units int) (int, error) {
	at, points := 0, 0
	for _, c := range text {
		if at >= units {
			break
		}
		at += wide(c)
		points++
	}
	switch {
	case units < 0 || at < units:
		return 0, Refuse("the position %d lies outside the text, which is %d long", units, at)
	case at > units:
		return 0, Refuse("the position %d lies in the middle of a character", units)
	}
	return points, nil
}

// ToUTF16 gives the position in UTF-16 units of one in code points; a position
// past the end is the end.
func ToUTF16(text string, points int) (units int) {
	for _, c := range text {
		if points <= 0 {
			break
		}
		units += wide(c)
		points--
	}
	return units
}

// Whole widens a passage to whole characters as a reader sees them: an accent
// stays with its letter, the parts of a joined emoji and the two letters of a
// flag stay together. The bounds are code points of text and lie within it.
func Whole(text []rune, start, end int) (int, int) {
	for start > 0 && start < len(text) && together(text, start) {
		start--
	}
	for end > 0 && end < len(text) && together(text, end) {
		end++
	}
	return start, end
}

const (
	joiner    = '\u200d' // joins emoji into one
	firstSkin = '\U0001F3FB'
	lastSkin  = '\U0001F3FF'
	firstFlag = '\U0001F1E6'
	lastFlag  = '\U0001F1FF'
)

// together reports whether the code points before and after a position are one
// character to a reader.
func together(text []rune, at int) bool {
	before, after := text[at-1], text[at]
	switch {
	case before == '\r' && after == '\n':
		return true
	case unicode.IsMark(after), after == joiner, after >= firstSkin && after <= lastSkin:
		return true
	case before == joiner:
		return unicode.Is(unicode.So, after)
	case before >= firstFlag && before <= lastFlag && after >= firstFlag && after <= lastFlag:
		flags := 0
		for i := at - 1; i >= 0 && text[i] >= firstFlag && text[i] <= lastFlag; i-- {
			flags++
		}
		return flags%2 == 1
	}
	return false
}
