package clinic

import (
	"errors"
	"fmt"

	"steady/timetable"
)

// weekBreach is a hard rule that a week breaks: where, and by how much.
type weekBreach struct {
	rule  timetable.Rule
	where string
	by    int
}

// broken lists the hard rules that a plan of the week breaks: of each person's
// days, of the house, and of people kept apart or together.
func (w *Week) broken(plan *timetable.Plan) (out []weekBreach) {
	in := w.Life
	say := func(rule timetable.Rule, by int, where string) { out = append(out, weekBreach{rule, where, by}) }
	days, of := map[string][]timetable.PersonDay{}, map[string]*timetable.Person{}
	for i := range in.People {
		of[in.People[i].ID] = &in.People[i]
	}
	books := make([]*timetable.Ledger, in.Days)
	for d := range books {
		books[d] = timetable.NewLedger(in.Rules, in.SlotMin, &in.Sites[0], d)
	}
	for _, pd := range plan.Days {
		days[pd.Person] = append(days[pd.Person], pd)
		p := of[pd.Person]
		var b timetable.Breach
		if _, err := in.DayCost(p, pd.Day, here, pd.Starts); errors.As(err, &b) {
			say(b.Rule, 1, key(string(b.Rule), pd.Person, pd.Day))
		}
		for _, s := range pd.Starts {
			if s != timetable.None {
				books[pd.Day].Add(s)
			}
		}
	}
	for d, book := range books {
		for _, b := range book.Breaches() {
			say(b.Rule, b.Need, key(string(b.Rule), "", d*dayMinutes+b.Minute))
		}
	}
	w.brokenPairs(days, say)
	return out
}

func (w *Week) brokenPairs(days map[string][]timetable.PersonDay, say func(timetable.Rule, int, string)) {
	both := func(a, b string, ask func(x, y []int) bool, rule timetable.Rule) {
		for d := range w.Life.Days {
			if d < len(days[a]) && d < len(days[b]) && ask(days[a][d].Starts, days[b][d].Starts) {
				say(rule, 1, key(string(rule), a+"+"+b, d))
			}
		}
	}
	for _, x := range w.Life.Apart {
		both(x.A, x.B, func(a, b []int) bool {
			_, close := timetable.TooClose(w.Life.Rules.Stay(), a, b)
			return close
		}, timetable.RuleApart)
	}
	for _, x := range w.Life.Together {
		both(x.A, x.B, func(a, b []int) bool {
			_, ok := timetable.Matched(x.Within, a, b)
			return !ok
		}, timetable.RuleTogether)
	}
}

func key(rule, who string, n int) string { return fmt.Sprintf("%s %s %d", rule, who, n) }
