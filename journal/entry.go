// Package journal is the record: exact entry bytes, leaf hashes, signed
// checkpoints and proofs, thin over golang.org/x/mod/sumdb. It does no I/O.
// The byte format is written down in docs/reference/journal-format.md.
package journal

import "steady/moment"

// Log names a log: one of a premises' two, or the one of a research study.
type Log string

// The logs. The register log serves no other purpose (R-REG-07). A study keeps
// its only log under its own id, apart from every premises (V-04).
const (
	Clinical Log = "clinical"
	Register Log = "register"
	Study    Log = "study"
)

// Entry is one record before it is bytes. Bytes() makes the one spelling;
// Parse reads it back and refuses any other.
type Entry struct {
	Premises string         // opaque id of the premises or the study, [a-z0-9-]
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
