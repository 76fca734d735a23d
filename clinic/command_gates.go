package clinic

import (
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/protocol"
)

// Gates: what a clinician signs for one person, and what people do against the
// engine's word.
type (
	// SignBaseline is the lowest SpO2 and breathing rate that are this person's
	// own when well, signed by a prescriber with a last day and a reason, for
	// example chronic lung disease (S-SPO2-PRE, S-RR-PRE). A nil reading is left
	// to the pack. Both nil takes the baseline back.
	SignBaseline struct {
		Person person.UserID  `json:"person"`
		SpO2   *measure.Milli `json:"spo2,omitempty"` // percent, thousandths
		RR     *measure.Milli `json:"rr,omitempty"`   // per minute, thousandths
		Until  moment.Day     `json:"until,omitempty"`
		Reason Text           `json:"reason"`
	}
	// ConfirmScale says which NEWS2 scale of SpO2 is this person's: 2 only where a
	// clinician confirmed hypercapnic failure (E-NEWS-04).
	ConfirmScale struct {
		Person person.UserID `json:"person"`
		Scale  int           `json:"scale"`
		Reason Text          `json:"reason"`
	}
	// Override gives a dose that the engine referred, where the pack lets
	// somebody in this role settle each of the rules that referred. No stop, no
	// ceiling and no time is ever passed this way.
	Override struct {
		Visit  string        `json:"visit"`
		Role   person.Role   `json:"role"`
		Dose   *measure.Mass `json:"dose_ug,omitempty"`
		Reason Text          `json:"reason"`
	}
	// AcknowledgeOverrides is the clinical lead's word that the human decisions
	// of a week were looked at. Week is its Monday.
	AcknowledgeOverrides struct {
		Week moment.Day `json:"week"`
		Seen int        `json:"seen"` // how many the page listed
		Note Text       `json:"note"`
	}
	// LeaveEarly: the person left before they were released. Somebody follows it
	// up (P-POST-01).
	LeaveEarly struct {
		Visit    string              `json:"visit"`
		Readings protocol.Assessment `json:"readings"` // the last ones, as far as any were taken
		Reason   Text                `json:"reason"`
	}
	// AskAfter closes a follow-up with what was found.
	AskAfter struct {
		Visit string   `json:"visit"`
		How   FoundHow `json:"how"`
		Words Text     `json:"words"`
	}
	// MarkSite says that an injecting site is infected, or that it healed
	// (E-SITE-09).
	MarkSite struct {
		Person   person.UserID `json:"person"`
		Site     string        `json:"site"`
		Infected bool          `json:"infected"`
		Reason   Text          `json:"reason"`
	}
	// CorrectInjected says what really went in, before two people. The register
	// keeps its line and gets a note; the rules use the lower amount for what was
	// tolerated and the higher one for what a day may still hold (E-ORD-02).
	CorrectInjected struct {
		Visit  string       `json:"visit"`
		Given  measure.Mass `json:"given_ug"`
		Reason Text         `json:"reason"`
	}
)

// FoundHow is how an early leaver was found.
type FoundHow string

// The ways a follow-up ends.
const (
	FoundWell   FoundHow = "seen_well"
	FoundUnwell FoundHow = "seen_unwell"
	FoundByHelp FoundHow = "emergency_service"
	NotReached  FoundHow = "not_reached"
)

// FollowUps lists every way once, in the order above.
func Founds() []FoundHow {
	return []FoundHow{FoundWell, FoundUnwell, FoundByHelp, NotReached}
}

// CommandKind names the command in the who-may table.
func (SignBaseline) CommandKind() string         { return "sign_baseline" }
func (ConfirmScale) CommandKind() string         { return "confirm_scale" }
func (Override) CommandKind() string             { return "override" }
func (AcknowledgeOverrides) CommandKind() string { return "acknowledge_overrides" }
func (LeaveEarly) CommandKind() string           { return "leave_early" }
func (AskAfter) CommandKind() string             { return "ask_after" }
func (CorrectInjected) CommandKind() string      { return "correct_injected" }
func (MarkSite) CommandKind() string             { return "mark_site" }
