package clinic

import (
	"steady/moment"
	"steady/person"
)

// What is asked of people, and what they answered. The answers themselves are in
// the cabinet, where they can be erased (decision record 023); the log holds
// which questionnaire it was, when and how, how many questions were answered,
// and whether an answer needs looking at today. No rule of dosing reads any of
// it (R-OUT-07): skipping is allowed everywhere and is information.
type (
	// InstallInstrument brings a scale of the service's own, or the words of a
	// gated instrument with the number and date of the service's licence
	// (R-OUT-05). Words is the same document in the cabinet: licensed words never
	// enter the log. An instrument of the same id is replaced.
	InstallInstrument struct {
		Document []byte `json:"document"`
		Words    *Text  `json:"words,omitempty"` // of a licensed copy
	}
	// EndInstrument takes a brought instrument out of use: an own scale is asked
	// no more, the words of a licensed copy are shown no more.
	EndInstrument struct {
		Instrument string `json:"instrument"`
	}
	// ChooseAsking says what this service asks and when. Until somebody has
	// chosen, nothing is due.
	ChooseAsking struct {
		Rows []Asking `json:"rows"`
	}
	// AskInstrument asks one person for one instrument beside the timetable, until
	// a day.
	AskInstrument struct {
		Person     person.UserID `json:"person"`
		Instrument string        `json:"instrument"`
		Until      moment.Day    `json:"until"`
		Self       bool          `json:"self,omitempty"` // they may answer on their own pages
	}
	// AnswerInstrument keeps what was answered, or that somebody would rather not.
	// Answers is the JSON that recovery.ParseAnswers reads, and Kept the same text
	// in the cabinet; a declined one has neither.
	AnswerInstrument struct {
		Sitting    string        `json:"sitting"` // id
		Person     person.UserID `json:"person"`
		Instrument string        `json:"instrument"`
		Version    string        `json:"version"`
		How        HowAsked      `json:"how"`
		Answers    string        `json:"answers,omitempty"`
		Kept       *Text         `json:"kept,omitempty"`
		Words      *Text         `json:"words,omitempty"` // what they said beside it
		Declined   bool          `json:"declined,omitempty"`
	}
	// TakeBackAnswers says that answers do not stand: entered by mistake, or the
	// person takes them back. An alert that they raised stays until somebody was
	// with the person.
	TakeBackAnswers struct {
		Person  person.UserID `json:"person"`
		Sitting string        `json:"sitting"`
		Words   *Text         `json:"words,omitempty"` // why, where staff do it
	}
	// SeeToAlert says what was done about answers that needed looking at.
	SeeToAlert struct {
		Sitting string    `json:"sitting"`
		Did     AlertDone `json:"did"`
		Words   Text      `json:"words"`
	}
)

// Goal attainment scaling (R-OUT-08): the person's own goal on five levels.
type (
	// ScaleGoal describes the five levels of a goal in words, from much less than
	// hoped (-2) over what is hoped for (0) to much more (+2), how much the goal
	// weighs beside the others, and where things stand now.
	ScaleGoal struct {
		Person   person.UserID `json:"person"`
		Goal     string        `json:"goal"`
		Levels   []Text        `json:"levels"` // five, from -2 to +2
		Weight   int           `json:"weight"` // 1 to GoalWeightMost
		Baseline int           `json:"baseline"`
	}
	// RateGoal says on which level a goal stands.
	RateGoal struct {
		Person person.UserID `json:"person"`
		Goal   string        `json:"goal"`
		Level  int           `json:"level"` // -2 to +2
	}
)

// GoalWeightMost is the most that one goal weighs beside another.
const GoalWeightMost = 5

// Asking is one instrument that a service asks, and when. Self lets people
// answer it on their own pages.
type Asking struct {
	Instrument string     `json:"instrument"`
	At         []AskingAt `json:"at"`
	Self       bool       `json:"self,omitempty"`
}

// AskingAt is an occasion of the timetable (recovery.Occasions).
type AskingAt string

// AskingTimes lists the occasions with the words of the screens.
var AskingTimes = []Coded[AskingAt]{
	{AtAsk, "At the start, after 6 weeks, then every 3 months"},
	{AtTOP, "At the start, then every 3 months"},
	{AtReview, "At each review: 1, 3, 6 and 12 months, then yearly"}}

// The occasions.
const (
	AtAsk    AskingAt = "ask"
	AtTOP    AskingAt = "top"
	AtReview AskingAt = "review"
)

// HowAsked is how an instrument was answered.
type HowAsked string

// HowsAsked lists the ways with the words of the screens.
var HowsAsked = []Coded[HowAsked]{{OnKiosk, "By themself, at the kiosk"}, {OnPhone, "By themself, on a phone"},
	{WithWorker, "Together with a worker"}, {OnPaper, "On paper, entered later"}}

// The ways.
const (
	OnKiosk    HowAsked = "kiosk"
	OnPhone    HowAsked = "phone"
	WithWorker HowAsked = "worker"
	OnPaper    HowAsked = "paper"
)

// AlertDone is what somebody did about answers that needed looking at.
type AlertDone string

// AlertsDone lists what may have been done; what was said is in the words.
var AlertsDone = []Coded[AlertDone]{{"talked", "I talked with them: they are safe for now"},
	{"prescriber", "A prescriber took over"}, {"crisis", "The crisis team took over"},
	{"emergency", "Emergency services were called"}, {"clinician", "A clinician looked at it"},
	{"mistaken", "I talked with them: it was ticked by mistake"}, {"not_reached", "Not reached yet: it stays open"}}

// AlertNotReached keeps an alert open.
const AlertNotReached AlertDone = "not_reached"

// CommandKind names the command in the who-may table.
func (InstallInstrument) CommandKind() string { return "install_instrument" }
func (EndInstrument) CommandKind() string     { return "end_instrument" }
func (ChooseAsking) CommandKind() string      { return "choose_asking" }
func (AskInstrument) CommandKind() string     { return "ask_instrument" }
func (AnswerInstrument) CommandKind() string  { return "answer_instrument" }
func (TakeBackAnswers) CommandKind() string   { return "take_back_answers" }
func (SeeToAlert) CommandKind() string        { return "see_to_alert" }
func (ScaleGoal) CommandKind() string         { return "scale_goal" }
func (RateGoal) CommandKind() string          { return "rate_goal" }

// Whose is the person who answers for themself.
func (b AnswerInstrument) Whose(*State) person.UserID { return b.Person }
func (b TakeBackAnswers) Whose(*State) person.UserID  { return b.Person }
func (b ScaleGoal) Whose(*State) person.UserID        { return b.Person }
func (b RateGoal) Whose(*State) person.UserID         { return b.Person }
