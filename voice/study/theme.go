package study

import (
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/voice"
)

// Theme is a pattern of meaning that analysts make of codes.
type Theme struct {
	ID      string
	Name    *Text
	Concept *Text // its central idea: what holds it together
	Status  ThemeStatus
	Under   string   // the theme that it belongs to; "" is none
	Codes   []string // bare ids, in the order in which they were placed
	Column  int      // on the map, from 1; 0: where there is room
	Row     int
	Picks   []Pick
	By      person.StaffID // who wrote it last
	At      moment.Instant
	Rev     int64
}

// ThemeStatus is how far a theme has come.
type ThemeStatus string

// The states of a theme.
const (
	Candidate ThemeStatus = "candidate"
	Reviewed  ThemeStatus = "reviewed" // held against its passages and the whole
	Named     ThemeStatus = "named"    // defined and named
)

// Known reports whether it is one of the states.
func (t ThemeStatus) Known() bool { return t == Candidate || t == Reviewed || t == Named }

// Pick is a coding that speaks for a theme in its table. Whether its words may
// leave the study is decided for each quote elsewhere (V-30).
type Pick struct {
	Source string
	Coding string
}

// Theme finds a theme; nil where there is none.
func (s *State) Theme(id string) *Theme {
	for _, t := range s.Analysis.Themes {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// ThemesOf gives the themes that a code belongs to: by itself, or by a code above
// it.
func (s *State) ThemesOf(code string) (ids []string) {
	var line []string
	for id := voice.BareID(code); id != ""; id = s.Parent(id) {
		line = append(line, id)
	}
	for _, t := range s.Analysis.Themes {
		if slices.ContainsFunc(t.Codes, func(c string) bool { return slices.Contains(line, c) }) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// ThemesOver gives the themes that a code speaks in: those that it belongs to, and
// those that they belong to.
func (s *State) ThemesOver(code string) (ids []string) {
	for _, id := range s.ThemesOf(code) {
		for t, n := s.Theme(id), 0; t != nil && n <= len(s.Analysis.Themes); t, n = s.Theme(t.Under), n+1 {
			if !slices.Contains(ids, t.ID) {
				ids = append(ids, t.ID)
			}
		}
	}
	return ids
}

// WriteTheme makes a theme or writes one anew.
type WriteTheme struct {
	Theme   string // "" is a new one
	Rev     int64  // of it that was seen
	Name    string
	Concept string
	Status  ThemeStatus
	Under   string
	Why     string // what led to it or changed it
}

// CommandKind implements Body.
func (WriteTheme) CommandKind() string { return "write_theme" }
func (WriteTheme) right() Right        { return Member }

func (b WriteTheme) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	id := b.Theme
	if id == "" {
		id = c.NewID(s.ID, 0)
	} else if t := s.Theme(id); t == nil {
		return nil, missing("theme")
	} else if t.Rev != b.Rev {
		return nil, refusal.New("study_changed", "V-40",
			"Somebody else wrote this anew since you loaded the page: load it again, then write yours.")
	}
	if b.Name == "" {
		return nil, needed("Give the theme a name.")
	}
	if !b.Status.Known() {
		return nil, needed("Choose how far the theme has come.")
	}
	if b.Status == Named && b.Concept == "" {
		return nil, needed("A theme that is named has a central idea: write what holds it together.")
	}
	for up, n := b.Under, 0; up != ""; n++ {
		t := s.Theme(up)
		if t == nil {
			return nil, missing("theme")
		}
		if up == id || n > len(s.Analysis.Themes) {
			return nil, refusal.New("study_theme_loop", "V-21", "A theme cannot belong to itself: choose another.")
		}
		up = t.Under
	}
	subject := "theme-" + id
	return []Fact{&ThemeWritten{ID: id, Name: Keep(subject, "theme", b.Name), Concept: Keep(subject, "concept", b.Concept),
		Status: b.Status, Under: b.Under, Why: Keep(subject, "why", b.Why)}}, nil
}

// ThemeWritten says what a theme is from now on.
type ThemeWritten struct {
	ID      string      `json:"id"`
	Name    *Text       `json:"name"`
	Concept *Text       `json:"concept,omitempty"`
	Status  ThemeStatus `json:"status"`
	Under   string      `json:"under,omitempty"`
	Why     *Text       `json:"why,omitempty"`
}

// EventKind implements Fact.
func (*ThemeWritten) EventKind() string { return "study_theme_written" }

// Texts implements Fact.
func (f *ThemeWritten) Texts() []*Text { return texts(f.Name, f.Concept, f.Why) }

func (f *ThemeWritten) apply(s *State, e Event) error {
	t := s.Theme(f.ID)
	if t == nil {
		t = &Theme{ID: f.ID}
		s.Analysis.Themes = append(s.Analysis.Themes, t)
	}
	t.Name, t.Concept, t.Status, t.Under, t.By, t.At, t.Rev = f.Name, f.Concept, f.Status, f.Under, e.By, e.At, e.Seq
	return nil
}

// DropTheme lets a theme go. Its codes and passages stay; why stands in the trail.
type DropTheme struct {
	Theme string
	Why   string
}

// CommandKind implements Body.
func (DropTheme) CommandKind() string { return "drop_theme" }
func (DropTheme) right() Right        { return Member }

func (b DropTheme) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	t := s.Theme(b.Theme)
	if t == nil {
		return nil, missing("theme")
	}
	if b.Why == "" {
		return nil, needed("Write in a line why the theme is let go.")
	}
	return []Fact{&ThemeDropped{ID: b.Theme, Name: Keep("theme-"+b.Theme, "theme", t.Name.Get()),
		Why: Keep("theme-"+b.Theme, "why", b.Why)}}, nil
}

// ThemeDropped says that a theme is there no more.
type ThemeDropped struct {
	ID   string `json:"id"`
	Name *Text  `json:"name,omitempty"`
	Why  *Text  `json:"why"`
}

// EventKind implements Fact.
func (*ThemeDropped) EventKind() string { return "study_theme_dropped" }

// Texts implements Fact.
func (f *ThemeDropped) Texts() []*Text { return texts(f.Name, f.Why) }

func (f *ThemeDropped) apply(s *State, _ Event) error {
	a := &s.Analysis
	a.Themes = slices.DeleteFunc(a.Themes, func(t *Theme) bool { return t.ID == f.ID })
	for _, t := range a.Themes {
		if t.Under == f.ID {
			t.Under = ""
		}
	}
	a.Links = slices.DeleteFunc(a.Links, func(l ThemeLink) bool { return l.From == f.ID || l.To == f.ID })
	a.Negatives = slices.DeleteFunc(a.Negatives, func(n Negative) bool { return n.Theme == f.ID })
	return nil
}

// PlaceCode puts a code, with those under it, into a theme, or takes it out.
type PlaceCode struct {
	Code, Theme string
	Out         bool
}

// CommandKind implements Body.
func (PlaceCode) CommandKind() string { return "place_code" }
func (PlaceCode) right() Right        { return Member }

func (b PlaceCode) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	f := &CodePlaced{Code: voice.BareID(b.Code), Theme: b.Theme, Out: b.Out}
	if s.Code(b.Code) == nil {
		return nil, missing("code")
	}
	if s.Theme(b.Theme) == nil {
		return nil, missing("theme")
	}
	if !f.fits(s, nil) {
		return nil, refusal.New("study_same", "V-16", "The code lies there already: choose another place.")
	}
	return []Fact{f}, nil
}

// CodePlaced says that a code belongs to a theme, or no more.
type CodePlaced struct {
	Code  string `json:"code"`
	Theme string `json:"theme"`
	Out   bool   `json:"out,omitempty"`
}

// EventKind implements Fact.
func (*CodePlaced) EventKind() string { return "study_code_placed" }

// Texts implements Fact.
func (*CodePlaced) Texts() []*Text { return nil }

func (f *CodePlaced) apply(s *State, _ Event) error {
	t := s.Theme(f.Theme)
	if t == nil {
		return fmt.Errorf("the theme %s is not there", f.Theme)
	}
	t.Codes = slices.DeleteFunc(slices.Clone(t.Codes), func(c string) bool { return c == f.Code })
	if !f.Out {
		t.Codes = append(t.Codes, f.Code)
	}
	return nil
}

func (f *CodePlaced) reverse(*State) []Fact {
	return []Fact{&CodePlaced{Code: f.Code, Theme: f.Theme, Out: !f.Out}}
}

func (f *CodePlaced) fits(s *State, with *undoing) bool {
	t := s.Theme(f.Theme)
	return t != nil && (with.brings(f.Code) || s.Code(f.Code) != nil) && slices.Contains(t.Codes, f.Code) == f.Out
}

func init() {
	knows(func() Fact { return new(ThemeWritten) }, func() Fact { return new(ThemeDropped) },
		func() Fact { return new(CodePlaced) })
}
