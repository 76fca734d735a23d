package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"steady/internal/web/nhs"
	"steady/internal/web/page"
	"steady/lab/compare"
)

// The answer of a comparison, as it stands on the first screen: hours of life,
// what a decision weighs beside them, and whose decision it is.

// lifeMeasure is what treatment takes of a life, in minutes a person-week.
const lifeMeasure = "life_min_week"

// beside is a measure that stands beside it.
type beside struct{ id, head string }

var besideLife = []beside{{"missed", "Doses missed"}, {"cost_person_year", "Cost of a person-year"}}

// short is the unit of a measure for a narrow column.
func (b beside) short(m compare.Measure) string {
	if b.id == "missed" {
		return "in 100"
	}
	currency, _, _ := strings.Cut(m.Unit, " ")
	return currency
}

func (d labDraw) answer(warnings []page.LabWarnings) page.LabAnswer {
	var out page.LabAnswer
	s := d.c.Study
	life, known := s.Measure(lifeMeasure)
	if !known || len(s.Policies) == 0 {
		return out
	}
	first, _ := d.c.Figure(s.Policies[0].ID, life.ID)
	if first.Known() {
		out.Lead = fmt.Sprintf("Under %s treatment takes %s hours of a person's week (95 %%: %s to %s). Beside that, with "+
			"the same simulated people:", quotedName(s.Policies[0].Name), hoursOf(first.Mean), hoursOf(first.Lo),
			hoursOf(first.Hi))
	}
	out.Heads = []string{"Rules", "Hours of life a week"}
	for _, b := range besideLife {
		if _, counted := s.Measure(b.id); counted {
			out.Heads = append(out.Heads, b.head)
		}
	}
	out.Heads = append(out.Heads, "Whose decision")
	for _, p := range s.Policies[1:] {
		row := page.LabAnswerRow{Policy: p.Name, Needs: needsOf(p), Rest: d.rest(p.ID)}
		x, _ := d.c.Difference(p.ID, life.ID)
		row.Cells = append(row.Cells, d.answerCell(life, x, hoursOf, "hours"))
		for _, b := range besideLife {
			if m, counted := s.Measure(b.id); counted {
				x, _ := d.c.Difference(p.ID, m.ID)
				row.Cells = append(row.Cells, d.answerCell(m, x, labNumber, b.short(m)))
			}
		}
		out.Rows = append(out.Rows, row)
	}
	chart := d.differences(life)
	out.Chart = &chart
	out.Caution = d.caution(warnings)
	return out
}

// quotedName writes the name of a set of rules within a sentence.
func quotedName(name string) string { return "\u201c" + name + "\u201d" }

// hoursOf writes minutes as hours.
func hoursOf(minutes float64) string { return labNumber(minutes / 60) }

// answerCell says a difference: how much, which way, and how sure. One that
// chance alone could make is told by its interval only.
func (d labDraw) answerCell(m compare.Measure, x compare.Difference, say func(float64) string,
	unit string) page.LabAnswerCell {
	side := func(lo, hi float64, word string) string {
		return "95 %: " + say(lo) + " to " + say(hi) + " " + unit + " " + word
	}
	span := "95 %: " + say(-x.Lo) + " less to " + say(x.Hi) + " " + unit + " more"
	switch {
	case x.Lo >= 0:
		span = side(x.Lo, x.Hi, "more")
	case x.Hi <= 0:
		span = side(-x.Hi, -x.Lo, "less")
	}
	switch x.Verdict {
	case compare.Higher:
		return page.LabAnswerCell{Says: say(x.Mean) + " " + unit + " more", Range: span}
	case compare.Lower:
		return page.LabAnswerCell{Says: say(-x.Mean) + " " + unit + " less", Range: span}
	case compare.Alone:
		return page.LabAnswerCell{Says: "May be chance", Range: span, Noise: true}
	case compare.Noise:
		return page.LabAnswerCell{Says: "Inside noise", Range: span, Noise: true}
	}
	return page.LabAnswerCell{Says: capital(d.verdict(m, x)), Noise: true}
}

// needsOf are whose decisions a policy needs, the furthest from the service
// first.
func needsOf(p compare.Policy) (out []nhs.Tag) {
	for _, ruling := range []compare.Ruling{compare.Law, compare.Licence, compare.Guidance, compare.Habit} {
		if slices.ContainsFunc(p.Rules, func(r compare.Rule) bool { return r.Ruling == ruling }) {
			out = append(out, labTags[ruling])
		}
	}
	if len(out) == 0 {
		return []nhs.Tag{{Text: "Nobody's", Colour: "white"}}
	}
	return out
}

// rest counts what the other measures of a policy say; those without a good side
// are counted as different.
func (d labDraw) rest(policy string) string {
	var better, worse, other, noise int
	for _, m := range d.c.Study.Measures {
		x, told := d.c.Difference(policy, m.ID)
		if !told || m.ID == lifeMeasure || slices.ContainsFunc(besideLife, func(b beside) bool { return b.id == m.ID }) {
			continue // it stands in a column of its own
		}
		switch {
		case x.Verdict == compare.Noise || x.Verdict == compare.Alone:
			noise++
		case x.Verdict != compare.Higher && x.Verdict != compare.Lower:
		case m.Better == compare.Neither || m.Better == "":
			other++
		case (x.Verdict == compare.Higher) == (m.Better == compare.More):
			better++
		default:
			worse++
		}
	}
	return fmt.Sprintf("Of the rest %d better, %d worse, %d different, %d inside noise", better, worse, other,
		noise)
}

// caution leads to what is to be read before the answer is used.
func (d labDraw) caution(warnings []page.LabWarnings) (out []page.Link) {
	for _, w := range warnings {
		if w.Grave {
			out = append(out, page.Link{Text: w.Title, URL: "#warnings"})
		}
	}
	return append(out, page.Link{Text: "What the model cannot know (" + strconv.Itoa(len(d.c.CannotKnow)) + ")",
		URL: "#cannot"})
}
