package page

// Study is a page of a research study: what is known, then its parts in order.
type Study struct {
	Heading string
	Lead    string
	Warn    string // read first: what must not be forgotten on this page
	Ways    []Link // to the other pages of the study
	Facts   []Row
	Parts   []StudyPart
}

// StudyPart is one part of a Study: words, a table, links and forms.
type StudyPart struct {
	ID    string // of its heading
	Title string
	Lead  string
	Table *StudyTable
	Says  []string // lines, each on its own
	Quote []StudyQuote
	Links []Link
	Forms []SmallForm
	Bare  *SmallForm // a form that is not folded away
}

// StudyTable is a table whose first cell may be a link.
type StudyTable struct {
	Caption string
	Head    []string
	Rows    []StudyRow
	None    string // said where there are no rows
}

// StudyRow is one row of a StudyTable.
type StudyRow struct {
	URL   string // of the first cell
	Cells []string
}

// StudyQuote is what somebody said, with where it stands.
type StudyQuote struct {
	Words string
	Where string
	URL   string // of where it stands
}

// StudyText is a text with its turns, one below the other.
type StudyText struct {
	Study
	Player *Player // of the recording; nil is none
	Turns  []StudyTurn
}

// Player plays the recording of a text.
type Player struct{ URL, Media string }

// Moment is a time of a recording: as a clock says it, and where it is played
// from. Without a recording it has no address.
type Moment struct{ Clock, Seconds, URL string }

// StudyTurn is one turn of a transcript. Words keep the direction of their
// script.
type StudyTurn struct {
	ID      string
	Speaker string
	Time    Moment // of the recording
	Words   string
}
