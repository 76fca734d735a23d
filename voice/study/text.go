package study

import (
	"encoding/json"
)

// Text is words that the log does not hold: a reference to a cabinet row and
// the salted digest of what it says. The road fills Ref and Digest when the
// event is recorded, and Words when it is read back.
type Text struct {
	Ref    string `json:"ref"`
	Digest string `json:"digest"`

	Subject string `json:"-"` // what is erased together; set by Decide
	Field   string `json:"-"` // what it is, for example memo
	At      string `json:"-"` // the row that holds it now, which a withdrawal may have written anew
	Words   string `json:"-"` // "" where it was erased
	Gone    bool   `json:"-"` // its row was erased
}

// Keep makes a text to be recorded; nil for no words.
func Keep(subject, field, words string) *Text {
	if words == "" {
		return nil
	}
	return &Text{Subject: subject, Field: field, Words: words}
}

// Get is what the text says, "" where there is none or it was erased.
func (t *Text) Get() string {
	if t == nil {
		return ""
	}
	return t.Words
}

// Erased reports whether there was a text that is there no more.
func (t *Text) Erased() bool { return t != nil && t.Gone }

// keepJSON makes a text of a piece of a project. Every piece of this package can
// be written as JSON.
func keepJSON(subject, field string, piece any) Text {
	b, err := json.Marshal(piece)
	if err != nil {
		panic("study: a piece that JSON cannot hold: " + err.Error())
	}
	return Text{Subject: subject, Field: field, Words: string(b)}
}

// into reads a piece back; ok is false where it was erased.
func (t *Text) into(piece any) (ok bool, err error) {
	if t.Gone {
		return false, nil
	}
	return true, json.Unmarshal([]byte(t.Words), piece)
}
