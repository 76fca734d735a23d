package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"steady/internal/app"
	"steady/internal/ndtms"
	"steady/moment"
)

var ndtmsCommand = command{
	name: "ndtms", summary: "the national drug treatment return of England",
	below: []command{
		{
			name: "export", summary: "write a return as CSV",
			usage: "--data D --out FILE [--release ID|FILE] [--period 2026-10] [--position N] [--explain] [--json]",
			run:   ndtmsExport,
			help: `Writes the return of a service from what it has recorded. Only people who said yes to it are in the file; who
said no is counted, and who was not asked is listed. An episode that breaks a confirmed rule is left out and
said so; what has no confirmed code stays empty and is listed as a gap. The same release, position and days
give the same bytes: their SHA-256 is printed. The service may be running.

  --release ID|FILE  a release of this build (core-k) or a release file; see docs/reference/ndtms.md
  --period MONTH     only episodes that were open in that month, and nothing that came later
  --position N       as the record stood after N clinical entries
  --practice         write it although the release is not in force; such a file is not to be sent
  --explain          also say of each field where its value comes from and how often it is filled

Exit codes: 0 written; 1 refused; 2 asked wrongly.`,
		},
		{
			name: "check", summary: "look at a return by the confirmed rules",
			usage: "FILE.csv [--release ID|FILE] [--on DAY] [--json]", run: ndtmsCheck,
			help: `Reads a return, whoever wrote it, and lists what breaks a rule. --on is the day it is judged on (the last
date in it where it is not said).

Exit codes: 0 nothing rejects it; 1 something does; 2 it cannot be read.`,
		},
		{
			name: "diff", summary: "what changed from one return to the next",
			usage: "OLD.csv NEW.csv [--json]", run: ndtmsDiff,
			help: `Compares line by line, by the references of client, episode, intervention and answers.`,
		},
		{
			name: "explain", summary: "say of each field of a release where it comes from",
			usage: "[ID|FILE] [--json]", run: ndtmsExplain,
			help: `Prints the fields in their order, how sure each is, and why a field stays empty. Without ID it lists the
releases of this build.`,
		},
	},
}

// findRelease finds a release of this build, or reads a file.
func (c *call) findRelease(name string) (*ndtms.Release, error) {
	r, err := ndtms.Find(name)
	if err == nil {
		return r, nil
	}
	b, readErr := c.read(name)
	if readErr != nil {
		return nil, fmt.Errorf("--release %s: neither a release of this build nor a file", name)
	}
	return ndtms.Load(b)
}

// month reads "2026-10" as its first and last day.
func month(text string) (from, to moment.Day, err error) {
	if from, err = moment.ParseDay(text + "-01"); err != nil {
		return 0, 0, fmt.Errorf("%q is not a month: write 2026-10", text)
	}
	return from, from.AddMonths(1) - 1, nil
}

// ndtmsWish is what "steady ndtms export" is asked for.
type ndtmsWish struct {
	out      string
	from, to moment.Day
	position int64
	practice bool
}

func ndtmsExport(c *call) int {
	p := c.placeFlags()
	var w ndtmsWish
	c.flags.StringVar(&w.out, "out", "", "")
	release, period := c.flags.String("release", "core-k", ""), c.flags.String("period", "", "")
	c.flags.Int64Var(&w.position, "position", 0, "")
	c.flags.BoolVar(&w.practice, "practice", false, "")
	explain, asJSON := c.flags.Bool("explain", false, ""), c.flags.Bool("json", false, "")
	if !c.parse(0, 0) {
		return unreadable
	}
	rel, err := c.findRelease(*release)
	if err == nil && *period != "" {
		w.from, w.to, err = month(*period)
	}
	if err == nil && w.out == "" {
		err = errors.New("say where to write it: --out FILE")
	}
	if err != nil {
		c.complain(err)
		return unreadable
	}
	r, err := c.nationalReturn(p, rel, w)
	if err == nil {
		err = writeWhole(w.out, bytesInto(r.CSV))
	}
	if err != nil {
		c.complain(err)
		return refused
	}
	if *asJSON {
		return c.writeJSON(r)
	}
	c.printReturn(r, w.out, *explain)
	return answered
}

// nationalReturn makes the return of a place.
func (c *call) nationalReturn(p *place, rel *ndtms.Release, w ndtmsWish) (*ndtms.Return, error) {
	ctx := context.Background()
	db, err := p.open(ctx, false)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	premises, err := onlyPremises(ctx, db)
	if err != nil {
		return nil, err
	}
	book, scores, err := app.BookAt(ctx, db, premises, w.position)
	if err != nil {
		return nil, err
	}
	if !rel.Current() && !book.Invented && !w.practice {
		return nil, fmt.Errorf("release %s is not in force: load the one that is with --release FILE, or write a file "+
			"that is not to be sent with --practice", rel.ID)
	}
	texts, err := app.TextsOf(ctx, db, premises, ndtms.Refs(book))
	if err != nil {
		return nil, err
	}
	in := ndtms.Input{Book: book, Scores: scores, Texts: texts, From: w.from, To: book.Zone.Day(book.Recorded)}
	if w.to != 0 {
		in.To = min(w.to, in.To)
	}
	return ndtms.Make(rel, in)
}

