// Package sheet draws A4 paper: headed sheets with tables that wrap, in one
// typeface that is inside the file. It knows nothing of the clinic. The same
// content gives the same bytes.
package sheet

import (
	"fmt"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// Head is what stands on every sheet of a section, also where the section runs
// over: a title, lines beneath it, and the foot. The number of the sheet, "n of
// m", is added to the foot.
type Head struct {
	Title     string
	Lines     []string
	Foot      string
	Landscape bool
}

// Col is a column of a table. Width counts in parts of the whole; Right sets
// figures to the right.
type Col struct {
	Title string
	Width float64
	Right bool
}

// Row is one row of a table: a text for each column, or one text across all of
// them. It is never cut between two sheets. Tall is the least height in
// millimetres, for what is written by hand.
type Row struct {
	Cells  []string
	Across string
	Bold   bool
	Tall   float64
}

// Sizes in millimetres and points: large enough to be read by the light of a
// torch, at arm's length.
const (
	margin   = 12.0
	footRoom = 14.0
	cellPad  = 1.4
	line     = 1.35 // of the height of the letters
	point    = 25.4 / 72
	plain    = 11.0 // points
	small    = 9.0
	titleAt  = 16.0
)

// Doc is a document in the making.
type Doc struct {
	pdf     *fpdf.Fpdf
	head    Head
	section int    // sections begun
	under   string // the heading of the table at hand
	no      int    // sheet of the section
	of      []int  // sheets of each section, known the second time
	counted []int
}

// Write draws a document. It calls draw twice: the first time counts the sheets
// of each section, so draw must do the same both times. Made is the time that
// stands in the file.
func Write(w io.Writer, title string, made time.Time, draw func(*Doc)) error {
	var counted []int
	var pdf *fpdf.Fpdf
	for range 2 {
		d := &Doc{pdf: begin(title, made), of: counted}
		draw(d)
		d.foot()
		counted, pdf = d.counted, d.pdf
		if err := pdf.Error(); err != nil {
			return fmt.Errorf("sheet: %w", err)
		}
	}
	return pdf.Output(w)
}

func begin(title string, made time.Time) *fpdf.Fpdf {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	pdf.SetCatalogSort(true)
	pdf.SetProducer("Steady", true)
	pdf.SetTitle(printable(title), true)
	pdf.SetLang("en-GB")
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCellMargin(0)
	pdf.AddUTF8FontFromBytes("go", "", goregular.TTF)
	pdf.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	return pdf
}

// Section begins a new section on a new sheet, numbered from 1.
func (d *Doc) Section(h Head) {
	d.foot()
	d.head, d.no, d.under = h, 0, ""
	d.section++
	d.counted = append(d.counted, 0)
	d.page()
}

// Turn begins the next sheet of the section.
func (d *Doc) Turn() {
	d.foot()
	d.page()
}

func (d *Doc) page() {
	d.no++
	d.counted[d.section-1] = d.no
	o := "P"
	if d.head.Landscape {
		o = "L"
	}
	d.pdf.AddPageFormat(o, fpdf.SizeType{Wd: 210, Ht: 297})
	d.pdf.SetXY(margin, margin)
	d.letters("B", titleAt)
	d.write(d.head.Title, titleAt)
	d.letters("", plain)
	for _, t := range d.head.Lines {
		d.write(t, plain)
	}
	d.pdf.Ln(1.5)
	y := d.pdf.GetY()
	d.pdf.SetLineWidth(0.5)
	d.pdf.Line(margin, y, margin+d.width(), y)
	d.pdf.SetLineWidth(0.2)
	d.pdf.SetY(y + 2.5)
}

// foot closes the sheet that is open, if any.
func (d *Doc) foot() {
	if d.section == 0 {
		return
	}
	of := d.no
	if len(d.of) >= d.section {
		of = d.of[d.section-1]
	}
	_, h := d.pdf.GetPageSize()
	d.letters("", small)
	d.pdf.SetXY(margin, h-footRoom+2)
	number := fmt.Sprintf("sheet %d of %d", d.no, of)
	d.pdf.MultiCell(d.width()-30, small*point*line, printable(d.head.Foot), "", "L", false)
	d.pdf.SetXY(margin, h-footRoom+2)
	d.pdf.CellFormat(d.width(), small*point*line, number, "", 0, "R", false, 0, "")
}

func (d *Doc) width() float64 {
	w, _ := d.pdf.GetPageSize()
	return w - 2*margin
}

// Left is the height that is left on the sheet, in millimetres.
func (d *Doc) Left() float64 {
	_, h := d.pdf.GetPageSize()
	return h - footRoom - d.pdf.GetY()
}

func (d *Doc) letters(style string, size float64) { d.pdf.SetFont("go", style, size) }

// write sets a text in the letters that are chosen, over the whole width.
func (d *Doc) write(text string, size float64) {
	d.pdf.SetX(margin)
	d.pdf.MultiCell(d.width(), size*point*line, printable(text), "", "L", false)
}

// Heading begins a part of a sheet; it does not stand alone at the foot of one.
func (d *Doc) Heading(text string) {
	if d.Left() < 30 {
		d.Turn()
	}
	d.under = text
	d.pdf.Ln(2)
	d.letters("B", 13)
	d.write(text, 13)
	d.pdf.Ln(1)
}

// goOn begins the next sheet in the middle of a table, beneath the heading that
// the table stands under.
func (d *Doc) goOn() {
	d.Turn()
	if d.under != "" {
		d.Heading(strings.TrimSuffix(d.under, continued) + continued)
	}
}

const continued = " (continued)"

// Text is a paragraph.
func (d *Doc) Text(text string) {
	d.letters("", plain)
	n := len(d.split(text, d.width()))
	if d.Left() < float64(n)*plain*point*line {
		d.Turn()
		d.letters("", plain)
	}
	d.write(text, plain)
	d.pdf.Ln(1.2)
}

// Rows draws a table. A row that does not fit goes to the next sheet, beneath
// the columns' titles.
func (d *Doc) Rows(cols []Col, rows []Row) {
	var parts float64
	for _, c := range cols {
		parts += c.Width
	}
	wide := make([]float64, len(cols))
	for i, c := range cols {
		wide[i] = c.Width / parts * d.width()
	}
	titles := Row{Bold: true}
	for _, c := range cols {
		titles.Cells = append(titles.Cells, c.Title)
	}
	const size = plain
	first := d.height(titles, wide, size)
	if len(rows) > 0 {
		first += d.height(rows[0], wide, size)
	}
	if d.Left() < first {
		d.goOn()
	}
	d.row(titles, cols, wide, size, true)
	for _, r := range rows {
		if d.Left() < d.height(r, wide, size) {
			d.goOn()
			d.row(titles, cols, wide, size, true)
		}
		d.row(r, cols, wide, size, false)
	}
	d.pdf.Ln(2)
}

func (d *Doc) height(r Row, wide []float64, size float64) float64 {
	style := ""
	if r.Bold {
		style = "B"
	}
	d.letters(style, size)
	most := 1
	if r.Across != "" {
		var all float64
		for _, w := range wide {
			all += w
		}
		most = len(d.split(r.Across, all-2*cellPad))
	}
	for i, c := range r.Cells {
		most = max(most, len(d.split(c, wide[i]-2*cellPad)))
	}
	_, h := d.pdf.GetPageSize()
	return min(max(float64(most)*size*point*line+2*cellPad, r.Tall), h-60)
}

func (d *Doc) row(r Row, cols []Col, wide []float64, size float64, head bool) {
	h := d.height(r, wide, size) // sets the letters too
	x, y := margin, d.pdf.GetY()
	fill := head || r.Across != ""
	d.pdf.SetFillColor(232, 232, 232)
	style := "D"
	if fill {
		style = "FD"
	}
	if r.Across != "" {
		d.pdf.Rect(x, y, d.width(), h, style)
		d.cell(r.Across, x, y, d.width(), size, "L")
		d.pdf.SetXY(margin, y+h)
		return
	}
	for i, c := range r.Cells {
		d.pdf.Rect(x, y, wide[i], h, style)
		side := "L"
		if cols[i].Right && !head {
			side = "R"
		}
		d.cell(c, x, y, wide[i], size, side)
		x += wide[i]
	}
	d.pdf.SetXY(margin, y+h)
}

func (d *Doc) cell(text string, x, y, w, size float64, side string) {
	for i, l := range d.split(text, w-2*cellPad) {
		d.pdf.SetXY(x+cellPad, y+cellPad+float64(i)*size*point*line)
		d.pdf.CellFormat(w-2*cellPad, size*point*line, l, "", 0, side, false, 0, "")
	}
}

// split breaks a text into the lines that fit a width.
func (d *Doc) split(text string, w float64) []string {
	out := d.pdf.SplitText(printable(text), w)
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

// missing stands for a letter that the typeface does not have.
const missing = '¤'

// printable keeps what the typeface can set: Latin, Greek and Cyrillic letters.
// Anything else becomes a mark that nobody takes for a letter.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r < ' ' || r == 0x7f:
			return ' '
		case !letters[r]:
			return missing
		}
		return r
	}, text)
}
