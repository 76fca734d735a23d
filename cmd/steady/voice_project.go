package main

import (
	"fmt"
	"path/filepath"

	"steady/voice"
	"steady/voice/qdpx"
	"steady/voice/transcript"
)

var voiceInspectCommand = command{
	name: "inspect", summary: "what a project, code book or transcript holds, and what would be lost",
	usage: "[--json] FILE", run: voiceInspect,
	help: `Reads a REFI-QDA project (.qdpx) or code book (.qdc) of any program, or a transcript (.txt, .vtt, .srt, .docx,
.odt; told by its ending), and says what it holds: codes, coders, texts, speakers, selections, how positions are
counted in each text (found out text by text: programs differ), and item by item what cannot be read, placed or
shown. Nothing is recorded.

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
		f, err = readProject(c.operands[0], b, nil)
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

// readProject reads a project, a code book, or a transcript by the ending of
// its name.
func readProject(name string, b []byte, as *voice.Dialect) (*qdpx.File, error) {
	if !transcript.Known(name) {
		return qdpx.ReadAs(b, as)
	}
	t, err := transcript.Read(name, b)
	if err != nil {
		return nil, err
	}
	return &qdpx.File{Project: &voice.Project{Sources: []voice.Source{t.AsSource(filepath.Base(name), b)}}}, nil
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
		for _, s := range t.Speakers {
			fmt.Fprintf(c.out, "      %s speaks %d times\n", s.Label, s.Turns)
		}
		for _, q := range append(append([]string(nil), t.Loose...), t.Notes...) {
			fmt.Fprintf(c.out, "      not part of a turn: %q\n", q)
		}
		for _, q := range t.Samples {
			fmt.Fprintf(c.out, "      %q\n", q)
		}
	}
	fmt.Fprintf(c.out, "quotes %s\n", s.QuotesSHA256)
	for _, l := range s.Losses {
		fmt.Fprintln(c.out, "note:", l)
	}
}
