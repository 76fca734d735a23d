// Package clinic is the one room where the rooms meet: Decide turns a command
// into events or a refusal, Apply folds an event into the state. It is pure:
// no clock, no I/O, no dice. The booth, the demo, the fault test and the lab
// all run these same functions.
package clinic

import (
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
)

// Text refers to erasable text in the cabinet by a salted digest.
type Text = journal.TextRef

// System is the actor of commands that no person pressed.
const System person.StaffID = "-"

// Command is one intent. The id is made when the form is drawn, so a double
// press is harmless.
type Command struct {
	ID       string         `json:"id"`
	By       person.StaffID `json:"by"`
	Happened moment.Instant `json:"happened,omitempty"` // 0 is "now"; earlier is a late entry
	Why      *Text          `json:"why,omitempty"`      // reason of a late entry
	Expect   int64          `json:"expect,omitempty"`   // revision of the visit that the page showed; 0 is not checked
	Witness  *Confirmation  `json:"witness,omitempty"`
	Alone    *Text          `json:"alone,omitempty"` // why no second person was there; only where the law allows it
	Body     Body           `json:"body"`
}

// Body is what a command asks for. Its kind is the word of the who-may table.
type Body interface{ CommandKind() string }

// Confirmation is the second person's own act: they signed the digest of
// exactly what was shown (WitnessText).
type Confirmation = journal.Confirmation

// Premises.
type (
	// OpenPremises starts a journal. It may happen once.
	OpenPremises struct {
		Premises string    `json:"premises"`
		Zone     string    `json:"zone"`
		Booths   int       `json:"booths"`
		Sessions []Session `json:"sessions"`
		Invented bool      `json:"invented"` // everybody here is invented (demo)
	}
	// InstallPack puts a dosing pack into force; the document travels in the
	// journal so that the journal alone can be replayed.
	InstallPack struct {
		Document []byte `json:"document"`
	}
	// AddStaff lets a person work here. Names are in the cabinet.
	AddStaff struct {
		Staff person.StaffID `json:"staff"`
		Roles []person.Role  `json:"roles"`
		Name  Text           `json:"name"`
		// Identity is the same for every account of one human being, and says
		// nothing else: the shell makes it from a registration number.
		Identity string `json:"identity,omitempty"`
	}
	// GrantLicence records a doctor's licence for a drug at these premises
	// (R-REG-19).
	GrantLicence struct {
		Doctor    person.StaffID    `json:"doctor"`
		Substance measure.Substance `json:"substance"`
		Number    string            `json:"number"`
		From      moment.Day        `json:"from"`
		To        moment.Day        `json:"to"`
		Acts      []person.Act      `json:"acts,omitempty"` // what the licence allows; empty is all three
	}
)

// People.
type (
	// AdmitPerson begins treatment at the end of the way in (ReferPerson), or
	// again after a return. Name and date of birth are in the cabinet. Already
	// says why no referral stands behind it: the person was in treatment before
	// this journal began.
	AdmitPerson struct {
		Person    person.UserID `json:"person"`
		Name      Text          `json:"name"`
		Born      *Text         `json:"born,omitempty"`
		Address   *Text         `json:"address,omitempty"` // as the register prints it; "no fixed abode" is one
		Allergies *Text         `json:"allergies,omitempty"`
		SpO2Scale int           `json:"spo2_scale,omitempty"` // 2 where hypercapnic failure is confirmed
		Trimester int           `json:"trimester,omitempty"`
		Times     []int         `json:"times"` // usual minute of the day, one per session attended
		Already   *Text         `json:"already,omitempty"`
	}
	// Prescribe puts a prescription into force; it replaces the one before.
	Prescribe struct {
		Person       person.UserID `json:"person"`
		Prescription Prescription  `json:"prescription"`
		Confirmed    bool          `json:"confirmed,omitempty"` // a recommendation is knowingly not followed: Reason says why
		Reason       *Text         `json:"reason,omitempty"`
	}
	// PlaceHold stops doses until a prescriber lifts it.
	PlaceHold struct {
		Person  person.UserID `json:"person"`
		Reason  Text          `json:"reason"`
		Of      HoldKind      `json:"of,omitempty"`
		Recheck moment.Day    `json:"recheck,omitempty"` // when a prescriber looks again
	}
	// LiftHold ends the hold of that number, or with 0 every hold of a person.
	LiftHold struct {
		Person person.UserID `json:"person"`
		Reason Text          `json:"reason"`
		No     int           `json:"no,omitempty"`
	}
)

