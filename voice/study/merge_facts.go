package study

import (
	"fmt"
	"slices"

	"steady/voice"
)

// ProjectMerged says that a copy of the project was merged: how much of it was
// new, and which differences were taken from it.
type ProjectMerged struct {
	Coders  int      `json:"coders,omitempty"`
	Codes   int      `json:"codes,omitempty"`
	Sources int      `json:"texts,omitempty"`
	Codings int      `json:"codings,omitempty"`
	Notes   int      `json:"notes,omitempty"`
	Files   int      `json:"files,omitempty"`
	Left    int      `json:"left,omitempty"` // differences in which the study's own stayed
	Taken   []string `json:"taken,omitempty"`
}

// SelectionMerged says that a passage of another copy joined a text, or that its
// codings joined those of the passage with its id.
type SelectionMerged struct {
	Source  string  `json:"source"`
	ID      string  `json:"id,omitempty"`
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Codings []Coded `json:"codings,omitempty"`
	Piece   Text    `json:"piece"`
}

// SectionMerged says that notes, cases, sets or links joined those of the
// project.
type SectionMerged struct {
	Piece Text `json:"piece"`
}

// NoteTied says that a note is about a code, a text, a passage or a coding.
type NoteTied struct {
	Code    string `json:"code,omitempty"`
	Source  string `json:"source,omitempty"`
	Passage string `json:"passage,omitempty"`
	Coding  string `json:"coding,omitempty"`
	Note    string `json:"note"`
}

func init() {
	knows(func() Fact { return new(ProjectMerged) }, func() Fact { return new(SelectionMerged) },
		func() Fact { return new(SectionMerged) }, func() Fact { return new(NoteTied) })
}

// merged is what a comparison records; nothing where the study holds all of it.
func (c *Comparison) merged(take []string) []Fact {
	if len(c.facts) == 0 {
		return nil
	}
	f := &ProjectMerged{Coders: c.Coders, Codes: c.Codes, Sources: c.Texts, Codings: c.Codings, Notes: c.Notes,
		Files: c.Files}
	for _, d := range c.Differs {
		if slices.Contains(take, d.Key) && len(d.take) > 0 {
			f.Taken = append(f.Taken, d.Key)
		} else {
			f.Left++
		}
	}
	return append([]Fact{f}, c.facts...)
}

// EventKind implements Fact.
func (*ProjectMerged) EventKind() string { return "study_project_merged" }

// EventKind implements Fact.
func (*SelectionMerged) EventKind() string { return "study_selection_merged" }

// EventKind implements Fact.
func (*SectionMerged) EventKind() string { return "study_section_merged" }

// EventKind implements Fact.
func (*NoteTied) EventKind() string { return "study_note_tied" }

// Texts implements Fact.
func (*ProjectMerged) Texts() []*Text { return nil }

// Texts implements Fact.
func (f *SelectionMerged) Texts() []*Text { return texts(&f.Piece) }

// Texts implements Fact.
func (f *SectionMerged) Texts() []*Text { return texts(&f.Piece) }

// Texts implements Fact.
func (*NoteTied) Texts() []*Text { return nil }

func (*ProjectMerged) analytic() {}

func (*ProjectMerged) apply(*State, Event) error { return nil }

func (f *SelectionMerged) apply(s *State, _ Event) error {
	src := s.Source(f.Source)
	var sel voice.Selection
	ok, err := f.Piece.into(&sel)
	if src == nil || !ok { // erased
		s.Erased++
		return err
	}
	s.came(sel.ID)
	for _, c := range sel.Codings {
		s.came(c.ID)
	}
	for i := range src.Selections {
		if old := &src.Selections[i]; sel.ID != "" && voice.SameID(old.ID, sel.ID) {
			old.Codings = append(old.Codings, sel.Codings...)
			return nil
		}
	}
	src.Selections = append(src.Selections, sel)
	return nil
}

func (f *SectionMerged) apply(s *State, _ Event) error {
	var e voice.Element
	ok, err := f.Piece.into(&e)
	if !ok {
		s.Erased++
		return err
	}
	for i := range s.Project.Sections {
		if s.Project.Sections[i].Is(e.Name) {
			s.Project.Sections[i].Kids = append(slices.Clone(s.Project.Sections[i].Kids), e.Kids...)
			return nil
		}
	}
	s.Project.Sections = append(s.Project.Sections, e)
	return nil
}

func (f *NoteTied) apply(s *State, _ Event) error {
	ref := element("NoteRef", attrs("targetGUID", f.Note))
	add := func(list *[]voice.Element) { *list = append(slices.Clone(*list), ref) }
	if f.Code != "" {
		if c := s.Code(f.Code); c != nil {
			add(&c.Rest)
			return nil
		}
		return fmt.Errorf("a note is about the code %s, which is not there", f.Code)
	}
	src := s.Source(f.Source)
	if src == nil {
		s.Erased++
		return nil
	}
	if f.Passage+f.Coding == "" {
		add(&src.Rest)
		return nil
	}
	for i := range src.Selections {
		sel := &src.Selections[i]
		if f.Passage != "" && voice.SameID(sel.ID, f.Passage) {
			add(&sel.Rest)
			return nil
		}
		for j := range sel.Codings {
			if f.Coding != "" && voice.SameID(sel.Codings[j].ID, f.Coding) {
				add(&sel.Codings[j].Rest)
				return nil
			}
		}
	}
	return nil // its passage was taken away in the same press
}

// came remembers an id for good: what was taken away here is not new when a copy
// brings it again.
func (s *State) came(id string) {
	if id = voice.BareID(id); id != "" {
		s.ids[id] = true
	}
}
