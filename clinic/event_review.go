package clinic

import "steady/person"

// Facts of reviews, of continuity plans and of what people take with them.
type (
	// ReviewAsked: somebody wants a review, or said what it should be about.
	ReviewAsked struct{ AskReview }
	// ReviewWritten is a review as it was written then.
	ReviewWritten struct{ WriteReview }
	// ReviewAnswered is one of the two agreeing to it, or saying that it is not
	// right.
	ReviewAnswered struct{ AnswerReview }
	// ReviewPassed: a review that was due is not held.
	ReviewPassed struct{ PassReview }
	// OnwardPlanned is the continuity plan as it stands from then on.
	OnwardPlanned struct{ PlanOnward }
	// EquivalentWritten is the oral medicine as the prescriber wrote it.
	EquivalentWritten struct{ WriteEquivalent }
	// RecordGiven: a record left the service.
	RecordGiven struct{ GiveRecord }
	// EntryLetOut: an entry that was kept back may be in the person's export.
	EntryLetOut struct{ LetOut }
)

// Kind names of the clinical log.
func (ReviewAsked) Kind() string       { return "review_asked" }
func (ReviewWritten) Kind() string     { return "review_written" }
func (ReviewAnswered) Kind() string    { return "review_answered" }
func (ReviewPassed) Kind() string      { return "review_passed" }
func (OnwardPlanned) Kind() string     { return "onward_planned" }
func (EquivalentWritten) Kind() string { return "equivalent_written" }
func (RecordGiven) Kind() string       { return "record_given" }
func (EntryLetOut) Kind() string       { return "entry_let_out" }

func (f *ReviewAsked) ownOf() person.UserID       { return f.Person }
func (f *ReviewWritten) ownOf() person.UserID     { return f.Person }
func (f *ReviewAnswered) ownOf() person.UserID    { return f.Person }
func (f *ReviewPassed) ownOf() person.UserID      { return f.Person }
func (f *OnwardPlanned) ownOf() person.UserID     { return f.Person }
func (f *EquivalentWritten) ownOf() person.UserID { return f.Person }
func (f *RecordGiven) ownOf() person.UserID       { return f.Person }
func (f *EntryLetOut) ownOf() person.UserID       { return f.Person }

// newReviewFacts makes one empty fact of each kind, for the table of the codec.
func newReviewFacts() []func() Fact {
	return []func() Fact{mk[ReviewAsked], mk[ReviewWritten], mk[ReviewAnswered], mk[ReviewPassed],
		mk[OnwardPlanned], mk[EquivalentWritten], mk[RecordGiven], mk[EntryLetOut]}
}
