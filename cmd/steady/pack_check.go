package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"text/tabwriter"

	"steady/dosing"
	"steady/protocol"
	"steady/register"
)

// checkReport is the answer of "steady pack check --json".
type checkReport struct {
	ID          string              `json:"id,omitempty"`
	Kind        string              `json:"kind"` // dosing or jurisdiction
	Version     string              `json:"version,omitempty"`
	OK          bool                `json:"ok"`
	Status      string              `json:"status"` // signed, draft or refused
	Faults      []string            `json:"faults"`
	Missing     []string            `json:"missing,omitempty"`
	Rehearsed   int                 `json:"rehearsed_cases"` // the same as states
	Proved      bool                `json:"proved"`
	States      int                 `json:"states"`
	Products    []productReport     `json:"products,omitempty"`
	Properties  []propertyReport    `json:"properties,omitempty"`
	Counter     *counterReport      `json:"counter_example,omitempty"`
	Explanation []protocol.Sentence `json:"explanation,omitempty"`

	title string
}

// productReport is one product of dimensions that was explored whole.
type productReport struct {
	Name       string   `json:"name"`
	States     int      `json:"states"`
	Dimensions []string `json:"dimensions"`
}

// propertyReport is one property and whether it held.
type propertyReport struct {
	ID      string `json:"id"`
	Text    string `json:"text"`
	Checked int    `json:"checked"`
	Held    bool   `json:"held"`
}

// counterReport is the smallest case that breaks a property; case is what
// "steady dose decide" takes.
type counterReport struct {
	Property string          `json:"property"`
	Product  string          `json:"product"`
	Says     string          `json:"says"`
	Differs  []string        `json:"differs"`
	Case     json.RawMessage `json:"case"`
	Decision json.RawMessage `json:"decision"`
	Than     *comparedReport `json:"than,omitempty"`
}

// comparedReport is the other case of a comparison.
type comparedReport struct {
	Differs  []string        `json:"differs"`
	Case     json.RawMessage `json:"case"`
	Decision json.RawMessage `json:"decision"`
}

// draftWords say what a draft of each kind does.
var draftWords = map[string]string{"dosing": "only refers", "jurisdiction": "allows nothing that needs its rules"}

// checkPack is "steady pack check".
func checkPack(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	b, err := c.packDocument(c.operands[0])
	if err != nil {
		c.complain(err)
		return unreadable
	}
	r, err := judge(b)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	if *asJSON {
		c.writeJSON(r)
	} else if len(r.Explanation) > 0 {
		c.writeProof(&r)
	} else if r.OK {
		fmt.Fprintf(c.out, "%s %s: nothing found. A jurisdiction pack decides no dose, so there is nothing to prove.\n", r.ID,
			r.Version)
	}
	for _, f := range r.Faults {
		fmt.Fprintf(c.err, "%s: refused: %s\n", c.path, f)
	}
	if r.Status == "draft" {
		fmt.Fprintf(c.err, "%s: %s is a draft and %s: not set are %s\n", c.path, r.ID, draftWords[r.Kind],
			strings.Join(r.Missing, ", "))
	}
	if !r.OK {
		return refused
	}
	return answered
}

