package study

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"steady/moment"
	"steady/refusal"
	"steady/voice"
)

// coder is the id of whoever gives a command among the coders, and the fact that
// makes it where they have not coded yet. Their account stays out of exports:
// they are named by what they call themselves in the study (V-12).
func (s *State) coder(c Command) (id string, joins []Fact) {
	if id, ok := s.Coders[c.By]; ok {
		return id, nil
	}
	id = uuid("steady/study-coder/1", s.ID, string(c.By))
	name := fmt.Sprintf("Coder %d", len(s.Coders)+1)
	piece := keepJSON("study", "coder", voice.User{ID: id, Name: name})
	return id, []Fact{&CoderJoined{Staff: string(c.By), ID: id, Piece: piece}}
}

// CoderJoined says that a member codes for the first time.
type CoderJoined struct {
	Staff string `json:"staff,omitempty"` // "" is the command line
	ID    string `json:"id"`
	Piece Text   `json:"piece"`
}

// AddCode puts a code into the tree: as the last below Parent, or at the end of
// the roots. Folder is a code that groups others and is not given to passages.
type AddCode struct {
	Name       string
	Definition string
	Parent     string // "" is a root
	Folder     bool
	Color      string // #RRGGBB; "" leaves it to the screen
}

// CommandKind implements Body.
func (AddCode) CommandKind() string { return "add_code" }
func (AddCode) right() Right        { return Member }

func (b AddCode) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if b.Name == "" {
		return nil, needed("Give the code a name.")
	}
	depth := 1
	if b.Parent != "" {
		p := s.Code(b.Parent)
		if p == nil {
			return nil, missing("code")
		}
		depth = p.Depth + 1
	}
	code := voice.Code{ID: c.NewID(s.ID, 0), Name: b.Name, Depth: depth, Codable: !b.Folder}
	if b.Color != "" {
		code.Attrs = append(code.Attrs, voice.Attr{Name: "color", Value: b.Color})
	}
	if b.Definition != "" {
		code.Rest = append(code.Rest, described(b.Definition))
	}
	id, joins := s.coder(c)
	return append(joins, &CodeAdded{ID: code.ID, Parent: voice.BareID(b.Parent), By: id,
		Piece: keepJSON("code-"+code.ID, "code", code)}), nil
}

// described is a description as the exchange standard writes it.
func described(words string) voice.Element {
	return voice.Element{Name: "Description", Kids: []voice.Element{{Text: words}}}
}

// CodeAdded says that a code joined the tree.
type CodeAdded struct {
	ID     string `json:"id"`
	Parent string `json:"parent,omitempty"`
	By     string `json:"by"` // a coder
	Piece  Text   `json:"piece"`
}

// Code gives a code to the passage [Start, End) of a text, in code points of its
// Version. The same code by the same coder on the same passage is there once.
type Code struct {
	Source     string
	Version    int // of the text that was seen
	Start, End int
	Code       string
}

// CommandKind implements Body.
func (Code) CommandKind() string { return "code_passage" }
func (Code) right() Right        { return Member }

func (b Code) decide(s *State, c Command, now moment.Instant) ([]Fact, *refusal.Refusal) {
	src, held := s.Source(b.Source), s.Held[voice.BareID(b.Source)]
	if src == nil || held == nil || !src.HasText {
		return nil, missing("text")
	}
	code := s.Code(b.Code)
	if code == nil {
		return nil, missing("code")
	}
	if !code.Codable {
		return nil, refusal.New("study_folder", "V-16", "This is a folder of codes: choose a code inside it.")
	}
	if b.Version != held.Version {
		return nil, refusal.New("study_text_changed", "V-01",
			"The text was corrected since this page was loaded: load it again, then choose the passage.")
	}
	if b.Start < 0 || b.End <= b.Start || b.End > held.Quotes.Len() {
		return nil, refusal.New("study_passage", "V-02", "Choose a passage of the text: it begins and ends inside it.")
	}
	by, joins := s.coder(c)
	for i := range src.Selections {
		sel := &src.Selections[i]
		given := func(x voice.Coding) bool {
			return voice.SameID(x.Code, code.ID) && voice.SameID(cmp.Or(x.User, sel.User), by)
		}
		if sel.Placed && sel.Start == b.Start && sel.End == b.End && slices.ContainsFunc(sel.Codings, given) {
			return nil, refusal.New("study_coded_already", "V-08", "You gave this code to this passage already.")
		}
	}
	return append(joins, &PassageCoded{Source: voice.BareID(b.Source), Selection: c.NewID(s.ID, 0),
		Coding: c.NewID(s.ID, 1), Code: voice.BareID(code.ID), By: by, Start: b.Start, End: b.End}), nil
}

