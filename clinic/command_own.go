package clinic

import "steady/person"

// What a person says of themselves: what getting better means to them, their
// goals with small steps, how they are today. Every word is in the cabinet; the
// log holds codes and days. Nothing of it is read by a rule of dosing: a dose
// never changes because of what somebody wrote here.
type (
	// DescribeBetter keeps what getting better means to somebody, in their words.
	// Still says that what they wrote before is right as it is; then Words is nil.
	DescribeBetter struct {
		Person person.UserID `json:"person"`
		Words  *Text         `json:"words,omitempty"`
		Still  bool          `json:"still,omitempty"`
	}
	// TellSide keeps what treatment gives somebody, or what it takes from them, in
	// their words. Both stand beside the hours that it takes.
	TellSide struct {
		Person person.UserID `json:"person"`
		Side   Side          `json:"side"`
		Words  Text          `json:"words"`
	}
	// SetGoal sets a goal, or says it in other words; Goal is its id among the
	// goals of the person and stays. One that was laid aside is taken up again.
	SetGoal struct {
		Person person.UserID `json:"person"`
		Goal   string        `json:"goal"`
		Area   GoalArea      `json:"area"`
		Author GoalAuthor    `json:"author"`
		Words  Text          `json:"words"`
	}
	// AddStep adds one small step to a goal.
	AddStep struct {
		Person person.UserID `json:"person"`
		Goal   string        `json:"goal"`
		Words  Text          `json:"words"`
	}
	// MarkStep says how a step stands; Step is its number, 1 for the first.
	MarkStep struct {
		Person person.UserID `json:"person"`
		Goal   string        `json:"goal"`
		Step   int           `json:"step"`
		Mark   StepMark      `json:"mark"`
	}
	// EndGoal lays a goal aside, for whatever reason.
	EndGoal struct {
		Person person.UserID `json:"person"`
		Goal   string        `json:"goal"`
		How    GoalEnd       `json:"how"`
		Words  *Text         `json:"words,omitempty"`
	}
	// CheckIn is how somebody says they are today. Every question may be left
	// out. It is no validated instrument and no threshold is on it; it never
	// changes a dose.
	CheckIn struct {
		Person  person.UserID `json:"person"`
		Mood    Feeling       `json:"mood,omitempty"`
		Sleep   Feeling       `json:"sleep,omitempty"`
		Pain    Amount        `json:"pain,omitempty"`
		Craving Amount        `json:"craving,omitempty"`
		Ask     Ask           `json:"ask,omitempty"`
		Words   *Text         `json:"words,omitempty"`
	}
	// SeeTo says that somebody talked with a person who asked for it, or that the
	// person needs it no more.
	SeeTo struct {
		Person person.UserID `json:"person"`
		Words  *Text         `json:"words,omitempty"`
	}
)

// Side is one of the two sides of treatment.
type Side string

// The sides.
const (
	Gives Side = "gives"
	Takes Side = "takes"
)

// GoalArea is the part of life that a goal is about.
type GoalArea string

// Abstinence is a goal like another, and only where the person chose it
// (R-OUT-09).
const Abstinence GoalArea = "no_drugs"

// GoalAreas lists the areas with the words of the screens.
var GoalAreas = []Coded[GoalArea]{{"home", "A place to live"}, {"people", "Family and friends"},
	{"health", "My body and health"}, {"mind", "How I feel"}, {"work", "Work, learning, things to do"},
	{"money", "Money and papers"}, {"street", "Less from the street"}, {Abstinence, "No drugs at all"},
	{"other", "Something else"}}

// GoalAuthor is whose words a goal is in (R-OUT-09).
type GoalAuthor string

// Who may have written a goal. What staff write alone is no goal of a person.
const (
	ByPerson GoalAuthor = "person" // theirs, in their words
	Jointly  GoalAuthor = "joint"  // found together
)

// StepMark is how a step of a goal stands.
type StepMark string

// StepMarks lists how a step may stand.
var StepMarks = []Coded[StepMark]{{"open", "To do"}, {"done", "Done"}, {"left", "Not needed now"}}

// GoalEnd is why a goal is laid aside.
type GoalEnd string

// GoalEnds lists them; none of them judges.
var GoalEnds = []Coded[GoalEnd]{{"there", "I am there"}, {"changed", "I want something else now"},
	{"rest", "It can rest for now"}}

// Feeling answers how something is, in five words.
type Feeling string

// Feelings are the answers of mood and sleep, the hardest first.
var Feelings = []Coded[Feeling]{{"very_bad", "Very bad"}, {"bad", "Bad"}, {"between", "In between"}, {"good", "Good"},
	{"very_good", "Very good"}}

// Amount answers how much of something there is, in five words.
type Amount string

// Amounts are the answers of pain and craving, the least first.
var Amounts = []Coded[Amount]{{"none", "None"}, {"little", "A little"}, {"some", "Some"}, {"lot", "A lot"},
	{"very_much", "Very much"}}

// Ask is what somebody asks for when they say how they are.
type Ask string

// What may be asked for.
const (
	AskNothing Ask = ""
	AskTalk    Ask = "talk" // to talk with somebody, when there is time
	AskHelp    Ask = "help" // help today
)

// CommandKind names the command in the who-may table.
func (DescribeBetter) CommandKind() string { return "describe_better" }
func (TellSide) CommandKind() string       { return "tell_side" }
func (SetGoal) CommandKind() string        { return "set_goal" }
func (AddStep) CommandKind() string        { return "add_step" }
func (MarkStep) CommandKind() string       { return "mark_step" }
func (EndGoal) CommandKind() string        { return "end_goal" }
func (CheckIn) CommandKind() string        { return "check_in" }
func (SeeTo) CommandKind() string          { return "see_to" }

// Whose is the person it is about: they alone say it for themself.
func (b DescribeBetter) Whose(*State) person.UserID { return b.Person }
func (b TellSide) Whose(*State) person.UserID       { return b.Person }
func (b SetGoal) Whose(*State) person.UserID        { return b.Person }
func (b AddStep) Whose(*State) person.UserID        { return b.Person }
func (b MarkStep) Whose(*State) person.UserID       { return b.Person }
func (b EndGoal) Whose(*State) person.UserID        { return b.Person }
func (b CheckIn) Whose(*State) person.UserID        { return b.Person }
func (b SeeTo) Whose(*State) person.UserID          { return b.Person }
