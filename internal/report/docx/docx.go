// Package docx writes text documents that a word processor opens: headings,
// paragraphs, quotes, lists and tables in Office Open XML (ECMA-376, part 1,
// transitional). It knows nothing of the clinic. The same content gives the same
// bytes.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
)

// Document is a text document in the making. Content stands in the order in
// which it was added.
type Document struct {
	title, language string
	body            bytes.Buffer
}

// New begins a document. Language is a BCP 47 tag such as en-GB, "" leaves it to
// the program that opens it.
func New(title, language string) *Document { return &Document{title: title, language: language} }

// Heading adds a heading of level 1, 2 or 3.
func (d *Document) Heading(level int, text string) {
	d.paragraph(fmt.Sprintf("Heading%d", min(max(level, 1), 3)), text)
}

// Title adds the title of the whole.
func (d *Document) Title(text string) { d.paragraph("Title", text) }

// Text adds a paragraph. A line feed within it stays a line end.
func (d *Document) Text(text string) { d.paragraph("", text) }

// Note adds a paragraph in small letters.
func (d *Document) Note(text string) { d.paragraph("Note", text) }

// Quote adds somebody's words, and who said them where that is not "".
func (d *Document) Quote(text, by string) {
	d.paragraph("Quote", text)
	if by != "" {
		d.paragraph("QuoteBy", by)
	}
}

// Item adds a line of a list.
func (d *Document) Item(text string) { d.paragraph("ListLine", "•\t"+text) }

// Table adds a table. The head is repeated on every page; a row with fewer cells
// than the head is filled up with empty ones.
func (d *Document) Table(head []string, rows [][]string) {
	b := &d.body
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Lines"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>`)
	for range head {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, 9000/len(head))
	}
	b.WriteString(`</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>`)
	for _, h := range head {
		d.cell("CellHead", h)
	}
	b.WriteString(`</w:tr>`)
	for _, row := range rows {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i := range head {
			text := ""
			if i < len(row) {
				text = row[i]
			}
			d.cell("Cell", text)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	d.paragraph("", "") // two tables that touch would be one
}

func (d *Document) cell(style, text string) {
	d.body.WriteString(`<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>`)
	d.paragraph(style, text)
	d.body.WriteString(`</w:tc>`)
}

// paragraph writes one. A text that begins in a script from right to left is set
// so.
func (d *Document) paragraph(style, text string) {
	b := &d.body
	b.WriteString(`<w:p><w:pPr>`)
	if style != "" {
		fmt.Fprintf(b, `<w:pStyle w:val="%s"/>`, style)
	}
	left := rightToLeft(text)
	if left {
		b.WriteString(`<w:bidi/>`)
	}
	b.WriteString(`</w:pPr>`)
	for i, line := range strings.Split(text, "\n") {
		b.WriteString(`<w:r>`)
		if left {
			b.WriteString(`<w:rPr><w:rtl/></w:rPr>`)
		}
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		for k, part := range strings.Split(line, "\t") {
			if k > 0 {
				b.WriteString(`<w:tab/>`)
			}
			b.WriteString(`<w:t xml:space="preserve">` + escaped(part) + `</w:t>`)
		}
		b.WriteString(`</w:r>`)
	}
	b.WriteString(`</w:p>`)
}

// escaped is a text for XML 1.0. What XML cannot carry at all is shown as the
// replacement character.
func escaped(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic("docx: a string builder took no text: " + err.Error())
	}
	return b.String()
}

// rightToLeft reports whether the first letter is of a script that is written so.
func rightToLeft(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko)
		}
	}
	return false
}

// when stands for every time in the file: no clock is read.
var when = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// Write writes the file.
func (d *Document) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, p := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", relations},
		{"docProps/core.xml", fmt.Sprintf(core, escaped(d.title), escaped(d.language))},
		{"word/_rels/document.xml.rels", documentRelations},
		{"word/styles.xml", fmt.Sprintf(styles, d.lang())},
		{"word/document.xml", documentHead + d.body.String() + documentFoot},
	} {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: when})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, p.text); err != nil {
			return err
		}
	}
	return z.Close()
}

func (d *Document) lang() string {
	if d.language == "" {
		return ""
	}
	return `<w:lang w:val="` + escaped(d.language) + `"/>`
}

// Bytes is the file.
func (d *Document) Bytes() ([]byte, error) {
	var b bytes.Buffer
	err := d.Write(&b)
	return b.Bytes(), err
}
