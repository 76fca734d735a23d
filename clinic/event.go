package clinic

import (
	"steady/dosing"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
	"steady/register"
	"steady/visit"
)

// Event is one fact of the journal: who and when in the head, what in the body.
type Event struct {
	Command  string
	Happened moment.Instant
	Recorded moment.Instant
	By       person.StaffID
	Witness  person.StaffID // "" where no second person confirmed
	Body     Fact
}

// Fact is the body of an event. Bodies of package register go to the register
// log, all others to the clinical log.
type Fact interface{ Kind() string }

// LogOf tells which log a fact belongs to.
func LogOf(f Fact) journal.Log {
	if register.Belongs(f) {
		return journal.Register
	}
	return journal.Clinical
}

// Session is one opening of the day, in minutes after midnight of the site.
type Session struct {
	Name   string `json:"name"`
	Opens  int    `json:"opens"`
	Closes int    `json:"closes"`
}

// Facts about the premises and the people.
type (
	// PremisesOpened is the first entry of a journal.
	PremisesOpened struct{ OpenPremises }
	// PackInstalled carries the whole pack.
	PackInstalled struct {
		ID       string `json:"id"`
		Version  string `json:"version"`
		Document []byte `json:"document"`
	}
	// StaffAdded says who may work here in which roles.
	StaffAdded struct{ AddStaff }
	// LicenceGranted is a doctor's licence (R-REG-19).
	LicenceGranted struct{ GrantLicence }
	// PersonAdmitted opens a record.
	PersonAdmitted struct{ AdmitPerson }
	// Prescribed puts a prescription into force.
	Prescribed struct {
		Person       person.UserID    `json:"person"`
		Prescription Prescription     `json:"prescription"`
		Licence      string           `json:"licence"`
		Findings     []dosing.Finding `json:"findings,omitempty"`
		Reason       *Text            `json:"reason,omitempty"`
		Signed       *Confirmation    `json:"signed,omitempty"` // second prescriber, where challenged
	}
	// HoldPlaced stops doses; Rule is set where a rule placed it.
	HoldPlaced struct {
		Person  person.UserID `json:"person"`
		Rule    string        `json:"rule,omitempty"`
		Reason  *Text         `json:"reason,omitempty"`
		Of      HoldKind      `json:"of,omitempty"`
		Recheck moment.Day    `json:"recheck,omitempty"` // when a prescriber looks again
		No      int           `json:"no,omitempty"`      // of this person's holds; 0 in holds that a rule placed
	}
	// HoldLifted ends the hold of that number, or with 0 every hold of a person.
	HoldLifted struct {
		Person person.UserID `json:"person"`
		Reason Text          `json:"reason"`
		No     int           `json:"no,omitempty"`
	}
)

