package clinic

import "steady/person"

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
	TimesSet struct {
		SetTimes
		// Proposal is the one that they agreed to; "" is as staff agreed with them.
		Proposal string `json:"proposal,omitempty"`
	}
	// AwayAsked are days away that somebody asks for.
	AwayAsked struct{ AskAway }
	// AwayAnswered is the prescriber's answer.
	AwayAnswered struct {
		Person person.UserID `json:"person"`
		AnswerAway
	}
	// AwayEnded says that somebody is back, or stays.
	AwayEnded struct {
		Person person.UserID `json:"person"`
		EndAway
	}
)

// Kind names of the clinical log.
func (LifeEntered) Kind() string { return "life_entered" }
func (LifeEnded) Kind() string   { return "life_ended" }
func (PairKept) Kind() string    { return "pair_kept" }
func (PairOver) Kind() string    { return "pair_over" }
func (TimesSet) Kind() string    { return "times_set" }

// Kind names of the clinical log.
func (AwayAsked) Kind() string    { return "away_asked" }
func (AwayAnswered) Kind() string { return "away_answered" }
func (AwayEnded) Kind() string    { return "away_ended" }

// lifeFact is a fact that changes the lives and nothing else.
type lifeFact interface {
	applyLife(s *State, e Event)
	lifeOf() person.UserID // "" of a pair: it is of two people and on the record of neither
}

func (f *LifeEntered) lifeOf() person.UserID  { return f.Person }
func (f *LifeEnded) lifeOf() person.UserID    { return f.Person }
func (f *PairKept) lifeOf() person.UserID     { return "" }
func (f *PairOver) lifeOf() person.UserID     { return "" }
func (f *TimesSet) lifeOf() person.UserID     { return f.Person }
func (f *AwayAsked) lifeOf() person.UserID    { return f.Person }
func (f *AwayAnswered) lifeOf() person.UserID { return f.Person }
func (f *AwayEnded) lifeOf() person.UserID    { return f.Person }

// newLifeFacts makes one empty fact of each kind, for the table of the codec.
func newLifeFacts() []func() Fact {
	return []func() Fact{mk[LifeEntered], mk[LifeEnded], mk[PairKept], mk[PairOver], mk[TimesSet],
		mk[AwayAsked], mk[AwayAnswered], mk[AwayEnded]}
}
