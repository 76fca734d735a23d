package study

import (
	"encoding/json"
	"fmt"

	"steady/moment"
	"steady/person"
)

// Event is what happened, once: a Fact with who, when and by which command.
type Event struct {
	Seq     int64 // its place in the study's log
	At      moment.Instant
	By      person.StaffID // "" is the command line
	Command string
	Fact    Fact
}

// Fact is the content of an event. Every Fact is a pointer, because the road
// writes into its texts.
type Fact interface {
	// EventKind is its name in the log.
	EventKind() string
	// Texts are the words it refers to, in a fixed order; nil ones are left out.
	Texts() []*Text
	// apply folds it. An error says that the log is not one that Decide made.
	apply(s *State, e Event) error
}

// Apart is a Fact with words that are kept in the store of the key table, where
// only key holders read them.
type Apart interface {
	Fact
	// ApartTexts are those words; nil ones are left out.
	ApartTexts() []*Text
}

// Rewriter is a Fact that had rows written anew: what was read from the old row
// is read from the new one from then on, and the old one is erased.
type Rewriter interface {
	Fact
	// Anew are the rows.
	Anew() []Replaced
}

// facts makes an empty Fact of each kind; a file that adds kinds adds to it.
var facts = map[string]func() Fact{}

func knows(makers ...func() Fact) {
	for _, m := range makers {
		facts[m().EventKind()] = m
	}
}

// ReadFact reads the body of an entry of a kind. The words of its texts are
// still to be filled in.
func ReadFact(kind string, body []byte) (Fact, error) {
	m, ok := facts[kind]
	if !ok {
		return nil, fmt.Errorf("the kind %q is not known: a newer Steady wrote it", kind)
	}
	f := m()
	return f, json.Unmarshal(body, f)
}

// texts leaves out those that are not there.
func texts(list ...*Text) (out []*Text) {
	for _, t := range list {
		if t != nil {
			out = append(out, t)
		}
	}
	return out
}
