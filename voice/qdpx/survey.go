package qdpx

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"slices"

	"steady/voice"
)

// Survey is what "steady voice inspect" tells of a project.
type Survey struct {
	Program      string         `json:"program"`
	Name         string         `json:"name"`
	Codes        int            `json:"codes"`
	Roots        int            `json:"roots"`
	Depth        int            `json:"depth"` // a root has depth 1
	Codable      int            `json:"codable"`
	Users        int            `json:"users"`
	Sources      []SourceSurvey `json:"sources"` // texts
	Others       int            `json:"other_sources"`
	Selections   int            `json:"selections"`
	Ranges       int            `json:"ranges"`  // distinct (source, start, end)
	Triples      int            `json:"triples"` // distinct (source, start, end, code, user)
	TextSHA256   string         `json:"text_sha256"`
	QuotesSHA256 string         `json:"quotes_sha256"`
	Losses       []string       `json:"losses"`
}

// SourceSurvey is one text, with how its positions are counted.
type SourceSurvey struct {
	Name       string   `json:"name"`
	Chars      int      `json:"chars"` // code points as the file came, without a byte order mark
	Selections int      `json:"selections"`
	OffsetUnit string   `json:"offset_unit"`
	CRLF       *int     `json:"crlf"` // positions a CR LF takes; null where there is none
	BOM        *int     `json:"bom"`  // positions the mark takes; null where there is none
	End        string   `json:"end"`
	Text       bool     `json:"text"`    // false: it did not come with the project
	Doubt      string   `json:"doubt"`   // why a person should look before trusting it
	Samples    []string `json:"samples"` // the first quotes, to look at
	// Of a transcript: who speaks, how often, and what was not understood.
	Turns    int             `json:"turns,omitempty"`
	Speakers []voice.Speaker `json:"speakers,omitempty"`
	Times    int             `json:"times,omitempty"`
	Loose    []string        `json:"loose,omitempty"`
	Notes    []string        `json:"notes,omitempty"`
}

// samples is how many quotes of a text a person is shown (V-06).
const samples = 3

// quote is one selection with its text.
type quote struct {
	source     int
	name       string
	start, end int
	text       string
}

// Survey counts a project and sums up its text.
func (f *File) Survey() Survey {
	p := f.Project
	s := Survey{Program: p.Get("origin"), Name: p.Get("name"), Codes: len(p.Codes), Users: len(p.Users),
		Sources: []SourceSurvey{}, Losses: append([]string{}, f.Losses...)}
	for _, c := range p.Codes {
		s.Depth = max(s.Depth, c.Depth)
		if c.Depth == 1 {
			s.Roots++
		}
		if c.Codable {
			s.Codable++
		}
	}
	var quotes []quote
	type triple struct {
		source, start, end int
		code, user         string
	}
	triples := map[triple]bool{}
	for i := range p.Sources {
		src := &p.Sources[i]
		if src.Other != nil {
			s.Others++
			continue
		}
		q := voice.NewQuoter(src.Text)
		for _, sel := range src.Selections {
			text := ""
			if sel.Placed {
				text = q.Quote(sel.Start, sel.End)
			}
			quotes = append(quotes, quote{i, src.Name, sel.Start, sel.End, text})
			for _, c := range sel.Codings {
				triples[triple{i, sel.Start, sel.End, voice.BareID(c.Code), voice.BareID(cmp.Or(c.User, sel.User))}] = true
			}
		}
		told := surveySource(src, quotes[len(quotes)-len(src.Selections):])
		if in := src.Interview; in != nil {
			told.Turns, told.Speakers, told.Times, told.Notes = len(in.Turns), in.Speakers, len(in.Syncs), in.Notes
			for _, l := range in.Loose {
				told.Loose = append(told.Loose, q.Quote(l.Start, l.End))
			}
		}
		s.Sources = append(s.Sources, told)
	}
	s.Selections, s.Triples = len(quotes), len(triples)
	s.TextSHA256 = sum(quotes)
	quotes = distinct(quotes)
	s.Ranges, s.QuotesSHA256 = len(quotes), sum(quotes)
	return s
}

func surveySource(src *voice.Source, quotes []quote) SourceSurvey {
	d := src.Dialect
	out := SourceSurvey{Name: src.Name, Chars: src.Chars, Selections: len(src.Selections), OffsetUnit: d.Unit, End: d.End,
		Text: src.HasText, Doubt: d.Doubt, Samples: []string{}}
	if d.CRLF > 0 {
		out.CRLF = &d.CRLF
	}
	if d.BOM >= 0 {
		out.BOM = &d.BOM
	}
	for _, q := range quotes {
		if len(out.Samples) < samples && q.text != "" {
			out.Samples = append(out.Samples, q.text)
		}
	}
	return out
}

// distinct keeps one quote of each span, sorted by source name, start and end.
func distinct(quotes []quote) []quote {
	slices.SortStableFunc(quotes, func(a, b quote) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end),
			cmp.Compare(a.source, b.source))
	})
	return slices.CompactFunc(quotes, func(a, b quote) bool {
		return a.source == b.source && a.start == b.start && a.end == b.end
	})
}

// sum is SHA-256 over the texts, a zero byte after each.
func sum(quotes []quote) string {
	h := sha256.New()
	for _, q := range quotes {
		write(h, q.text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func write(h hash.Hash, text string) {
	io.WriteString(h, text)
	h.Write([]byte{0})
}
