package demo

import (
	"fmt"
	"maps"
	"slices"

	"steady/moment"
	core "steady/voice/study"
)

// sampling is the table by which the invented participants were chosen, and the
// topic guide.
func (w *scribe) sampling() {
	w.do(ResearcherA, core.SetAttributes{Attributes: []core.Attribute{
		{Name: "time in treatment", Values: []string{"under a year", "a year or more"}},
		{Name: "way here", Values: []string{"under half an hour", "half an hour or more"}}}})
	w.do(ResearcherA, core.WriteGuide{Text: "Invented topic guide. 1. How did you hear of this treatment? " +
		"2. What was it like to get in? 3. What is a visit like, and a week? 4. What has changed? " +
		"5. What does recovery mean to you?"})
}

// The invented participants who did not agree to be quoted, and those who did not
// agree to have themes set beside outcomes.
var (
	notQuoted = []string{"P05"}
	notLinked = []string{"P05", "P08"}
)

// participant lets one invented person join the study: what they agreed to, who
// they are in the key table, and whose the text is.
func (w *scribe) participant(n int, x Interview) {
	attrs := map[string]string{"time in treatment": "under a year", "way here": "under half an hour"}
	if n%2 == 0 {
		attrs["time in treatment"] = "a year or more"
	}
	if n%3 == 1 {
		attrs["way here"] = "half an hour or more"
	}
	id := w.do(ResearcherA, core.AddParticipant{Attrs: attrs})
	day := moment.UTC.Day(w.st.Now()) - 70 + moment.Day(4*n)
	w.do(ResearcherA, core.GiveConsent{Participant: id, Consent: core.Consent{Day: day, Sheet: "invented, version 2",
		Quote: !slices.Contains(notQuoted, x.Name), Archive: n%4 != 0, Link: !slices.Contains(notLinked, x.Name)}})
	w.do(ResearcherA, core.KeepKey{Participant: id, Who: fmt.Sprintf("Invented person %d", n+1),
		Person: fmt.Sprintf("u-%02d", n+1)})
	source, _ := w.source(x.Name)
	w.do(ResearcherA, core.GiveText{Source: source, Participant: id, Day: day, Guide: 1})
	w.do(ResearcherA, core.SetSpeakers{Source: source, Roles: []core.SpeakerRole{core.Interviewer, core.Interviewed}})
}

// heldBack are passages that the second reader would not let out, and waiting
// are those that nobody read a second time yet: interview and code.
var (
	heldBack = [][2]string{{"P12", "doubt"}, {"P11", "belong"}}
	waiting  = [][2]string{{"P04", "wait"}, {"P07", "veins"}}
)

// quotes proposes the passages that speak for the themes, each for its own uses,
// and lets the second researcher decide.
func (w *scribe) quotes(interviews []Interview) {
	for _, x := range interviews {
		id, version := w.source(x.Name)
		runes := []rune(x.Text)
		for _, key := range slices.Sorted(maps.Keys(speaking)) {
			for _, pick := range speaking[key] {
				i := slices.IndexFunc(x.Marks, func(m Mark) bool { return m.Code == pick[1] })
				if pick[0] != x.Name || i < 0 || slices.Contains(notQuoted, x.Name) {
					continue
				}
				m := x.Marks[i]
				quote := w.do(ResearcherA, core.ProposeQuote{Source: id, Version: version, Start: m.Start, End: m.End,
					Words: string(runes[m.Start:m.End]), Theme: w.codes[m.Code],
					Uses: []core.Use{core.UseReport, core.UsePack, core.UsePeople},
					Who:  "Invented answer: staff of the day might, others not; no name and no place is in it."})
				stage := core.QuoteReleased
				if slices.Contains(waiting, pick) {
					continue
				}
				if slices.Contains(heldBack, pick) {
					stage = core.QuoteHeld
				}
				w.do(ResearcherB, core.DecideQuote{Quote: quote, Stage: stage})
			}
		}
	}
}
