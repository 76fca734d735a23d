package report

import (
	"io"
	"strings"
	"time"

	"steady/internal/report/sheet"
	"steady/register"
)

// parts are the widths of the columns beside each other, by field.
var parts = map[string]float64{"date": 21, "from": 36, "drug": 40, "quantity": 23, "to": 38, "name": 34,
	"authority": 36, "prescriber": 28, "substance": 34, "strength": 17, "form": 17, "consumed": 20, "taken_home": 28,
	"collector": 25, "id_requested": 21, "id_provided": 21, "initials": 18, "product": 24,
	"balance_ampoules": 19, "balance_mass": 20}

// Of the paper: the number's column, and the letters in points.
const (
	numberPart = 12
	letters    = 8
)

// WritePDF writes the page as A4 sheets, landscape. Every sheet bears the
// heading, its number of how many, and the tree head (R-REG-09 d). The same
// page gives the same bytes; made stands in the file as its date.
func (p Page) WritePDF(w io.Writer, made time.Time) error {
	return sheet.Write(w, p.Title(), made, func(d *sheet.Doc) {
		d.Speak(p.Lang)
		for i, s := range p.Parts {
			h := sheet.Head{Title: p.Title(), Lines: p.Beneath(s), Fine: []string{strings.Join(s.Remarks, " ")},
				Foot: p.Head, Landscape: true, Number: p.Word("sheet", "n", "%d", "m", "%d")}
			if i == 0 {
				d.Section(h)
			} else {
				d.Renew(h)
			}
			t := sheet.Table{Size: letters, Fit: true, Cols: []sheet.Col{{Title: p.Word("no"), Width: numberPart}}}
			for _, c := range s.Columns {
				t.Cols = append(t.Cols, sheet.Col{Title: c.Heading(), Width: width(c), Over: p.Over(c),
					Right: c.Side == register.Beside})
			}
			for _, l := range s.Lines {
				t.Rows = append(t.Rows, p.row(s, l))
			}
			d.Table(t)
			if len(s.Lines) == 0 {
				d.Text(p.Word("nothing"))
			}
		}
	})
}

// width is that of a column; what was used to make a product is named in it.
func width(c Column) float64 {
	if c.Side == register.Made && c.Field == "quantity" {
		return parts["drug"]
	}
	return parts[c.Field]
}

func (p Page) row(s Part, l Line) sheet.Row {
	r := sheet.Row{Cells: append([]string{p.words.number(l.No)}, l.Cells...), Again: l.Before, Bold: l.Differs}
	if l.Side == register.Beside {
		r.Join = s.Middle()
		r.Cells[1] = l.Annotations()
	} else {
		r.Below = append(r.Below, l.Annotations())
	}
	if l.Late != "" {
		r.Below = append(r.Below, l.Late)
	}
	r.Below = append(r.Below, l.Notes...)
	return r
}
