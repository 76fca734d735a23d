package recovery

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"steady/moment"
)

// Class is what may be done with the words of an instrument (R-OUT-05). The
// arithmetic is free in every class: scoring never needs a licence.
type Class string

// The classes.
const (
	Free       Class = "free"        // the text is in this build
	Verbatim   Class = "verbatim"    // the text is in this build, and no letter of it may differ (R-OUT-06)
	Gated      Class = "gated"       // the text comes from the service, with its licence
	ScoresOnly Class = "scores-only" // the text is never shown
	Own        Class = "own"         // the service's own scale, its own words
)

// Licence is the standing of an instrument's words.
type Licence struct {
	Class  Class
	Holder string
	Notice string // must stand wherever the words stand
	Basis

	Number string     // of the service's licence or registration; gated only
	Date   moment.Day // since when
	Author string     // of an own scale: who wrote it,
	Signed string     // and who else approved it
}

// verbatim holds the SHA-256 of the words of instruments that may be shipped
// only unaltered. It is in the code so that no document can vouch for itself.
var verbatim = map[string]string{
	"core-10": "09de7deeda241f8d020b7a3e56944864ff877a7a9653f7f2db727659f142797d",
}

// digest is the SHA-256 over instruction, items and options, each on a line.
func (i *Instrument) digest() string {
	var b strings.Builder
	b.WriteString(i.Instruction + "\n")
	for _, it := range i.Items {
		b.WriteString(it.Text + "\n")
		for _, o := range it.Options {
			fmt.Fprintf(&b, "%d %s\n", o.Value, o.Text)
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// hasText reports whether any words of the instrument itself are in it.
func (i *Instrument) hasText() bool {
	if i.Instruction != "" {
		return true
	}
	for _, it := range i.Items {
		if it.Text != "" || it.Kind != Signs && len(it.Options) > 0 {
			return true
		}
	}
	return false
}

// MayShow returns nil when the words of the instrument may be shown, and else a
// *RefusedError that says what would have to be there.
func (i *Instrument) MayShow() error {
	switch {
	case i.Licence.Class == ScoresOnly:
		return &RefusedError{i.ID, []string{"its words may not be reproduced (" + i.Licence.Holder +
			"): ask it on the holder's own form and enter the answers here"}}
	case !i.hasText():
		return &RefusedError{i.ID, []string{"its words are not in this build (" + i.Licence.Holder +
			"): register with the holder, then load your copy with the licence number and date"}}
	}
	return nil
}

// Sheet reports whether answers can be taken down by our own few words beside
// each item, which belong to nobody else. It is what a worker needs who holds
// the form on paper, and where a field says what does not belong in it
// (R-OUT-03).
func (i *Instrument) Sheet() bool {
	for _, it := range i.Items {
		if it.About == "" {
			return false
		}
	}
	return true
}

// judgeLicence looks for words that may not be there, and for missing ones.
func (l *loader) judgeLicence() {
	i := l.in
	switch i.Licence.Class {
	case Free, Verbatim, Own:
		for _, it := range i.Items {
			if it.Text == "" {
				l.fault("items."+it.ID, "has no text, and the licence class "+string(i.Licence.Class)+" needs it")
			}
		}
	case ScoresOnly:
		if i.hasText() {
			l.fault("items", "hold words that may not be reproduced: keep ids and ranges only")
		}
	case Gated:
		registered := i.Licence.Number != "" && i.Licence.Date != 0
		if i.hasText() && !registered {
			l.fault("licence", "the words need the number and the date of the service's licence")
		}
	}
	if i.Licence.Class == Verbatim && i.digest() != verbatim[i.ID] {
		l.fault("items", "the words are not those of the published form, which may only be shown unaltered ("+
			i.digest()+")")
	}
	if i.Licence.Class == Own {
		if i.Licence.Author == "" || i.Licence.Signed == "" || i.Licence.Author == i.Licence.Signed {
			l.fault("licence", "an own scale names two people: its author and who approved it")
		}
		if i.Reliability != nil || i.Limit != nil {
			l.fault("reliability", "an own scale has no published reliability")
		}
	}
	if (i.Licence.Class == Free || i.Licence.Class == Verbatim || i.Licence.Class == Gated) &&
		i.Licence.Notice == "" {
		l.fault("licence.notice", "is missing: it must stand wherever the words stand")
	}
}
