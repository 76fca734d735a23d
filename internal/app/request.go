package app

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"steady/clinic"
	"steady/journal"
	"steady/person"
	"steady/refusal"
)

// Request is a command with the free text that it refers to. The text goes to
// the cabinet in the same transaction; the command holds salted digests only.
type Request struct {
	Command clinic.Command
	Secrets []Secret
}

// Keep adds a text about a subject to the request's cabinet rows and returns
// the reference that the command carries. The empty text gives a zero reference.
func (r *Request) Keep(subject, field, text string) clinic.Text {
	if text == "" {
		return clinic.Text{}
	}
	salt := random(16)
	s := Secret{ID: hex.EncodeToString(random(16)), Subject: subject, Field: field, Salt: salt, Text: text}
	r.Secrets = append(r.Secrets, s)
	return clinic.Text{Ref: s.ID, Digest: journal.Digest(salt, text)}
}

// KeepIf is Keep for optional fields: nil for the empty text.
func (r *Request) KeepIf(subject, field, text string) *clinic.Text {
	if text == "" {
		return nil
	}
	t := r.Keep(subject, field, text)
	return &t
}

// digest identifies the content of a request. References and salts are random
// for each page, so the text itself stands in for them.
func (r *Request) digest() ([32]byte, error) {
	b, err := clinic.MarshalCommand(r.Command)
	if err != nil {
		return [32]byte{}, fmt.Errorf("command: %w", err)
	}
	for _, s := range r.Secrets {
		sum := sha256.Sum256([]byte(s.Field + "\x00" + s.Text))
		b = bytes.ReplaceAll(b, []byte(s.ID), []byte(hex.EncodeToString(sum[:])))
		b = bytes.ReplaceAll(b, []byte(journal.Digest(s.Salt, s.Text)), nil)
	}
	return sha256.Sum256(b), nil
}

// NewCommandID returns a fresh id for a command. It begins with the time, so
// that the ids of one day lie together in the database: random ones would
// touch a page of their own each, and more so the longer the history. The time
// says nothing that the entry does not say.
func NewCommandID() string {
	ms := time.Now().UnixMilli()
	return fmt.Sprintf("%012x", ms) + hex.EncodeToString(random(6))
}

// Identity is the identity of one human being for clinic.AddStaff, from the
// number of their professional registration: the same for every way to write it,
// and saying nothing else. "" gives "": not known. Such numbers are in public
// registers, so the digest hides little; it only lets two accounts be compared.
func Identity(registration string) string {
	var plain []byte
	for _, c := range []byte(registration) {
		switch {
		case c >= 'a' && c <= 'z':
			plain = append(plain, c-'a'+'A')
		case c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			plain = append(plain, c)
		}
	}
	if len(plain) == 0 {
		return ""
	}
	sum := sha256.Sum256(append([]byte("steady/registration/1\n"), plain...))
	return hex.EncodeToString(sum[:16])
}

// NewID returns a fresh random id for a person or a member of staff.
func NewID() string { return hex.EncodeToString(random(12)) }

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails (crypto/rand)
	return b
}

// Result is what a command was answered once it is durable.
type Result struct {
	Already  bool // this id and content were recorded before
	From, To Heads
	Events   []clinic.Event // empty when Already
}

// Fault is an error of the shell with an id that the screen and the log share.
type Fault struct {
	ID  string
	Err error
}

// Error names the fault by its id; the cause is for the log.
func (f *Fault) Error() string { return "fault " + f.ID + ": " + f.Err.Error() }

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

func fault(err error) *Fault { return &Fault{ID: hex.EncodeToString(random(4)), Err: err} }

// May answers whether somebody with these roles may give a command of a kind:
// the who-may table.
type May func(roles []person.Role, kind string) bool

func (h *House) authorise(s *clinic.State, c clinic.Command) *clinic.Refusal {
	if c.By == clinic.System || h.cfg.May == nil {
		return nil
	}
	var roles []person.Role
	_, self := c.By.Self()
	if st := s.Staff[c.By]; st != nil {
		roles = st.Roles
	} else if self { // about whom is for the core to say
		roles = []person.Role{person.ServiceUser}
	}
	if !h.cfg.May(roles, c.Body.CommandKind()) {
		if self {
			return refusal.New("not_allowed", "who-may table", "Only staff can do this. Ask somebody who works here.")
		}
		return refusal.New("not_allowed", "who-may table", "Your role does not include this: ask a colleague who may.")
	}
	if c.Witness == nil || h.cfg.MayWitness == nil {
		return nil
	}
	if w := s.Staff[person.StaffID(c.Witness.By)]; w != nil && !h.cfg.MayWitness(w.Roles, c.Body.CommandKind()) {
		return refusal.New("witness_not_allowed", "who-may table",
			"Their role does not include confirming this: ask another colleague.")
	}
	return nil
}
