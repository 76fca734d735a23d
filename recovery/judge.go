package recovery

import (
	"fmt"
	"reflect"
	"slices"

	"steady/measure"
)

// judge looks at the content of a document that could be read.
func (l *loader) judge() {
	in := l.in
	if !idForm.MatchString(in.ID) {
		l.fault("id", "must be lower-case letters, digits and hyphens")
	}
	if in.Version == "" {
		l.fault("version", "is empty")
	}
	if len(in.Items) == 0 {
		l.fault("items", "there are none")
	}
	seen := map[string]bool{}
	for _, it := range in.Items {
		if it.ID == "" || seen[it.ID] {
			l.fault("items", fmt.Sprintf("the id %q is empty or stands twice", it.ID))
		}
		seen[it.ID] = true
		l.judgeItem(it)
	}
	l.judgeScoring()
	l.judgeReturns()
	l.judgeReadings()
	l.judgeLicence()
}

func (l *loader) judgeItem(it Item) {
	at := "items." + it.ID
	if it.Kind == Scale {
		twice := len(slices.Compact(slices.Clone(it.Values))) != len(it.Values)
		if len(it.Values) < 2 || !slices.IsSorted(it.Values) || twice {
			l.fault(at, "needs at least two possible numbers, ascending")
		}
		for _, o := range it.Options {
			if !slices.Contains(it.Values, o.Value) {
				l.fault(at, fmt.Sprintf("the option %d is not among the possible numbers", o.Value))
			}
		}
		return
	}
	if len(it.Values) > 0 || it.Reversed {
		l.fault(at, "only a scale has numbers and a direction")
	}
	if it.Kind == Signs && len(it.Options) == 0 {
		l.fault(at, "needs option words")
	}
}

// judgeScoring checks that every possible set of answers has a total.
func (l *loader) judgeScoring() {
	in := l.in
	if (in.MissingMax > 0) != (in.Prorate != NoProrating) {
		l.fault("scoring", "missing_max and prorate go together")
	}
	if in.MissingMax >= len(in.Items) && in.MissingMax > 0 {
		l.fault("scoring.missing_max", "leaves no answer to score")
	}
	if (in.Method == ByTable) != (len(in.Metric) > 0) {
		l.fault("scoring", "the method table needs a metric, and no other has one")
	}
	if in.Method == NoTotal {
		if in.Prorate != NoProrating || len(in.Bands)+len(in.Cutoffs) > 0 || in.Reliability != nil {
			l.fault("scoring", "without a total there is nothing to prorate, band or compare")
		}
		return
	}
	least, most := 0, 0
	for _, it := range in.Items {
		if it.Kind != Scale || len(it.Values) == 0 {
			l.fault("items."+it.ID, "cannot be added up")
			return
		}
		least, most = least+it.Values[0], most+it.Values[len(it.Values)-1]
	}
	if in.Method == ByTable {
		before := measure.Milli(-1)
		for raw := least; raw <= most; raw++ {
			m, ok := in.Metric[measure.Milli(raw)*1000]
			if !ok || m <= before {
				l.fault("scoring.metric", fmt.Sprintf("has no value for %d, or one that does not rise", raw))
			}
			before = m
		}
		if len(in.Metric) != most-least+1 {
			l.fault("scoring.metric", "has values that no sum reaches")
		}
	}
	if len(in.Bands) > 0 && in.Bands[0].From > measure.Milli(least)*1000 {
		l.fault("bands", "do not begin at the smallest total")
	}
}

func (l *loader) judgeReturns() {
	fields := map[string]bool{"total": true, "raw": true}
	for _, r := range l.in.Returns {
		at := "returns." + r.Field
		if fields[r.Field] {
			l.fault(at, "stands twice, or is a word of the total")
		}
		fields[r.Field] = true
		if r.Rule == TheAnswer && len(r.Items) != 1 || len(r.Items) == 0 {
			l.fault(at, "names the wrong number of items")
		}
		for _, id := range r.Items {
			it := l.in.item(id)
			switch {
			case it == nil:
				l.fault(at, "there is no item "+id)
			case r.Rule == AnyYes && it.Kind != YesNo, r.Rule == Digits && it.Kind != Scale:
				l.fault(at, "the item "+id+" is answered in another way")
			}
		}
		if r.Unless != "" && (r.Rule != AnyYes || l.in.item(r.Unless) == nil || l.in.item(r.Unless).Kind != Days) {
			l.fault(at, "unless names an item of days, beside the rule any")
		}
	}
	if l.in.Method == NoTotal && len(l.in.Returns) == 0 {
		l.fault("returns", "there is neither a total nor a return")
	}
}

func (l *loader) judgeReadings() {
	in := l.in
	for n := 1; n < len(in.Bands); n++ {
		if in.Bands[n].From <= in.Bands[n-1].From {
			l.fault("bands", "do not rise")
		}
	}
	for _, a := range in.Alerts {
		it := in.item(a.Item)
		switch {
		case it == nil:
			l.fault("alerts", "there is no item "+a.Item)
		case it.Kind == Scale && !slices.Contains(it.Values, a.From):
			l.fault("alerts", fmt.Sprintf("item %s is never answered with %d", a.Item, a.From))
		case it.Kind == Signs && !slices.ContainsFunc(it.Options, func(o Option) bool { return o.Text == a.Word }):
			l.fault("alerts", fmt.Sprintf("item %s has no sign %q", a.Item, a.Word))
		case it.Kind != Scale && it.Kind != Signs:
			l.fault("alerts", "item "+a.Item+" is neither a scale nor signs")
		}
	}
	l.judgeChange()
}

// judgeChange holds a reliable change to figures that were read (R-OUT-11).
func (l *loader) judgeChange() {
	in := l.in
	read := func(b Basis) bool { return b.Confidence == "C" || b.Confidence == "C2" }
	if in.Reliability != nil && !read(in.Reliability.Basis) || in.Limit != nil && !read(in.Limit.Basis) {
		l.fault("reliability", "a reliable change needs figures that were read in their source (C or C2)")
	}
	if (in.Reliability != nil || in.Limit != nil) && in.Better != Lower && in.Better != Higher {
		l.fault("reliability", "needs to know which way is better")
	}
	if in.Reliability != nil && in.Limit != nil {
		l.fault("reliable_change", "is for instruments without a reliability: the two would disagree")
	}
	if in.Limit != nil && (in.Limit.Least <= 0 || in.Method == NoTotal) {
		l.fault("reliable_change", "needs a total and a difference above 0")
	}
	if r := in.Reliability; r != nil {
		if r.SD <= 0 || r.R <= 0 || r.R >= 1000 {
			l.fault("reliability", "needs a standard deviation above 0 and a reliability between 0 and 1")
		}
	}
}

// sameArithmetic compares all but the words, the licence and the notes.
func sameArithmetic(a, b *Instrument) bool {
	return reflect.DeepEqual(a.bare(), b.bare())
}

// bare returns what scoring depends on.
func (i *Instrument) bare() Instrument {
	out := *i
	out.Title, out.Language, out.Window, out.Note, out.Instruction = "", "", "", "", ""
	out.Sources, out.Licence = nil, Licence{}
	out.Items = slices.Clone(i.Items)
	for n := range out.Items {
		out.Items[n].Text, out.Items[n].About, out.Items[n].Options = "", "", nil
	}
	return out
}
