package study

import (
	"fmt"
	"strconv"
	"strings"

	"steady/person"
	core "steady/voice/study"
)

// places reads at=start-end, several with commas.
func places(w words) (out []core.Place) {
	for at := range strings.SplitSeq(w["at"], ",") {
		start, end, _ := strings.Cut(at, "-")
		p := core.Place{Source: w["text"], Version: 1, Coding: w["coding"]}
		p.Start, _ = strconv.Atoi(start)
		p.End, _ = strconv.Atoi(end)
		if w["version"] != "" {
			p.Version = w.whole("version")
		}
		out = append(out, p)
	}
	return out
}

func entry(w words) core.Entry {
	return core.Entry{Name: w.text("name"), Definition: w.text("means"), UseWhen: w.text("use"), NotWhen: w.text("not"),
		Origin: core.Origin(w.text("origin")), Folder: w["folder"] == "yes"}
}

// simple are verbs whose body is in the words alone.
type simple = map[string]func(w words) core.Body

var treeVerbs = simple{
	"passages": func(w words) core.Body {
		return core.CodePassages{Passages: places(w), Code: w["code"], New: entry(w), Parent: w["below"]}
	},
	"recode": func(w words) core.Body { return core.Recode{Place: places(w)[0], Code: w["code"]} },
	"move": func(w words) core.Body {
		return core.MoveCode{Code: w["code"], Parent: w["below"], Before: w["before"]}
	},
	"merge": func(w words) core.Body {
		return core.MergeCodes{Code: w["code"], Into: w["into"], Overlaps: w["overlaps"]}
	},
	"split": func(w words) core.Body {
		return core.SplitCode{Code: w["code"], Entry: entry(w), Passages: places(w)}
	},
	"drop": func(w words) core.Body { return core.DropCode{Code: w["code"]} },
	"undo": func(w words) core.Body {
		return core.Undo{Seq: int64(w.whole("saw")), Again: w["redo"] == "yes"}
	},
}

var themeVerbs = simple{
	"theme": func(w words) core.Body {
		return core.WriteTheme{Theme: w["theme"], Rev: int64(w.whole("saw")), Name: w.text("name"),
			Concept: w.text("means"), Status: core.ThemeStatus(w["status"]), Under: w["under"], Why: w.text("why")}
	},
	"droptheme": func(w words) core.Body { return core.DropTheme{Theme: w["theme"], Why: w.text("why")} },
	"place": func(w words) core.Body {
		return core.PlaceCode{Code: w["code"], Theme: w["theme"], Out: w["out"] == "yes"}
	},
	"link": func(w words) core.Body {
		return core.LinkThemes{From: w["from"], To: w["to"], Says: w.text("says"), Away: w["away"] == "yes"}
	},
	"put": func(w words) core.Body {
		return core.PutTheme{Theme: w["theme"], Column: w.whole("column"), Row: w.whole("row")}
	},
	"pick": func(w words) core.Body {
		return core.PickQuote{Theme: w["theme"], Source: w["text"], Coding: w["coding"], Away: w["away"] == "yes"}
	},
	"negative": func(w words) core.Body {
		return core.MarkNegative{Theme: w["theme"], Source: w["text"], Coding: w["coding"], Why: w.text("why"),
			Away: w["away"] == "yes"}
	},
	"cell": func(w words) core.Body {
		return core.WriteCell{Source: w["text"], Code: w["code"], Rev: int64(w.whole("saw")), Text: w.text("says")}
	},
	"phase": func(w words) core.Body {
		return core.EnterPhase{Phase: core.Phase(w.whole("phase")), Note: w.text("says")}
	},
}

var roundVerbs = simple{
	"blind": func(w words) core.Body {
		b := core.OpenRound{Source: w["text"]}
		for id := range strings.SplitSeq(w["coders"], ",") {
			b.Coders = append(b.Coders, person.StaffID(id))
		}
		return b
	},
	"done": func(w words) core.Body {
		return core.FinishRound{Source: w["text"], Coder: person.StaffID(w["coder"])}
	},
	"agree": func(w words) core.Body {
		return core.Reconcile{Place: places(w)[0], Code: w["code"], Keep: w["keep"] == "yes", Why: w.text("why")}
	},
}

func init() {
	for _, part := range []simple{treeVerbs, themeVerbs, roundVerbs} {
		for verb, body := range part {
			verbs[verb] = func(_ *script, w words) core.Body { return body(w) }
		}
	}
	verbs["describe"] = func(x *script, w words) core.Body {
		b := core.DescribeCode{Code: w["code"], Entry: entry(w)}
		x.study.View(func(s *core.State) { b.Rev = s.EntryOf(w["code"]).Rev })
		if w["saw"] != "" {
			b.Rev = int64(w.whole("saw"))
		}
		return b
	}
	verbs["everyone"] = func(x *script, w words) core.Body { // more passages than are taken at once
		b := core.CodePassages{Code: w["code"]}
		for range 2001 {
			b.Passages = append(b.Passages, places(w)[0])
		}
		return b
	}
}

// sameAnalysis is what can be compared of the analysis of a state.
func sameAnalysis(x *core.State) (out string) {
	a := &x.Analysis
	for _, c := range x.Project.Codes {
		e := x.EntryOf(c.ID)
		out += fmt.Sprintf("\n%v %d %d %s", e.Entry, e.Rev, e.Version, e.By)
	}
	for _, t := range a.Themes {
		out += fmt.Sprintf("\n%s %q %q %s %s %v %d %d %v %d", t.ID, t.Name.Get(), t.Concept.Get(), t.Status, t.Under, t.Codes,
			t.Column, t.Row, t.Picks, t.Rev)
	}
	for _, l := range a.Links {
		out += fmt.Sprintf("\n%s %s %q", l.From, l.To, l.Says.Get())
	}
	for _, n := range a.Negatives {
		out += fmt.Sprintf("\n%s %s %s %q", n.Theme, n.Source, n.Coding, n.Why.Get())
	}
	for _, n := range a.Settled {
		out += fmt.Sprintf("\n%s %d %d %s %v %q", n.Source, n.Start, n.End, n.Code, n.Keep, n.Why.Get())
	}
	for k, r := range a.Rounds {
		out += fmt.Sprintf("\n%s %v %v", k, r.Coders, r.Done)
	}
	for _, p := range a.Phases {
		out += fmt.Sprintf("\n%d %q", p.Phase, p.Text.Get())
	}
	out += fmt.Sprintf("\n%d cells, consensus %q, trail of %d", len(a.Cells), a.Consensus, len(a.Trail))
	for _, id := range x.MembersInOrder() {
		c := core.Command{By: id}
		out += fmt.Sprintf("\n%s %d %d", id, x.CanUndo(c), x.CanRedo(c))
	}
	return out
}
