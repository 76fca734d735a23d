package qdpx

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"steady/voice"
)

// span is a selection as it was written: two numbers whose meaning depends on
// the program.
type span struct {
	start, end int
	name       string // often the quote, or its beginning
}

// rawText is a text as it came, ready to be counted in any dialect.
type rawText struct {
	runes []rune // without a byte order mark, with every CR
	bom   bool
	crlf  bool
	gone  []bool // the CR of a CR LF
	text  string // LF, no mark
	chars []rune // of text
	q     *voice.Quoter
	norm  []int // for each rune, and for the end, its place in text
}

// newRaw reads the bytes of a plain text. It refuses what is not UTF-8.
func newRaw(b []byte) (*rawText, error) {
	if len(b) >= 2 && (b[0] == 0xFF && b[1] == 0xFE || b[0] == 0xFE && b[1] == 0xFF) {
		return nil, voice.Refuse("it is UTF-16: save it as UTF-8 and pack the project again")
	}
	if !utf8.Valid(b) {
		return nil, voice.Refuse("it is not UTF-8: save it as UTF-8 and pack the project again")
	}
	s, bom := strings.CutPrefix(string(b), "\ufeff")
	r := &rawText{runes: []rune(s), bom: bom}
	r.gone = make([]bool, len(r.runes)+1)
	for i := len(r.runes) - 2; i >= 0; i-- { // also a CR before a CR LF: dropping only one would leave a new pair
		r.gone[i] = r.runes[i] == '\r' && (r.runes[i+1] == '\n' || r.gone[i+1])
		r.crlf = r.crlf || r.gone[i]
	}
	r.norm = make([]int, len(r.runes)+1)
	for i, c := range r.runes {
		r.norm[i] = len(r.chars)
		if !r.gone[i] {
			r.chars = append(r.chars, c)
		}
	}
	r.norm[len(r.runes)] = len(r.chars)
	r.text = string(r.chars)
	r.q = voice.NewQuoter(r.text)
	return r, nil
}

// offsets are the positions of each rune, and of the end, in a dialect.
func (r *rawText) offsets(d voice.Dialect) []int {
	off := make([]int, len(r.runes)+1)
	at := max(d.BOM, 0)
	for i, c := range r.runes {
		off[i] = at
		if d.CRLF == 1 && r.gone[i] {
			continue
		}
		switch d.Unit {
		case voice.UnitUTF16:
			at += utf16.RuneLen(c)
		case voice.UnitUTF8:
			at += utf8.RuneLen(c)
		default:
			at++
		}
	}
	off[len(r.runes)] = at
	return off
}

// place turns a written span into code points of the normal text; ok is false
// where it is none, or cuts a character in two.
func (r *rawText) place(off []int, d voice.Dialect, s span) (start, end int, ok bool) {
	i, found := slices.BinarySearch(off, s.start)
	if !found || s.end < s.start {
		return 0, 0, false
	}
	j, found := slices.BinarySearch(off, s.end)
	if d.End == voice.EndInclusive {
		// The end lies in the last character taken, which may be a wide one.
		if !found {
			j--
		}
		for j+1 < len(off) && off[j+1] == off[j] {
			j++
		}
		if j++; j >= len(off) {
			return 0, 0, false
		}
	} else if !found {
		return 0, 0, false
	}
	return r.norm[i], r.norm[j], r.norm[i] <= r.norm[j]
}

// candidates are the dialects that differ for this text.
func (r *rawText) candidates() (out []voice.Dialect) {
	wide, plain := false, true
	for _, c := range r.runes {
		wide, plain = wide || c > 0xFFFF, plain && c < utf8.RuneSelf
	}
	units := []string{voice.UnitCodePoint}
	if wide {
		units = append(units, voice.UnitUTF16)
	}
	if !plain {
		units = append(units, voice.UnitUTF8)
	}
	crlfs, boms := []int{0}, []int{-1}
	if r.crlf {
		crlfs = []int{1, 2}
	}
	if r.bom {
		boms = []int{0, 1}
	}
	for _, unit := range units {
		for _, crlf := range crlfs {
			for _, bom := range boms {
				for _, end := range []string{voice.EndExclusive, voice.EndInclusive} {
					out = append(out, voice.Dialect{Unit: unit, CRLF: crlf, BOM: bom, End: end})
				}
			}
		}
	}
	return out
}

// usual is what the program is known to write, or what most write: it is taken
// unless the text says otherwise.
func (r *rawText) usual(program string) voice.Dialect {
	d := voice.Dialect{Unit: voice.UnitCodePoint, BOM: -1, End: voice.EndExclusive}
	if r.crlf {
		d.CRLF = 1
	}
	if r.bom {
		d.BOM = 0
	}
	if strings.Contains(strings.ToLower(program), "nvivo") {
		d.Unit = voice.UnitUTF16
		if r.crlf {
			d.CRLF = 2
		}
	}
	return d
}

// evidence is how well a dialect fits the selections of a text.
type evidence struct {
	d     voice.Dialect
	marks []int8 // per selection: 2 for a start and 2 for an end on the edge of a word, 6 where the name is the quote
	share float64
	spans [][2]int
}

