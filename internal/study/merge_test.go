package study

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"steady/moment"
	"steady/voice"
	"steady/voice/qdpx"
	core "steady/voice/study"
)

// in gives an import to a study in memory.
func in(t *testing.T, st *core.State, p *voice.Project, take ...string) (*core.Comparison, string) {
	t.Helper()
	c := st.Compare(p, take)
	events, no := core.Decide(st, core.Command{ID: fmt.Sprintf("in-%d", st.Size),
		Body: core.Import{Project: p, Take: take}}, start)
	if no != nil {
		return c, no.Code
	}
	for _, e := range events {
		if err := st.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	return c, ""
}

// written is a project as it comes back from a file.
func written(t *testing.T, p *voice.Project) *voice.Project {
	t.Helper()
	out, err := qdpx.Write(p, "copy")
	if err != nil {
		t.Fatal(err)
	}
	f, err := qdpx.Read(out.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return f.Project
}

// codings counts the codings of a project by id.
func codings(p *voice.Project) map[string]bool {
	out := map[string]bool{}
	for i := range p.Sources {
		for _, sel := range p.Sources[i].Selections {
			for _, c := range sel.Codings {
				out[c.ID] = true
			}
		}
	}
	return out
}

// without takes about every third coding out.
func without(p *voice.Project, rng *rand.Rand) *voice.Project {
	out := *p
	out.Sources = slices.Clone(p.Sources)
	for i := range out.Sources {
		src := &out.Sources[i]
		src.Selections = nil
		for _, sel := range p.Sources[i].Selections {
			var kept []voice.Coding
			for _, c := range sel.Codings {
				if rng.IntN(3) > 0 {
					kept = append(kept, c)
				}
			}
			if sel.Codings = kept; len(kept) > 0 {
				src.Selections = append(src.Selections, sel)
			}
		}
	}
	return &out
}

// What the study gave out and nobody changed adds nothing when it comes back, and
// two copies in which different people coded make one study with all of it, in
// whichever order they come (V-11).
func TestMergingRandomProjects(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 11))
		whole := randomProject(rng)
		one, two := without(whole, rng), without(whole, rng)
		want := codings(one)
		for id := range codings(two) {
			want[id] = true
		}
		for _, pair := range [][2]*voice.Project{{one, two}, {two, one}} {
			st := core.New("merge")
			if _, no := in(t, st, written(t, pair[0])); no != "" {
				t.Fatalf("seed %d: %s", seed, no)
			}
			before := len(codings(&st.Project))
			c, no := in(t, st, written(t, pair[1]))
			if no != "" && (no != "study_holds_it" || c.New() != 0) {
				t.Fatalf("seed %d: %s", seed, no)
			}
			got := codings(&st.Project)
			for id := range want {
				if !got[id] && !alikeHere(st, whole, id) {
					t.Fatalf("seed %d: the coding %s is lost", seed, id)
				}
			}
			if len(got) != before+c.Codings {
				t.Fatalf("seed %d: %d codings and %d new ones made %d", seed, before, c.Codings, len(got))
			}
			size := st.Size
			if c, no := in(t, st, written(t, pair[1])); no != "study_holds_it" || c.New() != 0 || st.Size != size {
				t.Fatalf("seed %d: the same file again: %s, %d new", seed, no, c.New())
			}
			if _, no := in(t, st, written(t, st.Exchange("anything"))); no != "study_holds_it" {
				t.Fatalf("seed %d: what it gave out itself: %q", seed, no)
			}
		}
	}
}

// alikeHere reports whether the same code by the same coder lies on the same
// passage under another id.
func alikeHere(st *core.State, whole *voice.Project, id string) bool {
	type spot struct {
		source     string
		start, end int
		code, by   string
	}
	var want spot
	for i := range whole.Sources {
		for _, sel := range whole.Sources[i].Selections {
			for _, c := range sel.Codings {
				if c.ID == id {
					want = spot{whole.Sources[i].ID, sel.Start, sel.End, c.Code, c.User}
				}
			}
		}
	}
	for i := range st.Project.Sources {
		for _, sel := range st.Project.Sources[i].Selections {
			for _, c := range sel.Codings {
				if (spot{st.Project.Sources[i].ID, sel.Start, sel.End, c.Code, c.User}) == want {
					return true
				}
			}
		}
	}
	return false
}

