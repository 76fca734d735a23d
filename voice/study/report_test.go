package study

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"steady/voice"
)

// TestReportCounts compares the counts of a report with a slow count of its own
// over random trees of codes, themes within themes and passages of two coders.
func TestReportCounts(t *testing.T) {
	for seed := range uint64(60) {
		dice := rand.New(rand.NewPCG(seed, 3))
		s := New("s")
		id := func(kind string, n int) string { return fmt.Sprintf("%s%031X", kind, n) }
		for i := range 6 {
			depth := 1
			if i > 0 {
				depth = 1 + dice.IntN(s.Project.Codes[i-1].Depth+1)
			}
			s.Project.Codes = append(s.Project.Codes, voice.Code{ID: id("C", i), Name: fmt.Sprint("code ", i), Depth: depth,
				Codable: true})
		}
		for i := range 3 {
			src := voice.Source{ID: id("A", i), HasText: true, Text: strings.Repeat("word ", 9)}
			for k := range dice.IntN(8) {
				start := dice.IntN(4)
				src.Selections = append(src.Selections, voice.Selection{ID: id("5", 10*i+k), Start: start,
					End: start + 1 + dice.IntN(2), Placed: true, Codings: []voice.Coding{
						{ID: id("6", 10*i+k), Code: id("C", dice.IntN(6)), User: id("B", dice.IntN(2))}}})
			}
			s.Project.Sources = append(s.Project.Sources, src)
			s.Held[voice.BareID(src.ID)] = &Held{Participant: fmt.Sprint("p", dice.IntN(2))}
		}
		s.Participants = []*Participant{{ID: "p0", No: 1}, {ID: "p1", No: 2}}
		for i := range 3 {
			th := &Theme{ID: fmt.Sprint("t", i), Status: Candidate}
			if i > 0 && dice.IntN(2) == 0 {
				th.Under = fmt.Sprint("t", dice.IntN(i))
			}
			for range dice.IntN(3) {
				th.Codes = append(th.Codes, voice.BareID(id("C", dice.IntN(6))))
			}
			s.Analysis.Themes = append(s.Analysis.Themes, th)
		}
		s.index()
		told := s.Report("x", nil).Themes
		if len(told) != 3 {
			t.Fatalf("seed %d: %d themes told", seed, len(told))
		}
		got := map[string]int{}
		for _, x := range told {
			got[fmt.Sprint(x.Participants, x.Texts, x.Passages)]++
		}
		for i := range 3 {
			key := slowly(s, fmt.Sprint("t", i))
			if got[key]--; got[key] < 0 {
				t.Errorf("seed %d: theme %d has %s by hand, not in %v", seed, i, key, got)
			}
		}
	}
}

// slowly counts one theme by trying, for every passage, every code on its way up
// and every theme on the way up from there.
func slowly(s *State, theme string) string {
	people, texts, passages := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, src := range s.Project.Sources {
		for _, sel := range src.Selections {
			for _, c := range sel.Codings {
				in := false
				for code := voice.BareID(c.Code); code != ""; code = s.Parent(code) {
					for _, th := range s.Analysis.Themes {
						for _, own := range th.Codes {
							for up := th.ID; own == code && up != ""; up = s.Theme(up).Under {
								in = in || up == theme
							}
						}
					}
				}
				if in {
					people[s.Held[voice.BareID(src.ID)].Participant] = true
					texts[src.ID] = true
					passages[fmt.Sprint(src.ID, sel.Start, sel.End)] = true
				}
			}
		}
	}
	return fmt.Sprint(len(people), len(texts), len(passages))
}

// TestChecklistsAreWhole: COREQ has 32 items and SRQR 21, every fill belongs to
// one of them, and an empty study has gaps in all but the software.
func TestChecklistsAreWhole(t *testing.T) {
	for list, want := range map[Checklist]int{COREQ: 32, SRQR: 21} {
		got := New("s").Checklist(list)
		if len(got) != want {
			t.Errorf("%s has %d items, not %d", list, len(got), want)
		}
		for n := range fills[list] {
			if n < 1 || n > want {
				t.Errorf("%s: the fill of item %d is of none", list, n)
			}
		}
		for _, i := range got {
			if software := list == COREQ && i.Number == 27; i.Gap() == software {
				t.Errorf("%s item %d of an empty study says %v", list, i.Number, i.Known)
			}
		}
	}
	if New("s").Checklist("other") != nil {
		t.Error("a list that is not known has items")
	}
}

// One participant is one, and who agreed to a recording is counted.
func TestNumbersAreSaidAsPeopleSayThem(t *testing.T) {
	s := New("x")
	s.Participants = []*Participant{{ID: "p", No: 1, Consents: []Consent{{Day: 1, Sheet: "1", Record: true}}}}
	if got := sayParticipants(s)[0]; got != "1 participant, 0 interviews." {
		t.Error(got)
	}
	if got := sayEthics(s)[0]; got != "Consents on record: 1 participant. To be quoted 0, to archiving 0, to linking "+
		"with outcomes 0, to a recording 1." {
		t.Error(got)
	}
}
