package page

// RotaWeek is who works in one week, day by day, and what its cover lacks.
type RotaWeek struct {
	Heading        string
	Earlier, Later Link
	State          RotaMark // whether this rota holds
	Gaps           RotaMark // of the whole week, in one line
	Ways           []Link
	Days           []RotaDay
	Away           []string // who is away when; never why
	Forms          []SmallForm
	Unset          []string // what this service has not set, and is not checked
}

// RotaMark is a line with a shape and a word; Kind is good, warn, stop or wait.
type RotaMark struct {
	Kind string
	Icon string
	Text string
}

// RotaDay is one day of the week.
type RotaDay struct {
	ID     string
	Title  string
	Today  bool
	Hours  string // when people may come
	Marks  []RotaMark
	Shifts []RotaShift
}

// RotaShift is one shift as the week shows it.
type RotaShift struct {
	Name   string
	Time   string
	URL    string
	Places []RotaPlace
	Lacks  []RotaMark
}

// RotaPlace is who holds a place; Out says that they do not count, and why in
// words that everybody may see.
type RotaPlace struct {
	Name  string
	Skill string
	Out   string
	You   bool
}

// RotaShiftPage is one shift with what can be done about it.
type RotaShiftPage struct {
	Heading string
	Lead    string
	Marks   []RotaMark
	Places  []RotaPlaceLine
	Passed  []string // why rest rules were passed, for who plans the rota
	Without *RotaWithout
	Forms   []SmallForm
	Ways    []Link
}

// RotaPlaceLine is one place with the ways to change it.
type RotaPlaceLine struct {
	RotaPlace
	Forms []SmallForm
}

// RotaWithout is what would happen to the day without the shift.
type RotaWithout struct {
	Heading string
	Lead    string
	Missing []string // settings without which it cannot be said
	Loses   []RotaLoss
	Saves   []RotaSave
	Bridge  string
}

// RotaLoss is one promised visit that would no longer fit.
type RotaLoss struct {
	Name string
	At   string
	Why  string
	URL  string
	Move []string // other times that would still fit, with what each costs
}

// RotaSave is one thing that would save doses, and how many.
type RotaSave struct {
	Text  string
	Saved string
}

// RotaMine is the shifts of whoever is signed in.
type RotaMine struct {
	Lead   string
	Shifts []RotaShift
	Away   []string
}

// RotaAway is who is away, and the forms to record it.
type RotaAway struct {
	Lines []RotaAwayLine
	Forms []SmallForm
}

// RotaAwayLine is one absence as who plans the rota sees it.
type RotaAwayLine struct {
	Name, Kind, Days, Reason string
	Shifts                   []Link // of theirs in these days, with what is lost
	Form                     *SmallForm
}

// RotaProposal is who could take the open places of a week.
type RotaProposal struct {
	Heading string
	Lead    string
	Form    *Form
	Gives   []RotaGive
	Left    []RotaLeft
	Says    []string // how it was chosen, and what is not known
	Back    Link
}

// RotaGive is one place that the proposal gives; Value names it in the form.
type RotaGive struct {
	Value, Day, Shift, Name, Skill, Known string
	No                                    string // why it could not be recorded
}

// RotaLeft is one place that stays open, and why for each of the staff.
type RotaLeft struct {
	Title string
	Why   []Row
}

// RotaSettings is the patterns, the numbers of the service and what is known of
// each member of staff.
type RotaSettings struct {
	Patterns []RotaPatternLine
	Rules    []Row
	Members  []RotaMemberLine
	Forms    []SmallForm
}

// RotaPatternLine is one pattern that comes back.
type RotaPatternLine struct {
	Name, Days, Time, Need, Since string
	Form                          *SmallForm
}

// RotaMemberLine is what the rota knows of one member of staff.
type RotaMemberLine struct {
	Name, Roles, Week, Proven string
	Form                      SmallForm
}

// RotaFaces is how often people meet somebody they know.
type RotaFaces struct {
	Heading    string
	Definition string
	Lead       string
	Share      string // of the service; empty where nothing is called known
	Weeks      []Row
	Bands      []Row
	People     []RotaFacesLine
	Says       []string
}

// RotaFacesLine is one person's share.
type RotaFacesLine struct{ Name, URL, Share, Visits string }

func (m RotaMark) class() string { return class("mark", "mark--"+m.Kind) }
