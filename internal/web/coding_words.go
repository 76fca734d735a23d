package web

import (
	"fmt"
	"slices"
	"strings"

	"steady/person"
	"steady/voice"
	core "steady/voice/study"
)

// says tells one decision of the analysis in a line, with the names that codes
// and themes have now.
func (a *analyst) says(f core.Fact) string {
	if text := a.saysOfCodes(f); text != "" {
		return text
	}
	if text := a.saysOfThemes(f); text != "" {
		return text
	}
	if f, ok := f.(*core.ProjectMerged); ok {
		return fmt.Sprintf("a copy of the project merged: %s and %s new, %s taken from it", plural(f.Codings, "coding"),
			plural(f.Codes, "code"), plural(len(f.Taken), "difference"))
	}
	if text := a.saysOfSound(f); text != "" {
		return text
	}
	switch f := f.(type) {
	case *core.RoundOpened:
		return "blind coding of " + a.textName(f.Source) + " by " + a.staffNames(f.Coders)
	case *core.RoundDone:
		return a.n.staff(f.Coder) + " is done with " + a.textName(f.Source)
	case *core.Reconciled:
		what := "left out of the consensus"
		if f.Keep {
			what = "taken into the consensus"
		}
		if f.Away {
			what = "open again"
		}
		return with("“"+a.codeName(f.Code)+"” in "+a.textName(f.Source)+" "+what, f.Why.Get())
	case *core.MemoWritten:
		return "memo: " + short(f.Text.Get(), 120)
	case *core.Undone:
		if f.Again {
			return fmt.Sprintf("done again, no. %s", number64(f.Seq))
		}
		return fmt.Sprintf("taken back, no. %s", number64(f.Seq))
	}
	return strings.ReplaceAll(strings.TrimPrefix(f.EventKind(), "study_"), "_", " ")
}

func (a *analyst) saysOfCodes(f core.Fact) string {
	name := func(id string) string { return "“" + a.codeName(id) + "”" }
	switch f := f.(type) {
	case *core.CodeAdded:
		return "new code " + name(f.ID)
	case *core.PassageCoded:
		if f.By != "" && f.By == voice.BareID(a.x.Analysis.Consensus) {
			return name(f.Code) + " given in " + a.textName(f.Source) + " as consensus"
		}
		return name(f.Code) + " given in " + a.textName(f.Source)
	case *core.PassageUncoded:
		return "a code taken away in " + a.textName(f.Source)
	case *core.CodingRestored:
		return name(f.Code) + " given back in " + a.textName(f.Source)
	case *core.PassageRecoded:
		return name(f.To) + " in the place of " + name(f.From) + " in " + a.textName(f.Source)
	case *core.PassageStretched:
		return "other bounds of a passage in " + a.textName(f.Source)
	case *core.CodeDescribed:
		return "the entry of " + name(f.ID) + " written anew"
	case *core.CodeMoved:
		if f.Parent == "" {
			return name(f.ID) + " moved among the first codes"
		}
		return name(f.ID) + " moved under " + name(f.Parent)
	case *core.CodeRemoved:
		return "a code taken out of the tree"
	case *core.CodesMerged:
		return "a code merged into " + name(f.Into)
	case *core.CodeSplit:
		return name(f.New) + " split from " + name(f.Code)
	}
	return ""
}

func (a *analyst) saysOfThemes(f core.Fact) string {
	switch f := f.(type) {
	case *core.ThemeWritten:
		return with("theme “"+f.Name.Get()+"”, "+statusWords[f.Status], f.Why.Get())
	case *core.ThemeDropped:
		return with("theme “"+f.Name.Get()+"” let go", f.Why.Get())
	case *core.CodePlaced:
		if f.Out {
			return "“" + a.codeName(f.Code) + "” taken out of theme “" + a.themeName(f.Theme) + "”"
		}
		return "“" + a.codeName(f.Code) + "” placed in theme “" + a.themeName(f.Theme) + "”"
	case *core.ThemesLinked:
		if f.Away {
			return "the line between “" + a.themeName(f.From) + "” and “" + a.themeName(f.To) + "” taken away"
		}
		return with("line from “"+a.themeName(f.From)+"” to “"+a.themeName(f.To)+"”", f.Says.Get())
	case *core.ThemePut:
		return "“" + a.themeName(f.ID) + "” put elsewhere on the map"
	case *core.CellWritten:
		return with("matrix: "+a.textName(f.Source)+", “"+a.codeName(f.Code)+"”", short(f.Text.Get(), 120))
	case *core.NegativeMarked:
		if f.Away {
			return "a passage no longer speaks against “" + a.themeName(f.Theme) + "”"
		}
		return with("a passage speaks against “"+a.themeName(f.Theme)+"”", f.Why.Get())
	case *core.QuotePicked:
		if f.Away {
			return "a passage no longer speaks for “" + a.themeName(f.Theme) + "”"
		}
		return "a passage chosen to speak for “" + a.themeName(f.Theme) + "”"
	case *core.PhaseEntered:
		return with("phase: "+phaseWords[f.Phase].title, f.Note.Get())
	}
	return ""
}

func (a *analyst) themeName(id string) string {
	if t := a.x.Theme(id); t != nil {
		return t.Name.Get()
	}
	return "a theme that was let go"
}

func (a *analyst) textName(id string) string {
	if i := a.x.SourceNumber(id); i >= 0 {
		return a.source(i).Name
	}
	return "a text that is gone"
}

func (a *analyst) staffNames(ids []person.StaffID) string {
	var out []string
	for _, id := range ids {
		out = append(out, a.n.staff(id))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

var statusWords = map[core.ThemeStatus]string{core.Candidate: "candidate", core.Reviewed: "reviewed",
	core.Named: "defined and named"}

// phase is one phase of thematic analysis, in our words after Braun and Clarke
// 2006.
type phase struct{ title, does string }

var phaseWords = map[core.Phase]phase{
	core.Familiarise: {"Get to know the interviews", "Read and listen again, write down first ideas as memos."},
	core.MakeCodes: {"Make codes", "Code what is interesting in every interview, evenly, and leave the words around it " +
		"with the passage."},
	core.SearchThemes: {"Look for themes", "Gather codes into candidates for a theme, with all that is coded with them."},
	core.ReviewThemes: {"Review the themes", "Hold each candidate against its passages, then against all interviews; " +
		"split, " +
		"merge or let go."},
	core.DefineThemes: {"Define and name the themes", "Say what holds each together and where it ends; write its " +
		"central idea."},
	core.WriteUp: {"Write it up", "Choose quotes that carry, tell what they mean for the question."},
}
