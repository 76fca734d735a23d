package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
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

	habits   bool   // one usual time a person and dose, chosen with the plan
	level    int    // minutes that levelling may cost; below 0 is no levelling
	promised string // the plan that was promised, for a re-plan
	moves    int    // days of a person that may differ from it
}

// noLevel is no levelling.
const noLevel = -1

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
	Held      *int           `json:"held,omitempty"`  // with --habits: no plan with these habits is below
	Moved     *int           `json:"moved,omitempty"` // with --promised: days of a person that differ
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
	c.flags.BoolVar(&a.habits, "habits", false, "")
	c.flags.IntVar(&a.level, "level", noLevel, "")
	c.flags.StringVar(&a.promised, "promised", "", "")
	c.flags.IntVar(&a.moves, "moves", 0, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	if err := a.sound(c); err != nil {
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
	opt, err := a.options(c)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	opt.Stop = func() bool { return ctx.Err() != nil || a.work == 0 && time.Since(begin) >= a.limit }
	r, held, err := a.solve(inst, opt)
	if err != nil {
		c.complain(err)
		return refused
	}
	report := check.Check(inst, r.Plan)
	if err := agreed(r, report); err != nil {
		c.complain(err)
		return refused
	}
	return c.writeSolved(answer{inst, r, report, held, seconds(begin)}, a)
}

// options are what the search is asked for, without when it ends.
func (a *solveAsked) options(c *call) (opt optimise.Options, err error) {
	opt = optimise.Options{Seed: a.seed, Work: a.work, Level: a.level >= 0, LevelFor: max(0, a.level)}
	if a.promised != "" {
		opt.MaxMoves = a.moves
		opt.Promised, err = readAs(c, a.promised, timetable.ParsePlan)
	}
	return opt, err
}

// solve finds a plan, with its own habits where they are asked for; held is then
// what no plan with these habits is below.
func (a *solveAsked) solve(inst *timetable.Instance, opt optimise.Options) (r *optimise.Result, held *int, err error) {
	if !a.habits {
		r, err = optimise.Solve(inst, opt)
		return r, nil, err
	}
	h, err := optimise.SolveHabits(inst, opt)
	if err != nil {
		return nil, nil, err
	}
	return h.Result, &h.Held, nil
}

// answer is a plan that was found and read again.
type answer struct {
	inst *timetable.Instance
	*optimise.Result
	report check.Report
	held   *int // with habits
	took   float64
}

// given reports whether a flag was written.
func (c *call) given(name string) (yes bool) {
	c.flags.Visit(func(f *flag.Flag) { yes = yes || f.Name == name })
	return yes
}

// sound refuses limits that cannot be meant and fills in the usual one.
func (a *solveAsked) sound(c *call) error {
	work, limit := c.given("work"), c.given("time-limit")
	switch {
	case c.given("level") && a.level < 0:
		return fmt.Errorf("--level %d: write how many minutes it may cost, 0 or more", a.level)
	case a.moves < 0:
		return fmt.Errorf("--moves %d: write how many days may move, 0 or more", a.moves)
	case c.given("moves") && a.promised == "":
		return errors.New("--moves is how much of a promised plan may move: give it with --promised PLAN")
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
func (c *call) writeSolved(x answer, a solveAsked) int {
	if a.out != "" && a.out != "-" {
		if err := writeWhole(a.out, bytesInto(x.Plan.Bytes())); err != nil {
			c.complain(err)
			return refused
		}
	}
	gap := 0.0
	if x.Objective > 0 {
		gap = rounded(float64(x.Objective-x.Bound) / float64(x.Objective))
	}
	switch {
	case a.asJSON:
		out := solved{Objective: &x.Objective, Bound: &x.Bound, Gap: &gap, Feasible: true, Seconds: x.took,
			Work: x.Work, Missed: &x.report.Missed, Z: &x.report.Z, Own: &x.Own, Held: x.held}
		if a.promised != "" {
			out.Moved = &x.Moved
		}
		return c.writeJSON(out)
	case a.out == "-":
		c.out.Write(x.Plan.Bytes())
		x.print(c.err, a)
	default:
		x.print(c.out, a)
	}
	return answered
}

// print writes an answer for people: what the week comes to, what nobody could
// save beyond it, and each day.
func (x answer) print(w io.Writer, a solveAsked) {
	fmt.Fprintf(w, "%s: %d people, %d sites, %d days, in %.1f s and %d units of work\n\n", nameOf(x.inst),
		len(x.inst.People), len(x.inst.Sites), x.inst.Days, x.took, x.Work)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "objective\t%d\t\n", x.Objective)
	fmt.Fprintf(t, "no timetable can be below\t%d\t\n", x.Bound)
	if x.held != nil {
		fmt.Fprintf(t, "none with these habits can be below\t%d\t\n", *x.held)
	}
	fmt.Fprintf(t, "everybody's week, in minutes of life\t%d\t\n", x.report.Burden)
	fmt.Fprintf(t, "the same, each alone in the clinic\t%d\t\n", x.Own)
	fmt.Fprintf(t, "cost of the shifts\t%d\t\n", x.report.Rota)
	fmt.Fprintf(t, "most that anybody carries beyond their own best week\t%d\t\n", x.report.Z)
	fmt.Fprintf(t, "doses without a time\t%d\t\n", x.report.Missed)
	if a.promised != "" {
		fmt.Fprintf(t, "days of a person that differ from what is promised\t%d\t\n", x.Moved)
	}
	t.Flush()
	fmt.Fprintln(w)
	printDays(w, x.inst, x.Plan)
	printHabits(w, x.Plan.Habits)
	printFirstCome(w, x.inst, x.Result)
	if a.promised != "" && x.Moved > a.moves {
		fmt.Fprintf(w, "\nWhat is promised cannot be kept with %d days moved: this plan moves %d, the fewest that were "+
			"found.\n", a.moves, x.Moved)
	}
	switch {
	case x.Optimal():
		fmt.Fprintln(w, "\nNo timetable can save a minute more: this one is proved to be the best.")
	default:
		fmt.Fprintf(w, "\nNo timetable can save more than %d minutes (%.2f %%): that is proved.\n", x.Objective-x.Bound,
			100*float64(x.Objective-x.Bound)/float64(x.Objective))
	}
}

// printHabits lists the time of each dose that people can make a habit of.
func printHabits(w io.Writer, habits map[string][]int) {
	if len(habits) == 0 {
		return
	}
	fmt.Fprintln(w, "\nHabits: the time of each dose, for the whole week")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, who := range slices.Sorted(maps.Keys(habits)) {
		fmt.Fprint(t, who)
		for _, at := range habits[who] {
			if at == timetable.None {
				fmt.Fprint(t, "\t-")
				continue
			}
			fmt.Fprintf(t, "\t%s", check.Clock(at))
		}
		fmt.Fprintln(t)
	}
	t.Flush()
}

// printFirstCome says what this saves beside first come, first served: a week in
// which people ask one after the other. It is read a second time too, and not told
// where a rota has to be decided, which first come does not.
func printFirstCome(w io.Writer, inst *timetable.Instance, r *optimise.Result) {
	first := check.Check(inst, inst.FirstCome())
	if !first.Valid || r.Plan.Habits != nil { // drift from other times: the two are no measure of each other
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
