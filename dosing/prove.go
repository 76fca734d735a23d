package dosing

import (
	"slices"
	"strings"

	"steady/protocol"
)

// Decider answers a case under a pack. Decide is the one that clinics use; the
// tests prove that a broken one is found.
type Decider func(*protocol.Pack, Case) Decision

// Proof is what exploring every state of the products below found about one
// pack. It is a proof about the boundaries and classes that Spaces names, no
// more: docs/explanation/what-is-proved.md says what that covers.
type Proof struct {
	States     int             // decisions that were made and judged
	Spaces     []Explored      // which products were explored whole, in order
	Properties []Property      // what must hold, and how often it was looked at
	Counter    *Counterexample // nil: every property held
}

// Explored is one product of dimensions of which every state was visited.
type Explored struct {
	Name       string
	States     int
	Dimensions []string
}

// Property is one sentence that must hold in every state.
type Property struct {
	ID      string
	Text    string
	Checked int  // comparisons made
	Held    bool // false where Counter breaks it
}

// Counterexample is the smallest state found that breaks a property: the
// fewest dimensions that differ from an ordinary visit, then the first values.
// Than is the other state where a property compares two, else nil.
type Counterexample struct {
	Property string
	Space    string
	Says     string
	Differs  []string
	Case     Case
	Decision Decision
	Than     *Compared
}

// Compared is the second state of a comparison.
type Compared struct {
	Differs  []string
	Case     Case
	Decision Decision
}

// The properties, in the order in which they are told.
const (
	propLimit = iota
	propLadder
	propInterval
	propAssessment
	propUnset
	propPrescription
	propMonotone
	propAbsence
	propOutcome
	propCount
)

// propertyWords are the ids and sentences of the properties.
var propertyWords = [propCount][2]string{
	{"limits", "no state gives, proposes or lets a prescriber authorise more than is prescribed, or than the " +
		"single or daily ceiling of the prescription or the pack leaves; and none gives more than was asked"},
	{"titration", "no state gives, proposes or lets a prescriber authorise more than the first-day, rise and " +
		"missed-session rows of the pack allow"},
	{"interval", "no state gives a dose before the least gap has passed, or after the visits of the day are used"},
	{"assessment", "no state gives a dose on a reading, sign or history that stops or refers, or on sedation, " +
		"breathing rate or SpO2 that was not measured; and nobody leaves after a dose on such readings, or before the " +
		"time of observation is over"},
	{"unset", "a setting that is unset refers wherever it is touched, and a draft gives nothing and always refers"},
	{"prescription", "no dose is given under a prescription that is not whole, not in the pack's form or route, or " +
		"above a ceiling"},
	{"monotone", "no worse assessment allows more than a better one, in every reading and both directions of a " +
		"two-sided one"},
	{"absence", "no longer absence allows more than a shorter one"},
	{"one-outcome", "every state ends in exactly one outcome of its question, with a reason that led to it"},
}

// Prove explores the finite abstraction of a pack under Decide. It is pure and
// gives the same answer each time; workers bounds how many goroutines share
// the work (1 for none but the caller).
func Prove(p *protocol.Pack, workers int) Proof { return ProveWith(p, Decide, workers) }

// ProveWith is Prove under any decider.
func ProveWith(p *protocol.Pack, decide Decider, workers int) Proof {
	return proveIn(p, decide, workers, "")
}

// proveIn explores the spaces whose name contains the words.
func proveIn(p *protocol.Pack, decide Decider, workers int, words string) Proof {
	r := &prover{decide: decide, workers: max(workers, 1)}
	for _, s := range spacesOf(p) {
		if !strings.Contains(s.name, words) {
			continue
		}
		if r.explore(s); r.counter != nil {
			break
		}
	}
	proof := Proof{States: r.states, Spaces: r.explored, Counter: r.counter}
	for i, words := range propertyWords {
		held := r.counter == nil || r.counter.Property != words[0]
		proof.Properties = append(proof.Properties, Property{words[0], words[1], r.checked[i], held})
	}
	return proof
}

// prover is one proof in the making.
type prover struct {
	decide   Decider
	workers  int
	states   int
	checked  [propCount]int
	explored []Explored
	counter  *Counterexample
}

// explore visits every state of a space, then compares the states that an
// order of one dimension relates.
func (r *prover) explore(s *space) {
	g := newGrid(s)
	walks := r.walkAll(s, g)
	done := Explored{Name: s.name}
	for _, d := range s.dims {
		done.Dimensions = append(done.Dimensions, d.name)
	}
	var first *broken
	for _, w := range walks {
		done.States += w.states
		for i, n := range w.checked {
			r.checked[i] += n
		}
		if b := w.broken; b != nil && (first == nil || b.index < first.index) {
			first = b
		}
	}
	r.states, r.explored = r.states+done.States, append(r.explored, done)
	if first == nil {
		first = r.compare(s, g)
	}
	if first != nil {
		r.counter = r.smallest(s, first)
	}
}

