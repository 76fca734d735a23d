package register

import (
	"steady/measure"
	"steady/moment"
)

// Received is a delivery of sealed ampoules of one batch (R-REG-02, R-REG-18).
type Received struct {
	Line
	Product  Product    `json:"product"`
	Batch    string     `json:"batch"`
	Expiry   moment.Day `json:"expiry"`
	From     Text       `json:"from"`               // name and address from whom received
	Delivery *Text      `json:"delivery,omitempty"` // delivery note
	// How many the delivery note says; the requisition it answers; where it was
	// put, the safe where nothing is said; what is not as ordered or noted; and
	// why it went into quarantine, in somebody's words.
	Noted       *measure.Ampoules `json:"noted,omitempty"`
	Requisition string            `json:"requisition,omitempty"`
	Store       Store             `json:"store,omitempty"`
	Mismatch    []string          `json:"mismatch,omitempty"`
	Packs       []ScannedPacks    `json:"packs,omitempty"` // that were scanned
	Aside       *Text             `json:"aside,omitempty"`
	Signed      Signed            `json:"signed"`
}

// Drawn takes whole sealed ampoules out of the safe for one visit. The mass
// stays on the page until it is given or wasted (R-REG-13).
type Drawn struct {
	Line
	Visit   string       `json:"visit"`
	Batch   string       `json:"batch"`
	Content measure.Mass `json:"content_ug"`     // of all ampoules drawn by this entry
	From    []Put        `json:"from,omitempty"` // the safe where nothing is said
}

// Administered is what one person injected: the statutory supply (R-REG-03;
// administration counts as supply, reg 19(1)(a)).
type Administered struct {
	Line
	Visit      string `json:"visit"`
	Person     string `json:"person"`
	Prescriber string `json:"prescriber"` // authority to possess
	Licence    string `json:"licence"`
}

// Wasted is drug that was drawn and not given: overage of an opened ampoule or
// the rest of a part-used syringe, before two persons (R-REG-30).
type Wasted struct {
	Line
	Visit  string `json:"visit"`
	Reason Reason `json:"reason"`
	Signed Signed `json:"signed"`
}

// Reason is why drug was wasted.
type Reason string

// The reasons for waste.
const (
	Overage   Reason = "overage"   // opened ampoule held more than the dose
	PartUsed  Reason = "part_used" // the person stopped (E-PART-01)
	NotUsed   Reason = "not_used"  // prepared, then nothing was injected
	Discarded Reason = "discarded" // prepared, then stopped before hand-over
	Spilt     Reason = "spilt"     // it ran out of the syringe or the vial
	Leftover  Reason = "leftover"  // of a solution made for several people
)

// Noted is a marginal note on an earlier entry of the page (R-REG-06). It may
// explain an open difference; it never moves a balance.
type Noted struct {
	Line
	Target int64 `json:"target"` // register seq of the entry noted
	Text   Text  `json:"text"`
}

// Kind names of the register log.
func (Received) Kind() string     { return "received" }
func (Drawn) Kind() string        { return "drawn" }
func (Administered) Kind() string { return "administered" }
func (Wasted) Kind() string       { return "wasted" }
func (Counted) Kind() string      { return "counted" }
func (Noted) Kind() string        { return "noted" }
