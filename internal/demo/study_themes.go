package demo

import (
	"cmp"
	"fmt"

	"steady/voice"
	core "steady/voice/study"
)

// agreed is what the two coders settled after they had differed.
var agreed = []struct {
	interview, code string
	keep            bool
	why             string
}{
	{"P01", "travel", true, "Two buses are named, so the way is meant and not the hours."},
	{"P01", "belong", true, "Being greeted by name is about having a place there."},
	{"P02", "fixed", false, "The first dose is meant. That is care, not a rule that could bend."},
	{"P02", "staff", true, "That she sat down is the point of the story."},
	{"P03", "twice", true, "A Sunday with a hole in it is the timetable."},
	{"P05", "unheard", true, "No leaflets reached the place where they lived."},
	{"P06", "faces", false, "It is about one person who knows the bus, and that is coded as being met."},
	{"P08", "criteria", true, "Dates were asked for that nobody has."},
	{"P08", "watched", true, "They name it themselves, and say that they cannot decide if they mind."},
	{"P10", "rumour", true, "What was said in the hostel kept them away."},
	{"P12", "money", true, "The income is meant."},
	{"P12", "work", true, "The work is meant too: both codes stay."},
}

// ideas are the central ideas of the invented themes, by the key of the code that
// holds theirs.
var ideas = map[string]string{
	"start":    "The way in depends on luck: a person who knows, a drawer with the right paper, a place that is free.",
	"known":    "Nobody finds the treatment by looking. Somebody whom they trust tells them, whatever the street says.",
	"entry":    "Being let in asks for proof of a life that left no papers, and then for waiting without a promise.",
	"reasons":  "People come with reasons of their own, and rarely only for themselves.",
	"stay":     "The timetable and the rules take what the people there give.",
	"schedule": "Two visits every day leave no room between them for the life that treatment makes possible.",
	"rules":    "Being watched is borne. What hurts is a rule that nobody present made and nobody present can change.",
	"people":   "Being met as a person by the same people is what brings them back the next day.",
	"heal":     "Healing is in the body, among people and in oneself at once, and no part waits for another.",
	"bodily":   "The body mends first, and is looked after again.",
	"social":   "Contact, a little money and no trouble come back in small and exact amounts.",
	"inner":    "People recognise themselves, and make plans of ordinary size.",
}

// speaking are the passages that speak for the themes: interview and code.
var speaking = map[string][][2]string{
	"known":    {{"P02", "unheard"}, {"P08", "told"}, {"P05", "rumour"}},
	"entry":    {{"P06", "criteria"}, {"P04", "wait"}, {"P12", "doubt"}},
	"reasons":  {{"P01", "others"}, {"P04", "market"}, {"P10", "tired"}},
	"schedule": {{"P09", "work"}, {"P06", "twice"}, {"P05", "travel"}},
	"rules":    {{"P10", "watched"}, {"P03", "missed"}, {"P02", "fixed"}},
	"people":   {{"P07", "staff"}, {"P11", "belong"}, {"P09", "faces"}},
	"bodily":   {{"P07", "veins"}, {"P12", "sleep"}, {"P09", "body"}},
	"social":   {{"P10", "family"}, {"P04", "money"}, {"P08", "nocrime"}},
	"inner":    {{"P03", "myself"}, {"P09", "calm"}, {"P05", "future"}},
}

// settled records what the coders agreed on.
func (w *scribe) settled() {
	interviews, err := Interviews()
	w.err = cmp.Or(w.err, err)
	for _, x := range interviews {
		for _, a := range agreed {
			if a.interview != x.Name {
				continue
			}
			id, version := w.source(x.Name)
			for _, m := range x.Marks {
				if m.Code == a.code {
					w.do(ResearcherB, core.Reconcile{Code: w.codes[a.code], Keep: a.keep, Why: a.why,
						Place: core.Place{Source: id, Version: version, Start: m.Start, End: m.End}})
					break
				}
			}
		}
	}
}

// themed makes the themes, their map and their tables.
func (w *scribe) themed(lines []CodebookLine) {
	w.phase(core.SearchThemes, "Branches of the code book tried as themes, first on paper.")
	themes := map[string]string{}
	for _, c := range lines {
		idea, has := ideas[c.Key]
		if !has {
			continue
		}
		themes[c.Key] = w.do(ResearcherA, core.WriteTheme{Name: c.Name, Concept: idea, Status: core.Named,
			Under: themes[c.In], Why: "Held against every passage of its codes."})
		if themes[c.In] != "" {
			w.do(ResearcherA, core.PlaceCode{Code: w.codes[c.Key], Theme: themes[c.Key]})
		}
	}
	w.phase(core.ReviewThemes, "Every theme read against its passages and against all twelve interviews.")
	for _, c := range lines {
		for _, pick := range speaking[c.Key] {
			source, coding := w.coding(pick[0], pick[1])
			w.do(ResearcherA, core.PickQuote{Theme: themes[c.Key], Source: source, Coding: coding})
		}
	}
	against := func(theme, interview, code, why string) {
		source, coding := w.coding(interview, code)
		w.do(ResearcherB, core.MarkNegative{Theme: themes[theme], Source: source, Coding: coding, Why: why})
	}
	against("rules", "P06", "calm", "Here being watched became company.")
	against("schedule", "P10", "staff", "One day of the week was turned round for them.")
	against("inner", "P11", "doubt", "Coming back left them less sure of what they can do, not more.")
	line := func(from, to, says string) {
		w.do(ResearcherA, core.LinkThemes{From: themes[from], To: themes[to], Says: says})
	}
	line("people", "rules", "make bearable")
	line("schedule", "social", "takes the hours that it needs")
	line("bodily", "inner", "each makes room for the other")
	w.phase(core.DefineThemes, "Names in the words of the interviews where there was one.")
	for _, m := range []core.WriteMemo{
		{Kind: core.MemoReflexive, Text: "Invented memo. I keep hearing the timetable because I came expecting it. " +
			"Tom reads the next three first."},
		{Kind: core.MemoMethod, Text: "Invented memo. Agreement is counted on the first round only, " +
			"before anything was settled."},
	} {
		w.do(ResearcherA, m)
	}
}

// coding finds a passage of an interview with a code: the first of coder A, or of
// coder B where A gave it none.
func (w *scribe) coding(interview, code string) (source, coding string) {
	source, _ = w.source(interview)
	w.st.View(func(s *core.State) {
		for _, by := range []string{s.Coders[ResearcherA], s.Coders[ResearcherB]} {
			x := s.Source(source)
			for i := 0; x != nil && i < len(x.Selections) && coding == ""; i++ {
				for _, c := range x.Selections[i].Codings {
					if voice.BareID(c.Code) == w.codes[code] && core.By(&x.Selections[i], &c) == by {
						coding = c.ID
					}
				}
			}
		}
	})
	if coding == "" {
		w.err = cmp.Or(w.err, fmt.Errorf("interview %s has no passage of code %s", interview, code))
	}
	return source, coding
}
