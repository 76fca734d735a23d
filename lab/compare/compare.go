// Package compare turns replications of two or more policies into an answer
// that says how sure it is: means and paired differences with their intervals,
// distributions, what the answer depends on, and what it must not be taken for.
// It reads no clock, draws no random numbers and does not know the clinic:
// whoever simulates hands it numbers with their definitions.
package compare

import (
	"fmt"
	"slices"
)

// Level is the confidence of every interval of a comparison.
const Level = 0.95

// Way is the direction in which a measure is better.
type Way string

// The ways. Neither is for what is neither good nor bad by itself, such as the
// number of visits: fewer take less of a life, and more are company.
const (
	More    Way = "more"
	Less    Way = "less"
	Neither Way = "neither"
)

// Measure is one thing that is counted for each replication, and what exactly
// it is.
type Measure struct {
	ID         string `json:"id"`
	Group      string `json:"group"` // life, access, safety, work, cost
	Name       string `json:"name"`
	Definition string `json:"definition"` // a sentence or two: of whom, over what, counted how
	Unit       string `json:"unit"`
	Better     Way    `json:"better"`
	// Count says that the value is a number of events and grows with how long
	// how many people were watched: it is not compared between policies whose
	// exposure differs. The measure named by Exposure is that exposure.
	Count    bool   `json:"count,omitempty"`
	Exposure string `json:"exposure,omitempty"`
	// Enough is the half-width of the interval of a paired difference, in Unit,
	// below which more replications would change no decision. 0: the measure
	// does not decide how many replications are run.
	Enough float64 `json:"enough,omitempty"`
	Source string  `json:"source,omitempty"` // of the definition or of the rate behind it
}

// Ruling tells whose decision a rule is.
type Ruling string

// Whose decision a rule of a policy needs.
const (
	Law      Ruling = "law"
	Licence  Ruling = "licence condition"
	Guidance Ruling = "guidance"
	Habit    Ruling = "local habit"
)

// Rule is one rule in which a policy differs from the first, or that it keeps.
type Rule struct {
	Text   string `json:"text"`
	Ruling Ruling `json:"ruling"`
	Needs  string `json:"needs,omitempty"` // who has to decide it
	Source string `json:"source,omitempty"`
}

// Policy is one set of rules that was tried. The first of a comparison is what
// the others are compared with.
type Policy struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Why   string `json:"why,omitempty"`
	Rules []Rule `json:"rules"`
	// Facts are settings of the policy as numbers, by the names of Published: what
	// lies outside what a service has ever been seen to do is flagged.
	Facts map[string]float64 `json:"facts,omitempty"`
}

// Parameter is one input about the world, with the range in which it is known.
type Parameter struct {
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	Value      float64 `json:"value"`
	Lo         float64 `json:"lo"`
	Hi         float64 `json:"hi"`
	Unit       string  `json:"unit"`
	Source     string  `json:"source"`
	Confidence string  `json:"confidence"` // high, medium, low, assumption
}

// Run is what one replication of one policy came to at one place. A measure that
// has no value there, since nobody came of whom it could be said, is left out.
type Run struct {
	Place       Place                `json:"place,omitzero"`
	Policy      string               `json:"policy"`
	Replication int                  `json:"replication"`
	Values      map[string]float64   `json:"values"`          // by measure
	Spread      map[string]Histogram `json:"spread,omitzero"` // by measure, how it is distributed among people
}

// Study is what was asked, and everything that was handed in with it.
type Study struct {
	Title      string      `json:"title"`
	Question   string      `json:"question"`
	Invented   string      `json:"invented,omitempty"` // what of it is made up, in words
	Digest     string      `json:"scenario_sha256"`
	Program    string      `json:"program,omitempty"` // that simulated
	Seed       uint64      `json:"seed"`
	People     int         `json:"people"`
	Days       int         `json:"days"`
	Policies   []Policy    `json:"policies"`
	Measures   []Measure   `json:"measures"`
	Parameters []Parameter `json:"parameters"`
}

// Figure is a measure of a policy.
type Figure struct {
	Policy  string `json:"policy"`
	Measure string `json:"measure"`
	Estimate
	// Range is where one replication lies in nine of ten: how different two
	// years under the same rules can be.
	Range *Range `json:"range,omitempty"`
	// Quantiles are of the distribution among people.
	Quantiles []Quantile `json:"quantiles,omitempty"`
}

// Comparison is the answer. Order is fixed: the same study and runs give the
// same bytes, whoever ran what.
type Comparison struct {
	Format       string       `json:"format"`
	Study        Study        `json:"study"`
	Replications int          `json:"replications"`
	Level        float64      `json:"level"`
	Rule         string       `json:"rule"`   // when replications stopped, in words
	Enough       []Precision  `json:"enough"` // how near the rule came
	Figures      []Figure     `json:"figures"`
	Differences  []Difference `json:"differences"`
	Many         Many         `json:"many"`
	Tornados     []Tornado    `json:"tornados"`
	Flips        []Flip       `json:"flips"`
	Warnings     []Warning    `json:"warnings"`
	CannotKnow   []Limit      `json:"cannot_know"`
}

