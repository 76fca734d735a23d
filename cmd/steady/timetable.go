package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"steady/timetable"
	"steady/timetable/check"
)

var timetableCommand = command{
	name: "timetable", summary: "fit a week of treatment round people's lives",
	below: []command{{
		name: "solve", summary: "find a timetable, and prove how much better none can be",
		usage: "INSTANCE [--time-limit 12s | --work N] [--seed S] [--habits] [--level MIN] " +
			"[--promised PLAN [--moves N]] [--out PLAN|-] [--json]",
		help: `Reads an instance (hat-sched/1), finds who comes where and when and, where it is a decision, who is on
which shift, and proves a bound that no timetable can be below. Every plan is read a second time, by what
"steady timetable check" runs, before it is shown. It ends within the limit, sooner when the plan is proved to
be the best; what is best at the limit, or at Ctrl-C, is the answer.

  --time-limit T  how long, from the start of the program (1m)
  --work N        units of work instead of time: the clock is never read, and the plan depends on the
                  instance, the seed and N alone, on any number of cores. One unit is a million elementary
                  steps: a pattern priced, a count of starts tried in one slot of a site, or four products
                  of the search for prices. About 100 to 300 units pass in a second of one core.
  --seed S        another path of the search (1)
  --habits        choose one time a person and dose for the whole week, in the place of last week's usual times;
                  the plan keeps them, and "check" reads it against them
  --level MIN     lower too what the others carry beyond their own best week: the most, then the second most, and
                  so on, for at most so many minutes of everybody's week (0: at no cost)
  --promised PLAN plan again: this was promised
  --moves N       at most so many days of a person may differ from what was promised (0)
  --out PLAN      keep the plan (hat-sched-solution/1); - writes it to standard output and the words elsewhere
  --json          {"objective","bound","gap","feasible","seconds","work","missed","z","own"}, gap as a fraction;
                  with --habits "held" too (no plan with these habits is below), with --promised "moved"

Exit codes: 0 a plan is found, the best or the best so far; 1 no timetable is possible (site, day and rule are
named); 2 the instance or the call cannot be read.`,
		run: solveTimetable,
	}, {
		name: "check", summary: "read a timetable a second time, apart from what made it",
		usage: "INSTANCE PLAN [--json]",
		help: `Reads an instance (hat-sched/1) and a plan for it (hat-sched-solution/1), works every rule and every cost out
again, and prints what the plan comes to and each rule that it breaks: where, whose, and when. "-" is standard
input. It shares no code with "steady timetable solve" but the two formats (docs/reference/timetable.md).

  --json  {"valid","objective","burden","missed","z","rota","errors":[{"rule","site","person","day","minute","text"}]}

Exit codes: 0 the plan is valid; 1 it breaks a rule; 2 a file or the call cannot be read.`,
		run: checkTimetable,
	}},
}

// checkTimetable is "steady timetable check".
func checkTimetable(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(2, 2) {
		return unreadable
	}
	inst, err := readAs(c, c.operands[0], timetable.Parse)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	plan, err := readAs(c, c.operands[1], timetable.ParsePlan)
	if err != nil {
		c.complain(err)
		return unreadable
	}
	r := check.Check(inst, plan)
	if *asJSON {
		c.writeJSON(r)
	} else {
		printCheck(c.out, inst, plan, r)
	}
	if !r.Valid {
		return refused
	}
	return answered
}

// readAs reads a file and what is in it; an error names the file.
func readAs[T any](c *call, name string, parse func([]byte) (T, error)) (out T, err error) {
	b, err := c.read(name)
	if err != nil {
		return out, err
	}
	if out, err = parse(b); err != nil {
		return out, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

// printCheck writes a report for people.
func printCheck(w io.Writer, inst *timetable.Instance, plan *timetable.Plan, r check.Report) {
	if r.Valid {
		fmt.Fprintf(w, "%s: every rule holds\n", nameOf(inst))
	} else {
		fmt.Fprintf(w, "%s: NOT a valid timetable, %d breaches\n", nameOf(inst), len(r.Errors))
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "objective\t%d\t\n", r.Objective)
	fmt.Fprintf(t, "minutes of everybody's week\t%d\t\n", r.Burden)
	fmt.Fprintf(t, "cost of the shifts\t%d\t\n", r.Rota)
	fmt.Fprintf(t, "most that anybody carries beyond their own best week\t%d\t\n", r.Z)
	fmt.Fprintf(t, "doses without a time\t%d\t\n", r.Missed)
	t.Flush()
	if len(plan.Habits) > 0 {
		fmt.Fprintln(w, "drift is counted from the habits that the plan chose, not from last week's usual times")
	}
	if plan.Objective != 0 && plan.Objective != r.Objective {
		fmt.Fprintf(w, "the plan says of itself that its objective is %d\n", plan.Objective)
	}
	if plan.Bound > r.Objective && r.Valid {
		fmt.Fprintf(w, "the plan names a bound of %d, and this plan is below it: the bound is wrong\n", plan.Bound)
	}
	for _, b := range r.Errors {
		fmt.Fprintln(w, b.Error())
	}
}

func nameOf(inst *timetable.Instance) string {
	if inst.Name == "" {
		return "the week"
	}
	return inst.Name
}
