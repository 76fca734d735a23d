package study

import (
	"fmt"
	"slices"
	"strings"

	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/voice"
)

// Entry is what the code book says of one code.
type Entry struct {
	Name       string `json:"name"`
	Definition string `json:"definition,omitempty"`
	UseWhen    string `json:"use_when,omitempty"`
	NotWhen    string `json:"not_when,omitempty"`
	Origin     Origin `json:"origin,omitempty"`
	Folder     bool   `json:"folder,omitempty"` // it groups codes and is not given to passages
}

// Origin is where a code comes from.
type Origin string

// The origins of a code.
const (
	Inductive Origin = "inductive" // from what people said
	InVivo    Origin = "in vivo"   // in their own words
	Deductive Origin = "deductive" // from a theory or an earlier study
)

// Known reports whether it is one of the origins, or not said.
func (o Origin) Known() bool { return o == "" || o == Inductive || o == InVivo || o == Deductive }

// EntryNow is an entry with who wrote it last.
type EntryNow struct {
	Entry
	Rev     int64 // entry of the log that wrote it last
	Version int   // from 1
	By      person.StaffID
	At      moment.Instant
}

// EntryOf gives what the code book says of a code now; Rev is 0 where nobody
// wrote more than the code brought.
func (s *State) EntryOf(code string) EntryNow {
	if n := s.Analysis.Entries[voice.BareID(code)]; n != nil {
		return *n
	}
	c := s.Code(code)
	if c == nil {
		return EntryNow{}
	}
	return EntryNow{Entry: Entry{Name: c.Name, Definition: description(c), Folder: !c.Codable}, Version: 1}
}

// description is the definition that a code came with.
func description(c *voice.Code) string {
	for i := range c.Rest {
		if c.Rest[i].Is("Description") {
			return strings.TrimSpace(c.Rest[i].Content())
		}
	}
	return ""
}

// words is the entry as other programs read it, in the description.
func (e *Entry) words() string {
	var parts []string
	for _, p := range []struct{ head, text string }{{"", e.Definition}, {"Use when: ", e.UseWhen},
		{"Do not use when: ", e.NotWhen}} {
		if p.text != "" {
			parts = append(parts, p.head+p.text)
		}
	}
	return strings.Join(parts, "\n")
}

// DescribeCode writes the entry of a code anew; the ones before stay in the
// trail.
type DescribeCode struct {
	Code string
	Rev  int64 // of the entry that was seen
	Entry
}

// CommandKind implements Body.
func (DescribeCode) CommandKind() string { return "describe_code" }
func (DescribeCode) right() Right        { return Member }

func (b DescribeCode) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	code := s.Code(b.Code)
	if code == nil {
		return nil, missing("code")
	}
	if b.Name == "" {
		return nil, needed("Give the code a name.")
	}
	if !b.Origin.Known() {
		return nil, needed("Choose where the code comes from.")
	}
	now := s.EntryOf(b.Code)
	if now.Rev != b.Rev {
		return nil, refusal.New("study_changed", "V-40",
			"Somebody else wrote this anew since you loaded the page: load it again, then write yours.")
	}
	if now.Entry == b.Entry {
		return nil, refusal.New("study_same", "V-16", "Nothing was changed: write what is to be different.")
	}
	if b.Folder && s.uses(voice.BareID(b.Code)) > 0 {
		return nil, refusal.New("study_code_used", "V-16",
			"The code is given to passages: move them to another code before it becomes a folder.")
	}
	return []Fact{entryWritten(voice.BareID(b.Code), b.Entry)}, nil
}

func entryWritten(id string, e Entry) *CodeDescribed {
	return &CodeDescribed{ID: id, Piece: keepJSON("code-"+id, "code", e)}
}

// uses counts the codings of one code.
func (s *State) uses(code string) (n int) {
	s.eachCoding(code, func(*voice.Source, *voice.Selection, *voice.Coding) { n++ })
	return n
}

func (s *State) eachCoding(code string, yield func(*voice.Source, *voice.Selection, *voice.Coding)) {
	for i := range s.Project.Sources {
		src := &s.Project.Sources[i]
		for j := range src.Selections {
			for k := range src.Selections[j].Codings {
				if c := &src.Selections[j].Codings[k]; voice.SameID(c.Code, code) {
					yield(src, &src.Selections[j], c)
				}
			}
		}
	}
}

