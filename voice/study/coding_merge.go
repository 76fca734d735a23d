package study

import (
	"cmp"
	"fmt"
	"slices"

	"steady/moment"
	"steady/refusal"
	"steady/voice"
)

// What a merge does with passages of one coder that overlap once they carry one
// code (V-16).
const (
	OverlapsKeep = "keep"
	OverlapsJoin = "join"
)

// MergeCodes gives every passage of a code another one and takes the first out
// of the tree; the codes under it go under the other. Overlaps says what happens
// to passages of one coder that overlap then; it is asked for where there are any.
type MergeCodes struct {
	Code, Into string
	Overlaps   string
}

// CommandKind implements Body.
func (MergeCodes) CommandKind() string { return "merge_codes" }
func (MergeCodes) right() Right        { return Member }

func (b MergeCodes) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	from, into := s.Code(b.Code), s.Code(b.Into)
	switch {
	case from == nil || into == nil:
		return nil, missing("code")
	case slices.Contains(s.Under(b.Code), voice.BareID(b.Into)):
		return nil, refusal.New("study_code_loop", "V-16",
			"A code cannot be merged into itself or into one that lies under it: choose another.")
	case !into.Codable && s.uses(b.Code) > 0:
		return nil, refusal.New("study_folder", "V-16", "This is a folder of codes: choose a code inside it.")
	case b.Overlaps == "" && s.Overlapping(b.Code, b.Into) > 0:
		return nil, refusal.New("study_overlaps", "V-16",
			"Passages of these two codes overlap: choose whether they are kept apart or joined.")
	case b.Overlaps != "" && b.Overlaps != OverlapsKeep && b.Overlaps != OverlapsJoin:
		return nil, needed("Choose whether overlapping passages are kept apart or joined.")
	}
	id, joins := s.coder(c)
	m := merger{s: s, c: c, from: voice.BareID(b.Code), into: voice.BareID(b.Into), by: id,
		join: b.Overlaps == OverlapsJoin}
	out := append(joins, &CodesMerged{Code: m.from, Into: m.into, Overlaps: b.Overlaps})
	for i := range s.Project.Sources {
		m.source(&s.Project.Sources[i])
	}
	out = append(out, m.out...)
	at := s.codes[m.from]
	for _, child := range s.Project.Codes[at+1 : s.below(at)] {
		if child.Depth == s.Project.Codes[at].Depth+1 {
			out = append(out, &CodeMoved{ID: voice.BareID(child.ID), Parent: m.into})
		}
	}
	for _, t := range s.Analysis.Themes {
		if slices.Contains(t.Codes, m.from) {
			out = append(out, &CodePlaced{Code: m.from, Theme: t.ID, Out: true})
			if !slices.Contains(t.Codes, m.into) {
				out = append(out, &CodePlaced{Code: m.into, Theme: t.ID})
			}
		}
	}
	return append(out, &CodeRemoved{ID: m.from}), nil
}

// Overlapping counts passages of the first code that overlap one of the second by
// the same coder, without being the same passage.
func (s *State) Overlapping(code, other string) (n int) {
	for i := range s.Project.Sources {
		var a, b []voice.Passage
		for _, p := range s.PassagesOf(i, nil) {
			switch p.Code {
			case voice.BareID(code):
				a = append(a, p)
			case voice.BareID(other):
				b = append(b, p)
			}
		}
		for _, p := range a {
			if slices.ContainsFunc(b, func(o voice.Passage) bool {
				return o.Coder == p.Coder && o.Start < p.End && p.Start < o.End && (o.Start != p.Start || o.End != p.End)
			}) {
				n++
			}
		}
	}
	return n
}

// merger collects what a merge does to passages.
type merger struct {
	s          *State
	c          Command
	from, into string
	by         string // who merges
	join       bool
	out        []Fact
	made       int
}

// heldCoding is one coding that will carry the code.
type heldCoding struct {
	id         string
	start, end int
	moves      bool // it carries the code that goes
	placed     bool
}

func (m *merger) source(src *voice.Source) {
	by := map[string][]heldCoding{}
	var coders []string
	for j := range src.Selections {
		sel := &src.Selections[j]
		for k := range sel.Codings {
			c := &sel.Codings[k]
			moves := voice.SameID(c.Code, m.from)
			if !moves && !voice.SameID(c.Code, m.into) {
				continue
			}
			who := By(sel, c)
			if by[who] == nil {
				coders = append(coders, who)
			}
			by[who] = append(by[who], heldCoding{voice.BareID(c.ID), sel.Start, sel.End, moves, sel.Placed})
		}
	}
	for k := range src.Codings { // of the whole document
		if c := &src.Codings[k]; voice.SameID(c.Code, m.from) {
			m.out = append(m.out, &PassageRecoded{Source: voice.BareID(src.ID), Coding: voice.BareID(c.ID), From: m.from,
				To: m.into})
		}
	}
	for _, who := range coders {
		m.coder(voice.BareID(src.ID), by[who])
	}
}

