package clinic

import (
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// Destruction of stock, and medicines that people bring back.
type (
	// AuthoriseWitness is the accountable officer's, or a licence's, authority for
	// one person to witness the destruction of what is listed (R-REG-25,
	// R-REG-26). The stores of the items are not read: all are in quarantine.
	AuthoriseWitness struct {
		Ref     string          `json:"ref"`
		Witness person.StaffID  `json:"witness"`
		From    moment.Day      `json:"from"`
		To      moment.Day      `json:"to"` // at most 28 days after From
		Items   []register.Take `json:"items"`
	}
	// RecordExemption is the waste exemption of the place where drugs are
	// denatured (R-REG-28).
	RecordExemption struct {
		Number string     `json:"number"`
		To     moment.Day `json:"to"`
	}
	// DestroyStock destroys stock in the presence of the authorised witness, who
	// confirms it.
	DestroyStock struct {
		Authority string          `json:"authority"`
		Items     []register.Take `json:"items"`
		Kits      bool            `json:"kits"` // there were enough to denature everything
		Text      Text            `json:"text"` // how it was denatured
	}
	// TakeBack records medicine that a person brought back. It is no stock and
	// stands in a record of its own (R-REG-31).
	TakeBack struct {
		Record       string            `json:"record"`
		Person       person.UserID     `json:"person,omitempty"` // "" where nobody here is known to have had it
		Substance    measure.Substance `json:"substance"`
		Strength     measure.Mass      `json:"strength_ug"` // of one unit, as printed
		Presentation string            `json:"presentation"`
		Units        int               `json:"units"`
		Text         *Text             `json:"text,omitempty"`
	}
	// DestroyReturned destroys what was brought back, before a second person.
	DestroyReturned struct {
		Record string `json:"record"`
		Text   Text   `json:"text"`
	}
)

// CommandKind names the command in the who-may table.
func (AuthoriseWitness) CommandKind() string { return "authorise_witness" }
func (RecordExemption) CommandKind() string  { return "record_exemption" }
func (DestroyStock) CommandKind() string     { return "destroy_stock" }
func (TakeBack) CommandKind() string         { return "take_back" }
func (DestroyReturned) CommandKind() string  { return "destroy_returned" }
