package study

import (
	"fmt"
	"maps"
	"slices"

	"steady/moment"
	"steady/refusal"
	"steady/voice"
)

// Participant is somebody who was interviewed, by what the study calls them. Who
// they are is in the key table, which is another store (V-04).
type Participant struct {
	ID        string
	No        int               // in the order in which they joined: "P07" inside the study
	Attrs     map[string]string // of the sampling table; nobody sees them beside a quote (V-30)
	Consents  []Consent         // as they were given, the last one holds
	Key       *Text             // who they are; its words are not here
	Withdrawn moment.Day        // 0 while they take part
	Removed   *Removal

	attrs *Text
}

// Label is what the study calls them inside.
func (p *Participant) Label() string { return fmt.Sprintf("P%02d", p.No) }

// Consent is what somebody agreed to, on a day, after an information sheet of a
// version. Taking part is agreed with all of them.
type Consent struct {
	Day     moment.Day
	Sheet   string // version of the information sheet
	Quote   bool   // their words may be quoted
	Archive bool   // the de-identified transcript may be archived
	Link    bool   // themes may be set beside outcomes of the clinic, for groups
	Record  bool   // the sound of their interviews may be kept, until a day that is set
}

// Consent is what holds now; the zero one where none was recorded.
func (p *Participant) Consent() (c Consent) {
	if n := len(p.Consents); n > 0 && p.Withdrawn == 0 {
		c = p.Consents[n-1]
	}
	return c
}

// subjectOf is under what the words about a participant are kept.
func subjectOf(participant string) string { return "participant-" + participant }

// FieldKey is the field of texts that are kept in the store of the key table.
const FieldKey = "key"

// FieldOriginal is the field of files as they came, which the store of the key
// table keeps as well: they hold the names that de-identification takes out.
const FieldOriginal = "original"

// AddParticipant lets somebody join the study, or says anew what is known of
// them.
type AddParticipant struct {
	Participant string // "" is a new one
	Attrs       map[string]string
}

// CommandKind implements Body.
func (AddParticipant) CommandKind() string { return "add_participant" }
func (AddParticipant) right() Right        { return Lead }

func (b AddParticipant) decide(s *State, c Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	id := b.Participant
	if id == "" {
		id = c.NewID(s.ID, 0)
	} else if no := s.takesPart(id); no != nil {
		return nil, no
	}
	for name, value := range b.Attrs {
		if a := s.Attribute(name); a == nil || value != "" && !slices.Contains(a.Values, value) {
			return nil, needed("Choose each attribute from the sampling table.")
		}
	}
	f := &ParticipantSet{ID: id}
	if len(b.Attrs) > 0 {
		t := keepJSON(subjectOf(id), "attributes", b.Attrs)
		f.Attrs = &t
	}
	return []Fact{f}, nil
}

// takesPart answers whether a participant is in the study and has not withdrawn.
func (s *State) takesPart(id string) *refusal.Refusal {
	switch p := s.Participant(id); {
	case p == nil:
		return missing("participant")
	case p.Withdrawn != 0:
		return refusal.New("study_withdrawn", "V-32",
			"This participant has withdrawn: nothing about them is recorded any more.")
	}
	return nil
}

// Participant finds a participant; nil where there is none.
func (s *State) Participant(id string) *Participant {
	for _, p := range s.Participants {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// SetAttributes is the sampling table: what is known of participants, and the
// few values of each.
type SetAttributes struct{ Attributes []Attribute }

// Attribute is one column of the sampling table.
type Attribute struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

// Attribute finds a column by its name; nil where there is none.
func (s *State) Attribute(name string) *Attribute {
	for i := range s.Attributes {
		if s.Attributes[i].Name == name {
			return &s.Attributes[i]
		}
	}
	return nil
}

// CommandKind implements Body.
func (SetAttributes) CommandKind() string { return "set_attributes" }
func (SetAttributes) right() Right        { return Lead }

func (b SetAttributes) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	for _, a := range b.Attributes {
		if a.Name == "" || len(a.Values) < 2 {
			return nil, needed("Give each attribute a name and at least two values.")
		}
	}
	t := keepJSON("study", "sampling", b.Attributes)
	return []Fact{&AttributesSet{Table: &t}}, nil
}

// GiveConsent records what somebody agreed to.
type GiveConsent struct {
	Participant string
	Consent     Consent
}

// CommandKind implements Body.
func (GiveConsent) CommandKind() string { return "give_study_consent" }
func (GiveConsent) right() Right        { return Lead }

func (b GiveConsent) decide(s *State, _ Command, now moment.Instant) ([]Fact, *refusal.Refusal) {
	if no := s.takesPart(b.Participant); no != nil {
		return nil, no
	}
	if b.Consent.Day == 0 || b.Consent.Day > moment.UTC.Day(now)+1 {
		return nil, needed("Write the day on which the consent was given: today or before.")
	}
	if b.Consent.Sheet == "" {
		return nil, needed("Write the version of the information sheet that they were given.")
	}
	x := b.Consent
	out := []Fact{&ConsentGiven{Participant: b.Participant, Day: x.Day,
		Sheet: Keep(subjectOf(b.Participant), "sheet", x.Sheet), Quote: x.Quote, Archive: x.Archive, Link: x.Link,
		Record: x.Record}}
	if !x.Record {
		out = append(out, s.noLongerRecorded(b.Participant)...)
	}
	return out, nil
}

// KeepKey writes into the key table who a participant is.
type KeepKey struct {
	Participant string
	Who         string // a name, or how to reach them
	Person      string // their id in the clinic, for outcomes under consent; may be ""
}

// Key is one row of the key table.
type Key struct {
	Who    string `json:"who"`
	Person string `json:"person,omitempty"`
}

// CommandKind implements Body.
func (KeepKey) CommandKind() string { return "keep_key" }
func (KeepKey) right() Right        { return KeyHolder }

func (b KeepKey) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if no := s.takesPart(b.Participant); no != nil {
		return nil, no
	}
	if b.Who == "" && b.Person == "" {
		return nil, needed("Write who the participant is.")
	}
	t := keepJSON(subjectOf(b.Participant), FieldKey, Key{b.Who, b.Person})
	return []Fact{&KeyKept{Participant: b.Participant, Key: &t}}, nil
}

