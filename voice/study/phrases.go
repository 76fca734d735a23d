package study

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"steady/voice"
	"steady/voice/transcript"
)

// shared is how many words in a row make a quote: two people hardly ever put five
// words of their own in the same order. Whole passages that somebody coded count
// from wholeLeast words on.
const (
	shared     = 5
	wholeLeast = 3
)

// Withheld stands where words of somebody who withdrew stood.
const Withheld = "[removed: withdrawn]"

// phrases are the words of a participant, to be found in what others wrote.
type phrases struct {
	runs  map[string]bool // of shared words
	whole map[int]map[string]bool
}

func newPhrases() *phrases {
	return &phrases{runs: map[string]bool{}, whole: map[int]map[string]bool{}}
}

// word is a word of a text and where it stands, in bytes.
type word struct {
	text       string
	start, end int
}

// wordsOf cuts a text into words, in lower case; combining marks belong to them.
func wordsOf(text string) (out []word) {
	start := -1
	for i, c := range text + " " {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			out = append(out, word{strings.ToLower(text[start:i]), start, i})
			start = -1
		}
	}
	return out
}

func joined(list []word) string {
	var b strings.Builder
	for _, w := range list {
		b.WriteString(w.text)
		b.WriteByte(' ')
	}
	return b.String()
}

// add takes every run of words of a text.
func (p *phrases) add(text string) {
	list := wordsOf(text)
	for i := 0; i+shared <= len(list); i++ {
		p.runs[joined(list[i:i+shared])] = true
	}
	p.addWhole(text)
}

// addWhole takes a passage as one, where it is short.
func (p *phrases) addWhole(text string) {
	list := wordsOf(text)
	if n := len(list); n >= wholeLeast && n < shared {
		if p.whole[n] == nil {
			p.whole[n] = map[string]bool{}
		}
		p.whole[n][joined(list)] = true
	}
}

// holds reports whether every run of a text is there already.
func (p *phrases) holds(text string) bool {
	list := wordsOf(text)
	for i := 0; i+shared <= len(list); i++ {
		if !p.runs[joined(list[i:i+shared])] {
			return false
		}
	}
	return true
}

// cut takes their words out of a text and says how many passages it found.
func (p *phrases) cut(text string) (string, int) {
	list := wordsOf(text)
	hit := make([]bool, len(list))
	mark := func(from, n int) {
		for i := from; i < from+n; i++ {
			hit[i] = true
		}
	}
	for i := range list {
		if i+shared <= len(list) && p.runs[joined(list[i:i+shared])] {
			mark(i, shared)
		}
		for n, set := range p.whole {
			if i+n <= len(list) && set[joined(list[i:i+n])] {
				mark(i, n)
			}
		}
	}
	var b strings.Builder
	at, found := 0, 0
	for i := 0; i < len(list); i++ {
		if !hit[i] {
			continue
		}
		b.WriteString(text[at:list[i].start])
		b.WriteString(Withheld)
		for i+1 < len(list) && hit[i+1] {
			i++
		}
		at, found = list[i].end, found+1
	}
	return b.String() + text[at:], found
}

// rewrite is what a row says without their words, and how many passages of
// theirs it held; 0 leaves it as it is.
func (p *phrases) rewrite(r Row, gone *ties) (string, int) {
	switch r.Field {
	case "section":
		var e voice.Element
		if json.Unmarshal([]byte(r.Words), &e) == nil {
			n := gone.from(&e)
			if b, err := json.Marshal(e); err == nil && n > 0 {
				words, more := p.inJSON(string(b))
				return words, n + more
			}
		}
	case "file":
		var m voice.Member
		if json.Unmarshal([]byte(r.Words), &m) == nil {
			return p.inFile(m, gone)
		}
	}
	if json.Valid([]byte(r.Words)) && strings.ContainsAny(r.Words[:1], `{["`) {
		return p.inJSON(r.Words)
	}
	return p.cut(r.Words)
}

// inJSON takes their words out of every text of a piece.
func (p *phrases) inJSON(words string) (string, int) {
	d := json.NewDecoder(strings.NewReader(words))
	d.UseNumber()
	var piece any
	if d.Decode(&piece) != nil {
		return p.cut(words)
	}
	found := 0
	piece = p.inValue(piece, &found)
	b, err := json.Marshal(piece)
	if err != nil {
		return p.cut(words)
	}
	return string(b), found
}

func (p *phrases) inValue(v any, found *int) any {
	switch x := v.(type) {
	case string:
		s, n := p.cut(x)
		*found += n
		return s
	case []any:
		for i := range x {
			x[i] = p.inValue(x[i], found)
		}
	case map[string]any:
		for k := range x {
			x[k] = p.inValue(x[k], found)
		}
	}
	return v
}

// inFile empties a file of an imported archive that belongs to their texts or
// holds their words.
func (p *phrases) inFile(m voice.Member, gone *ties) (string, int) {
	hit := gone.files[base(m.Name)]
	if !hit {
		text := string(m.Bytes)
		if transcript.Known(m.Name) {
			if t, err := transcript.Read(m.Name, m.Bytes); err == nil {
				text = t.Text
			}
		}
		_, n := p.cut(text)
		hit = n > 0
	}
	if !hit || len(m.Bytes) == 0 {
		return "", 0
	}
	b, err := json.Marshal(voice.Member{Name: m.Name})
	if err != nil {
		return "", 0
	}
	return string(b), 1
}

// ties are the ids and files of a participant's texts in an imported project.
type ties struct {
	ids   map[string]bool
	files map[string]bool
}

func base(path string) string {
	path = strings.ReplaceAll(path, `\`, "/")
	return strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
}

func (t *ties) file(path string) {
	if b := base(path); b != "" {
		t.files[b] = true
	}
}

// notes takes the notes that elements point at.
func (t *ties) notes(list []voice.Element) {
	for i := range list {
		list[i].Walk(func(e *voice.Element) {
			if e.Is("NoteRef") {
				t.ids[voice.BareID(e.Get("targetGUID"))] = true
			}
		})
	}
}

// from takes out of an element what belongs to the texts: notes, references, and
// cases that are made of them alone. It says how much it took.
func (t *ties) from(e *voice.Element) (n int) {
	mine := func(k *voice.Element) bool {
		return t.ids[voice.BareID(k.Get("guid"))] || t.ids[voice.BareID(k.Get("targetGUID"))] ||
			t.ids[voice.BareID(k.Get("representedGUID"))]
	}
	before := len(e.Kids)
	e.Kids = slices.DeleteFunc(e.Kids, func(k voice.Element) bool { return mine(&k) || t.wholeCase(&k, mine) })
	n = before - len(e.Kids)
	for i := range e.Kids {
		n += t.from(&e.Kids[i])
	}
	return n
}

func (t *ties) wholeCase(k *voice.Element, mine func(*voice.Element) bool) bool {
	if !k.Is("Case") {
		return false
	}
	refs, theirs := 0, 0
	for i := range k.Kids {
		if c := &k.Kids[i]; c.Is("SourceRef") || c.Is("SelectionRef") {
			refs++
			if mine(c) {
				theirs++
			}
		}
	}
	return refs > 0 && refs == theirs
}
