package page

import "steady/internal/web/nhs"

// LabIndex is the first page of the policy lab: what was asked, and what came
// of it.
type LabIndex struct {
	New       *Link
	Scenarios []LabCard
	Runs      []LabCard
}

// LabCard is one scenario or one comparison of a list.
type LabCard struct {
	Title string
	URL   string
	State nhs.Tag
	Facts []string
}

// LabRun is a comparison that waits, runs or was stopped.
type LabRun struct {
	Title    string
	Question string
	Progress LabProgress
	Stop     *Action
	Resume   *Action
	Again    *Link // back to the scenario
	Facts    []Row
	Events   string // of the live line; "" where nothing moves
}

// LabProgress is how far a comparison is. Done and All count replications of all
// policies.
type LabProgress struct {
	State  nhs.Tag
	Line   string // "120 of 1,000 replications, 40 of them of other figures"
	Done   int
	All    int
	Why    string // why it stopped
	Reload string // set when it is finished: where the result is
}

// LabCompare is a finished comparison: the answer, and all else folded under it.
type LabCompare struct {
	Title    string
	Question string
	Invented string
	Answer   LabAnswer
	Basis    []Row
	Policies []LabPolicy
	Groups   []LabGroup
	Many     string // how many questions were put to the same runs
	Warnings []LabWarnings
	// WarningsSay counts them: "5 before it is used, 72 more".
	WarningsSay string
	Cannot      []LabLimit
	Swings      []Link // to the pages on which one input at a time is moved
	Flips       []string
	Inputs      Link // to every input with its source
	Files       []Link
	Day         *Link
	From        *Link // the scenario
}

// LabAnswer is what stands on the first screen: hours of life, what else a
// decision weighs, and whose decision it is.
type LabAnswer struct {
	Lead    string   // what today's rules take
	Heads   []string // of the columns after the first
	Rows    []LabAnswerRow
	Chart   *RangeChart
	Caution []Link // what to read before it is used
}

// LabAnswerRow is one policy beside the first.
type LabAnswerRow struct {
	Policy string
	Cells  []LabAnswerCell
	Needs  []nhs.Tag // whose decisions its rules need, the furthest first
	Rest   string    // of the other measures: how many are better, worse, inside noise
}

// LabAnswerCell is one difference in words.
type LabAnswerCell struct {
	Says  string // "12.3 hours less"
	Range string // "95 %: 11.9 to 12.8 less"
	Noise bool   // chance alone could do this
}

// LabPolicy is what one policy changes, and whose decision each rule is.
type LabPolicy struct {
	ID    string
	Name  string
	First bool // the others are compared with it
	Rules []LabRule
}

// LabRule is one rule of a policy.
type LabRule struct {
	Text   string
	Tag    nhs.Tag // law, licence condition, guidance, local habit
	Needs  string
	Source string
}

// LabGroup is what belongs together: life, access, safety, work, cost.
type LabGroup struct {
	ID       string
	Title    string
	Lead     string
	Policies []string // heads of the table of Measures
	Measures []LabMeasure
}

// LabMeasure is one thing that was counted for every policy.
type LabMeasure struct {
	ID         string
	Name       string
	Definition string
	Unit       string
	URL        string // of its own page
	Charts     []RangeChart
	Lines      []LabLine
	Source     string
}

// LabLine is a measure of one policy in words.
type LabLine struct {
	Policy     string
	Figure     string
	Difference string
	Verdict    string
}

// LabWarnings are warnings of one kind.
type LabWarnings struct {
	Title string
	Why   string
	Lines []string
	Grave bool // it is named on the first screen
}

// LabLimit is something that the model cannot know.
type LabLimit struct{ Text, Why string }

// LabInput is one figure that was put in, with where it comes from.
type LabInput struct {
	ID         string
	Name       string
	Value      string
	Range      string
	Confidence nhs.Tag
	Source     string
}