// compare looks at every pair of states that differ in one dimension only and
// of which one is worse: it may not allow more. What is compared is the dose
// given now, and the most that a prescriber could authorise now.
func (r *prover) compare(s *space, g *grid) *broken {
	for d := range s.dims {
		dim := &s.dims[d]
		stride := g.stride[d]
		n := len(dim.values)
		for base := 0; base < g.size; base += stride * n {
			for low := range stride {
				for _, o := range dim.order {
					better, worse := base+low+o.better*stride, base+low+o.worse*stride
					if !g.visited(better) || !g.visited(worse) || g.asked[better] != g.asked[worse] {
						continue
					}
					r.checked[dim.property]++
					if g.given[worse] > g.given[better] || g.allowed[worse] > g.allowed[better] {
						return &broken{index: better, other: worse, property: dim.property, dim: d, order: o}
					}
				}
			}
		}
	}
	return nil
}

// The outcomes that each question may end in.
var outcomesOf = map[Question][]Outcome{
	QuestionDose:         {Administer, AdministerMax, Defer, Refer, Withhold, Emergency, InvalidRx},
	QuestionObservation:  {Emergency, Observe, Release, Refer},
	QuestionPrescription: {InvalidRx, Refer, Valid},
	QuestionEligibility:  {Eligible, NotEligible, Refer},
}

// effectOf is the effect of the finding that must have led to an outcome.
var effectOf = map[Outcome][]Effect{
	Defer: {DeferTo}, Refer: {ReferTo, Challenge}, Withhold: {Stop}, Emergency: {Stop}, InvalidRx: {Stop},
	NotEligible: {Stop}, AdministerMax: {Limit},
}

// oneOutcome judges the form of a decision: one outcome, its amount where it
// gives one and nowhere else, and a finding that led to it (E-ORD-01).
func oneOutcome(c *Case, d *Decision) string {
	q := c.Question
	if q == "" {
		q = QuestionDose
	}
	gives := d.Outcome == Administer || d.Outcome == AdministerMax
	switch {
	case !slices.Contains(outcomesOf[q], d.Outcome):
		return "ends in " + quoted(string(d.Outcome)) + ", which is no outcome of this question"
	case gives != (d.Dose != nil) || gives && *d.Dose <= 0:
		return "ends in " + string(d.Outcome) + " and its dose does not fit that"
	case len(d.Findings) == 0:
		return "ends in " + string(d.Outcome) + " without a reason"
	case d.Outcome == Defer && (d.Until == nil || *d.Until <= c.Now):
		return "defers without a later time"
	case d.Proposal != nil && d.Outcome != Refer:
		return "proposes an amount without asking the prescriber"
	case d.Proposal != nil && refersBeside(d, stageMissed):
		return "proposes an amount for an absence, and something else stops, refers or defers too"
	}
	return ledTo(d, gives)
}

// refersBeside reports whether another stage than this one concludes.
func refersBeside(d *Decision, stage int) bool {
	return slices.ContainsFunc(d.Findings, func(f Finding) bool {
		return f.Stage != stage && slices.Contains([]Effect{Stop, ReferTo, DeferTo, Challenge}, f.Effect)
	})
}

// ledTo checks that the first finding that concludes has the effect of the
// outcome, that stages are in order and that every finding can be cited.
func ledTo(d *Decision, gives bool) string {
	first, limited, stage := Effect(""), false, 0
	for i := range d.Findings {
		f := &d.Findings[i]
		if f.Rule == "" || f.Text == "" || f.Source == "" {
			return "has a finding without rule, words or source"
		}
		if f.Stage < stage {
			return "has findings out of the order of their stages"
		}
		stage = f.Stage
		switch f.Effect {
		case Stop, ReferTo, DeferTo, Challenge:
			if first == "" {
				first = f.Effect
			}
		case Limit:
			limited = true
		}
	}
	want := effectOf[d.Outcome]
	switch {
	case gives && first != "":
		return "gives a dose although a finding stops, refers or defers"
	case d.Outcome == AdministerMax && !limited:
		return "gives less than was asked without saying which limit"
	case d.Outcome != AdministerMax && len(want) > 0 && !slices.Contains(want, first):
		return "ends in " + string(d.Outcome) + ", and the first finding that concludes is " + quoted(string(first))
	}
	return ""
}

func quoted(s string) string { return "\"" + s + "\"" }
