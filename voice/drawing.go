package voice

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// MapTheme is a theme to be drawn on a map.
type MapTheme struct {
	ID     string
	Name   string
	Codes  []string // names of the codes in it
	Column int      // where somebody put it, from 1; 0: where there is room
	Row    int      // order in the column; equal ones keep the order given
	Under  string   // the theme that it belongs to: it stands beneath that one where there is room
}

// MapLink is a line that somebody drew between two themes.
type MapLink struct {
	From, To string
	Says     string
}

// Box is a theme as it is drawn, in units of the drawing.
type Box struct {
	ID         string
	X, Y, W, H int
	Title      []string   // lines
	Codes      [][]string // lines of each code
}

// Line is a link as it is drawn, from edge to edge.
type Line struct {
	X1, Y1, X2, Y2 int
	Link           MapLink
}

// ThemeMap is a drawing of themes.
type ThemeMap struct {
	W, H  int
	Boxes []Box
	Lines []Line // of links whose ends are both drawn
}

// The measures of a map.
const (
	MapColumns   = 4 // that somebody may choose from
	MapLine      = 20
	mapWidth     = 250
	mapAcross    = 60 // between columns
	mapDown      = 40 // between boxes
	mapPad       = 12
	mapTitleLine = 24 // characters of a line of a title
	mapCodeLine  = 28
)

// DrawMap places themes in columns: where somebody put them, otherwise beneath
// the theme that they belong to, otherwise in the column that is shortest so far.
// The same themes give the same drawing.
func DrawMap(themes []MapTheme, links []MapLink) ThemeMap {
	order := slices.Clone(themes)
	slices.SortStableFunc(order, func(a, b MapTheme) int { return cmp.Compare(a.Row, b.Row) })
	below, roots := map[string][]MapTheme{}, 0
	for _, t := range order {
		if t.belongs(themes) {
			below[t.Under] = append(below[t.Under], t)
		} else {
			roots++
		}
	}
	columns := min(MapColumns, max(1, (len(themes)+1)/2))
	if len(below) > 0 {
		columns = min(MapColumns, max(1, roots))
	}
	for _, t := range themes {
		columns = max(columns, min(t.Column, MapColumns))
	}
	foot := make([]int, columns)
	for i := range foot {
		foot[i] = mapDown / 2
	}
	m := ThemeMap{W: columns*(mapWidth+mapAcross) - mapAcross + 2*mapPad}
	placed := map[string]Box{}
	put := func(t MapTheme, column int) {
		b := boxOf(t)
		b.X, b.Y = mapPad+column*(mapWidth+mapAcross), foot[column]
		foot[column] += b.H + mapDown
		placed[t.ID] = b
	}
	for _, t := range order {
		if t.Column > 0 {
			put(t, min(t.Column, columns)-1)
		}
	}
	var free func(t MapTheme, column int)
	free = func(t MapTheme, column int) {
		if _, done := placed[t.ID]; t.Column <= 0 && !done {
			put(t, column)
			for _, x := range below[t.ID] {
				free(x, column)
			}
		}
	}
	shortest := func() int { return slices.Index(foot, slices.Min(foot)) }
	for _, t := range order {
		if !t.belongs(themes) {
			free(t, shortest())
		}
	}
	for _, t := range order { // who belongs to one that somebody put, or in a ring
		free(t, shortest())
	}
	m.H = max(slices.Max(foot)-mapDown/2, mapDown)
	for _, t := range themes {
		m.Boxes = append(m.Boxes, placed[t.ID])
	}
	for _, l := range links {
		a, okA := placed[l.From]
		b, okB := placed[l.To]
		if okA && okB && l.From != l.To {
			m.Lines = append(m.Lines, edgeToEdge(a, b, l))
		}
	}
	return m
}

// belongs reports whether a theme belongs to another that is drawn.
func (t MapTheme) belongs(themes []MapTheme) bool {
	return t.Under != t.ID && slices.ContainsFunc(themes, func(o MapTheme) bool { return o.ID == t.Under })
}

func boxOf(t MapTheme) Box {
	b := Box{ID: t.ID, W: mapWidth, Title: Wrap(t.Name, mapTitleLine)}
	lines := len(b.Title)
	for _, c := range t.Codes {
		w := Wrap(c, mapCodeLine)
		b.Codes = append(b.Codes, w)
		lines += len(w)
	}
	b.H = lines*MapLine + 2*mapPad
	return b
}

// edgeToEdge joins two boxes side to side, or foot to head in one column.
func edgeToEdge(a, b Box, l MapLink) Line {
	switch {
	case a.X+a.W <= b.X:
		return Line{a.X + a.W, a.Y + a.H/2, b.X, b.Y + b.H/2, l}
	case b.X+b.W <= a.X:
		return Line{a.X, a.Y + a.H/2, b.X + b.W, b.Y + b.H/2, l}
	case a.Y < b.Y:
		return Line{a.X + a.W/2, a.Y + a.H, b.X + b.W/2, b.Y, l}
	}
	return Line{a.X + a.W/2, a.Y, b.X + b.W/2, b.Y + b.H, l}
}

// Wrap breaks words into lines of at most most code points; a word that is longer
// is cut. It gives at least one line.
func Wrap(text string, most int) (lines []string) {
	line := ""
	for _, w := range strings.Fields(text) {
		for utf8.RuneCountInString(w) > most {
			if line != "" {
				lines, line = append(lines, line), ""
			}
			r := []rune(w)
			_, cut := Whole(r, most, most)
			lines, w = append(lines, string(r[:cut])), string(r[cut:])
		}
		switch {
		case line == "":
			line = w
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) > most:
			lines, line = append(lines, line), w
		default:
			line += " " + w
		}
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// Carried is how much carries a code, a theme or a cell of a matrix. People are
// counted first: a theme voiced by one person is a theme (V-21).
type Carried struct {
	Cases    int // participants, or texts where none is known
	Texts    int
	Passages int // words with a code: what several coders marked alike is one
}

// Cell names a place of a matrix.
type Cell struct{ Row, Column string }

// Cells counts passages by row and column. The case of a text is its row and
// counts as one; a code may stand in several columns, or none. The same words
// with codes of one column are one passage, whoever marked them.
func Cells(passages []Passage, caseOf func(text int) string, columns func(code string) []string) map[Cell]Carried {
	texts := map[Cell]map[int]bool{}
	out := map[Cell]Carried{}
	type words struct {
		Cell
		text, start, end int
	}
	seen := map[words]bool{}
	for _, p := range passages {
		for _, column := range columns(p.Code) {
			at := Cell{caseOf(p.Text), column}
			if texts[at] == nil {
				texts[at] = map[int]bool{}
			}
			texts[at][p.Text] = true
			c, here := out[at], words{at, p.Text, p.Start, p.End}
			if !seen[here] {
				seen[here], c.Passages = true, c.Passages+1
			}
			out[at] = Carried{Cases: 1, Texts: len(texts[at]), Passages: c.Passages}
		}
	}
	return out
}

// Carry counts passages by column alone.
func Carry(passages []Passage, caseOf func(text int) string, columns func(code string) []string) map[string]Carried {
	out := map[string]Carried{}
	for at, c := range Cells(passages, caseOf, columns) {
		sum := out[at.Column]
		out[at.Column] = Carried{sum.Cases + 1, sum.Texts + c.Texts, sum.Passages + c.Passages}
	}
	return out
}
