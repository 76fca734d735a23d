package page

// CatchUp is where the paper of an outage becomes the record.
type CatchUp struct {
	Hours  string     // of the outage at hand; empty: none is recorded
	Form   *SmallForm // to record one
	Lines  []CatchUpLine
	Others []Link // earlier outages
	After  []Link // what else is to do
}

// CatchUpLine is one person who was expected in those hours.
type CatchUpLine struct {
	When, Name, State, URL, Way string
	Done                        bool
}

// CatchUpSheet enters one visit sheet.
type CatchUpSheet struct {
	Form    Form
	Who     string
	When    string // session and day
	Done    []Row  // what is on record
	Over    string // why nothing more is entered here
	Late    *SmallField
	Parts   []SheetPart
	Second  *SecondPerson // nil where nobody need confirm what is left
	Visit   string        // the visit's own page; "" while there is none
	Refused bool          // something was refused: the sheet may be kept as it is
}

// SheetPart is one part of the sheet.
type SheetPart struct {
	Title  string
	Fields []SmallField
}
