package study

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"steady/moment"
	"steady/refusal"
	"steady/voice"
	"steady/voice/transcript"
)

// CorrectText makes the next version of a text from the whole text as somebody
// corrected it (V-01, V-36). Every passage moves with its words; where a passage
// has no certain place, Wider says for each which reading is meant.
type CorrectText struct {
	Source  string
	Version int // that was seen
	Text    string
	// Wider says, by the index of a passage that is asked about, whether it takes
	// the new words at its edge.
	Wider map[int]bool
	// Again finds speakers and turns in the corrected text anew.
	Again bool

	// Rows are all words that the study keeps. The road fills them in.
	Rows []Row `json:"-"`
}

// CommandKind implements Body.
func (CorrectText) CommandKind() string { return "correct_text" }
func (CorrectText) right() Right        { return Lead }

func (b CorrectText) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	src, no := s.seen(b.Source, b.Version)
	if no != nil {
		return nil, no
	}
	if strings.TrimSpace(b.Text) == "" {
		return nil, needed("A text is not corrected to nothing: to remove it, withdraw its participant.")
	}
	edits := voice.Compare(src.Text, b.Text)
	if len(edits) == 0 && !b.Again {
		return nil, needed("Nothing was changed in the text.")
	}
	return s.correct(correction{src: src, edits: edits, wider: b.Wider, again: b.Again, rows: b.Rows})
}

// seen finds a text in the version that a page showed.
func (s *State) seen(source string, version int) (*voice.Source, *refusal.Refusal) {
	src, h := s.Source(source), s.Held[voice.BareID(source)]
	switch {
	case src == nil || h == nil || !src.HasText:
		return nil, missing("text")
	case h.Version != version:
		return nil, refusal.New("study_text_changed", "V-01",
			"The text was corrected since this page was loaded: load it again, then choose the passage.")
	}
	return src, nil
}

// Asked is a passage whose place in a corrected text a person decides.
type Asked struct {
	Passage       int // index of the selection
	Narrow, Wider string
	Why           string
	Codes         []string
}

// AskAbout lists the passages that a correction would have to ask about (V-36).
func (s *State) AskAbout(source, text string) ([]Asked, error) {
	src := s.Source(source)
	if src == nil {
		return nil, fmt.Errorf("no such text")
	}
	return s.asked(src, voice.Compare(src.Text, text))
}

