package main

import (
	"errors"
	"io"

	"steady/internal/report/brief"
	"steady/lab/compare"
)

var labBriefCommand = command{
	name: "brief", summary: "two pages for whoever decides, from a comparison",
	usage: "RESULT|- --out FILE.pdf", run: labBrief,
	help: `Reads a comparison (the JSON of "steady lab run --json", or result.json of its --out folder) and draws two A4
pages: the question, what was tried and whose decision each rule needs, hours of life given back, access,
capacity, cost, exposure as counts, what the answer depends on, what the model cannot know, sources. Every
figure has its interval. The same comparison gives the same bytes.

Exit codes: 0 written; 1 it could not be written; 2 the comparison or the call cannot be read.`,
}

// labBrief is "steady lab brief".
func labBrief(c *call) int {
	out := c.flags.String("out", "", "")
	if !c.parse(1, 1) {
		return unreadable
	}
	if *out == "" {
		c.complain(errors.New("write --out FILE.pdf"))
		return unreadable
	}
	b, err := c.read(c.operands[0])
	if err != nil {
		c.complain(err)
		return unreadable
	}
	result, err := compare.Parse(b)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	if err := writeWhole(*out, func(w io.Writer) error { return brief.Write(w, result) }); err != nil {
		c.complain(err)
		return refused
	}
	return answered
}
