package clinic

import (
	"steady/moment"
	"steady/person"
)

// New regular times are proposed, and each person answers for themselves.
type (
	// ProposeTimes proposes new regular times to some people. It takes the place
	// of a proposal before it; what was agreed under that one stays.
	ProposeTimes struct {
		Proposal string         `json:"proposal"` // id
		From     moment.Day     `json:"from"`
		Basis    PlanBasis      `json:"basis"`
		Items    []ProposedTime `json:"items"`
	}
	// ProposedTime is what is proposed to one person.
	ProposedTime struct {
		Person person.UserID `json:"person"`
		Times  WeekTimes     `json:"times"`
		// Saves are minutes of the week on a clock; below 0 it costs. Weighed counts
		// what they wish for too, as they weigh it.
		Saves   int `json:"saves"`
		Weighed int `json:"weighed,omitempty"`
	}
	// PlanBasis are the minutes of one week that a proposal rests on, weighed with
	// what people wish for.
	PlanBasis struct {
		Promised int `json:"promised"` // at the times that held when it was made
		First    int `json:"first"`    // who comes first chooses first
		Proposed int `json:"proposed"`
		Least    int `json:"least"` // proven: no timetable takes less
	}
	// AnswerTimes is one person's answer: yes, or that they keep their times.
	AnswerTimes struct {
		Proposal string        `json:"proposal"`
		Person   person.UserID `json:"person"`
		Yes      bool          `json:"yes"`
	}
)

// CommandKind names the command in the who-may table.
func (ProposeTimes) CommandKind() string { return "propose_times" }
func (AnswerTimes) CommandKind() string  { return "answer_times" }

// Whose is the person who answers.
func (b AnswerTimes) Whose(*State) person.UserID { return b.Person }

// Facts of proposed times.
type (
	// ProposalMade heads a proposal.
	ProposalMade struct {
		Proposal string     `json:"proposal"`
		From     moment.Day `json:"from"`
		Basis    PlanBasis  `json:"basis"`
	}
	// TimesProposed is the part of one person.
	TimesProposed struct {
		Proposal string `json:"proposal"`
		ProposedTime
	}
	// TimesAnswered is their answer.
	TimesAnswered struct{ AnswerTimes }
	// TimesKept says whether somebody's times stay whatever is planned.
	TimesKept struct{ KeepTimes }
	// PlanningSet is how the service weighs what a plan cannot have at once.
	PlanningSet struct{ SetPlanning }
)

// Kind names of the clinical log.
func (ProposalMade) Kind() string  { return "proposal_made" }
func (TimesProposed) Kind() string { return "times_proposed" }
func (TimesAnswered) Kind() string { return "times_answered" }
func (TimesKept) Kind() string     { return "times_kept" }
func (PlanningSet) Kind() string   { return "planning_set" }

func (f *ProposalMade) lifeOf() person.UserID  { return "" }
func (f *TimesProposed) lifeOf() person.UserID { return f.Person }
func (f *TimesAnswered) lifeOf() person.UserID { return f.Person }
func (f *TimesKept) lifeOf() person.UserID     { return f.Person }
func (f *PlanningSet) lifeOf() person.UserID   { return "" }

// newProposalFacts makes one empty fact of each kind, for the table of the codec.
func newProposalFacts() []func() Fact {
	return []func() Fact{mk[ProposalMade], mk[TimesProposed], mk[TimesAnswered], mk[TimesKept], mk[PlanningSet]}
}
