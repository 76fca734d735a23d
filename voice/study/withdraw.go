package study

import (
	"encoding/json"
	"slices"
	"strings"

	"steady/moment"
	"steady/refusal"
	"steady/voice"
)

// Withdraw takes a participant out of the study. What they said is removed
// everywhere: their texts, the quotes and codings on them, the memos about them,
// and what others wrote that quotes them. It cannot be taken back.
type Withdraw struct {
	Participant string
	Day         moment.Day // on which they said so

	// Rows are all words that the study keeps. The road fills them in.
	Rows []Row `json:"-"`
}

// Row is one text of the study as the cabinet keeps it.
type Row struct {
	Ref, Subject, Field, Words string
}

// CommandKind implements Body.
func (Withdraw) CommandKind() string { return "withdraw_participant" }
func (Withdraw) right() Right        { return Lead }

func (b Withdraw) decide(s *State, _ Command, now moment.Instant) ([]Fact, *refusal.Refusal) {
	if no := s.takesPart(b.Participant); no != nil {
		return nil, no
	}
	if b.Day == 0 || b.Day > moment.UTC.Day(now)+1 {
		return nil, needed("Write the day on which they withdrew: today or before.")
	}
	f := &Withdrawn{Participant: b.Participant, Day: b.Day, Subjects: []string{subjectOf(b.Participant)}}
	for i := range s.Project.Sources {
		if h := s.Held[voice.BareID(s.Project.Sources[i].ID)]; h != nil && h.Participant == b.Participant {
			f.Subjects = append(f.Subjects, h.Subject)
			f.Sources = append(f.Sources, voice.BareID(s.Project.Sources[i].ID))
			if h.Recording != nil {
				f.Recordings = append(f.Recordings, h.Recording.ID)
			}
		}
	}
	said := s.said(f.Sources, f.Subjects, b.Rows)
	gone := s.ties(f.Sources)
	for _, r := range b.Rows {
		if slices.Contains(f.Subjects, r.Subject) {
			f.Removed++
			continue
		}
		if s.othersWords(r) {
			continue
		}
		words, n := said.rewrite(r, gone)
		if n == 0 {
			continue
		}
		f.Passages += n
		f.Replaced = append(f.Replaced, Replaced{Ref: r.Ref,
			With: &Text{Subject: r.Subject, Field: r.Field, Words: words}})
	}
	return []Fact{f}, nil
}

// othersWords reports whether a row is what another participant said: that two
// people say the same five words takes nothing from either.
func (s *State) othersWords(r Row) bool {
	switch r.Field {
	case "transcript", "source", "selection", FieldOriginal:
		return true
	}
	return false
}

// Spoken is what a participant said in a text: its turns but those of an
// interviewer, or the whole where nobody found the turns.
func (s *State) Spoken(source string) (out []string) {
	src, h := s.Source(source), s.Held[voice.BareID(source)]
	if src == nil || h == nil {
		return nil
	}
	if src.Interview == nil || len(src.Interview.Turns) == 0 {
		return []string{src.Text}
	}
	for _, t := range src.Interview.Turns {
		if !h.Asks(t.Speaker) {
			out = append(out, h.Quotes.Quote(t.Start, t.End))
		}
	}
	return out
}

// said are the words of a participant: every version of their texts. Where the
// speakers are known, what an interviewer said is not theirs.
func (s *State) said(sources, subjects []string, rows []Row) *phrases {
	p := newPhrases()
	for _, id := range sources {
		src, q := s.Source(id), s.Held[id].Quotes
		for _, words := range s.Spoken(id) {
			p.add(words)
		}
		for _, sel := range src.Selections {
			p.addWhole(q.Quote(sel.Start, sel.End))
		}
	}
	for _, r := range rows { // earlier versions of the texts
		if r.Field == "transcript" && slices.Contains(subjects, r.Subject) {
			var text string
			if json.Unmarshal([]byte(r.Words), &text) == nil && !p.holds(text) {
				p.add(text)
			}
		}
	}
	return p
}

