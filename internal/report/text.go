package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
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

func (p Page) textLine(b *bufio.Writer, s Part, l Line) {
	say := func(parts ...string) {
		for _, t := range parts {
			b.WriteString(t)
		}
		b.WriteByte('\n')
	}
	side := p.Word("annotation")
	if l.Side != register.Beside {
		side = p.Word("side." + string(l.Side))
	}
	say(p.Word("no"), " ", strconv.FormatInt(l.No, 10), "  ", side)
	for i, c := range s.Columns {
		if l.Cells[i] != "" {
			say("    ", c.Heading(), ": ", l.Cells[i])
		}
	}
	say("    (", l.Annotations(), ")")
	if l.Late != "" {
		say("    ", l.Late)
	}
	for _, n := range l.Notes {
		say("    ", n)
	}
	say()
}