// writeProof writes what the pack says and what was proved of it.
func (c *call) writeProof(r *checkReport) {
	fmt.Fprintf(c.out, "%s %s: %s (%s)\n\nWhat the pack says\n", r.ID, r.Version, r.title, r.Status)
	table := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
	for _, s := range r.Explanation {
		source, confidence := s.Source, s.Confidence
		if s.Unset {
			source, confidence = "-", "not set"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", s.Rule, source, confidence, s.Text)
	}
	table.Flush()
	fmt.Fprintf(c.out, "\nWhat was explored: %d states\n", r.States)
	for _, p := range r.Products {
		fmt.Fprintf(c.out, "%9d  %s: every combination of %s\n", p.States, p.Name, strings.Join(p.Dimensions, ", "))
	}
	fmt.Fprintf(c.out, "\nWhat was looked for\n")
	table = tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
	for _, p := range r.Properties {
		word := "holds"
		if !p.Held {
			word = "BROKEN"
		}
		fmt.Fprintf(table, "%s\t%s\t%d times\t%s\n", word, p.ID, p.Checked, p.Text)
	}
	table.Flush()
	if x := r.Counter; x != nil {
		fmt.Fprintf(c.out, "\nThe smallest case that breaks %q: %s\n%s\n%s\n", x.Property, x.Says, x.Case, x.Decision)
		if x.Than != nil {
			fmt.Fprintf(c.out, "and beside it\n%s\n%s\n", x.Than.Case, x.Than.Decision)
		}
		return
	}
	fmt.Fprintf(c.out, "\n%s %s: proved within what was explored.\n", r.ID, r.Version)
}

// packDocument reads a pack of either kind, by id or from a file.
func (c *call) packDocument(name string) ([]byte, error) {
	if name == "-" || isFile(name) {
		return c.read(name)
	}
	p, err := protocol.Find(name)
	if err == nil {
		return p.Document(), nil
	}
	if j, lawErr := register.FindJurisdiction(name); lawErr == nil {
		return j.Document(), nil
	}
	return nil, err
}

// isJurisdiction tells the kind of a document; the loader of that kind then
// reads it strictly.
func isJurisdiction(document []byte) bool {
	var head struct {
		Kind string `json:"kind"`
	}
	return json.Unmarshal(document, &head) == nil && head.Kind == "jurisdiction"
}

// judge loads a pack; a dosing pack is explained and proved too. The error is
// for what cannot be read.
func judge(b []byte) (r checkReport, err error) {
	r = checkReport{Kind: "dosing", Status: "refused", Faults: []string{}}
	var p *protocol.Pack
	if isJurisdiction(b) {
		r.Kind = "jurisdiction"
		var j *register.Jurisdiction
		if j, err = register.LoadJurisdiction(b); err == nil {
			r.ID, r.Version, r.Status, r.Missing, r.title = j.ID, j.Version, j.Status(), j.Missing, j.Title
		}
	} else if p, err = protocol.Load(b); err == nil {
		r.ID, r.Version, r.Status, r.Missing, r.title = p.ID, p.Version, p.Status(), p.Missing, p.Title
	}
	if judged := (*protocol.RefusedError)(nil); errors.As(err, &judged) {
		r.Faults = judged.Faults
		return r, nil
	}
	if err != nil {
		return r, err
	}
	if p != nil {
		r.Explanation = p.Explain()
		r.add(p, dosing.Prove(p, runtime.GOMAXPROCS(0)))
	}
	r.OK = len(r.Faults) == 0
	return r, nil
}

// add puts a proof into the report.
func (r *checkReport) add(p *protocol.Pack, proof dosing.Proof) {
	r.States, r.Rehearsed, r.Proved = proof.States, proof.States, proof.Counter == nil
	for _, s := range proof.Spaces {
		r.Products = append(r.Products, productReport{s.Name, s.States, s.Dimensions})
	}
	for _, q := range proof.Properties {
		r.Properties = append(r.Properties, propertyReport{q.ID, q.Text, q.Checked, q.Held})
	}
	if x := proof.Counter; x != nil {
		r.Counter = &counterReport{
			Property: x.Property, Product: x.Space, Says: x.Says, Differs: x.Differs,
			Case: x.Case.JSON(p.ID), Decision: x.Decision.JSON(x.Case.Zone),
		}
		if t := x.Than; t != nil {
			r.Counter.Than = &comparedReport{t.Differs, t.Case.JSON(p.ID), t.Decision.JSON(t.Case.Zone)}
		}
		r.Faults = append(r.Faults, x.Property+": "+x.Says+" ("+strings.Join(x.Differs, "; ")+")")
	}
}