// ties are the ids that other parts of an imported project use for the texts,
// their passages, and the notes and files that belong to them alone.
func (s *State) ties(sources []string) *ties {
	t := &ties{ids: map[string]bool{}, files: map[string]bool{}}
	for _, id := range sources {
		src := s.Source(id)
		t.ids[id] = true
		t.file(src.Path)
		for _, a := range src.Attrs {
			if strings.HasSuffix(a.Name, "Path") {
				t.file(a.Value)
			}
		}
		t.notes(src.Rest)
		for _, c := range src.Codings {
			t.notes(c.Rest)
		}
		for i := range src.Selections {
			sel := &src.Selections[i]
			t.ids[voice.BareID(sel.ID)] = true
			t.notes(sel.Rest)
			for _, c := range sel.Codings {
				t.ids[voice.BareID(c.ID)] = true
				t.notes(c.Rest)
			}
		}
	}
	for i := range s.Project.Sections {
		s.Project.Sections[i].Walk(func(e *voice.Element) {
			if e.Is("Note") && t.ids[voice.BareID(e.Get("guid"))] {
				t.file(e.Get("plainTextPath"))
				t.file(e.Get("richTextPath"))
			}
		})
	}
	return t
}

// Withdrawn says that a participant withdrew, what was erased, and which texts
// of others were written anew without their words.
type Withdrawn struct {
	Participant string     `json:"participant"`
	Day         moment.Day `json:"day"`
	Subjects    []string   `json:"subjects"` // every row under them is erased
	Sources     []string   `json:"sources,omitempty"`
	Replaced    []Replaced `json:"replaced,omitempty"`
	Removed     int        `json:"removed"`              // rows that were theirs
	Passages    int        `json:"passages,omitempty"`   // passages of theirs in what others wrote
	Recordings  []string   `json:"recordings,omitempty"` // files of theirs that are deleted
}

// Replaced is a row that was written anew; the old one is erased.
type Replaced struct {
	Ref  string `json:"ref"`
	With *Text  `json:"with"`
}

// Removal is what a withdrawal did, with its proof once the road has looked.
type Removal struct {
	Seq               int64
	At                moment.Instant
	Subjects, Sources int
	Removed, Replaced int
	Passages          int
	Recordings        int
	Proof             *RemovalProved
}

// ProveRemoval records what the road found when it looked for their words in the
// files of the study after a withdrawal.
type ProveRemoval struct{ RemovalProved }

// CommandKind implements Body.
func (ProveRemoval) CommandKind() string { return "prove_removal" }
func (ProveRemoval) right() Right        { return Lead }

func (b ProveRemoval) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if p := s.Participant(b.Participant); p == nil || p.Withdrawn == 0 {
		return nil, missing("participant")
	}
	f := b.RemovalProved
	return []Fact{&f}, nil
}

// RemovalProved says how the files of the study were searched for what a
// participant had said, and what was found.
type RemovalProved struct {
	Participant string `json:"participant"`
	Sentences   int    `json:"sentences"` // searched for, byte by byte
	Files       int    `json:"files"`
	Bytes       int64  `json:"bytes"`
	Found       int    `json:"found"`                // 0 is the proof
	Rows        int    `json:"rows"`                 // of theirs that are still in the cabinet; 0 is the proof
	Recordings  int    `json:"recordings,omitempty"` // of theirs whose file is still there; 0 is the proof
}

func init() {
	knows(func() Fact { return new(Withdrawn) }, func() Fact { return new(RemovalProved) })
}

// EventKind implements Fact.
func (*Withdrawn) EventKind() string { return "study_withdrawn" }

// Texts implements Fact. A text that was replaced by this event and again by a
// later one is gone.
func (f *Withdrawn) Texts() (out []*Text) {
	for i := range f.Replaced {
		out = append(out, f.Replaced[i].With)
	}
	return out
}

// Anew implements Rewriter.
func (f *Withdrawn) Anew() []Replaced { return f.Replaced }

func (f *Withdrawn) apply(s *State, e Event) error {
	for _, id := range f.Sources {
		s.withdrawn[id] = true
	}
	p := s.Participant(f.Participant)
	if p == nil {
		p = &Participant{ID: f.Participant, No: len(s.Participants) + 1}
		s.Participants = append(s.Participants, p)
	}
	*p = Participant{ID: p.ID, No: p.No, Withdrawn: f.Day, Removed: &Removal{Seq: e.Seq, At: e.At,
		Subjects: len(f.Subjects), Sources: len(f.Sources), Removed: f.Removed, Replaced: len(f.Replaced),
		Passages: f.Passages, Recordings: len(f.Recordings)}}
	return nil
}

// EventKind implements Fact.
func (*RemovalProved) EventKind() string { return "study_removal_proved" }

// Texts implements Fact.
func (*RemovalProved) Texts() []*Text { return nil }

func (f *RemovalProved) apply(s *State, _ Event) error {
	if p := s.Participant(f.Participant); p != nil && p.Removed != nil {
		p.Removed.Proof = f
	}
	return nil
}
