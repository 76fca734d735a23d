package clinic

import (
	"steady/journal"
	"steady/moment"
	"steady/person"
)

// What is said later about an entry, about who signed it, and about the service
// as a whole.
type (
	// DisputeEntry is somebody's own word against an entry that carries their
	// name. Author and Witness are read from the entry by the shell. Page is the
	// page of a register entry, which gets a note.
	DisputeEntry struct {
		Dispute string         `json:"dispute"`
		Log     journal.Log    `json:"log"`
		Seq     int64          `json:"seq"`
		Page    string         `json:"page,omitempty"`
		Author  person.StaffID `json:"author"`
		Witness person.StaffID `json:"witness,omitempty"`
		Text    Text           `json:"text"`
	}
	// AnswerDispute closes it.
	AnswerDispute struct {
		Dispute string  `json:"dispute"`
		Outcome Dispute `json:"outcome"`
		Text    Text    `json:"text"`
	}
	// ReviewAlone is the accountable officer's look at the steps that were taken
	// without a second person. Seen is how many the page showed.
	ReviewAlone struct {
		Seen int  `json:"seen"`
		Note Text `json:"note"`
	}
	// LinkAccounts says that two accounts are one human being: they never again
	// make two persons.
	LinkAccounts struct {
		Staff  person.StaffID `json:"staff"`
		Same   person.StaffID `json:"same"`
		Reason Text           `json:"reason"`
	}
	// RecordOutage says that the system could not be used between two times, so
	// that the late entries of those hours explain themselves.
	RecordOutage struct {
		From moment.Instant `json:"from"`
		To   moment.Instant `json:"to"`
		What Text           `json:"what"`
	}
	// CloseService ends the journal of these premises. It is refused until every
	// balance is zero and nobody and nothing is left open.
	CloseService struct {
		Successor Text `json:"successor"` // who keeps the register, and who goes on with the care
	}
)

// Dispute is how a dispute ended.
type Dispute string

// The outcomes of a dispute.
const (
	DisputeStands    Dispute = "entry_stands"
	DisputeCorrected Dispute = "corrected" // by a further entry
	DisputeWithdrawn Dispute = "withdrawn" // by who disputed
)

// CommandKind names the command in the who-may table.
func (DisputeEntry) CommandKind() string  { return "dispute_entry" }
func (AnswerDispute) CommandKind() string { return "answer_dispute" }
func (ReviewAlone) CommandKind() string   { return "review_alone" }
func (LinkAccounts) CommandKind() string  { return "link_accounts" }
func (RecordOutage) CommandKind() string  { return "record_outage" }
func (CloseService) CommandKind() string  { return "close_service" }
