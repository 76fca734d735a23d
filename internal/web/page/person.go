package page

import "steady/internal/web/nhs"

// PersonView is one person's page for staff.
type PersonView struct {
	Who          Identity
	Reasons      OwnWords
	Own          StaffOwn
	Sheet        *Link  // their times on paper
	Lives        *Link  // what treatment is fitted round
	Along        []Link // how it has been, reviews, what happens if the service cannot go on
	Asking       []Link // how they are, and the life around treatment
	Alerts       []AlertView
	Way          *Link  // into treatment
	Prescription []Row  // in force
	RxNote       string // "Signed by …, valid until …", or why none is in force
	RxURL        string // to write a new one; empty without the right
	Chart        *Chart
	Doses        []DoseLine
	More         *Link      // older doses
	History      []TimeLine // prescriptions: who, when, what changed, why
	Trimester    *TrimesterForm
	Holds        []HoldLine
	Lift         *LiftForm // nil without the right, or with nothing to lift
	AddHold      *HoldForm
	Book         *BookForm
	Times        []TimeLine
	Visit        *Link // the open visit
	Late         *Link // late entry or correction
	Door         *Link // how they come into their own pages
	Home         *Link // doses to take home; nil where the order says nothing of it
	Limits       []Row // what clinicians signed for this person
	LimitsURL    string
	Hours        []Row // what treatment takes of their weeks
	HoursURL     string
}

// DoseLine is one line of the dose history.
type DoseLine struct {
	When, Asked, Given, Route, Site, After, By string
}

// HoldLine is a hold order with who placed it.
type HoldLine struct {
	Text, By string
}

// LiftForm ends a hold of a person, or all of them. Fields: no where there are
// several, reason.
type LiftForm struct {
	ID      string // unique on the page
	Form    Form
	Which   []Choice // empty where there is one
	Whether Pick
	Reason  Field
}

// HoldForm writes a hold order. Fields: of, recheck[day] …, words.
type HoldForm struct {
	Form    Form
	Kinds   []Choice
	Kind    Pick
	Recheck DateFields
	Words   Field
}

// TrimesterForm records a pregnancy or its end. Field: trimester.
type TrimesterForm struct {
	Form    Form
	Choices []Choice
	Choice  Pick
	Open    bool
}

// People is the list of the people in treatment.
type People struct {
	Form  Form // field q; posted, so that no name stands in an address
	Query Field
	Lines []PersonLine
	Add   *Link
}

// PersonLine is one person of the list.
type PersonLine struct {
	Name, URL, Born, Dose, Next string
	Marks                       []Mark
}

// Inbox is the prescriber's: what the dose engine referred and what staff ask.
type Inbox struct {
	Open   []Referral
	Holds  []HoldReview
	Closed []TimeLine
}

// HoldReview is one person whose doses are on hold until a prescriber has
// reviewed.
type HoldReview struct {
	Name, URL string
	Holds     []HoldLine
	Lift      LiftForm
}

// Referral is one question with its choices. Fields: choice, reason,
// dose_mg where a choice asks for a dose.
type Referral struct {
	ID       string
	Name     string
	URL      string
	Question string // one sentence
	Rule     string
	Source   string
	Asked    string // "09:14 by A. Example"
	Waiting  *Clock // since it was asked
	Chart    *Chart
	Readings []Row
	Steps    []RuleLine // how the rules come to the amount
	Form     Form
	Choices  []Choice // Label is the act, Hint what it does
	Choice   Pick
	Dose     *DoseField
	Reason   Field
	Barred   string // why this person may not answer; empty when they may
}

// DoseField is a dose the prescriber may write, with the most the rules allow.
type DoseField struct {
	Field Field
	Limit string // "at most 180 mg (P-TITR-05)"
}

// newest is how many doses a person's page shows before the others are folded.
const newest = 6

// around are the ways from a person's page to what belongs to treatment and is
// no dose.
func (v PersonView) around() (out []Link) {
	out = append(append(out, v.Asking...), v.Along...)
	for _, x := range []*Link{v.Way, v.Lives} {
		if x != nil {
			out = append(out, *x)
		}
	}
	return out
}

func doseTable(caption string, list []DoseLine) nhs.Table {
	t := nhs.Table{Caption: caption, CaptionSize: "s", Responsive: true, FirstIsHead: true,
		Head: []nhs.Cell{{Text: "When"}, {Text: "Prescribed"}, {Text: "Given"}, {Text: "Route"}, {Text: "Site"},
			{Text: "Afterwards"}, {Text: "By"}}}
	for _, d := range list {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: d.When}, {Text: d.Asked}, {Text: d.Given}, {Text: d.Route},
			{Text: d.Site}, {Text: d.After}, {Text: d.By}})
	}
	return t
}