// PassageCoded says that a coder gave a code to a passage.
type PassageCoded struct {
	Source    string `json:"source"`
	Selection string `json:"selection"` // its id where the passage has no other yet
	Coding    string `json:"coding"`
	Code      string `json:"code"`
	By        string `json:"by"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
}

// Uncode takes one coding away. Only who gave it does so, or who leads the study.
type Uncode struct {
	Source string
	Coding string
}

// CommandKind implements Body.
func (Uncode) CommandKind() string { return "uncode_passage" }
func (Uncode) right() Right        { return Member }

func (b Uncode) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	src := s.Source(b.Source)
	if src == nil {
		return nil, missing("text")
	}
	sel, coding := find(src, b.Coding)
	if coding == nil {
		return nil, missing("coding")
	}
	if by := cmp.Or(coding.User, sel.User); !voice.SameID(by, s.Coders[c.By]) && !s.Can(c.By, Lead) {
		return nil, refusal.New("study_others", "V-25",
			"Somebody else gave this code: only they take it away, or who leads the study.")
	}
	id, joins := s.coder(c)
	return append(joins, &PassageUncoded{Source: voice.BareID(b.Source), Coding: voice.BareID(b.Coding), By: id}), nil
}

// find looks for a coding of a source's passages.
func find(src *voice.Source, coding string) (*voice.Selection, *voice.Coding) {
	for i := range src.Selections {
		for j := range src.Selections[i].Codings {
			if voice.SameID(src.Selections[i].Codings[j].ID, coding) {
				return &src.Selections[i], &src.Selections[i].Codings[j]
			}
		}
	}
	return nil, nil
}

// PassageUncoded says that a coding was taken away.
type PassageUncoded struct {
	Source string `json:"source"`
	Coding string `json:"coding"`
	By     string `json:"by"`
}

func init() {
	knows(func() Fact { return new(CoderJoined) }, func() Fact { return new(CodeAdded) },
		func() Fact { return new(PassageCoded) }, func() Fact { return new(PassageUncoded) })
}

// EventKind implements Fact.
func (*CoderJoined) EventKind() string { return "study_coder_joined" }

// Texts implements Fact.
func (f *CoderJoined) Texts() []*Text { return texts(&f.Piece) }

func (f *CoderJoined) apply(s *State, e Event) error {
	var u voice.User
	ok, err := f.Piece.into(&u)
	if err != nil {
		return err
	}
	if !ok {
		s.Erased++
		u = voice.User{ID: f.ID}
	}
	s.Coders[e.By] = f.ID
	s.Project.Users = append(s.Project.Users, u)
	return nil
}

// EventKind implements Fact.
func (*CodeAdded) EventKind() string { return "study_code_added" }

// Texts implements Fact.
func (f *CodeAdded) Texts() []*Text { return texts(&f.Piece) }

func (f *CodeAdded) apply(s *State, _ Event) error {
	var code voice.Code
	ok, err := f.Piece.into(&code)
	if err != nil || !ok {
		s.Erased++
		return err
	}
	at := len(s.Project.Codes)
	if f.Parent != "" {
		i, ok := s.codes[f.Parent]
		if !ok {
			return fmt.Errorf("the code %s stands below one that is not there", f.ID)
		}
		at = s.below(i)
	}
	s.Project.Codes = slices.Insert(s.Project.Codes, at, code)
	s.came(code.ID)
	s.index()
	return nil
}

// below is the index after the last code of the tree under code i.
func (s *State) below(i int) int {
	depth := s.Project.Codes[i].Depth
	for i++; i < len(s.Project.Codes) && s.Project.Codes[i].Depth > depth; i++ {
	}
	return i
}

// EventKind implements Fact.
func (*PassageCoded) EventKind() string { return "study_passage_coded" }

// Texts implements Fact.
func (*PassageCoded) Texts() []*Text { return nil }

func (f *PassageCoded) apply(s *State, e Event) error {
	src := s.Source(f.Source)
	if src == nil { // the text was erased, and its codings with it
		s.Erased++
		return nil
	}
	coding := voice.Coding{ID: f.Coding, User: f.By, Code: f.Code, Attrs: []voice.Attr{stamp(e.At)}}
	s.came(f.Coding)
	for i := range src.Selections {
		if sel := &src.Selections[i]; sel.Placed && sel.Start == f.Start && sel.End == f.End {
			sel.Codings = append(sel.Codings, coding)
			return nil
		}
	}
	quote := s.Held[f.Source].Quotes.Quote(f.Start, f.End)
	src.Selections = append(src.Selections, voice.Selection{ID: f.Selection, Name: name(quote), User: f.By,
		Start: f.Start, End: f.End, Placed: true, Codings: []voice.Coding{coding}})
	return nil
}

// stamp is when something was made, as the exchange standard writes it.
func stamp(at moment.Instant) voice.Attr {
	return voice.Attr{Name: "creationDateTime", Value: at.Time().UTC().Format(time.RFC3339)}
}

// name is a quote cut to the length that other programs show (V-07).
func name(quote string) string {
	const most = 60
	r := []rune(strings.Join(strings.Fields(quote), " "))
	if len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return string(r)
}

// EventKind implements Fact.
func (*PassageUncoded) EventKind() string { return "study_passage_uncoded" }

// Texts implements Fact.
func (*PassageUncoded) Texts() []*Text { return nil }

func (f *PassageUncoded) apply(s *State, _ Event) error {
	src := s.Source(f.Source)
	if src == nil {
		s.Erased++
		return nil
	}
	for i := range src.Selections {
		sel := &src.Selections[i]
		before := len(sel.Codings)
		sel.Codings = slices.DeleteFunc(sel.Codings, func(c voice.Coding) bool { return voice.SameID(c.ID, f.Coding) })
		if len(sel.Codings) == before {
			continue
		}
		if len(sel.Codings)+len(sel.Rest) == 0 {
			src.Selections = slices.Delete(src.Selections, i, i+1)
		}
		return nil
	}
	return fmt.Errorf("the coding %s is not there", f.Coding)
}
