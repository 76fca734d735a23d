// Command timetables solves the public instances within the design's limits and
// writes what came out as a page: objective, proven bound, gap, and the best
// values known. It takes about a quarter of an hour; with a second argument such
// as 10s no instance takes longer than that. No number of the page is written by
// hand.
package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"time"

	"steady/cmd/steady/bench"
	"steady/timetable"
)

func main() {
	most, err := time.Hour, error(nil)
	if len(os.Args) == 3 {
		most, err = time.ParseDuration(os.Args[2])
	}
	if len(os.Args) < 2 || len(os.Args) > 3 || err != nil {
		fmt.Fprintln(os.Stderr, "usage: timetables PAGE.md [LIMIT]")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := write(ctx, os.Args[1], most); err != nil {
		fmt.Fprintln(os.Stderr, "timetables:", err)
		os.Exit(1)
	}
}

func write(ctx context.Context, file string, most time.Duration) error {
	var solved []bench.Solved
	for _, k := range timetable.Public() {
		fmt.Fprintln(os.Stderr, "solving", k.Name)
		s, err := bench.SolvePublic(ctx, k, most)
		if err != nil {
			return err
		}
		solved = append(solved, s)
	}
	return os.WriteFile(file, page(solved), 0o644)
}

// page writes the results down.
func page(solved []bench.Solved) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# Results on the public instances

Made by `+"`make timetable-results`"+`: every number comes from the run. The instances are invented weeks of invented
clinics ("timetable/testdata"); [Timetables](timetable.md) says what is counted. Each plan was read a second time by the
checker, which shares no code with the optimiser. Seed 1, %d processors (%s, %s).

`, runtime.GOMAXPROCS(0), runtime.GOARCH, runtime.Version())
	head(&b, "instance", "people", "sites", "limit s", "took s", "objective", "proven bound", "gap %", "doses missed", "z",
		"goal", "reached")
	for _, s := range solved {
		reached := "no"
		if s.Met() {
			reached = "yes"
		}
		row(&b, s.Name, s.People, s.Sites, round(s.Limit.Seconds(), 0), round(s.Took.Seconds(), 1), s.Objective, s.Bound,
			round(s.Gap(), 3), s.Missed, s.Z, goal(s), reached)
	}
	b.WriteString(`
The gap is (objective - bound) / objective: no timetable can save more than that. z is how many minutes of a week the
person who is furthest from their own best carries beyond it.

Beside the best that was known before, whoever found it; below 0 % is better than that:

`)
	head(&b, "instance", "best known", "this plan", "above it %", "best known bound", "this bound", "each alone",
		"first plan after s", "its gap %")
	for _, s := range solved {
		row(&b, s.Name, s.Known.Objective, s.Objective, round(s.AboveKnown(), 3), s.Known.Bound, s.Bound, s.Own,
			round(s.FirstTook.Seconds(), 2), round(s.FirstGap, 1))
	}
	b.WriteString(`
Each alone is what everybody's week would cost if each person were alone in the clinic: a bound nobody can beat, and not
one that can be reached together. A bound above a plan that is known would be a mistake.
`)
	b.WriteString(`
Beside first come, first served: people ask one after the other, and each takes what is best for them among what is
still free. A dose without a time counts what the instance says that it costs.

`)
	head(&b, "instance", "first come, first served", "its doses missed", "this plan", "doses missed", "saved %")
	for _, s := range solved {
		if s.FirstCome > 0 {
			row(&b, s.Name, s.FirstCome, s.FirstMissed, s.Objective, s.Missed,
				round(100*float64(s.FirstCome-s.Objective)/float64(s.FirstCome), 1))
		}
	}
	return b.Bytes()
}

func head(b *bytes.Buffer, cells ...any) {
	row(b, cells...)
	b.WriteString(strings.Repeat("|---", len(cells)) + "|\n")
}

func row(b *bytes.Buffer, cells ...any) {
	for _, c := range cells {
		fmt.Fprintf(b, "| %v ", c)
	}
	b.WriteString("|\n")
}

func round(x float64, digits int) string { return strconv.FormatFloat(x, 'f', digits, 64) }

func goal(s bench.Solved) string {
	switch {
	case s.GapGoal == 0:
		return "proved optimal"
	case math.IsInf(s.GapGoal, 1):
		return fmt.Sprintf("at most %g %% above the best known", s.KnownGoal)
	}
	return fmt.Sprintf("gap at most %g %%", s.GapGoal)
}