// GiveText says whose interview a text is, when it was and by which topic guide.
type GiveText struct {
	Source      string
	Participant string // "" is nobody's: a field note, a document
	Day         moment.Day
	Guide       int // version of the topic guide; 0 is none
}

// CommandKind implements Body.
func (GiveText) CommandKind() string { return "give_text" }
func (GiveText) right() Right        { return Lead }

func (b GiveText) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	if s.Source(b.Source) == nil {
		return nil, missing("text")
	}
	if b.Participant != "" {
		if no := s.takesPart(b.Participant); no != nil {
			return nil, no
		}
	}
	if h := s.Held[voice.BareID(b.Source)]; h != nil && h.Recording != nil && h.Participant != b.Participant {
		if no := s.mayBeRecorded(b.Participant); no != nil {
			return nil, refusal.New("study_recording", "V-33",
				"This text has a recording, and nobody else agreed to one: delete the recording first.")
		}
	}
	if b.Guide < 0 || b.Guide > len(s.Guides) {
		return nil, missing("topic guide")
	}
	return []Fact{&TextGiven{Source: voice.BareID(b.Source), Participant: b.Participant, Day: b.Day, Guide: b.Guide}}, nil
}

// Of is the participant of a text; nil where it is nobody's.
func (s *State) Of(source string) *Participant {
	if h := s.Held[voice.BareID(source)]; h != nil && h.Participant != "" {
		return s.Participant(h.Participant)
	}
	return nil
}

// WriteGuide writes the next version of the topic guide.
type WriteGuide struct{ Text string }

// Guide is one version of the topic guide.
type Guide struct {
	Text *Text
	At   moment.Instant
}

// CommandKind implements Body.
func (WriteGuide) CommandKind() string { return "write_guide" }
func (WriteGuide) right() Right        { return Lead }

func (b WriteGuide) decide(*State, Command, moment.Instant) ([]Fact, *refusal.Refusal) {
	if b.Text == "" {
		return nil, needed("Write the topic guide.")
	}
	return []Fact{&GuideWritten{Text: Keep("study", "guide", b.Text)}}, nil
}

// Labels are what the participants are called in one output: numbers in an order
// of that output alone, so that the quotes of one person in two outputs cannot
// be put together by their labels (section 5). Output names it; the same output
// of the same study gives the same labels.
func (s *State) Labels(output string) map[string]string {
	order := map[string]string{}
	for _, p := range s.Participants {
		order[uuid("steady/study-label/1", s.ID, output, p.ID)] = p.ID
	}
	out := map[string]string{}
	for i, k := range slices.Sorted(maps.Keys(order)) {
		out[order[k]] = fmt.Sprintf("Participant %d", i+1)
	}
	return out
}

// Alike is how many participants who take part share the given values with one,
// themself counted: the k of the combination (V-30). Values that are not known
// are shared with nobody.
func (s *State) Alike(p *Participant, attributes []string) (k int) {
	for _, o := range s.Participants {
		same := o.Withdrawn == 0
		for _, a := range attributes {
			same = same && o.Attrs[a] == p.Attrs[a] && (o.Attrs[a] != "" || o == p)
		}
		if same {
			k++
		}
	}
	return k
}
