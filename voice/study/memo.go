package study

import (
	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/voice"
)

// Memo is a note of an analyst (V-17).
type Memo struct {
	ID   string
	Kind MemoKind
	On   Anchor
	Text *Text
	By   person.StaffID
	At   moment.Instant
	Rev  int64 // entry that wrote it last
}

// MemoKind is what a memo is for.
type MemoKind string

// The kinds of memo.
const (
	MemoNote      MemoKind = "note"
	MemoReflexive MemoKind = "reflexive"
	MemoMethod    MemoKind = "method"
	MemoField     MemoKind = "field"
)

// Known reports whether it is one of the kinds.
func (k MemoKind) Known() bool {
	return k == MemoNote || k == MemoReflexive || k == MemoMethod || k == MemoField
}

// Anchor is what a memo is about: the whole study where both are empty.
type Anchor struct {
	What string `json:"what,omitempty"` // source, code, coding, theme
	ID   string `json:"id,omitempty"`
	In   string `json:"in,omitempty"` // the source of a coding
}

// subject is under what the words about it are kept: what is about one text goes
// with it.
func (s *State) subject(a Anchor, own string) string {
	for _, id := range []string{a.In, a.ID} {
		if h := s.Held[voice.BareID(id)]; h != nil {
			return h.Subject
		}
	}
	return own
}

// there reports whether what a memo is about is in the study.
func (s *State) there(a Anchor) bool {
	switch a.What {
	case "":
		return true
	case "source":
		return s.Source(a.ID) != nil
	case "code":
		return s.Code(a.ID) != nil
	case "theme":
		return s.Theme(a.ID) != nil
	case "coding":
		src := s.Source(a.In)
		if src == nil {
			return false
		}
		_, c := find(src, a.ID)
		return c != nil
	}
	return false
}

// WriteMemo writes a memo, or writes one anew.
type WriteMemo struct {
	Memo string // "" is a new one
	Rev  int64  // that was seen of it
	Kind MemoKind
	On   Anchor
	Text string
}

// CommandKind implements Body.
func (WriteMemo) CommandKind() string { return "write_memo" }
func (WriteMemo) right() Right        { return Member }

func (b WriteMemo) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if b.Text == "" {
		return nil, needed("Write the memo.")
	}
	if !b.Kind.Known() {
		return nil, needed("Choose what kind of memo it is.")
	}
	f := &MemoWritten{ID: b.Memo, Kind: b.Kind, On: b.On}
	if b.Memo == "" {
		f.ID = c.NewID(s.ID, 0)
	} else if m := s.Memo(b.Memo); m == nil {
		return nil, missing("memo")
	} else if m.By != c.By {
		return nil, refusal.New("study_others", "V-25", "Somebody else wrote this memo: write one of your own beside it.")
	} else if m.Rev != b.Rev {
		return nil, refusal.New("study_changed", "V-40",
			"This was written anew since you loaded the page: load it again, then write yours.")
	} else {
		f.On = m.On
	}
	if !s.there(f.On) {
		return nil, missing("place")
	}
	f.Text = Keep(s.subject(f.On, "memo-"+f.ID), "memo", b.Text)
	return []Fact{f}, nil
}

// Memo finds a memo written here; nil where there is none.
func (s *State) Memo(id string) *Memo {
	for i := range s.Memos {
		if s.Memos[i].ID == id {
			return &s.Memos[i]
		}
	}
	return nil
}

// MemoWritten says what a memo says now.
type MemoWritten struct {
	ID   string   `json:"id"`
	Kind MemoKind `json:"kind"`
	On   Anchor   `json:"on"`
	Text *Text    `json:"text"`
}

func init() { knows(func() Fact { return new(MemoWritten) }) }

// EventKind implements Fact.
func (*MemoWritten) EventKind() string { return "study_memo_written" }

// Texts implements Fact.
func (f *MemoWritten) Texts() []*Text { return texts(f.Text) }

func (f *MemoWritten) apply(s *State, e Event) error {
	if f.Text.Erased() { // it went with the interview that it was about, or was written anew
		s.Erased++
		return nil
	}
	m := Memo{f.ID, f.Kind, f.On, f.Text, e.By, e.At, e.Seq}
	if old := s.Memo(f.ID); old != nil {
		*old = m
	} else {
		s.Memos = append(s.Memos, m)
	}
	return nil
}
