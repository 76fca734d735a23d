// Package themes writes the report of a research study: its themes with the
// quotes that were released, how it was done, the code book and the checklists,
// as a text document and as one web page. It adds nothing to what the study says.
// The same report gives the same bytes.
package themes

import (
	"fmt"
	"strings"

	"steady/internal/report/docx"
	"steady/voice/study"
)

// checklists are the lists of a report, in order.
var checklists = []study.Checklist{study.COREQ, study.SRQR}

// Reach says who speaks in a theme: participants first (V-21).
func Reach(t study.ThemeTold) string {
	var b strings.Builder
	if t.Participants > 0 {
		fmt.Fprintf(&b, "%s, ", plural(t.Participants, "participant"))
	}
	fmt.Fprintf(&b, "%s, %s.", plural(t.Texts, "interview"), plural(t.Passages, "passage"))
	if t.Against > 0 {
		fmt.Fprintf(&b, " %s marked as speaking against it.", plural(t.Against, "passage"))
	}
	return b.String()
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Status says how far a theme has come.
func Status(s study.ThemeStatus) string {
	return map[study.ThemeStatus]string{study.Candidate: "a candidate", study.Reviewed: "reviewed",
		study.Named: "defined and named"}[s]
}

// noQuote stands where no quote of a theme was released.
const noQuote = "No quote is released for this theme."

// Answer is what stands beside an item of a checklist: the study's own records,
// what the researchers wrote, or that nothing is recorded.
func Answer(i study.Item) string {
	lines := append([]string(nil), i.Known...)
	if i.Note != nil && i.Note.Text.Get() != "" {
		lines = append(lines, i.Note.Text.Get())
	}
	if len(lines) == 0 && i.Gap() {
		return "Not recorded"
	}
	return strings.Join(lines, " ")
}

// Page is where an item stands in the paper.
func Page(i study.Item) string {
	if i.Note == nil {
		return ""
	}
	return i.Note.Page.Get()
}

// DOCX writes the report as a text document.
func DOCX(r *study.Report) ([]byte, error) {
	d := docx.New(r.Title, "en-GB")
	d.Title(r.Title)
	if r.Aims != "" {
		d.Text(r.Aims)
	}
	d.Heading(1, "Themes")
	for _, t := range r.Themes {
		d.Heading(min(1+t.Depth, 3), t.Name)
		if t.Concept != "" {
			d.Text(t.Concept)
		}
		d.Note(Reach(t) + " This theme is " + Status(t.Status) + ".")
		for _, q := range t.Quotes {
			d.Quote(q.Words, q.Label)
		}
		if len(t.Codes) > 0 && len(t.Quotes) == 0 {
			d.Note(noQuote)
		}
	}
	if len(r.Lines) > 0 {
		d.Heading(2, "How themes bear on each other")
		for _, l := range r.Lines {
			d.Item(l.From + " – " + l.Says + " – " + l.To)
		}
	}
	d.Heading(1, "How it was done")
	for _, m := range r.Method {
		d.Item(m)
	}
	d.Heading(1, "Code book")
	var rows [][]string
	for _, c := range r.Codes {
		rows = append(rows, []string{strings.Repeat("– ", c.Depth-1) + c.Name, Definition(c), fmt.Sprint(c.Participants),
			fmt.Sprint(c.Passages)})
	}
	d.Table(codeHead, rows)
	for _, l := range checklists {
		d.Heading(1, strings.ToUpper(string(l)))
		d.Note(l.Source())
		var rows [][]string
		for _, i := range r.Lists[l] {
			rows = append(rows, []string{fmt.Sprint(i.Number), i.Label, Answer(i), Page(i)})
		}
		d.Table(itemHead, rows)
	}
	return d.Bytes()
}

var (
	codeHead = []string{"Code", "Definition", "Participants", "Passages"}
	itemHead = []string{"Item", "What is to be told", "What is recorded", "Page"}
)

// Definition is what the code book says of a code.
func Definition(c study.CodeTold) string {
	out := c.Definition
	if c.UseWhen != "" {
		out += "\nUse when: " + c.UseWhen
	}
	if c.NotWhen != "" {
		out += "\nNot when: " + c.NotWhen
	}
	return strings.TrimSpace(out)
}
