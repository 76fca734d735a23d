// Package sheet draws A4 paper: headed sheets with tables that wrap, in one
// typeface that is inside the file. It knows nothing of the clinic. The same
// content gives the same bytes.
package sheet

import (
	"fmt"
	"io"
	"slices"
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
	Fine      []string // lines beneath the others, in small letters
	Number    string   // how the number is said, "" is "sheet %d of %d"
}

// Col is a column of a table. Width counts in parts of the whole; Right sets
// figures to the right. Neighbours with the same Over stand under it together.
type Col struct {
	Title string
	Width float64
	Right bool
	Over  string
}

// Row is one row of a table: a text for each column, or one text across all of
// them. It is never cut between two sheets. Tall is the least height in
// millimetres, for what is written by hand.
type Row struct {
	Cells  []string
	Across string
	Bold   bool
	Tall   float64
	Join   int      // so many cells from the second on are one, with the second's text
	Below  []string // beneath the cells, in the row's own frame
	Again  string   // stands first where the row begins a sheet
}

// Table is rows beneath columns, in letters of Size points; 0 is the ordinary.
// Fit widens a column to its longest word, at the cost of those with room.
type Table struct {
	Cols []Col
	Rows []Row
	Size float64
	Fit  bool

	wide []float64
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
	fine     = 8.0
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
	pdf.SetTitle(Printable(title), true)
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

// Renew begins the next sheet of the section under another head.
func (d *Doc) Renew(h Head) {
	d.foot()
	d.head, d.under = h, ""
	d.page()
}

// Speak names the language of the document, such as "de".
func (d *Doc) Speak(lang string) { d.pdf.SetLang(lang) }

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
	d.letters("", fine)
	for _, t := range d.head.Fine {
		d.write(t, fine)
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
	says := d.head.Number
	if says == "" {
		says = "sheet %d of %d"
	}
	number := fmt.Sprintf(says, d.no, of)
	d.pdf.MultiCell(d.width()-30, small*point*line, Printable(d.head.Foot), "", "L", false)
	d.pdf.SetXY(margin, h-footRoom+2)
	d.pdf.CellFormat(d.width(), small*point*line, number, "", 0, "R", false, 0, "")
}

// Sheets is how many sheets the section at hand has so far.
func (d *Doc) Sheets() int { return d.no }

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
	d.pdf.MultiCell(d.width(), size*point*line, Printable(text), "", "L", false)
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

// Rows draws a table in the ordinary letters.
func (d *Doc) Rows(cols []Col, rows []Row) { d.Table(Table{Cols: cols, Rows: rows}) }

// Table draws a table. A row that does not fit goes to the next sheet, beneath
// the columns' titles.
func (d *Doc) Table(t Table) {
	if t.Size == 0 {
		t.Size = plain
	}
	var parts float64
	for _, c := range t.Cols {
		parts += c.Width
	}
	t.wide = make([]float64, len(t.Cols))
	titles, over := Row{Bold: true}, false
	for i, c := range t.Cols {
		t.wide[i] = c.Width / parts * d.width()
	}
	if t.Fit {
		d.widen(&t)
	}
	for _, c := range t.Cols {
		titles.Cells = append(titles.Cells, c.Title)
		over = over || c.Over != ""
	}
	first := d.height(&t, titles)
	if over {
		first += t.Size*point*line + 2*cellPad
	}
	if len(t.Rows) > 0 {
		first += d.height(&t, t.Rows[0])
	}
	if d.Left() < first {
		d.goOn()
	}
	d.titles(&t, titles, over)
	for i, r := range t.Rows {
		turned := i == 0
		if d.Left() < d.height(&t, r) {
			d.goOn()
			d.titles(&t, titles, over)
			turned = true
		}
		if turned && r.Again != "" {
			d.row(&t, Row{Across: r.Again, Bold: true}, false)
		}
		d.row(&t, r, false)
	}
	d.pdf.Ln(2)
}

// looked is how many rows are looked at for the width of their columns.
const looked = 100

// widen gives every column the width of the longest word of its title and of
// its first cells, and takes it from the columns that have some to spare, as far
// as they have.
func (d *Doc) widen(t *Table) {
	least := make([]float64, len(t.Cols))
	room := func(i int, text string) {
		for _, word := range strings.FieldsFunc(Printable(text), func(r rune) bool { return r == ' ' || r == '\n' }) {
			least[i] = max(least[i], d.pdf.GetStringWidth(word)+2*cellPad+0.5)
		}
	}
	d.letters("B", t.Size)
	for i, c := range t.Cols {
		room(i, c.Title)
	}
	d.letters("", t.Size)
	for _, r := range t.Rows[:min(looked, len(t.Rows))] {
		for i, text := range r.Cells {
			if i == 0 || i > r.Join {
				room(i, text)
			}
		}
	}
	var short, spare float64
	for i := range t.Cols {
		short += max(least[i]-t.wide[i], 0)
		spare += max(t.wide[i]-least[i], 0)
	}
	if short == 0 || spare < short {
		return
	}
	for i := range t.wide {
		if t.wide[i] < least[i] {
			t.wide[i] = least[i]
		} else {
			t.wide[i] -= (t.wide[i] - least[i]) * short / spare
		}
	}
}

func (d *Doc) titles(t *Table, titles Row, over bool) {
	if over {
		d.over(t)
	}
	d.row(t, titles, true)
}

// over draws what neighbouring columns stand under together.
func (d *Doc) over(t *Table) {
	d.letters("B", t.Size)
	d.pdf.SetFillColor(232, 232, 232)
	x, y, h := margin, d.pdf.GetY(), t.Size*point*line+2*cellPad
	for i := 0; i < len(t.Cols); {
		w, j := t.wide[i], i+1
		for ; j < len(t.Cols) && t.Cols[j].Over == t.Cols[i].Over; j++ {
			w += t.wide[j]
		}
		d.pdf.Rect(x, y, w, h, "FD")
		d.cell(t.Cols[i].Over, x, y, w, t.Size, "L")
		x, i = x+w, j
	}
	d.pdf.SetXY(margin, y+h)
}

// spread is the width that each cell of a row takes; what is joined to the cell
// before takes none.
func (t *Table) spread(r Row) []float64 {
	if r.Join < 2 {
		return t.wide
	}
	out := slices.Clone(t.wide)
	for i := 2; i <= r.Join && i < len(out); i++ {
		out[1] += out[i]
		out[i] = 0
	}
	return out
}

// height sets the letters of the row too.
func (d *Doc) height(t *Table, r Row) float64 {
	tall, below := d.heights(t, r)
	_, h := d.pdf.GetPageSize()
	return min(tall+below, h-60)
}

// heights are those of the cells and of what stands beneath them.
func (d *Doc) heights(t *Table, r Row) (tall, below float64) {
	style := ""
	if r.Bold {
		style = "B"
	}
	d.letters(style, t.Size)
	most, under := 1, 0
	if r.Across != "" {
		most = len(d.split(r.Across, d.width()-2*cellPad))
	}
	for i, w := range t.spread(r) {
		if i < len(r.Cells) && w > 0 {
			most = max(most, len(d.split(r.Cells[i], w-2*cellPad)))
		}
	}
	for _, b := range r.Below {
		under += len(d.split(b, d.width()-2*cellPad))
	}
	step := t.Size * point * line
	if under > 0 {
		below = float64(under)*step + cellPad
	}
	return max(float64(most)*step+2*cellPad, r.Tall), below
}

func (d *Doc) row(t *Table, r Row, head bool) {
	h, below := d.heights(t, r) // sets the letters too
	x, y := margin, d.pdf.GetY()
	fill := head || r.Across != ""
	d.pdf.SetFillColor(232, 232, 232)
	style := "D"
	if fill {
		style = "FD"
	}
	if r.Across != "" {
		d.pdf.Rect(x, y, d.width(), h, style)
		d.cell(r.Across, x, y, d.width(), t.Size, "L")
		d.pdf.SetXY(margin, y+h)
		return
	}
	wide := t.spread(r)
	for i, c := range r.Cells {
		if wide[i] == 0 {
			continue
		}
		d.pdf.Rect(x, y, wide[i], h, style)
		side := "L"
		if t.Cols[i].Right && !head {
			side = "R"
		}
		d.cell(c, x, y, wide[i], t.Size, side)
		x += wide[i]
	}
	y += h
	if below > 0 {
		d.pdf.Rect(margin, y, d.width(), below, "D")
		at := y - cellPad/2
		for _, b := range r.Below {
			at += d.cell(b, margin, at, d.width(), t.Size, "L")
		}
		y += below
	}
	d.pdf.SetXY(margin, y)
}

// cell sets a text in a width and returns the height of its letters.
func (d *Doc) cell(text string, x, y, w, size float64, side string) float64 {
	lines := d.split(text, w-2*cellPad)
	for i, l := range lines {
		d.pdf.SetXY(x+cellPad, y+cellPad+float64(i)*size*point*line)
		d.pdf.CellFormat(w-2*cellPad, size*point*line, l, "", 0, side, false, 0, "")
	}
	return float64(len(lines)) * size * point * line
}

// missing stands for a letter that the typeface does not have.
const missing = '¤'

// Printable keeps what the typeface can set: Latin, Greek and Cyrillic letters.
// Anything else becomes a mark that nobody takes for a letter.
func Printable(text string) string {
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

// Sheets is how many sheets a document takes, for who must stay within some.
func Sheets(draw func(*Doc)) (n int, err error) {
	d := &Doc{pdf: begin("", time.Time{})}
	draw(d)
	d.foot()
	for _, of := range d.counted {
		n += of
	}
	if err := d.pdf.Error(); err != nil {
		return 0, fmt.Errorf("sheet: %w", err)
	}
	return n, nil
}
