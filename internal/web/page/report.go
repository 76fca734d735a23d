package page

// ConcernForm tells the accountable officer. Fields: about, person, staff,
// words.
type ConcernForm struct {
	Form   Form
	Fields []SmallField
	Words  Field
}

// OccurrenceReport is the officer's draft of a quarter.
type OccurrenceReport struct {
	Quarter  string
	Premises string
	Made     string // when, and by whom
	Send     string // to whom and until when, or that nothing is set
	Nil      bool   // nothing to report
	Quarters []Link // others to choose
	Sections []ReportSection
}

// ReportSection is one figure with what it counts and each of it.
type ReportSection struct {
	Title, Definition string
	Count             int
	Lines             []ReportLine
}

// ReportLine is one thing that happened.
type ReportLine struct{ Day, Page, Text string }

// ConcernLine is one open concern on the officer's page.
type ConcernLine struct {
	About, Text, By, Age string
	Form                 *SmallForm
}
