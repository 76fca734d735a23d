package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"steady/moment"
	"steady/recovery"
)

var scoreCommand = command{
	name: "score", summary: "what the answers to a questionnaire come to",
	usage: "INSTRUMENT [FILE|-] [--json] [--before FILE], INSTRUMENT --form, --list, or --timetable DAY",
	help: `Reads answers as {"answers": {"1": 0, "2": 3, "5": null}} (JSON; from a file, or standard input where none is
named): item numbers as printed, null for a question that was skipped, which is always allowed and never a
zero. Days are a list of four weeks or the person's own 28-day total; yes and no are "Y" and "N". gas reads
{"goals": [{"weight": 1, "baseline": -2, "score": 0}]}. INSTRUMENT is an id that --list shows, or the
FILE.json of a scale of your own (docs/reference/instruments.md). Nothing is recorded, and no network is used.

--before FILE compares with earlier answers of the same person; a reliable change index is given only where
a published standard deviation and reliability are on file. --form prints the questions of an instrument
whose licence lets them be shown, and for TOP what to take down from the paper form. --timetable DAY lists
when to ask and when to hold a review in the first two years after that day.

Exit codes: 0 a result was given, also when too much was skipped for a total; 1 an answer is impossible
(the item is named), or the instrument's file or words are refused; 2 the answers or the call cannot be read.`,
	run: score,
}

// score is "steady score".
func score(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	form := c.flags.Bool("form", false, "")
	list := c.flags.Bool("list", false, "")
	before := c.flags.String("before", "", "")
	start := c.flags.String("timetable", "", "")
	if !c.parse(0, 2) {
		return unreadable
	}
	switch {
	case *start != "" && len(c.operands) == 0:
		return c.timetable(*start, *asJSON)
	case *list && len(c.operands) == 0:
		return c.listInstruments(*asJSON)
	case *list || len(c.operands) == 0:
		c.complain(errors.New(`name one instrument: "steady score --list" shows them`))
		return unreadable
	case *form && (len(c.operands) > 1 || *before != ""):
		c.complain(errors.New("--form prints questions and takes no answers"))
		return unreadable
	}
	var result *recovery.Result
	var err error
	var in *recovery.Instrument
	if c.operands[0] == "gas" {
		if *form || *before != "" {
			c.complain(errors.New("gas has neither printed questions nor a second file: each goal carries its baseline"))
			return unreadable
		}
		result, err = c.scoreGoals()
	} else {
		if in, err = c.instrument(c.operands[0]); err == nil && *form {
			return c.printForm(in)
		}
		if err == nil {
			result, err = c.scoreAnswers(in, c.operand(1))
		}
	}
	if err != nil {
		c.complain(err)
		return exitOfScore(err)
	}
	if *before == "" {
		return c.writeResult(result, nil, *asJSON)
	}
	earlier, err := c.scoreAnswers(in, *before)
	if err != nil {
		c.complain(fmt.Errorf("%s: %w", *before, err))
		return exitOfScore(err)
	}
	return c.writeResult(result, in.Compare(earlier, result), *asJSON)
}

// operand returns the operand of that number, or "-" for standard input.
func (c *call) operand(n int) string {
	if n < len(c.operands) {
		return c.operands[n]
	}
	return "-"
}

// instrument finds an instrument by id or reads the file of one.
func (c *call) instrument(name string) (*recovery.Instrument, error) {
	if !isFile(name) {
		return recovery.Find(name)
	}
	b, err := c.read(name)
	if err != nil {
		return nil, err
	}
	return recovery.LoadService(b)
}

func (c *call) scoreGoals() (*recovery.Result, error) {
	b, err := c.read(c.operand(1))
	if err != nil {
		return nil, err
	}
	goals, err := recovery.ParseGoals(b)
	if err != nil {
		return nil, err
	}
	return recovery.Attainment(goals), nil
}

