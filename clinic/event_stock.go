package clinic

import (
	"slices"

	"steady/measure"
	"steady/person"
	"steady/register"
)

// Facts of stock that the register does not hold: what is asked for, who holds
// the keys, which batch is recalled, and the case of an open difference.
type (
	// RequisitionRaised is open until it is delivered or closed.
	RequisitionRaised struct{ RaiseRequisition }
	// RequisitionMet is a delivery under a requisition: so many of one product.
	RequisitionMet struct {
		Requisition string           `json:"requisition"`
		Page        string           `json:"page"`
		Ampoules    measure.Ampoules `json:"ampoules"`
	}
	// RequisitionClosed ends one that was not wholly delivered.
	RequisitionClosed struct{ CloseRequisition }
	// BatchRecalled stands until the recall is lifted.
	BatchRecalled struct{ RecallBatch }
	// RecallLifted ends a recall.
	RecallLifted struct{ LiftRecall }
	// CustodyHanded says who holds the keys of some stores from now on.
	CustodyHanded struct {
		Stores []register.Store `json:"stores"`
		To     person.StaffID   `json:"to"`
		Why    *Text            `json:"why,omitempty"`
		Signed Confirmation     `json:"signed"` // by who takes them
	}
	// DiscrepancyOpened begins the case of a difference. Its number is the
	// register seq of the count that found it.
	DiscrepancyOpened struct {
		Page       string           `json:"page"`
		Case       int64            `json:"case"`
		Difference measure.Ampoules `json:"difference"`
	}
	// DiscrepancyExplained is one finding of the search for a cause.
	DiscrepancyExplained struct {
		Page  string         `json:"page"`
		Case  int64          `json:"case"`
		Cause register.Cause `json:"cause"`
		Text  Text           `json:"text"`
	}
	// DiscrepancyEscalated says to whom it was taken, and why.
	DiscrepancyEscalated struct {
		Page   string `json:"page"`
		Case   int64  `json:"case"`
		To     To     `json:"to"`
		Reason Text   `json:"reason"`
	}
	// DiscrepancyClosed ends the case: two others agreed, or the officer decided.
	DiscrepancyClosed struct {
		Page  string         `json:"page"`
		Case  int64          `json:"case"`
		Cause register.Cause `json:"cause,omitempty"` // "" where a count by two others agreed
	}
)

// Kind names of the clinical log.
func (RequisitionRaised) Kind() string    { return "requisition_raised" }
func (RequisitionMet) Kind() string       { return "requisition_met" }
func (RequisitionClosed) Kind() string    { return "requisition_closed" }
func (BatchRecalled) Kind() string        { return "batch_recalled" }
func (RecallLifted) Kind() string         { return "recall_lifted" }
func (CustodyHanded) Kind() string        { return "custody_handed" }
func (DiscrepancyOpened) Kind() string    { return "discrepancy_opened" }
func (DiscrepancyExplained) Kind() string { return "discrepancy_explained" }
func (DiscrepancyEscalated) Kind() string { return "discrepancy_escalated" }
func (DiscrepancyClosed) Kind() string    { return "discrepancy_closed" }

// newStockFacts makes one empty fact of each kind, for the table of the codec.
func newStockFacts() []func() Fact {
	out := []func() Fact{mk[RequisitionRaised], mk[RequisitionMet], mk[RequisitionClosed], mk[BatchRecalled],
		mk[RecallLifted], mk[CustodyHanded], mk[DiscrepancyOpened], mk[DiscrepancyExplained],
		mk[DiscrepancyEscalated], mk[DiscrepancyClosed]}
	return slices.Concat(out, newDestroyFacts(), newSolutionFacts(), newSecondFacts(), newScanFacts(),
		newInspectionFacts())
}

// newMovements makes one empty entry of each movement of the register that is
// not of an ordinary visit.
func newMovements() []func() Fact {
	return []func() Fact{mk[register.BroughtForward], mk[register.Moved], mk[register.SetAside], mk[register.Released],
		mk[register.Broken], mk[register.SentBack], mk[register.Sent], mk[register.Brought], mk[register.Destroyed],
		mk[register.TakenHome], mk[register.Portioned], mk[register.Settled], mk[register.Closed],
		mk[register.LawInForce], mk[register.ProcedureInForce]}
}
