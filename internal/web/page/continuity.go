package page

import (
	"slices"

	"steady/internal/web/nhs"
)

// OutagePaper is the pack to work from when the power or the network is gone.
type OutagePaper struct {
	Position string // where in the journal it stands, and when
	Warning  string // how it is kept
	PDF      string // its address; takes visits, the number of blank visit sheets
	Visits   string
	CatchUp  *Link
	Parts    []OutagePart
}

// OutagePart is one section of it.
type OutagePart struct {
	Title  string
	Lines  []string
	Blocks []OutageBlock
}

// OutageBlock is a heading, paragraphs and a table; each may be missing.
type OutageBlock struct {
	Heading string
	Text    []string
	Cols    []string
	Rows    [][]string
}

// paperTable draws a block's table without the columns that are only there to
// be written on.
func paperTable(b OutageBlock) nhs.Table {
	out := nhs.Table{Responsive: true, FirstIsHead: true, Compact: true, Rows: make([][]nhs.Cell, len(b.Rows))}
	for i, title := range b.Cols {
		if !slices.ContainsFunc(b.Rows, func(r []string) bool { return r[i] != "" }) {
			continue
		}
		out.Head = append(out.Head, nhs.Cell{Text: title})
		for k, r := range b.Rows {
			out.Rows[k] = append(out.Rows[k], nhs.Cell{Text: r[i]})
		}
	}
	return out
}
