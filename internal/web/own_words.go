package web

import (
	"strings"

	"steady/clinic"
	"steady/internal/web/page"
	"steady/moment"
)

// ownTexts are the cabinet texts of what somebody says of themself.
func ownTexts(o clinic.Own) (out []clinic.Text) {
	for _, list := range [][]clinic.OwnReasons{o.Better, o.Gives, o.Takes} {
		for _, x := range list {
			out = append(out, x.Words)
		}
	}
	opt := func(t *clinic.Text) {
		if t != nil {
			out = append(out, *t)
		}
	}
	for _, list := range [][]clinic.Goal{o.Goals, o.Aside} {
		for _, g := range list {
			out = append(out, g.Words)
			if g.Scale != nil {
				out = append(out, g.Scale.Levels...)
			}
			for _, x := range g.Steps {
				out = append(out, x.Words)
			}
			if g.Ended != nil {
				opt(g.Ended.Words)
			}
		}
	}
	if o.Asked != nil {
		opt(o.Asked.Words)
	}
	if o.Last != nil {
		opt(o.Last.Words)
	}
	return out
}

// ownFactTexts are the cabinet texts of one fact of that kind.
func ownFactTexts(f clinic.Fact) []*clinic.Text {
	switch b := f.(type) {
	case *clinic.BetterDescribed:
		return []*clinic.Text{b.Words}
	case *clinic.SideTold:
		return []*clinic.Text{&b.Words}
	case *clinic.GoalSet:
		return []*clinic.Text{&b.Words}
	case *clinic.StepAdded:
		return []*clinic.Text{&b.Words}
	case *clinic.GoalEnded:
		return []*clinic.Text{b.Words}
	case *clinic.CheckedIn:
		return []*clinic.Text{b.Words}
	case *clinic.SeenTo:
		return []*clinic.Text{b.Words}
	}
	return nil
}

// ownFactWords says in one line what somebody said of themself; "" for any
// other fact.
func (d *personDraw) ownFactWords(f clinic.Fact) string {
	switch b := f.(type) {
	case *clinic.BetterDescribed:
		if b.Still {
			return "What getting better means is right as it was"
		}
		return with("What getting better means", d.n.opt(b.Words))
	case *clinic.SideTold:
		if b.Side == clinic.Gives {
			return with("What treatment gives them", d.n.of(b.Words))
		}
		return with("What treatment takes from them", d.n.of(b.Words))
	case *clinic.GoalSet:
		return with("A goal", clinic.WordsOf(clinic.GoalAreas, b.Area), d.n.of(b.Words))
	case *clinic.StepAdded:
		return with("A step of a goal", d.n.of(b.Words))
	case *clinic.StepMarked:
		return with("A step of a goal", strings.ToLower(clinic.WordsOf(clinic.StepMarks, b.Mark)))
	case *clinic.GoalEnded:
		return with("A goal laid aside", clinic.WordsOf(clinic.GoalEnds, b.How), d.n.opt(b.Words))
	case *clinic.CheckedIn:
		return with("How they say they are", checkInWords(&b.CheckIn), d.n.opt(b.Words))
	case *clinic.SeenTo:
		return with("Somebody was with them", d.n.opt(b.Words))
	}
	return ""
}

// checkInRows spells the answers of a check-in; a question that was left out
// is left out here too.
func checkInRows(b *clinic.CheckIn) (out []page.Row) {
	add := func(key, value string) {
		if value != "" {
			out = append(out, page.Row{Key: key, Value: value})
		}
	}
	add("Mood", clinic.WordsOf(clinic.Feelings, b.Mood))
	add("Sleep", clinic.WordsOf(clinic.Feelings, b.Sleep))
	add("Pain", clinic.WordsOf(clinic.Amounts, b.Pain))
	add("Craving", clinic.WordsOf(clinic.Amounts, b.Craving))
	return out
}

// checkInWords is a check-in in one line.
func checkInWords(b *clinic.CheckIn) string {
	var parts []string
	for _, r := range checkInRows(b) {
		parts = append(parts, strings.ToLower(r.Key+" "+r.Value))
	}
	if b.Ask != clinic.AskNothing {
		parts = append(parts, strings.ToLower(askWords(b.Ask)))
	}
	return strings.Join(parts, ", ")
}

// askWords says what somebody asked for.
func askWords(a clinic.Ask) string {
	if a == clinic.AskHelp {
		return "Asked for help"
	}
	return "Asked to talk"
}

// askedLines lists who asked to talk and was not seen to yet.
func askedLines(st *clinic.State, n names, now moment.Instant) (out []page.AskedLine) {
	for _, a := range st.Recovery.Alerts { // what it is stands on a page that fewer may read
		out = append(out, page.AskedLine{Name: n.person(a.Person), URL: "/people/" + string(a.Person) + "/asking",
			Says: "An answer needs looking at today, since " + stamp(st.Zone(), now, a.Recorded), Help: true})
	}
	for _, id := range st.AskedInOrder() {
		x := st.OwnOf(id).Asked
		out = append(out, page.AskedLine{Name: n.person(id), URL: "/people/" + string(id) + "#asked",
			Says: askWords(x.Ask) + " at " + stamp(st.Zone(), now, x.Since), Help: x.Ask == clinic.AskHelp})
	}
	return out
}
