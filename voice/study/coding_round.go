package study

import (
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/voice"
)

// Round is blind double coding of one text: until all are done, each of its
// coders sees their own codings alone, and no counts of the others (V-25).
type Round struct {
	Coders []person.StaffID
	Done   map[person.StaffID]bool
	Opened moment.Instant
	By     person.StaffID
}

// Open reports whether somebody is still coding.
func (r *Round) Open() bool {
	return slices.ContainsFunc(r.Coders, func(c person.StaffID) bool { return !r.Done[c] })
}

// Sees gives the function that says which codings somebody may see.
func (s *State) Sees(who person.StaffID) func(source, coder string) bool {
	own := voice.BareID(s.Coders[who])
	return func(source, coder string) bool {
		r := s.Analysis.Rounds[source]
		if r == nil || !r.Open() {
			return true
		}
		// Whoever takes no part sees neither side: what they see they could tell.
		return coder == own && slices.Contains(r.Coders, who)
	}
}

// SeesCode gives the function that says which codes somebody may see: not those
// that another coder made during a blind round that both take part in.
func (s *State) SeesCode(who person.StaffID) func(code string) bool {
	return func(code string) bool {
		made, ok := s.Analysis.added[voice.BareID(code)]
		if !ok || made.by == who {
			return true
		}
		for id, r := range s.Analysis.Rounds {
			if r.Open() && s.Source(id) != nil && made.at >= r.Opened && slices.Contains(r.Coders, made.by) {
				return false
			}
		}
		return true
	}
}

// Blind reports whether codings of others are kept from somebody in some text.
func (s *State) Blind() bool {
	for id, r := range s.Analysis.Rounds {
		if r.Open() && s.Source(id) != nil {
			return true
		}
	}
	return false
}

// RoundOpen reports whether a text is being coded blind.
func (s *State) RoundOpen(source string) bool {
	r := s.Analysis.Rounds[voice.BareID(source)]
	return r != nil && r.Open()
}

func blindStill() *refusal.Refusal {
	return refusal.New("study_round_open", "V-25", "This text is still being coded blind: wait until all are done.")
}

// OpenRound begins blind double coding of a text. It needs two members at least,
// and that the approach compares coders at all.
type OpenRound struct {
	Source string
	Coders []person.StaffID
}

// CommandKind implements Body.
func (OpenRound) CommandKind() string { return "open_round" }
func (OpenRound) right() Right        { return Lead }

func (b OpenRound) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	coders := slices.Compact(slices.Sorted(slices.Values(b.Coders)))
	switch {
	case s.Source(b.Source) == nil:
		return nil, missing("text")
	case len(coders) < 2:
		return nil, needed("Choose two coders or more.")
	case s.RoundOpen(b.Source):
		return nil, blindStill()
	}
	for _, c := range coders {
		if !s.Can(c, Member) {
			return nil, needed("Only members of the study code: choose among them.")
		}
	}
	return []Fact{&RoundOpened{Source: voice.BareID(b.Source), Coders: coders}}, nil
}

// RoundOpened says that a text is coded blind from now on.
type RoundOpened struct {
	Source string           `json:"source"`
	Coders []person.StaffID `json:"coders"`
}

// EventKind implements Fact.
func (*RoundOpened) EventKind() string { return "study_round_opened" }

// Texts implements Fact.
func (*RoundOpened) Texts() []*Text { return nil }

func (f *RoundOpened) apply(s *State, e Event) error {
	s.Analysis.Rounds[f.Source] = &Round{Coders: f.Coders, Done: map[person.StaffID]bool{}, Opened: e.At, By: e.By}
	return nil
}

// FinishRound says that a coder is done with their own codings of a text. A lead
// may say so for somebody who has left.
type FinishRound struct {
	Source string
	Coder  person.StaffID // "" is whoever asks
}

// CommandKind implements Body.
func (FinishRound) CommandKind() string { return "finish_round" }
func (FinishRound) right() Right        { return Member }

func (b FinishRound) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	r, who := s.Analysis.Rounds[voice.BareID(b.Source)], b.Coder
	if who == "" {
		who = c.By
	}
	switch {
	case r == nil || !slices.Contains(r.Coders, who):
		return nil, missing("round of blind coding")
	case who != c.By && !s.Can(c.By, Lead):
		return nil, refusal.New("study_right", "V-04",
			"Your part in this study does not include this: ask who leads the study.")
	case r.Done[who]:
		return nil, refusal.New("study_same", "V-16", "Nothing was changed: write what is to be different.")
	}
	return []Fact{&RoundDone{Source: voice.BareID(b.Source), Coder: who}}, nil
}

// RoundDone says that one coder is done.
type RoundDone struct {
	Source string         `json:"source"`
	Coder  person.StaffID `json:"coder"`
}

// EventKind implements Fact.
func (*RoundDone) EventKind() string { return "study_round_done" }

// Texts implements Fact.
func (*RoundDone) Texts() []*Text { return nil }

func (f *RoundDone) apply(s *State, _ Event) error {
	r := s.Analysis.Rounds[f.Source]
	if r == nil {
		return fmt.Errorf("the text %s is not coded blind", f.Source)
	}
	r.Done[f.Coder] = true
	return nil
}

