package clinic

import (
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
)

// The way in and out of treatment. Names, dates of birth, numbers, contacts and
// every word of the person are in the cabinet; the log holds codes and ages.
type (
	// ReferPerson opens the first record of somebody who may come into
	// treatment, or their return after treatment ended. A name is enough; Alike
	// are records that look like the same person and were judged to be others.
	ReferPerson struct {
		Person    person.UserID   `json:"person"`
		Source    Source          `json:"source"`
		Heard     Heard           `json:"heard,omitempty"`
		Name      Text            `json:"name"`
		Born      *Text           `json:"born,omitempty"`
		NHSNumber *Text           `json:"nhs_number,omitempty"`
		Contact   *Text           `json:"contact,omitempty"`
		Address   *Text           `json:"address,omitempty"`
		Note      *Text           `json:"note,omitempty"`
		Alike     []person.UserID `json:"alike,omitempty"`
	}
	// AssessEligibility records the coded answers and has them judged by the
	// criteria of a programme's pack.
	AssessEligibility struct {
		Person  person.UserID `json:"person"`
		Pack    string        `json:"pack"`
		Answers Criteria      `json:"answers"`
		Born    *Text         `json:"born,omitempty"` // where it became known since
	}
	// OverrideEligibility is a prescriber's own decision to take somebody whom
	// the criteria do not admit, or whom they leave to a prescriber.
	OverrideEligibility struct {
		Person person.UserID `json:"person"`
		Reason Text          `json:"reason"`
	}
	// GiveConsent records what the person agreed to, on which text, and what
	// they expect and doubt in their own words.
	GiveConsent struct {
		Person     person.UserID `json:"person"`
		Version    string        `json:"version"`
		Agreed     []string      `json:"agreed"`
		Expects    *Text         `json:"expects,omitempty"`
		Doubts     *Text         `json:"doubts,omitempty"`
		Confidence *int          `json:"confidence,omitempty"` // 0 to 10, as the person says
	}
	// WithdrawConsent: the person no longer agrees; doses stop.
	WithdrawConsent struct {
		Person person.UserID `json:"person"`
		Reason *Text         `json:"reason,omitempty"`
	}
	// WriteReasons keeps the person's own reasons, in their words.
	WriteReasons struct {
		Person person.UserID `json:"person"`
		Words  Text          `json:"words"`
	}
	// JoinWaitingList puts somebody on the list, or changes their place in it.
	JoinWaitingList struct {
		Person   person.UserID `json:"person"`
		Priority Priority      `json:"priority"`
		Reason   *Text         `json:"reason,omitempty"` // of any priority but Ordinary
	}
	// RecordTransferIn keeps what another service says was given there. It is
	// information for the prescriber: it never shortens the count of missed
	// sessions nor raises a dose (E-MISS-04).
	RecordTransferIn struct {
		Person   person.UserID  `json:"person"`
		Service  Text           `json:"service"`
		Pack     string         `json:"pack,omitempty"` // dosing rules there, as they name them
		Form     measure.Form   `json:"form"`
		Route    protocol.Route `json:"route"`
		LastDose measure.Mass   `json:"last_dose_ug"`
		LastAt   moment.Instant `json:"last_at"`
		Verified Verified       `json:"verified"`
		With     *Text          `json:"with,omitempty"` // who there confirmed it
	}
	// EndTreatment ends treatment, or a referral before it. The prescription
	// ends with it and times promised from now on are cancelled.
	EndTreatment struct {
		Person   person.UserID `json:"person"`
		Ending   EndKind       `json:"ending"`
		To       *Text         `json:"to,omitempty"` // who goes on with the care
		Reason   *Text         `json:"reason,omitempty"`
		FollowUp moment.Day    `json:"follow_up,omitempty"`
		How      *Text         `json:"how,omitempty"`
	}
	// RecordFollowUp says how somebody was after their treatment ended.
	RecordFollowUp struct {
		Person  person.UserID `json:"person"`
		Reached bool          `json:"reached"`
		Words   *Text         `json:"words,omitempty"`
		Next    moment.Day    `json:"next,omitempty"` // to be asked after again
	}
)

// Source is who referred.
type Source string

