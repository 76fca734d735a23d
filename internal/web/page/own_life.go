package page

// OwnLife is what somebody does beside treatment. Fields: kind, days, from, to,
// since; minutes of the way.
type OwnLife struct {
	Told     []OwnPart
	Clashes  []string
	Fits     bool // nothing that was told stands against a time
	Form     Form
	Kinds    []Choice
	Kind     Pick
	Days     []Choice
	Picked   Picks
	From, To Field
	Since    Pick
	Way      Form
	Minutes  Field
	Open     bool
	WayOpen  bool
	Plan     *Link
}

// OwnPart is one thing that somebody told; Over ends it.
type OwnPart struct {
	Text, Since string
	Over        Form
}

// OwnHours is what treatment takes of somebody's weeks, and what it gives and
// takes in their words.
type OwnHours struct {
	Weeks        []OwnWeek
	NoWay        bool
	Gives, Takes OwnSaid
	GivesForm    Form
	TakesForm    Form
}

// OwnWeek is one week: its minutes in words, and how long its bar is, of 100.
type OwnWeek struct {
	Name, Lived, Planned string
	Bar                  int
}

// OwnSheet is one sheet of paper: times, whom to call, goals where they are
// wanted. It names no service and no treatment.
type OwnSheet struct {
	Name  string
	Made  string
	Days  []OwnDay
	Goals []string
	Call  string
	With  *Link // the same sheet with goals
}

// OwnPlan is a week with other times, and what they give back. Nothing of it is
// promised until it is taken.
type OwnPlan struct {
	Needs    bool // it cannot be worked out yet
	Now, New string
	Saves    string
	NoWay    bool
	Changes  []string
	Take     *Form
}

// OwnProposed is what a timetable proposes to somebody.
type OwnProposed struct {
	Text, Saves string
	Times       []string
	Yes, No     Form
}