// Format names the form of a comparison that is written down.
const Format = "steady-lab-result/1"

// Compare sums up the runs of a study. Every policy needs the same replications,
// each once, numbered alike: replication 7 of one policy saw the same people as
// replication 7 of another. Sensitivity is added by Add.
func Compare(s Study, runs []Run) (*Comparison, error) {
	table, err := arrange(s, runs)
	if err != nil {
		return nil, err
	}
	c := &Comparison{Format: Format, Study: s, Replications: table.n, Level: Level, Rule: RunLength,
		Tornados: []Tornado{}, Flips: []Flip{}, Warnings: []Warning{}, CannotKnow: CannotKnow()}
	for _, m := range s.Measures {
		for _, p := range s.Policies {
			c.Figures = append(c.Figures, table.figure(p.ID, m.ID))
		}
	}
	for _, m := range s.Measures {
		for _, p := range s.Policies[1:] {
			c.Differences = append(c.Differences, table.difference(p.ID, s.Policies[0].ID, m))
		}
	}
	c.Many = judgeTogether(c.Differences)
	c.Enough = precisions(s.Measures, c.Differences)
	c.warn()
	return c, nil
}

// arranged are runs by policy and replication.
type arranged struct {
	n    int // replications
	runs map[string][]Run
}

// arrange refuses runs that cannot be compared pair by pair.
func arrange(s Study, runs []Run) (*arranged, error) {
	if len(s.Policies) < 2 {
		return nil, fmt.Errorf("a comparison needs two policies or more, and %d is given", len(s.Policies))
	}
	t := &arranged{runs: map[string][]Run{}}
	for _, r := range runs {
		t.runs[r.Policy] = append(t.runs[r.Policy], r)
	}
	for _, p := range s.Policies {
		list := slices.Clone(t.runs[p.ID])
		slices.SortFunc(list, func(a, b Run) int { return a.Replication - b.Replication })
		for i := range list {
			if list[i].Replication != i {
				return nil, fmt.Errorf("policy %s: replication %d is missing or stands twice", p.ID, i)
			}
		}
		if t.runs[p.ID] = list; p.ID == s.Policies[0].ID {
			t.n = len(list)
		}
		if len(list) != t.n {
			return nil, fmt.Errorf("policy %s has %d replications and %s has %d: a difference is taken pair by pair",
				p.ID, len(list), s.Policies[0].ID, t.n)
		}
	}
	if t.n < 2 {
		return nil, fmt.Errorf("%d replication of each policy: an interval needs 2 at least", t.n)
	}
	return t, nil
}

// values are those of a measure that the replications have.
func (t *arranged) values(policy, measure string) (out []float64) {
	for _, r := range t.runs[policy] {
		if x, ok := r.Values[measure]; ok {
			out = append(out, x)
		}
	}
	return out
}

// pairs are the differences of a measure, for the replications in which both
// policies have a value.
func (t *arranged) pairs(policy, against, measure string) (out []float64) {
	for i, r := range t.runs[policy] {
		x, ok := r.Values[measure]
		y, both := t.runs[against][i].Values[measure]
		if ok && both {
			out = append(out, x-y)
		}
	}
	return out
}

func (t *arranged) figure(policy, measure string) Figure {
	values := t.values(policy, measure)
	return Figure{Policy: policy, Measure: measure, Estimate: Mean(values), Range: nineOfTen(values),
		Quantiles: t.quantiles(policy, measure)}
}

// Measure returns the measure of that id.
func (s *Study) Measure(id string) (Measure, bool) {
	for _, m := range s.Measures {
		if m.ID == id {
			return m, true
		}
	}
	return Measure{}, false
}

// Policy returns the policy of that id.
func (s *Study) Policy(id string) (Policy, bool) {
	for _, p := range s.Policies {
		if p.ID == id {
			return p, true
		}
	}
	return Policy{}, false
}

// Figure returns a measure of a policy.
func (c *Comparison) Figure(policy, measure string) (Figure, bool) {
	for _, f := range c.Figures {
		if f.Policy == policy && f.Measure == measure {
			return f, true
		}
	}
	return Figure{}, false
}

// Difference returns a policy's difference from the first policy.
func (c *Comparison) Difference(policy, measure string) (Difference, bool) {
	for _, d := range c.Differences {
		if d.Policy == policy && d.Measure == measure {
			return d, true
		}
	}
	return Difference{}, false
}
