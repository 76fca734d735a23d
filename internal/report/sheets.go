package report

import (
	"fmt"
	"strings"

	"steady/register"
)

// Sheet is what one printed sheet of a fixed number of lines holds.
type Sheet struct {
	Part
	No, Of int
	Carry  string // the balance brought forward
}

// Sheets cuts the page into sheets of at most so many lines. A change of law or
// procedures begins a new sheet (R-REG-45).
func (p Page) Sheets(lines int) (out []Sheet) {
	for _, part := range p.Parts {
		rest := part.Lines
		for first := true; first || len(rest) > 0; first = false {
			s := Sheet{Part: part, No: len(out) + 1}
			s.Lines = rest[:min(lines, len(rest))]
			rest = rest[len(s.Lines):]
			if len(s.Lines) > 0 {
				s.Carry = s.Lines[0].Before
			}
			out = append(out, s)
		}
	}
	for i := range out {
		out[i].Of = len(out)
	}
	return out
}

// Number says which sheet of how many it is.
func (p Page) Number(s Sheet) string {
	return p.Word("sheet", "n", fmt.Sprint(s.No), "m", fmt.Sprint(s.Of))
}

// Heading is the label of a column; what the law does not ask for has a star.
func (c Column) Heading() string {
	if c.Statutory {
		return c.Label
	}
	return c.Label + "\u00a0*"
}

// Over is what the column stands under together with its neighbours.
func (p Page) Over(c Column) string {
	if c.Side == register.Beside {
		return p.Word("balance")
	}
	return p.Word("side." + string(c.Side))
}

// Annotations are what stands beneath a line or, for an entry that is neither
// obtained nor supplied, in its place.
func (l Line) Annotations() string {
	parts := []string{l.Says}
	if l.Side == register.Beside {
		parts = []string{l.Date, l.Says}
	}
	for _, b := range l.Beside {
		parts = append(parts, b.Label+": "+b.Text)
	}
	return strings.Join(parts, " \u00b7 ")
}

// Middle is how many columns stand between the number of a line and the
// balances.
func (s Part) Middle() int { return len(s.Columns) - s.balances() }

func (s Part) balances() (n int) {
	for _, c := range s.Columns {
		if c.Side == register.Beside {
			n++
		}
	}
	return n
}

// Beneath are the parts of a heading under the title: class, premises, period,
// and what holds.
func (p Page) Beneath(s Part) []string {
	out := []string{p.Class + ". " + p.Word("premises", "name", p.Service) + "."}
	if p.Period != "" {
		out[0] += " " + p.Period + "."
	}
	return append(out, s.Law+" "+s.Procedures)
}
