package clinic

import "steady/person"

// Facts of the wider life.
type (
	// SupportAsked: something beside treatment is asked for.
	SupportAsked struct{ AskSupport }
	// SupportMoved is how far it is.
	SupportMoved struct{ MoveSupport }
	// CircumstanceKept is how somebody lives from a day on.
	CircumstanceKept struct{ KeepCircumstance }
	// LifeEventTold is what happened in a life.
	LifeEventTold struct{ TellLifeEvent }
	// SafeguardingRaised is a concern that somebody may be harmed.
	SafeguardingRaised struct{ RaiseSafeguarding }
	// SafeguardingFollowed is what was done about it.
	SafeguardingFollowed struct {
		FollowSafeguarding
		Person person.UserID `json:"person"`
	}
)

// Kind names of the clinical log.
func (SupportAsked) Kind() string         { return "support_asked" }
func (SupportMoved) Kind() string         { return "support_moved" }
func (CircumstanceKept) Kind() string     { return "circumstance_kept" }
func (LifeEventTold) Kind() string        { return "life_event_told" }
func (SafeguardingRaised) Kind() string   { return "safeguarding_raised" }
func (SafeguardingFollowed) Kind() string { return "safeguarding_followed" }

func (f *SupportAsked) recoveryOf() person.UserID     { return f.Person }
func (f *SupportMoved) recoveryOf() person.UserID     { return f.Person }
func (f *CircumstanceKept) recoveryOf() person.UserID { return f.Person }
func (f *LifeEventTold) recoveryOf() person.UserID    { return f.Person }

// A safeguarding concern stands in nobody's record: SafeguardingOf is how the
// read models of its own page find it.
func (f *SafeguardingRaised) recoveryOf() person.UserID   { return "" }
func (f *SafeguardingFollowed) recoveryOf() person.UserID { return "" }

// SafeguardingOf is the person whom a safeguarding fact is about, "" for every
// other fact.
func SafeguardingOf(f Fact) person.UserID {
	switch b := f.(type) {
	case *SafeguardingRaised:
		return b.Person
	case *SafeguardingFollowed:
		return b.Person
	}
	return ""
}
