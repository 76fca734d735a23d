package voice

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Excerpts lists every coded passage as CSV, in the order of the texts: source,
// start, end, code, coder, quote. Cells that a spreadsheet would take for a
// formula begin with an apostrophe.
func (p *Project) Excerpts() []byte {
	codes, users := map[string]string{}, map[string]string{}
	for _, c := range p.Codes {
		codes[BareID(c.ID)] = c.Name
	}
	for _, u := range p.Users {
		users[BareID(u.ID)] = u.Name
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write([]string{"source", "start", "end", "code", "coder", "quote"}) // to memory: it cannot go wrong
	for i := range p.Sources {
		s := &p.Sources[i]
		q := NewQuoter(s.Text)
		order := slices.Clone(s.Selections)
		slices.SortStableFunc(order, func(a, b Selection) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
		})
		for _, sel := range order {
			quote := ""
			if sel.Placed {
				quote = q.Quote(sel.Start, sel.End)
			}
			for _, c := range sel.Codings {
				user := BareID(cmp.Or(c.User, sel.User))
				w.Write([]string{harmless(s.Name), strconv.Itoa(sel.Start), strconv.Itoa(sel.End),
					harmless(cmp.Or(codes[BareID(c.Code)], BareID(c.Code))), harmless(cmp.Or(users[user], user)), harmless(quote)})
			}
		}
	}
	w.Flush()
	return b.Bytes()
}

// TableCSV writes rows of cells. Cells that a spreadsheet would take for a formula
// begin with an apostrophe.
func TableCSV(rows [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, r := range rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = harmless(c)
		}
		w.Write(cells) // to memory: it cannot go wrong
	}
	w.Flush()
	return b.Bytes()
}

// harmless keeps a spreadsheet from running a cell as a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// CodebookPage writes the tree of codes as Markdown, with what each means and
// how many passages and texts carry it: texts first, because a code that one
// person voices counts as much as any (V-21).
func (p *Project) CodebookPage() []byte {
	type carried struct {
		texts    map[int]bool
		passages int
	}
	by := map[string]*carried{}
	for i := range p.Sources {
		for _, sel := range p.Sources[i].Selections {
			for _, c := range sel.Codings {
				id := BareID(c.Code)
				if by[id] == nil {
					by[id] = &carried{texts: map[int]bool{}}
				}
				by[id].texts[i] = true
				by[id].passages++
			}
		}
	}
	var b bytes.Buffer
	b.WriteString("# Code book\n\n")
	for _, c := range p.Codes {
		indent := strings.Repeat("  ", c.Depth-1)
		fmt.Fprintf(&b, "%s- **%s**", indent, markdown.Replace(c.Name))
		if k := by[BareID(c.ID)]; k != nil {
			fmt.Fprintf(&b, " (texts: %d, codings: %d)", len(k.texts), k.passages)
		} else if !c.Codable {
			b.WriteString(" (a folder)")
		}
		b.WriteByte('\n')
		for i := range c.Rest {
			if e := &c.Rest[i]; e.Is("Description") {
				if text := strings.Join(strings.Fields(e.Content()), " "); text != "" {
					fmt.Fprintf(&b, "%s  %s\n", indent, markdown.Replace(text))
				}
			}
		}
	}
	return b.Bytes()
}

// markdown takes their meaning from characters that would have one.
var markdown = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "<", "&lt;", "#", `\#`,
	"\n", " ")
