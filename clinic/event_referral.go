package clinic

import (
	"steady/dosing"
	"steady/person"
)

// Facts of the way in and out of treatment.
type (
	// PersonReferred opens a way in.
	PersonReferred struct{ ReferPerson }
	// EligibilityDecided is the answer of a programme's criteria to the coded
	// answers, with every criterion that was not shown.
	EligibilityDecided struct {
		Person   person.UserID    `json:"person"`
		Answers  Criteria         `json:"answers"`
		Born     *Text            `json:"born,omitempty"`
		Outcome  dosing.Outcome   `json:"outcome"`
		Reasons  []string         `json:"reasons,omitempty"`
		Findings []dosing.Finding `json:"findings,omitempty"`
		Pack     dosing.PackRef   `json:"pack"`
	}
	// EligibilityOverridden is a prescriber's decision, with the criteria it
	// sets aside.
	EligibilityOverridden struct {
		Person  person.UserID  `json:"person"`
		Reasons []string       `json:"reasons,omitempty"`
		Pack    dosing.PackRef `json:"pack"`
		Reason  Text           `json:"reason"`
	}
	// Consented is what the person agreed to.
	Consented struct{ GiveConsent }
	// ConsentWithdrawn: the person no longer agrees.
	ConsentWithdrawn struct{ WithdrawConsent }
	// ReasonsWritten keeps the person's own reasons.
	ReasonsWritten struct{ WriteReasons }
	// WaitingListJoined gives a place on the waiting list.
	WaitingListJoined struct{ JoinWaitingList }
	// TransferredIn is what another service says was given there.
	TransferredIn struct{ RecordTransferIn }
	// TreatmentEnded ends treatment, or a referral before it.
	TreatmentEnded struct {
		EndTreatment
		Planned bool `json:"planned"`
	}
	// FollowedUp says how somebody was after their treatment ended.
	FollowedUp struct{ RecordFollowUp }
)

// Kind names of the clinical log.
func (PersonReferred) Kind() string        { return "person_referred" }
func (EligibilityDecided) Kind() string    { return "eligibility_decided" }
func (EligibilityOverridden) Kind() string { return "eligibility_overridden" }
func (Consented) Kind() string             { return "consented" }
func (ConsentWithdrawn) Kind() string      { return "consent_withdrawn" }
func (ReasonsWritten) Kind() string        { return "reasons_written" }
func (WaitingListJoined) Kind() string     { return "waiting_list_joined" }
func (TransferredIn) Kind() string         { return "transferred_in" }
func (TreatmentEnded) Kind() string        { return "treatment_ended" }
func (FollowedUp) Kind() string            { return "followed_up" }

// wayFact is a fact about somebody's way in or out.
type wayFact interface{ wayOf() person.UserID }

func (f *PersonReferred) wayOf() person.UserID        { return f.Person }
func (f *EligibilityDecided) wayOf() person.UserID    { return f.Person }
func (f *EligibilityOverridden) wayOf() person.UserID { return f.Person }
func (f *Consented) wayOf() person.UserID             { return f.Person }
func (f *ConsentWithdrawn) wayOf() person.UserID      { return f.Person }
func (f *ReasonsWritten) wayOf() person.UserID        { return f.Person }
func (f *WaitingListJoined) wayOf() person.UserID     { return f.Person }
func (f *TransferredIn) wayOf() person.UserID         { return f.Person }
func (f *TreatmentEnded) wayOf() person.UserID        { return f.Person }
func (f *FollowedUp) wayOf() person.UserID            { return f.Person }

// newWayFacts makes one empty fact of each kind, for the table of the codec.
func newWayFacts() []func() Fact {
	return []func() Fact{mk[PersonReferred], mk[EligibilityDecided], mk[EligibilityOverridden], mk[Consented],
		mk[ConsentWithdrawn], mk[ReasonsWritten], mk[WaitingListJoined], mk[TransferredIn], mk[TreatmentEnded],
		mk[FollowedUp]}
}
