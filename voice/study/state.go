package study

import (
	"fmt"
	"maps"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/voice"
)

// State is a study as its log tells it. Readers do not change it.
type State struct {
	ID    string
	Size  int64 // entries folded: the revision of the study
	Begun bool  // opened on the screens, or begun by an import
	About About
	// Project is what programs exchange: coders, the tree of codes, texts with
	// their passages and codings, and everything foreign as it came. What the
	// screens do to codes and codings is done to it, so that it is the one model.
	Project      voice.Project
	Members      map[person.StaffID]Rights
	Coders       map[person.StaffID]string // account -> id in Project.Users
	Held         map[string]*Held          // by the bare id of a source
	Participants []*Participant
	Attributes   []Attribute // the sampling table
	Guides       []Guide     // versions of the topic guide, from 1
	Outputs      []Output    // what left the study
	Quotes       []Quote     // proposed, released, held back, recalled
	Tables       []*Text     // what was replaced by what, for key holders; their words are not here
	Memos        []Memo      // written here, in order; those of other programs are in Project
	Erased       int         // recorded pieces whose words were erased

	Analysis Analysis // themes, blind rounds, the trail: what was made of the codings

	ids       map[string]bool // of codes, texts, passages and codings that were ever here
	withdrawn map[string]bool // texts of people who withdrew

	recorded int  // sources recorded so far, erased ones too
	gone     bool // the source at hand of an import was erased: what belongs to it is not shown
	sources  map[string]int
	codes    map[string]int
}

// About is what a study is.
type About struct {
	Title    *Text
	Aims     *Text
	Ethics   *Text // reference of the ethics approval
	Approach Approach
}

// Approach is the kind of thematic analysis (V-15).
type Approach string

// The approaches. In reflexive work agreement of coders is not a mark of quality
// and its figures are not shown (Braun and Clarke).
const (
	Reflexive Approach = "reflexive"
	Codebook  Approach = "codebook"
	Framework Approach = "framework"
)

// Known reports whether it is one of the three.
func (a Approach) Known() bool { return a == Reflexive || a == Codebook || a == Framework }

// Agreement reports whether agreement of coders belongs to the approach.
func (a Approach) Agreement() bool { return a != Reflexive }

// Rights are what one member may.
type Rights struct {
	Lead      bool `json:"lead,omitempty"`
	KeyHolder bool `json:"keyholder,omitempty"`
}

// Held is what is known of a source beside the project.
type Held struct {
	Subject      string // of its cabinet rows
	Quotes       *voice.Quoter
	Participant  string        // whose it is; "" is nobody's
	Day          moment.Day    // of the interview; 0 is not known
	Guide        int           // version of the topic guide; 0 is none
	Earlier      []*Text       // versions before, for key holders; their words are not here
	Replacements []Replacement // that de-identification made, in order
	Roles        []SpeakerRole // of the speakers of the transcript, as a person said
	Original     *Text         // the file as it came, for key holders; its words are not here
	Version      int           // of its text, from 1; a correction makes the next
	Rev          int64         // entry that changed it last
	Recording    *Recording    // the sound of it; nil is none
}

// Output is one file that left the study: who took it where, so that a later
// withdrawal can say what it cannot call back (V-32).
type Output struct {
	Seq   int64
	At    moment.Instant
	By    person.StaffID
	Kind  string // excerpts, project, codebook, quotes …
	Label *Text  // what it was for
	Level Level
}

// Level is how far an output is de-identified (V-29).
type Level string

// The levels.
const (
	Working Level = "working" // pseudonymised text, for analysts
	Release Level = "release" // released quotes and counts alone
)

// Asks reports whether a speaker of the text is an interviewer, as a person said.
func (h *Held) Asks(speaker int) bool {
	return speaker < len(h.Roles) && h.Roles[speaker] == Interviewer
}

// SpeakerRole is who a speaker is. The zero one was not said by anybody yet.
type SpeakerRole string

// The roles of speakers.
const (
	Interviewer SpeakerRole = "interviewer"
	Interviewed SpeakerRole = "participant"
	OtherVoice  SpeakerRole = "other"
)

// New is a study before its first entry.
func New(id string) *State {
	return &State{ID: id, Members: map[person.StaffID]Rights{}, Coders: map[person.StaffID]string{},
		Held: map[string]*Held{}, Analysis: newAnalysis(), sources: map[string]int{}, codes: map[string]int{},
		ids: map[string]bool{}, withdrawn: map[string]bool{}}
}

// Apply folds one event into the state. An error says that the log is not one
// that Decide made; the state is not to be used then.
func (s *State) Apply(e Event) error {
	if e.Seq != s.Size {
		return fmt.Errorf("study entry %d stands in the place of %d", e.Seq, s.Size)
	}
	s.note(e)
	if err := e.Fact.apply(s, e); err != nil {
		return fmt.Errorf("study entry %d: %w", e.Seq, err)
	}
	s.Size++
	return nil
}

// Can reports whether somebody has a right in this study. A study that came from
// the command line alone has no members yet: every researcher may join it.
func (s *State) Can(who person.StaffID, need Right) bool {
	if who == "" || need == Outsider {
		return true
	}
	r, ok := s.Members[who]
	switch {
	case !ok:
		return false
	case need == Lead:
		return r.Lead
	case need == KeyHolder:
		return r.KeyHolder
	}
	return true
}

// MembersInOrder lists the members by their ids.
func (s *State) MembersInOrder() []person.StaffID { return slices.Sorted(maps.Keys(s.Members)) }

// Source finds a text or other document by its id; nil where there is none.
func (s *State) Source(id string) *voice.Source {
	if i, ok := s.sources[voice.BareID(id)]; ok {
		return &s.Project.Sources[i]
	}
	return nil
}

// Code finds a code by its id; nil where there is none.
func (s *State) Code(id string) *voice.Code {
	if i, ok := s.codes[voice.BareID(id)]; ok {
		return &s.Project.Codes[i]
	}
	return nil
}

// index finds sources and codes again after their lists changed.
func (s *State) index() {
	clear(s.sources)
	clear(s.codes)
	for i := range s.Project.Sources {
		first(s.sources, s.Project.Sources[i].ID, i)
	}
	for i := range s.Project.Codes {
		first(s.codes, s.Project.Codes[i].ID, i)
	}
}