func guid(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012X", n) }

// copyOf is a small project that a copy is made of.
func copyOf() *voice.Project {
	return &voice.Project{Users: []voice.User{{ID: guid(1), Name: "Ann"}},
		Codes: []voice.Code{{ID: guid(10), Name: "Waiting", Depth: 1, Codable: true},
			{ID: guid(11), Name: "Known", Depth: 1, Codable: true}},
		Sources: []voice.Source{{ID: guid(20), Name: "One", HasText: true, Dialect: voice.Own,
			Text: "I wait an hour each day. They know my name here.", Chars: 48, Selections: []voice.Selection{
				{ID: guid(30), Start: 0, End: 14, Placed: true, Codings: []voice.Coding{{ID: guid(40), User: guid(1),
					Code: guid(10)}}},
				{ID: guid(31), Start: 25, End: 47, Placed: true, Codings: []voice.Coding{{ID: guid(41), User: guid(1),
					Code: guid(11)}}}}}}}
}

// An edited copy: what is new joins, what differs is listed and stays until
// somebody takes it, and nothing goes by itself (V-11).
func TestAnEditedCopyIsMerged(t *testing.T) {
	edited := copyOf()
	edited.Users = append(edited.Users, voice.User{ID: guid(2), Name: "Ben"})
	edited.Codes[0].Name = "Waiting times"
	edited.Codes = append(edited.Codes[:1:1], voice.Code{ID: guid(12), Name: "At the door", Depth: 2, Codable: true,
		Rest: []voice.Element{{Name: "NoteRef", Attrs: []voice.Attr{{Name: "targetGUID", Value: guid(60)}}}}},
		edited.Codes[1])
	src := &edited.Sources[0]
	src.Selections[0].Codings = append(src.Selections[0].Codings,
		voice.Coding{ID: guid(42), User: guid(2), Code: guid(12)})
	src.Selections[1] = voice.Selection{ID: guid(32), Start: 30, End: 39, Placed: true,
		Codings: []voice.Coding{{ID: guid(43), User: guid(2), Code: guid(11)}}}
	edited.Sources = append(edited.Sources, voice.Source{ID: guid(21), Name: "Two", HasText: true, Dialect: voice.Own,
		Text: "Two buses.", Chars: 10})
	edited.Sections = []voice.Element{{Name: "Notes", Kids: []voice.Element{{Name: "Note",
		Attrs: []voice.Attr{{Name: "guid", Value: guid(60)}, {Name: "name", Value: "door"}},
		Kids:  []voice.Element{{Name: "PlainTextContent", Kids: []voice.Element{{Text: "Ask about the door."}}}}}}}}

	st := core.New("merge")
	if _, no := in(t, st, copyOf()); no != "" {
		t.Fatal(no)
	}
	c, no := in(t, st, edited)
	if no != "" || c.Coders != 1 || c.Codes != 1 || c.Texts != 1 || c.Codings != 2 || c.Notes != 1 {
		t.Fatalf("%q %+v", no, c)
	}
	var keys []string
	for _, d := range c.Differs {
		keys = append(keys, d.Key)
	}
	if want := []string{"code-" + guid(10), "gone-" + guid(41)}; !slices.Equal(keys, want) {
		t.Errorf("to decide: %q, want %q", keys, want)
	}
	if st.Code(guid(10)).Name != "Waiting" || !codings(&st.Project)[guid(41)] {
		t.Error("the study's own did not stay")
	}
	if st.Parent(guid(12)) != guid(10) || len(st.Project.Sources) != 2 || !codings(&st.Project)[guid(42)] {
		t.Error("what is new did not join in its place")
	}
	if n := len(st.Project.Sections); n != 1 {
		t.Errorf("%d sections", n)
	}
	if _, no := in(t, st, edited); no != "study_holds_it" {
		t.Errorf("the same copy again: %q", no)
	}
	if _, no := in(t, st, edited, keys...); no != "" || st.Code(guid(10)).Name != "Waiting times" ||
		codings(&st.Project)[guid(41)] {
		t.Errorf("the file's side was not taken: %q", no)
	}
	if _, no := in(t, st, edited, keys...); no != "study_holds_it" {
		t.Errorf("taken twice: %q", no)
	}
	// What was taken away here is not new when the first copy brings it again.
	c, no = in(t, st, copyOf())
	if no != "study_holds_it" || len(c.Differs) == 0 || codings(&st.Project)[guid(41)] {
		t.Errorf("an old copy: %q %+v", no, c)
	}
	if _, no := in(t, st, copyOf(), "back-"+guid(41)); no != "" || !codings(&st.Project)[guid(41)] {
		t.Errorf("it cannot be brought back: %q", no)
	}
	if other := randomProject(rand.New(rand.NewPCG(1, 1))); st.Compare(other, nil).Known != 0 {
		t.Error("another project is taken for a copy")
	} else if _, no := in(t, st, other); no != "study_holds" {
		t.Errorf("another project: %q", no)
	}
}

// A merged study is the same when it is folded from its log again; a copy of
// before a withdrawal brings nothing of that person back, and one of before names
// were taken out brings no name (V-28, V-32).
func TestACopyBringsNobodyBack(t *testing.T) {
	s, cfg, again := twoStores(t)
	give(t, s, core.OpenStudy{Title: "What changed", Aims: "To hear it", Approach: core.Codebook})
	who := give(t, s, core.AddParticipant{}, core.AddParticipant{})
	hers := interview(t, s, "hers.txt", who[0], "Interviewer: How are the mornings?\nMarguerite: Every day "+planted+".\n")
	his := interview(t, s, "his.txt", who[1], "Interviewer: And the queue?\nTom: Sister Bernadette is kind and quick.\n")
	code := give(t, s, core.AddCode{Name: "Mornings"})[0]
	give(t, s, core.Code{Source: hers, Version: 1, Start: 48, End: 70, Code: code},
		core.Code{Source: his, Version: 1, Start: 33, End: 62, Code: code})
	out, err := s.Output(".qdpx", "second coder")
	if err != nil {
		t.Fatal(err)
	}
	give(t, s, core.Deidentify{Source: his, Version: 1,
		Swaps: []core.Swap{{Kind: "name", Words: "Bernadette", With: "nurse"}}})
	if _, err := s.Withdraw(t.Context(), core.Command{ID: "w", By: "lea", Body: core.Withdraw{Participant: who[0],
		Day: moment.UTC.Day(start)}}); err != nil {
		t.Fatal(err)
	}
	f, err := qdpx.Read(out.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	// The second coder gave a code of their own to his words, and quoted hers in it.
	f.Project.Codes = append(f.Project.Codes, voice.Code{ID: guid(7), Name: "Kind", Depth: 1, Codable: true,
		Rest: []voice.Element{{Name: "Description", Kids: []voice.Element{{Text: "Like: " + planted + "."}}}}})
	for i := range f.Project.Sources {
		src := &f.Project.Sources[i]
		src.Selections = append(src.Selections, voice.Selection{ID: guid(70 + i), Name: "Sister Bernadette is kind",
			Start: 33, End: 58, Placed: true, Codings: []voice.Coding{{ID: guid(80 + i), Code: guid(7)}}})
	}
	copied, err := qdpx.Write(f.Project, "copy")
	if err != nil {
		t.Fatal(err)
	}
	added, err := s.Import(t.Context(), "lea", written(t, f.Project), sha256.Sum256(copied.Bytes))
	if !added || err != nil {
		t.Fatalf("added %v: %v", added, err)
	}
	for _, w := range []string{planted, "heron waits beside", "Sister Bernadette"} {
		if n := inBytes(t, Config{Folders: cfg.Folders[:1]}, w); n != 0 {
			t.Errorf("%q is in %d files", w, n)
		}
	}
	s.View(func(x *core.State) {
		if len(x.Project.Sources) != 1 || x.Code(guid(7)) == nil {
			t.Errorf("%d texts", len(x.Project.Sources))
		}
		quotes := ""
		for _, p := range x.Passages(nil) {
			if p.Code == guid(7) {
				quotes += x.Held[voice.BareID(his)].Quotes.Quote(p.Start, p.End)
			}
		}
		if !strings.Contains(quotes, "[name: nurse] is kind") {
			t.Errorf("the passage lies on %q", quotes)
		}
	})
	if same(t, s) != same(t, again()) {
		t.Error("from its log the study is another")
	}
	size := s.Size()
	added, err = s.Import(t.Context(), "lea", written(t, f.Project), sha256.Sum256(bytes.ToUpper(copied.Bytes)))
	if added || err != nil || s.Size() != size {
		t.Errorf("again: %v %v", added, err)
	}
}
