package study

import (
	"slices"

	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/voice"
)

// Use is where a quote may stand once it is released.
type Use string

// The uses.
const (
	UseReport  Use = "report"  // the study's own report and papers
	UsePack    Use = "pack"    // what the commissioner is given
	UsePeople  Use = "people"  // "what people here say", in people's own pages
	UseTeaches Use = "teaches" // talks and teaching
)

// Uses lists the uses in the order in which a page offers them.
func Uses() []Use { return []Use{UseReport, UsePack, UsePeople, UseTeaches} }

// Known reports whether it is one of the uses.
func (u Use) Known() bool { return slices.Contains(Uses(), u) }

// Quote is a quote on its way out of the study: proposed by one, read by another,
// then released for its uses. Each is a decision of its own (V-30).
type Quote struct {
	ID          string
	Source      string
	Participant string
	Start, End  int // of the passage when it was proposed
	Text        *Text
	Theme       string // what it speaks to, the id of a code or theme; may be ""
	Uses        []Use
	Who         *Text // who could recognise the speaker, and why that can be answered for
	Attributes  []string
	K           int // participants alike in those attributes, themself counted
	Proposed    person.StaffID
	Stage       QuoteStage
	Read        person.StaffID // who read it second
	At          moment.Instant // of the last decision
}

// QuoteStage is how far a quote is.
type QuoteStage string

// The stages.
const (
	QuoteProposed QuoteStage = "proposed"
	QuoteReleased QuoteStage = "released"
	QuoteHeld     QuoteStage = "held back" // the second reader said no
	QuoteRecalled QuoteStage = "recalled"  // it was released and is no more
)

// ProposeQuote proposes a passage for release, in the words in which it would
// stand outside: as they were said, or paraphrased where they would tell who
// spoke.
type ProposeQuote struct {
	Source     string
	Version    int
	Start, End int
	Words      string
	Theme      string
	Uses       []Use
	Who        string
	Attributes []string // that would stand beside it; none is best
}

// CommandKind implements Body.
func (ProposeQuote) CommandKind() string { return "propose_quote" }
func (ProposeQuote) right() Right        { return Member }

func (b ProposeQuote) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	src, no := s.seen(b.Source, b.Version)
	if no != nil {
		return nil, no
	}
	h := s.Held[voice.BareID(src.ID)]
	if b.Start < 0 || b.End <= b.Start || b.End > h.Quotes.Len() {
		return nil, refusal.New("study_passage", "V-02", "Choose a passage of the text: it begins and ends inside it.")
	}
	p := s.Of(src.ID)
	if p == nil {
		return nil, needed("Say first whose interview this is: without that nobody knows what they agreed to.")
	}
	if no := s.quotable(p); no != nil {
		return nil, no
	}
	switch {
	case b.Words == "":
		return nil, needed("Write the quote as it would stand outside.")
	case b.Who == "":
		return nil, needed("Write who could recognise the speaker from it: staff, other people who come here, family, " +
			"the police, the press.")
	case len(b.Uses) == 0 || slices.ContainsFunc(b.Uses, func(u Use) bool { return !u.Known() }):
		return nil, needed("Choose where the quote may stand.")
	}
	for _, a := range b.Attributes {
		if s.Attribute(a) == nil {
			return nil, needed("Choose each attribute from the sampling table.")
		}
	}
	f := &QuoteOffered{ID: c.NewID(s.ID, 0), Source: voice.BareID(src.ID), Participant: p.ID, Start: b.Start, End: b.End,
		Text: Keep(h.Subject, "quote", b.Words), Who: Keep(h.Subject, "recognise", b.Who), Theme: b.Theme, Uses: b.Uses,
		Attributes: len(b.Attributes), K: s.Alike(p, b.Attributes)}
	if len(b.Attributes) > 0 {
		t := keepJSON(h.Subject, "attributes", b.Attributes)
		f.Names = &t
	}
	return []Fact{f}, nil
}

// quotable answers whether somebody agreed to be quoted and takes part.
func (s *State) quotable(p *Participant) *refusal.Refusal {
	if no := s.takesPart(p.ID); no != nil {
		return no
	}
	if !p.Consent().Quote {
		return refusal.New("study_no_consent", "V-30", "This participant did not agree to be quoted.")
	}
	return nil
}

// least is the smallest group from which attributes may stand beside a quote: the
// threshold of small numbers (V-31).
const least = 5

// DecideQuote is the word of the second reader, or takes a release back.
type DecideQuote struct {
	Quote string
	Stage QuoteStage // released, held back or recalled
}

// CommandKind implements Body.
func (DecideQuote) CommandKind() string { return "decide_quote" }
func (DecideQuote) right() Right        { return Member }

