package voice

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
)

// Mark is one span that a coder gave a code.
type Mark struct {
	Coder, Code string
	Start, Len  int64 // code points
	line        int
}

// Continuum is the text on which coders mark spans: it begins at From and is
// Length code points long.
type Continuum struct{ From, Length int64 }

// maxLength bounds a continuum: ten million code points, 200 books.
const maxLength = 10_000_000

// Marks are the spans of several coders on one continuum.
type Marks struct {
	Continuum Continuum
	Coders    []string // in the order of the file, then those who marked nothing
	Codes     []string // in the order of the file
	Touching  string   // TouchingKeep or TouchingJoin
	spans     map[[2]string][]section
}

// What is done with two spans of one coder and code that touch; it changes the
// figure, so a report says which. Spans that overlap are always joined.
const (
	TouchingKeep = "keep"
	TouchingJoin = "join"
)

// ReadMarks reads a CSV file with the columns coder, code, start and length.
// An error says what cannot be read, and where.
func ReadMarks(b []byte) ([]Mark, error) {
	rows, err := readTable(b, "coder", "code", "start", "length")
	if err != nil {
		return nil, err
	}
	var marks []Mark
	for _, row := range rows {
		m := Mark{Coder: row.cells[0], Code: row.cells[1], line: row.line}
		if m.Coder == "" || m.Code == "" {
			return nil, fmt.Errorf("line %d: the coder or the code is empty", row.line)
		}
		for i, to := range []*int64{&m.Start, &m.Len} {
			if *to, err = strconv.ParseInt(row.cells[2+i], 10, 64); err != nil {
				return nil, fmt.Errorf("line %d: %q is not a whole number of characters", row.line, row.cells[2+i])
			}
		}
		marks = append(marks, m)
	}
	return marks, nil
}

// Lay puts the marks on a continuum. Others are coders who may have marked
// nothing. The error is a *RefusedError naming the first impossible span.
func Lay(marks []Mark, on Continuum, others []string, touching string) (*Marks, error) {
	if on.Length <= 0 || on.Length > maxLength || on.From < 0 || on.From > maxLength {
		return nil, Refuse("a text of %d characters from %d: the length is from 1 to %d", on.Length, on.From, maxLength)
	}
	if touching != TouchingKeep && touching != TouchingJoin {
		return nil, Refuse("touching spans are kept or joined, not %q", touching)
	}
	m := &Marks{Continuum: on, Touching: touching, spans: map[[2]string][]section{}}
	known := map[string]bool{}
	codes := map[string]bool{}
	for _, s := range marks {
		if s.Len <= 0 {
			return nil, Refuse("line %d: a span of length %d: a span holds at least one character", s.line, s.Len)
		}
		// Compared by subtraction: a sum could overflow.
		if s.Start < on.From || s.Start-on.From > on.Length || s.Len > on.Length-(s.Start-on.From) {
			return nil, Refuse("line %d: the span of %d from %d lies outside the text, which is %d long from %d", s.line,
				s.Len, s.Start, on.Length, on.From)
		}
		if !known[s.Coder] {
			known[s.Coder] = true
			m.Coders = append(m.Coders, s.Coder)
		}
		if !codes[s.Code] {
			codes[s.Code] = true
			m.Codes = append(m.Codes, s.Code)
		}
		key := [2]string{s.Coder, s.Code}
		m.spans[key] = append(m.spans[key], section{start: s.Start - on.From, length: s.Len, unit: true})
	}
	for _, o := range others {
		if !known[o] {
			known[o] = true
			m.Coders = append(m.Coders, o)
		}
	}
	for key, spans := range m.spans {
		m.spans[key] = join(spans, touching == TouchingJoin)
	}
	return m, nil
}

// section is a piece of one coder's continuum: a unit, or a gap between units.
type section struct {
	start, length int64
	unit          bool
}

func (s section) end() int64 { return s.start + s.length }

// join sorts units and makes one of those that overlap.
func join(spans []section, touching bool) []section {
	slices.SortFunc(spans, func(a, b section) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.length, b.length))
	})
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if s.start < last.end() || touching && s.start == last.end() {
				last.length = max(last.end(), s.end()) - last.start
				continue
			}
		}
		out = append(out, s)
	}
	return out
}

// sections cuts a coder's continuum into the units of a code and the gaps
// between them.
func (m *Marks) sections(coder, code string) (out []section) {
	at := int64(0)
	for _, u := range m.spans[[2]string{coder, code}] {
		if u.start > at {
			out = append(out, section{start: at, length: u.start - at})
		}
		out = append(out, u)
		at = u.end()
	}
	if at < m.Continuum.Length {
		out = append(out, section{start: at, length: m.Continuum.Length - at})
	}
	return out
}
