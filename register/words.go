package register

import (
	"fmt"
	"reflect"
)

// Side is where the law puts an entry of a page.
type Side string

// The sides. What is beside moves no drug in or out of the premises' hands.
const (
	Obtained Side = "obtained"
	Supplied Side = "supplied"
	Beside   Side = "beside" // an annotation
)

// kinds are the types of the entries by their kind.
var kinds = func() map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for _, e := range []interface{ Kind() string }{Received{}, Drawn{}, Administered{}, Wasted{}, Counted{},
		Noted{}, BroughtForward{}, Moved{}, SetAside{}, Released{}, Broken{}, SentBack{}, Sent{}, Brought{},
		Destroyed{}, TakenHome{}, Portioned{}, Settled{}, Closed{}, LawInForce{}, ProcedureInForce{}} {
		out[e.Kind()] = reflect.TypeOf(e)
	}
	return out
}()

// Blank is an empty entry of a kind, to be read into, or nil.
func Blank(kind string) any {
	t, ok := kinds[kind]
	if !ok {
		return nil
	}
	return reflect.New(t).Interface()
}

// Says words an entry that is not of the ordinary day, for pages and lists.
func (e BroughtForward) Says() string {
	return fmt.Sprintf("brought forward from the register before, batch %s, expires %s", e.Batch, e.Expiry)
}

// Says words the entry.
func (e Moved) Says() string {
	return fmt.Sprintf("%d of batch %s carried from the %s to the %s", e.Count, e.Batch, e.From, e.To)
}

// Says words the entry.
func (e SetAside) Says() string {
	return fmt.Sprintf("%d of batch %s put into quarantine from the %s: %s", e.Count, e.Batch, e.From, e.Why)
}

// Says words the entry.
func (e Released) Says() string {
	return fmt.Sprintf("%d of batch %s released from quarantine to the %s", e.Count, e.Batch, e.To)
}

// Says words the entry.
func (e Broken) Says() string {
	return fmt.Sprintf("%d of batch %s broken, %s", -e.Ampoules, e.Batch, e.From.Where())
}

// Says words the entry.
func (e SentBack) Says() string {
	return fmt.Sprintf("%d of batch %s returned to the supplier", -e.Ampoules, e.Batch)
}

// Says words the entry.
func (e Sent) Says() string {
	return fmt.Sprintf("%d of batch %s sent to the premises %s, transfer %s", -e.Ampoules, e.Batch, e.To, e.Transfer)
}

// Says words the entry.
func (e Brought) Says() string {
	return fmt.Sprintf("%d of batch %s brought from the premises %s, transfer %s", e.Ampoules, e.Batch, e.From, e.Transfer)
}

// Says words the entry.
func (e Destroyed) Says() string {
	return fmt.Sprintf("%d of batch %s destroyed, witness authority %s", -e.Ampoules, e.Batch, e.Authority)
}

// Says words the entry.
func (e TakenHome) Says() string {
	return fmt.Sprintf("%d of batch %s supplied to be taken home, for %d days", -e.Ampoules, e.Batch, e.Days)
}

// Says words the entry.
func (e Portioned) Says() string {
	return fmt.Sprintf("%s taken from the solution %s into a syringe", e.Content, e.Solution)
}

// Says words the entry.
func (e Settled) Says() string {
	if e.Ampoules == 0 {
		return fmt.Sprintf("difference of entry %d closed by the accountable officer: %s", e.Case, e.Cause)
	}
	return fmt.Sprintf("balance put right by %+d, difference of entry %d: %s", e.Ampoules, e.Case, e.Cause)
}

// Says words the entry.
func (e Closed) Says() string { return "page closed: nothing is left on it" }

// Side says where the law puts the entry.
func (BroughtForward) Side() Side { return Obtained }

// Side says where the law puts the entry.
func (Brought) Side() Side { return Obtained }

// Side says where the law puts the entry.
func (Sent) Side() Side { return Supplied }

// Side says where the law puts the entry.
func (SentBack) Side() Side { return Supplied }

// Side says where the law puts the entry.
func (Broken) Side() Side { return Supplied }

// Side says where the law puts the entry.
func (Destroyed) Side() Side { return Supplied }

// Side says where the law puts the entry.
func (TakenHome) Side() Side { return Supplied }

// Side says where the law puts the entry.
func (Moved) Side() Side { return Beside }

// Side says where the law puts the entry.
func (SetAside) Side() Side { return Beside }

// Side says where the law puts the entry.
func (Released) Side() Side { return Beside }

// Side says where the law puts the entry.
func (Portioned) Side() Side { return Beside }

// Side says where the law puts the entry: a balance put right is neither
// obtained nor supplied.
func (Settled) Side() Side { return Beside }

// Side says where the law puts the entry.
func (Closed) Side() Side { return Beside }

// Texts are the words in the cabinet that the entry refers to.
func (e BroughtForward) Texts() []Text { return []Text{e.From} }

// Texts are the words in the cabinet that the entry refers to.
func (Moved) Texts() []Text { return nil }

// Texts are the words in the cabinet that the entry refers to.
func (e SetAside) Texts() []Text {
	if e.Text == nil {
		return nil
	}
	return []Text{*e.Text}
}

// Texts are the words in the cabinet that the entry refers to.
func (e Released) Texts() []Text { return []Text{e.Text} }

// Texts are the words in the cabinet that the entry refers to.
func (e Broken) Texts() []Text { return []Text{e.Text} }

// Texts are the words in the cabinet that the entry refers to.
func (e SentBack) Texts() []Text { return []Text{e.To, e.Why} }

// Texts are the words in the cabinet that the entry refers to.
func (Sent) Texts() []Text { return nil }

// Texts are the words in the cabinet that the entry refers to.
func (Brought) Texts() []Text { return nil }

// Texts are the words in the cabinet that the entry refers to.
func (e Destroyed) Texts() []Text { return []Text{e.Text} }

// Texts are the words in the cabinet that the entry refers to.
func (TakenHome) Texts() []Text { return nil }

// Texts are the words in the cabinet that the entry refers to.
func (Portioned) Texts() []Text { return nil }

// Texts are the words in the cabinet that the entry refers to.
func (e Settled) Texts() []Text { return []Text{e.Text} }

// Texts are the words in the cabinet that the entry refers to.
func (e Closed) Texts() []Text { return []Text{e.Text} }

// AsksForTwo reports whether an entry is one that two people sign: the second
// one is in its Signed.
func AsksForTwo(e any) bool {
	switch e.(type) {
	case *Received, *Wasted, *Counted, *BroughtForward, *Moved, *SetAside, *Released, *Broken, *SentBack, *Sent,
		*Brought, *Destroyed, *TakenHome:
		return true
	}
	return false
}
