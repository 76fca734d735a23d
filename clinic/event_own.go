package clinic

import "steady/person"

// Facts of what a person says of themselves, and to the service.
type (
	// BetterDescribed keeps what getting better means to somebody.
	BetterDescribed struct{ DescribeBetter }
	// SideTold keeps what treatment gives somebody, or takes from them.
	SideTold struct{ TellSide }
	// GoalSet sets a goal, or says it in other words.
	GoalSet struct{ SetGoal }
	// StepAdded adds a step; it is the last one of its goal.
	StepAdded struct{ AddStep }
	// StepMarked says how a step stands.
	StepMarked struct{ MarkStep }
	// GoalEnded lays a goal aside.
	GoalEnded struct{ EndGoal }
	// CheckedIn is how somebody said they were.
	CheckedIn struct{ CheckIn }
	// SeenTo: somebody talked with the person who asked for it.
	SeenTo struct{ SeeTo }
	// Said is what was said to the service. It is about nobody's treatment and
	// stands in nobody's record.
	Said struct{ SaySomething }
	// NoteFollowed is what the service did with it.
	NoteFollowed struct{ FollowNote }
	// OwnPagesSet keeps what the service says on the person's own pages.
	OwnPagesSet struct{ SetOwnPages }
)

// Kind names of the clinical log.
func (BetterDescribed) Kind() string { return "better_described" }
func (SideTold) Kind() string        { return "side_told" }
func (GoalSet) Kind() string         { return "goal_set" }
func (StepAdded) Kind() string       { return "step_added" }
func (StepMarked) Kind() string      { return "step_marked" }
func (GoalEnded) Kind() string       { return "goal_ended" }
func (CheckedIn) Kind() string       { return "checked_in" }
func (SeenTo) Kind() string          { return "seen_to" }
func (Said) Kind() string            { return "said" }
func (NoteFollowed) Kind() string    { return "note_followed" }
func (OwnPagesSet) Kind() string     { return "own_pages_set" }

// ownFact is a fact that changes the person's own pages and nothing else. It is
// about "" where it stands in nobody's record.
type ownFact interface {
	ownOf() person.UserID
	applyOwn(s *State, e Event)
}

func (f *BetterDescribed) ownOf() person.UserID { return f.Person }
func (f *SideTold) ownOf() person.UserID        { return f.Person }
func (f *GoalSet) ownOf() person.UserID         { return f.Person }
func (f *StepAdded) ownOf() person.UserID       { return f.Person }
func (f *StepMarked) ownOf() person.UserID      { return f.Person }
func (f *GoalEnded) ownOf() person.UserID       { return f.Person }
func (f *CheckedIn) ownOf() person.UserID       { return f.Person }
func (f *SeenTo) ownOf() person.UserID          { return f.Person }
func (f *Said) ownOf() person.UserID            { return "" }
func (f *NoteFollowed) ownOf() person.UserID    { return "" }
func (f *OwnPagesSet) ownOf() person.UserID     { return "" }

// newOwnFacts makes one empty fact of each kind, for the table of the codec.
func newOwnFacts() []func() Fact {
	return []func() Fact{mk[BetterDescribed], mk[SideTold], mk[GoalSet], mk[StepAdded], mk[StepMarked],
		mk[GoalEnded], mk[CheckedIn],
		mk[SeenTo], mk[Said], mk[NoteFollowed], mk[OwnPagesSet]}
}
