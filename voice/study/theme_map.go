package study

import (
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/voice"
)

// ThemeLink is a line between two themes on the map.
type ThemeLink struct {
	From, To string
	Says     *Text // what the line means
}

// LinkThemes draws a line between two themes, changes what it says, or takes it
// away.
type LinkThemes struct {
	From, To string
	Says     string
	Away     bool
}

// CommandKind implements Body.
func (LinkThemes) CommandKind() string { return "link_themes" }
func (LinkThemes) right() Right        { return Member }

func (b LinkThemes) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	switch {
	case s.Theme(b.From) == nil || s.Theme(b.To) == nil:
		return nil, missing("theme")
	case b.From == b.To:
		return nil, refusal.New("study_theme_loop", "V-21", "A theme cannot belong to itself: choose another.")
	case b.Away && !slices.ContainsFunc(s.Analysis.Links, b.names):
		return nil, missing("line")
	case !b.Away && b.Says == "":
		return nil, needed("Write what the line between the two themes means.")
	}
	f := &ThemesLinked{From: b.From, To: b.To, Away: b.Away}
	if !b.Away {
		f.Says = Keep("theme-"+b.From, "line", b.Says)
	}
	return []Fact{f}, nil
}

func (b LinkThemes) names(l ThemeLink) bool { return l.From == b.From && l.To == b.To }

// ThemesLinked says what a line on the map means, or that it is gone.
type ThemesLinked struct {
	From string `json:"from"`
	To   string `json:"to"`
	Says *Text  `json:"says,omitempty"`
	Away bool   `json:"away,omitempty"`
}

// EventKind implements Fact.
func (*ThemesLinked) EventKind() string { return "study_themes_linked" }

// Texts implements Fact.
func (f *ThemesLinked) Texts() []*Text { return texts(f.Says) }

func (f *ThemesLinked) apply(s *State, _ Event) error {
	a := &s.Analysis
	a.Links = slices.DeleteFunc(a.Links, func(l ThemeLink) bool { return l.From == f.From && l.To == f.To })
	if !f.Away {
		a.Links = append(a.Links, ThemeLink{f.From, f.To, f.Says})
	}
	return nil
}

// PutTheme says where a theme stands on the map; 0 lets the drawing choose.
type PutTheme struct {
	Theme       string
	Column, Row int
}

// CommandKind implements Body.
func (PutTheme) CommandKind() string { return "put_theme" }
func (PutTheme) right() Right        { return Member }

func (b PutTheme) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	t := s.Theme(b.Theme)
	switch {
	case t == nil:
		return nil, missing("theme")
	case b.Column < 0 || b.Column > voice.MapColumns || b.Row < 0 || b.Row > 99:
		return nil, needed(fmt.Sprintf("Choose a column from 1 to %d and a place in it from 1 to 99, or none.",
			voice.MapColumns))
	case t.Column == b.Column && t.Row == b.Row:
		return nil, refusal.New("study_same", "V-16", "Nothing was changed: write what is to be different.")
	}
	return []Fact{&ThemePut{ID: b.Theme, Column: b.Column, Row: b.Row}}, nil
}

// ThemePut says where a theme stands on the map.
type ThemePut struct {
	ID     string `json:"id"`
	Column int    `json:"column"`
	Row    int    `json:"row"`
}

// EventKind implements Fact.
func (*ThemePut) EventKind() string { return "study_theme_put" }

// Texts implements Fact.
func (*ThemePut) Texts() []*Text { return nil }

func (f *ThemePut) apply(s *State, _ Event) error {
	t := s.Theme(f.ID)
	if t == nil {
		return fmt.Errorf("the theme %s is not there", f.ID)
	}
	t.Column, t.Row = f.Column, f.Row
	return nil
}

// PickQuote lets a coding speak for a theme in its table, or no more.
type PickQuote struct {
	Theme  string
	Source string
	Coding string
	Away   bool
}

// CommandKind implements Body.
func (PickQuote) CommandKind() string { return "pick_quote" }
func (PickQuote) right() Right        { return Member }

