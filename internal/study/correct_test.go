package study

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"steady/voice"
	core "steady/voice/study"
)

// A name that is taken out of a text leaves the study's own store; the key
// table's store keeps it, and a coding keeps the passage it was given (V-27).
func TestANameLeavesTheStudysStore(t *testing.T) {
	s, cfg, again := twoStores(t)
	give(t, s, core.OpenStudy{Title: "What changed", Approach: core.Codebook})
	who := give(t, s, core.AddParticipant{})[0]
	src := interview(t, s, "one.txt", who, "Interviewer: Who helps?\n"+
		"Marguerite: My sister Zenobia Quill, in Foxtrot Lane 🙂.\n")
	code := give(t, s, core.AddCode{Name: "Help"})[0]
	var from, to int
	s.View(func(x *core.State) {
		text := []rune(x.Source(src).Text)
		from = strings.Index(string(text), "sister")
		to = from + len([]rune("sister Zenobia Quill"))
	})
	give(t, s, core.Code{Source: src, Version: 1, Start: from, End: to, Code: code},
		core.WriteMemo{Kind: core.MemoNote, On: core.Anchor{What: "source", ID: src}, Text: "Zenobia Quill matters."})
	var found []core.Suggestion
	s.View(func(x *core.State) {
		found = core.Suggest(x.Source(src), map[string]string{"My sister": "[name: family]"})
	})
	said := map[string]core.Kind{}
	for _, f := range found {
		said[f.Words] = f.Kind
	}
	if said["Zenobia"] != core.KindName || said["Foxtrot Lane"] != core.KindPlace || said["Marguerite"] != core.KindName ||
		said["My sister"] != core.KindName || said["Interviewer"] != "" {
		t.Errorf("suggested %v", said)
	}
	give(t, s, core.Deidentify{Source: src, Version: 1, Swaps: []core.Swap{{Words: "Zenobia Quill", Kind: core.KindName,
		With: "sister"}, {Words: "Marguerite", Kind: core.KindName, With: "P01"},
		{Words: "Foxtrot Lane", Kind: core.KindPlace, With: "a street"}}})
	for _, w := range []string{"Zenobia", "Marguerite", "Foxtrot"} {
		if n := grep(t, cfg.Folders[:1], w); n != 0 {
			t.Errorf("%q is still in %d files of the study's store", w, n)
		}
		if grep(t, cfg.Folders[1:], w) == 0 {
			t.Errorf("%q is not in the store of the key table", w)
		}
	}
	for _, st := range []*Study{s, again()} {
		st.View(func(x *core.State) {
			text, h := x.Source(src), x.Held[src]
			sel := text.Selections[0]
			if got := h.Quotes.Quote(sel.Start, sel.End); got != "sister [name: sister]" || sel.Name != got {
				t.Errorf("the coding lies on %q, named %q", got, sel.Name)
			}
			if x.Memos[0].Text.Get() != "[name: sister] matters." || h.Version != 2 || len(h.Replacements) != 3 ||
				text.Interview.Speakers[1].Label != "[name: P01]" {
				t.Errorf("%q, version %d, %v, %+v", x.Memos[0].Text.Get(), h.Version, h.Replacements, text.Interview.Speakers)
			}
			for _, turn := range text.Interview.Turns {
				if got := h.Quotes.Quote(turn.Start, turn.End); strings.Contains(got, ":\n") || got == "" {
					t.Errorf("a turn says %q", got)
				}
			}
		})
	}
}

// Whatever is corrected, a passage that no correction touches keeps its words, in
// memory and folded from the log (V-01).
func TestCorrectionsMoveCodingsWithTheirWords(t *testing.T) {
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 1))
		s, _, again := twoStores(t)
		give(t, s, core.OpenStudy{Title: "What changed", Approach: core.Codebook})
		list := strings.Fields(strings.Repeat("alpha 🙂 beta gamma é delta שלום epsilon ", 6))
		src := interview(t, s, "one.txt", "", strings.Join(list, " ")+"\n")
		code := give(t, s, core.AddCode{Name: "Any"})[0]
		want := map[string]string{} // words by the id of the passage
		at := 0
		for i, w := range list {
			n := len([]rune(w))
			if i%7 == 3 {
				give(t, s, core.Code{Source: src, Version: 1, Start: at, End: at + n, Code: code})
			}
			at += n + 1
		}
		s.View(func(x *core.State) {
			for _, sel := range x.Source(src).Selections {
				want[sel.ID] = x.Held[voice.BareID(src)].Quotes.Quote(sel.Start, sel.End)
			}
		})
		for i := len(list) - 1; i >= 0; i-- { // words in between are made longer, and joined by new ones
			if i%7 != 3 && rng.IntN(4) == 0 {
				list[i] += strings.Repeat("x", 1+rng.IntN(3)) + " new words"
			}
		}
		give(t, s, core.CorrectText{Source: src, Version: 1, Text: strings.Join(list, " ") + "\n"})
		for _, st := range []*Study{s, again()} {
			st.View(func(x *core.State) {
				for _, sel := range x.Source(src).Selections {
					if got := x.Held[voice.BareID(src)].Quotes.Quote(sel.Start, sel.End); got != want[sel.ID] {
						t.Errorf("seed %d: a coding of %q lies on %q", seed, want[sel.ID], got)
					}
				}
			})
		}
	}
}

// What coders settled stays settled when the text is corrected elsewhere, also
// when the study is opened again.
func TestWhatIsSettledMovesWithTheText(t *testing.T) {
	s, _, again := twoStores(t)
	give(t, s, core.OpenStudy{Title: "What changed", Aims: "To hear it", Approach: core.Codebook})
	src := interview(t, s, "one.txt", "", "They know my name here, and I wait an hour.\n")
	code := give(t, s, core.AddCode{Name: "Known"})[0]
	for _, at := range [][2]int{{0, 22}, {28, 42}} {
		give(t, s, core.Reconcile{Place: core.Place{Source: src, Version: 1, Start: at[0], End: at[1]}, Code: code,
			Why: "read together"})
	}
	give(t, s, core.CorrectText{Source: src, Version: 1, Text: "They know my name here, yes, and I wait an hour.\n"})
	give(t, s, core.CorrectText{Source: src, Version: 2, Text: "So: They know my name here, yes, and I wait an hour.\n"})
	for _, st := range []*Study{s, again()} {
		st.View(func(x *core.State) {
			var got []string
			for _, z := range x.Analysis.Settled {
				if z.Version == x.Held[z.Source].Version {
					got = append(got, x.Held[z.Source].Quotes.Quote(z.Start, z.End))
				}
			}
			if want := []string{"They know my name here", "I wait an hour"}; !slices.Equal(got, want) {
				t.Errorf("settled about %q, want %q", got, want)
			}
		})
	}
}
