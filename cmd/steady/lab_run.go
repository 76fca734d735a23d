package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"text/tabwriter"
	"time"

	"steady/internal/job"
	"steady/lab"
	"steady/lab/compare"
	"steady/lab/scenario"
)

var labRunCommand = command{
	name: "run", summary: "compare sets of rules on invented people, with intervals",
	usage: "SCENARIO|- [--replications N] [--workers N] [--out DIR [--resume]] [--database URL] [--csv FILE] [--json]",
	run:   labRun,
	help: `Reads a scenario (a service, its people, every figure with range and source, 2 to 6 sets of rules), runs the
production rules on invented people, replication by replication, and prints each measure with its 95 % interval,
the paired differences from the first set of rules, what they depend on and what would turn their order. The
same scenario and program give the same bytes, whoever ran what.
Fields, measures, rules: docs/reference/lab-run.md.

  --replications N  the most of each set of rules, instead of what the scenario says
  --workers N       replications at once (processors of this machine; 0 with --database)
  --out DIR         keep every finished replication there, and result.json and replications.csv at the end
  --resume          go on with what DIR holds
  --database URL    spread over every "steady lab work" on this PostgreSQL; resumes by itself
  --csv FILE        a line for each replication
  --json            the comparison as JSON (docs/reference/lab-result.schema.json)

Interrupt it at any time: what is finished is kept in DIR or in the database.

Exit codes: 0 answered; 1 understood and not run (the packs or the law refuse a rule), or stopped; 2 the scenario
or the call cannot be read.`,
}

var labWorkCommand = command{
	name: "work", summary: "run replications for others, from a PostgreSQL",
	usage: "--database URL [--workers N]", run: labWork,
	help: `Takes replications that a "steady lab run --database" of this same program asks for, and does them until it is
interrupted: then what is begun is finished first. Start as many as there are machines; each has to be the same
file of the program. A replication whose worker is killed is done again by another.

Exit codes: 0 interrupted; 1 the database cannot be used; 2 the call cannot be read.`,
}

var labClaimCommand = command{
	name: "claim", summary: "may this sentence be said?",
	usage: "FILE|- [--json]", run: labClaim,
	help: `Reads a claim as JSON: {"kind":"before_after","what":TEXT,"says":"count|rate","before":PERIOD,"after":PERIOD} with
PERIOD {"events":n,"person_days":x,"counted":"everybody|stayed"}, or {"kind":"deaths","what":TEXT}. A claim is refused,
with the reason and what can be said instead, when it makes deaths out of exposure, compares counts over unequal
time, or counts only those who stayed. Else it prints the rates, their ratio and its exact 95 % interval.

Exit codes: 0 it may be said, with its interval; 1 refused; 2 it cannot be read.`,
}

// labRunFlags are what "lab run" takes.
type labRunFlags struct {
	replications, workers        int
	out, csv, database           string
	resume, asJSON, workersGiven bool
}

