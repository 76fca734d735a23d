package clinic

import (
	"steady/moment"
	"steady/person"
)

// What happens to somebody when this service cannot go on for them: the plan
// that stands from the first day, and what they take with them.
type (
	// PlanOnward keeps the continuity plan of a person: where they would go, who
	// takes them over, and whom to ring. It replaces the plan before.
	PlanOnward struct {
		Person   person.UserID `json:"person"`
		Route    OnwardRoute   `json:"route"`
		Receives Text          `json:"receives"` // the service, by name
		Call     Text          `json:"call"`     // who there, and the number
		Words    *Text         `json:"words,omitempty"`
	}
	// WriteEquivalent keeps the oral medicine that a prescriber would give in the
	// place of the injections, in the prescriber's own words. Steady computes none
	// and changes none.
	WriteEquivalent struct {
		Person person.UserID `json:"person"`
		Words  Text          `json:"words"`
	}
	// GiveRecord says that somebody's record, or their transfer pack, left the
	// service: to whom, and how it was made sure who they are. Digest is the
	// hexadecimal SHA-256 of the file.
	GiveRecord struct {
		Person   person.UserID `json:"person"`
		What     RecordPart    `json:"what"`
		To       RecordTo      `json:"to"`
		Identity string        `json:"identity,omitempty"` // known, photo, born or card; own where they came in themself
		Receives *Text         `json:"receives,omitempty"` // the other service
		Digest   string        `json:"digest"`
	}
	// LetOut lets one entry that is kept back from a person's export into it:
	// whoever answers for it looked, and nobody else is harmed.
	LetOut struct {
		Person person.UserID `json:"person"`
		Entry  int64         `json:"entry"` // its number in the clinical log
		Reason Text          `json:"reason"`
	}
)

// OnwardRoute is the kind of way on.
type OnwardRoute string

// OnwardRoutes lists the ways on with the words of the screens.
var OnwardRoutes = []Coded[OnwardRoute]{{"injectable_elsewhere", "The same treatment at another service"},
	{"oral_elsewhere", "Oral treatment at another service"}, {"oral_here", "Oral treatment from the same prescriber"},
	{"hospital", "A hospital takes over"}, {"prison", "Health care in prison takes over"},
	{"ends", "Treatment comes to its planned end"}}

// RecordPart is what was handed over.
type RecordPart string

// RecordParts lists what may be handed over.
var RecordParts = []Coded[RecordPart]{{"all", "Everything they may have"}, {"transfer", "The transfer pack"}}

// RecordTo is who received it.
type RecordTo string

// RecordTos lists who may receive it.
var RecordTos = []Coded[RecordTo]{{"self", "The person, on their own pages"}, {"hand", "The person, from staff"},
	{"service", "The receiving service"}}

// OnwardPlan is the continuity plan of a person as it stands. No part of it is
// computed.
type OnwardPlan struct {
	PlanOnward
	At moment.Instant `json:"at,omitempty"` // planned; 0 is not yet
	By person.StaffID `json:"by,omitempty"`
	// Equivalent is in the words of the prescriber, for the prescription of that
	// number; after another one it is out of date and says so.
	Equivalent   *Text          `json:"equivalent,omitempty"`
	EquivalentAt moment.Instant `json:"equivalent_at,omitempty"`
	EquivalentBy person.StaffID `json:"equivalent_by,omitempty"`
	EquivalentRx int            `json:"equivalent_rx,omitempty"`
}

// CommandKind names the command in the who-may table.
func (PlanOnward) CommandKind() string      { return "plan_onward" }
func (WriteEquivalent) CommandKind() string { return "write_equivalent" }
func (GiveRecord) CommandKind() string      { return "give_record" }
func (LetOut) CommandKind() string          { return "let_out" }

// Whose is the person whose record it is.
func (b GiveRecord) Whose(*State) person.UserID { return b.Person }
