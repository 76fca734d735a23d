package page

// Officer is the work space of the controlled drugs accountable officer.
type Officer struct {
	Days        string // which days the figures are of
	Figures     []Figure
	Differences []CaseLine
	Concerns    []ConcernLine
	Parts       []WorkPart
	Alone       *AloneList
	Outside     string // what the outside witness signed last; empty without one
	Links       []Link
}

// Figure is a number that should be zero, with what it counts.
type Figure struct {
	Title, Definition string
	Count             int
	Where             []Link // the first of what was counted; without an address where it has no page
}

// CaseLine is an open difference with its deadline.
type CaseLine struct {
	Product, Text, URL string
	Due                Clock
	Late               bool
	LateWords          string
}

// AloneList is the steps without a second person that nobody has looked at, and
// the form for having looked.
type AloneList struct {
	Lines []WorkLine
	Form  *SmallForm // nil where somebody else must look
	Note  string
}
