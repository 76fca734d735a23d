package clinic

import (
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// Authority: who may do what here, and for how long.
type (
	// EndLicence ends a doctor's licence before its last day (R-REG-19). From
	// that day on it allows nothing.
	EndLicence struct {
		Doctor    person.StaffID    `json:"doctor"`
		Substance measure.Substance `json:"substance"`
		Number    string            `json:"number"`
		On        moment.Day        `json:"on"` // the first day without it
		Reason    Text              `json:"reason"`
	}
	// EndRoles takes roles from a member of staff, from now on. Who has none
	// left cannot sign in.
	EndRoles struct {
		Staff  person.StaffID `json:"staff"`
		Roles  []person.Role  `json:"roles"`
		Reason Text           `json:"reason"`
	}
	// InstallJurisdiction puts a jurisdiction pack into force in place of the one
	// before; it applies to what is prescribed from then on (R-REG-45).
	InstallJurisdiction struct {
		Document []byte `json:"document"`
	}
	// AdoptProcedure says which version of a standard operating procedure holds
	// for the entries of the register from now on, not before its first day
	// (R-REG-40).
	AdoptProcedure register.ProcedureInForce
	// ChangeTrimester records that somebody is pregnant, in which trimester, or
	// with 0 that they no longer are (P-TITR-09).
	ChangeTrimester struct {
		Person    person.UserID `json:"person"`
		Trimester int           `json:"trimester"`
	}
)

// HoldKind is what a hold order is about; "" where a person or a rule gave
// another reason.
type HoldKind string

// The kinds of hold orders (P-PRE-04, E-OD-06).
const (
	HoldReview      HoldKind = "review"      // see the prescriber first
	HoldHeadInjury  HoldKind = "head_injury" // brain injury or raised pressure in the brain
	HoldAbdomen     HoldKind = "acute_abdomen"
	HoldMAOI        HoldKind = "maoi"
	HoldBreathing   HoldKind = "breathing_problem"
	HoldIllness     HoldKind = "other_illness"
	HoldElsewhere   HoldKind = "treated_elsewhere" // in hospital, custody or another clinic
	HoldOnTheirWish HoldKind = "own_wish"
)

// HoldKinds lists every kind once, in the order above.
func HoldKinds() []HoldKind {
	return []HoldKind{HoldReview, HoldHeadInjury, HoldAbdomen, HoldMAOI, HoldBreathing, HoldIllness, HoldElsewhere,
		HoldOnTheirWish}
}

// Known reports whether k is one of the kinds above.
func (k HoldKind) Known() bool {
	for _, x := range HoldKinds() {
		if x == k {
			return true
		}
	}
	return false
}

// CommandKind names the command in the who-may table.
func (EndLicence) CommandKind() string          { return "end_licence" }
func (EndRoles) CommandKind() string            { return "end_roles" }
func (InstallJurisdiction) CommandKind() string { return "install_jurisdiction" }
func (AdoptProcedure) CommandKind() string      { return "adopt_procedure" }
func (ChangeTrimester) CommandKind() string     { return "change_trimester" }
