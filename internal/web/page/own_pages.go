package page

import "steady/internal/web/nhs"

// OwnGoals is somebody's own page of reasons and goals.
type OwnGoals struct {
	Reasons, Better   OwnSaid
	Still             *Form // the words before are still right; nil where there are none
	Goals             []OwnGoal
	New               *OwnNewGoal // nil: as many as can be seen at once
	Aside             []OwnGoal
	ReasonsForm, Form Form
	More              []Link
}

// OwnSaid is what somebody wrote, newest first, and what they are writing.
type OwnSaid struct {
	Lines []OwnLine
	Words Field
}

// OwnGoal is one goal on the person's own pages.
type OwnGoal struct {
	GoalView
	Together bool
	Alone    bool   // the only one of its page
	URL      string // to change it
	Again    *Form  // takes it up again
	Marks    []Form // one for each step: turns it from open to done and back
}

// OwnNewGoal asks for a goal. Fields: words, area.
type OwnNewGoal struct {
	Form  Form
	Words Field
	Areas []Choice
	Area  Pick
}

// OwnOneGoal is one goal to change. Fields: words; step; how.
type OwnOneGoal struct {
	Goal        OwnGoal
	Words, Step Field
	Say, Add    Form
	Aside       Form
	Ends        []Choice
	End         Pick
	MoreSteps   bool
	Levels      *Link     // describes the five levels
	Stand       *OwnStand // where they are with it; nil without levels
}

// OwnToday is how somebody says they are. Fields: mood, sleep, pain, craving,
// words, ask.
type OwnToday struct {
	Form    Form
	Asks    []OwnAsk
	Words   Field
	Ask     Pick
	Waits   string // they asked to talk already
	Right   *Form  // they are all right now
	Sent    *OwnSent
	Before  []OwnBefore
	Choices []Choice // of Ask
	More    []Link   // questions, and help with other things
}

// OwnAsk is one question with five answers, each with a picture.
type OwnAsk struct {
	ID, Text string
	Answers  []OwnAnswer
	Value    string
}

// OwnAnswer is one answer: its code, its word, and which picture stands beside
// it, from 1 to 5.
type OwnAnswer struct {
	Code, Word string
	Face       bool // a face, else as many filled marks
	Level      int
}

// OwnSent says what happens after a check-in.
type OwnSent struct {
	Lines []string
	Help  bool
	Calls []string
}

// OwnBefore is one earlier check-in, in words and pictures.
type OwnBefore struct {
	When    string
	Answers []OwnBeforeAnswer
	Words   string
}

// OwnBeforeAnswer is one answer of an earlier check-in.
type OwnBeforeAnswer struct {
	Ask string
	OwnAnswer
}

// OwnSay is something to say to the service. Fields: kind, words, named,
// reader.
type OwnSay struct {
	Form    Form
	Kinds   []Choice
	Kind    Pick
	Words   Field
	Named   Pick
	Signed  bool // somebody is signed in: they may give their name
	Manager bool
	Code    string   // of a note that was just sent without a name
	Sent    bool     // with a name
	Here    []string // what people here said in interviews, released for this page
	Look    Form
	Number  Field
	Found   *OwnNote
	Mine    []OwnNote
}

// OwnNote is one note with where it stands.
type OwnNote struct {
	Kind, When, Words string
	Stages            []OwnStage
	Answer            string
	Manager           bool
}

// OwnStage is one stage of a note: past, now, or still to come.
type OwnStage struct {
	Text      string
	Past, Now bool
}

// OwnVisit is what happens at a visit.
type OwnVisit struct{ Steps []OwnVisitStep }

// OwnVisitStep is one step with a picture.
type OwnVisitStep struct{ Picture, Name, Text, Long string }

// older is what was written before the words that hold now.
func (s OwnSaid) older() []OwnLine {
	if len(s.Lines) < 2 {
		return nil
	}
	return s.Lines[1:]
}

// mouth is the line of a face's mouth, from 1 down to 5 up.
func mouth(level int) string {
	lines := [...]string{"M14 36q10 -12 20 0", "M15 35q9 -6 18 0", "M15 33h18", "M15 31q9 6 18 0", "M14 29q10 14 20 0"}
	return lines[min(max(level, 1), len(lines))-1]
}

func managerChoice(l Own, chosen bool) []nhs.Choice {
	return []nhs.Choice{{Value: "manager", Label: l.Words.Say.Manager, Hint: l.Words.Say.ManagerHint, Chosen: chosen}}
}
