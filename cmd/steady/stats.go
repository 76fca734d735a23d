package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"steady/measure"
	"steady/recovery"
)

var statsCommand = command{
	name: "stats", summary: "how a service is doing, with its uncertainty",
	below: []command{
		{
			name: "km", summary: "who remains over time (Kaplan-Meier)",
			usage: "FILE.csv|- [--interval plain|log|log-log] [--json]",
			help: `Reads the columns time and event (1: it happened; 0: it had not when last seen) and prints the product-limit
estimate at each time with an event, Greenwood's standard error, and a 95 % interval. The interval is
log-log unless another is asked for: it holds best for few people and stays within 0 and 1. The median is
the first time at which half or fewer remain, null when more do to the end. Say beside the curve what the
event is: leaving this service, leaving any treatment, or leaving the assigned drug.`,
			run: statsKM,
		},
		{
			name: "exits", summary: "who left in which way (cumulative incidence)",
			usage: "FILE.csv|- [--json]",
			help: `Reads the columns time and exit (a word for how it ended; empty where somebody was still there when last seen)
and prints for every way of leaving the share that has left so (Aalen-Johansen), its standard error and a 95 %
log-log interval. One minus a Kaplan-Meier curve of a single way would be too high: those who left otherwise
can no longer leave so.`,
			run: statsExits,
		},
		{
			name: "xmr", summary: "whether a series changed or only varies (XmR chart)",
			usage: "FILE.csv|- [--json]",
			help: `Reads the columns at and value, in time order, and prints mean, limits (mean and 2.66 mean moving ranges), the
upper limit of the moving range (3.267) and the signals: a value outside the limits, seven in a row on one
side of the mean, seven in a row rising or falling. A point on the mean ends a run. A signal says that
something is hardly chance; it does not say why.`,
			run: statsXmR,
		},
		{
			name: "proportion", summary: "a proportion with its interval (Wilson)",
			usage: "K N [--json]",
			help:  `Prints K of N with the 95 % score interval of Wilson.`,
			run:   statsProportion,
		},
		{
			name: "suppress", summary: "what may be shown of small groups",
			usage: "FILE.csv|- [--json]",
			help: `Reads the columns group and count, of groups that share no member, and prints what may be shown: fewer than 5
are hidden, and as many more that none of them can be got back by subtracting from the total. It protects
one table: two tables of the same people, or the same table of two days, need their own care.`,
			run: statsSuppress,
		},
	},
}

// statsTable reads the file of a call with one operand and parses it; done is false
// after saying what is wrong, with the exit code.
func statsTable[T any](c *call, parse func([]byte) (T, error)) (rows T, code int, done bool) {
	b, err := c.read(c.operands[0])
	if err == nil {
		rows, err = parse(b)
	}
	if err != nil {
		c.complain(err)
		return rows, exitOfScore(err), false
	}
	return rows, answered, true
}

// rounded is a figure to 10 decimals: more would be noise of the machine.
func rounded(x float64) float64 { return math.Round(x*1e10) / 1e10 }

// kmAnswer is the answer of "steady stats km --json".
type kmAnswer struct {
	N           int          `json:"n"`
	Events      int          `json:"events"`
	Median      *json.Number `json:"median"`
	MedianLower *json.Number `json:"median_lower"`
	MedianUpper *json.Number `json:"median_upper"`
	Interval    string       `json:"interval"`
	Level       float64      `json:"level"`
	Followed    json.Number  `json:"followed"` // the longest time observed
	Points      []kmPoint    `json:"points"`
}

// kmPoint is one step; se and bounds are null where nobody is left.
type kmPoint struct {
	Time     json.Number `json:"time"`
	AtRisk   int         `json:"at_risk"`
	Events   int         `json:"events"`
	Survival float64     `json:"survival"`
	SE       *float64    `json:"se"`
	Lower    *float64    `json:"lower"`
	Upper    *float64    `json:"upper"`
}

func exact(m *measure.Milli) *json.Number {
	if m == nil {
		return nil
	}
	n := json.Number(m.String())
	return &n
}

// statsKM is "steady stats km".
func statsKM(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	kind := c.flags.String("interval", string(recovery.LogLog), "")
	if !c.parse(1, 1) {
		return unreadable
	}
	interval := recovery.IntervalKind(*kind)
	if interval != recovery.Plain && interval != recovery.Log && interval != recovery.LogLog {
		c.complain(errors.New("--interval is plain, log or log-log"))
		return unreadable
	}
	stays, code, ok := statsTable(c, recovery.ParseStays)
	if !ok {
		return code
	}
	curve := recovery.KaplanMeier(stays, interval)
	out := kmAnswer{N: curve.N, Events: curve.Events, Interval: *kind, Level: 0.95, Median: exact(curve.Median),
		MedianLower: exact(curve.MedianLower), MedianUpper: exact(curve.MedianUpper),
		Followed: *exact(&curve.Followed), Points: []kmPoint{}}
	for _, p := range curve.Points {
		step := kmPoint{Time: *exact(&p.Time), AtRisk: p.AtRisk, Events: p.Events, Survival: rounded(p.Survival)}
		if b := p.Bounds; b != nil {
			se, lower, upper := rounded(b.SE), rounded(b.Lower), rounded(b.Upper)
			step.SE, step.Lower, step.Upper = &se, &lower, &upper
		}
		out.Points = append(out.Points, step)
	}
	if *asJSON {
		return c.writeJSON(out)
	}
	printKM(c.out, out)
	return answered
}