// Facts of a visit.
type (
	// Booked is a promised time.
	Booked struct {
		Visit   string         `json:"visit"`
		Person  person.UserID  `json:"person"`
		Day     moment.Day     `json:"day"`
		Session int            `json:"session"` // index into the premises' sessions
		Due     moment.Instant `json:"due"`
		TopUp   bool           `json:"top_up,omitempty"` // the visit is for the top-up of the prescription
		Broke   []BookingRule  `json:"broke,omitempty"`  // rules that were set aside for it, Despite why
		Despite *Text          `json:"despite,omitempty"`
	}
	// Arrived: the person is here.
	Arrived struct {
		Visit string `json:"visit"`
	}
	// Identified: identity was confirmed, and how.
	Identified struct {
		Visit string `json:"visit"`
		How   string `json:"how"`
	}
	// Assessed holds the readings before a dose.
	Assessed struct {
		Visit    string              `json:"visit"`
		Readings protocol.Assessment `json:"readings"`
		Since    *Text               `json:"since,omitempty"`
		Ask      *measure.Mass       `json:"ask_ug,omitempty"`
		AskRoute protocol.Route      `json:"ask_route,omitempty"`
	}
	// Decided is the engine's answer with every rule that fired (E-ORD-03).
	Decided struct {
		Visit    string           `json:"visit"`
		Outcome  dosing.Outcome   `json:"outcome"`
		Dose     *measure.Mass    `json:"dose_ug,omitempty"`
		Limit    *measure.Mass    `json:"limit_ug,omitempty"`
		Proposal *measure.Mass    `json:"proposal_ug,omitempty"`
		Until    moment.Instant   `json:"until,omitempty"`
		NEWS2    *int             `json:"news2,omitempty"`
		Findings []dosing.Finding `json:"findings"`
		Pack     dosing.PackRef   `json:"pack"`
	}
	// Referred puts a question into the prescriber's inbox.
	Referred struct {
		Visit    string `json:"visit"`
		Rule     string `json:"rule"`
		Question *Text  `json:"question,omitempty"` // a nurse's own words
	}
	// Answered is the prescriber's answer.
	Answered struct {
		Visit  string        `json:"visit"`
		Choice Choice        `json:"choice"`
		Dose   *measure.Mass `json:"dose_ug,omitempty"`
		Reason Text          `json:"reason"`
	}
	// Prepared is a syringe drawn up by one person, not yet checked.
	Prepared struct {
		Visit  string          `json:"visit"`
		Dose   measure.Dose    `json:"dose"`
		Picks  []register.Pick `json:"picks"`
		Volume measure.Volume  `json:"volume_ul"`
		Draw   measure.Volume  `json:"draw_ul"`
		Waste  measure.Mass    `json:"waste_ug"`
		// Solution is where the dose came from; "" is from the ampoules.
		Solution string         `json:"solution,omitempty"`
		Route    protocol.Route `json:"route,omitempty"`   // as the label says it
		Expiry   moment.Day     `json:"expiry,omitempty"`  // the earliest of the batches
		Scanned  []string       `json:"scanned,omitempty"` // packs that were scanned
	}
	// Checked is the second person's confirmation.
	Checked struct {
		Visit   string       `json:"visit"`
		Signed  Confirmation `json:"signed"`
		Scanned bool         `json:"scanned,omitempty"` // the label, not compared by eye alone
	}
	// HandedOver: the syringe is in the person's hands.
	HandedOver struct {
		Visit   string `json:"visit"`
		Scanned bool   `json:"scanned,omitempty"`
	}
	// SyringeDiscarded: nothing was injected; the content is witnessed waste.
	SyringeDiscarded struct {
		Visit  string       `json:"visit"`
		Why    Text         `json:"why"`
		Signed Confirmation `json:"signed"`
	}
	// Injected is what went in, where and how.
	Injected struct {
		Visit      string         `json:"visit"`
		Prescribed measure.Mass   `json:"prescribed_ug"`
		Given      measure.Mass   `json:"given_ug"`
		Form       measure.Form   `json:"form"`
		Completed  bool           `json:"completed"`
		Route      protocol.Route `json:"route"`
		Site       string         `json:"site"`
		Condition  string         `json:"condition,omitempty"`
		Attempts   int            `json:"attempts"`
		Started    moment.Instant `json:"started"`
		RisksTold  bool           `json:"risks_told,omitempty"`
		Despite    *Text          `json:"despite,omitempty"` // why a site marked infected was used
		Rest       *Text          `json:"rest,omitempty"`    // why the rest was not used
		Signed     *Confirmation  `json:"signed,omitempty"`
		Scanned    bool           `json:"scanned,omitempty"` // the label, before it went in
	}
	// Watched is one set of readings after the dose, with what the rules say.
	Watched struct {
		Visit    string              `json:"visit"`
		Readings protocol.Assessment `json:"readings"`
		Outcome  dosing.Outcome      `json:"outcome"`
		Until    moment.Instant      `json:"until,omitempty"`
		NEWS2    *int                `json:"news2,omitempty"`
		Actions  []string            `json:"actions,omitempty"`
		Findings []dosing.Finding    `json:"findings,omitempty"`
	}
	// VisitEnded closes a visit, whatever the ending.
	VisitEnded struct {
		Visit  string       `json:"visit"`
		Ending visit.Ending `json:"ending"`
		Reason *Text        `json:"reason,omitempty"`
	}
	// EmergencyStarted starts the clock.
	EmergencyStarted struct {
		Visit string `json:"visit"`
		Rule  string `json:"rule,omitempty"` // where the engine called it
	}
	// EmergencyActed is one timed act.
	EmergencyActed struct {
		Visit string       `json:"visit"`
		Act   Act          `json:"act"`
		Dose  measure.Mass `json:"dose_ug,omitempty"`
		Route string       `json:"route,omitempty"`
		Rate  int          `json:"rate,omitempty"`
		SpO2  int          `json:"spo2,omitempty"`
	}
	// EmergencyEnded: observation goes on, or the person went to hospital.
	EmergencyEnded struct {
		Visit    string `json:"visit"`
		Hospital bool   `json:"hospital"`
	}
	// SessionClosed: nobody is expected any more.
	SessionClosed struct {
		Day     moment.Day `json:"day"`
		Session int        `json:"session"`
	}
	// Corrected is a correction by a new entry.
	Corrected struct {
		Target int64         `json:"target"`
		Person person.UserID `json:"person"`
		Text   Text          `json:"text"`
	}
	// RecordedLate marks the command's entries as a late entry with its reason.
	RecordedLate struct {
		Why *Text `json:"why,omitempty"`
	}
)

// Kind names of the clinical log.
func (PremisesOpened) Kind() string   { return "premises_opened" }
func (PackInstalled) Kind() string    { return "pack_installed" }
func (StaffAdded) Kind() string       { return "staff_added" }
func (LicenceGranted) Kind() string   { return "licence_granted" }
func (PersonAdmitted) Kind() string   { return "person_admitted" }
func (Prescribed) Kind() string       { return "prescribed" }
func (HoldPlaced) Kind() string       { return "hold_placed" }
func (HoldLifted) Kind() string       { return "hold_lifted" }
func (Booked) Kind() string           { return "booked" }
func (Arrived) Kind() string          { return "arrived" }
func (Identified) Kind() string       { return "identified" }
func (Assessed) Kind() string         { return "assessed" }
func (Decided) Kind() string          { return "decided" }
func (Referred) Kind() string         { return "referred" }
func (Answered) Kind() string         { return "answered" }
func (Prepared) Kind() string         { return "prepared" }
func (Checked) Kind() string          { return "checked" }
func (HandedOver) Kind() string       { return "handed_over" }
func (SyringeDiscarded) Kind() string { return "syringe_discarded" }
func (Injected) Kind() string         { return "injected" }
func (Watched) Kind() string          { return "watched" }
func (VisitEnded) Kind() string       { return "visit_ended" }
func (EmergencyStarted) Kind() string { return "emergency_started" }
func (EmergencyActed) Kind() string   { return "emergency_acted" }
func (EmergencyEnded) Kind() string   { return "emergency_ended" }
func (SessionClosed) Kind() string    { return "session_closed" }
func (Corrected) Kind() string        { return "corrected" }
func (RecordedLate) Kind() string     { return "recorded_late" }
