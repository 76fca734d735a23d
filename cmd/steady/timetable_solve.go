package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"slices"
	"text/tabwriter"
	"time"

	"steady/timetable"
	"steady/timetable/check"
	"steady/timetable/optimise"
)

// solveAsked is how "steady timetable solve" was called.
type solveAsked struct {
	limit  time.Duration
	work   int64
	seed   uint64
	out    string
	asJSON bool
}

// defaultSolve is the limit where none is given: a minute.
const defaultSolve = time.Minute

// solved is the answer of "steady timetable solve --json". Where no plan is
// possible the figures are null and Errors say what stands in the way.
type solved struct {
	Objective *int           `json:"objective"`
	Bound     *int           `json:"bound"`
	Gap       *float64       `json:"gap"` // (objective - bound) / objective
	Feasible  bool           `json:"feasible"`
	Seconds   float64        `json:"seconds"`
	Work      int64          `json:"work"`
	Missed    *int           `json:"missed,omitempty"`
	Z         *int           `json:"z,omitempty"`
	Own       *int           `json:"own,omitempty"`
	Errors    []check.Breach `json:"errors,omitempty"`
}

// solveTimetable is "steady timetable solve".
func solveTimetable(c *call) int {
	begin := time.Now()
	var a solveAsked
	c.flags.DurationVar(&a.limit, "time-limit", 0, "")
	c.flags.Int64Var(&a.work, "work", 0, "")
	c.flags.Uint64Var(&a.seed, "seed", 1, "")
	c.flags.StringVar(&a.out, "out", "", "")
	c.flags.BoolVar(&a.asJSON, "json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	if err := a.sound(c.given("work"), c.given("time-limit")); err != nil {
		c.complain(err)
		return unreadable
	}
	inst, err := readAs(c, c.operands[0], timetable.Parse)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	if no := check.Infeasible(inst); len(no) > 0 {
		if a.asJSON {
			c.writeJSON(solved{Seconds: seconds(begin), Errors: no})
		}
		c.complain(fmt.Errorf("no timetable is possible: %w", no[0]))
		return refused
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	opt := optimise.Options{Seed: a.seed, Work: a.work, Stop: func() bool { return ctx.Err() != nil }}
	if a.work == 0 {
		opt.Stop = func() bool { return ctx.Err() != nil || time.Since(begin) >= a.limit }
	}
	r, err := optimise.Solve(inst, opt)
	if err != nil {
		c.complain(err)
		return refused
	}
	report := check.Check(inst, r.Plan)
	if err := agreed(r, report); err != nil {
		c.complain(err)
		return refused
	}
	return c.writeSolved(inst, r, report, a, seconds(begin))
}

// given reports whether a flag was written.
func (c *call) given(name string) (yes bool) {
	c.flags.Visit(func(f *flag.Flag) { yes = yes || f.Name == name })
	return yes
}

// sound refuses limits that cannot be meant and fills in the usual one.
func (a *solveAsked) sound(work, limit bool) error {
	switch {
	case work && a.work <= 0:
		return fmt.Errorf("--work %d: write a number of units above 0", a.work)
	case limit && a.limit <= 0:
		return fmt.Errorf("--time-limit %s: write a time above 0, for example 12s", a.limit)
	case a.out == "-" && a.asJSON:
		return errors.New("--out - and --json both want standard output: give the plan a file")
	}
	if a.limit == 0 {
		a.limit = defaultSolve
	}
	return nil
}

func seconds(begin time.Time) float64 { return math.Round(time.Since(begin).Seconds()*1000) / 1000 }

// agreed holds an answer to the second reading. What does not pass is never
// printed: it would be a mistake of the program.
func agreed(r *optimise.Result, report check.Report) error {
	switch {
	case !report.Valid:
		return fmt.Errorf("the plan did not pass the second reading and is not shown; tell the makers, with the "+
			"instance: %w", report.Errors[0])
	case report.Objective != r.Objective || r.Bound > r.Objective:
		return fmt.Errorf("two readings differ and nothing is shown; tell the makers, with the instance: objective %d "+
			"and %d, bound %d", r.Objective, report.Objective, r.Bound)
	}
	return nil
}

// writeSolved prints an answer that passed.
func (c *call) writeSolved(inst *timetable.Instance, r *optimise.Result, report check.Report, a solveAsked,
	took float64) int {
	if a.out != "" && a.out != "-" {
		if err := writeWhole(a.out, bytesInto(r.Plan.Bytes())); err != nil {
			c.complain(err)
			return refused
		}
	}
	gap := 0.0
	if r.Objective > 0 {
		gap = rounded(float64(r.Objective-r.Bound) / float64(r.Objective))
	}
	switch {
	case a.asJSON:
		return c.writeJSON(solved{Objective: &r.Objective, Bound: &r.Bound, Gap: &gap, Feasible: true, Seconds: took,
			Work: r.Work, Missed: &report.Missed, Z: &report.Z, Own: &r.Own})
	case a.out == "-":
		c.out.Write(r.Plan.Bytes())
		printSolved(c.err, inst, r, report, took)
	default:
		printSolved(c.out, inst, r, report, took)
	}
	return answered
}

// printSolved writes an answer for people: what the week comes to, what nobody
// could save beyond it, and each day.
func printSolved(w io.Writer, inst *timetable.Instance, r *optimise.Result, report check.Report, took float64) {
	fmt.Fprintf(w, "%s: %d people, %d sites, %d days, in %.1f s and %d units of work\n\n", nameOf(inst), len(inst.People),
		len(inst.Sites), inst.Days, took, r.Work)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "objective\t%d\t\n", r.Objective)
	fmt.Fprintf(t, "no timetable can be below\t%d\t\n", r.Bound)
	fmt.Fprintf(t, "everybody's week, in minutes of life\t%d\t\n", report.Burden)
	fmt.Fprintf(t, "the same, each alone in the clinic\t%d\t\n", r.Own)
	fmt.Fprintf(t, "cost of the shifts\t%d\t\n", report.Rota)
	fmt.Fprintf(t, "most that anybody carries beyond their own best week\t%d\t\n", report.Z)
	fmt.Fprintf(t, "doses without a time\t%d\t\n", report.Missed)
	t.Flush()
	fmt.Fprintln(w)
	printDays(w, inst, r.Plan)
	printFirstCome(w, inst, r)
	if r.Optimal() {
		fmt.Fprintln(w, "\nNo timetable can save a minute more: this one is proved to be the best.")
		return
	}
	fmt.Fprintf(w, "\nNo timetable can save more than %d minutes (%.2f %%): that is proved.\n", r.Objective-r.Bound,
		100*float64(r.Objective-r.Bound)/float64(r.Objective))
}