func (c *call) printReturn(r *ndtms.Return, file string, explain bool) {
	if !r.Submit {
		fmt.Fprintln(c.out, "NOT TO BE SENT: the release is not in force, or the service is invented.")
	}
	fmt.Fprintf(c.out, "%s: %d lines of %d people, release %s (%s), after entry %d, up to %s\n", file, r.Rows, r.People,
		r.Release, r.ReleaseSum[:12], r.Position, r.To)
	fmt.Fprintf(c.out, "sha256 %s\n", r.SHA256)
	fmt.Fprintf(c.out, "said no: %d; not asked yet: %d; episodes left out: %d\n\n", r.NoConsent, r.NotAsked, r.LeftOut)
	for _, f := range r.Findings {
		fmt.Fprintf(c.out, "%-6s %-20s %s %s %s\n", f.Severity, f.Code, f.Client, strings.Join(f.Fields, " "), f.Text)
	}
	if explain {
		fmt.Fprintln(c.out)
		for _, f := range r.Filled {
			printField(c, f, fmt.Sprintf("%4d of %d ", f.Filled, r.Rows))
		}
	}
}

func printField(c *call, f ndtms.FieldCount, count string) {
	switch {
	case f.Why != "":
		fmt.Fprintf(c.out, "%-9s %sempty: %s\n", f.Name, count, f.Why)
	case f.Codes != "":
		fmt.Fprintf(c.out, "%-9s %s%s; codes %s, confirmed\n", f.Name, count, f.About, f.Codes)
	default:
		fmt.Fprintf(c.out, "%-9s %s%s\n", f.Name, count, f.About)
	}
}

func ndtmsExplain(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(0, 1) {
		return unreadable
	}
	if len(c.operands) == 0 {
		for _, r := range ndtms.Builtin() {
			fmt.Fprintf(c.out, "%-10s %-11s %s\n", r.ID, r.Status, r.Title)
		}
		return answered
	}
	r, err := c.findRelease(c.operands[0])
	if err != nil {
		c.complain(err)
		return unreadable
	}
	if *asJSON {
		return c.writeJSON(r)
	}
	fmt.Fprintf(c.out, "%s: %s (%s)\n%s\n\n", r.ID, r.Title, r.Status, r.Note)
	for _, o := range r.Open {
		fmt.Fprintf(c.out, "not confirmed: %s\n", o.What)
	}
	fmt.Fprintln(c.out)
	for _, f := range r.Fields {
		x := ndtms.FieldCount{Name: f.Name, About: f.About, Why: f.Why}
		if f.Codes != "" {
			x.Codes = f.Codes + " (" + r.Sources[r.Codes[f.Codes].Source].Title + ")"
		}
		printField(c, x, "")
	}
	return answered
}

// readReturn reads a return from a file.
func (c *call) readReturn(name string) (*ndtms.Table, error) {
	b, err := c.read(name)
	if err != nil {
		return nil, err
	}
	t, err := ndtms.Read(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

func ndtmsCheck(c *call) int {
	release, on := c.flags.String("release", "core-k", ""), c.flags.String("on", "", "")
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	rel, err := c.findRelease(*release)
	var t *ndtms.Table
	if err == nil {
		t, err = c.readReturn(c.operands[0])
	}
	var day moment.Day
	if err == nil && *on != "" {
		day, err = moment.ParseDay(*on)
	}
	if err != nil {
		c.complain(err)
		return unreadable
	}
	if day == 0 {
		day = t.LastDay(rel)
	}
	found, lines := []ndtms.Finding{}, t.Lines(rel)
	rejected := false
	for _, k := range slices.Sorted(maps.Keys(lines)) {
		for _, f := range ndtms.Check(rel, lines[k], day) {
			f.Client = k
			found, rejected = append(found, f), rejected || f.Severity == ndtms.Reject
		}
	}
	if *asJSON {
		if code := c.writeJSON(found); code != answered {
			return code
		}
	} else {
		for _, f := range found {
			fmt.Fprintf(c.out, "%-6s %-20s %s: %s\n", f.Severity, f.Code, f.Client, f.Text)
		}
		fmt.Fprintf(c.out, "%d episodes, %d findings\n", len(lines), len(found))
	}
	if rejected {
		return refused
	}
	return answered
}

func ndtmsDiff(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(2, 2) {
		return unreadable
	}
	var t [2]*ndtms.Table
	for i, name := range c.operands {
		var err error
		if t[i], err = c.readReturn(name); err != nil {
			c.complain(err)
			return unreadable
		}
	}
	d := ndtms.Diff(t[0], t[1])
	if *asJSON {
		return c.writeJSON(d)
	}
	for _, n := range d.Fields {
		fmt.Fprintf(c.out, "field %s is in one of the two only\n", n)
	}
	for _, k := range d.Added {
		fmt.Fprintf(c.out, "added   %s\n", k)
	}
	for _, k := range d.Removed {
		fmt.Fprintf(c.out, "removed %s\n", k)
	}
	for _, l := range d.Changed {
		for _, v := range l.Fields {
			fmt.Fprintf(c.out, "changed %s: %s was %s, is %s\n", l.Line, v.Field, v.Was, v.Is)
		}
	}
	fmt.Fprintf(c.out, "%d added, %d removed, %d changed, %d the same\n", len(d.Added), len(d.Removed), len(d.Changed),
		d.Same)
	return answered
}
