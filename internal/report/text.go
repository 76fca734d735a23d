package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"steady/register"
)

// textLines is how many lines a sheet of text holds.
const textLines = 20

// WriteText writes the page as text: a block for each line, with every heading
// that has something under it.
func (p Page) WriteText(w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, s := range p.Sheets(textLines) {
		fmt.Fprintf(b, "%s\n%s\n", p.Title(), strings.Join(p.Beneath(s.Part), "\n"))
		for _, r := range s.Remarks {
			fmt.Fprintf(b, "%s\n", r)
		}
		fmt.Fprintf(b, "%s\n\n", strings.Repeat("-", 78))
		if s.Carry != "" {
			fmt.Fprintf(b, "%s\n\n", s.Carry)
		} else {
			fmt.Fprintf(b, "%s\n\n", p.Word("nothing"))
		}
		for _, l := range s.Lines {
			p.textLine(b, s.Part, l)
		}
		fmt.Fprintf(b, "%s\n%s. %s.\n\n\n", strings.Repeat("-", 78), p.Head, p.Number(s))
	}
	return b.Flush()
}

func (p Page) textLine(b io.Writer, s Part, l Line) {
	side := p.Word("annotation")
	if l.Side != register.Beside {
		side = p.Word("side." + string(l.Side))
	}
	fmt.Fprintf(b, "%s %d  %s\n", p.Word("no"), l.No, side)
	for i, c := range s.Columns {
		if l.Cells[i] != "" {
			fmt.Fprintf(b, "    %s: %s\n", c.Heading(), l.Cells[i])
		}
	}
	fmt.Fprintf(b, "    (%s)\n", l.Annotations())
	if l.Late != "" {
		fmt.Fprintf(b, "    %s\n", l.Late)
	}
	for _, n := range l.Notes {
		fmt.Fprintf(b, "    %s\n", n)
	}
	fmt.Fprintln(b)
}
