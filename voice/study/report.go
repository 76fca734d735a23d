package study

import (
	"slices"

	"steady/voice"
)

// Report is what a study says outside: its themes with the quotes that were
// released for a report, how it was done, and the code book. Nothing of it is
// said by a participant that was not released for it.
type Report struct {
	Title, Aims string
	Method      []string
	Themes      []ThemeTold // each followed by those that belong to it
	Lines       []LineTold  // between themes, as on the map
	Codes       []CodeTold
	Lists       map[Checklist][]Item
}

// ThemeTold is one theme of a report. Participants, who are counted first, are
// those with a passage of its codes, its own and those of the themes under it; a
// text of nobody known stands for itself. Texts and Passages count the same way,
// and the same words marked by several coders are one passage. A theme voiced by one person stands as
// any other (V-21).
type ThemeTold struct {
	Name, Concept                 string
	Status                        ThemeStatus
	Depth                         int // 1 is a theme, 2 one that belongs to it
	Codes                         []string
	Participants, Texts, Passages int
	Against                       int // passages marked as speaking against it
	Quotes                        []QuoteTold
}

// QuoteTold is a released quote with the label that its speaker has in this
// output and in no other (V-30).
type QuoteTold struct{ Words, Label string }

// LineTold is a line of the map in words.
type LineTold struct{ From, Says, To string }

// CodeTold is one code of the code book.
type CodeTold struct {
	Name, Definition, UseWhen, NotWhen string
	Depth                              int
	Participants, Passages             int
}

// caseOf is whose a text is, as voice.Carry counts cases: what one person said in
// two interviews is theirs once, a text of nobody known stands for itself.
func (s *State) caseOf(text int) string {
	source := s.Project.Sources[text].ID
	if who := s.Of(source); who != nil {
		return who.ID
	}
	return voice.BareID(source)
}

// Report makes the report of what somebody may see: while a blind round is open
// its coders see their own work alone, counts too (V-25). Output names where it
// goes: labels of participants are made for it alone.
func (s *State) Report(output string, see func(source, coder string) bool) *Report {
	out := &Report{Title: s.About.Title.Get(), Aims: s.About.Aims.Get(),
		Lists: map[Checklist][]Item{COREQ: s.Checklist(COREQ), SRQR: s.Checklist(SRQR)}}
	out.Method = slices.Concat(sayEthics(s), sayParticipants(s), sayWithdrawn(s), saySampling(s), sayDays(s), sayGuide(s),
		sayAnalysis(s), sayOrigins(s), saySaturation(s), sayTrust(s))
	passages, labels, quotes := s.Passages(see), s.Labels(output), s.Released(UseReport)
	carried := voice.Carry(passages, s.caseOf, s.ThemesOver)
	var under func(theme string, depth int)
	under = func(theme string, depth int) {
		for _, t := range s.Analysis.Themes {
			if t.Under == theme && depth <= len(s.Analysis.Themes) {
				out.Themes = append(out.Themes, s.tell(t, depth, carried[t.ID], labels, quotes))
				under(t.ID, depth+1)
			}
		}
	}
	under("", 1)
	for _, l := range s.Analysis.Links {
		if from, to := s.Theme(l.From), s.Theme(l.To); from != nil && to != nil {
			out.Lines = append(out.Lines, LineTold{from.Name.Get(), l.Says.Get(), to.Name.Get()})
		}
	}
	byCode := voice.Carry(passages, s.caseOf, func(code string) []string { return []string{voice.BareID(code)} })
	for _, c := range s.Project.Codes {
		e, n := s.EntryOf(c.ID), byCode[voice.BareID(c.ID)]
		out.Codes = append(out.Codes, CodeTold{e.Name, e.Definition, e.UseWhen, e.NotWhen, c.Depth, n.Cases, n.Passages})
	}
	return out
}

func (s *State) tell(t *Theme, depth int, n voice.Carried, labels map[string]string,
	quotes []Quote) ThemeTold {
	out := ThemeTold{Name: t.Name.Get(), Concept: t.Concept.Get(), Status: t.Status, Depth: depth, Participants: n.Cases,
		Texts: n.Texts, Passages: n.Passages}
	for _, c := range t.Codes {
		out.Codes = append(out.Codes, s.EntryOf(c).Name)
	}
	for _, x := range s.Analysis.Negatives {
		out.Against += one(x.Theme == t.ID)
	}
	own := map[string]bool{}
	for _, c := range t.Codes {
		for _, id := range append(s.Under(c), voice.BareID(c)) {
			own[id] = true
		}
	}
	for _, q := range quotes {
		if q.Theme == t.ID || own[voice.BareID(q.Theme)] {
			out.Quotes = append(out.Quotes, QuoteTold{q.Text.Get(), labels[q.Participant]})
		}
	}
	return out
}
