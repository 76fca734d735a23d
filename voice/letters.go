package voice

import (
	"strconv"
	"strings"
	"unicode"
)

// Letters gives each name a short label of its own, so that a code is known by
// more than its colour: the initials of its first two words, or its first two
// letters, or those with a number where others have them already.
func Letters(names []string) []string {
	taken, out := map[string]bool{}, make([]string, len(names))
	for i, name := range names {
		label := initials(name)
		for n := 2; taken[label]; n++ {
			label = initials(name) + strconv.Itoa(n)
		}
		taken[label] = true
		out[i] = label
	}
	return out
}

func initials(name string) string {
	words := strings.FieldsFunc(name, func(c rune) bool { return !joins(c) })
	switch len(words) {
	case 0:
		return "?"
	case 1:
		r := []rune(words[0])
		_, end := Whole(r, 0, min(2, len(r)))
		return string(unicode.ToUpper(r[0])) + string(r[1:end])
	}
	a, b := []rune(words[0]), []rune(words[1])
	return string(unicode.ToUpper(a[0])) + string(unicode.ToLower(b[0]))
}