// printFirstCome says what this saves beside first come, first served: a week in
// which people ask one after the other. It is read a second time too, and not told
// where a rota has to be decided, which first come does not.
func printFirstCome(w io.Writer, inst *timetable.Instance, r *optimise.Result) {
	first := check.Check(inst, inst.FirstCome())
	if !first.Valid {
		return
	}
	fmt.Fprintf(w, "\nFirst come, first served, the same week comes to %d, with %d doses without a time; this plan is %d "+
		"below it.\n", first.Objective, first.Missed, first.Objective-r.Objective)
}

var weekday = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// printDays writes one line for each day of each site.
func printDays(w io.Writer, inst *timetable.Instance, plan *timetable.Plan) {
	type at struct {
		site string
		day  int
	}
	people, starts := map[at]int{}, map[at][]int{}
	for _, d := range plan.Days {
		k := at{d.Site, d.Day}
		people[k]++
		for _, s := range d.Starts {
			if s != timetable.None {
				starts[k] = append(starts[k], s)
			}
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SITE\tDAY\tPEOPLE\tVISITS\tFIRST\tLAST")
	for i := range inst.Sites {
		for d := range inst.Days {
			k := at{inst.Sites[i].ID, d}
			first, last := "-", "-"
			if list := starts[k]; len(list) > 0 {
				first, last = check.Clock(slices.Min(list)), check.Clock(slices.Max(list))
			}
			fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%s\t%s\n", k.site, weekday[d%7], people[k], len(starts[k]), first, last)
		}
	}
	t.Flush()
}
