package web

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"steady/internal/web/page"
	core "steady/voice/study"
)

// mostDiffers bounds how many differences one page asks about.
const mostDiffers = 300

// mergePart says what becomes of a copy of the project that the study holds
// (V-11).
func mergePart(c *core.Comparison) page.StudyPart {
	out := page.StudyPart{ID: "merge", Title: "What joins what is here"}
	if c.Known == 0 {
		out.Says = []string{"Nothing in it is of this study: it is another project. Take it into a study of its own."}
		return out
	}
	out.Lead = "This is a copy of a project that the study holds. What is new joins. Nothing that is here is lost."
	for _, x := range []struct {
		n    int
		what string
	}{{c.Codings, "coding"}, {c.Codes, "code"}, {c.Texts, "text"}, {c.Coders, "coder"},
		{c.Notes, "note, case, set or link"}, {c.Files, "file"}} {
		if x.n > 0 {
			out.Says = append(out.Says, fmt.Sprintf("New: %s.", countOf(x.n, x.what)))
		}
	}
	if c.New() == 0 {
		out.Says = append(out.Says, "Nothing in it is new.")
	}
	if c.Alike > 0 {
		out.Says = append(out.Says, fmt.Sprintf("%s under other ids are here already: the same code by the same coder on "+
			"the same words.", plural(c.Alike, "coding")))
	}
	for _, x := range c.Stays {
		first, n := utf8.DecodeRuneInString(x)
		out.Says = append(out.Says, string(unicode.ToUpper(first))+x[n:]+".")
	}
	return out
}

func countOf(n int, what string) string {
	if what == "note, case, set or link" {
		return fmt.Sprintf("%d of notes, cases, sets and links", n)
	}
	return plural(n, what)
}

// differField asks about what is not the same here and in the file; nil where
// nothing is asked.
func differField(list []core.Difference) (f *page.SmallField, more string) {
	if len(list) == 0 {
		return nil, ""
	}
	f = &page.SmallField{ID: "take", Name: "take", Many: true,
		Label: "Take these from the file; whatever is not chosen stays as it is here"}
	for _, d := range list[:min(len(list), mostDiffers)] {
		f.Choices = append(f.Choices, page.Choice{Value: d.Key, Label: d.What,
			Hint: "Here: " + d.Here + ". In the file: " + d.There + "."})
	}
	more = plural(len(list), "difference") + " between the study and the file."
	if n := len(list) - mostDiffers; n > 0 {
		more += fmt.Sprintf(" The last %d are not shown and stay as they are here; look at the file again after this.", n)
	}
	return f, more
}
