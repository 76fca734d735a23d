package web

import (
	"fmt"
	"strings"

	"steady/clinic"
)

// recoveryTexts are the cabinet texts of what is asked and of the wider life.
// The answers themselves are not among them: they have pages of their own.
func recoveryTexts(f clinic.Fact) []*clinic.Text {
	switch b := f.(type) {
	case *clinic.InstrumentAnswered:
		return []*clinic.Text{b.Words}
	case *clinic.AnswersTakenBack:
		return []*clinic.Text{b.Words}
	case *clinic.AlertSeenTo:
		return []*clinic.Text{&b.Words}
	case *clinic.SupportAsked:
		return []*clinic.Text{b.Words}
	case *clinic.SupportMoved:
		return []*clinic.Text{b.Words}
	case *clinic.CircumstanceKept:
		return []*clinic.Text{b.Words}
	case *clinic.LifeEventTold:
		return []*clinic.Text{b.Words}
	}
	return nil
}

// recoveryFact says in one line what was asked or told; "" for any other fact.
func (d *personDraw) recoveryFact(f clinic.Fact, with func(string, ...string) string) string {
	title := func(id string) string {
		if in := d.st.Instrument(id); in != nil {
			return in.Title
		}
		return id
	}
	switch b := f.(type) {
	case *clinic.InstrumentAsked:
		return "Asked for: " + title(b.Instrument)
	case *clinic.InstrumentAnswered:
		how := strings.ToLower(clinic.WordsOf(clinic.HowsAsked, b.How))
		if b.Declined {
			return with("Would rather not answer "+title(b.Instrument), d.n.opt(b.Words))
		}
		return with(fmt.Sprintf("Answered %d of %d questions, %s, %s", b.Given, b.Items, title(b.Instrument), how),
			d.n.opt(b.Words))
	case *clinic.AnswersTakenBack:
		return with("Answers were taken back", d.n.opt(b.Words))
	case *clinic.AlertSeenTo:
		return with("After an answer that needed looking at", clinic.WordsOf(clinic.AlertsDone, b.Did), d.n.of(b.Words))
	case *clinic.GoalScaled:
		return "The five levels of a goal were described"
	case *clinic.GoalRated:
		return "How a goal stands was said"
	}
	return d.widerFact(f, with)
}

func (d *personDraw) widerFact(f clinic.Fact, with func(string, ...string) string) string {
	switch b := f.(type) {
	case *clinic.SupportAsked:
		return with("Help asked for", clinic.WordsOf(clinic.SupportKinds, b.AskSupport.Kind), d.n.opt(b.Words))
	case *clinic.SupportMoved:
		return with("Help asked for", clinic.WordsOf(clinic.SupportStages, b.Stage), d.n.opt(b.Words))
	case *clinic.CircumstanceKept:
		return with(circumstanceWords(b.KeepCircumstance)+", since "+dayWords(b.From)+toldBy(b.Source), d.n.opt(b.Words))
	case *clinic.LifeEventTold:
		w, _ := clinic.LifeEventOf(b.TellLifeEvent.Kind)
		on := "on "
		if b.Rough {
			on = "about "
		}
		return with(w.Words+", "+on+dayWords(b.Day)+toldBy(b.Source), d.n.opt(b.Words))
	}
	return ""
}

// circumstanceWords says one part of how somebody lives.
func circumstanceWords(b clinic.KeepCircumstance) string {
	c, _ := clinic.CircumstanceOf(b.Kind)
	if b.Is == clinic.NotSaid {
		return c.Title + ": would rather not say"
	}
	return c.Title + ": " + clinic.WordsOf(c.Words, b.Is)
}

// toldBy labels what is known from the person alone, and from elsewhere.
func toldBy(by clinic.ToldBy) string {
	switch by {
	case clinic.SelfReport:
		return " (self-report)"
	case clinic.FromAgency:
		return " (from another service, with consent)"
	}
	return ""
}
