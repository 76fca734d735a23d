package clinic

import (
	"steady/moment"
	"steady/person"
	"steady/refusal"
)

// Concerns about how controlled drugs are managed or used here: what the
// accountable officer records, looks into and reports (R-REG-38, R-REG-39).
type (
	// RaiseConcern tells the accountable officer. Person or Staff is set where the
	// concern is about that person, and nowhere else.
	RaiseConcern struct {
		Concern string         `json:"concern"`
		About   ConcernAbout   `json:"about"`
		Person  person.UserID  `json:"person,omitempty"`
		Staff   person.StaffID `json:"staff,omitempty"`
		Text    Text           `json:"text"`
	}
	// CloseConcern is the officer's answer: what was found and done.
	CloseConcern struct {
		Concern string `json:"concern"`
		Text    Text   `json:"text"`
	}
	// ConcernRaised stands until it is closed.
	ConcernRaised struct{ RaiseConcern }
	// ConcernClosed ends it.
	ConcernClosed struct{ CloseConcern }
)

// ConcernAbout is what a concern is about.
type ConcernAbout string

// What a concern may be about.
const (
	AboutPractice ConcernAbout = "practice" // how drugs are kept, given or recorded
	AboutPerson   ConcernAbout = "person"   // a service user
	AboutStaff    ConcernAbout = "staff"    // a colleague
)

// CommandKind names the command in the who-may table.
func (RaiseConcern) CommandKind() string { return "raise_concern" }
func (CloseConcern) CommandKind() string { return "close_concern" }

// Kind names of the clinical log.
func (ConcernRaised) Kind() string { return "concern_raised" }
func (ConcernClosed) Kind() string { return "concern_closed" }

// OpenConcern is one that the officer has not closed.
type OpenConcern struct {
	RaiseConcern
	By    person.StaffID `json:"by"`
	Since moment.Instant `json:"since"`
}

func (f *ConcernRaised) applyStock(s *State, e Event) {
	keep(&s.Stock.Concerns, f.Concern, OpenConcern{f.RaiseConcern, e.By, e.Happened})
}

func (f *ConcernClosed) applyStock(s *State, _ Event) { delete(s.Stock.Concerns, f.Concern) }

func (d *decider) concern(body Body) *Refusal {
	switch b := body.(type) {
	case RaiseConcern:
		return d.raiseConcern(b)
	case CloseConcern:
		x, open := d.s.Stock.Concerns[b.Concern]
		switch {
		case !d.s.Staff[d.c.By].Has(person.CDAO):
			return officerOnly("Only the accountable officer closes a concern.")
		case !open:
			return refusal.New("concern_unknown", "R-REG-38", "No such concern is open: look at the list again.")
		case d.s.SameHuman(d.c.By, x.Staff):
			return refusal.New("concern_about_officer", "R-REG-38", aboutOfficer)
		case b.Text.Ref == "":
			return refusal.New("reason_missing", "R-REG-38", "Write what was found, and what was done.")
		}
		d.say(&ConcernClosed{b})
	}
	return nil
}

const aboutOfficer = "A concern about the accountable officer is not written here, where they would read it: " +
	"tell the manager, and the lead officer outside this service."

func (d *decider) raiseConcern(b RaiseConcern) *Refusal {
	_, known := d.s.Stock.Concerns[b.Concern]
	fits := map[ConcernAbout]bool{AboutPractice: b.Person == "" && b.Staff == "",
		AboutPerson: d.s.People[b.Person] != nil && b.Staff == "",
		AboutStaff:  d.s.Staff[b.Staff] != nil && b.Person == ""}
	switch {
	case person.CheckID(b.Concern) != nil || known || !fits[b.About]:
		return refusal.New("concern_incomplete", "R-REG-38",
			"Choose what the concern is about, and whom where it is about somebody.")
	case d.s.Staff[b.Staff].Has(person.CDAO):
		return refusal.New("concern_about_officer", "R-REG-38", aboutOfficer)
	case b.Text.Ref == "":
		return refusal.New("reason_missing", "R-REG-38", "Write what you saw.")
	}
	d.say(&ConcernRaised{b})
	return nil
}
