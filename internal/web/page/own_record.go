package page

// OwnRecord is what is written about somebody, in plain words, newest first.
type OwnRecord struct {
	Name   string // on paper only
	Now    []string
	Days   []OwnPast
	Older  *Link
	Sheet  *Link // the page to print
	Looked *Link
	Agreed *Link
	Take   *Link
}

// OwnPast is one day of it.
type OwnPast struct {
	Day   string
	Lines []*OwnEntry
}

// OwnEntry is one thing that happened. Why says the reasons of a decision.
type OwnEntry struct {
	At   string
	Text string
	Why  []string
	By   string
}

// OwnLooked is who read somebody's record, and what was done with their card
// and phones.
type OwnLooked struct {
	Days []OwnPast
	Door []OwnPast
}

// OwnConsent is what somebody agreed to.
type OwnConsent struct {
	Since    string // "You said yes on …", or that nothing is agreed
	Needed   []string
	Form     *Form // to change the lines that are up to them; nil where staff must be there
	More     []Choice
	Withdraw *Link
	Country  []string // what was answered to the national return; nil where nobody asked
}

// OwnWithdraw asks once more before consent is withdrawn.
type OwnWithdraw struct {
	Lines []string
	Form  Form
	Words Field
}
