package study

import (
	"crypto/sha256"
	"fmt"

	"steady/moment"
	"steady/person"
	"steady/refusal"
)

// Command is what somebody asks of a study. The same id with the same content
// is one command however often it arrives.
type Command struct {
	ID   string
	By   person.StaffID // "" is the command line, which has every right
	Body Body
}

// Right is what somebody may do in a study.
type Right string

// The rights. A lead has every right but reading the key table, which is for
// key holders alone (V-04).
const (
	Outsider  Right = ""          // nothing is asked: opening a study
	Member    Right = "member"    // reads transcripts, codes, writes memos
	Lead      Right = "lead"      // aims, members, consent, withdrawal, release
	KeyHolder Right = "keyholder" // who a participant is; originals before de-identification
)

// Body is the content of a command.
type Body interface {
	// CommandKind is its name.
	CommandKind() string
	// right is what the person needs.
	right() Right
	// decide answers with what happens. It does not change the state.
	decide(s *State, c Command, now moment.Instant) ([]Fact, *refusal.Refusal)
}

// Decide answers a command: what happens, or why it cannot. It changes nothing.
func Decide(s *State, c Command, now moment.Instant) ([]Event, *refusal.Refusal) {
	if no := s.may(c); no != nil {
		return nil, no
	}
	list, no := c.Body.decide(s, c, now)
	if no != nil {
		return nil, no
	}
	events := make([]Event, len(list))
	for i, f := range list {
		events[i] = Event{Seq: s.Size + int64(i), At: now, By: c.By, Command: c.ID, Fact: f}
	}
	return events, nil
}

func (s *State) may(c Command) *refusal.Refusal {
	need := c.Body.right()
	switch {
	case need == Outsider:
		return nil
	case !s.Begun:
		return refusal.New("study_not_open", "V-15", "This study was not opened yet: open it first.")
	case !s.Can(c.By, need):
		return refusal.New("study_right", "V-04",
			"Your part in this study does not include this: ask who leads the study.")
	}
	return nil
}

// NewID makes the nth id of a command: a UUID of version 8, made by our own rule
// from the study and the command, so that the core needs no randomness and the
// same press gives the same id.
func (c Command) NewID(study string, n int) string {
	return uuid("steady/study-id/1", study, c.ID, fmt.Sprint(n))
}

// uuid makes a UUID of version 8 from words.
func uuid(words ...string) string {
	h := sha256.New()
	for _, w := range words {
		fmt.Fprintf(h, "%d:%s\n", len(w), w)
	}
	sum := h.Sum(nil)
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return fmt.Sprintf("%X-%X-%X-%X-%X", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

func missing(what string) *refusal.Refusal {
	return refusal.New("study_missing", "V-01", "This "+what+" is not in the study any more: load the page again.")
}

func needed(sentence string) *refusal.Refusal { return refusal.New("study_needed", "V-01", sentence) }
