package demo

import (
	"embed"
	"encoding/csv"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// The interviews of the demonstration are invented: nobody said these words.
// {ab:code|words} is a passage that coders a and b both gave that code; passages
// may lie within each other.
//
//go:embed interviews
var interviewFiles embed.FS

// Interview is one invented interview: what a recorder would have written down,
// and where each of two coders saw which code.
type Interview struct {
	Name  string // of the participant in the text, P01 and on
	Text  string // turns with a speaker and a colon
	Marks []Mark // by start, then by end, the longer one first
}

// Mark is a passage that one coder gave a code. Start and End are code points of
// the text, half-open (V-02).
type Mark struct {
	Coder      string // "a" or "b"
	Code       string // a key of the codebook
	Start, End int
}

// CodebookLine is one code. In is the key of the code above it, "" at the top.
type CodebookLine struct{ Key, In, Name, Definition string }

// Interviews reads the invented interviews in their order.
func Interviews() (out []Interview, err error) {
	files, err := interviewFiles.ReadDir("interviews")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if path.Ext(f.Name()) != ".txt" {
			continue
		}
		b, err := interviewFiles.ReadFile("interviews/" + f.Name())
		if err != nil {
			return nil, err
		}
		x, err := unmark(string(b))
		if err != nil {
			return nil, fmt.Errorf("interview %s: %w", f.Name(), err)
		}
		x.Name = "P" + strings.TrimSuffix(f.Name(), ".txt")
		out = append(out, x)
	}
	return out, nil
}

// Codebook reads the codes, each below the one it belongs to.
func Codebook() (out []CodebookLine, err error) {
	b, err := interviewFiles.ReadFile("interviews/codebook.tsv")
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(strings.NewReader(string(b)))
	r.Comma, r.FieldsPerRecord = '\t', 4
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	for _, row := range rows[1:] {
		out = append(out, CodebookLine{row[0], row[1], row[2], row[3]})
	}
	return out, nil
}

// unmark takes the marks out of a text.
func unmark(marked string) (x Interview, err error) {
	var text strings.Builder
	var open []Mark
	at := 0
	for len(marked) > 0 {
		r, n := utf8.DecodeRuneInString(marked)
		switch r {
		case '{':
			head, rest, ok := strings.Cut(marked[n:], "|")
			coders, code, ok2 := strings.Cut(head, ":")
			if !ok || !ok2 || strings.Trim(coders, "ab") != "" || coders == "" || code == "" {
				return x, fmt.Errorf("at %d: a passage begins {ab:code|", at)
			}
			open, marked = append(open, Mark{Coder: coders, Code: code, Start: at}), rest
			continue
		case '}':
			if len(open) == 0 {
				return x, fmt.Errorf("at %d: a passage ends that did not begin", at)
			}
			m := open[len(open)-1]
			open = open[:len(open)-1]
			for _, coder := range m.Coder {
				x.Marks = append(x.Marks, Mark{string(coder), m.Code, m.Start, at})
			}
		default:
			text.WriteRune(r)
			at++
		}
		marked = marked[n:]
	}
	if len(open) > 0 {
		return x, fmt.Errorf("the passage that begins at %d does not end", open[0].Start)
	}
	x.Text = text.String()
	slices.SortStableFunc(x.Marks, func(a, b Mark) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	return x, nil
}