func (b DecideQuote) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	q := s.Quote(b.Quote)
	if q == nil {
		return nil, missing("quote")
	}
	switch b.Stage {
	case QuoteRecalled:
		if q.Stage != QuoteReleased {
			return nil, refusal.New("study_quote_stage", "V-30", "Only a quote that is released can be recalled.")
		}
	case QuoteReleased, QuoteHeld:
		if q.Stage != QuoteProposed {
			return nil, refusal.New("study_quote_stage", "V-30",
				"Somebody decided about this quote already: load the page again.")
		}
		if q.Proposed == c.By {
			return nil, refusal.New("study_second_reader", "V-30",
				"A second person reads a quote before it leaves the study.")
		}
	default:
		return nil, needed("Choose: release it, or hold it back.")
	}
	if b.Stage == QuoteReleased {
		p := s.Participant(q.Participant)
		if no := s.quotable(p); no != nil {
			return nil, no
		}
		if len(q.Attributes) > 0 && s.Alike(p, q.Attributes) < least {
			return nil, refusal.New("study_small", "V-31",
				"Fewer than 5 participants share these attributes: release the quote without them.")
		}
	}
	return []Fact{&QuoteDecided{ID: q.ID, Stage: b.Stage}}, nil
}

// Quote finds a quote; nil where there is none.
func (s *State) Quote(id string) *Quote {
	for i := range s.Quotes {
		if s.Quotes[i].ID == id {
			return &s.Quotes[i]
		}
	}
	return nil
}

// Released lists the quotes that may stand in a use now: released for it, of
// participants who take part and still agree to be quoted (V-30). The order is
// that of their release.
func (s *State) Released(use Use) (out []Quote) {
	for _, q := range s.Quotes {
		p := s.Participant(q.Participant)
		if q.Stage == QuoteReleased && slices.Contains(q.Uses, use) && p != nil && s.quotable(p) == nil &&
			q.Text.Get() != "" {
			out = append(out, q)
		}
	}
	slices.SortStableFunc(out, func(a, b Quote) int { return int(a.At - b.At) })
	return out
}

// QuoteOffered says that a quote was proposed for release.
type QuoteOffered struct {
	ID          string `json:"id"`
	Source      string `json:"source"`
	Participant string `json:"participant"`
	Start       int    `json:"start"`
	End         int    `json:"end"`
	Text        *Text  `json:"text"`
	Who         *Text  `json:"who"`
	Names       *Text  `json:"names,omitempty"` // of the attributes
	Attributes  int    `json:"attributes,omitempty"`
	K           int    `json:"k"`
	Theme       string `json:"theme,omitempty"`
	Uses        []Use  `json:"uses"`
}

// QuoteDecided says what became of a quote.
type QuoteDecided struct {
	ID    string     `json:"id"`
	Stage QuoteStage `json:"stage"`
}

// RecordOutput says that a file leaves the study.
type RecordOutput struct {
	Kind  string
	Label string // what it is for
	Level Level
}

// CommandKind implements Body.
func (RecordOutput) CommandKind() string { return "record_output" }
func (RecordOutput) right() Right        { return Member }

func (b RecordOutput) decide(*State, Command, moment.Instant) ([]Fact, *refusal.Refusal) {
	if b.Label == "" {
		return nil, needed("Write what the file is for: a later withdrawal lists it.")
	}
	if b.Level != Working && b.Level != Release {
		return nil, needed("Say how far the file is de-identified.")
	}
	return []Fact{&OutputMade{Kind: b.Kind, Label: Keep("study", "output", b.Label), Level: b.Level}}, nil
}

// OutputMade says that a file left the study.
type OutputMade struct {
	Kind  string `json:"kind"`
	Label *Text  `json:"label"`
	Level Level  `json:"level"`
}

func init() {
	knows(func() Fact { return new(QuoteOffered) }, func() Fact { return new(QuoteDecided) },
		func() Fact { return new(OutputMade) })
}

// EventKind implements Fact.
func (*QuoteOffered) EventKind() string { return "study_quote_offered" }

// EventKind implements Fact.
func (*QuoteDecided) EventKind() string { return "study_quote_decided" }

// EventKind implements Fact.
func (*OutputMade) EventKind() string { return "study_output_made" }

// Texts implements Fact.
func (f *QuoteOffered) Texts() []*Text { return texts(f.Text, f.Who, f.Names) }

// Texts implements Fact.
func (*QuoteDecided) Texts() []*Text { return nil }

// Texts implements Fact.
func (f *OutputMade) Texts() []*Text { return texts(f.Label) }

func (f *QuoteOffered) apply(s *State, e Event) error {
	if f.Text.Erased() {
		s.Erased++
		return nil
	}
	q := Quote{ID: f.ID, Source: f.Source, Participant: f.Participant, Start: f.Start, End: f.End, Text: f.Text,
		Who: f.Who, Theme: f.Theme, Uses: f.Uses, K: f.K, Proposed: e.By, Stage: QuoteProposed, At: e.At}
	if f.Names != nil {
		if _, err := f.Names.into(&q.Attributes); err != nil {
			return err
		}
	}
	s.Quotes = append(s.Quotes, q)
	return nil
}

func (f *QuoteDecided) apply(s *State, e Event) error {
	if q := s.Quote(f.ID); q != nil {
		q.Stage, q.At = f.Stage, e.At
		if f.Stage != QuoteRecalled {
			q.Read = e.By
		}
	}
	return nil
}

func (f *OutputMade) apply(s *State, e Event) error {
	s.Outputs = append(s.Outputs, Output{e.Seq, e.At, e.By, f.Kind, f.Label, f.Level})
	return nil
}
