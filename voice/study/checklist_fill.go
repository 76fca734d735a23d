package study

import (
	"fmt"
	"strings"

	"steady/moment"
	"steady/voice"
)

// Item is one item of a checklist: what the study itself knows of it, and what
// the researchers wrote. A gap has neither.
type Item struct {
	Number int
	Label  string
	Known  []string // sentences from the study's own records
	Where  string   // the page of the study that they come from: texts, codes, themes …; "" is none
	Note   *ItemNote
}

// Gap reports whether nothing is recorded of an item.
func (i Item) Gap() bool { return len(i.Known) == 0 && i.Note == nil }

// known is how one item is filled: the page its facts are on, and the facts.
type known struct {
	where string
	say   func(s *State) []string
}

// Checklist fills a list from the study (V-20): every item, with what is recorded
// or nothing. It is nil for a list that is not known.
func (s *State) Checklist(l Checklist) (out []Item) {
	for i, label := range items[l] {
		n := i + 1
		item := Item{Number: n, Label: label, Note: s.Analysis.Items[ItemKey{l, n}]}
		if k, ok := fills[l][n]; ok {
			if item.Known = k.say(s); len(item.Known) > 0 {
				item.Where = k.where
			}
		}
		out = append(out, item)
	}
	return out
}

var fills = map[Checklist]map[int]known{
	COREQ: {
		9: {"", sayApproach}, 12: {"participants", sayParticipants}, 13: {"participants", sayWithdrawn},
		16: {"participants", saySampling}, 17: {"participants", sayGuide}, 18: {"texts", sayRepeated},
		20: {"memos", sayFieldNotes}, 22: {"saturation", saySaturation}, 24: {"codes", sayCoders},
		25: {"codes", sayTree}, 26: {"codes", sayOrigins}, 27: {"", saySoftware}, 29: {"quotes", sayQuotes},
		31: {"themes", sayThemes}, 32: {"themes", sayNegatives},
	},
	SRQR: {
		1: {"", sayTitle}, 4: {"", sayAims}, 5: {"", sayApproach}, 6: {"memos", sayReflexive},
		8: {"participants", saySampling}, 9: {"", sayEthics}, 10: {"texts", sayDays}, 11: {"participants", sayGuide},
		12: {"participants", sayParticipants}, 14: {"themes", sayAnalysis}, 15: {"trail", sayTrust},
		13: {"texts", sayWorkedUp}, 16: {"themes", sayThemes}, 17: {"quotes", sayQuotes},
	},
}

func sentence(format string, a ...any) []string { return []string{fmt.Sprintf(format, a...)} }

// number is how many there are of something, as people say it.
func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// some is a sentence about a number of things, none for none.
func some(n int, one, many string) []string {
	switch n {
	case 0:
		return nil
	case 1:
		return sentence("%s", one)
	}
	return sentence(many, n)
}

func sayTitle(s *State) []string { return told(s.About.Title) }
func sayAims(s *State) []string  { return told(s.About.Aims) }

func told(t *Text) []string {
	if w := t.Get(); w != "" {
		return []string{w}
	}
	return nil
}