// The day and the visit.
type (
	// PlanDay books every person with a prescription into the sessions of a day.
	PlanDay struct {
		Day moment.Day `json:"day"`
	}
	// Book promises one more time to a person: a walk-in, a second dose, or the
	// top-up that their prescription names (P-HM-03).
	Book struct {
		Visit   string         `json:"visit"`
		Person  person.UserID  `json:"person"`
		Day     moment.Day     `json:"day"`
		Session int            `json:"session"`
		Due     moment.Instant `json:"due"`
		TopUp   bool           `json:"top_up,omitempty"`
		Despite *Text          `json:"despite,omitempty"` // why it is promised against a rule that staff may set aside
	}
	// CloseSession ends a session: who did not come is recorded as such.
	CloseSession struct {
		Day     moment.Day `json:"day"`
		Session int        `json:"session"`
	}
	// Arrive: the person is here.
	Arrive struct {
		Visit string `json:"visit"`
	}
	// Assess confirms identity, records the readings and lets the engine decide.
	Assess struct {
		Visit    string              `json:"visit"`
		Identity string              `json:"identity"` // how: known, photo, born, card
		Readings protocol.Assessment `json:"readings"`
		Since    *Text               `json:"since,omitempty"` // anything since last time
		Ask      *measure.Mass       `json:"ask_ug,omitempty"`
		AskRoute protocol.Route      `json:"ask_route,omitempty"`
	}
	// AskPrescriber refers by a nurse's own wish.
	AskPrescriber struct {
		Visit    string `json:"visit"`
		Question Text   `json:"question"`
	}
	// AnswerReferral is the prescriber's answer to a referral.
	AnswerReferral struct {
		Visit  string        `json:"visit"`
		Choice Choice        `json:"choice"`
		Dose   *measure.Mass `json:"dose_ug,omitempty"` // with ChoiceGive
		Reason Text          `json:"reason"`
	}
	// Prepare opens ampoules for a decided dose.
	Prepare struct {
		Visit  string          `json:"visit"`
		Dose   measure.Mass    `json:"dose_ug"`
		Picks  []register.Pick `json:"picks"`
		Volume measure.Volume  `json:"volume_ul"` // made up to, in microlitres, for all opened content
		// Solution is drawn from in the place of ampoules (MakeSolution).
		Solution string `json:"solution,omitempty"`
		// Scanned is the code of each pack that was scanned for it, or its batch.
		Scanned []string `json:"scanned,omitempty"`
	}
	// Check is the second person's confirmation; it books the ampoules out and
	// the overage as waste. HandOver also hands the syringe over.
	Check struct {
		Visit    string `json:"visit"`
		HandOver bool   `json:"hand_over"`
		Label    string `json:"label,omitempty"` // as ReadLabel takes it
	}
	// HandOver gives the checked syringe to the person whose label it bears.
	HandOver struct {
		Visit string `json:"visit"`
		Label string `json:"label,omitempty"` // as ReadLabel takes it
	}
	// Discard writes a prepared or checked syringe off before two persons.
	Discard struct {
		Visit string `json:"visit"`
		Why   Text   `json:"why"`
		Spilt bool   `json:"spilt,omitempty"` // it ran out, in part or in whole
	}
	// Administer records what went in. Anything but the full syringe is
	// witnessed waste (E-PART-01).
	Administer struct {
		Visit     string         `json:"visit"`
		Given     measure.Mass   `json:"given_ug"`
		Route     protocol.Route `json:"route"`
		Site      string         `json:"site"`
		Condition string         `json:"condition,omitempty"`
		Attempts  int            `json:"attempts"`
		Started   moment.Instant `json:"started,omitempty"`
		RisksTold bool           `json:"risks_told,omitempty"` // of leg or foot (P-SITE-02)
		Despite   *Text          `json:"despite,omitempty"`    // why a site marked infected was used
		Rest      *Text          `json:"rest,omitempty"`       // why the rest was not used
		Label     string         `json:"label,omitempty"`      // as ReadLabel takes it
	}
	// Observe repeats readings after the dose.
	Observe struct {
		Visit    string              `json:"visit"`
		Readings protocol.Assessment `json:"readings"`
	}
	// Leave takes the last readings and ends the visit when the release
	// conditions hold; readings that do not release are kept all the same.
	Leave struct {
		Visit    string              `json:"visit"`
		Readings protocol.Assessment `json:"readings"`
	}
	// Withhold ends a visit without a dose, for safety.
	Withhold struct {
		Visit  string `json:"visit"`
		Reason Text   `json:"reason"`
	}
	// Decline: the person does not want the dose today.
	Decline struct {
		Visit  string `json:"visit"`
		Reason *Text  `json:"reason,omitempty"`
	}
	// StartEmergency is one press from every visit screen.
	StartEmergency struct {
		Visit string `json:"visit"`
	}
	// EmergencyStep is one timed act (E-OD-06).
	EmergencyStep struct {
		Visit string       `json:"visit"`
		Act   Act          `json:"act"`
		Dose  measure.Mass `json:"dose_ug,omitempty"` // naloxone
		Route string       `json:"route,omitempty"`   // naloxone: im, iv, nasal
		Rate  int          `json:"rate,omitempty"`    // counted breaths per minute
		SpO2  int          `json:"spo2,omitempty"`    // percent, read with the count; 0 is not read
	}
	// EndEmergency: back to observation, or to hospital.
	EndEmergency struct {
		Visit    string `json:"visit"`
		Hospital bool   `json:"hospital"`
	}
	// Correct adds a correction to an earlier clinical entry; nothing is changed.
	Correct struct {
		Target int64         `json:"target"`
		Person person.UserID `json:"person"`
		Text   Text          `json:"text"`
	}
)