func (b PickQuote) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	t := s.Theme(b.Theme)
	_, coding := s.Coding(b.Source, b.Coding)
	if t == nil {
		return nil, missing("theme")
	}
	p := Pick{voice.BareID(b.Source), voice.BareID(b.Coding)}
	had := slices.Contains(t.Picks, p)
	switch {
	case coding == nil && !had:
		return nil, missing("coding")
	case had != b.Away:
		return nil, refusal.New("study_same", "V-16", "Nothing was changed: write what is to be different.")
	case !b.Away && !slices.Contains(s.ThemesOf(coding.Code), t.ID):
		return nil, refusal.New("study_not_of_theme", "V-21",
			"The code of this passage is not in the theme: place the code in it first.")
	}
	return []Fact{&QuotePicked{Theme: b.Theme, Source: p.Source, Coding: p.Coding, Away: b.Away}}, nil
}

// QuotePicked says that a coding speaks for a theme, or no more.
type QuotePicked struct {
	Theme  string `json:"theme"`
	Source string `json:"source"`
	Coding string `json:"coding"`
	Away   bool   `json:"away,omitempty"`
}

// EventKind implements Fact.
func (*QuotePicked) EventKind() string { return "study_quote_picked" }

// Texts implements Fact.
func (*QuotePicked) Texts() []*Text { return nil }

func (f *QuotePicked) apply(s *State, _ Event) error {
	t := s.Theme(f.Theme)
	if t == nil {
		return fmt.Errorf("the theme %s is not there", f.Theme)
	}
	p := Pick{f.Source, f.Coding}
	t.Picks = slices.DeleteFunc(slices.Clone(t.Picks), func(x Pick) bool { return x == p })
	if !f.Away {
		t.Picks = append(t.Picks, p)
	}
	return nil
}

// Negative is a passage that speaks against a theme.
type Negative struct {
	Theme  string
	Source string
	Coding string
	Why    *Text
	By     person.StaffID
	At     moment.Instant
}

// MarkNegative says that a passage speaks against a theme, or no more.
type MarkNegative struct {
	Theme  string
	Source string
	Coding string
	Why    string
	Away   bool
}

// CommandKind implements Body.
func (MarkNegative) CommandKind() string { return "mark_negative" }
func (MarkNegative) right() Right        { return Member }

func (b MarkNegative) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	f := &NegativeMarked{Theme: b.Theme, Source: voice.BareID(b.Source), Coding: voice.BareID(b.Coding), Away: b.Away}
	_, coding := s.Coding(b.Source, b.Coding)
	had := slices.ContainsFunc(s.Analysis.Negatives, f.names)
	switch {
	case s.Theme(b.Theme) == nil:
		return nil, missing("theme")
	case coding == nil && !had:
		return nil, missing("coding")
	case b.Away != had && b.Away:
		return nil, missing("coding")
	case !b.Away && b.Why == "":
		return nil, needed("Write how this passage speaks against the theme.")
	}
	if !b.Away {
		f.Why = Keep(s.Held[f.Source].Subject, "negative", b.Why)
	}
	return []Fact{f}, nil
}

// NegativeMarked says that a passage speaks against a theme, or no more.
type NegativeMarked struct {
	Theme  string `json:"theme"`
	Source string `json:"source"`
	Coding string `json:"coding"`
	Why    *Text  `json:"why,omitempty"`
	Away   bool   `json:"away,omitempty"`
}

// EventKind implements Fact.
func (*NegativeMarked) EventKind() string { return "study_negative_marked" }

// Texts implements Fact.
func (f *NegativeMarked) Texts() []*Text { return texts(f.Why) }

func (f *NegativeMarked) names(n Negative) bool {
	return n.Theme == f.Theme && n.Source == f.Source && n.Coding == f.Coding
}

func (f *NegativeMarked) apply(s *State, e Event) error {
	a := &s.Analysis
	a.Negatives = slices.DeleteFunc(a.Negatives, f.names)
	switch {
	case f.Why.Erased(): // the interview was erased, and this with it
		s.Erased++
	case !f.Away:
		a.Negatives = append(a.Negatives, Negative{f.Theme, f.Source, f.Coding, f.Why, e.By, e.At})
	}
	return nil
}

func init() {
	knows(func() Fact { return new(ThemesLinked) }, func() Fact { return new(ThemePut) },
		func() Fact { return new(QuotePicked) }, func() Fact { return new(NegativeMarked) })
}
