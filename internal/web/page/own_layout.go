package page

import (
	"steady/internal/web/asset"
	"steady/internal/web/plain"
)

// Own is what surrounds every page of a person's own. Before anybody is signed
// in it names nobody and nothing: not the service, not the treatment.
type Own struct {
	Words    *plain.Words
	Title    string // neutral: it stands on a lock screen and in a list of tabs
	Banner   string // permanent, for example that all people are invented
	In       bool   // somebody is signed in
	Home     bool   // this is the page of all doors
	RestSecs int    // signed out after so many seconds without a touch; 0 is nobody
	Slow     bool   // more time was asked for, or is not needed
	Leave    string // address that shows after the rest, and after Finish
	Done     string // what was just done, in a sentence
	Problem  *Problem
	Back     *Link // to the page before; nil is to all doors
	// Bare is for print: nothing around it.
	Bare bool
}

func (l Own) styles() []string {
	return []string{asset.URL(asset.NHS), asset.URL(asset.Steady), asset.URL(asset.Own)}
}

func (l Own) scripts() []string { return []string{asset.URL(asset.Script), asset.URL(asset.OwnScript)} }

// after is when a page without a script leaves the screen by itself.
func (l Own) after() string { return milli(int64(l.RestSecs)+1) + ";url=" + l.Leave }

// OwnHome is the page of all doors.
type OwnHome struct {
	Name  string // chosen name
	Here  *OwnHere
	Doors []OwnDoor
	Ways  *Link
	Asked *Link // questions wait; they may be skipped
}

// OwnHere lets a person say that they have come.
type OwnHere struct {
	Form Form
	When string // "Your time is 09:10."
}

// OwnDoor is one way on, with a picture.
type OwnDoor struct {
	Text, Hint, URL, Picture string
}

// OwnIn is where somebody opens their own pages.
type OwnIn struct {
	Kiosk   bool
	Form    Form
	Code    Field
	Hint    string // shown in a demonstration
	Begin   string // address that starts a sign-in by phone; "" where there is none
	Phone   Form   // takes what the phone answered
	Cards   bool   // a card may be typed here
	Secret  bool   // the card was right; these are the secret numbers beside it
	Message string // what was done: "You have finished."
}

func (l Own) back() Link {
	if l.Back != nil {
		return *l.Back
	}
	return Link{Text: l.Words.Door.Back2, URL: "/me"}
}

func (v OwnIn) label(l Own) string {
	if v.Secret {
		return l.Words.Door.SecretAsk
	}
	if v.Cards {
		return l.Words.Door.CardAsk
	}
	return l.Words.Door.OtherWay
}

func (v OwnIn) hint(l Own) string {
	if v.Secret {
		return l.Words.Door.SecretHint
	}
	if !v.Cards {
		return l.Words.Door.CodeHint
	}
	return l.Words.Door.CardHint
}

// ownKeyWord is the face of a key of the pad.
func ownKeyWord(l Own, key string) string {
	switch key {
	case "clear":
		return l.Words.Door.Clear
	case "back":
		return l.Words.Door.Back
	}
	return key
}

// OwnWays is how somebody's own pages are opened.
type OwnWays struct {
	Code, Until string // a code that was just made; shown now and never again
	Begin       string // address that starts adding this phone; "" where it cannot be added now
	Finish      Form
	Secret      *Form // chooses secret numbers; nil where a card opened nothing
	SecretField Field
	HasSecret   bool
	Make        *Form // makes a code; nil away from a kiosk, where there is nothing to add it to
	Phones      []LetInPhone
}