func printKM(w io.Writer, a kmAnswer) {
	fmt.Fprintf(w, "%d people, %d events, followed for up to %s\n", a.N, a.Events, a.Followed)
	fmt.Fprintf(w, "median %s, 95 %% interval (%s) %s to %s\n\n", orNotReached(a.Median), a.Interval,
		orNotReached(a.MedianLower), orNotReached(a.MedianUpper))
	fmt.Fprintf(w, "%10s %8s %7s %9s %9s %9s %9s\n", "time", "at risk", "events", "remain", "se", "lower", "upper")
	for _, p := range a.Points {
		fmt.Fprintf(w, "%10s %8d %7d %9.4f %9s %9s %9s\n", p.Time, p.AtRisk, p.Events, p.Survival, fourDigits(p.SE),
			fourDigits(p.Lower), fourDigits(p.Upper))
	}
}

func orNotReached(n *json.Number) string {
	if n == nil {
		return "not reached"
	}
	return n.String()
}

func fourDigits(x *float64) string {
	if x == nil {
		return "-"
	}
	return fmt.Sprintf("%.4f", *x)
}

// xmrAnswer is the answer of "steady stats xmr --json".
type xmrAnswer struct {
	N          int         `json:"n"`
	Mean       float64     `json:"mean"`
	RangeMean  float64     `json:"mr_mean"`
	Upper      float64     `json:"ucl"`
	Lower      float64     `json:"lcl"`
	RangeUpper float64     `json:"mr_ucl"`
	Rules      string      `json:"rules"`
	Signals    []xmrSignal `json:"signals"`
}

type xmrSignal struct {
	Rule string `json:"rule"`
	At   string `json:"at"`
	From string `json:"from"`
	To   string `json:"to"`
}

// statsXmR is "steady stats xmr".
func statsXmR(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	series, code, ok := statsTable(c, recovery.ParseSeries)
	if !ok {
		return code
	}
	x := recovery.XmR(series)
	out := xmrAnswer{len(series), rounded(x.Mean), rounded(x.RangeMean), rounded(x.Upper), rounded(x.Lower),
		rounded(x.RangeUpper), recovery.ControlRules, []xmrSignal{}}
	for _, s := range x.Signals {
		out.Signals = append(out.Signals, xmrSignal{s.Rule, s.At, s.From, s.To})
	}
	if *asJSON {
		return c.writeJSON(out)
	}
	fmt.Fprintf(c.out, "%d values, mean %.4g, limits %.4g to %.4g\n", out.N, out.Mean, out.Lower, out.Upper)
	fmt.Fprintf(c.out, "mean moving range %.4g, its upper limit %.4g\n", out.RangeMean, out.RangeUpper)
	fmt.Fprintf(c.out, "rules: %s\n", out.Rules)
	if len(out.Signals) == 0 {
		fmt.Fprintln(c.out, "no signal: the series varies as it always does")
	}
	for _, s := range out.Signals {
		fmt.Fprintf(c.out, "%s at %s (%s to %s)\n", s.Rule, s.At, s.From, s.To)
	}
	return answered
}

// proportionAnswer is the answer of "steady stats proportion --json".
type proportionAnswer struct {
	K        int     `json:"k"`
	N        int     `json:"n"`
	P        float64 `json:"proportion"`
	Lower    float64 `json:"lower"`
	Upper    float64 `json:"upper"`
	Interval string  `json:"interval"`
}

// statsProportion is "steady stats proportion".
func statsProportion(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(2, 2) {
		return unreadable
	}
	var count [2]int
	for n, word := range c.operands {
		m, err := measure.ParseMilli(word)
		if err != nil || m%1000 != 0 {
			c.complain(fmt.Errorf("%q is not a whole number", word))
			return unreadable
		}
		count[n] = int(m / 1000)
	}
	p, lower, upper, err := recovery.Proportion(count[0], count[1])
	if err != nil {
		c.complain(err)
		return exitOfScore(err)
	}
	out := proportionAnswer{count[0], count[1], rounded(p), rounded(lower), rounded(upper), "wilson"}
	if *asJSON {
		return c.writeJSON(out)
	}
	fmt.Fprintf(c.out, "%d of %d: %.1f %%, 95 %% interval (Wilson) %.1f to %.1f %%\n", out.K, out.N, 100*p, 100*lower,
		100*upper)
	return answered
}

// suppressAnswer is the answer of "steady stats suppress --json"; null is
// hidden.
type suppressAnswer struct {
	Groups []suppressedGroup `json:"groups"`
	Total  *int              `json:"total"`
}

type suppressedGroup struct {
	Group string `json:"group"`
	Count *int   `json:"count"`
}

// statsSuppress is "steady stats suppress".
func statsSuppress(c *call) int {
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(1, 1) {
		return unreadable
	}
	groups, code, ok := statsTable(c, recovery.ParseGroups)
	if !ok {
		return code
	}
	shown, total := recovery.Suppress(groups)
	out := suppressAnswer{[]suppressedGroup{}, total}
	for _, g := range shown {
		out.Groups = append(out.Groups, suppressedGroup{g.Name, g.Count})
	}
	if *asJSON {
		return c.writeJSON(out)
	}
	for _, g := range append(out.Groups, suppressedGroup{"all", total}) {
		word := "hidden"
		if g.Count != nil {
			word = fmt.Sprint(*g.Count)
		}
		fmt.Fprintf(c.out, "%-30s %s\n", g.Group, word)
	}
	return answered
}
