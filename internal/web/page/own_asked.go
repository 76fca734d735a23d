package page

// OwnAsked is the questions that wait for somebody, and what they answered.
type OwnAsked struct {
	Wait  []OwnAskedSet
	Past  []OwnAnswers
	Alert *OwnSent // something they said needs somebody today
}

// OwnAskedSet is one set of questions that waits.
type OwnAskedSet struct {
	Title, Count, URL string
}

// OwnAnswers is what somebody answered on a day.
type OwnAnswers struct {
	Title, When, Words string
	None               string // they did not answer
	Answers            []Row
	Take               *Form // takes it back
}

// OwnWider is help that was asked for, how somebody lives, and what happened.
type OwnWider struct {
	Help           []OwnHelp
	Ask, Life, Ev  Form
	Kinds          []Choice
	Kind, Is, What Pick
	Answers        []Choice
	Events         []Choice
	AskWords       Field
	LifeWords      Field
	EvWords        Field
	Since, Day     DateFields
	Rough          Pick
	Lives          []Row
	Past           []OwnLine
}

// OwnHelp is one thing that somebody asked for.
type OwnHelp struct {
	Kind, Stage, Words string
}

// OwnLevels is a goal on five levels.
type OwnLevels struct {
	Goal    string
	Form    Form
	Words   []Field // five
	Base    Pick
	Weight  Pick
	Steps   []Choice // the five, to choose where they are
	Weights []Choice
	Error   string
}

// OwnStand is where somebody is with a goal that has its five levels.
type OwnStand struct {
	Form   Form
	Levels []Choice
	Now    Pick
}
