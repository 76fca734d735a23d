package page

import "steady/internal/web/nhs"

// TimesPlan is the planning of a week.
type TimesPlan struct {
	Week     string   // "week from Monday 9 March 2026"
	Needs    []string // what is to be set first
	Weighing *SmallForm
	Make     *PlanMake
	Running  string // a plan is being made: what to say
	Found    *PlanFound
	Other    *PlanOther
	Open     *PlanOpen
}

// PlanMake asks for a plan.
type PlanMake struct {
	Form    Form
	Moves   Field
	By      Pick
	Choices []Choice
}

// PlanOther is the plan that chooses times the other way, beside the one shown.
type PlanOther struct {
	Title, Says string
	Link        Link
}

// PlanFound is a plan with what it gives back and its proof.
type PlanFound struct {
	Saves   string // the sentence that counts
	Proof   string
	Figures []Row
	Weighed []Row // the same, weighed
	Notes   []string
	Blocks  []string
	Shares  []PlanShare
	Most    string // whom it gives back most
	Worst   string // how the burden is spread
	Propose *Action
}

// PlanShare is one person's part.
type PlanShare struct{ Name, Today, First, Proposed, Back, Changes string }

func (v PlanFound) table() nhs.Table {
	t := nhs.Table{Caption: "In hours of the week", CaptionSize: "s", Responsive: true,
		FirstIsHead: true, Head: []nhs.Cell{{Text: "Person"}, {Text: "As promised today"}, {Text: "First come"},
			{Text: "This plan"}, {Text: "Given back against first come"}, {Text: "What changes"}}}
	for _, s := range v.Shares {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: s.Name}, {Text: s.Today}, {Text: s.First}, {Text: s.Proposed},
			{Text: s.Back}, {Text: s.Changes}})
	}
	return t
}

// PlanOpen is the newest proposal with the answers.
type PlanOpen struct {
	Title string
	Lead  string
	All   *Action
	Lines []PlanAsked
}

// PlanAsked is what is proposed to one person.
type PlanAsked struct {
	Name, URL, Times, Gives, State string
	Acts                           []Action
}
