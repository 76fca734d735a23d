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
	Open     *PlanOpen
}

// PlanMake asks for a plan.
type PlanMake struct {
	Form  Form
	Moves Field
}

// PlanFound is a plan with what it gives back and its proof.
type PlanFound struct {
	Saves   string // the sentence that counts
	Proof   string
	Figures []Row
	Notes   []string
	Blocks  []string
	Shares  []PlanShare
	Worst   string // how the burden is spread
	Propose *Action
}

// PlanShare is one person's part.
type PlanShare struct{ Name, Today, First, Proposed, Weighed, Own, Changes string }

func (v PlanFound) table() nhs.Table {
	t := nhs.Table{Caption: "Person by person, in hours of the week", CaptionSize: "s", Responsive: true,
		FirstIsHead: true, Head: []nhs.Cell{{Text: "Person"}, {Text: "As promised today"}, {Text: "First come"},
			{Text: "Proposed"}, {Text: "Proposed, weighed"}, {Text: "Alone in the house, weighed"}, {Text: "What changes"}}}
	for _, s := range v.Shares {
		t.Rows = append(t.Rows, []nhs.Cell{{Text: s.Name}, {Text: s.Today}, {Text: s.First}, {Text: s.Proposed},
			{Text: s.Weighed}, {Text: s.Own}, {Text: s.Changes}})
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
