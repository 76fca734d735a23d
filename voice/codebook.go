package voice

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
)

// Entry is one code of the code book with how often it was given. Texts come
// first: a code that one person voices counts as much as any (V-21).
type Entry struct {
	Code       Code
	Parent     string // its name; "" for a root
	Definition string
	Texts      int
	Codings    int
}

// Entries is the code book in the order of the tree.
func (p *Project) Entries() []Entry {
	texts, codings := map[string]map[int]bool{}, map[string]int{}
	for i := range p.Sources {
		for _, sel := range p.Sources[i].Selections {
			for _, c := range sel.Codings {
				id := BareID(c.Code)
				if texts[id] == nil {
					texts[id] = map[int]bool{}
				}
				texts[id][i] = true
				codings[id]++
			}
		}
	}
	var above []string // names of the codes on the way here
	out := make([]Entry, len(p.Codes))
	for i, c := range p.Codes {
		above = append(above[:min(len(above), c.Depth-1)], c.Name)
		e := Entry{Code: c, Texts: len(texts[BareID(c.ID)]), Codings: codings[BareID(c.ID)]}
		if len(above) > 1 {
			e.Parent = above[len(above)-2]
		}
		for j := range c.Rest {
			if c.Rest[j].Is("Description") {
				e.Definition = strings.Join(strings.Fields(c.Rest[j].Content()), " ")
			}
		}
		out[i] = e
	}
	return out
}

// CodebookCSV is the code book as a table: code, parent, depth, definition,
// texts, codings. Cells that a spreadsheet would take for a formula begin with an
// apostrophe.
func (p *Project) CodebookCSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write([]string{"code", "parent", "depth", "definition", "texts", "codings"}) // to memory: it cannot go wrong
	for _, e := range p.Entries() {
		w.Write([]string{harmless(e.Code.Name), harmless(e.Parent), strconv.Itoa(e.Code.Depth), harmless(e.Definition),
			strconv.Itoa(e.Texts), strconv.Itoa(e.Codings)})
	}
	w.Flush()
	return b.Bytes()
}
