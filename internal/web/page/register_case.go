package page

// Case is the search for the cause of a difference on one page of the register.
type Case struct {
	Product string
	Page    Link   // the register page
	Says    string // what was counted against what the register says; empty where nothing is open
	Clock   *Clock // until it is the accountable officer's
	Due     string // the same in words
	Steps   []CaseStep
	Times   []TimeLine // what was done, oldest first
	Since   string     // since when the entries below were made
	Trace   []TraceLine
	Forms   []SmallForm
}

// CaseStep is one thing to do, and whether it is done.
type CaseStep struct {
	Text string
	Done bool
	Way  *Link
}

// TraceLine is one entry since the last good count.
type TraceLine struct {
	No, At, Text, By string
	See              string // on its page of the register
	Mine             string // where the entry explains the difference; empty without the right
}
