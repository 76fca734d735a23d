package clinic

import (
	"steady/measure"
	"steady/moment"
	"steady/register"
)

// RequisitionItem is how many ampoules of one product are asked for.
type RequisitionItem struct {
	Product  register.Product `json:"product"`
	Ampoules measure.Ampoules `json:"ampoules"`
}

// OpeningBatch is one batch of an opening balance.
type OpeningBatch struct {
	Batch    string           `json:"batch"`
	Expiry   moment.Day       `json:"expiry"`
	Ampoules measure.Ampoules `json:"ampoules"`
	Store    register.Store   `json:"store,omitempty"`
}

// What comes in.
type (
	// RaiseRequisition asks a supplier for stock. Who gives the command signs it
	// as the recipient (R-REG-16). The names and addresses are in the cabinet.
	RaiseRequisition struct {
		Requisition string            `json:"requisition"`
		Supplier    Text              `json:"supplier"`
		Recipient   Text              `json:"recipient"` // name and address
		Profession  Text              `json:"profession"`
		Purpose     Text              `json:"purpose"`
		Items       []RequisitionItem `json:"items"`
		Collector   *Text             `json:"collector,omitempty"` // who brings the recipient's signed statement
	}
	// CloseRequisition ends a requisition that is not, or not wholly, delivered.
	CloseRequisition struct {
		Requisition string `json:"requisition"`
		Reason      Text   `json:"reason"`
	}
	// ReceiveStock books a delivery in, before two persons. What is not as
	// ordered or noted goes into quarantine (R-REG-18), and so does what somebody
	// wants there, for the reason in Quarantine.
	ReceiveStock struct {
		Product     register.Product  `json:"product"`
		Batch       string            `json:"batch"`
		Expiry      moment.Day        `json:"expiry"`
		Ampoules    measure.Ampoules  `json:"ampoules"` // counted
		From        Text              `json:"from"`
		Delivery    *Text             `json:"delivery,omitempty"`    // delivery note
		Noted       *measure.Ampoules `json:"noted,omitempty"`       // how many the delivery note says
		Requisition string            `json:"requisition,omitempty"` // "" where there is none
		Store       register.Store    `json:"store,omitempty"`       // "" is the safe
		Quarantine  *Text             `json:"quarantine,omitempty"`
		Scanned     []string          `json:"scanned,omitempty"` // the code of each pack, as scanned
	}
	// OpenBalance takes over a page from the register before this one, once.
	OpenBalance struct {
		Product register.Product `json:"product"`
		Batches []OpeningBatch   `json:"batches"`
		From    Text             `json:"from"` // which register, and its last entry
	}
	// BringStock books in what other premises of the service sent. Announced is
	// what their half of the transfer says (R-REG-08).
	BringStock struct {
		Transfer  string           `json:"transfer"`
		From      string           `json:"from"` // premises id
		Product   register.Product `json:"product"`
		Batch     string           `json:"batch"`
		Expiry    moment.Day       `json:"expiry"`
		Announced measure.Ampoules `json:"announced"`
		Ampoules  measure.Ampoules `json:"ampoules"` // counted
		Store     register.Store   `json:"store,omitempty"`
	}
)

// What stays and moves, and what leaves otherwise than by a dose.
type (
	// MoveStock carries ampoules between stores that are in use.
	MoveStock struct {
		register.Take
		To register.Store `json:"to"`
	}
	// SetAside puts ampoules into quarantine.
	SetAside struct {
		register.Take
		Why  register.Aside `json:"why"`
		Text *Text          `json:"text,omitempty"`
	}
	// ReleaseStock puts ampoules from quarantine back into use. The store of its
	// Take is not read.
	ReleaseStock struct {
		register.Take
		To   register.Store `json:"to"`
		Text Text           `json:"text"`
	}
	// BreakStock books sealed ampoules out that broke.
	BreakStock struct {
		register.Take
		Text Text `json:"text"`
	}
	// ReturnToSupplier books out what goes back.
	ReturnToSupplier struct {
		register.Take
		To  Text `json:"to"`
		Why Text `json:"why"`
	}
	// SendStock books out what goes to other premises of the service.
	SendStock struct {
		Transfer string `json:"transfer"`
		To       string `json:"to"` // premises id
		register.Take
	}
	// RecallBatch puts everything of a batch into quarantine, on every page, and
	// keeps what arrives of it later out of use.
	RecallBatch struct {
		Batch  string `json:"batch"`
		Source Text   `json:"source"` // who recalls it, and under which reference
	}
	// LiftRecall ends a recall; what is in quarantine stays there until released.
	LiftRecall struct {
		Batch  string `json:"batch"`
		Reason Text   `json:"reason"`
	}
	// HandCustody hands the keys of stores to the second person, who takes them
	// (R-REG-43). Why says why somebody hands over what another one holds.
	HandCustody struct {
		Stores []register.Store `json:"stores"`
		Why    *Text            `json:"why,omitempty"`
	}
)

// CommandKind names the command in the who-may table.
func (RaiseRequisition) CommandKind() string { return "raise_requisition" }
func (CloseRequisition) CommandKind() string { return "close_requisition" }
func (ReceiveStock) CommandKind() string     { return "receive_stock" }
func (OpenBalance) CommandKind() string      { return "open_balance" }
func (BringStock) CommandKind() string       { return "bring_stock" }
func (MoveStock) CommandKind() string        { return "move_stock" }
func (SetAside) CommandKind() string         { return "set_aside" }
func (ReleaseStock) CommandKind() string     { return "release_stock" }
func (BreakStock) CommandKind() string       { return "break_stock" }
func (ReturnToSupplier) CommandKind() string { return "return_to_supplier" }
func (SendStock) CommandKind() string        { return "send_stock" }
func (RecallBatch) CommandKind() string      { return "recall_batch" }
func (LiftRecall) CommandKind() string       { return "lift_recall" }
func (HandCustody) CommandKind() string      { return "hand_custody" }
