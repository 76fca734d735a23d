package transcript

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"steady/voice"
)

// line is one line of a text and what it might be.
type line struct {
	text   string
	start  int    // code points before it
	stamp  int64  // milliseconds, or -1
	synced int    // where what the time is about begins, in code points
	label  string // who may speak here, or ""
	alone  bool   // the label has the line for itself
	spoken int    // where the words begin within the line, in code points
	inset  bool   // it begins with white space
}

// stampForm is a time in brackets, with hours or without: [00:12:03], (12:03.5).
var stampForm = regexp.MustCompile(`^[\[(](?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?[\])]`)

// labelForm is what may stand before a colon: a name, a role, an initial.
var labelForm = regexp.MustCompile(`^([\p{L}\p{N}][^:.,;?!"“”()\[\]]{0,39}?)\s*:(?:\s+|$)`)

// columnForm is a label with its words aligned behind it.
var columnForm = regexp.MustCompile(`^([\p{L}\p{N}][^:.,;?!"“”()\[\]]{0,29}?)(?:\t+| {2,})(\S)`)

// ReadText reads plain text in which each turn begins with who speaks: a label
// and a colon, a label with its words aligned behind it, or a label alone on a
// line. Times in brackets become sync points.
func ReadText(b []byte) (*voice.Transcript, error) {
	s, err := plain(b)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(s) == "" {
		return nil, errNoWords
	}
	t := &voice.Transcript{Text: s}
	lines := cut(s)
	for _, l := range lines {
		if l.stamp >= 0 {
			t.Syncs = append(t.Syncs, voice.Sync{At: l.stamp, Pos: l.start + l.synced})
		}
	}
	confirm(lines)
	turns(t, lines)
	return t, nil
}

// cut makes lines of a text and proposes a label for each.
func cut(s string) (out []line) {
	at := 0
	for text := range strings.SplitSeq(s, "\n") {
		l := line{text: text, start: at, stamp: -1}
		at += utf8.RuneCountInString(text) + 1
		rest := strings.TrimLeft(text, " \t\u00a0")
		l.inset = rest != text && rest != ""
		rest = l.cutStamp(rest)
		if m := columnForm.FindStringSubmatchIndex(rest); m != nil && wordCount(rest[m[2]:m[3]]) <= 3 && !l.inset {
			l.label, rest = rest[m[2]:m[3]], rest[m[4]:]
		} else if m := labelForm.FindStringSubmatch(rest); m != nil && wordCount(m[1]) <= 4 {
			l.label, rest = m[1], rest[len(m[0]):]
			rest = l.cutStamp(rest)
			l.alone = rest == ""
		} else if r := strings.TrimSpace(rest); r != "" && utf8.RuneCountInString(r) <= 40 && wordCount(r) <= 4 &&
			!strings.ContainsAny(r, `.,;:?!"“”()[]`) && startsUpper(r) {
			l.label, l.alone = r, true
			rest = ""
		}
		l.spoken = utf8.RuneCountInString(text) - utf8.RuneCountInString(rest)
		out = append(out, l)
	}
	return out
}

// cutStamp takes a time off the beginning of s.
func (l *line) cutStamp(s string) string {
	m := stampForm.FindStringSubmatch(s)
	if m == nil || l.stamp >= 0 {
		return s
	}
	l.stamp = millis(m[1], m[2], m[3], m[4])
	s = strings.TrimLeft(s[len(m[0]):], " \t\u00a0")
	l.synced = utf8.RuneCountInString(l.text) - utf8.RuneCountInString(s) // s ends as the line does
	return s
}

// millis makes a time of its digits; a fraction counts as written.
func millis(h, m, s, fraction string) int64 {
	n := func(digits string) int64 {
		v, _ := strconv.ParseInt(digits, 10, 64) // the forms match digits alone
		return v
	}
	return ((n(h)*60+n(m))*60+n(s))*1000 + n((fraction + "000")[:3])
}

func wordCount(s string) int { return len(strings.Fields(s)) }

func startsUpper(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(c) || unicode.IsDigit(c) || unicode.Is(unicode.Lo, c)
}

// confirm strikes out the labels that are none. A label speaks more than once;
// where nobody does, most paragraphs begin with one. A label alone on its line
// does so twice, or speaks elsewhere with a colon.
func confirm(lines []line) {
	withWords, alone := map[string]int{}, map[string]int{}
	colons, filled := 0, 0
	for i, l := range lines {
		if strings.TrimSpace(l.text) != "" && !l.inset {
			filled++
		}
		switch {
		case l.label == "":
		case l.alone && !strings.Contains(l.text, ":"):
			if before := i == 0 || strings.TrimSpace(lines[i-1].text) == ""; before && i+1 < len(lines) &&
				strings.TrimSpace(lines[i+1].text) != "" {
				alone[l.label]++
			}
		default:
			withWords[l.label]++
			colons++
		}
	}
	most := filled > 0 && 2*colons >= filled
	for _, n := range withWords {
		most = most && n < 2
	}
	for i := range lines {
		l := &lines[i]
		ok := withWords[l.label] >= 2 || most && withWords[l.label] == 1
		if l.alone && !strings.Contains(l.text, ":") {
			ok = alone[l.label] >= 2 || ok && alone[l.label] >= 1
		}
		if l.label != "" && !ok {
			l.label = ""
		}
	}
}

// turns gathers lines under the label before them; a line that begins with
// white space, and a paragraph without a label, go on with the turn.
func turns(t *voice.Transcript, lines []line) {
	open, from, end := "", 0, 0
	loose := -1
	finish := func() {
		if open != "" {
			t.Speak(open, from, max(from, end))
		}
		if loose >= 0 {
			t.Loose = append(t.Loose, voice.Stretch{Start: loose, End: end})
		}
		open, loose = "", -1
	}
	for _, l := range lines {
		last := l.start + utf8.RuneCountInString(strings.TrimRight(l.text, " \t\u00a0"))
		switch {
		case l.label != "":
			finish()
			open, from, end = l.label, l.start+l.spoken, l.start+l.spoken
			if l.alone {
				from, end = l.start+utf8.RuneCountInString(l.text)+1, -1 // the words begin on the next line
				if limit := utf8.RuneCountInString(t.Text); from > limit {
					from = limit
				}
				continue
			}
			end = max(from, last)
		case strings.TrimSpace(l.text) == "":
		default:
			if open == "" && loose < 0 {
				loose = l.start
			}
			end = last
		}
	}
	finish()
}
