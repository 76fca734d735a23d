package page

import "steady/internal/web/nhs"

// Inspections is the list of those whom an inspector was let in for, and the
// form to let somebody in. Fields: who, name, authority, from[day] …, from_time,
// to[day] …, to_time, pin.
type Inspections struct {
	Lines            []InspectionLine
	Form             Form
	Known            []Choice // inspectors who have an account; the first is nobody of them
	Who, Name        Field
	Authority        Field
	From, To         DateFields
	FromTime, ToTime Field
	PIN              Field
	Most             string // how long one access lasts at most
}

// InspectionLine is one inspection, open, to come or over.
type InspectionLine struct {
	Who, Authority, Times, State string
	Open                         bool
	OpenedBy                     string
	Read                         []string // pages, with when they were opened first
	Notes                        []TimeLine
	Own                          string // how many notes the inspector keeps to themselves; empty for none
	End                          *SmallForm
}

// Inspection is what an inspector sees first: how the register stands.
type Inspection struct {
	Rows   []Row
	Counts nhs.Table
	Cases  []CaseLine
	Links  []Link
	Notes  []TimeLine
	Form   Form
	Words  Field
	Share  Picks
}

func shareChoice() []Choice {
	return []Choice{{Value: "yes", Label: "Show this note to the accountable officer and the manager"}}
}
