package study

import (
	"cmp"
	"fmt"
	"slices"

	"steady/moment"
	"steady/refusal"
	"steady/voice"
)

// newCode makes a code with its entry, last under its parent.
func newCode(s *State, id, parent, by string, e Entry) []Fact {
	depth := 1
	if p := s.Code(parent); p != nil {
		depth = p.Depth + 1
	}
	code := voice.Code{ID: id, Name: e.Name, Depth: depth, Codable: !e.Folder}
	if e.Definition != "" {
		code.Rest = append(code.Rest, described(e.Definition))
	}
	out := []Fact{&CodeAdded{ID: id, Parent: parent, By: by, Piece: keepJSON("code-"+id, "code", code)}}
	if e.UseWhen != "" || e.NotWhen != "" || e.Origin != "" {
		out = append(out, entryWritten(id, e))
	}
	return out
}

// CodePassages gives one code to passages, all or none. The code is one that is
// there, or a new one under Parent. Passages that carry it by the same coder
// already are left as they are.
type CodePassages struct {
	Passages []Place
	Code     string // "": the new one
	New      Entry
	Parent   string
}

// CommandKind implements Body.
func (CodePassages) CommandKind() string { return "code_passages" }
func (CodePassages) right() Right        { return Member }

// mostPassages bounds one command.
const mostPassages = 2000

func (b CodePassages) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if len(b.Passages) == 0 {
		return nil, needed("Choose the passages.")
	}
	if len(b.Passages) > mostPassages {
		return nil, refusal.New("study_too_many", "V-16",
			fmt.Sprintf("These are %d passages: code at most %d at once.", len(b.Passages), mostPassages))
	}
	by, joins := s.coder(c)
	id, out := voice.BareID(b.Code), joins
	if id == "" {
		var no *refusal.Refusal
		if no = s.mayAdd(b.New, b.Parent); no != nil {
			return nil, no
		}
		id = c.NewID(s.ID, 0)
		out = append(out, newCode(s, id, voice.BareID(b.Parent), by, b.New)...)
	} else if code := s.Code(id); code == nil {
		return nil, missing("code")
	} else if !code.Codable {
		return nil, refusal.New("study_folder", "V-16", "This is a folder of codes: choose a code inside it.")
	}
	coded, seen := 0, map[Place]bool{}
	for i, p := range b.Passages {
		if no := s.placeable(p); no != nil {
			return nil, no
		}
		at := Place{Source: voice.BareID(p.Source), Start: p.Start, End: p.End}
		if seen[at] || s.codedBy(p, id, by) {
			continue
		}
		seen[at] = true
		coded++
		out = append(out, &PassageCoded{Source: voice.BareID(p.Source), Selection: c.NewID(s.ID, 2*i+1),
			Coding: c.NewID(s.ID, 2*i+2), Code: id, By: by, Start: p.Start, End: p.End})
	}
	if coded == 0 {
		return nil, refusal.New("study_coded_already", "V-08", "You gave this code to this passage already.")
	}
	return out, nil
}

// mayAdd says why a new code cannot stand under a parent.
func (s *State) mayAdd(e Entry, parent string) *refusal.Refusal {
	switch {
	case e.Name == "":
		return needed("Give the code a name.")
	case e.Folder:
		return refusal.New("study_folder", "V-16", "This is a folder of codes: choose a code inside it.")
	case parent != "" && s.Code(parent) == nil:
		return missing("code")
	}
	return nil
}

// placeable says why a passage is none of the text as it is now.
func (s *State) placeable(p Place) *refusal.Refusal {
	src, held := s.Source(p.Source), s.Held[voice.BareID(p.Source)]
	switch {
	case src == nil || held == nil || !src.HasText:
		return missing("text")
	case p.Version != held.Version:
		return refusal.New("study_text_changed", "V-01",
			"The text was corrected since this page was loaded: load it again, then choose the passage.")
	case p.Start < 0 || p.End <= p.Start || p.End > held.Quotes.Len():
		return refusal.New("study_passage", "V-02", "Choose a passage of the text: it begins and ends inside it.")
	}
	return nil
}

// codedBy reports whether a coder gave a code to exactly this passage.
func (s *State) codedBy(p Place, code, by string) bool {
	src := s.Source(p.Source)
	for i := range src.Selections {
		sel := &src.Selections[i]
		if !sel.Placed || sel.Start != p.Start || sel.End != p.End {
			continue
		}
		for j := range sel.Codings {
			if x := &sel.Codings[j]; voice.SameID(x.Code, code) && By(sel, x) == by {
				return true
			}
		}
	}
	return false
}