// table sets the lines of a measure out.
func (m LabMeasure) table() nhs.Table {
	t := nhs.Table{Caption: m.Name + ", " + m.Unit, CaptionSize: "s", Compact: true, Responsive: true, FirstIsHead: true,
		Head: []nhs.Cell{{Text: "Policy"}, {Text: "Mean (95 % interval)", Numeric: true},
			{Text: "Difference from the first", Numeric: true}, {Text: "What it says"}}}
	for _, l := range m.Lines {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: l.Policy}, {Text: l.Figure, Numeric: true},
			{Text: or(l.Difference, "This is the first"), Numeric: true}, {Text: or(l.Verdict, "Nothing to compare")}})
	}
	return t
}

// LabDay is the page of one simulated day.
type LabDay struct {
	Title    string
	Form     string // GET
	Policies []Choice
	Days     []Choice
	Sites    []Choice
	Quiet    string // why there is no plan
	Plan     DayPlan
	Steps    []Link
	Table    nhs.Table
	Hours    []Row
}

// LabNew asks for a title and what a question begins with.
type LabNew struct {
	Form      Form
	Title     SmallField
	Question  SmallField
	Figures   SmallField
	Ready     []LabReady
	Picked    Picks
	From      string // a comparison that is asked again
	FromTitle string
}

// LabReady is a published option that can be ticked.
type LabReady struct {
	Value  string
	Policy LabPolicy
}

// LabQuestion is a scenario being written, with its parts.
type LabQuestion struct {
	Title    string
	Question string
	Lacks    []Link // what is still to be written
	Parts    []LabPart
	Policies []LabQuestionPolicy
	Add      Form
	Ready    []LabReady
	Run      *Action
	Discard  *Action
}

// LabPart is one part of a question.
type LabPart struct {
	Title string
	URL   string
	State nhs.Tag
	Facts []string
}

// LabQuestionPolicy is one policy of a question.
type LabQuestionPolicy struct {
	Policy LabPolicy
	URL    string
	Lack   string // why it cannot be run as it is
	Drop   *Action
}

// LabForm is one part of a question as a form.
type LabForm struct {
	Title    string
	Lead     string
	Form     Form
	Sections []LabSection
	Button   string
}

// LabSection is some fields under a legend; Grid sets them beside each other.
type LabSection struct {
	Legend string
	Hint   string
	Grid   bool
	Fields []SmallField
}

// LabPolicyEdit is one policy being written.
type LabPolicyEdit struct {
	Title string
	First bool
	Lack  string
	Form  Form
	Name  SmallField
	Why   SmallField
	Rules []LabRuleEdit
	Kinds []LabKind
}

// LabRuleEdit is one rule of a policy being written.
type LabRuleEdit struct {
	Rule LabRule
	URL  string
	Drop Action
}

// LabKind is a kind of rule that can be added, and whose decision it usually is.
type LabKind struct {
	Text string
	URL  string
	Tag  nhs.Tag
}

// LabRecords is what the service's own journal says of the figures.
type LabRecords struct {
	Form   Form
	Days   string // "2026-09-01 to 2026-11-28"; "" where nobody came yet
	Least  int    // observations that a figure needs
	Found  []LabRecord
	Few    []LabRecord // of which there is too little
	Picked Picks
	Notes  []string
}

// LabRecord is one figure of it, beside what the question holds.
type LabRecord struct {
	ID     string
	Name   string
	Unit   string
	Figure string
	Source string // with its days and how many observations it rests on
	Now    string // what the question goes by as it stands
	Taken  bool
}

// LabFigures lists every figure of the model.
type LabFigures struct {
	Missing int
	Records Link // to what the service's own journal says
	Take    *Action
	List    []LabFigure
}

// LabFigure is one of them, with where it comes from.
type LabFigure struct {
	Name      string
	Unit      string
	URL       string
	Figure    string
	Tag       nhs.Tag
	Source    string
	Published bool
}
