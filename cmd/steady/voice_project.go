package main

import (
	"fmt"

	"steady/voice/qdpx"
)

var voiceInspectCommand = command{
	name: "inspect", summary: "what a project or code book holds, and what would be lost",
	usage: "[--json] FILE", run: voiceInspect,
	help: `Reads a REFI-QDA project (.qdpx) or code book (.qdc) of any program and says what it holds: codes, coders,
texts, selections, how positions are counted in each text (found out text by text: programs differ), and item by
item what cannot be read, placed or shown. Nothing is recorded.

Exit codes: 0 an answer was given; 1 the file is understood and refused (a bomb, a path out of the archive, a DOCTYPE,
two projects, text that is not UTF-8); 2 the file cannot be read.`,
}

// voiceInspect is "steady voice inspect".
func voiceInspect(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	b, err := c.readLarge(c.operands[0])
	var f *qdpx.File
	if err == nil {
		f, err = qdpx.Read(b)
	}
	if err != nil {
		c.complain(err)
		return voiceExit(err)
	}
	s := f.Survey()
	if *asJSON {
		if err := c.writeLine(s); err != nil {
			c.complain(err)
			return refused
		}
		return answered
	}
	c.printSurvey(s)
	return answered
}

func (c *call) printSurvey(s qdpx.Survey) {
	fmt.Fprintf(c.out, "%s, written by %s\n", orUnset(s.Name), orUnset(s.Program))
	fmt.Fprintf(c.out, "%d codes (%d roots, %d deep, %d codable), %d coders\n", s.Codes, s.Roots, s.Depth, s.Codable,
		s.Users)
	fmt.Fprintf(c.out, "%d texts and %d other sources, %d selections of %d passages, %d codings\n", len(s.Sources),
		s.Others, s.Selections, s.Ranges, s.Triples)
	for _, t := range s.Sources {
		fmt.Fprintf(c.out, "  %s: %d characters, %d selections, counted by %s, %s end", t.Name, t.Chars, t.Selections,
			t.OffsetUnit, t.End)
		if t.CRLF != nil {
			fmt.Fprintf(c.out, ", a line end as %d", *t.CRLF)
		}
		if t.BOM != nil {
			fmt.Fprintf(c.out, ", the byte order mark as %d", *t.BOM)
		}
		fmt.Fprintln(c.out)
		for _, q := range t.Samples {
			fmt.Fprintf(c.out, "      %q\n", q)
		}
	}
	fmt.Fprintf(c.out, "quotes %s\n", s.QuotesSHA256)
	for _, l := range s.Losses {
		fmt.Fprintln(c.out, "note:", l)
	}
}