// Recode gives a coding another code where it is, or other bounds, or both. Only
// who gave it does so, or who leads the study: it stays theirs.
type Recode struct {
	Place        // its Coding, and the bounds it is to have; 0 and 0 leave them
	Code  string // "" leaves it
}

// CommandKind implements Body.
func (Recode) CommandKind() string { return "recode_passage" }
func (Recode) right() Right        { return Member }

func (b Recode) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	sel, coding := s.Coding(b.Source, b.Coding)
	if coding == nil || !sel.Placed {
		return nil, missing("coding")
	}
	who := By(sel, coding)
	if !voice.SameID(who, s.Coders[c.By]) && !s.Can(c.By, Lead) {
		return nil, refusal.New("study_others", "V-25",
			"Somebody else gave this code: only they take it away, or who leads the study.")
	}
	by, out := s.coder(c)
	source, id := voice.BareID(b.Source), voice.BareID(b.Coding)
	target, code := b.Place, voice.BareID(coding.Code)
	if b.Start == 0 && b.End == 0 {
		target.Start, target.End = sel.Start, sel.End
	} else if no := s.placeable(b.Place); no != nil {
		return nil, no
	}
	if b.Code != "" {
		x := s.Code(b.Code)
		if x == nil {
			return nil, missing("code")
		}
		if !x.Codable {
			return nil, refusal.New("study_folder", "V-16", "This is a folder of codes: choose a code inside it.")
		}
		code = voice.BareID(b.Code)
	}
	moves := target.Start != sel.Start || target.End != sel.End
	changes := !voice.SameID(code, coding.Code)
	switch {
	case !moves && !changes:
		return nil, refusal.New("study_same", "V-16", "Nothing was changed: write what is to be different.")
	case s.codedBy(target, code, who):
		return nil, refusal.New("study_coded_already", "V-08", "You gave this code to this passage already.")
	}
	if changes {
		out = append(out, &PassageRecoded{Source: source, Coding: id, From: voice.BareID(coding.Code), To: code, By: by})
	}
	if moves {
		out = append(out, &PassageStretched{Source: source, Coding: id, Selection: c.NewID(s.ID, 0), Start: target.Start,
			End: target.End})
	}
	return out, nil
}

// PassageStretched says that a coding lies over other words from now on.
type PassageStretched struct {
	Source    string `json:"source"`
	Coding    string `json:"coding"`
	Selection string `json:"selection"` // its id where the passage has no other yet
	Start     int    `json:"start"`
	End       int    `json:"end"`
}

// EventKind implements Fact.
func (*PassageStretched) EventKind() string { return "study_passage_stretched" }

// Texts implements Fact.
func (*PassageStretched) Texts() []*Text { return nil }

func (f *PassageStretched) apply(s *State, _ Event) error {
	src, held := s.Source(f.Source), s.Held[f.Source]
	if src == nil || held == nil {
		s.Erased++
		return nil
	}
	sel, c := find(src, f.Coding)
	if c == nil {
		return fmt.Errorf("the coding %s is not there", f.Coding)
	}
	coding := *c
	coding.User = By(sel, c)
	sel.Codings = slices.DeleteFunc(sel.Codings, func(x voice.Coding) bool { return voice.SameID(x.ID, f.Coding) })
	if len(sel.Codings)+len(sel.Rest) == 0 {
		at := slices.IndexFunc(src.Selections, func(x voice.Selection) bool {
			return len(x.Codings)+len(x.Rest) == 0 && x.ID == sel.ID
		})
		src.Selections = slices.Delete(src.Selections, at, at+1)
	}
	for i := range src.Selections {
		if x := &src.Selections[i]; x.Placed && x.Start == f.Start && x.End == f.End {
			x.Codings = append(x.Codings, coding)
			return nil
		}
	}
	src.Selections = append(src.Selections, voice.Selection{ID: f.Selection, Name: name(held.Quotes.Quote(f.Start, f.End)),
		User: coding.User, Start: f.Start, End: f.End, Placed: true, Codings: []voice.Coding{coding}})
	return nil
}

func (f *PassageStretched) reverse(s *State) []Fact {
	sel, c := s.Coding(f.Source, f.Coding)
	if c == nil {
		return nil
	}
	return []Fact{&PassageStretched{Source: f.Source, Coding: f.Coding,
		Selection: cmp.Or(voice.BareID(sel.ID), f.Selection), Start: sel.Start, End: sel.End}}
}

func (f *PassageStretched) fits(s *State, _ *undoing) bool {
	_, c := s.Coding(f.Source, f.Coding)
	return c != nil
}

func init() { knows(func() Fact { return new(PassageStretched) }) }
