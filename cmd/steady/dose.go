package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"steady/dosing"
	"steady/moment"
	"steady/protocol"
)

var doseCommand = command{
	name: "dose", summary: "what the rules say about a dose",
	below: []command{{
		name: "decide", summary: "read one case, answer with one decision",
		usage: "--pack ID|FILE [--json] [CASE|-]",
		help: `Reads a case (JSON; from a file, or standard input where none is named) and prints what the pack's rules
say: the outcome, the dose, and every rule that fired with its source. With --json the decision is one
line of JSON. Nothing is recorded, and no network is used.

Exit codes: 0 a decision was made, whatever it says; 1 the pack FILE is refused; 2 the case or the call
cannot be read (an unknown field or word, more than 3 decimals), with nothing on standard output.`,
		run: decideDose,
	}},
}

// decideDose is "steady dose decide".
func decideDose(c *call) int {
	id := c.flags.String("pack", "", "")
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(0, 1) {
		return unreadable
	}
	name := "-"
	if len(c.operands) > 0 {
		name = c.operands[0]
	}
	b, err := c.read(name)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	named, question, err := dosing.ParseCase(b)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	switch {
	case *id == "":
		*id = named
	case named != "" && named != *id && !isFile(*id):
		err = fmt.Errorf("the case names the pack %q and the call %q: which one is meant?", named, *id)
	}
	if err == nil && *id == "" {
		err = errors.New("no pack is named: write --pack ID (\"steady pack list\" shows them)")
	}
	if err != nil {
		c.complain(err)
		return unreadable
	}
	p, err := c.loadPack(*id)
	if err != nil {
		c.complain(err)
		return exitOf(err)
	}
	d := dosing.Decide(p, question)
	if *asJSON {
		c.out.Write(d.JSON(question.Zone))
	} else {
		printDecision(c.out, d, question.Zone, p)
	}
	return answered
}

// isFile reports whether a pack is named by its file.
func isFile(name string) bool {
	return strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".json")
}

// loadPack finds a pack by id or reads its file.
func (c *call) loadPack(name string) (*protocol.Pack, error) {
	if !isFile(name) {
		return protocol.Find(name)
	}
	b, err := c.read(name)
	if err != nil {
		return nil, err
	}
	return protocol.Load(b)
}

// exitOf tells a document that was judged and refused from one that cannot be
// read.
func exitOf(err error) int {
	if judged := (*protocol.RefusedError)(nil); errors.As(err, &judged) {
		return refused
	}
	return unreadable
}

// printDecision writes a decision for people.
func printDecision(w io.Writer, d dosing.Decision, zone moment.Zone, p *protocol.Pack) {
	line := string(d.Outcome)
	if d.Dose != nil {
		line += " " + d.Dose.String()
	}
	if d.Proposal != nil {
		line += ", proposal " + d.Proposal.String()
	}
	if d.Until != nil {
		line += ", not before " + zone.Clock(*d.Until)
	}
	if d.NEWS2 != nil {
		line += ", NEWS2 " + strconv.Itoa(*d.NEWS2)
	}
	for _, word := range append(append([]string(nil), d.Reasons...), d.Actions...) {
		line += ", " + word
	}
	fmt.Fprintln(w, line)
	for _, f := range d.Findings {
		fmt.Fprintf(w, "  %2d %-10s %-9s %s (%s)\n", f.Stage, f.Rule, f.Effect, f.Text, f.Source)
	}
	fmt.Fprintf(w, "pack %s %s, %s; approver: %s\n", p.ID, p.Version, p.Status(), orUnset(p.Approver))
	if p.Note != "" {
		fmt.Fprintln(w, p.Note)
	}
}

func orUnset(s string) string {
	if s == "" {
		return "not set"
	}
	return s
}
