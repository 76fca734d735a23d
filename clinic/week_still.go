package clinic

import (
	"slices"

	"steady/timetable"
)

// still gives people back the times that they have today wherever that costs
// them no minute and breaks nothing: nobody is asked to change for no gain. The
// objective does not rise, for no share does.
func (w *Week) still(in *timetable.Instance, plan *timetable.Plan) *timetable.Plan {
	out := *plan
	out.Days = slices.Clone(plan.Days)
	for again := true; again; {
		again = false
		for day := range in.Days {
			k := w.stillDay(in, &out, day)
			for i := range in.People {
				if k.back(&in.People[i], dayOf(w.Promised, in.People[i].ID, day, in.People[i].Doses)) {
					again = true
				}
			}
		}
	}
	return &out
}

// stillOf is one day of a plan in which people move back one by one.
type stillOf struct {
	in   *timetable.Instance
	plan *timetable.Plan
	day  int
	book *timetable.Ledger
	at   map[string]int // where the day of a person is in the plan
}

func (w *Week) stillDay(in *timetable.Instance, plan *timetable.Plan, day int) *stillOf {
	k := &stillOf{in, plan, day, timetable.NewLedger(in.Rules, in.SlotMin, &in.Sites[0], day), map[string]int{}}
	for i, pd := range plan.Days {
		if pd.Day != day {
			continue
		}
		k.at[pd.Person] = i
		k.count(pd.Starts, k.book.Add)
	}
	return k
}

func (k *stillOf) count(starts []int, to func(int)) {
	for _, s := range starts {
		if s != timetable.None {
			to(s)
		}
	}
}

// back moves one person to what they are promised, and says whether it did.
func (k *stillOf) back(p *timetable.Person, was timetable.PersonDay) bool {
	i, planned := k.at[p.ID]
	if !planned || slices.Equal(k.plan.Days[i].Starts, was.Starts) {
		return false
	}
	now := k.plan.Days[i]
	before, err := k.in.DayCost(p, k.day, now.Site, now.Starts)
	after, no := k.in.DayCost(p, k.day, was.Site, was.Starts)
	if err != nil || no != nil || after.Total() > before.Total() {
		return false
	}
	k.count(now.Starts, k.book.Remove)
	k.count(was.Starts, k.book.Add)
	if len(k.book.Breaches()) == 0 && k.pairs(p.ID, was.Starts) {
		k.plan.Days[i] = was
		return true
	}
	k.count(was.Starts, k.book.Remove)
	k.count(now.Starts, k.book.Add)
	return false
}

// pairs reports whether nobody whom they are apart from, or come together with,
// is in the way.
func (k *stillOf) pairs(id string, starts []int) bool {
	other := func(a, b string) ([]int, bool) {
		if b == id {
			a, b = b, a
		}
		i, ok := k.at[b]
		if a != id || !ok {
			return nil, false
		}
		return k.plan.Days[i].Starts, true
	}
	for _, x := range k.in.Apart {
		if o, ok := other(x.A, x.B); ok {
			if _, close := timetable.TooClose(k.in.Rules.Stay(), starts, o); close {
				return false
			}
		}
	}
	for _, x := range k.in.Together {
		if o, ok := other(x.A, x.B); ok {
			if _, near := timetable.Matched(x.Within, starts, o); !near {
				return false
			}
		}
	}
	return true
}
