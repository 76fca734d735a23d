package page

import (
	"strconv"

	"steady/internal/web/nhs"
)

// SmallForm is a short form in a fold: a title, a few fields and one button.
type SmallForm struct {
	Form   Form
	Title  string
	Lead   string
	Fields []SmallField
	Second *SecondPerson // who confirms; its button then sends the form
	Button string
	Open   bool // opened, because something in it is wrong
}

// SmallField is one field of a SmallForm. Date and Choices decide what it
// looks like; else it is one line of text.
type SmallField struct {
	ID, Name, Label, Hint, Suffix string
	Mode                          string // inputmode: decimal, numeric
	Field                         Field
	Date                          *DateFields
	Choices                       []Choice
	Many                          bool // of Choices more than one may be chosen: Picked
	Picked                        Picks
	Code                          bool // letters and digits to be compared one by one
	List                          bool // Choices are many: drawn as a list that opens
	Select                        bool // the choices are many: a list that folds
	Rows                          int  // of a field of several lines; 0 is one line
	File                          bool // a file of the person's own
}

// enctype is how a form is sent: one with a file in parts.
func (v SmallForm) enctype() string {
	for _, f := range v.Fields {
		if f.File {
			return "multipart/form-data"
		}
	}
	return "application/x-www-form-urlencoded"
}

// tiles lays the choices out: beside each other, or one above the other where
// they have more to say.
func (f SmallField) tiles() string { return tiles(f.Choices) }

func tiles(list []Choice) string {
	for _, c := range list {
		if len(c.Hint) > 40 {
			return "tiles tiles--one"
		}
	}
	return "tiles"
}

// width is the width of a field in characters: a figure is short.
func (f SmallField) width() int {
	switch {
	case f.Mode != "":
		return 5
	case f.Code:
		return 20
	}
	return 0
}

// PersonSafety is what clinicians signed for one person, and the forms for it.
type PersonSafety struct {
	Who   string
	Facts []Row
	Forms []SmallForm
}

// Safety is the service's own page: people to ask after, the decisions that
// differ from the engine's word, and adverse events by published definitions.
type Safety struct {
	AskAfter []ToAskAfter
	Naloxone NaloxoneAtHand
	Weeks    []Week
	Counts   []EventCount
	Since    string // of the counts
}

// ToAskAfter is somebody who left before they were released.
type ToAskAfter struct {
	Name, URL, Words string
	Form             SmallForm
}

// Week is one week of human decisions.
type Week struct {
	Title  string
	Monday string // names its place on the page
	Lines  []HumanLine
	Done   string // who looked at it; empty while nobody did
	Form   *SmallForm
}

// NaloxoneAtHand is what was last found of it, and what is wrong.
type NaloxoneAtHand struct {
	Wrong []Shortage
	Lines []NaloxoneLine
	Form  *SmallForm // nil for who may not write
}

// Shortage is one sentence; Now says that it is so today.
type Shortage struct {
	Text string
	Now  bool
}

// NaloxoneLine is one product at one place.
type NaloxoneLine struct{ Place, Product, Count, Expiry, Seen string }

func naloxoneTable(lines []NaloxoneLine) nhs.Table {
	t := nhs.Table{Caption: "What was found, place by place", CaptionSize: "s", FirstIsHead: true, Responsive: true,
		Head: []nhs.Cell{{Text: "Place"}, {Text: "Product"}, {Text: "How many", Numeric: true}, {Text: "Usable until"},
			{Text: "Looked at"}}}
	for _, x := range lines {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: x.Place}, {Text: x.Product}, {Text: x.Count, Numeric: true},
			{Text: x.Expiry}, {Text: x.Seen}})
	}
	return t
}

// HumanLine is one decision.
type HumanLine struct {
	At, Name, URL, By, What, Rules, Reason string
}

// EventCount is how many visits meet one published definition.
type EventCount struct {
	Definition, Source string
	Events, Doses      int
}

func eventTable(list []EventCount) nhs.Table {
	t := nhs.Table{Caption: "Visits with a dose that meet each definition", CaptionSize: "s", FirstIsHead: true,
		Responsive: true, Head: []nhs.Cell{{Text: "Definition"}, {Text: "Source"}, {Text: "Visits", Numeric: true},
			{Text: "Of doses", Numeric: true}}}
	for _, c := range list {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: c.Definition}, {Text: c.Source},
			{Text: strconv.Itoa(c.Events), Numeric: true}, {Text: strconv.Itoa(c.Doses), Numeric: true}})
	}
	return t
}

// fewDecisions is how many of a week stand open for whoever is not to look at it.
const fewDecisions = 3
