package page

// AskedLine is somebody who asked to talk and waits.
type AskedLine struct {
	Name, URL, Says string
	Help            bool // today, before those who asked to talk
}

// Said is what people say to the service, for those who answer.
type Said struct {
	Asked    []AskedLine
	Open     []NoteView
	Closed   []NoteView
	Unset    bool // no days for an answer are set
	Days     int
	Settings *Link
}

// NoteView is one note. Fields: stage, words of an answer.
type NoteView struct {
	ID, Kind, From, Words string
	Stage, By             string
	Answer                string
	Late, Manager         bool
	Next                  []Choice // what can be pressed at once
	Replies               bool     // an answer may be written
	Reply                 Field
	Open                  bool
	Form                  Form
}

// StaffOwn is what a person says of themself, on their page for staff.
type StaffOwn struct {
	Asked     *StaffAsked
	Better    []OwnLine // newest first
	Goals     []GoalView
	Last      []Row // of the last check-in
	LastAt    string
	LastWords string
	Forms     []SmallForm
}

// StaffAsked is a person who asked to talk, on their page.
type StaffAsked struct {
	Says, Words string
	Help        bool
	Form        *SmallForm // says that somebody was with them
}

// GoalView is one goal in the person's words.
type GoalView struct {
	ID, Words, Area, When string
	Steps                 []StepView
	Now                   string // the level on which it stands, in their words
	URL                   string // its five levels
}

// StepView is one small step. Mark is its code, Says its word.
type StepView struct {
	No, Words, Mark, Says string
}
