package clinic

import (
	"steady/moment"
	"steady/person"
	"steady/recovery"
)

// Facts of what is asked and answered, and of goals on their levels.
type (
	// InstrumentInstalled puts an instrument of the service into use. Document is
	// there for a scale of its own; the words of a licensed copy are in the
	// cabinet alone.
	InstrumentInstalled struct {
		Instrument string         `json:"instrument"`
		Version    string         `json:"version"`
		Class      recovery.Class `json:"class"`
		Number     string         `json:"number,omitempty"` // of the licence
		Date       moment.Day     `json:"date,omitempty"`   // of the licence
		Document   []byte         `json:"document,omitempty"`
		Words      *Text          `json:"words,omitempty"`
	}
	// InstrumentEnded takes it out of use.
	InstrumentEnded struct{ EndInstrument }
	// AskingChosen is what the service asks, and when.
	AskingChosen struct{ ChooseAsking }
	// InstrumentAsked asks one person beside the timetable.
	InstrumentAsked struct{ AskInstrument }
	// InstrumentAnswered is one sitting: which instrument, how, how many of its
	// questions were answered, and which answers need looking at today. The
	// answers are in the cabinet (Kept); what they come to is worked out whenever
	// it is read, and is stored nowhere.
	InstrumentAnswered struct {
		Sitting    string        `json:"sitting"`
		Person     person.UserID `json:"person"`
		Instrument string        `json:"instrument"`
		Version    string        `json:"version"`
		Language   string        `json:"language,omitempty"`
		How        HowAsked      `json:"how"`
		Items      int           `json:"items"` // asked
		Given      int           `json:"given"` // answered
		Declined   bool          `json:"declined,omitempty"`
		Kept       *Text         `json:"kept,omitempty"`
		Words      *Text         `json:"words,omitempty"`
		Alerts     []string      `json:"alerts,omitempty"` // items
	}
	// AnswersTakenBack: the answers of a sitting do not stand.
	AnswersTakenBack struct{ TakeBackAnswers }
	// AlertSeenTo is what was done about an alert.
	AlertSeenTo struct {
		SeeToAlert
		Person person.UserID `json:"person"`
	}
	// GoalScaled describes the levels of a goal.
	GoalScaled struct{ ScaleGoal }
	// GoalRated says on which level it stands.
	GoalRated struct{ RateGoal }
)

// Kind names of the clinical log.
func (InstrumentInstalled) Kind() string { return "instrument_installed" }
func (InstrumentEnded) Kind() string     { return "instrument_ended" }
func (AskingChosen) Kind() string        { return "asking_chosen" }
func (InstrumentAsked) Kind() string     { return "instrument_asked" }
func (InstrumentAnswered) Kind() string  { return "instrument_answered" }
func (AnswersTakenBack) Kind() string    { return "answers_taken_back" }
func (AlertSeenTo) Kind() string         { return "alert_seen_to" }
func (GoalScaled) Kind() string          { return "goal_scaled" }
func (GoalRated) Kind() string           { return "goal_rated" }

// recoveryFact is a fact of how somebody is and lives, or of what the service
// asks. It is about "" where it stands in nobody's record.
type recoveryFact interface {
	recoveryOf() person.UserID
	applyRecovery(s *State, e Event)
}

func (f *InstrumentInstalled) recoveryOf() person.UserID { return "" }
func (f *InstrumentEnded) recoveryOf() person.UserID     { return "" }
func (f *AskingChosen) recoveryOf() person.UserID        { return "" }
func (f *InstrumentAsked) recoveryOf() person.UserID     { return f.Person }
func (f *InstrumentAnswered) recoveryOf() person.UserID  { return f.Person }
func (f *AnswersTakenBack) recoveryOf() person.UserID    { return f.Person }
func (f *AlertSeenTo) recoveryOf() person.UserID         { return f.Person }
func (f *GoalScaled) recoveryOf() person.UserID          { return f.Person }
func (f *GoalRated) recoveryOf() person.UserID           { return f.Person }

// newRecoveryFacts makes one empty fact of each kind, for the table of the codec.
func newRecoveryFacts() []func() Fact {
	return []func() Fact{mk[InstrumentInstalled], mk[InstrumentEnded], mk[AskingChosen], mk[InstrumentAsked],
		mk[InstrumentAnswered], mk[AnswersTakenBack], mk[AlertSeenTo], mk[GoalScaled], mk[GoalRated],
		mk[SupportAsked], mk[SupportMoved], mk[CircumstanceKept], mk[LifeEventTold],
		mk[SafeguardingRaised], mk[SafeguardingFollowed]}
}
