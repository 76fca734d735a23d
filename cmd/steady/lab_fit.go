package main

import (
	"context"
	"fmt"
	"slices"

	"steady/clinic"
	"steady/internal/app"
	"steady/journal"
	"steady/lab"
)

var labFitCommand = command{
	name: "fit", summary: "figures for the lab from the service's own journal",
	usage: "--data DIR [--database URL] [--json]", run: labFit,
	help: `Reads the clinical log of a service and estimates what it has at least 30 observations of: how late people come
and how that is spread, attendance, the time in the booth, of an assessment and of a preparation, first readings
that were drowsy or showed intoxication, parts that were not used, how long the prescriber's answer takes, new
referrals. Each figure has its days, its number of observations and a 95 % interval. What there is too little of
is named with what stands instead: the published range, or the scenario's own. Nobody can be told from the
figures; nothing is written. The same stands in the lab's editor under "From our own records".

  --json  {"parameters":{KEY:{"value","lo","hi","source","confidence":"own","n"}},"notes":[...],
          "from":DATE,"to":DATE,"fell_back":[{"key","n","needed","published":{...}|null}]}
          the parameters can stand in a scenario as they are

How each is estimated: docs/reference/lab-model.md. Exit codes: 0 answered; 1 the journal cannot be read; 2 the
call cannot be read.`,
}

// fitAnswer is the JSON of "steady lab fit".
type fitAnswer struct {
	Parameters map[lab.Key]lab.Parameter `json:"parameters"`
	Notes      []string                  `json:"notes"`
	From       string                    `json:"from,omitempty"` // days on which somebody came
	To         string                    `json:"to,omitempty"`
	FellBack   []fellBack                `json:"fell_back"`
}

// fellBack is a figure of which there is too little; Published stands instead,
// or where nobody published it the scenario's own.
type fellBack struct {
	Key       lab.Key        `json:"key"`
	N         int            `json:"n"`
	Needed    int            `json:"needed"`
	Published *lab.Parameter `json:"published"`
}

// labFit is "steady lab fit".
func labFit(c *call) int {
	p := c.placeFlags()
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(0, 0) {
		return unreadable
	}
	a, err := fitFrom(context.Background(), p)
	if err != nil {
		c.complain(err)
		return refused
	}
	if *asJSON {
		return c.writeJSON(a)
	}
	for _, k := range lab.Catalogue() {
		if x, ok := a.Parameters[k.Key]; ok {
			fmt.Fprintf(c.out, "%-24s %.3f (%.3f to %.3f), n = %d  %s, %s\n", k.Key, x.Value, x.Lo, x.Hi, x.N, k.Words, k.Unit)
		}
	}
	for _, x := range a.FellBack {
		instead := "nobody published it: the scenario's own stands"
		if p := x.Published; p != nil {
			instead = fmt.Sprintf("the published range stands: %g (%g to %g)", p.Value, p.Lo, p.Hi)
		}
		fmt.Fprintf(c.out, "%-24s %d of the %d observations that are needed; %s\n", x.Key, x.N, x.Needed, instead)
	}
	for _, n := range a.Notes {
		fmt.Fprintln(c.out, n)
	}
	return answered
}

// fitFrom reads the clinical log from its first entry.
func fitFrom(ctx context.Context, p *place) (a fitAnswer, err error) {
	db, err := p.open(ctx, false)
	if err != nil {
		return a, err
	}
	defer db.Close()
	premises, err := onlyPremises(ctx, db)
	if err != nil {
		return a, err
	}
	heads, err := db.Heads(ctx, premises)
	if err != nil {
		return a, err
	}
	var f lab.Fitting
	err = db.Read(ctx, premises, journal.Clinical, 0, heads.Clinical, func(x app.Stored) error {
		entry, err := journal.Parse(slices.Clone(x.Bytes))
		if err != nil {
			return fmt.Errorf("clinical entry %d: %w", x.Seq, err)
		}
		e, err := clinic.Decode(entry)
		if err != nil {
			return err
		}
		f.See(e)
		return nil
	})
	if err != nil {
		return a, err
	}
	return fitAnswerOf(&f), nil
}

func fitAnswerOf(f *lab.Fitting) (a fitAnswer) {
	a.Parameters, a.Notes = f.Parameters()
	if first, last := f.Days(); first != 0 {
		a.From, a.To = first.String(), last.String()
	}
	a.FellBack = []fellBack{}
	for _, x := range f.Fits() {
		if x.Own == nil && !x.Odd {
			i := slices.IndexFunc(lab.Catalogue(), func(k lab.Known) bool { return k.Key == x.Key })
			a.FellBack = append(a.FellBack, fellBack{x.Key, x.N, lab.LeastObservations, lab.Catalogue()[i].Published})
		}
	}
	return a
}
