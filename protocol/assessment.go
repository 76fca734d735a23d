// Package protocol holds what a service signs: dosing packs as data, and the
// words an assessment is written in. Code only interprets packs.
package protocol

import "steady/measure"

// Route is how a dose is taken.
type Route string

// The routes of the command line contract.
const (
	IV   Route = "iv"
	IM   Route = "im"
	SC   Route = "sc"
	Oral Route = "oral"
	// Nasal is for packs that a service supplies: no dosing text of it could be
	// read, so no pack here has it, and no screen of the clinic offers it.
	Nasal Route = "nasal"
)

// POSS is the Pasero opioid-induced sedation scale: S asleep but easy to
// rouse, 1 awake and alert, 2 slightly drowsy, 3 often drowsy, 4 somnolent.
// The empty value means "not measured".
type POSS string

// The POSS words.
const (
	POSSAsleep POSS = "S"
	POSS1      POSS = "1"
	POSS2      POSS = "2"
	POSS3      POSS = "3"
	POSS4      POSS = "4"
)

// Consciousness is the NEWS2 word: A alert, C new confusion, V voice, P pain,
// U unresponsive. Empty means "not measured".
type Consciousness string

// Rousable says how a drowsy person answers: easily, barely, no. Empty means
// "not measured".
type Rousable string

// Assessment is what was measured at one moment. A nil or empty field was not
// measured and is never taken as normal. Decimal readings are in thousandths
// of the unit named in the comment.
type Assessment struct {
	POSS          POSS           `json:"poss,omitempty"`
	RR            *measure.Milli `json:"rr,omitempty"`               // breaths per minute, counted
	SpO2          *measure.Milli `json:"spo2,omitempty"`             // percent
	Pulse         *measure.Milli `json:"pulse,omitempty"`            // per minute
	Systolic      *measure.Milli `json:"systolic,omitempty"`         // mmHg
	Temperature   *measure.Milli `json:"temperature,omitempty"`      // degrees Celsius
	Consciousness Consciousness  `json:"consciousness,omitempty"`    //
	Alcohol       *measure.Milli `json:"alcohol_ug_100ml,omitempty"` // micrograms per 100 ml breath
	AlcoholRefuse bool           `json:"alcohol_refused,omitempty"`  // the person declined the test
	COWS          *measure.Milli `json:"cows,omitempty"`             // 0 to 48
	Intoxicated   bool           `json:"intoxicated,omitempty"`      // signs seen by staff
	Flags         []string       `json:"notes_flags,omitempty"`      // coded signs and contraindications
	Oxygen        bool           `json:"oxygen,omitempty"`           // breathing added oxygen
	Cyanosis      bool           `json:"cyanosis,omitempty"`
	Rousable      Rousable       `json:"rousable,omitempty"`
}
