package study

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"

	"steady/voice"
)

// Piece is one part of a project that was imported, in the order of the file.
// Which part, its kind says.
type Piece struct {
	kind    string
	ID      string  `json:"id,omitempty"`
	In      string  `json:"in,omitempty"` // the source of a selection
	Depth   int     `json:"depth,omitempty"`
	Start   *int    `json:"start,omitempty"` // code points of the text
	End     *int    `json:"end,omitempty"`
	Codings []Coded `json:"codings,omitempty"`
	Piece   Text    `json:"piece"`           // the whole part
	Words   *Text   `json:"words,omitempty"` // the transcript of a source
	// Original is the file that a transcript was read from, with every name in it.
	Original *Text `json:"original,omitempty"`
}

// Coded says in the log who gave which code.
type Coded struct {
	Code string `json:"code"`
	By   string `json:"by,omitempty"`
}

// The kinds of Piece.
const (
	kindProject   = "study_project"
	kindUser      = "study_coder"
	kindCode      = "study_code"
	kindCodesEnd  = "study_codes_end"
	kindSource    = "study_source"
	kindSelection = "study_selection"
	kindSection   = "study_section"
	kindMember    = "study_file"
)

func init() {
	for _, k := range []string{kindProject, kindUser, kindCode, kindCodesEnd, kindSource, kindSelection, kindSection,
		kindMember} {
		facts[k] = func() Fact { return &Piece{kind: k} }
	}
}

// EventKind implements Fact.
func (p *Piece) EventKind() string { return p.kind }

// Texts implements Fact.
func (p *Piece) Texts() []*Text { return texts(&p.Piece, p.Words) }

// ApartTexts implements Apart.
func (p *Piece) ApartTexts() []*Text { return texts(p.Original) }

func (p *Piece) apply(s *State, e Event) error {
	s.came(p.ID)
	switch j := &s.Project; p.kind {
	case kindProject:
		s.Begun = true
		var h head
		ok, err := p.Piece.into(&h)
		if !ok {
			s.Erased++
		}
		j.Attrs, j.Codebook = h.Attrs, h.Codebook
		return err
	case kindUser:
		return add(s, p, &j.Users)
	case kindCode:
		err := add(s, p, &j.Codes)
		for i := len(j.Codes) - 1; i >= 0 && i >= len(s.codes); i-- {
			first(s.codes, j.Codes[i].ID, i)
		}
		return err
	case kindCodesEnd:
		ok, err := p.Piece.into(&j.CodesEnd)
		if !ok {
			s.Erased++
		}
		return err
	case kindSource:
		return p.source(s, e)
	case kindSelection:
		if s.gone {
			s.Erased++
			return nil
		}
		if len(j.Sources) == 0 {
			return errors.New("a selection stands before every source")
		}
		list := &j.Sources[len(j.Sources)-1].Selections
		err := add(s, p, list)
		if n := len(*list); n > 0 {
			for _, c := range (*list)[n-1].Codings {
				s.came(c.ID)
			}
		}
		return err
	case kindSection:
		return add(s, p, &j.Sections)
	case kindMember:
		return add(s, p, &j.Members)
	}
	return fmt.Errorf("the kind %q is not a part of a project", p.kind)
}

func (p *Piece) source(s *State, e Event) error {
	s.Begun = true
	s.recorded++
	before := len(s.Project.Sources)
	if err := add(s, p, &s.Project.Sources); err != nil {
		return err
	}
	s.gone = len(s.Project.Sources) == before
	if s.gone {
		return nil
	}
	x := &s.Project.Sources[before]
	if p.Words.Erased() { // the transcript alone was erased: nothing of it is shown
		s.Erased++
		s.Project.Sources, s.gone = s.Project.Sources[:before], true
		return nil
	}
	if p.Words != nil {
		if ok, err := p.Words.into(&x.Text); !ok || err != nil {
			return err
		}
	}
	if first(s.sources, x.ID, before) {
		s.Held[voice.BareID(x.ID)] = &Held{Subject: subject(s.recorded - 1), Version: 1, Rev: e.Seq, Original: p.Original,
			Quotes: voice.NewQuoter(x.Text)}
	}
	return nil
}

