package page

// TimesDay is one day of promised times against what it can hold.
type TimesDay struct {
	Day      string // "Monday 2 March"
	Before   Link
	After    Link
	Week     []TimesWeekday
	Notes    []string // closed, other hours, nothing set
	Setting  *Link    // where the notes are mended
	Nobody   []TimesNobody
	Windows  []TimesWindow
	Outside  []TimesWho
	Ask      *SmallForm
	Better   []BetterLine
	Offer    *Action
	Over     []OverLine
	OverWeek string // how many, in words
}

// TimesWeekday is one day of the strip above the page.
type TimesWeekday struct {
	Label, Says, URL string
	Current, Loud    bool
}

// TimesNobody is somebody for whom no time was found.
type TimesNobody struct {
	Name, Text string
	Way        Link
}

// TimesWindow is a stretch of the day in one style.
type TimesWindow struct {
	Title  string // "Morning, 08:30 to 11:30"
	Style  string
	Unset  string // what is not set; "" nothing
	Slots  []TimesSlot
	Counts bool // the slots say what is there
}

// TimesSlot is one slot or group.
type TimesSlot struct {
	At, Ends string
	Load     string   // "booths 2 of 4, observation 3 of 6"
	Over     []string // what does not fit
	Free     bool     // nobody begins then
	Past     bool
	Who      []TimesWho
}

// TimesWho is one person at a time; Says is more than that they come.
type TimesWho struct {
	Name, At, Says, URL string
	Mark                string // an icon
}

// BetterLine is somebody who waits for a better time.
type BetterLine struct {
	Name, Wants, Says, URL string
	End                    Action // takes them off the list
}

// OverLine is a time that was promised against a rule.
type OverLine struct {
	When, Name, Rules, By, Reason string
}

// TimesAsk is one visit with the question for another time, and the answer.
type TimesAsk struct {
	Who, WhoURL, When, Now string
	Held                   string // what is held for it, with its buttons
	HeldActs               []Action
	Form                   TimesQuestion
	Answer                 *TimesAnswer
	Better                 *SmallForm
	Cancel                 *SmallForm
	Ended                  string // why nothing can be asked
}

// TimesQuestion is the form that asks for a time; it records nothing.
type TimesQuestion struct {
	Action string
	Hidden []Pair
	At     Field
}

// TimesAnswer is what the rules say to it.
type TimesAnswer struct {
	Free     bool
	Heading  string
	Rule     string
	Text     string
	Acts     []Action
	Others   []TimesOther
	Despite  *SmallForm // promise it all the same, with a reason
	NoOthers string
}

// TimesOther is another time that could be promised.
type TimesOther struct {
	At, Text string
	Act      Action
}