// Sources lists who may refer, with the words of the screens. Anybody may.
var Sources = []Coded[Source]{{"self", "The person themselves"}, {"peer", "A friend, or somebody with experience"},
	{"outreach", "Outreach"}, {"hostel", "Hostel or housing"}, {"practice", "This practice or service"},
	{"drug_service", "Another drug service"}, {"gp", "A doctor's practice"}, {"hospital", "Hospital"},
	{"police", "Police custody"}, {"prison", "Prison"}, {"probation", "Probation"}, {"family", "Family"},
	{"transfer", "Another heroin assisted treatment service"}, {"other", "Somebody else"}}

// Heard is how the person came to know of the treatment.
type Heard string

// HeardFrom lists how people hear of the treatment.
var HeardFrom = []Coded[Heard]{{"worker", "A worker told them"}, {"peer", "Somebody in treatment told them"},
	{"notice", "A notice or leaflet"}, {"media", "News or the internet"}, {"knew", "They knew of it before"},
	{"not_asked", "Not asked yet"}}

// Priority is why somebody is seen before others of the waiting list.
type Priority string

// Priorities are in the order of the list, the first one first.
var Priorities = []Coded[Priority]{{"first", "First: in danger now"}, {"soon", "Soon: needs somebody before others"},
	{"ordinary", "By the date they joined"}}

// Ordinary is the priority that needs no reason.
const Ordinary Priority = "ordinary"

// Verified is how another service confirmed what it gave.
type Verified string

// Verifieds lists the ways of confirming.
var Verifieds = []Coded[Verified]{{"telephone", "By telephone, called back on a number we know"},
	{"letter", "By a signed letter"}, {"system", "In a shared record"}, {"not_verified", "Not confirmed yet"}}

// EndKind is how treatment ended.
type EndKind string

// The endings that the rules ask about.
const (
	EndDied      EndKind = "died"
	EndByService EndKind = "by_service"
	EndTransfer  EndKind = "transferred"
	EndOther     EndKind = "other_treatment"
)

// Ending is one kind of ending with what it needs.
type Ending struct {
	Kind    EndKind
	Words   string
	Planned bool
	Before  bool // of a referral, before treatment began; else of treatment
}

// Endings lists the kinds. None of them blames the person.
var Endings = []Ending{
	{"completed", "Treatment came to the end that was planned together", true, false},
	{EndOther, "Moved to another treatment, as planned", true, false},
	{EndTransfer, "Transferred to another service, as planned", true, false},
	{"own_wish", "The person chose to stop", false, false},
	{"stopped_coming", "The person stopped coming", false, false},
	{"moved_away", "Moved away", false, false},
	{"prison", "Went to prison", false, false},
	{"hospital", "Went to hospital for long", false, false},
	{EndByService, "Ended by the service", false, false},
	{EndDied, "Died", false, false},
	{"not_taken_up", "Did not take the place up", false, true},
	{"other_help", "Found other help", true, true},
	{"not_eligible", "The criteria do not admit them now", false, true},
	{EndDied, "Died", false, true},
}

// Coded is a word of the journal with the words of the screens.
type Coded[T ~string] struct {
	Code  T
	Words string
}

// WordsOf spells a code of a list; a code that the list lacks comes back as it is.
func WordsOf[T ~string](list []Coded[T], code T) string {
	for _, x := range list {
		if x.Code == code {
			return x.Words
		}
	}
	return string(code)
}

func known[T ~string](list []Coded[T], code T) bool {
	for _, x := range list {
		if x.Code == code {
			return true
		}
	}
	return false
}

// EndingOf finds a kind of ending, of a referral or of treatment.
func EndingOf(kind EndKind, before bool) (Ending, bool) {
	for _, e := range Endings {
		if e.Kind == kind && e.Before == before {
			return e, true
		}
	}
	return Ending{}, false
}

// CommandKind names the command in the who-may table.
func (ReferPerson) CommandKind() string         { return "refer_person" }
func (AssessEligibility) CommandKind() string   { return "assess_eligibility" }
func (OverrideEligibility) CommandKind() string { return "override_eligibility" }
func (GiveConsent) CommandKind() string         { return "give_consent" }
func (WithdrawConsent) CommandKind() string     { return "withdraw_consent" }
func (WriteReasons) CommandKind() string        { return "write_reasons" }
func (JoinWaitingList) CommandKind() string     { return "join_waiting_list" }
func (RecordTransferIn) CommandKind() string    { return "record_transfer_in" }
func (EndTreatment) CommandKind() string        { return "end_treatment" }
func (RecordFollowUp) CommandKind() string      { return "record_follow_up" }
