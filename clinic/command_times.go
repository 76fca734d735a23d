package clinic

import (
	"steady/moment"
	"steady/person"
)

// Promised times: holding, moving, swapping and giving them back.
type (
	// PromisedTime is one visit of a person and when it is to begin. Visit "" is
	// the one that PlanDay books for that day and session; it may be promised
	// before the day is planned.
	PromisedTime struct {
		Visit   string         `json:"visit"`
		Person  person.UserID  `json:"person"`
		Day     moment.Day     `json:"day"`
		Session int            `json:"session"`
		Due     moment.Instant `json:"due"`
	}
	// HoldTime keeps a time free for a visit while somebody thinks it over. It
	// ends by itself after the minutes that the service set.
	HoldTime struct{ PromisedTime }
	// ConfirmTime moves a visit to the time that is held for it, or that was
	// offered to it.
	ConfirmTime struct {
		Visit string `json:"visit"`
	}
	// ReleaseTime lets a held or offered time go.
	ReleaseTime struct {
		Visit string `json:"visit"`
	}
	// MoveVisit promises another time of the same session. Despite is why staff
	// promise it against a rule that they may set aside.
	MoveVisit struct {
		PromisedTime
		Despite *Text `json:"despite,omitempty"`
	}
	// SwapTimes gives each of two people the time of the other, in one session.
	SwapTimes struct {
		A       person.UserID `json:"a"`
		B       person.UserID `json:"b"`
		Day     moment.Day    `json:"day"`
		Session int           `json:"session"`
		Despite *Text         `json:"despite,omitempty"`
	}
	// CancelVisit gives a promised time back before the person came.
	CancelVisit struct {
		Visit  string `json:"visit"`
		Reason Text   `json:"reason"`
	}
)

// CommandKind names the command in the who-may table.
func (HoldTime) CommandKind() string    { return "hold_time" }
func (ConfirmTime) CommandKind() string { return "confirm_time" }
func (ReleaseTime) CommandKind() string { return "release_time" }
func (MoveVisit) CommandKind() string   { return "move_visit" }
func (SwapTimes) CommandKind() string   { return "swap_times" }
func (CancelVisit) CommandKind() string { return "cancel_visit" }

// Whose is the person whose time it is.
func (b HoldTime) Whose(*State) person.UserID { return b.Person }

// Whose is the person whose time it is.
func (b MoveVisit) Whose(*State) person.UserID { return b.Person }

// Whose is the person for whom the time is held.
func (b ConfirmTime) Whose(s *State) person.UserID { return s.Booking.Held[b.Visit].Person }

// Whose is the person for whom the time is held.
func (b ReleaseTime) Whose(s *State) person.UserID { return s.Booking.Held[b.Visit].Person }
