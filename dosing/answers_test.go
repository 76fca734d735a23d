package dosing

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/protocol"
)

// Every answer to a state that differs from an ordinary visit in one value, and
// to every history at every moment, is kept in testdata/answers. A change of a
// rule shows there as lines: STEADY_UPDATE_SPEC=1 writes them anew, and whoever
// changes the rule reads the difference. The last word of a line stands for the
// whole answer with all its words.
func TestAnswersAreAsTheyWereRead(t *testing.T) {
	packs := map[string]*protocol.Pack{"full": fullPack(t)}
	for _, id := range []string{"ch-iv", "ch-oral", "ca-hm"} {
		p, err := protocol.Find(id)
		if err != nil {
			t.Fatal(err)
		}
		packs[id] = p
	}
	for name, p := range packs {
		got, file := answers(p), filepath.Join("testdata", "answers", name+".txt")
		if os.Getenv("STEADY_UPDATE_SPEC") != "" {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(got, want) {
			continue
		}
		was, is := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
		for i := range min(len(was), len(is)) {
			if was[i] != is[i] {
				t.Errorf("%s:%d was\n%s\nand is\n%s\n(STEADY_UPDATE_SPEC=1 writes it anew: read the difference)", file, i+1,
					was[i], is[i])
				break
			}
		}
		if len(was) != len(is) {
			t.Errorf("%s has %d lines, and there are %d answers", file, len(was), len(is))
		}
	}
}

// tellPairs writes one line for each two dimensions of a space: how many states
// there are in which only these two are not ordinary, and one word for all of
// the answers to them.
func tellPairs(out *bytes.Buffer, s *space) {
	for a := range s.dims {
		for b := a + 1; b < len(s.dims); b++ {
			vector, all, count := make([]int, len(s.dims)), sha256.New(), 0
			for v := 1; v < len(s.dims[a].values); v++ {
				for w := 1; w < len(s.dims[b].values); w++ {
					vector[a], vector[b] = v, w
					sc, ok := s.at(vector)
					if !ok {
						continue
					}
					d := Decide(s.pack, sc.c)
					all.Write(d.JSON(sc.c.Zone))
					if d.Limit != nil {
						fmt.Fprint(all, d.Limit)
					}
					count++
				}
			}
			if count > 0 {
				fmt.Fprintf(out, "%s: all %d of %s with %s => %x\n", s.name, count, s.dims[a].name, s.dims[b].name,
					all.Sum(nil)[:4])
			}
		}
	}
}

// answers lists the states and what is decided, each once.
func answers(p *protocol.Pack) []byte {
	var out bytes.Buffer
	seen := map[string]bool{}
	tell := func(s *space, vector []int) {
		sc, ok := s.at(vector)
		if !ok {
			return
		}
		name := strings.Join(s.differs(vector), "; ")
		if q := sc.c.Question; q != QuestionDose {
			name = string(q) + " " + name
		}
		if seen[name] {
			return
		}
		seen[name] = true
		d := Decide(s.pack, sc.c)
		fmt.Fprintf(&out, "%s => %s", name, d.Outcome)
		if d.Dose != nil {
			fmt.Fprintf(&out, " %s", d.Dose)
		}
		if d.Limit != nil {
			fmt.Fprintf(&out, " limit %s", d.Limit)
		}
		sum := sha256.Sum256(d.JSON(sc.c.Zone))
		fmt.Fprintf(&out, " %x\n", sum[:4])
	}
	for _, s := range spacesOf(p) {
		if strings.HasPrefix(s.name, "with ") {
			continue
		}
		vector := make([]int, len(s.dims))
		for d := range s.dims {
			for v := range s.dims[d].values {
				vector[d] = v
				tell(s, vector)
			}
			vector[d] = 0
		}
		tellPairs(&out, s)
		if strings.HasPrefix(s.name, "clock changes") { // every history at every moment
			for h := range s.dims[1].values {
				for at := range s.dims[2].values {
					vector[1], vector[2] = h, at
					tell(s, vector)
				}
			}
		}
	}
	return out.Bytes()
}
