package study

import (
	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/voice"
)

// FieldRecording is the field of how a recording is sealed. The store of the key
// table keeps it: who loses it has lost the recording.
const FieldRecording = "recording"

// Recording is the sound of an interview, sealed in a file of its own with a key
// of its own.
type Recording struct {
	ID    string // names its file, and says nothing
	Media string // its kind, as its content says
	Bytes int64
	Until moment.Day // it is erased by then (V-33)
	By    person.StaffID
	At    moment.Instant
	Key   *Text // how it is sealed; its words are not here
}

// Due reports whether the day by which it is to be erased has come.
func (r *Recording) Due(today moment.Day) bool { return r.Until <= today }

// Hears reports whether somebody may play the recording of a text. A voice says
// every name that was taken out of a text, and whose it is: once names were taken
// out, it is for who holds the key table alone (V-29).
func (s *State) Hears(who person.StaffID, source string) bool {
	h := s.Held[voice.BareID(source)]
	return h != nil && s.Can(who, Member) && (len(h.Replacements) == 0 || s.Can(who, KeyHolder))
}

// KeepRecording attaches the recording of an interview to its text. The road
// seals the sound before it asks.
type KeepRecording struct {
	Source string
	Until  moment.Day
	Media  string
	Bytes  int64
	Sound  [32]byte // SHA-256 of the sound, so that the same press again is the same command

	File string `json:"-"` // the road's name for the sealed file
	Seal string `json:"-"` // how it is sealed, for the store of the key table
}

// CommandKind implements Body.
func (KeepRecording) CommandKind() string { return "keep_recording" }
func (KeepRecording) right() Right        { return Member }

func (b KeepRecording) decide(s *State, _ Command, now moment.Instant) ([]Fact, *refusal.Refusal) {
	h := s.Held[voice.BareID(b.Source)]
	if h == nil {
		return nil, missing("text")
	}
	if h.Recording != nil {
		return nil, refusal.New("study_recording", "V-33", "This text has a recording already: delete that one first.")
	}
	if no := s.mayBeRecorded(h.Participant); no != nil {
		return nil, no
	}
	if b.Until <= moment.UTC.Day(now) {
		return nil, needed("Write the day by which the recording is erased: after today, as the ethics approval says.")
	}
	if voice.Sounds[b.Media] == "" || b.Bytes <= 0 {
		return nil, refusal.New("study_recording", "V-33",
			"This is not a recording that is known here: choose a WAV, MP3, M4A, AAC, OGG or WebM file.")
	}
	return []Fact{&RecordingKept{Source: voice.BareID(b.Source), File: b.File, Media: b.Media, Bytes: b.Bytes,
		Until: b.Until, Key: Keep(h.Subject, FieldRecording, b.Seal)}}, nil
}

// mayBeRecorded answers whether somebody agreed to a recording.
func (s *State) mayBeRecorded(participant string) *refusal.Refusal {
	if participant == "" {
		return needed("Say first whose interview this is: a recording is kept only of somebody who agreed to one.")
	}
	if no := s.takesPart(participant); no != nil {
		return no
	}
	if !s.Participant(participant).Consent().Record {
		return refusal.New("study_no_consent", "V-33",
			"This participant did not agree that a recording is kept: ask them, and record what they say first.")
	}
	return nil
}

// EraseRecording deletes the recording of a text, for example once it is
// transcribed. It cannot be taken back.
type EraseRecording struct{ Source, Reason string }

// CommandKind implements Body.
func (EraseRecording) CommandKind() string { return "erase_recording" }
func (EraseRecording) right() Right        { return Member }

func (b EraseRecording) decide(s *State, _ Command, _ moment.Instant) ([]Fact, *refusal.Refusal) {
	h := s.Held[voice.BareID(b.Source)]
	if h == nil || h.Recording == nil {
		return nil, missing("recording")
	}
	if b.Reason == "" {
		return nil, needed("Write why the recording is deleted, for example \"transcribed and checked\".")
	}
	return []Fact{h.erased(b.Source, "", b.Reason)}, nil
}

// erased is the event that ends the recording of a text.
func (h *Held) erased(source, why, reason string) *RecordingErased {
	return &RecordingErased{Source: voice.BareID(source), File: h.Recording.ID, Row: h.Recording.Key.Ref, Why: why,
		Reason: Keep(h.Subject, "reason", reason)}
}

// noLongerRecorded ends every recording of a participant whose consent does not
// hold for it any more.
func (s *State) noLongerRecorded(participant string) (out []Fact) {
	for i := range s.Project.Sources {
		id := voice.BareID(s.Project.Sources[i].ID)
		if h := s.Held[id]; h != nil && h.Participant == participant && h.Recording != nil {
			out = append(out, h.erased(id, "consent", ""))
		}
	}
	return out
}

// RecordingKept says that a text has a recording, and until when.
type RecordingKept struct {
	Source string     `json:"source"`
	File   string     `json:"file"`
	Media  string     `json:"media"`
	Bytes  int64      `json:"bytes"`
	Until  moment.Day `json:"until"`
	Key    *Text      `json:"key"`
}

// RecordingErased says that the recording of a text is erased: its key, and then
// its file.
type RecordingErased struct {
	Source string `json:"source"`
	File   string `json:"file"`
	Row    string `json:"row"`           // of its key
	Why    string `json:"why,omitempty"` // consent: they agreed to it no more; empty: somebody deleted it
	Reason *Text  `json:"reason,omitempty"`
}

// Eraser is a Fact that ends rows of the cabinet: they are erased once it is
// recorded.
type Eraser interface {
	Fact
	// Erases are the rows.
	Erases() []string
}

func init() {
	knows(func() Fact { return new(RecordingKept) }, func() Fact { return new(RecordingErased) })
}

// EventKind implements Fact.
func (*RecordingKept) EventKind() string { return "study_recording_kept" }

// EventKind implements Fact.
func (*RecordingErased) EventKind() string { return "study_recording_erased" }

// Texts implements Fact.
func (*RecordingKept) Texts() []*Text { return nil }

// ApartTexts implements Apart.
func (f *RecordingKept) ApartTexts() []*Text { return texts(f.Key) }

// Texts implements Fact.
func (f *RecordingErased) Texts() []*Text { return texts(f.Reason) }

// Erases implements Eraser.
func (f *RecordingErased) Erases() []string { return []string{f.Row} }

func (*RecordingKept) analytic()   {}
func (*RecordingErased) analytic() {}

func (f *RecordingKept) apply(s *State, e Event) error {
	if h := s.Held[f.Source]; h != nil {
		h.Recording = &Recording{ID: f.File, Media: f.Media, Bytes: f.Bytes, Until: f.Until, By: e.By, At: e.At, Key: f.Key}
		h.Rev = e.Seq
	}
	return nil
}

func (f *RecordingErased) apply(s *State, e Event) error {
	if h := s.Held[f.Source]; h != nil && h.Recording != nil && h.Recording.ID == f.File {
		h.Recording, h.Rev = nil, e.Seq
	}
	return nil
}