// CodeDescribed says what the code book says of a code from now on.
type CodeDescribed struct {
	ID    string `json:"id"`
	Piece Text   `json:"piece"`
}

// EventKind implements Fact.
func (*CodeDescribed) EventKind() string { return "study_code_described" }

// Texts implements Fact.
func (f *CodeDescribed) Texts() []*Text { return texts(&f.Piece) }

// Entry is what it says; ok is false where its words were erased.
func (f *CodeDescribed) Entry() (e Entry, ok bool) {
	ok, err := f.Piece.into(&e)
	return e, ok && err == nil
}

func (f *CodeDescribed) apply(s *State, e Event) error {
	code := s.Code(f.ID)
	if code == nil {
		return fmt.Errorf("the code %s is not there", f.ID)
	}
	now := EntryNow{Rev: e.Seq, Version: s.EntryOf(f.ID).Version, By: e.By, At: e.At}
	if s.Analysis.added[f.ID].command != e.Command { // its first entry may come with it
		now.Version++
	}
	ok, err := f.Piece.into(&now.Entry)
	if !ok || err != nil {
		s.Erased++
		return err
	}
	code.Name, code.Codable = now.Name, !now.Folder
	code.Rest = slices.DeleteFunc(slices.Clone(code.Rest), func(x voice.Element) bool { return x.Is("Description") })
	if w := now.words(); w != "" {
		code.Rest = slices.Insert(code.Rest, 0, described(w))
	}
	s.Analysis.Entries[f.ID] = &now
	return nil
}

func (f *CodeDescribed) reverse(s *State) []Fact {
	if s.Code(f.ID) == nil {
		return nil
	}
	return []Fact{entryWritten(f.ID, s.EntryOf(f.ID).Entry)}
}

func (f *CodeDescribed) fits(s *State, with *undoing) bool {
	return with.brings(f.ID) || s.Code(f.ID) != nil
}

// MoveCode puts a code, with those below it, under another, before one of its
// children or last.
type MoveCode struct {
	Code   string
	Parent string // "" is the roots
	Before string // a child of the parent; "" is last
}

// CommandKind implements Body.
func (MoveCode) CommandKind() string { return "move_code" }
func (MoveCode) right() Right        { return Member }

func (b MoveCode) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if s.Code(b.Code) == nil || b.Parent != "" && s.Code(b.Parent) == nil || b.Before != "" && s.Code(b.Before) == nil {
		return nil, missing("code")
	}
	f := &CodeMoved{ID: voice.BareID(b.Code), Parent: voice.BareID(b.Parent), Before: voice.BareID(b.Before)}
	if !f.fits(s, nil) {
		return nil, refusal.New("study_code_loop", "V-16", "A code cannot lie under itself: choose another place.")
	}
	if s.Parent(f.ID) == f.Parent && f.Before == s.after(f.ID) {
		return nil, refusal.New("study_same", "V-16", "The code lies there already: choose another place.")
	}
	return []Fact{f}, nil
}

// after gives the next code under the same parent; "" where there is none.
func (s *State) after(code string) string {
	i := s.codes[code]
	depth := s.Project.Codes[i].Depth
	if j := s.below(i); j < len(s.Project.Codes) && s.Project.Codes[j].Depth == depth {
		return voice.BareID(s.Project.Codes[j].ID)
	}
	return ""
}

// CodeMoved says where a code lies from now on.
type CodeMoved struct {
	ID     string `json:"id"`
	Parent string `json:"parent,omitempty"`
	Before string `json:"before,omitempty"`
}

// EventKind implements Fact.
func (*CodeMoved) EventKind() string { return "study_code_moved" }

// Texts implements Fact.
func (*CodeMoved) Texts() []*Text { return nil }