func (c *call) scoreAnswers(in *recovery.Instrument, name string) (*recovery.Result, error) {
	b, err := c.read(name)
	if err != nil {
		return nil, err
	}
	answers, err := recovery.ParseAnswers(b)
	if err != nil {
		return nil, err
	}
	return in.Score(answers)
}

// exitOfScore tells what was understood and refused from what cannot be read.
func exitOfScore(err error) int {
	var impossible *recovery.ImpossibleError
	var judged *recovery.RefusedError
	if errors.As(err, &impossible) || errors.As(err, &judged) {
		return refused
	}
	return unreadable
}

// scored is the answer of "steady score --json".
type scored struct {
	*recovery.Result
	Change *recovery.Change `json:"change,omitempty"`
}

func (c *call) writeResult(r *recovery.Result, change *recovery.Change, asJSON bool) int {
	if asJSON {
		return c.writeJSON(scored{r, change})
	}
	fmt.Fprintf(c.out, "%s, version %s\n", r.Instrument, r.Version)
	printGoals(c.out, r.Goals)
	for _, s := range r.Scores {
		fmt.Fprintf(c.out, "  %-12s %s\n", s.Name, s.Value)
	}
	if r.Band != "" {
		fmt.Fprintf(c.out, "  %-12s %s\n", "band", r.Band)
	}
	for _, x := range r.Cutoffs {
		fmt.Fprintf(c.out, "  %-12s %s %s: %s\n", "cut-off", x.From, x.Name, reached(x.Reached))
	}
	if len(r.Missing) > 0 {
		fmt.Fprintf(c.out, "  %-12s %s\n", "skipped", strings.Join(r.Missing, ", "))
	}
	if r.Prorated {
		fmt.Fprintln(c.out, "  the total is made from the questions that were answered")
	}
	for _, a := range r.Alerts {
		fmt.Fprintf(c.out, "LOOK TODAY, item %s: %s\n", a.Item, a.Why)
	}
	printChange(c.out, change)
	fmt.Fprintf(c.out, "source: %s\n", r.Source)
	if len(r.Unconfirmed) > 0 {
		fmt.Fprintf(c.out, "not read again in a source: %s\n", strings.Join(r.Unconfirmed, ", "))
	}
	return answered
}

// printGoals prints goals in words before any number (R-OUT-09).
func printGoals(w io.Writer, goals []recovery.Goal) {
	for n, g := range goals {
		words := g.Words
		if words == "" {
			words = "not in words"
		}
		if g.Author != "" {
			words += " (" + g.Author + ")"
		}
		fmt.Fprintf(w, "goal %d: %s\n", n+1, words)
		for _, at := range []struct {
			name  string
			level *int
		}{{"at the start", g.Baseline}, {"now", g.Score}} {
			switch {
			case at.level == nil:
				fmt.Fprintf(w, "  %-12s not said\n", at.name)
			case len(g.Levels) == 5:
				fmt.Fprintf(w, "  %-12s %+d: %s\n", at.name, *at.level, g.Levels[*at.level+2])
			default:
				fmt.Fprintf(w, "  %-12s %+d\n", at.name, *at.level)
			}
		}
	}
}

func reached(yes bool) string {
	if yes {
		return "reached"
	}
	return "not reached"
}

func printChange(w io.Writer, c *recovery.Change) {
	if c == nil {
		return
	}
	for _, d := range c.Differences {
		fmt.Fprintf(w, "  change of %s: %s\n", d.Name, d.Value)
	}
	if c.Reliable == nil {
		fmt.Fprintf(w, "  no reliable change index: %s\n", c.Why)
		return
	}
	r, word := c.Reliable, "not reliable"
	if r.Reliable {
		word = "reliable, " + r.Direction
	}
	if !r.Index.Known {
		fmt.Fprintf(w, "  smallest reliable change %s: %s (%s, %s)\n", r.Limit, word, r.Kind, r.Source)
		return
	}
	fmt.Fprintf(w, "  reliable change index %s, limit %s: %s (SD %s, %s %s, %s; %s)\n", r.Index, r.Limit, word, r.SD,
		r.Kind, r.R, r.Population, r.Source)
}

