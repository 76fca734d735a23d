package label

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"steady/internal/report/sheet"
)

// PDF is the label on a page of its own size. Made is the time that stands in
// the file: that of what is labelled, so that a reprint is the same file.
func PDF(l Label, s Size, made time.Time) ([]byte, error) {
	m, err := Matrix(l.Code)
	if err != nil {
		return nil, err
	}
	w, h := float64(s.Width), float64(s.Height)
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: w, Ht: h}})
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	pdf.SetCatalogSort(true)
	pdf.SetProducer("Steady", true)
	pdf.SetTitle("Label", true)
	pdf.SetLang("en-GB")
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCellMargin(0)
	pdf.AddUTF8FontFromBytes("go", "", goregular.TTF)
	pdf.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	pdf.AddPage()
	module := float64(codeRoom(s)) / float64(m.Side())
	side := module * float64(m.Side())
	d := &drawn{pdf: pdf, text: w - 3*margin - side}
	for d.scale = 1; d.words(l, false) > h-margin; d.scale *= .95 {
		if d.scale < .5 {
			return nil, fmt.Errorf("label: %d lines do not fit %d x %d mm: set a larger label", len(l.Lines), s.Width, s.Height)
		}
	}
	d.words(l, true)
	pdf.SetFillColor(0, 0, 0)
	left := w - margin - side
	for y, row := range m {
		for x, dark := range row {
			if dark { // a hair over, so that no viewer shows a seam
				pdf.Rect(left+float64(x+quiet)*module, margin+float64(y+quiet)*module, module+seam, module+seam, "F")
			}
		}
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		return nil, fmt.Errorf("label: %w", err)
	}
	return b.Bytes(), nil
}

// margin keeps what is printed off the edge, in millimetres.
const (
	margin = 2.0
	seam   = .01
)

// drawn sets the words of a label down the left side.
type drawn struct {
	pdf   *fpdf.Fpdf
	text  float64 // width of the words, in millimetres
	scale float64
	y     float64
}

// words measures the lines, or writes them; it answers where they end.
func (d *drawn) words(l Label, write bool) float64 {
	d.y = margin
	d.line(l.Title, "B", 12, write)
	d.line(l.Under, "", 6, write)
	d.line(l.Amount, "B", 12, write)
	for _, t := range l.Lines {
		d.line(t, "", 7, write)
	}
	return d.y
}

func (d *drawn) line(text, style string, points float64, write bool) {
	if text == "" {
		return
	}
	points *= d.scale
	height := points * 25.4 / 72 * 1.2
	d.pdf.SetFont("go", style, points)
	for _, part := range d.pdf.SplitText(sheet.Printable(text), d.text) {
		if write {
			d.pdf.SetXY(margin, d.y)
			d.pdf.CellFormat(d.text, height, part, "", 0, "L", false, 0, "")
		}
		d.y += height
	}
}
