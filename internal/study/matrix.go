package study

import (
	"fmt"
	"strconv"
	"strings"

	"steady/internal/report/docx"
	"steady/voice"
	"steady/voice/qdpx"
	core "steady/voice/study"
)

// framework is the framework matrix as a file tells it (V-18): interviews under
// the names of this output alone, and for each code how many passages they have
// and the analyst's summary. A code takes in the codes under it.
type framework struct {
	codes []string // their names, with those above them
	rows  []frameworkRow
}

type frameworkRow struct {
	name     string
	passages []int
	says     []string
}

func matrixOf(x *core.State, p *voice.Project) (m framework) {
	of := map[string][]string{}
	var ids, line []string
	for _, c := range p.Codes {
		id := voice.BareID(c.ID)
		line = append(line[:min(len(line), c.Depth-1)], c.Name)
		ids, m.codes = append(ids, id), append(m.codes, strings.Join(line, " > "))
		for _, under := range x.Under(id) {
			of[under] = append(of[under], id)
		}
	}
	cells := voice.Cells(x.Passages(nil), func(text int) string { return voice.BareID(p.Sources[text].ID) },
		func(code string) []string { return of[code] })
	for i := range p.Sources {
		src := &p.Sources[i]
		if !src.HasText {
			continue
		}
		row := frameworkRow{name: src.Name}
		for _, code := range ids {
			key := voice.BareID(src.ID)
			row.passages = append(row.passages, cells[voice.Cell{Row: key, Column: code}].Passages)
			says := ""
			if n := x.Analysis.Cells[core.CellKey{Source: key, Code: code}]; n != nil {
				says = n.Text.Get()
			}
			row.says = append(row.says, says)
		}
		m.rows = append(m.rows, row)
	}
	return m
}

// matrixTable is the matrix as CSV: a row for each interview, two columns for
// each code.
func matrixTable(x *core.State, p *voice.Project) (qdpx.Export, error) {
	m := matrixOf(x, p)
	head := []string{"interview"}
	for _, c := range m.codes {
		head = append(head, c+" (passages)", c+" (summary)")
	}
	rows := [][]string{head}
	for _, r := range m.rows {
		row := []string{r.name}
		for i := range m.codes {
			row = append(row, strconv.Itoa(r.passages[i]), r.says[i])
		}
		rows = append(rows, row)
	}
	return qdpx.Export{Bytes: voice.TableCSV(rows)}, nil
}

// matrixDocument is the matrix for a word processor: a table for each code, which
// fits a page however many codes there are.
func matrixDocument(x *core.State, p *voice.Project) (qdpx.Export, error) {
	m := matrixOf(x, p)
	title := x.About.Title.Get()
	if title == "" {
		title = x.ID
	}
	d := docx.New("Matrix: "+title, "en-GB")
	d.Title("Matrix: " + title)
	d.Note("Interviews by codes. A code takes in the codes under it. Summaries are the analysts' words.")
	for i, code := range m.codes {
		d.Heading(1, code)
		var rows [][]string
		none := 0
		for _, r := range m.rows {
			if r.passages[i] == 0 && r.says[i] == "" {
				none++
				continue
			}
			rows = append(rows, []string{r.name, strconv.Itoa(r.passages[i]), r.says[i]})
		}
		if len(rows) > 0 {
			d.Table([]string{"Interview", "Passages", "Summary"}, rows)
		}
		if none > 0 {
			d.Note(fmt.Sprintf("Not in %d of %d interviews.", none, len(m.rows)))
		}
	}
	b, err := d.Bytes()
	return qdpx.Export{Bytes: b}, err
}