func sayEthics(s *State) (out []string) {
	if w := s.About.Ethics.Get(); w != "" {
		out = sentence("Ethics reference: %s.", strings.TrimRight(w, "."))
	}
	agreed, quote, archive, link, record := 0, 0, 0, 0, 0
	for _, p := range s.Participants {
		if len(p.Consents) == 0 || p.Withdrawn != 0 {
			continue
		}
		agreed++
		c := p.Consent()
		quote, archive, link = quote+one(c.Quote), archive+one(c.Archive), link+one(c.Link)
		record += one(c.Record)
	}
	if agreed > 0 {
		out = append(out, fmt.Sprintf("Consents on record: %s. To be quoted %d, to archiving %d, to linking with outcomes "+
			"%d, to a recording %d.", number(agreed, "participant"), quote, archive, link, record))
	}
	return out
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func sayApproach(s *State) []string {
	switch s.About.Approach {
	case Reflexive:
		return sentence("Reflexive thematic analysis (Braun and Clarke); agreement of coders is not counted.")
	case Codebook:
		return sentence("Thematic analysis with a code book.")
	case Framework:
		return sentence("Framework analysis (Ritchie and Spencer; Gale and others 2013).")
	}
	return nil
}

// taking counts the participants who have not withdrawn.
func (s *State) taking() (n int) {
	for _, p := range s.Participants {
		n += one(p.Withdrawn == 0)
	}
	return n
}

// interviews counts the texts that are somebody's.
func (s *State) interviews() (n int) {
	for i := range s.Project.Sources {
		n += one(s.Of(s.Project.Sources[i].ID) != nil)
	}
	return n
}

func sayParticipants(s *State) []string {
	if n := s.taking(); n > 0 {
		return sentence("%s, %s.", number(n, "participant"), number(s.interviews(), "interview"))
	}
	return nil
}

func sayWithdrawn(s *State) []string {
	return some(len(s.Participants)-s.taking(), "One participant withdrew.", "%d participants withdrew.")
}

func saySampling(s *State) []string {
	var names []string
	for _, a := range s.Attributes {
		names = append(names, a.Name)
	}
	if len(names) == 0 {
		return nil
	}
	return sentence("Sampling table by %s.", strings.Join(names, ", "))
}

func sayGuide(s *State) []string {
	return some(len(s.Guides), "A topic guide in one version.", "A topic guide in %d versions.")
}

func sayRepeated(s *State) []string {
	times, again := map[string]int{}, 0
	for i := range s.Project.Sources {
		if p := s.Of(s.Project.Sources[i].ID); p != nil {
			if times[p.ID]++; times[p.ID] == 2 {
				again++
			}
		}
	}
	if len(times) == 0 {
		return nil
	}
	if again == 0 {
		return sentence("Nobody was interviewed twice.")
	}
	return some(again, "One participant was interviewed more than once.",
		"%d participants were interviewed more than once.")
}

func sayDays(s *State) []string {
	var first, last moment.Day
	for _, h := range s.Held {
		if h.Day != 0 && (first == 0 || h.Day < first) {
			first = h.Day
		}
		last = max(last, h.Day)
	}
	if first == 0 {
		return nil
	}
	return sentence("Interviews from %s to %s.", first, last)
}

func (s *State) memosOf(k MemoKind) (n int) {
	for _, m := range s.Memos {
		n += one(m.Kind == k)
	}
	return n
}

func sayFieldNotes(s *State) []string {
	return some(s.memosOf(MemoField), "One field note is kept.", "%d field notes are kept.")
}

func sayReflexive(s *State) []string {
	return some(s.memosOf(MemoReflexive), "One reflexive memo is kept.", "%d reflexive memos are kept.")
}

// coders lists those who coded, the consensus not among them.
func (s *State) coders() map[string]bool {
	out := map[string]bool{}
	for _, p := range s.Passages(nil) {
		if p.Coder != s.Analysis.Consensus {
			out[p.Coder] = true
		}
	}
	return out
}

func sayCoders(s *State) []string {
	rounds := 0
	for _, r := range s.Analysis.Rounds {
		rounds += one(!r.Open())
	}
	out := some(len(s.coders()), "One person coded.", "%d people coded.")
	return append(out, some(rounds, "One text was coded by several without seeing each other's work.",
		"%d texts were coded by several without seeing each other's work.")...)
}

func sayTree(s *State) []string {
	if len(s.Project.Codes) == 0 {
		return nil
	}
	deepest, defined := 0, 0
	for _, c := range s.Project.Codes {
		deepest = max(deepest, c.Depth)
		defined += one(s.EntryOf(c.ID).Definition != "")
	}
	return sentence("%d codes on %d levels, %d of them with a definition.", len(s.Project.Codes), deepest, defined)
}

func sayOrigins(s *State) []string {
	n := map[Origin]int{}
	for _, c := range s.Project.Codes {
		n[s.EntryOf(c.ID).Origin]++
	}
	if n[Inductive]+n[InVivo]+n[Deductive] == 0 {
		return nil
	}
	return sentence("Codes from what people said: %d, in their own words: %d, from a theory: %d, not said: %d.",
		n[Inductive], n[InVivo], n[Deductive], n[""])
}

func saySoftware(*State) []string { return sentence("Steady.") }

func sayThemes(s *State) []string {
	named := 0
	for _, t := range s.Analysis.Themes {
		named += one(t.Status == Named)
	}
	if len(s.Analysis.Themes) == 0 {
		return nil
	}
	return sentence("%d themes, %d of them defined and named.", len(s.Analysis.Themes), named)
}

func sayNegatives(s *State) []string {
	return some(len(s.Analysis.Negatives), "One passage that speaks against a theme is marked.",
		"%d passages that speak against a theme are marked.")
}

func sayQuotes(s *State) []string {
	return some(len(s.Released(UseReport)), "One quote is released for the report.",
		"%d quotes are released for the report.")
}

func sayWorkedUp(s *State) (out []string) {
	corrected, replaced := 0, 0
	for _, h := range s.Held {
		corrected += one(h.Version > 1)
		replaced += len(h.Replacements)
	}
	out = some(corrected, "One transcript was corrected after it was taken in, with every coding on its words.",
		"%d transcripts were corrected after they were taken in, with every coding on its words.")
	return append(out, some(replaced, "One name, place or other detail was replaced.",
		"%d names, places and other details were replaced.")...)
}

func sayAnalysis(s *State) (out []string) {
	reached := Phase(0)
	for _, p := range s.Analysis.Phases {
		reached = max(reached, p.Phase)
	}
	out = append(sayApproach(s), sayTree(s)...)
	if reached > 0 {
		out = append(out, fmt.Sprintf("Phases of thematic analysis entered: up to %d of %d (Braun and Clarke 2006).",
			reached, WriteUp))
	}
	return out
}

func sayTrust(s *State) []string {
	out := some(len(s.Analysis.Trail), "One analytic decision is in the audit trail.",
		"%d analytic decisions are in the audit trail.")
	out = append(out, sayCoders(s)...)
	out = append(out, some(len(s.Analysis.Settled), "One difference between coders was settled, with what decided it.",
		"%d differences between coders were settled, each with what decided it.")...)
	return append(out, sayNegatives(s)...)
}

// saySaturation tells how many codes were new, and gives no verdict: that enough
// was heard is for the researchers to say. In reflexive work it is no goal (V-19).
func saySaturation(s *State) []string {
	seen := s.CodesByText()
	if s.About.Approach == Reflexive || len(seen) < 2 {
		return nil
	}
	c, err := voice.Saturate(seen, len(seen)-1, 1, 0, 0)
	if err != nil {
		return nil
	}
	half := c.Total[(len(seen)-1)/2]
	return sentence("%d codes were seen in %d texts; %d of them in the first %d, %d for the first time in the last.",
		c.Total[len(seen)-1], len(seen), half, (len(seen)-1)/2+1, c.New[len(seen)-1])
}

// CodesByText lists the codes that each text was given, in the order in which
// the texts joined; texts without a code are left out.
func (s *State) CodesByText() (out [][]string) {
	for i := range s.Project.Sources {
		var codes []string
		for _, p := range s.PassagesOf(i, nil) {
			codes = append(codes, p.Code)
		}
		if len(codes) > 0 {
			out = append(out, codes)
		}
	}
	return out
}