// detect finds the dialect of a text. Evidence beats what is usual only where
// it is more than chance; doubt is written into the result.
func (r *rawText) detect(program string, spans []span) voice.Dialect {
	usual := r.usual(program)
	if len(spans) == 0 || program == Program {
		return r.simplify(usual)
	}
	named := r.named(spans)
	var all []evidence
	for _, d := range r.candidates() {
		all = append(all, r.weigh(d, spans, named))
	}
	first := slices.IndexFunc(all, func(e evidence) bool { return e.d == r.simplify(usual) || e.d == usual })
	best := all[max(first, 0)]
	for _, e := range all {
		if e.share > best.share+1e-9 && better(e, best) {
			best = e
		}
	}
	for _, e := range all {
		likely := best.d
		likely.End = e.d.End
		if likely == e.d && e.share <= best.share { // an inclusive end is rare, and takes in the full stop as well
			continue
		}
		if named || best.share-e.share > 0.1 || slices.Equal(e.spans, best.spans) {
			continue
		}
		best.d.Doubt = fmt.Sprintf("counting by %s fits its %d selections about as well: look at the quotes",
			words(e.d), len(spans))
		break
	}
	return best.d
}

// fit leaves out of a dialect what this text does not have.
func (r *rawText) fit(d voice.Dialect) voice.Dialect {
	if !r.crlf {
		d.CRLF = 0
	} else if d.CRLF == 0 {
		d.CRLF = 1
	}
	if !r.bom {
		d.BOM = -1
	} else {
		d.BOM = max(d.BOM, 0)
	}
	return d
}

// simplify names the unit code-point where no wide character makes a difference.
func (r *rawText) simplify(d voice.Dialect) voice.Dialect {
	if d.Unit == voice.UnitUTF16 && !slices.ContainsFunc(r.runes, func(c rune) bool { return c > 0xFFFF }) {
		d.Unit = voice.UnitCodePoint
	}
	return d
}

// better reports whether a fits clearly better than b: the edges that tell them
// apart do so by two standard deviations, and by a tenth of all. Few selections
// cannot reach that: there a perfect fit beats a poor one.
func better(a, b evidence) bool {
	won, lost := 0, 0
	for i := range a.marks {
		if d := int(a.marks[i]) - int(b.marks[i]); d > 0 {
			won += d
		} else {
			lost -= d
		}
	}
	won, lost = won/2, lost/2 // a mark of two is one observation
	if a.share == 1 && b.share <= 0.7 && len(a.marks) > 1 {
		return true
	}
	return a.share-b.share > 0.1 && float64(won-lost) >= 2*math.Sqrt(float64(won+lost))
}

// named reports whether some name is the quote under some dialect.
func (r *rawText) named(spans []span) bool {
	for _, d := range r.candidates() {
		off := r.offsets(d)
		for _, s := range spans {
			if start, end, ok := r.place(off, d, s); ok && end > start && isName(s.name, r.q.Quote(start, end)) {
				return true
			}
		}
	}
	return false
}

// isName reports whether a name is the quote, perhaps cut short.
func isName(name, quote string) bool {
	name = strings.Join(strings.Fields(name), " ")
	quote = strings.Join(strings.Fields(quote), " ")
	if name == "" {
		return false
	}
	if name == quote {
		return true
	}
	for _, cut := range []string{"…", "..."} {
		if head, short := strings.CutSuffix(name, cut); short && strings.HasPrefix(quote, strings.TrimSpace(head)) {
			return true
		}
	}
	return false
}

func (r *rawText) weigh(d voice.Dialect, spans []span, named bool) evidence {
	e := evidence{d: d}
	off := r.offsets(d)
	text := r.chars
	sum, most := 0, 0
	for _, s := range spans {
		start, end, ok := r.place(off, d, s)
		mark := int8(0)
		if !ok {
			start, end = -1, -1
		} else if end > start {
			if !isWord(text, start-1) && !unicode.IsSpace(text[start]) {
				mark += 2
			}
			if !isWord(text, end) && !unicode.IsSpace(text[end-1]) {
				mark += 2
			}
			if named && isName(s.name, r.q.Quote(start, end)) {
				mark += 6
			}
		}
		most += 4
		if named && s.name != "" {
			most += 6
		}
		sum += int(mark)
		e.marks = append(e.marks, mark)
		e.spans = append(e.spans, [2]int{start, end})
	}
	e.share = float64(sum) / float64(most)
	return e
}

// isWord reports whether a word character stands at i.
func isWord(text []rune, i int) bool {
	if i < 0 || i >= len(text) {
		return false
	}
	c := text[i]
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c)
}

// ParseDialect reads how positions are counted, in words with commas between:
// code-point, utf-16 or utf-8; crlf=1 or crlf=2; bom=0 or bom=1; exclusive or
// inclusive. What is left out is the standard's way.
func ParseDialect(s string) (voice.Dialect, error) {
	d := voice.Dialect{Unit: voice.UnitCodePoint, CRLF: 1, End: voice.EndExclusive}
	for word := range strings.SplitSeq(s, ",") {
		switch word = strings.TrimSpace(word); word {
		case voice.UnitCodePoint, voice.UnitUTF16, voice.UnitUTF8:
			d.Unit = word
		case voice.EndExclusive, voice.EndInclusive:
			d.End = word
		case "crlf=1", "crlf=2":
			d.CRLF = int(word[5] - '0')
		case "bom=0", "bom=1":
			d.BOM = int(word[4] - '0')
		default:
			return d, fmt.Errorf("%q is no way to count: write code-point, utf-16 or utf-8, crlf=1 or 2, bom=0 or 1, "+
				"exclusive or inclusive", word)
		}
	}
	return d, nil
}

// words says a dialect in words.
func words(d voice.Dialect) string {
	s := d.Unit
	if d.CRLF > 0 {
		s += fmt.Sprintf(", a line end as %d", d.CRLF)
	}
	if d.BOM >= 0 {
		s += fmt.Sprintf(", the byte order mark as %d", d.BOM)
	}
	return s + ", " + d.End + " end"
}
