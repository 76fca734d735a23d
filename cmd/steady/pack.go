package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"steady/dosing"
	"steady/protocol"
	"steady/register"
)

var packCommand = command{
	name: "pack", summary: "the dosing packs: list, show, check",
	below: []command{
		{
			name: "list", summary: "list the packs of this build", usage: "[--json]", run: listPacks,
			help: `A pack with a mandatory field left empty is a draft and only refers to the prescriber. "signed" says that
author and approver are named; the approver line of a pack says who that is. The packs of this build
restate published sources: the clinical lead of a service signs a local copy before use.`,
		},
		{
			name: "show", summary: "print a pack", usage: "ID|FILE [--json]", run: showPack,
			help: `With --json it prints the document itself, as "steady pack check" takes it.`,
		},
		{
			name: "check", summary: "load and judge a pack", usage: "ID|FILE|- [--json]", run: checkPack,
			help: `Reads the pack strictly and judges its content, whoever signed it: every figure has a rule and a listed
source, tables are complete and never rise with absence, no row is looser than the published rule it
cites, author and approver differ. Then it rehearses a grid of cases and looks for a dose above a
limit. The rehearsal is a sample and no proof; the answer says how many cases were tried.

Exit codes: 0 nothing was found; 1 refused, naming each fault, or a draft, naming what is missing;
2 the document cannot be read.`,
		},
	},
}

// packRow is one line of the list.
type packRow struct {
	ID       string `json:"id"`
	Version  string `json:"version"`
	Kind     string `json:"kind"`
	Status   string `json:"status"`
	Title    string `json:"title"`
	Author   string `json:"author,omitempty"`
	Approver string `json:"approver,omitempty"`
}

// listPacks is "steady pack list".
func listPacks(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(0, 0) {
		return unreadable
	}
	rows := []packRow{}
	for _, p := range protocol.Builtin() {
		rows = append(rows, packRow{p.ID, p.Version, "dosing", p.Status(), p.Title, p.Author, p.Approver})
	}
	for _, j := range register.Jurisdictions() {
		rows = append(rows, packRow{j.ID, j.Version, "jurisdiction", j.Status(), j.Title, j.Author, j.Approver})
	}
	if *asJSON {
		return c.writeJSON(rows)
	}
	for _, r := range rows {
		fmt.Fprintf(c.out, "%-12s %-8s %-12s %-7s %s; approver: %s\n", r.ID, r.Version, r.Kind, r.Status, r.Title,
			orUnset(r.Approver))
	}
	return answered
}

// writeJSON writes one indented document to standard output.
func (c *call) writeJSON(v any) int {
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		c.complain(err)
		return refused
	}
	return answered
}

// showPack is "steady pack show".
func showPack(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	p, err := c.loadPack(c.operands[0])
	if err != nil {
		c.complain(err)
		return exitOf(err)
	}
	if *asJSON {
		c.out.Write(p.Document())
		return answered
	}
	fmt.Fprintf(c.out, "%s %s: %s\n", p.ID, p.Version, p.Title)
	fmt.Fprintf(c.out, "status     %s\n", p.Status())
	if p.Draft() {
		fmt.Fprintf(c.out, "not set    %s\n", strings.Join(p.Missing, ", "))
	}
	fmt.Fprintf(c.out, "author     %s\napprover   %s\nnote       %s\n\n", orUnset(p.Author), orUnset(p.Approver), p.Note)
	c.out.Write(p.Document())
	return answered
}

// checkReport is the answer of "steady pack check --json".
type checkReport struct {
	ID        string   `json:"id,omitempty"`
	Version   string   `json:"version,omitempty"`
	OK        bool     `json:"ok"`
	Status    string   `json:"status"` // signed, draft or refused
	Faults    []string `json:"faults"`
	Missing   []string `json:"missing,omitempty"`
	Rehearsed int      `json:"rehearsed_cases"`
	Proved    bool     `json:"proved"` // false: a rehearsal is a sample
}

// checkPack is "steady pack check".
func checkPack(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	r, err := c.judge(c.operands[0])
	if err != nil {
		c.complain(err)
		return unreadable
	}
	if *asJSON {
		c.writeJSON(r)
	}
	for _, f := range r.Faults {
		fmt.Fprintf(c.err, "%s: refused: %s\n", c.path, f)
	}
	if r.Status == "draft" {
		fmt.Fprintf(c.err, "%s: %s is a draft and only refers: not set are %s\n", c.path, r.ID,
			strings.Join(r.Missing, ", "))
	}
	if !r.OK {
		return refused
	}
	if !*asJSON {
		fmt.Fprintf(c.out, "%s %s: nothing found. Form, tables, sources and published limits were checked, and %d cases "+
			"rehearsed; that is a sample, not a proof.\n", r.ID, r.Version, r.Rehearsed)
	}
	return answered
}

// judge loads and rehearses a pack. The error is for what cannot be read.
func (c *call) judge(name string) (checkReport, error) {
	r := checkReport{Status: "refused", Faults: []string{}}
	var p *protocol.Pack
	var err error
	if name == "-" {
		var b []byte
		if b, err = c.read("-"); err == nil {
			p, err = protocol.Load(b)
		}
	} else {
		p, err = c.loadPack(name)
	}
	if judged := (*protocol.RefusedError)(nil); errors.As(err, &judged) {
		r.Faults = judged.Faults
		return r, nil
	}
	if err != nil {
		return r, err
	}
	r.ID, r.Version, r.Status, r.Missing = p.ID, p.Version, p.Status(), p.Missing
	n, faults := dosing.Rehearse(p)
	r.Rehearsed, r.Faults = n, append(r.Faults, faults...)
	r.OK = len(r.Faults) == 0 && !p.Draft()
	return r, nil
}
