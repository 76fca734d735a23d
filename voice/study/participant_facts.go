package study

import (
	"fmt"

	"steady/moment"
)

// ParticipantSet says that somebody takes part, and what is known of them.
type ParticipantSet struct {
	ID    string `json:"id"`
	Attrs *Text  `json:"attrs,omitempty"`
}

// AttributesSet is the sampling table from now on.
type AttributesSet struct {
	Table *Text `json:"table"`
}

// ConsentGiven says what somebody agreed to.
type ConsentGiven struct {
	Participant string     `json:"participant"`
	Day         moment.Day `json:"day"`
	Sheet       *Text      `json:"sheet"`
	Quote       bool       `json:"quote,omitempty"`
	Archive     bool       `json:"archive,omitempty"`
	Link        bool       `json:"link,omitempty"`
	Record      bool       `json:"record,omitempty"`
}

// KeyKept says that the key table knows who a participant is.
type KeyKept struct {
	Participant string `json:"participant"`
	Key         *Text  `json:"key"`
}

// TextGiven says whose a text is.
type TextGiven struct {
	Source      string     `json:"source"`
	Participant string     `json:"participant,omitempty"`
	Day         moment.Day `json:"day,omitempty"`
	Guide       int        `json:"guide,omitempty"`
}

// GuideWritten is the next version of the topic guide.
type GuideWritten struct {
	Text *Text `json:"text"`
}

func init() {
	knows(func() Fact { return new(ParticipantSet) }, func() Fact { return new(AttributesSet) },
		func() Fact { return new(ConsentGiven) }, func() Fact { return new(KeyKept) },
		func() Fact { return new(TextGiven) }, func() Fact { return new(GuideWritten) })
}

// EventKind implements Fact.
func (*ParticipantSet) EventKind() string { return "study_participant_set" }

// EventKind implements Fact.
func (*AttributesSet) EventKind() string { return "study_attributes_set" }

// EventKind implements Fact.
func (*ConsentGiven) EventKind() string { return "study_consent_given" }

// EventKind implements Fact.
func (*KeyKept) EventKind() string { return "study_key_kept" }

// EventKind implements Fact.
func (*TextGiven) EventKind() string { return "study_text_given" }

// EventKind implements Fact.
func (*GuideWritten) EventKind() string { return "study_guide_written" }

// Texts implements Fact.
func (f *ParticipantSet) Texts() []*Text { return texts(f.Attrs) }

// Texts implements Fact.
func (f *AttributesSet) Texts() []*Text { return texts(f.Table) }

// Texts implements Fact.
func (f *ConsentGiven) Texts() []*Text { return texts(f.Sheet) }

// Texts implements Fact.
func (*KeyKept) Texts() []*Text { return nil }

// ApartTexts implements Apart.
func (f *KeyKept) ApartTexts() []*Text { return texts(f.Key) }

// Texts implements Fact.
func (*TextGiven) Texts() []*Text { return nil }

// Texts implements Fact.
func (f *GuideWritten) Texts() []*Text { return texts(f.Text) }

func (f *ParticipantSet) apply(s *State, _ Event) error {
	p := s.Participant(f.ID)
	if p == nil {
		p = &Participant{ID: f.ID, No: len(s.Participants) + 1}
		s.Participants = append(s.Participants, p)
	}
	p.attrs, p.Attrs = f.Attrs, nil
	if f.Attrs != nil {
		_, err := f.Attrs.into(&p.Attrs)
		return err
	}
	return nil
}

func (f *AttributesSet) apply(s *State, _ Event) error {
	s.Attributes = nil
	_, err := f.Table.into(&s.Attributes)
	return err
}

func (f *ConsentGiven) apply(s *State, _ Event) error {
	p := s.Participant(f.Participant)
	if p == nil {
		return fmt.Errorf("consent of a participant who is not there")
	}
	p.Consents = append(p.Consents, Consent{f.Day, f.Sheet.Get(), f.Quote, f.Archive, f.Link,
		f.Record})
	return nil
}

func (f *KeyKept) apply(s *State, _ Event) error {
	p := s.Participant(f.Participant)
	if p == nil {
		return fmt.Errorf("the key of a participant who is not there")
	}
	p.Key = f.Key
	return nil
}

func (f *TextGiven) apply(s *State, e Event) error {
	h := s.Held[f.Source]
	if h == nil { // it was erased
		s.Erased++
		return nil
	}
	h.Participant, h.Day, h.Guide, h.Rev = f.Participant, f.Day, f.Guide, e.Seq
	return nil
}

func (f *GuideWritten) apply(s *State, e Event) error {
	s.Guides = append(s.Guides, Guide{f.Text, e.At})
	return nil
}
