package study

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"steady/voice"
	"steady/voice/qdpx"
	core "steady/voice/study"
)

// largeStudy is 12 invented interviews of 5,000 words each, with 5,000 codings by
// two coders under 30 codes (V-42).
func largeStudy() *voice.Project {
	rng := rand.New(rand.NewPCG(42, 1))
	p := &voice.Project{Users: []voice.User{{ID: guid(1), Name: "Coder 1"}, {ID: guid(2), Name: "Coder 2"}}}
	for i := range 30 {
		p.Codes = append(p.Codes, voice.Code{ID: guid(100 + i), Name: fmt.Sprintf("Code %d", i), Depth: 1 + i%3,
			Codable: true})
	}
	words := strings.Fields("I wait here each morning, they know my name, so the day begins well or it does not 🙂 שעה")
	n := 0
	for i := range 12 {
		var b strings.Builder
		at := []int{} // where each word begins, in code points
		length := 0
		for range 5000 {
			w := words[rng.IntN(len(words))]
			at = append(at, length)
			b.WriteString(w + " ")
			length += len([]rune(w)) + 1
		}
		src := voice.Source{ID: guid(200 + i), Name: fmt.Sprintf("Interview %d", i+1), HasText: true, Text: b.String(),
			Chars: length, Dialect: voice.Own}
		for range 5000 / 12 {
			first := rng.IntN(4900)
			start, end := at[first], at[first+1+rng.IntN(60)]-1
			src.Selections = append(src.Selections, voice.Selection{ID: guid(10000 + n), Start: start, End: end,
				Placed: true, Codings: []voice.Coding{{ID: guid(50000 + n), User: guid(1 + n%2), Code: guid(100 + rng.IntN(30))}}})
			n++
		}
		p.Sources = append(p.Sources, src)
	}
	return p
}

// A study of the size of a real one is taken in, coded, opened again and given out
// with every coding, and the two coders are compared (V-42).
func TestAStudyOfSixtyThousandWords(t *testing.T) {
	s, _, again := twoStores(t)
	p := written(t, largeStudy())
	if added, err := s.Import(t.Context(), "", p, sha256.Sum256([]byte("large"))); !added || err != nil {
		t.Fatalf("added %v: %v", added, err)
	}
	give(t, s, core.OpenStudy{Title: "Large", Approach: core.Codebook})
	for i := range 20 {
		give(t, s, core.Code{Source: guid(200 + i%12), Version: 1, Start: 10 * i, End: 10*i + 25, Code: guid(100 + i)})
	}
	give(t, s, core.CorrectText{Source: guid(200), Version: 1, Text: "Corrected. " + s.Project().Sources[0].Text})
	opened := again()
	if same(t, s) != same(t, opened) {
		t.Fatal("from its log the study is another")
	}
	opened.View(func(x *core.State) {
		list := x.Passages(nil)
		if want := 12*(5000/12) + 20; len(list) != want {
			t.Errorf("%d codings, want %d", len(list), want)
		}
		if d := voice.Disputes(list, []string{guid(1), guid(2)}, []string{guid(100), guid(101)}); len(d) == 0 {
			t.Error("two coders who code at random differ nowhere")
		}
	})
	out, err := opened.Output(".qdpx", "large")
	if err != nil {
		t.Fatal(err)
	}
	f, err := qdpx.Read(out.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(codings(f.Project)), 12*(5000/12)+20; got != want {
		t.Errorf("%d codings left, want %d", got, want)
	}
}
