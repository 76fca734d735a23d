package voice

import (
	"fmt"
	"slices"
	"strings"
)

// Ratings are units judged by coders, each judgement one of a few values
// without order. Units that were judged alike are kept once, with their number.
type Ratings struct {
	Coders     []string // in the order of the file
	Categories []string // the values used, sorted
	units      []unit   // in the order of the file
	patterns   [][]int  // for each coder the index of a category, or missing
}

type unit struct {
	name    string
	pattern int // into patterns
}

// missing is the place of a value that a coder did not give.
const missing = -1

// ReadRatings reads a CSV file with the columns coder, unit and value; an empty
// value is a missing one. The error is a *RefusedError where one coder gives
// one unit two values; any other says that the file cannot be read, and where.
func ReadRatings(b []byte) (*Ratings, error) {
	rows, err := readTable(b, "coder", "unit", "value")
	if err != nil {
		return nil, err
	}
	r := &Ratings{}
	coders, units, values := map[string]int{}, map[string]int{}, map[string]int{}
	var names []string
	for _, row := range rows {
		coder, name, value := row.cells[0], row.cells[1], row.cells[2]
		if coder == "" || name == "" {
			return nil, fmt.Errorf("line %d: the coder or the unit is empty", row.line)
		}
		if _, known := coders[coder]; !known {
			coders[coder] = len(r.Coders)
			r.Coders = append(r.Coders, coder)
		}
		if _, known := units[name]; !known {
			units[name] = len(names)
			names = append(names, name)
		}
		if _, known := values[value]; !known && value != "" {
			values[value] = 0
			r.Categories = append(r.Categories, value)
		}
	}
	if cells := len(names) * len(r.Coders); cells > maxCells {
		return nil, Refuse("%d units by %d coders: more than %d judgements are not taken at once", len(names),
			len(r.Coders), maxCells)
	}
	slices.Sort(r.Categories)
	for i, c := range r.Categories {
		values[c] = i
	}
	return r, r.fill(rows, names, coders, units, values)
}

// maxCells bounds units times coders, so that a file of names alone cannot ask
// for more memory than it has bytes for.
const maxCells = 20_000_000

// fill places every value and folds units that were judged alike.
func (r *Ratings) fill(rows []row, names []string, coders, units, values map[string]int) error {
	m := len(r.Coders)
	grid := slices.Repeat([]int{missing}, len(names)*m)
	seen := make([]bool, len(grid))
	for _, row := range rows {
		at := units[row.cells[1]]*m + coders[row.cells[0]]
		if seen[at] {
			return Refuse("line %d: coder %q judges unit %q a second time: keep one of the two", row.line,
				row.cells[0], row.cells[1])
		}
		seen[at] = true
		if v := row.cells[2]; v != "" {
			grid[at] = values[v]
		}
	}
	known := map[string]int{}
	for u, name := range names {
		p := grid[u*m : (u+1)*m]
		key := fmt.Sprint(p)
		at, ok := known[key]
		if !ok {
			at = len(r.patterns)
			known[key] = at
			r.patterns = append(r.patterns, p)
		}
		r.units = append(r.units, unit{name, at})
	}
	return nil
}

// Units is the number of units in the file.
func (r *Ratings) Units() int { return len(r.units) }

// Missing is how many judgements of coders and units are not there.
func (r *Ratings) Missing() (n int) {
	for _, u := range r.units {
		for _, v := range r.patterns[u.pattern] {
			if v == missing {
				n++
			}
		}
	}
	return n
}

// Disagreement is a unit that coders judged differently.
type Disagreement struct {
	Unit   string            `json:"unit"`
	Values map[string]string `json:"values"` // by coder
}

// Disagreements are the units whose judgements differ, in the file's order.
func (r *Ratings) Disagreements() []Disagreement {
	out := []Disagreement{}
	for _, u := range r.units {
		d := Disagreement{Unit: u.name, Values: map[string]string{}}
		first, differ := missing, false
		for c, v := range r.patterns[u.pattern] {
			if v == missing {
				continue
			}
			d.Values[r.Coders[c]] = r.Categories[v]
			if first == missing {
				first = v
			}
			differ = differ || v != first
		}
		if differ {
			out = append(out, d)
		}
	}
	return out
}

// String shows one disagreement on a line, coders in order of their names.
func (d Disagreement) String() string {
	var parts []string
	for coder, value := range d.Values {
		parts = append(parts, coder+" "+value)
	}
	slices.Sort(parts)
	return d.Unit + ": " + strings.Join(parts, ", ")
}
