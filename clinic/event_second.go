package clinic

import (
	"steady/journal"
	"steady/moment"
	"steady/person"
)

// Facts about entries, signatures and the end of the service.
type (
	// EntryDisputed stands until it is answered.
	EntryDisputed struct {
		Dispute string         `json:"dispute"`
		Log     journal.Log    `json:"log"`
		Seq     int64          `json:"seq"`
		Author  person.StaffID `json:"author"`
		Witness person.StaffID `json:"witness,omitempty"`
		Text    Text           `json:"text"`
	}
	// DisputeAnswered closes a dispute.
	DisputeAnswered struct{ AnswerDispute }
	// SecondAbsent says that a step was taken without a second person, where the
	// jurisdiction pack allows it, and why.
	SecondAbsent struct {
		Of     string `json:"of"` // command kind
		Rule   string `json:"rule"`
		Reason Text   `json:"reason"`
	}
	// AloneReviewed: the accountable officer looked at the steps before it.
	AloneReviewed struct{ ReviewAlone }
	// AccountsLinked says that two accounts are one human being.
	AccountsLinked struct{ LinkAccounts }
	// OutageRecorded says when the system could not be used.
	OutageRecorded struct{ RecordOutage }
	// ServiceClosed is the last fact but for notes and corrections.
	ServiceClosed struct{ CloseService }
)

// Kind names of the clinical log.
func (EntryDisputed) Kind() string   { return "entry_disputed" }
func (DisputeAnswered) Kind() string { return "dispute_answered" }
func (SecondAbsent) Kind() string    { return "second_absent" }
func (AloneReviewed) Kind() string   { return "alone_reviewed" }
func (AccountsLinked) Kind() string  { return "accounts_linked" }
func (OutageRecorded) Kind() string  { return "outage_recorded" }
func (ServiceClosed) Kind() string   { return "service_closed" }

func newSecondFacts() []func() Fact {
	return []func() Fact{mk[EntryDisputed], mk[DisputeAnswered], mk[SecondAbsent], mk[AloneReviewed],
		mk[AccountsLinked], mk[OutageRecorded], mk[ServiceClosed]}
}

// OpenDispute is one that nobody has answered.
type OpenDispute struct {
	EntryDisputed
	By    person.StaffID `json:"by"`
	Since moment.Instant `json:"since"`
}

// AloneStep is a step that was taken without a second person.
type AloneStep struct {
	SecondAbsent
	By person.StaffID `json:"by"`
	At moment.Instant `json:"at"`
}

func (f *EntryDisputed) applyStock(s *State, e Event) {
	keep(&s.Stock.Disputes, f.Dispute, OpenDispute{*f, e.By, e.Happened})
}

func (f *DisputeAnswered) applyStock(s *State, _ Event) { delete(s.Stock.Disputes, f.Dispute) }

func (f *SecondAbsent) applyStock(s *State, e Event) {
	s.Stock.Alone = append(s.Stock.Alone, AloneStep{*f, e.By, e.Happened})
}

func (f *AloneReviewed) applyStock(s *State, _ Event) { s.Stock.Alone = s.Stock.Alone[f.Seen:] }

// applyStock gives both accounts, and all that are the same as either, one
// identity.
func (f *AccountsLinked) applyStock(s *State, _ Event) {
	one, was := s.identity(f.Same), s.identity(f.Staff)
	for _, m := range s.Staff {
		if s.identity(m.ID) == was {
			m.Identity = one
		}
	}
	s.Staff[f.Same].Identity = one
}

// outagesKept is how many outages the state remembers.
const outagesKept = 8

func (f *OutageRecorded) applyStock(s *State, _ Event) {
	s.Stock.Outages = append(s.Stock.Outages, f.RecordOutage)
	if n := len(s.Stock.Outages) - outagesKept; n > 0 {
		s.Stock.Outages = append([]RecordOutage(nil), s.Stock.Outages[n:]...)
	}
}

func (*ServiceClosed) applyStock(s *State, e Event) { s.Stock.Closed = e.Happened }

// identity is the human being behind an account: what was entered for it, or
// the account itself.
func (s *State) identity(id person.StaffID) string {
	if m := s.Staff[id]; m != nil && m.Identity != "" {
		return m.Identity
	}
	return "account:" + string(id)
}

// SameHuman reports whether two accounts are one human being, as far as these
// premises know.
func (s *State) SameHuman(a, b person.StaffID) bool { return s.identity(a) == s.identity(b) }
