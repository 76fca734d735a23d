// Package journal is the record: exact entry bytes, leaf hashes, signed
// checkpoints and proofs, thin over golang.org/x/mod/sumdb. It does no I/O.
// The byte format is written down in docs/reference/journal-format.md.
package journal

import "steady/moment"

// Log names one of a premises' two logs.
type Log string

// The two logs. The register log serves no other purpose (R-REG-07).
const (
	Clinical Log = "clinical"
	Register Log = "register"
)

// Entry is one record before it is bytes. Bytes() makes the one spelling;
// Parse reads it back and refuses any other.
type Entry struct {
	Premises string         // opaque id, [a-z0-9-]
	Log      Log            //
	Seq      int64          // 0, 1, 2 … within the log
	Command  string         // id of the command that caused it, [A-Za-z0-9_-]{1,64}
	Kind     string         // event kind, [a-z0-9_]+
	Happened moment.Instant // when it happened
	Recorded moment.Instant // when it was recorded; never decreases within a log
	By       string         // opaque staff id, or "-" (the system)
	Witness  string         // opaque staff id of the second person, or "-"
	Body     []byte         // one line of JSON, no newline
}
