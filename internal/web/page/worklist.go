package page

// WorkList is the prescriber's list of what waits, under headings.
type WorkList struct {
	Says  string
	Parts []WorkPart
}

// WorkPart is one heading with its lines.
type WorkPart struct {
	Heading string
	Lines   []WorkLine
}

// WorkLine is one thing to look at: who, one sentence, and the way on.
type WorkLine struct {
	Name, Text, Rule, URL, Way string
	Late                       bool   // its day has passed
	LateWords                  string // in other words than "late"
	Soon                       string // how near an end is, "within 30 days"; empty for what does not end
}

// Add puts a line under a heading; headings stand in the order they first came.
func (v *WorkList) Add(heading string, l WorkLine) {
	for i := range v.Parts {
		if v.Parts[i].Heading == heading {
			v.Parts[i].Lines = append(v.Parts[i].Lines, l)
			return
		}
	}
	v.Parts = append(v.Parts, WorkPart{heading, []WorkLine{l}})
}
