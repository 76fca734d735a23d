package clinic

import (
	"steady/moment"
	"steady/person"
)

// A review is held with the person after 1, 3, 6 and 12 months, every year, and
// whenever they want one. It has two sides, what treatment gives and what it
// takes, and ends in a plan that both keep. It is nobody's condition: it may be
// put off, and nothing that a rule of dosing reads comes from it.
type (
	// AskReview says that a person wants a review, or what they want to talk about
	// at the next one.
	AskReview struct {
		Person person.UserID `json:"person"`
		Words  *Text         `json:"words,omitempty"`
	}
	// WriteReview keeps what was said at a review and what was planned. It is
	// written again and again until both agree; each time it replaces what was
	// written before, and nobody has agreed to it yet.
	WriteReview struct {
		Person person.UserID `json:"person"`
		Review string        `json:"review"` // id among the reviews of the person
		// Due is the day that this review was due, which serves all days before it
		// too; 0 is one that was wanted.
		Due   moment.Day `json:"due,omitempty"`
		Gives *Text      `json:"gives,omitempty"` // what treatment gives, in their words
		Takes *Text      `json:"takes,omitempty"` // what it takes
		Talk  *Text      `json:"talk,omitempty"`  // what else was talked about
		Plan  []PlanLine `json:"plan,omitempty"`  // at most PlanMost
	}
	// AnswerReview agrees to a review as it is written, or says that it is not
	// right. The person does so on their own pages or on paper, the worker with
	// their own PIN.
	AnswerReview struct {
		Person person.UserID `json:"person"`
		Review string        `json:"review"`
		Rev    int           `json:"rev"` // the writing that was read
		How    AgreeHow      `json:"how"`
		Not    bool          `json:"not,omitempty"`   // it is not right
		Words  *Text         `json:"words,omitempty"` // of their own beside it
	}
	// PassReview lets a review that is due pass: the person wants none now.
	PassReview struct {
		Person person.UserID `json:"person"`
		Due    moment.Day    `json:"due"`
		Words  *Text         `json:"words,omitempty"`
	}
)

// PlanLine is one line of an agreed plan, in the words of the person.
type PlanLine struct {
	Words Text       `json:"words"`
	Does  PlanDoer   `json:"does"`
	Until moment.Day `json:"until,omitempty"` // when it is looked at; 0 is the next review
}

// PlanMost is how many lines a plan has: more is a plan of nobody.
const PlanMost = 8

// PlanDoer is who does a line of the plan.
type PlanDoer string

// PlanDoers lists them with the words of the screens.
var PlanDoers = []Coded[PlanDoer]{{"person", "The person"}, {"service", "The service"}, {"both", "Both"}}

// AgreeHow is by which hand somebody agrees.
type AgreeHow string

// How one agrees: the person on their own pages or with a signature on paper
// that staff saw, the worker with their own PIN.
const (
	AgreeOwn    AgreeHow = "own"
	AgreePaper  AgreeHow = "paper"
	AgreeWorker AgreeHow = "worker"
)

// CommandKind names the command in the who-may table.
func (AskReview) CommandKind() string    { return "ask_review" }
func (WriteReview) CommandKind() string  { return "write_review" }
func (AnswerReview) CommandKind() string { return "answer_review" }
func (PassReview) CommandKind() string   { return "pass_review" }

// Whose is the person whose review it is.
func (b AskReview) Whose(*State) person.UserID    { return b.Person }
func (b AnswerReview) Whose(*State) person.UserID { return b.Person }
func (b PassReview) Whose(*State) person.UserID   { return b.Person }