func (s *State) asked(src *voice.Source, edits []voice.Edit) (out []Asked, err error) {
	c, err := src.Correct(edits)
	if err != nil {
		return nil, err
	}
	q := voice.NewQuoter(c.Source.Text)
	for i := range src.Selections {
		p, ok := c.Asked[i]
		if !ok {
			continue
		}
		a := Asked{Passage: i, Narrow: q.Quote(p.Start, p.End), Wider: q.Quote(p.WiderStart, p.WiderEnd), Why: p.Why}
		for _, x := range src.Selections[i].Codings {
			if code := s.Code(x.Code); code != nil {
				a.Codes = append(a.Codes, code.Name)
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// correction is a change of one text.
type correction struct {
	src   *voice.Source
	edits []voice.Edit
	wider map[int]bool
	again bool
	rows  []Row
	swaps *strings.Replacer // of names, in what the text's other rows say
	log   []Replacement
}

// correct moves everything that lies on a text and writes its rows anew.
func (s *State) correct(c correction) ([]Fact, *refusal.Refusal) {
	moved, err := c.src.Correct(c.edits)
	if err != nil {
		return nil, needed("The correction cannot be read: " + err.Error())
	}
	id := voice.BareID(c.src.ID)
	f := &TextCorrected{Source: id, Log: c.log}
	for i := range c.src.Selections {
		if p, asks := moved.Asked[i]; asks {
			wide, said := c.wider[i]
			if !said {
				return nil, refusal.New("study_ask", "V-36",
					"The correction touches the edge of a coded passage: say which words belong to it.")
			}
			if wide {
				moved.Source.Selections[i].Start, moved.Source.Selections[i].End = p.WiderStart, p.WiderEnd
			}
		}
		if a, b := &c.src.Selections[i], &moved.Source.Selections[i]; a.Start != b.Start || a.End != b.End {
			f.Moved = append(f.Moved, Moved{i, b.Start, b.End})
		}
	}
	if f.Settled, err = s.settledMoved(c); err != nil {
		return nil, needed("The correction cannot be read: " + err.Error())
	}
	next := moved.Source
	if next.Interview, err = c.interview(&next); err != nil {
		return nil, needed("The correction cannot be read: " + err.Error())
	}
	h := s.Held[id]
	for _, r := range c.rows {
		if r.Subject != h.Subject {
			continue
		}
		with, changed := c.anew(r, &next)
		if !changed {
			continue
		}
		f.Replaced = append(f.Replaced, Replaced{Ref: r.Ref, With: &Text{Subject: r.Subject, Field: r.Field, Words: with}})
	}
	before := keepJSON(h.Subject, FieldOriginal, File{fmt.Sprintf("version %d", h.Version), []byte(c.src.Text)})
	f.Before = &before
	return []Fact{f}, nil
}

// settledMoved says where what coders agreed on in a text lies after a
// correction, in the order in which it was agreed on. A place whose edge the
// correction touches is open again: it is not certain what was agreed on there.
func (s *State) settledMoved(c correction) (out []Moved, err error) {
	r, err := voice.Revise(c.src.Text, c.edits)
	if err != nil {
		return nil, err
	}
	n, version := -1, s.Held[voice.BareID(c.src.ID)].Version
	for _, z := range s.Analysis.Settled {
		if z.Source != voice.BareID(c.src.ID) {
			continue
		}
		n++
		if z.Version != version {
			continue
		}
		p, err := r.Move(z.Start, z.End)
		if err != nil {
			return nil, err
		}
		if p.Fate != voice.Asked {
			out = append(out, Moved{n, p.Start, p.End})
		}
	}
	return out, nil
}

// moveSettled moves what coders agreed on to the next version of a text.
func (s *State) moveSettled(f *TextCorrected, version int) {
	n := -1
	for i := range s.Analysis.Settled {
		z := &s.Analysis.Settled[i]
		if z.Source != f.Source {
			continue
		}
		n++
		for _, m := range f.Settled {
			if m.Passage == n {
				z.Start, z.End, z.Version = m.Start, m.End, version+1
			}
		}
	}
}

// interview moves turns, times and stretches with the text, or finds the turns
// anew.
func (c correction) interview(next *voice.Source) (*voice.Interview, error) {
	old := c.src.Interview
	if old == nil && !c.again {
		return nil, nil
	}
	if c.again {
		t, err := transcript.ReadText([]byte(next.Text))
		if err != nil {
			return nil, err
		}
		x := &voice.Interview{Speakers: t.Speakers, Turns: t.Turns, Syncs: t.Syncs, Loose: t.Loose}
		if old != nil {
			x.File, x.Notes = old.File, old.Notes
		}
		return x, nil
	}
	r, err := voice.Revise(c.src.Text, c.edits)
	if err != nil {
		return nil, err
	}
	x := *old
	x.Turns, x.Syncs, x.Loose = slices.Clone(old.Turns), slices.Clone(old.Syncs), slices.Clone(old.Loose)
	x.Speakers = slices.Clone(old.Speakers)
	place := func(start, end int) (int, int) {
		p, merr := r.Move(start, end)
		if merr != nil {
			err = merr
		}
		return p.Start, p.End
	}
	for i := range x.Turns {
		x.Turns[i].Start, x.Turns[i].End = place(x.Turns[i].Start, x.Turns[i].End)
	}
	for i := range x.Loose {
		x.Loose[i].Start, x.Loose[i].End = place(x.Loose[i].Start, x.Loose[i].End)
	}
	for i := range x.Syncs {
		x.Syncs[i].Pos, _ = place(x.Syncs[i].Pos, x.Syncs[i].Pos)
	}
	if c.swaps != nil {
		for i := range x.Speakers {
			x.Speakers[i].Label = c.swaps.Replace(x.Speakers[i].Label)
		}
		for i := range x.Notes {
			x.Notes[i] = c.swaps.Replace(x.Notes[i])
		}
	}
	return &x, err
}

// anew is what a row of the text says after the correction.
func (c correction) anew(r Row, next *voice.Source) (string, bool) {
	switch r.Field {
	case "transcript":
		with := keepJSON(r.Subject, r.Field, next.Text).Words
		return with, with != r.Words
	case "source":
		kept := *next
		if c.swaps != nil {
			kept.Name = c.swaps.Replace(kept.Name)
		}
		with := keepJSON(r.Subject, r.Field, &kept).Words
		return with, with != r.Words
	}
	if c.swaps == nil {
		return "", false
	}
	if !json.Valid([]byte(r.Words)) {
		with := c.swaps.Replace(r.Words)
		return with, with != r.Words
	}
	with := swapJSON(r.Words, c.swaps)
	return with, with != r.Words
}

// swapJSON replaces in every text of a piece, and leaves a piece as it was where
// nothing is to be replaced.
func swapJSON(words string, swaps *strings.Replacer) string {
	var piece any
	d := json.NewDecoder(strings.NewReader(words))
	d.UseNumber()
	if d.Decode(&piece) != nil {
		return words
	}
	changed := false
	var walk func(v any) any
	walk = func(v any) any {
		switch x := v.(type) {
		case string:
			with := swaps.Replace(x)
			changed = changed || with != x
			return with
		case []any:
			for i := range x {
				x[i] = walk(x[i])
			}
		case map[string]any:
			for k := range x {
				x[k] = walk(x[k])
			}
		}
		return v
	}
	piece = walk(piece)
	b, err := json.Marshal(piece)
	if err != nil || !changed {
		return words
	}
	return string(b)
}

// TextCorrected says that a text has a next version, where its passages lie in
// it, and which rows were written anew. What it said before is for key holders.
type TextCorrected struct {
	Source   string        `json:"source"`
	Moved    []Moved       `json:"moved,omitempty"`
	Replaced []Replaced    `json:"replaced,omitempty"`
	Before   *Text         `json:"before,omitempty"`
	Settled  []Moved       `json:"settled,omitempty"` // where what coders agreed on lies now
	Log      []Replacement `json:"log,omitempty"`     // of a de-identification: what kind, never the original (V-27)
}

// Moved is where a passage lies now.
type Moved struct {
	Passage int `json:"passage"` // in the order of the text's passages
	Start   int `json:"start"`
	End     int `json:"end"`
}

func init() {
	knows(func() Fact { return new(TextCorrected) }, func() Fact { return new(SpeakersSet) })
}

// EventKind implements Fact.
func (*TextCorrected) EventKind() string { return "study_text_corrected" }

// Texts implements Fact.
func (f *TextCorrected) Texts() (out []*Text) {
	for i := range f.Replaced {
		out = append(out, f.Replaced[i].With)
	}
	return out
}

// ApartTexts implements Apart.
func (f *TextCorrected) ApartTexts() []*Text { return texts(f.Before) }

// Anew implements Rewriter.
func (f *TextCorrected) Anew() []Replaced { return f.Replaced }

// apply finds the text as it is now already, because its rows were written anew;
// what came before this event stands at the positions of its own version.
func (f *TextCorrected) apply(s *State, e Event) error {
	src, h := s.Source(f.Source), s.Held[f.Source]
	if src == nil || h == nil {
		s.Erased++
		return nil
	}
	for _, m := range f.Moved {
		if m.Passage < 0 || m.Passage >= len(src.Selections) {
			return fmt.Errorf("a correction moves the passage %d of %d", m.Passage, len(src.Selections))
		}
		sel := &src.Selections[m.Passage]
		sel.Start, sel.End = m.Start, m.End
	}
	for i := range src.Selections {
		if sel := &src.Selections[i]; sel.Placed && sel.Name != "" {
			sel.Name = name(h.Quotes.Quote(sel.Start, sel.End))
		}
	}
	s.moveSettled(f, h.Version)
	h.Version, h.Rev = h.Version+1, e.Seq
	if f.Before != nil {
		h.Earlier = append(h.Earlier, f.Before)
	}
	h.Replacements = append(h.Replacements, f.Log...)
	return nil
}

// SetSpeakers says who the speakers of a transcript are.
type SetSpeakers struct {
	Source string
	Roles  []SpeakerRole // in the order of the speakers
}

// CommandKind implements Body.
func (SetSpeakers) CommandKind() string { return "set_speakers" }
func (SetSpeakers) right() Right        { return Lead }

func (b SetSpeakers) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	src := s.Source(b.Source)
	if src == nil || src.Interview == nil {
		return nil, missing("text")
	}
	if len(b.Roles) != len(src.Interview.Speakers) {
		return nil, refusal.New("study_text_changed", "V-01",
			"The text was corrected since this page was loaded: load it again, then choose the passage.")
	}
	for _, r := range b.Roles {
		if r != Interviewer && r != Interviewed && r != OtherVoice {
			return nil, needed("Say of each speaker whether it is an interviewer, the participant or somebody else.")
		}
	}
	return []Fact{&SpeakersSet{Source: voice.BareID(b.Source), Roles: b.Roles}}, nil
}

// SpeakersSet says who the speakers of a transcript are.
type SpeakersSet struct {
	Source string        `json:"source"`
	Roles  []SpeakerRole `json:"roles"`
}

// EventKind implements Fact.
func (*SpeakersSet) EventKind() string { return "study_speakers_set" }

// Texts implements Fact.
func (*SpeakersSet) Texts() []*Text { return nil }

func (f *SpeakersSet) apply(s *State, e Event) error {
	h := s.Held[f.Source]
	if h == nil {
		s.Erased++
		return nil
	}
	h.Roles, h.Rev = f.Roles, e.Seq
	return nil
}
