package cohort

import (
	"slices"

	"steady/clinic"
	"steady/measure"
	"steady/moment"
	"steady/recovery"
)

// WayStep is a step of the way in, in its order.
type WayStep struct {
	Words string
	Took  func(*Stay) bool
}

// WaySteps are the steps of the way in. Each needs the one before it.
func WaySteps() []WayStep {
	return []WayStep{
		{"Referred", func(s *Stay) bool { return s.Referred != 0 }},
		{"Criteria looked at", func(s *Stay) bool { return s.Decided != 0 }},
		{"Admitted by the criteria or by a prescriber", func(s *Stay) bool {
			return s.Decided != 0 && (s.Admits || s.Overruled || s.Admitted != 0)
		}},
		{"Agreed to treatment", func(s *Stay) bool {
			return s.Decided != 0 && (s.Admits || s.Overruled || s.Admitted != 0) && s.Consented != 0
		}},
		{"Began treatment", func(s *Stay) bool { return s.Admitted != 0 && s.Consented != 0 && s.Decided != 0 }},
	}
}

// Funnel is the way in of the people referred in some days. A later referral of
// somebody counts as another way. Where each way stands now is not among it: beside
// the steps it would tell who left.
type Funnel struct {
	Ways  int
	Steps []int            // how many took each step
	Kinds []recovery.Group // kinds of sources
	Heard []recovery.Group
	Rules []Turned
	// Crossed is the steps by groups of sources.
	Crossed []SourceWay
}

// Turned is how many a criterion did not admit when it was first looked at, and
// how many of them a prescriber took all the same. Somebody can stand in several.
type Turned struct {
	Rule        string
	People, Yet int
}

// SourceWay is the steps of those who came from one kind of source.
type SourceWay struct {
	Words string
	Steps []int
}

// sourceKind puts sources together, so that groups are larger than single ones.
type sourceKind struct {
	words   string
	sources []clinic.Source
}

var sourceKinds = []sourceKind{
	{"Themselves, friends, family", []clinic.Source{"self", "peer", "family"}},
	{"Health and drug services", []clinic.Source{"practice", "drug_service", "gp", "hospital", "transfer"}},
	{"Street, housing, police, prison, others", []clinic.Source{"outreach", "hostel", "police", "prison", "probation",
		"other"}},
}

// Funnel counts the ways that began from a day to another, both included.
func (b *Book) Funnel(from, to moment.Day) (f Funnel) {
	steps := WaySteps()
	f.Steps = make([]int, len(steps))
	for _, k := range sourceKinds {
		f.Crossed = append(f.Crossed, SourceWay{k.words, make([]int, len(steps))})
		f.Kinds = append(f.Kinds, recovery.Group{Name: k.words})
	}
	rules := map[string]*Turned{}
	for _, s := range b.Stays {
		if day := b.Zone.Day(s.Referred); s.Referred == 0 || day < from || day > to {
			continue
		}
		f.Ways++
		heard := s.Heard
		if heard == "" {
			heard = "not_asked"
		}
		add(&f.Heard, clinic.WordsOf(clinic.HeardFrom, heard))
		kind := slices.IndexFunc(sourceKinds, func(k sourceKind) bool { return slices.Contains(k.sources, s.Source) })
		if kind >= 0 {
			f.Kinds[kind].Count++
		}
		for i, step := range steps {
			if step.Took(s) {
				f.Steps[i]++
				if kind >= 0 {
					f.Crossed[kind].Steps[i]++
				}
			}
		}
		for _, r := range s.Reasons {
			if rules[r] == nil {
				rules[r] = &Turned{Rule: r}
			}
			rules[r].People++
			if s.Overruled || s.Admitted != 0 {
				rules[r].Yet++
			}
		}
	}
	for _, r := range rules {
		f.Rules = append(f.Rules, *r)
	}
	slices.SortFunc(f.Rules, func(x, y Turned) int {
		if x.Rule < y.Rule {
			return -1
		}
		return 1
	})
	return f
}

func add(list *[]recovery.Group, name string) {
	for i := range *list {
		if (*list)[i].Name == name {
			(*list)[i].Count++
			return
		}
	}
	*list = append(*list, recovery.Group{Name: name, Count: 1})
	slices.SortFunc(*list, func(a, b recovery.Group) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
}

// Waits lists how many days lay between referral and the first day of treatment,
// of those who began from a day to another, in the order in which they began.
func (b *Book) Waits(from, to moment.Day) (out []int) {
	type wait struct {
		at   moment.Instant
		days int
	}
	var list []wait
	for _, s := range b.Stays {
		if s.Admitted == 0 || s.Referred == 0 {
			continue
		}
		if day := b.Zone.Day(s.Admitted); day >= from && day <= to {
			list = append(list, wait{s.Admitted, int(day - b.Zone.Day(s.Referred))})
		}
	}
	slices.SortStableFunc(list, func(x, y wait) int { return int(max(-1, min(1, x.at-y.at))) })
	for _, w := range list {
		out = append(out, w.days)
	}
	return out
}

// WaitsByFive are the mean waits of five people after each other, in the order in
// which they began: no value is of fewer. What is left over waits for more.
func WaitsByFive(waits []int) (out []measure.Milli) {
	for ; len(waits) >= recovery.Smallest; waits = waits[recovery.Smallest:] {
		sum := 0
		for _, d := range waits[:recovery.Smallest] {
			sum += d
		}
		out = append(out, measure.Milli(sum*1000/recovery.Smallest))
	}
	return out
}