func labRun(c *call) int {
	job.CollectLess()
	var o labRunFlags
	c.flags.IntVar(&o.replications, "replications", 0, "")
	c.flags.IntVar(&o.workers, "workers", runtime.GOMAXPROCS(0), "")
	c.flags.StringVar(&o.out, "out", "", "")
	c.flags.StringVar(&o.csv, "csv", "", "")
	c.flags.StringVar(&o.database, "database", "", "")
	c.flags.BoolVar(&o.resume, "resume", false, "")
	c.flags.BoolVar(&o.asJSON, "json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	o.workersGiven = c.given("workers")
	f, err := readScenario(c, &o)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	if err := f.Check(); err != nil {
		c.complain(err)
		return refused
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	answer, err := runScenario(ctx, c, f, o)
	if err != nil {
		c.complain(err)
		return refused
	}
	if err := writeAnswer(answer, o); err != nil {
		c.complain(err)
		return refused
	}
	if o.asJSON {
		return c.writeJSON(answer.Comparison)
	}
	printComparison(c.out, answer.Comparison)
	return answered
}

func readScenario(c *call, o *labRunFlags) (*scenario.File, error) {
	b, err := c.read(c.operands[0])
	if err != nil {
		return nil, err
	}
	f, err := scenario.Parse(b)
	if err != nil {
		return nil, err
	}
	if c.given("replications") {
		if o.replications < 2 || o.replications > compare.Most {
			return nil, fmt.Errorf("--replications %d: write 2 to %d", o.replications, compare.Most)
		}
		f.Replications = o.replications
	}
	switch {
	case o.workers < 0 || o.workers > 1024 || o.workers == 0 && o.database == "":
		return nil, fmt.Errorf("--workers %d: write 1 to 1024", o.workers)
	case o.resume && o.out == "":
		return nil, errors.New("--resume goes on with what is in --out DIR: write both")
	case o.database != "" && o.out != "" && o.resume:
		return nil, errors.New("--database resumes by itself: leave --resume out")
	}
	return f, nil
}

// runScenario answers the question, here or spread over a database.
func runScenario(ctx context.Context, c *call, f *scenario.File, o labRunFlags) (*scenario.Answer, error) {
	program, err := job.Program()
	if err != nil {
		return nil, err
	}
	tell := progressOn(c.err)
	if o.database != "" {
		if !o.workersGiven {
			o.workers = 0
		}
		spread, err := job.OpenSpread(ctx, o.database, program, o.workers, func(s string) { fmt.Fprintln(c.err, s) })
		if err != nil {
			return nil, err
		}
		defer spread.Close()
		return f.Answer(program, func(units []scenario.Unit) ([]*lab.Record, error) {
			return spread.Run(ctx, f, units, tell)
		})
	}
	pool := &job.Pool{Workers: o.workers, Do: f.Replicate, Tell: tell}
	if o.out != "" {
		digest, err := f.Digest()
		if err != nil {
			return nil, err
		}
		if pool.Keep, err = job.OpenKeep(o.out, digest, program, o.resume); err != nil {
			return nil, err
		}
		defer pool.Keep.Close()
	}
	answer, err := f.Answer(program, func(units []scenario.Unit) ([]*lab.Record, error) { return pool.Run(ctx, units) })
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped; nothing was kept: with --out DIR it could go on later")
		if pool.Keep != nil {
			err = fmt.Errorf("stopped; %d finished replications are kept in %s: go on with --resume", pool.Keep.Found(), o.out)
		}
	}
	return answer, err
}

// progressOn tells how far a run is, at most twice a second and at the end.
func progressOn(w io.Writer) func(done, total int) {
	var last time.Time
	return func(done, total int) {
		if total == 0 || done < total && time.Since(last) < 500*time.Millisecond {
			return
		}
		last = time.Now()
		fmt.Fprintf(w, "%d of %d replications\n", done, total)
	}
}

// writeAnswer writes the files that were asked for, each whole or not at all.
func writeAnswer(a *scenario.Answer, o labRunFlags) error {
	csvTo := []string{o.csv}
	if o.out != "" {
		csvTo = append(csvTo, filepath.Join(o.out, "replications.csv"))
		b, err := json.MarshalIndent(a.Comparison, "", "  ")
		if err != nil {
			return err
		}
		if err := writeWhole(filepath.Join(o.out, "result.json"), bytesInto(append(b, '\n'))); err != nil {
			return err
		}
	}
	for _, path := range csvTo {
		if path == "" {
			continue
		}
		if err := writeWhole(path, a.WriteCSV); err != nil {
			return err
		}
	}
	return nil
}

// labWork is "steady lab work".
func labWork(c *call) int {
	job.CollectLess()
	database := c.flags.String("database", "", "")
	workers := c.flags.Int("workers", runtime.GOMAXPROCS(0), "")
	if !c.parse(0, 0) {
		return unreadable
	}
	if *database == "" || *workers < 1 || *workers > 1024 {
		c.complain(errors.New("write --database URL, and --workers 1 to 1024"))
		return unreadable
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	program, err := job.Program()
	if err == nil {
		err = job.Work(ctx, *database, program, *workers, func(s string) { fmt.Fprintln(c.err, s) })
	}
	if err != nil {
		c.complain(err)
		return refused
	}
	return answered
}

// labClaim is "steady lab claim".
func labClaim(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	b, err := c.read(c.operands[0])
	if err != nil {
		c.complain(err)
		return unreadable
	}
	claim, err := compare.ParseClaim(b)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	grant, err := claim.Judge()
	if err != nil {
		var no *compare.RefusedError
		if *asJSON && errors.As(err, &no) {
			c.writeJSON(map[string]any{"granted": false, "code": no.Code, "why": no.Why, "instead": no.Instead})
		}
		c.complain(err)
		return refused
	}
	if *asJSON {
		return c.writeJSON(map[string]any{"granted": true, "says": grant})
	}
	fmt.Fprintln(c.out, grant.Text)
	for _, caveat := range grant.Caveats {
		fmt.Fprintln(c.out, "-", caveat)
	}
	return answered
}

// printComparison prints every measure, then what to know before using it.
func printComparison(w io.Writer, c *compare.Comparison) {
	fmt.Fprintf(w, "%s\n%s\n\n", c.Study.Title, c.Study.Question)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  \tMEAN, 95 % INTERVAL\tDIFFERENCE FROM THE FIRST\tVERDICT")
	for _, m := range c.Study.Measures {
		fmt.Fprintf(t, "%s (%s)\n", m.Name, m.Unit)
		for _, p := range c.Study.Policies {
			f, _ := c.Figure(p.ID, m.ID)
			difference, verdict := "", ""
			if d, ok := c.Difference(p.ID, m.ID); ok {
				difference, verdict = d.Estimate.String(), string(d.Verdict)
			}
			fmt.Fprintf(t, "  %s\t%s\t%s\t%s\n", p.Name, f.Estimate, difference, verdict)
		}
	}
	t.Flush()
	fmt.Fprintf(w, "\n%d replications of each set of rules. %s.\n%s\n", c.Replications, c.Rule, c.Many.Text)
	for _, tornado := range c.Tornados {
		printTornado(w, c, tornado)
	}
	fmt.Fprintln(w, "\nBefore this is used:")
	for _, warning := range c.Warnings {
		if warning.Code != "inside-noise" && warning.Code != "one-of-many" { // those stand beside each difference
			fmt.Fprintf(w, "- %s.\n", warning.Text)
		}
	}
	fmt.Fprintln(w, "\nWhat the model cannot know:")
	for _, l := range c.CannotKnow {
		fmt.Fprintf(w, "- %s: %s.\n", l.Text, l.Why)
	}
}

func printTornado(w io.Writer, c *compare.Comparison, tornado compare.Tornado) {
	p, _ := c.Study.Policy(tornado.Policy)
	m, _ := c.Study.Measure(tornado.Measure)
	fmt.Fprintf(w, "\nWhat the difference of %s in %q depends on (%d replications at each place):\n", p.Name, m.Name,
		tornado.Replications)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, b := range tornado.Bars {
		fmt.Fprintf(t, "  %s\t%s: %s\t%s: %s\n", b.Parameter, compare.Number(b.Lo), b.AtLo, compare.Number(b.Hi), b.AtHi)
	}
	t.Flush()
}
