package transcript

import (
	"errors"
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"steady/voice"
)

// cue is one caption: what is said at a time, and by whom where it is told.
type cue struct {
	at    int64 // milliseconds
	voice string
	words string
}

// timing is the line of a cue's times; hours may be left out. SubRip writes a
// comma, WebVTT a point; both are read in either.
var timing = regexp.MustCompile(
	`^\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}(?:\s.*)?$`)

// voiceTag opens what one person says inside a cue.
var voiceTag = regexp.MustCompile(`(?i)<v(?:\.[^ \t>]*)?[ \t]+([^>]*)>`)

// anyTag is markup that carries no words.
var anyTag = regexp.MustCompile(`</?[a-zA-Z0-9][^<>]*>`)

// ReadVTT reads WebVTT: consecutive cues of one voice are a turn, and every cue
// gives a sync point. Notes and styles go to Notes.
func ReadVTT(b []byte) (*voice.Transcript, error) {
	s, err := plain(b)
	if err != nil {
		return nil, err
	}
	first, rest, _ := strings.Cut(s, "\n")
	if first != "WEBVTT" && !strings.HasPrefix(first, "WEBVTT ") && !strings.HasPrefix(first, "WEBVTT\t") {
		return nil, errors.New("line 1: a WebVTT file begins with WEBVTT")
	}
	return captions(rest)
}

// ReadSRT reads SubRip. It has no voices; a name and a colon in capitals, or one
// that speaks more than once, is taken for one.
func ReadSRT(b []byte) (*voice.Transcript, error) {
	s, err := plain(b)
	if err != nil {
		return nil, err
	}
	return captions(s)
}

// captions reads blocks of lines with blank lines between.
func captions(s string) (*voice.Transcript, error) {
	t := &voice.Transcript{}
	var cues []cue
	for block := range strings.SplitSeq(s, "\n\n") {
		block = strings.Trim(block, "\n")
		if strings.TrimSpace(block) == "" {
			continue
		}
		lines := strings.Split(block, "\n")
		at := -1
		for i := range min(2, len(lines)) { // a cue may have a name of its own above its times
			if at < 0 && strings.Contains(lines[i], "-->") {
				at = i
			}
		}
		if at < 0 {
			t.Notes = append(t.Notes, block)
			continue
		}
		m := timing.FindStringSubmatch(lines[at])
		if m == nil {
			return nil, fmt.Errorf("the times %q cannot be read: write hh:mm:ss.mmm --> hh:mm:ss.mmm", lines[at])
		}
		cues = append(cues, voices(millis(m[1], m[2], m[3], m[4]), strings.Join(lines[at+1:], "\n"))...)
	}
	if len(cues) == 0 {
		return nil, errNoWords
	}
	labels(cues)
	compose(t, cues)
	return t, nil
}

// voices splits a cue where another voice begins.
func voices(at int64, text string) (out []cue) {
	name := ""
	add := func(words string) {
		words = html.UnescapeString(anyTag.ReplaceAllString(words, ""))
		if words = strings.Join(strings.Fields(words), " "); words != "" {
			out = append(out, cue{at, name, words})
		}
	}
	from := 0
	for _, m := range voiceTag.FindAllStringSubmatchIndex(text, -1) {
		add(text[from:m[0]])
		name, from = strings.TrimSpace(html.UnescapeString(text[m[2]:m[3]])), m[1]
	}
	add(text[from:])
	return out
}

// labels takes "NAME:" at the beginning of words for the voice, in files that
// have no voice tags. A cue without one goes on with the voice before it.
func labels(cues []cue) {
	count := map[string]int{}
	for _, c := range cues {
		if c.voice != "" {
			return
		}
		if m := labelForm.FindStringSubmatch(c.words); m != nil && wordCount(m[1]) <= 4 {
			count[m[1]]++
		}
	}
	last := ""
	for i := range cues {
		c := &cues[i]
		m := labelForm.FindStringSubmatch(c.words)
		if m != nil && (count[m[1]] >= 2 || count[m[1]] == 1 && m[1] == strings.ToUpper(m[1])) {
			last = m[1]
			c.words = c.words[len(m[0]):]
		}
		c.voice = last
	}
}

// compose writes the cues as a text, a line for each turn.
func compose(t *voice.Transcript, cues []cue) {
	var b strings.Builder
	at, from := 0, 0 // code points written; where the turn's words begin
	write := func(s string) {
		b.WriteString(s)
		at += utf8.RuneCountInString(s)
	}
	finish := func(label string) {
		if label != "" {
			t.Speak(label, from, at)
		} else if at > from {
			t.Loose = append(t.Loose, voice.Stretch{Start: from, End: at})
		}
	}
	for i, c := range cues {
		switch {
		case i == 0 || c.voice != cues[i-1].voice:
			if i > 0 {
				finish(cues[i-1].voice)
				write("\n")
			}
			if c.voice != "" {
				write(c.voice + ": ")
			}
			from = at
		case c.words != "":
			write(" ")
		}
		t.Syncs = append(t.Syncs, voice.Sync{At: c.at, Pos: at})
		write(c.words)
	}
	finish(cues[len(cues)-1].voice)
	write("\n")
	t.Text = b.String()
}
