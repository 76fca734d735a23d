package clinic

import (
	"steady/measure"
	"steady/person"
)

// Facts of gates, overrides and corrections.
type (
	// BaselineSigned is in force until its last day.
	BaselineSigned struct{ SignBaseline }
	// ScaleConfirmed says which SpO2 scale counts.
	ScaleConfirmed struct{ ConfirmScale }
	// Overridden is a human decision against a referral of the engine (E-ORD-03).
	Overridden struct {
		Visit  string        `json:"visit"`
		Role   person.Role   `json:"role"`
		Rules  []string      `json:"rules"` // that referred
		Dose   measure.Mass  `json:"dose_ug"`
		Reason Text          `json:"reason"`
		Signed *Confirmation `json:"signed,omitempty"`
	}
	// OverridesAcknowledged closes a week's report.
	OverridesAcknowledged struct{ AcknowledgeOverrides }
	// LeftEarly opens a follow-up.
	LeftEarly struct {
		Visit  string        `json:"visit"`
		Person person.UserID `json:"person"`
		Reason Text          `json:"reason"`
	}
	// AskedAfter closes a follow-up.
	AskedAfter struct {
		Visit  string        `json:"visit"`
		Person person.UserID `json:"person"`
		How    FoundHow      `json:"how"`
		Words  Text          `json:"words"`
	}
	// SiteMarked says that a site is infected or healed.
	SiteMarked struct{ MarkSite }
	// InjectedCorrected is what really went in.
	InjectedCorrected struct {
		Visit  string       `json:"visit"`
		Was    measure.Mass `json:"was_ug"`
		Given  measure.Mass `json:"given_ug"`
		Reason Text         `json:"reason"`
		Signed Confirmation `json:"signed"`
	}
)

// Kind names of the clinical log.
func (BaselineSigned) Kind() string        { return "baseline_signed" }
func (ScaleConfirmed) Kind() string        { return "scale_confirmed" }
func (Overridden) Kind() string            { return "overridden" }
func (OverridesAcknowledged) Kind() string { return "overrides_acknowledged" }
func (LeftEarly) Kind() string             { return "left_early" }
func (AskedAfter) Kind() string            { return "asked_after" }
func (InjectedCorrected) Kind() string     { return "injected_corrected" }
func (SiteMarked) Kind() string            { return "site_marked" }
