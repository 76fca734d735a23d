package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"steady/protocol"
	"steady/register"
)

var packCommand = command{
	name: "pack", summary: "the dosing packs: list, show, check, install",
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
			name: "check", summary: "load, explain and prove a pack", usage: "ID|FILE|- [--json]", run: checkPack,
			help: `Reads the pack strictly and judges its content, whoever signed it: every figure has a rule and a listed
source, tables are complete and never rise with absence, no row is looser than the published rule it
cites, author and approver differ. Then it says the pack in plain sentences, with rule, source and how
each is confirmed, and explores every state of its finite abstraction: readings at, just below and just
above each boundary, histories, absences, times, prescriptions and amounts asked. What was explored and
what held is printed; for a pack that breaks a property, the smallest case that does, as
"steady dose decide" takes it. docs/explanation/what-is-proved.md says what that covers.

A draft, a pack with a mandatory field left empty, is proved to do nothing but refer; the answer says
that it is a draft and what is not set.

Exit codes: 0 proved; 1 refused, naming each fault or the counter-example; 2 the document cannot be
read.`,
		},
		{
			name: "install", summary: "put a checked pack into force in a service",
			usage: "ID|FILE --data DIR [--database URL]", run: installPack,
			help: `Judges and proves the pack as "steady pack check" does, and puts it into force in the service under --data:
the whole document goes into its journal. A pack that is refused, that is valid from a later day, or that
changes its content without a new version is not taken, and nothing is recorded. Prescriptions that name
the pack are decided under the new version from then on. A server that runs already uses it from its next
command on.

Exit codes: 0 in force; 1 refused; 2 the document or the call cannot be read.`,
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
	if j, err := register.FindJurisdiction(c.operands[0]); err == nil {
		if !*asJSON {
			fmt.Fprintf(c.out, "%s %s: %s (%s)\nauthor     %s\napprover   %s\nnote       %s\n\n", j.ID, j.Version, j.Title,
				j.Status(), orUnset(j.Author), orUnset(j.Approver), j.Note)
		}
		c.out.Write(j.Document())
		return answered
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
