package study

import (
	"steady/moment"
	"steady/person"
	"steady/refusal"
)

// ItemKey names one item of a checklist: its list and its number.
type ItemKey struct {
	List   Checklist
	Number int
}

// ItemNote is what the researchers themselves write to an item, and where in
// their paper it stands.
type ItemNote struct {
	Text *Text
	Page *Text // page or section of the paper
	By   person.StaffID
	At   moment.Instant
	Rev  int64
}

// AnswerItem writes to an item of a checklist what only the researchers know, or
// writes it anew; empty words take it away (V-20).
type AnswerItem struct {
	ItemKey
	Rev  int64 // of the answer that was seen
	Text string
	Page string
}

// CommandKind implements Body.
func (AnswerItem) CommandKind() string { return "answer_item" }
func (AnswerItem) right() Right        { return Member }

func (b AnswerItem) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if b.Number < 1 || b.Number > len(items[b.List]) {
		return nil, missing("item")
	}
	var rev int64
	old := s.Analysis.Items[b.ItemKey]
	if old != nil {
		rev = old.Rev
	}
	switch {
	case b.Rev != rev:
		return nil, refusal.New("study_changed", "V-40",
			"Somebody else wrote this anew since you loaded the page: load it again, then write yours.")
	case b.Text == "" && b.Page == "" && old == nil:
		return nil, needed("Write the answer, or where it stands in the paper.")
	}
	return []Fact{&ItemAnswered{List: b.List, Number: b.Number, Text: Keep("study", "item", b.Text),
		Page: Keep("study", "item_page", b.Page)}}, nil
}

// ItemAnswered says what the researchers wrote to an item.
type ItemAnswered struct {
	List   Checklist `json:"list"`
	Number int       `json:"number"`
	Text   *Text     `json:"text,omitempty"`
	Page   *Text     `json:"page,omitempty"`
}

func init() { knows(func() Fact { return new(ItemAnswered) }) }

// EventKind implements Fact.
func (*ItemAnswered) EventKind() string { return "study_item_answered" }

// Texts implements Fact.
func (f *ItemAnswered) Texts() []*Text { return texts(f.Text, f.Page) }

func (f *ItemAnswered) apply(s *State, e Event) error {
	key := ItemKey{f.List, f.Number}
	if f.Text == nil && f.Page == nil {
		delete(s.Analysis.Items, key)
		return nil
	}
	if s.Analysis.Items == nil {
		s.Analysis.Items = map[ItemKey]*ItemNote{}
	}
	s.Analysis.Items[key] = &ItemNote{f.Text, f.Page, e.By, e.At, e.Seq}
	return nil
}
