package study

import (
	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/voice"
)

// CellKey names a place of the framework matrix: an interview and a code.
type CellKey struct{ Source, Code string }

// CellNote is the summary of one cell, in the analyst's words.
type CellNote struct {
	Text *Text
	By   person.StaffID
	At   moment.Instant
	Rev  int64
}

// WriteCell writes the summary of what one interview says under one code; no
// words take it away.
type WriteCell struct {
	Source, Code string
	Rev          int64 // of the summary that was seen; 0: there was none
	Text         string
}

// CommandKind implements Body.
func (WriteCell) CommandKind() string { return "write_cell" }
func (WriteCell) right() Right        { return Member }

func (b WriteCell) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	key := CellKey{voice.BareID(b.Source), voice.BareID(b.Code)}
	held, now := s.Held[key.Source], s.Analysis.Cells[key]
	switch {
	case s.Source(b.Source) == nil || held == nil:
		return nil, missing("text")
	case s.Code(b.Code) == nil:
		return nil, missing("code")
	case now == nil && b.Rev != 0 || now != nil && now.Rev != b.Rev:
		return nil, refusal.New("study_changed", "V-40",
			"Somebody else wrote this anew since you loaded the page: load it again, then write yours.")
	case b.Text == "" && now == nil:
		return nil, needed("Write a short summary.")
	}
	return []Fact{&CellWritten{Source: key.Source, Code: key.Code, Text: Keep(held.Subject, "cell", b.Text)}}, nil
}

// CellWritten says what a cell of the matrix says from now on.
type CellWritten struct {
	Source string `json:"source"`
	Code   string `json:"code"`
	Text   *Text  `json:"text,omitempty"`
}

// EventKind implements Fact.
func (*CellWritten) EventKind() string { return "study_cell_written" }

// Texts implements Fact.
func (f *CellWritten) Texts() []*Text { return texts(f.Text) }

func (f *CellWritten) apply(s *State, e Event) error {
	key := CellKey{f.Source, f.Code}
	switch {
	case f.Text.Erased():
		s.Erased++
	case f.Text == nil:
		delete(s.Analysis.Cells, key)
	default:
		s.Analysis.Cells[key] = &CellNote{f.Text, e.By, e.At, e.Seq}
	}
	return nil
}

// Phase is a phase of thematic analysis (Braun and Clarke 2006). Phases guide;
// nothing waits for them, and going back to an earlier one is usual.
type Phase int

// Phases, in the order of the paper.
const (
	Familiarise Phase = 1 + iota
	MakeCodes
	SearchThemes
	ReviewThemes
	DefineThemes
	WriteUp
)

// PhaseNote says that the analysts turned to a phase, and why.
type PhaseNote struct {
	Phase Phase
	Text  *Text
	By    person.StaffID
	At    moment.Instant
}

// EnterPhase says that the analysts turn to a phase.
type EnterPhase struct {
	Phase Phase
	Note  string
}

// CommandKind implements Body.
func (EnterPhase) CommandKind() string { return "enter_phase" }
func (EnterPhase) right() Right        { return Member }

func (b EnterPhase) decide(*State, Command, moment.Instant) ([]Fact, *refusal.Refusal) {
	if b.Phase < Familiarise || b.Phase > WriteUp {
		return nil, needed("Choose the phase.")
	}
	return []Fact{&PhaseEntered{Phase: b.Phase, Note: Keep("study", "phase", b.Note)}}, nil
}

// PhaseEntered says to what phase the analysts turned.
type PhaseEntered struct {
	Phase Phase `json:"phase"`
	Note  *Text `json:"note,omitempty"`
}

// EventKind implements Fact.
func (*PhaseEntered) EventKind() string { return "study_phase_entered" }

// Texts implements Fact.
func (f *PhaseEntered) Texts() []*Text { return texts(f.Note) }

func (f *PhaseEntered) apply(s *State, e Event) error {
	s.Analysis.Phases = append(s.Analysis.Phases, PhaseNote{f.Phase, f.Note, e.By, e.At})
	return nil
}

func init() {
	knows(func() Fact { return new(CellWritten) }, func() Fact { return new(PhaseEntered) })
}
