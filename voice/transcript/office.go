package transcript

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"steady/voice"
	"steady/voice/parcel"
)

// ReadDOCX reads a word processor document: inserted words are taken, deleted
// ones are not; tables are read row by row; comments and notes go to Notes.
func ReadDOCX(b []byte) (*voice.Transcript, error) {
	d := &document{skip: map[string]bool{"del": true, "moveFrom": true, "Fallback": true, "instrText": true,
		"delText": true}}
	if err := d.open(b, "word/document.xml", "a DOCX document"); err != nil {
		return nil, err
	}
	body := find(d.root, "body")
	if body == nil {
		return nil, errors.New("the document has no body")
	}
	d.docx(body)
	t, err := d.transcript()
	if err != nil {
		return nil, err
	}
	for _, part := range []struct{ name, element string }{{"word/comments.xml", "comment"},
		{"word/footnotes.xml", "footnote"}, {"word/endnotes.xml", "endnote"}} {
		notes, err := d.notes(part.name, part.element)
		if err != nil {
			return nil, err
		}
		t.Notes = append(t.Notes, notes...)
	}
	return t, nil
}

// ReadODT reads an OpenDocument text in the same way.
func ReadODT(b []byte) (*voice.Transcript, error) {
	d := &document{skip: map[string]bool{"tracked-changes": true, "sequence-decls": true, "forms": true}}
	if err := d.open(b, "content.xml", "an ODT document"); err != nil {
		return nil, err
	}
	body := find(d.root, "text")
	if body == nil {
		return nil, errors.New("the document has no text")
	}
	d.odt(body)
	return d.transcript()
}

// document gathers the text of a word processor file.
type document struct {
	in    *parcel.Archive
	root  *voice.Element
	b     bytes.Buffer
	skip  map[string]bool // elements whose content is not of the text
	cells int             // of the row at hand
	side  []string        // notes and comments
}

func (d *document) open(b []byte, part, what string) (err error) {
	if d.in, err = parcel.Open(b); err != nil {
		return err
	}
	if d.in.Size(part) < 0 {
		return fmt.Errorf("the archive holds no %s: it is not %s", part, what)
	}
	text, err := d.in.Read(part)
	if err != nil {
		return err
	}
	if d.root, err = parcel.Parse(text, true); err != nil {
		return fmt.Errorf("%s: %w", part, err)
	}
	return nil
}

// find returns the first element of that name inside e.
func find(e *voice.Element, name string) (found *voice.Element) {
	e.Walk(func(k *voice.Element) {
		if found == nil && k != e && k.Name == name {
			found = k
		}
	})
	return found
}

// transcript reads the gathered text as plain text.
func (d *document) transcript() (*voice.Transcript, error) {
	t, err := ReadText(d.b.Bytes())
	if err != nil {
		return nil, err
	}
	t.Notes = append(t.Notes, d.side...)
	return t, nil
}

// notes reads a part of notes; the separators that word processors keep among
// them hold no words.
func (d *document) notes(part, element string) (out []string, err error) {
	if d.in.Size(part) < 0 {
		return nil, nil
	}
	b, err := d.in.Read(part)
	if err != nil {
		return nil, err
	}
	root, err := parcel.Parse(b, true)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", part, err)
	}
	for i := range root.Kids {
		if k := &root.Kids[i]; k.Name == element {
			n := document{skip: d.skip}
			n.docx(k)
			if s := strings.TrimSpace(n.b.String()); s != "" {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

func (d *document) docx(e *voice.Element) {
	for i := range e.Kids {
		k := &e.Kids[i]
		switch {
		case d.skip[k.Name]:
		case k.Name == "t":
			d.b.WriteString(k.Content())
		case k.Name == "tab":
			if !strings.HasSuffix(e.Name, "tabs") { // there it is a setting of the page
				d.b.WriteByte('\t')
			}
		case k.Name == "br" || k.Name == "cr":
			d.b.WriteByte('\n')
		case k.Name == "noBreakHyphen":
			d.b.WriteRune('\u2011')
		case k.Name == "p":
			d.docx(k)
			d.b.WriteByte('\n')
		case k.Name == "tr":
			d.row(k, d.docx)
		case k.Name == "tc":
			d.cell(k, d.docx)
		default:
			d.docx(k)
		}
	}
}

// row writes a table's row on a line, a tab between cells.
func (d *document) row(e *voice.Element, walk func(*voice.Element)) {
	outer := d.cells
	d.cells = 0
	walk(e)
	d.b.WriteByte('\n')
	d.cells = outer
}

func (d *document) cell(e *voice.Element, walk func(*voice.Element)) {
	if d.cells > 0 {
		d.b.WriteByte('\t')
	}
	d.cells++
	from := d.b.Len()
	walk(e)
	d.b.Truncate(from + len(bytes.TrimRight(d.b.Bytes()[from:], "\n")))
}

// odt gathers what lies in e. White space counts once, as the format has it.
func (d *document) odt(e *voice.Element) {
	for i := range e.Kids {
		k := &e.Kids[i]
		switch k.Name {
		case "p", "h":
			d.paragraph(k)
			d.b.WriteByte('\n')
		case "table-row":
			d.row(k, d.odt)
		case "table-cell":
			d.cell(k, d.odt)
		default:
			if !d.skip[k.Name] {
				d.odt(k)
			}
		}
	}
}

// mostSpaces bounds what one element may repeat.
const mostSpaces = 1000

func (d *document) paragraph(e *voice.Element) {
	for i := range e.Kids {
		k := &e.Kids[i]
		switch k.Name {
		case "":
			d.b.WriteString(collapse(k.Text))
		case "s":
			n := 1
			for _, a := range k.Attrs {
				if v, err := strconv.Atoi(a.Value); a.Name == "c" && err == nil {
					n = min(max(v, 1), mostSpaces)
				}
			}
			d.b.WriteString(strings.Repeat(" ", n))
		case "tab":
			d.b.WriteByte('\t')
		case "line-break":
			d.b.WriteByte('\n')
		case "annotation", "note":
			n := document{skip: d.skip}
			n.odt(k)
			if s := strings.TrimSpace(n.b.String()); s != "" {
				d.side = append(d.side, s)
			}
		default:
			if !d.skip[k.Name] {
				d.paragraph(k)
			}
		}
	}
}

// collapse makes one space of each run of white space.
func collapse(s string) string {
	var b strings.Builder
	space := false
	for _, c := range s {
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(c)
	}
	if space {
		b.WriteByte(' ')
	}
	return b.String()
}