// The register.
type (
	// NoteRegister adds a dated note to a register entry.
	NoteRegister struct {
		Page   string `json:"page"`
		Target int64  `json:"target"`
		Text   Text   `json:"text"`
	}
)

// Choice is a prescriber's answer.
type Choice string

// The answers. None can raise a dose above what the rules allow (E-ORD-02).
const (
	ChoiceGive     Choice = "give"
	ChoiceReassess Choice = "reassess"
	ChoiceWithhold Choice = "withhold"
)

// Act is one step of the overdose response (E-OD-06).
type Act string

// The acts the emergency screen offers.
const (
	ActStopInjection Act = "stop_injection"
	ActHelp          Act = "call_for_help"
	ActAirway        Act = "airway"
	ActOxygen        Act = "oxygen"
	ActBreaths       Act = "count_breaths"
	ActNaloxone      Act = "naloxone"
	ActAmbulance     Act = "ambulance"
	ActMonitor       Act = "monitor"
)

// CommandKind names the command in the who-may table.
func (OpenPremises) CommandKind() string   { return "open_premises" }
func (InstallPack) CommandKind() string    { return "install_pack" }
func (AddStaff) CommandKind() string       { return "add_staff" }
func (GrantLicence) CommandKind() string   { return "grant_licence" }
func (AdmitPerson) CommandKind() string    { return "admit_person" }
func (Prescribe) CommandKind() string      { return "prescribe" }
func (PlaceHold) CommandKind() string      { return "place_hold" }
func (LiftHold) CommandKind() string       { return "lift_hold" }
func (PlanDay) CommandKind() string        { return "plan_day" }
func (Book) CommandKind() string           { return "book" }
func (CloseSession) CommandKind() string   { return "close_session" }
func (Arrive) CommandKind() string         { return "arrive" }
func (Assess) CommandKind() string         { return "assess" }
func (AskPrescriber) CommandKind() string  { return "ask_prescriber" }
func (AnswerReferral) CommandKind() string { return "answer_referral" }
func (Prepare) CommandKind() string        { return "prepare" }
func (Check) CommandKind() string          { return "check" }
func (HandOver) CommandKind() string       { return "hand_over" }
func (Discard) CommandKind() string        { return "discard" }
func (Administer) CommandKind() string     { return "administer" }
func (Observe) CommandKind() string        { return "observe" }
func (Leave) CommandKind() string          { return "leave" }
func (Withhold) CommandKind() string       { return "withhold" }
func (Decline) CommandKind() string        { return "decline" }
func (StartEmergency) CommandKind() string { return "start_emergency" }
func (EmergencyStep) CommandKind() string  { return "emergency_step" }
func (EndEmergency) CommandKind() string   { return "end_emergency" }
func (Correct) CommandKind() string        { return "correct" }
func (NoteRegister) CommandKind() string   { return "note_register" }
