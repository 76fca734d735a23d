package voice

import (
	"crypto/sha256"
	"fmt"
	"unicode/utf8"
)

// Transcript is a text with who speaks where. Positions are code points.
type Transcript struct {
	Text     string
	Turns    []Turn
	Speakers []Speaker // in the order in which they first speak
	Syncs    []Sync
	Loose    []Stretch // what belongs to no turn: a heading, words before the first speaker
	Notes    []string  // what stood outside the text: comments, footnotes, cue notes
}

// Turn is what one person says until another speaks.
type Turn struct {
	Speaker int `json:"speaker"` // into Speakers
	Start   int `json:"start"`   // of the words, after the label
	End     int `json:"end"`
}

// Speaker is a label as it stands in the text. Whether it is an interviewer or
// a participant is for a person to say.
type Speaker struct {
	Label string `json:"label"`
	Turns int    `json:"turns"`
}

// Sync ties a position of the text to a time of the recording (V-35).
type Sync struct {
	At  int64 `json:"at_ms"`
	Pos int   `json:"position"`
}

// Stretch is a part of a text.
type Stretch struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Interview is what is known of a text beside its words, and the file it was
// read from (V-02).
type Interview struct {
	Speakers []Speaker `json:"speakers"`
	Turns    []Turn    `json:"turns"`
	Syncs    []Sync    `json:"syncs,omitempty"`
	Loose    []Stretch `json:"loose,omitempty"`
	Notes    []string  `json:"notes,omitempty"`
	File     string    `json:"file"` // its name
	Original []byte    `json:"original"`
}

// AsSource makes a document of a transcript. Its id is made from the content
// alone, so that the same file gives the same one.
func (t *Transcript) AsSource(file string, original []byte) Source {
	sum := sha256.Sum256(original)
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // a UUID of version 8: made by our own rule
	id := fmt.Sprintf("%X-%X-%X-%X-%X", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
	return Source{ID: id, Name: file, HasText: true, Text: t.Text, Chars: utf8.RuneCountInString(t.Text), Dialect: Own,
		Interview: &Interview{t.Speakers, t.Turns, t.Syncs, t.Loose, t.Notes, file, original}}
}

// Name returns the index of a speaker, adding the label where it is new.
func (t *Transcript) Name(label string) int {
	for i := range t.Speakers {
		if t.Speakers[i].Label == label {
			return i
		}
	}
	t.Speakers = append(t.Speakers, Speaker{Label: label})
	return len(t.Speakers) - 1
}

// Speak adds a turn.
func (t *Transcript) Speak(label string, start, end int) {
	i := t.Name(label)
	t.Speakers[i].Turns++
	t.Turns = append(t.Turns, Turn{i, start, end})
}
