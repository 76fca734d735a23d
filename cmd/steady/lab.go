package main

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"text/tabwriter"

	"steady/lab/queue"
)

var labCommand = command{
	name: "lab", summary: "try a rule before it meets people; hold the simulation to queueing theory",
	below: []command{
		labRunCommand,
		labBriefCommand,
		labFitCommand,
		labCalibrateCommand,
		labWorkCommand,
		labClaimCommand,
		{
			name: "validate", summary: "five cases whose exact values are known",
			usage: "[--seed N] [--json]", run: labValidate,
			help: `Simulates an ID desk, booths, preparation, observation without waiting, and ample capacity, each alone, and
compares waits, numbers and probabilities with queueing theory. A quantity passes when the 99.9 % interval of
at least 30 independent batches covers the exact value and is within 1 % of it either way; batches are added
by a stated rule until it is that narrow. Every batch is also checked for Little's law along its path and for
the conservation of people.

  --seed N  another world than the default, 1; one in a hundred or so has a quantity that misses by chance
  --json    {"pass","cases":[...]}

Exit codes: 0 all pass; 1 a case does not, or a law was broken; 2 the call cannot be read.`,
		},
		{
			name: "queue", summary: "simulate a system of stages and lines that a file describes",
			usage: "FILE|- [--json]", run: labQueue,
			help: `Reads a system as JSON (classes that arrive; stages with servers, capacity, discipline, law of service and
ways on; batches, warm-up and run in minutes; a seed) and prints for every stage, for all and by class: the
share of busy servers, waits, times and numbers present, the chance to wait and to be turned away. Every
figure is the mean of independent batches with a 99.9 % interval. The same file gives the same bytes on any
machine of one architecture, with any number of processors. Fields, definitions, laws: docs/reference/lab.md.

Exit codes: 0 answered; 1 the system is understood and not simulated (a line that grows without end,
probabilities that do not add up); 2 the file or the call cannot be read.`,
		},
	},
}

// exitOfLab tells what was understood and refused, or a broken law, from what
// cannot be read.
func exitOfLab(err error) int {
	var no *queue.RefusedError
	var law *queue.LawError
	if errors.As(err, &no) || errors.As(err, &law) {
		return refused
	}
	return unreadable
}

// labValidate is "steady lab validate".
func labValidate(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	seed := c.flags.Uint64("seed", queue.DefaultSeed, "")
	if !c.parse(0, 0) {
		return unreadable
	}
	v, err := queue.Validate(*seed, runtime.GOMAXPROCS(0))
	if err != nil {
		c.complain(err)
		return exitOfLab(err)
	}
	code := answered
	if !v.Pass {
		code = refused
		c.complain(fmt.Errorf("with seed %d a quantity is not where theory says", v.Seed))
	}
	if *asJSON {
		return max(code, c.writeJSON(v))
	}
	printValidation(c.out, v)
	return code
}

func printValidation(w io.Writer, v *queue.Validation) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "CASE\tQUANTITY\tEXACT\tMEAN\t99.9 % INTERVAL\tBATCHES\t")
	for _, c := range v.Cases {
		for _, q := range c.Results {
			fmt.Fprintf(t, "%s\t%s\t%.7g\t%.6g\t%.6g to %.6g\t%d\t%s\n", c.ID, q.Name, q.Exact, q.Mean, q.Lo, q.Hi, q.Batches,
				verdict(q.Pass))
		}
	}
	t.Flush()
	fmt.Fprintln(w)
	for _, c := range v.Cases {
		fmt.Fprintf(w, "%s: %s: %s\n", c.ID, c.System, verdict(c.Pass))
	}
	fmt.Fprintf(w, "\nSeed %d. %s.\n", v.Seed, strings.ToUpper(v.Rule[:1])+v.Rule[1:])
}

func verdict(pass bool) string {
	if pass {
		return "passes"
	}
	return "does not pass"
}

// labQueue is "steady lab queue".
func labQueue(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	b, err := c.read(c.operands[0])
	if err != nil {
		c.complain(err)
		return unreadable
	}
	m, err := queue.Parse(b)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	r, err := queue.Run(m, runtime.GOMAXPROCS(0))
	if err != nil {
		c.complain(err)
		return exitOfLab(err)
	}
	if *asJSON {
		return c.writeJSON(r)
	}
	printQueue(c.out, r)
	return answered
}

// printQueue prints a block for each stage and class.
func printQueue(w io.Writer, r *queue.Result) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range r.Stages {
		fmt.Fprintf(t, "%s, %s\tMEAN\t99.9 %% INTERVAL\tBATCHES\n", s.Stage, s.Class)
		line(t, "share of servers busy (rho)", s.Rho)
		line(t, "wait, min (wq)", s.Wq)
		line(t, "time here, min (w)", s.W)
		line(t, "waiting (lq)", s.Lq)
		line(t, "present (l)", s.L)
		line(t, "has to wait (p_wait)", s.PWait)
		line(t, "turned away (p_blocked)", s.PBlocked)
		if s.WqTail != nil {
			line(t, "waits longer (wq_tail)", *s.WqTail)
		}
		fmt.Fprintln(t, "\t\t\t")
	}
	fmt.Fprintln(t, "network\tMEAN\t99.9 % INTERVAL\tBATCHES")
	line(t, "from entering to leaving, min (w)", r.Total.W)
	line(t, "present (l)", r.Total.L)
	t.Flush()
	fmt.Fprintf(w, "\n%d events.\n", r.Events)
}

func line(w io.Writer, what string, f queue.Figure) {
	if f.Batches < 2 {
		fmt.Fprintf(w, "  %s\tnobody came\t\t%d\n", what, f.Batches)
		return
	}
	fmt.Fprintf(w, "  %s\t%.5g\t%.5g to %.5g\t%d\n", what, f.Mean, f.Lo, f.Hi, f.Batches)
}
