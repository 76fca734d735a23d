// Package dosing decides: a prescription, a history, an assessment and a pack
// go in; an outcome comes out with every rule that fired and its source.
// Rules only lower or stop a dose (E-ORD-02).
package dosing

import (
	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// Question is what is asked of the engine.
type Question string

// The questions of the command line contract; empty means QuestionDose.
const (
	QuestionDose         Question = "dose"
	QuestionObservation  Question = "observation"
	QuestionPrescription Question = "prescription"
	QuestionEligibility  Question = "eligibility"
)

// Session is the kind of session a dose belongs to; empty means Scheduled.
type Session string

// The kinds of session.
const (
	Scheduled Session = "scheduled"
	TopUp     Session = "topup"
)

// Prescription is the order in force. A nil or zero field is not set.
type Prescription struct {
	Form      measure.Form   // substance and salt of every mass below
	Route     protocol.Route //
	Dose      measure.Mass   // one dose per visit, when Doses is empty
	Doses     []measure.Mass // one per visit of the day
	PerDay    int            // visits a day
	CapSingle measure.Mass   // ceiling of one dose; 0 is not set
	CapDay    measure.Mass   // ceiling of one day; 0 is not set
	Increment measure.Mass   // preparable step, doses round down to it; 0 is not set
	TopUp     measure.Mass   // prescribed top-up; 0 is none
	Usual     measure.Mass   // usual dose; 0 means: last completed tolerated scheduled dose
	Started   moment.Day     // first day of treatment under this pack
}

// Past is one dose that was given.
type Past struct {
	At         moment.Instant // recorded completion
	Prescribed measure.Mass   //
	Given      measure.Mass   // what went in; after a correction the lower amount
	AtMost     measure.Mass   // after a correction the higher amount; 0 is Given
	Completed  bool           // the whole syringe was used
	POSS       protocol.POSS  // worst sedation that followed
	Naloxone   bool           // naloxone or an emergency followed
	Oxygen     bool           // oxygen was needed
	NaloxoneAt moment.Instant // the last naloxone dose; 0 is not recorded
	Session    Session
	Attempts   int // vein attempts
	Route      protocol.Route
}

// Missed counts consecutive scheduled sessions and days not administered, for
// any cause (E-MISS-01). It is given, never derived from history here.
type Missed struct {
	Sessions int
	Days     int
}

// Person is what the rules need to know of a person: no name, no identity.
type Person struct {
	Trimester int            // 1 to 3; 0 is not pregnant
	SpO2Scale int            // 1 (also when 0) or 2 (hypercapnic failure confirmed)
	Baseline  Baseline       // signed for this person, in force
	QTc       *measure.Milli // corrected QT interval in milliseconds; nil is not measured
	Eligibility
}

// Baseline is the lowest readings that a clinician signed as this person's own
// when well; nil where none is signed. It stands in the place of the pack's
// limit and of the fail-safe one (E-ORD-04), never of a stop.
type Baseline struct{ SpO2, RR *measure.Milli }

// Eligibility is the record that the eligibility question is asked about.
type Eligibility struct {
	Born             moment.Day
	DependenceSince  moment.Day
	SomaticDisorder  bool
	MentalDisorder   bool
	SocialDeficit    bool
	MainRoute        protocol.Route
	InjectingPercent *measure.Milli // percent of days
	Treatments       []Treatment
}

// Treatment is an earlier attempt.
type Treatment struct {
	Kind         string // substitution, detoxification, rehabilitation
	From, To     moment.Day
	Ended        string // without_success, ongoing, completed
	Psychosocial bool
}

// Case is one question with everything the engine may look at.
type Case struct {
	Question     Question
	Session      Session
	Now          moment.Instant // proposed start
	Zone         moment.Zone
	Prescription Prescription
	History      []Past // oldest first
	Missed       Missed
	Assessment   protocol.Assessment
	Ask          *measure.Mass // what is asked for; nil asks for the prescribed dose
	AskRoute     protocol.Route
	Person       Person
}

// Outcome is the one word a decision ends in (clinical-protocol 4).
type Outcome string

// The outcomes of the four questions.
const (
	Administer    Outcome = "ADMINISTER"
	AdministerMax Outcome = "ADMINISTER_MAX"
	Defer         Outcome = "DEFER"
	Refer         Outcome = "REFER_PRESCRIBER"
	Withhold      Outcome = "WITHHOLD"
	Emergency     Outcome = "EMERGENCY"
	InvalidRx     Outcome = "INVALID_RX"
	NotEligible   Outcome = "NOT_ELIGIBLE"
	Eligible      Outcome = "ELIGIBLE"
	Observe       Outcome = "OBSERVE"
	Release       Outcome = "RELEASE"
	Valid         Outcome = "VALID"
	Calc          Outcome = "CALC"
)

// Effect is what a finding did to the decision.
type Effect string

// Only Advise and Info leave the outcome unchanged.
const (
	Stop      Effect = "stop"
	ReferTo   Effect = "refer"
	DeferTo   Effect = "defer"
	Limit     Effect = "limit"
	Challenge Effect = "challenge"
	Advise    Effect = "advise"
	Info      Effect = "info"
)

// Finding is one rule that fired.
type Finding struct {
	Rule   string `json:"rule"`
	Stage  int    `json:"stage"` // order of E-ORD-01, 1 to 11
	Effect Effect `json:"effect"`
	Text   string `json:"text"`
	Source string `json:"source"`
}

// PackRef names the pack that decided.
type PackRef struct {
	ID      string `json:"id"`
	Version string `json:"version"`
}

// Decision is the answer. Dose is set for Administer and AdministerMax only.
// Limit is the most that a prescriber may authorise whatever the outcome: what
// the prescription and every rule but the referring ones leave, rounded down;
// nil where a rule stops (nothing may be authorised then). Until is set
// whenever a rule defers or observes, also where an earlier one won: no
// authority shortens it.
type Decision struct {
	Outcome  Outcome
	Dose     *measure.Mass
	Limit    *measure.Mass
	Until    *moment.Instant
	Proposal *measure.Mass
	NEWS2    *int
	Reasons  []string // eligibility
	Actions  []string // observation: naloxone, ambulance, oxygen, urgent_review, extend
	Findings []Finding
	Pack     PackRef
}
