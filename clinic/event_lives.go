package clinic

// Facts of lives and of pairs.
type (
	// LifeEntered is one part of a life that a timetable goes round.
	LifeEntered struct{ EnterLife }
	// LifeEnded says how long a part holds.
	LifeEnded struct{ EndLife }
	// PairKept is two people apart or together.
	PairKept struct{ KeepPair }
	// PairOver says how long a pair holds.
	PairOver struct{ EndPair }
	// TimesSet are other regular times from a day on.
	TimesSet struct{ SetTimes }
)

// Kind names of the clinical log.
func (LifeEntered) Kind() string { return "life_entered" }
func (LifeEnded) Kind() string   { return "life_ended" }
func (PairKept) Kind() string    { return "pair_kept" }
func (PairOver) Kind() string    { return "pair_over" }
func (TimesSet) Kind() string    { return "times_set" }

// lifeFact is a fact that changes the lives and nothing else.
type lifeFact interface{ applyLife(s *State, e Event) }

// newLifeFacts makes one empty fact of each kind, for the table of the codec.
func newLifeFacts() []func() Fact {
	return []func() Fact{mk[LifeEntered], mk[LifeEnded], mk[PairKept], mk[PairOver], mk[TimesSet]}
}