func (f *CodeMoved) apply(s *State, _ Event) error {
	i, ok := s.codes[f.ID]
	if !ok {
		return fmt.Errorf("the code %s is not there", f.ID)
	}
	to := s.below(i)
	moved := slices.Clone(s.Project.Codes[i:to])
	s.Project.Codes = slices.Delete(s.Project.Codes, i, to)
	s.index()
	depth, at := 1, len(s.Project.Codes)
	if f.Parent != "" {
		p, ok := s.codes[f.Parent]
		if !ok {
			return fmt.Errorf("the code %s moves under one that is not there", f.ID)
		}
		depth, at = s.Project.Codes[p].Depth+1, s.below(p)
	}
	if f.Before != "" {
		b, ok := s.codes[f.Before]
		if !ok {
			return fmt.Errorf("the code %s moves before one that is not there", f.ID)
		}
		at = b
	}
	by := depth - moved[0].Depth
	for j := range moved {
		moved[j].Depth += by
	}
	s.Project.Codes = slices.Insert(s.Project.Codes, at, moved...)
	s.index()
	return nil
}

func (f *CodeMoved) reverse(s *State) []Fact {
	if s.Code(f.ID) == nil {
		return nil
	}
	return []Fact{&CodeMoved{ID: f.ID, Parent: s.Parent(f.ID), Before: s.after(f.ID)}}
}

func (f *CodeMoved) fits(s *State, with *undoing) bool {
	there := func(id string) bool { return id == "" || with.brings(id) || s.Code(id) != nil }
	if !there(f.ID) || !there(f.Parent) || !there(f.Before) {
		return false
	}
	under := s.Under(f.ID)
	return !slices.Contains(under, f.Parent) && !slices.Contains(under, f.Before) &&
		(f.Before == "" || with.brings(f.Before) || s.Parent(f.Before) == f.Parent)
}

// DropCode takes a code out of the tree that no passage carries and no code lies
// under.
type DropCode struct{ Code string }

// CommandKind implements Body.
func (DropCode) CommandKind() string { return "drop_code" }
func (DropCode) right() Right        { return Member }

func (b DropCode) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if s.Code(b.Code) == nil {
		return nil, missing("code")
	}
	f := &CodeRemoved{ID: voice.BareID(b.Code)}
	if !f.fits(s, nil) {
		return nil, refusal.New("study_code_used", "V-16",
			"The code is given to passages, holds other codes or belongs to a theme: merge or move those first.")
	}
	return []Fact{f}, nil
}

// CodeRemoved says that a code is in the tree no more.
type CodeRemoved struct {
	ID string `json:"id"`
}

// EventKind implements Fact.
func (*CodeRemoved) EventKind() string { return "study_code_removed" }

// Texts implements Fact.
func (*CodeRemoved) Texts() []*Text { return nil }

func (f *CodeRemoved) apply(s *State, _ Event) error {
	i, ok := s.codes[f.ID]
	if !ok {
		return fmt.Errorf("the code %s is not there", f.ID)
	}
	s.Project.Codes = slices.Delete(s.Project.Codes, i, i+1)
	s.index()
	return nil
}

func (f *CodeRemoved) reverse(s *State) []Fact {
	code := s.Code(f.ID)
	if code == nil {
		return nil
	}
	back := []Fact{&CodeAdded{ID: f.ID, Parent: s.Parent(f.ID), Piece: keepJSON("code-"+f.ID, "code", *code)}}
	if before := s.after(f.ID); before != "" {
		back = append(back, &CodeMoved{ID: f.ID, Parent: s.Parent(f.ID), Before: before})
	}
	return back
}

func (f *CodeRemoved) fits(s *State, with *undoing) bool {
	if s.Code(f.ID) == nil {
		return false
	}
	for _, child := range s.Under(f.ID)[1:] {
		if !with.brings(child) {
			return false
		}
	}
	used := false
	s.eachCoding(f.ID, func(src *voice.Source, _ *voice.Selection, c *voice.Coding) {
		used = used || !with.frees(voice.BareID(src.ID)+voice.BareID(c.ID))
	})
	for _, t := range s.Analysis.Themes {
		used = used || slices.Contains(t.Codes, f.ID) && !with.frees(t.ID+f.ID)
	}
	return !used
}

func init() {
	knows(func() Fact { return new(CodeDescribed) }, func() Fact { return new(CodeMoved) },
		func() Fact { return new(CodeRemoved) })
}
