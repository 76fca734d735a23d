package page

// Board is the day of one premises, by where people are.
type Board struct {
	Day       string // "Monday 23 November"
	Session   string // "Morning session, 08:00 to 11:00"
	Counts    string // "15 expected, 6 here"
	Waits     string // why no wait is shown; "" where waits are
	Columns   []BoardColumn
	Events    string      // address of the live line
	Wall      bool        // initials only, no buttons
	Tasks     []Action    // what the day still needs: the plan, closing a session
	Wrong     []string    // with the naloxone at hand
	Uncovered []string    // gaps in the cover of what is left of the day, where a rota holds
	Asked     []AskedLine // to talk; never on the wall
	LateNotes string      // how many messages wait longer than the service set itself
	Paper     string      // how many sheets of an outage are not entered; empty for none
}

// BoardColumn is one place in the day: due, waiting, booth, observation, left,
// not come. A quiet column is drawn small.
type BoardColumn struct {
	Key   string
	Title string
	Empty string // what it says when nobody is in it
	Quiet bool
	Tiles []Tile
}

// Tile is one person's visit, in the order who needs somebody next.
type Tile struct {
	ID     string // of the visit, for the element's id
	Name   string // chosen name; initials on the wall
	Says   string // "due 09:10, arrived 09:06"
	Expect string // when they are expected to begin, as the day stands
	Place  string // "Booth 2", "Seat 4"
	Clock  *Clock // only where a clock matters
	Marks  []Mark // at most two
	Urgent bool   // emergency: first, framed, said in words by Says
	Open   string // address of the visit or the person
	Step   *Step  // the one big button; nil where there is nothing to do
}

// Mark is a shape with a word: new dose, see prescriber.
type Mark struct {
	Icon string // new, ask, alarm, wait
	Word string
}

// Step is the next thing to do. With Form it posts at once; without it leads
// to the page where the step is done.
type Step struct {
	Label string // "ARRIVED"
	Form  *Form
	URL   string
}

func (t Tile) marks() []Mark {
	if len(t.Marks) > 2 {
		return t.Marks[:2]
	}
	return t.Marks
}

func people(n int) string {
	if n == 1 {
		return "person"
	}
	return "people"
}
