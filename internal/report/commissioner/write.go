package commissioner

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"steady/internal/report/sheet"
	"steady/moment"
	"steady/timetable"
)

func dayOf(n int) moment.Day { return moment.Day(n) }

func spread(values []int) (low, mid, high int) {
	s := timetable.SpreadOf(values)
	return s.Low, s.Median, s.High
}

// WritePDF draws the report on A4. The same report gives the same bytes.
func (p *Pack) WritePDF(w io.Writer) error {
	return sheet.Write(w, p.Title, p.Made.Time(), func(d *sheet.Doc) {
		d.Section(sheet.Head{Title: p.Title, Lines: p.Lines, Foot: p.Foot, Number: "page %d of %d"})
		for _, s := range p.Sections {
			d.Heading(s.Title)
			for _, x := range s.Says {
				d.Text(x)
			}
			for _, t := range s.Tables {
				var cols []sheet.Col
				for i, h := range t.Head {
					cols = append(cols, sheet.Col{Title: h, Width: t.Wide[i], Right: t.Right[i]})
				}
				var rows []sheet.Row
				for _, r := range t.Rows {
					rows = append(rows, sheet.Row{Cells: r})
				}
				d.Table(sheet.Table{Cols: cols, Rows: rows, Size: 9, Fit: true})
			}
		}
	})
}

// File is one table as a file.
type File struct {
	Name string
	CSV  []byte
}

// Tables are the tables of the report as CSV, with the definitions of each
// section in a file of words beside them.
func (p *Pack) Tables() ([]File, error) {
	var out []File
	for _, s := range p.Sections {
		for _, t := range s.Tables {
			var b bytes.Buffer
			w := csv.NewWriter(&b)
			if err := w.Write(t.Head); err != nil {
				return nil, fmt.Errorf("table %s: %w", t.Name, err)
			}
			for _, r := range t.Rows {
				if err := w.Write(safe(r)); err != nil {
					return nil, fmt.Errorf("table %s: %w", t.Name, err)
				}
			}
			w.Flush()
			out = append(out, File{t.Name + ".csv", b.Bytes()})
		}
	}
	return append(out, File{"definitions.txt", []byte(p.definitions())}), nil
}

// safe keeps a spreadsheet from taking a cell for a formula. A change such as
// "+1.2" is one of numbers and blanks and stays.
func safe(row []string) []string {
	out := make([]string, len(row))
	for i, c := range row {
		out[i] = c
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) &&
			strings.Trim(c, "+-0123456789. ()to") != "" {
			out[i] = "'" + c
		}
	}
	return out
}

// definitions are the words of the report, for whoever has the tables alone.
func (p *Pack) definitions() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", p.Title, strings.Join(p.Lines, "\n"))
	for _, s := range p.Sections {
		fmt.Fprintf(&b, "%s\n", s.Title)
		for _, x := range s.Says {
			fmt.Fprintf(&b, "  %s\n", x)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// WriteZip writes the tables as one zip, the same bytes for the same report.
func (p *Pack) WriteZip(w io.Writer) error {
	files, err := p.Tables()
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: p.Made.Time()}
		out, err := z.CreateHeader(h)
		if err == nil {
			_, err = out.Write(f.CSV)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return z.Close()
}
