package page

import "strings"

// Questions is one instrument as it is asked, on the pages of staff and of the
// person. Every question may be left out.
type Questions struct {
	Title, Window, Lead, Instruction string
	Notice                           string // of the holder; stands where the words stand
	Note                             string // what belongs in it, and what does not
	Form                             Form
	List                             []Question
	Before, After                    []SmallField // how it was answered; what they said beside it
	Paper                            []SmallField // when it was answered, of a form on paper
	OnPaper                          bool
	Body                             *Body // of places on a body
	Button, Decline                  string
	Words                            QuestionWords
}

// QuestionWords are the words around the questions, in the language of the page.
type QuestionWords struct {
	Skip, Number, Week, Total, TotalHint, Looked string
}

// Question is one question. Kind is choice, number, days or signs. ID is the
// name of its fields.
type Question struct {
	ID, Number, Text, Hint, Error string
	Kind                          string
	Choices                       []Choice
	Value                         string
	Weeks                         []string // of days: what was typed for each of four weeks
	Picked                        Picks    // of signs
}

// legend is the question with its number, where it has one.
func (q Question) legend() string { return strings.TrimSpace(q.Number + " " + q.Text) }

// tiles lays the answers out: figures in a row, words above each other.
func (q Question) tiles() string {
	for _, c := range q.Choices {
		if strings.Trim(c.Label, "0123456789") != "" && c.Value != "" {
			return "tiles"
		}
	}
	return "tiles tiles--figures"
}

// Body is a figure with places on it, and the same places as a list.
type Body struct {
	Title, Desc string
	Places      []BodyPlace
}

// BodyPlace is one place with what was seen there last. Mark is well, signs or
// alarm, and "" where nobody has looked.
type BodyPlace struct {
	ID, Name, Mark, Says string
	History              []Row // day, what was seen
}

// spots are the middles of the places on the figure, seen from the front: the
// person's left is on the right of the page.
var spots = map[string][2]int{"left-upper-arm": {150, 92}, "right-upper-arm": {50, 92}, "left-elbow-crease": {160, 122},
	"right-elbow-crease": {40, 122}, "left-forearm": {168, 150}, "right-forearm": {32, 150}, "left-hand": {176, 182},
	"right-hand": {24, 182}, "left-thigh": {121, 220}, "right-thigh": {79, 220}, "left-lower-leg": {119, 282},
	"right-lower-leg": {81, 282}, "left-foot": {124, 330}, "right-foot": {76, 330},
	"left-groin": {110, 184}, "right-groin": {90, 184}, "left-neck": {121, 54}, "right-neck": {79, 54}}

// Drawn are the places that the figure can show.
func (b Body) drawn() (out []BodyPlace) {
	for _, p := range b.Places {
		if _, ok := spots[p.ID]; ok {
			out = append(out, p)
		}
	}
	return out
}

func (p BodyPlace) x() int { return spots[p.ID][0] }
func (p BodyPlace) y() int { return spots[p.ID][1] }

// Asking is what one person is asked and what they answered, for staff.
type Asking struct {
	Name     string
	Alerts   []AlertView
	Due      []AskLine
	Sittings []SittingLine
	Ask      *SmallForm
	Places   *Link
	Others   []Link // every instrument that can be asked now
	Declined string // how often they would rather not, in a sentence
}

// AskLine is one instrument that is due.
type AskLine struct {
	Name, Says, Since string
	URL               string // of the questions; empty without the right
	Self              bool   // they may answer on their own pages
}

// SittingLine is one time that somebody was asked.
type SittingLine struct {
	Name, When, How, Given, URL string
	Alert                       bool
	Erased                      bool
}

// AlertView is answers that somebody looks at today.
type AlertView struct {
	Name, URL, Says, Since string
	Tried                  string
	Why                    []string
	Form                   *SmallForm
}

// SittingView is one sitting, opened.
type SittingView struct {
	Name, Title, When, How, By, Late string
	Words                            string
	Answers                          []Row
	Scores                           []Row
	Notes                            []string
	Notice                           string
	Back                             *SmallForm
	None                             string // why nothing is shown
}

// AskingAll is the page of everybody who can be asked now.
type AskingAll struct {
	Alerts []AlertView
	Due    []AskLine
	Unset  bool
	Choose *Link
	Help   []SupportView
}

// AskingChoose is what a service asks, and the instruments it brought.
type AskingChoose struct {
	Form    Form
	Rows    []AskingRow
	Error   string
	Install SmallForm
	Text    Field
	Own     []BroughtView
}

// AskingRow is one instrument that may be chosen.
type AskingRow struct {
	ID, Name, Licence string
	At                []Choice
	Picked            Picks
	Self              bool
	SelfMay           bool
	Note              string
}

// BroughtView is an instrument that the service brought.
type BroughtView struct {
	Name, Says string
	End        Form
}

// SupportView is one thing that is asked for, and how far it is.
type SupportView struct {
	ID, Name, URL, Kind, Words, Stage, Due, Who string
	Late                                        bool
	Form                                        *SmallForm
}

// GoalLevels is one goal on its five levels, for staff with the person. Its
// words stand first, and its T-score last.
type GoalLevels struct {
	Name, Words, Area, Whose string
	Levels                   []Row // described; empty where nobody did
	Ratings                  []TimeLine
	Rate                     *SmallForm
	Scale                    *SmallForm
	Score                    []Row // of all goals of the person that have levels
}

// outline is the figure of the body chart.
const outline = "M92 50v10c-22 2-38 8-42 20L18 182a8 8 0 0 0 14 6l36-78v70l-4 148a12 12 0 0 0 24 2l12-130" +
	" 12 130a12 12 0 0 0 24-2l-4-148v-70l36 78a8 8 0 0 0 14-6L150 80c-4-12-20-18-42-20V50"