// coder merges the passages of one coder in one text. Those that are there twice
// then are there once; those that overlap are joined where that was chosen.
func (m *merger) coder(source string, list []heldCoding) {
	slices.SortStableFunc(list, func(a, b heldCoding) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	for i := 0; i < len(list); {
		j, end := i+1, list[i].end
		for m.join && list[i].placed && j < len(list) && list[j].placed && list[j].start < end {
			end = max(end, list[j].end)
			j++
		}
		for !m.join && j < len(list) && list[j].start == list[i].start && list[j].end == end {
			j++
		}
		m.group(source, list[i:j], end)
		i = j
	}
}

// group makes one passage of a group; a group of one only changes its code.
func (m *merger) group(source string, group []heldCoding, end int) {
	if !slices.ContainsFunc(group, func(c heldCoding) bool { return c.moves }) {
		return
	}
	whole := func(c heldCoding) bool { return c.start == group[0].start && c.end == end }
	keep := slices.IndexFunc(group, func(c heldCoding) bool { return !c.moves && whole(c) })
	if keep < 0 {
		keep = slices.IndexFunc(group, whole)
	}
	stretch := keep < 0
	if stretch { // the first one grows over the others
		keep = 0
	}
	for i, c := range group {
		switch {
		case i != keep:
			m.out = append(m.out, &PassageUncoded{Source: source, Coding: c.id, By: m.by})
		case c.moves:
			m.out = append(m.out, &PassageRecoded{Source: source, Coding: c.id, From: m.from, To: m.into, By: m.by})
		}
	}
	if stretch {
		m.made++
		m.out = append(m.out, &PassageStretched{Source: source, Coding: group[0].id, Start: group[0].start, End: end,
			Selection: m.c.NewID(m.s.ID, m.made)})
	}
}

// CodesMerged says why the changes after it were made.
type CodesMerged struct {
	Code     string `json:"code"`
	Into     string `json:"into"`
	Overlaps string `json:"overlaps,omitempty"`
}

// EventKind implements Fact.
func (*CodesMerged) EventKind() string { return "study_codes_merged" }

// Texts implements Fact.
func (*CodesMerged) Texts() []*Text { return nil }

func (*CodesMerged) apply(*State, Event) error { return nil }

// SplitCode makes a new code beside one, with its place in the tree, and gives it
// some of the passages of the first.
type SplitCode struct {
	Code string
	Entry
	Passages []Place // whose Coding is set
}

// Place is a passage of a text, or a coding in it.
type Place struct {
	Source     string
	Version    int // of the text that was seen
	Start, End int
	Coding     string
}

// CommandKind implements Body.
func (SplitCode) CommandKind() string { return "split_code" }
func (SplitCode) right() Right        { return Member }

func (b SplitCode) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	code := s.Code(b.Code)
	switch {
	case code == nil:
		return nil, missing("code")
	case b.Name == "":
		return nil, needed("Give the new code a name.")
	case len(b.Passages) == 0:
		return nil, needed("Choose the passages that the new code takes.")
	}
	from, id := voice.BareID(b.Code), c.NewID(s.ID, 0)
	by, joins := s.coder(c)
	out := append(joins, &CodeSplit{Code: from, New: id})
	out = append(out, newCode(s, id, s.Parent(from), by, b.Entry)...)
	if next := s.after(from); next != "" {
		out = append(out, &CodeMoved{ID: id, Parent: s.Parent(from), Before: next})
	}
	seen := map[string]bool{}
	for _, p := range b.Passages {
		_, coding := s.Coding(p.Source, p.Coding)
		if coding == nil || !voice.SameID(coding.Code, from) {
			return nil, missing("coding")
		}
		if key := voice.BareID(p.Source) + voice.BareID(p.Coding); !seen[key] {
			seen[key] = true
			out = append(out, &PassageRecoded{Source: voice.BareID(p.Source), Coding: voice.BareID(p.Coding), From: from,
				To: id, By: by})
		}
	}
	return out, nil
}

// CodeSplit says why the changes after it were made.
type CodeSplit struct {
	Code string `json:"code"`
	New  string `json:"new"`
}

// EventKind implements Fact.
func (*CodeSplit) EventKind() string { return "study_code_split" }

// Texts implements Fact.
func (*CodeSplit) Texts() []*Text { return nil }

func (*CodeSplit) apply(*State, Event) error { return nil }

// PassageRecoded says that a coding carries another code: who gave it stays.
type PassageRecoded struct {
	Source string `json:"source"`
	Coding string `json:"coding"`
	From   string `json:"from"`
	To     string `json:"to"`
	By     string `json:"by,omitempty"`
}

// EventKind implements Fact.
func (*PassageRecoded) EventKind() string { return "study_passage_recoded" }

// Texts implements Fact.
func (*PassageRecoded) Texts() []*Text { return nil }

func (f *PassageRecoded) apply(s *State, _ Event) error {
	src := s.Source(f.Source)
	if src == nil {
		s.Erased++
		return nil
	}
	_, c := find(src, f.Coding)
	if c == nil {
		for k := range src.Codings {
			if voice.SameID(src.Codings[k].ID, f.Coding) {
				c = &src.Codings[k]
			}
		}
	}
	if c == nil {
		return fmt.Errorf("the coding %s is not there", f.Coding)
	}
	c.Code = f.To
	return nil
}

func (f *PassageRecoded) reverse(*State) []Fact {
	return []Fact{&PassageRecoded{Source: f.Source, Coding: f.Coding, From: f.To, To: f.From, By: f.By}}
}

func (f *PassageRecoded) fits(s *State, with *undoing) bool {
	_, c := s.Coding(f.Source, f.Coding)
	if c == nil {
		if src := s.Source(f.Source); src != nil {
			for k := range src.Codings {
				if voice.SameID(src.Codings[k].ID, f.Coding) {
					c = &src.Codings[k]
				}
			}
		}
	}
	return c != nil && voice.SameID(c.Code, f.From) && (with.brings(f.To) || s.Code(f.To) != nil)
}

func init() {
	knows(func() Fact { return new(CodesMerged) }, func() Fact { return new(CodeSplit) },
		func() Fact { return new(PassageRecoded) })
}
