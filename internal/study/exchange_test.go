package study

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"steady/voice"
	"steady/voice/qdpx"
	core "steady/voice/study"
)

// A study that the screens made gives a file that gives the same file again
// through an empty study: nothing is lost on the way, and nothing is made up.
func TestWhatTheScreensMadeComesBackByteForByte(t *testing.T) {
	s, _, _ := twoStores(t)
	give(t, s, core.OpenStudy{Title: "What changed", Approach: core.Codebook})
	who := give(t, s, core.AddParticipant{}, core.AddParticipant{})
	one := interview(t, s, "marguerite.txt", who[0], "Interviewer: How?\nMarguerite: They know my name 🙂 here.\n")
	two := interview(t, s, "tom.txt", who[1], "Interviewer: How?\nTom: تعال غدا, he said & <left>.\n")
	folder := give(t, s, core.AddCode{Name: "Being known", Definition: "Name, face & history", Folder: true})[0]
	code := give(t, s, core.AddCode{Name: "Näme", Parent: folder, Color: "#005EB8"})[0]
	first := give(t, s, core.Code{Source: one, Version: 1, Start: 30, End: 48, Code: code})[0]
	give(t, s, core.Code{Source: two, Version: 1, Start: 23, End: 33, Code: code})
	var coding string
	s.View(func(x *core.State) { coding = x.Source(one).Selections[0].Codings[0].ID })
	give(t, s, core.WriteMemo{Kind: core.MemoReflexive, Text: "I liked this one."},
		core.WriteMemo{Kind: core.MemoNote, On: core.Anchor{What: "coding", ID: coding, In: one}, Text: "Her own word."},
		core.WriteMemo{Kind: core.MemoNote, On: core.Anchor{What: "code", ID: code}, Text: "Split later?"},
		core.WriteMemo{Kind: core.MemoField, On: core.Anchor{What: "source", ID: two}, Text: "Noise outside."})
	_ = first
	var out, again qdpx.Export
	var err error
	s.View(func(x *core.State) {
		before := fmt.Sprintf("%+v", x.Project)
		out, err = qdpx.Write(x.Exchange("for the archive"), x.ID)
		if after := fmt.Sprintf("%+v", x.Project); after != before {
			t.Error("an export changed the study")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out.Bytes, []byte("marguerite.txt")) {
		t.Error("the export names a file by a person")
	}
	f, err := qdpx.Read(out.Bytes)
	if err != nil || len(f.Losses) > 0 {
		t.Fatalf("read back: %v, losses %v", err, f.Losses)
	}
	empty, _, reopened := twoStores(t)
	if _, err := empty.Import(t.Context(), "", f.Project, sha256.Sum256(out.Bytes)); err != nil {
		t.Fatal(err)
	}
	for _, st := range []*Study{empty, reopened()} {
		st.View(func(x *core.State) { again, err = qdpx.Write(x.Exchange("another output"), x.ID) })
		if err != nil || !bytes.Equal(out.Bytes, again.Bytes) {
			t.Errorf("through an empty study: %v, %d and %d bytes", err, len(out.Bytes), len(again.Bytes))
		}
	}
}

// A thousand random projects: written, read, kept, written again; what was read
// is what was written, and the bytes are the same.
func TestAThousandProjectsComeBack(t *testing.T) {
	n := 1000
	if testing.Short() {
		n = 100
	}
	for seed := range uint64(n) {
		p := randomProject(rand.New(rand.NewPCG(seed, 2)))
		out, err := qdpx.Write(p, "random")
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		f, err := qdpx.Read(out.Bytes)
		if err != nil || len(f.Losses) > 0 {
			t.Fatalf("seed %d: %v, losses %v", seed, err, f.Losses)
		}
		if diff := differ(p, f.Project); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		st := core.New("random")
		events, no := core.Decide(st, core.Command{ID: "i", Body: core.Import{Project: f.Project}}, start)
		if no != nil {
			t.Fatalf("seed %d: %v", seed, no)
		}
		for _, e := range events {
			if err := st.Apply(e); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
		again, err := qdpx.Write(st.Exchange("any"), "random")
		if err != nil || !bytes.Equal(out.Bytes, again.Bytes) {
			t.Fatalf("seed %d: %v, %d and %d bytes", seed, err, len(out.Bytes), len(again.Bytes))
		}
	}
}

// differ says where two projects differ in what a person made: codes, coders,
// texts, and passages with their codes.
func differ(a, b *voice.Project) string {
	if !reflect.DeepEqual(a.Codes, b.Codes) {
		return fmt.Sprintf("codes %+v\n%+v", a.Codes, b.Codes)
	}
	if !reflect.DeepEqual(a.Users, b.Users) {
		return fmt.Sprintf("coders %+v\n%+v", a.Users, b.Users)
	}
	if len(a.Sources) != len(b.Sources) {
		return "texts are missing"
	}
	for i := range a.Sources {
		x, y := &a.Sources[i], &b.Sources[i]
		if x.Text != y.Text || x.Name != y.Name || x.ID != y.ID {
			return fmt.Sprintf("text %q\n%q", x.Text, y.Text)
		}
		if len(x.Selections) != len(y.Selections) {
			return fmt.Sprintf("%d and %d passages", len(x.Selections), len(y.Selections))
		}
		for j := range x.Selections {
			if !reflect.DeepEqual(x.Selections[j], y.Selections[j]) {
				return fmt.Sprintf("passage %+v\n%+v", x.Selections[j], y.Selections[j])
			}
		}
	}
	if !reflect.DeepEqual(a.Sections, b.Sections) {
		return fmt.Sprintf("sections %+v\n%+v", a.Sections, b.Sections)
	}
	return ""
}

var alphabet = []rune("abc de\nfgh ij.,:é\u0301🙂שלאب漢字<&>\"' ")

func randomWords(rng *rand.Rand, most int) string {
	out := []rune{'w'}
	for range rng.IntN(most) {
		out = append(out, alphabet[rng.IntN(len(alphabet))])
	}
	return string(append(out, 'z'))
}

func randomProject(rng *rand.Rand) *voice.Project {
	n := 0
	id := func() string {
		n++
		return fmt.Sprintf("%08X-0000-4000-8000-%012X", rng.Uint32(), n)
	}
	oneLine := func(most int) string {
		return string(bytes.ReplaceAll([]byte(randomWords(rng, most)), []byte("\n"), []byte(" ")))
	}
	p := &voice.Project{}
	for range 1 + rng.IntN(3) {
		p.Users = append(p.Users, voice.User{ID: id(), Name: oneLine(12)})
	}
	depth := 0
	for range 1 + rng.IntN(8) {
		depth = 1 + rng.IntN(depth+1)
		p.Codes = append(p.Codes, voice.Code{ID: id(), Name: oneLine(12), Depth: depth, Codable: rng.IntN(4) > 0})
	}
	for range 1 + rng.IntN(3) {
		s := voice.Source{ID: id(), Name: oneLine(12), HasText: true, Text: randomWords(rng, 120), Dialect: voice.Own}
		length := len([]rune(s.Text))
		for range rng.IntN(6) {
			from := rng.IntN(length)
			sel := voice.Selection{ID: id(), Name: oneLine(9), User: p.Users[0].ID, Start: from,
				End: from + 1 + rng.IntN(length-from), Placed: true}
			for range 1 + rng.IntN(2) {
				sel.Codings = append(sel.Codings, voice.Coding{ID: id(), User: p.Users[rng.IntN(len(p.Users))].ID,
					Code: p.Codes[rng.IntN(len(p.Codes))].ID})
			}
			s.Selections = append(s.Selections, sel)
		}
		p.Sources = append(p.Sources, s)
	}
	if rng.IntN(2) == 0 {
		p.Sections = append(p.Sections, voice.Element{Name: "Sets", Kids: []voice.Element{{Name: "Set",
			Attrs: []voice.Attr{{Name: "guid", Value: id()}, {Name: "name", Value: oneLine(9)}},
			Kids:  []voice.Element{{Name: "MemberCode", Attrs: []voice.Attr{{Name: "targetGUID", Value: p.Codes[0].ID}}}}}}})
	}
	return p
}