// Settled is what coders agreed on about one stretch and one code.
type Settled struct {
	Source     string
	Version    int // of the text
	Start, End int
	Code       string
	Keep       bool // the code belongs to it
	Why        *Text
	By         person.StaffID
	At         moment.Instant
}

// Reconcile records what coders agreed on after they differed. Their own codings
// stay as they are; a code that is kept becomes a coding of the consensus, which
// is a layer of its own (V-25).
type Reconcile struct {
	Place
	Code string
	Keep bool
	Why  string
}

// CommandKind implements Body.
func (Reconcile) CommandKind() string { return "reconcile" }
func (Reconcile) right() Right        { return Member }

func (b Reconcile) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if no := s.placeable(b.Place); no != nil {
		return nil, no
	}
	source, code := voice.BareID(b.Source), s.Code(b.Code)
	switch {
	case code == nil:
		return nil, missing("code")
	case !code.Codable:
		return nil, refusal.New("study_folder", "V-16", "This is a folder of codes: choose a code inside it.")
	case s.RoundOpen(source):
		return nil, blindStill()
	case b.Why == "":
		return nil, needed("Write in a line what decided it.")
	}
	var out []Fact
	by := s.Analysis.Consensus
	if by == "" {
		by = uuid("steady/study-consensus/1", s.ID)
		user := voice.User{ID: by, Name: "Consensus"}
		out = append(out, &ConsensusBegun{ID: by, Piece: keepJSON("study", "coder", user)})
	}
	id := voice.BareID(b.Code)
	if b.Keep && !s.codedBy(b.Place, id, by) {
		out = append(out, &PassageCoded{Source: source, Selection: c.NewID(s.ID, 0), Coding: c.NewID(s.ID, 1), Code: id,
			By: by, Start: b.Start, End: b.End})
	}
	if !b.Keep { // what was agreed on before about these words is taken back
		for _, p := range s.PassagesOf(s.SourceNumber(source), nil) {
			if p.Coder == by && p.Code == id && p.Start == b.Start && p.End == b.End {
				out = append(out, &PassageUncoded{Source: source, Coding: p.ID, By: by})
			}
		}
	}
	return append(out, &Reconciled{Source: source, Version: b.Version, Start: b.Start, End: b.End, Code: id, Keep: b.Keep,
		Why: Keep(s.Held[source].Subject, "reconciled", b.Why)}), nil
}

// ConsensusBegun makes the coder whose codings the others agreed on.
type ConsensusBegun struct {
	ID    string `json:"id"`
	Piece Text   `json:"piece"`
}

// EventKind implements Fact.
func (*ConsensusBegun) EventKind() string { return "study_consensus_begun" }

// Texts implements Fact.
func (f *ConsensusBegun) Texts() []*Text { return texts(&f.Piece) }

func (f *ConsensusBegun) apply(s *State, _ Event) error {
	u := voice.User{ID: f.ID}
	if ok, err := f.Piece.into(&u); err != nil {
		return err
	} else if !ok {
		s.Erased++
	}
	s.Analysis.Consensus = f.ID
	s.Project.Users = append(s.Project.Users, u)
	return nil
}

// Reconciled says what coders agreed on.
type Reconciled struct {
	Source  string `json:"source"`
	Version int    `json:"version"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Code    string `json:"code"`
	Keep    bool   `json:"keep"`
	Why     *Text  `json:"why,omitempty"`
	Away    bool   `json:"away,omitempty"` // it was taken back
}

// EventKind implements Fact.
func (*Reconciled) EventKind() string { return "study_reconciled" }

// Texts implements Fact.
func (f *Reconciled) Texts() []*Text { return texts(f.Why) }

func (f *Reconciled) apply(s *State, e Event) error {
	if f.Why.Erased() {
		s.Erased++
		return nil
	}
	a := &s.Analysis
	a.Settled = slices.DeleteFunc(a.Settled, f.same)
	if !f.Away {
		a.Settled = append(a.Settled, Settled{f.Source, f.Version, f.Start, f.End, f.Code, f.Keep, f.Why, e.By, e.At})
	}
	return nil
}

func (f *Reconciled) same(o Settled) bool {
	return o.Source == f.Source && o.Start == f.Start && o.End == f.End && o.Code == f.Code
}

func (f *Reconciled) reverse(s *State) []Fact {
	back := *f
	back.Away, back.Why = true, nil
	if i := slices.IndexFunc(s.Analysis.Settled, f.same); i >= 0 && s.Held[f.Source] != nil {
		was := s.Analysis.Settled[i]
		back.Away, back.Keep, back.Version = false, was.Keep, was.Version
		back.Why = Keep(s.Held[f.Source].Subject, "reconciled", was.Why.Get())
	} else if f.Away {
		return nil
	}
	return []Fact{&back}
}

func init() {
	knows(func() Fact { return new(RoundOpened) }, func() Fact { return new(RoundDone) },
		func() Fact { return new(ConsensusBegun) }, func() Fact { return new(Reconciled) })
}
