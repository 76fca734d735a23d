package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"steady/cmd/steady/bench"
)

var benchCommand = command{
	name: "bench", summary: "measure what the design promises, beside anchors of the same run",
	usage: "[AREA] [--entries N] [--dir DIR] [--json]", run: runBench,
	help: `Measures the areas store, web, voice, lab and timetable, or the one that is named; each takes a minute at
most. Every figure stands beside an anchor measured in the same run on the same disk: compare ratios, not
figures, between machines. What each row means: docs/reference/bench.md.

  --entries N  journal entries behind the long history (200000)
  --dir DIR    a folder on the disk to measure; what is made in it is removed (the temporary folder)
  --limit T    most time for each instance of the timetable (7s); 10m is the design's own limit for each
  --json       {"rows":[...]}

Exit codes: 0 measured, whatever was met; 1 something could not be measured; 2 there is no such area.`,
}

func runBench(c *call) int {
	o := bench.Defaults()
	c.flags.Int64Var(&o.Entries, "entries", o.Entries, "")
	c.flags.StringVar(&o.Dir, "dir", o.Dir, "")
	c.flags.DurationVar(&o.Limit, "limit", o.Limit, "")
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(0, 1) {
		return unreadable
	}
	area := ""
	if len(c.operands) > 0 {
		area = c.operands[0]
	}
	if err := checkBench(area, o); err != nil {
		c.complain(err)
		return unreadable
	}
	o.Progress = func(what string) { fmt.Fprintln(c.err, what) }
	o.Serve = serveApart
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	rows, err := bench.Run(ctx, area, o)
	if err != nil {
		c.complain(err)
		return refused
	}
	if *asJSON {
		return c.writeJSON(map[string]any{"rows": rows})
	}
	benchTable(c.out, rows)
	return answered
}

func checkBench(area string, o bench.Options) error {
	areas := strings.Join(bench.Areas(), ", ")
	switch {
	case area != "" && !slices.Contains(bench.Areas(), area):
		return fmt.Errorf("there is no area %q: write one of %s", area, areas)
	case o.Entries < 1000 || o.Entries > 100_000_000:
		return fmt.Errorf("--entries %d: choose 1000 to 100000000", o.Entries)
	case o.Limit <= 0:
		return fmt.Errorf("--limit %s: choose a time above 0", o.Limit)
	}
	return nil
}

// benchTable prints the rows, and below them what they say about themselves.
func benchTable(w io.Writer, rows []bench.Row) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ROW\tVALUE\tUNIT\tANCHOR VALUE\tRATIO\tTARGET\tMET")
	for _, r := range rows {
		met, anchor, ratio := "no", "-", "-"
		if r.Met {
			met = "yes"
		}
		if r.AnchorValue != 0 {
			anchor, ratio = digits(r.AnchorValue), digits(r.Ratio)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.Name, digits(r.Value), r.Unit, anchor, ratio, r.Target, met)
	}
	t.Flush()
	fmt.Fprintln(w)
	for _, r := range rows {
		fmt.Fprintf(w, "%s: anchor: %s. %s.\n", r.Name, r.Anchor, r.Note)
	}
}

// digits prints three digits that count.
func digits(x float64) string {
	if x >= 100 || x <= -100 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 3, 64)
}

// serveApart serves a data folder in a process of its own, this same program,
// and returns once a browser was answered.
func serveApart(ctx context.Context, dir string) (pid int, stop func() error, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, nil, err
	}
	line, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return 0, nil, err
	}
	at := line.Addr().String()
	if err := line.Close(); err != nil { // the process takes the place
		return 0, nil, err
	}
	p := exec.CommandContext(ctx, self, "serve", "--data", dir, "--listen", at)
	p.Stderr = os.Stderr
	out, err := p.StdoutPipe()
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		return 0, nil, err
	}
	stop = func() error {
		err := p.Process.Signal(os.Interrupt)
		var ended *exec.ExitError
		if werr := p.Wait(); !errors.As(werr, &ended) {
			err = errors.Join(err, werr)
		}
		return err
	}
	if err := answers(ctx, at, out); err != nil {
		return 0, nil, errors.Join(err, stop())
	}
	return p.Process.Pid, stop, nil
}

// answers waits for the first line of the process, then asks for a page.
func answers(ctx context.Context, at string, out io.Reader) error {
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		return fmt.Errorf("the process ended before it served: %w", err)
	}
	go io.Copy(io.Discard, out) // so that it never waits for us
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	return bench.Fetch(ctx, "http://"+at+"/signin")
}
