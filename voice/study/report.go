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
// those with a passage of its codes, its own and those of the themes under it;
// Texts and Passages count the same way. A theme voiced by one person stands as
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

// counted is what passages of some codes come to.
type counted struct {
	participants, texts map[string]bool
	passages            int
}

// count counts over every coder but the consensus: a passage that several coded
// so is counted once.
func (s *State) count(codes map[string]bool, passages []voice.Passage) counted {
	c := counted{participants: map[string]bool{}, texts: map[string]bool{}}
	type span struct{ text, start, end int }
	seen := map[span]bool{}
	for _, p := range passages {
		if !codes[voice.BareID(p.Code)] {
			continue
		}
		source := s.Project.Sources[p.Text].ID
		if who := s.Of(source); who != nil {
			c.participants[who.ID] = true
		}
		c.texts[source] = true
		seen[span{p.Text, p.Start, p.End}] = true
	}
	c.passages = len(seen)
	return c
}

// reach lists the codes of a theme and of the themes that belong to it, with all
// codes under them.
func (s *State) reach(theme string) map[string]bool {
	out := map[string]bool{}
	for _, t := range s.Analysis.Themes {
		for up, n := t, 0; up != nil && n <= len(s.Analysis.Themes); up, n = s.Theme(up.Under), n+1 {
			if up.ID != theme {
				continue
			}
			for _, c := range t.Codes {
				for _, id := range append(s.Under(c), voice.BareID(c)) {
					out[id] = true
				}
			}
			break
		}
	}
	return out
}

// Report makes the report of what somebody may see: while a blind round is open
// its coders see their own work alone, counts too (V-25). Output names where it
// goes: labels of participants are made for it alone.
func (s *State) Report(output string, see func(source, coder string) bool) *Report {
	out := &Report{Title: s.About.Title.Get(), Aims: s.About.Aims.Get(),
		Lists: map[Checklist][]Item{COREQ: s.Checklist(COREQ), SRQR: s.Checklist(SRQR)}}
	out.Method = slices.Concat(sayEthics(s), sayParticipants(s), sayWithdrawn(s), saySampling(s), sayDays(s), sayGuide(s),
		sayAnalysis(s), sayOrigins(s), saySaturation(s), sayTrust(s))
	passages, labels := s.Passages(see), s.Labels(output)
	var under func(theme string, depth int)
	under = func(theme string, depth int) {
		for _, t := range s.Analysis.Themes {
			if t.Under == theme && depth <= len(s.Analysis.Themes) {
				out.Themes = append(out.Themes, s.tell(t, depth, passages, labels))
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
	for _, c := range s.Project.Codes {
		e := s.EntryOf(c.ID)
		n := s.count(map[string]bool{voice.BareID(c.ID): true}, passages)
		out.Codes = append(out.Codes, CodeTold{e.Name, e.Definition, e.UseWhen, e.NotWhen, c.Depth, len(n.participants),
			n.passages})
	}
	return out
}

func (s *State) tell(t *Theme, depth int, passages []voice.Passage, labels map[string]string) ThemeTold {
	codes := s.reach(t.ID)
	n := s.count(codes, passages)
	out := ThemeTold{Name: t.Name.Get(), Concept: t.Concept.Get(), Status: t.Status, Depth: depth,
		Participants: len(n.participants), Texts: len(n.texts), Passages: n.passages}
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
	for _, q := range s.Released(UseReport) {
		if q.Theme == t.ID || own[voice.BareID(q.Theme)] {
			out.Quotes = append(out.Quotes, QuoteTold{q.Text.Get(), labels[q.Participant]})
		}
	}
	return out
}