// timetable lists the first two years of somebody who began on that day.
func (c *call) timetable(start string, asJSON bool) int {
	day, err := moment.ParseDay(start)
	if err != nil {
		c.complain(fmt.Errorf("--timetable: %w", err))
		return unreadable
	}
	list := recovery.Occasions(day, day.AddYears(2))
	if asJSON {
		return c.writeJSON(list)
	}
	for _, o := range list {
		what := []string{}
		if o.Ask {
			what = append(what, "the service's questionnaires")
		}
		if o.TOP {
			what = append(what, "TOP")
		}
		if o.Review {
			what = append(what, "a review, prepared together")
		}
		fmt.Fprintf(c.out, "%s  %s\n", o.Day, strings.Join(what, ", "))
	}
	fmt.Fprintln(c.out, "and whenever the person wants one; every question may be skipped")
	return answered
}

// instrumentRow is one line of the list.
type instrumentRow struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Items   int    `json:"items"`
	Licence string `json:"licence"`
	Words   bool   `json:"words"` // whether its words may be shown
	Title   string `json:"title"`
	Note    string `json:"note,omitempty"`
}

func (c *call) listInstruments(asJSON bool) int {
	rows := []instrumentRow{}
	for _, in := range recovery.Builtin() {
		rows = append(rows, instrumentRow{in.ID, in.Version, len(in.Items), string(in.Licence.Class),
			in.MayShow() == nil, in.Title, in.Note})
	}
	if asJSON {
		return c.writeJSON(rows)
	}
	for _, r := range rows {
		fmt.Fprintf(c.out, "%-15s %-3s %2d items  %-12s %s\n", r.ID, r.Version, r.Items, r.Licence, r.Title)
	}
	fmt.Fprintf(c.out, "%-15s %-3s %-9s %-12s %s\n", "gas", "1", "own goals", "free",
		"Goal attainment, T-score of a person's own goals")
	return answered
}

// printSheet prints what to take down from the paper form, in our own words.
func printSheet(w io.Writer, in *recovery.Instrument) {
	fmt.Fprintf(w, "%s: what to take down from the form. These are our words, not the form's.\n", in.Title)
	how := map[recovery.Kind]string{recovery.Days: "four weeks of 0 to 7 days, or the total",
		recovery.YesNo: "Y or N"}
	for _, it := range in.Items {
		word := how[it.Kind]
		if it.Kind == recovery.Scale {
			word = fmt.Sprintf("%d to %d", it.Values[0], it.Values[len(it.Values)-1])
		}
		fmt.Fprintf(w, "%-4s %s  (%s)\n", it.ID, it.About, word)
	}
	fmt.Fprintf(w, "\nEvery question may be skipped.\n%s\n", in.Licence.Notice)
}

// printForm prints the questions, with the notice that goes with them.
func (c *call) printForm(in *recovery.Instrument) int {
	if err := in.MayShow(); err != nil {
		if in.Sheet() {
			printSheet(c.out, in)
			return answered
		}
		c.complain(err)
		return refused
	}
	fmt.Fprintln(c.out, in.Title)
	if in.Instruction != "" {
		fmt.Fprintln(c.out, in.Instruction)
	}
	for _, it := range in.Items {
		fmt.Fprintf(c.out, "\n%s. %s\n", it.ID, it.Text)
		for _, o := range it.Options {
			if it.Kind == recovery.Signs {
				fmt.Fprintf(c.out, "   [ ] %s\n", o.Text)
			} else {
				fmt.Fprintf(c.out, "   %d %s\n", o.Value, o.Text)
			}
		}
	}
	fmt.Fprintf(c.out, "\nEvery question may be skipped.\n%s\n", in.Licence.Notice)
	return answered
}
