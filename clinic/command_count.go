package clinic

import (
	"steady/measure"
	"steady/register"
)

// Counts, and what follows a difference.
type (
	// CountStock is a blind count by two persons, the monthly one by three.
	CountStock struct {
		Page    string             `json:"page"`
		Store   register.Store     `json:"store,omitempty"` // "" is the whole page
		Counted measure.Ampoules   `json:"counted"`
		Seen    int64              `json:"seen"` // register size when the count began
		Of      register.CountKind `json:"of,omitempty"`
		Third   *Confirmation      `json:"third,omitempty"` // signs the same text as the second
	}
	// ExplainDiscrepancy says what was found in the entries since the last good
	// count. It may point at the entry that explains it, and closes nothing.
	ExplainDiscrepancy struct {
		Page   string         `json:"page"`
		Cause  register.Cause `json:"cause"`
		Text   Text           `json:"text"`
		Target *int64         `json:"target,omitempty"` // register seq
	}
	// EscalateDiscrepancy takes a difference to the accountable officer at once,
	// or, by the officer's decision, to the police (R-REG-35).
	EscalateDiscrepancy struct {
		Page   string `json:"page"`
		To     To     `json:"to"`
		Reason Text   `json:"reason"`
	}
	// CloseDiscrepancy is the accountable officer's decision: the cause, and by
	// how much the balance is put right.
	CloseDiscrepancy struct {
		Page   string                `json:"page"`
		Cause  register.Cause        `json:"cause"`
		Text   Text                  `json:"text"`
		Adjust []register.Adjustment `json:"adjust,omitempty"`
	}
)

// To is whom a difference is taken to.
type To string

// Where differences are taken.
const (
	ToCDAO   To = "cdao"
	ToPolice To = "police"
)

// CommandKind names the command in the who-may table.
func (CountStock) CommandKind() string          { return "count_stock" }
func (ExplainDiscrepancy) CommandKind() string  { return "explain_discrepancy" }
func (EscalateDiscrepancy) CommandKind() string { return "escalate_discrepancy" }
func (CloseDiscrepancy) CommandKind() string    { return "close_discrepancy" }