// add appends a piece to a list, unless it was erased.
func add[T any](s *State, p *Piece, list *[]T) error {
	var piece T
	ok, err := p.Piece.into(&piece)
	if !ok {
		s.Erased++
	} else if err == nil {
		*list = append(*list, piece)
	}
	return err
}

// first keeps where an id was seen first; a foreign file may give one twice.
func first(at map[string]int, id string, i int) bool {
	id = voice.BareID(id)
	_, had := at[id]
	if !had {
		at[id] = i
	}
	return !had
}

// opaqueID lets through what looks like an id: a name in its place stays out of
// the log.
var opaqueID = regexp.MustCompile(`^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$`)

func opaque(id string) string {
	if id = voice.BareID(id); opaqueID.MatchString(id) {
		return id
	}
	return ""
}

// head is what a project says of itself.
type head struct {
	Attrs    []voice.Attr `json:"attrs,omitempty"`
	Codebook bool         `json:"codebook,omitempty"`
}

// pieces cuts a project into its parts, in order. Whatever belongs to one source
// has that source as its subject, so that one erasure takes the transcript, its
// quotes and its codings together. first is how many sources came before it.
func pieces(p *voice.Project, first int) (out []Fact) {
	put := func(x Piece) { out = append(out, &x) }
	put(Piece{kind: kindProject, Piece: keepJSON("study", "project", head{p.Attrs, p.Codebook})})
	for _, u := range p.Users {
		put(Piece{kind: kindUser, ID: opaque(u.ID), Piece: keepJSON("study", "coder", u)})
	}
	for _, c := range p.Codes {
		put(Piece{kind: kindCode, ID: opaque(c.ID), Depth: c.Depth, Piece: keepJSON("study", "code", c)})
	}
	if len(p.CodesEnd) > 0 {
		put(Piece{kind: kindCodesEnd, Piece: keepJSON("study", "codes", p.CodesEnd)})
	}
	for i := range p.Sources {
		out = append(out, sourcePieces(&p.Sources[i], subject(first+i))...)
	}
	for i := range p.Sections {
		put(Piece{kind: kindSection, Piece: keepJSON("study", "section", p.Sections[i])})
	}
	for _, m := range p.Members {
		put(Piece{kind: kindMember, Piece: keepJSON("study", "file", m)})
	}
	return out
}

// File is a file as it came.
type File struct {
	Name  string `json:"name"`
	Bytes []byte `json:"bytes"`
}

// subject is under what the source recorded after n others is kept.
func subject(n int) string { return fmt.Sprintf("source-%d", n+1) }

func sourcePieces(s *voice.Source, subject string) []Fact {
	e := Piece{kind: kindSource, ID: opaque(s.ID)}
	kept := *s
	if x := s.Interview; x != nil && len(x.Original) > 0 {
		original := keepJSON(subject, FieldOriginal, File{x.File, x.Original})
		without := *x
		without.Original, kept.Interview, e.Original = nil, &without, &original
	}
	e.Piece = keepJSON(subject, "source", &kept)
	if s.HasText {
		words := keepJSON(subject, "transcript", s.Text)
		e.Words = &words
	}
	out := []Fact{&e}
	for i := range s.Selections {
		sel := &s.Selections[i]
		x := Piece{kind: kindSelection, ID: opaque(sel.ID), In: opaque(s.ID), Start: &sel.Start, End: &sel.End,
			Piece: keepJSON(subject, "selection", sel)}
		for _, c := range sel.Codings {
			x.Codings = append(x.Codings, Coded{opaque(c.Code), opaque(cmp.Or(c.User, sel.User))})
		}
		out = append(out, &x)
	}
	return out
}
