package dosing

import (
	"sync"

	"steady/measure"
	"steady/moment"
	"steady/protocol"
)

// scene is a case in the making: what one value of a dimension sets, the later
// dimensions may look at.
type scene struct {
	c    Case
	pack *protocol.Pack
	day  moment.Day     // the invented day of the visit
	last moment.Instant // completion of the last dose, 0 where there is none
	days []moment.Day   // the calendar day of each dose of the history
}

// value is one value of a dimension. set returns false where it is another
// value again, or has no meaning, beside the values set before it.
type value struct {
	name string
	set  func(*scene) bool
}

// pair relates two values of one dimension by index: the worse may not allow
// more than the better.
type pair struct{ better, worse int }

// dimension is one thing that varies; its first value is the ordinary one.
type dimension struct {
	name     string
	values   []value
	order    []pair
	property int // which property the order belongs to
}

// space is a product of dimensions that is visited whole.
type space struct {
	name  string
	pack  *protocol.Pack // the pack under which it is decided
	dims  []dimension
	start func(*protocol.Pack) scene
}

// grid holds what every state of a space allows, at an index made of the
// indexes of its values.
type grid struct {
	stride  []int // of each dimension
	size    int
	given   []measure.Mass // the dose; notVisited where a state has no meaning
	allowed []measure.Mass // the most a prescriber could authorise now
	asked   []measure.Mass // what is asked; MaxMass asks for what is prescribed
}

const notVisited = measure.Mass(-1)

func newGrid(s *space) *grid {
	g := &grid{stride: make([]int, len(s.dims)), size: 1}
	for d := len(s.dims) - 1; d >= 0; d-- {
		g.stride[d] = g.size
		g.size *= len(s.dims[d].values)
	}
	g.given, g.allowed = make([]measure.Mass, g.size), make([]measure.Mass, g.size)
	g.asked = make([]measure.Mass, g.size)
	for i := range g.given {
		g.given[i] = notVisited
	}
	return g
}

// size is the number of states, those without a meaning included.
func (s *space) size() int {
	n := 1
	for d := range s.dims {
		n *= len(s.dims[d].values)
	}
	return n
}

func (g *grid) visited(i int) bool { return g.given[i] != notVisited }

// indexes takes an index apart into one per dimension.
func (g *grid) indexes(s *space, index int) []int {
	out := make([]int, len(s.dims))
	for d := range s.dims {
		out[d] = index / g.stride[d] % len(s.dims[d].values)
	}
	return out
}

// broken is a state, or a pair of them, in which a property does not hold.
type broken struct {
	index, other int
	property     int
	says         string
	dim          int  // of a pair
	order        pair // of a pair
	vector       []int
	otherVector  []int
}

// walk is one worker's share of a space.
type walk struct {
	r       *prover
	s       *space
	g       *grid
	shared  int // the dimension whose values are shared among the workers
	share   int // this worker's share of them
	states  int
	checked [propCount]int
	broken  *broken
}

// walkAll shares the values of the first dimension that has several among the
// workers. Each stops at its first broken state, so the least index of all is
// the same however many workers there are.
func (r *prover) walkAll(s *space, g *grid) []*walk {
	shared := 0
	for shared+1 < len(s.dims) && len(s.dims[shared].values) < 2 {
		shared++
	}
	walks := make([]*walk, r.workers)
	var group sync.WaitGroup
	for k := range walks {
		w := &walk{r: r, s: s, g: g, shared: shared, share: k}
		walks[k] = w
		group.Go(func() {
			sc := s.start(s.pack)
			w.below(0, &sc, 0)
		})
	}
	group.Wait()
	return walks
}

// below visits every state under the values that are set so far.
func (w *walk) below(d int, above *scene, index int) {
	for v := range w.s.dims[d].values {
		if d == w.shared && v%w.r.workers != w.share {
			continue
		}
		sc := *above
		if !w.s.dims[d].values[v].set(&sc) {
			continue
		}
		if at := index + v*w.g.stride[d]; d+1 == len(w.s.dims) {
			w.visit(&sc, at)
		} else {
			w.below(d+1, &sc, at)
		}
		if w.broken != nil {
			return
		}
	}
}

// visit decides one state and judges it.
func (w *walk) visit(sc *scene, index int) {
	d := w.r.decide(w.s.pack, sc.c)
	w.states++
	w.g.given[index], w.g.allowed[index] = allows(&sc.c, &d)
	w.g.asked[index] = askOf(&sc.c)
	if property, says := w.judge(sc, &d); says != "" {
		w.broken = &broken{index: index, other: -1, property: property, says: says}
	}
}

// judge holds one decision to every property that looks at one state alone.
func (w *walk) judge(sc *scene, d *Decision) (property int, says string) {
	w.checked[propOutcome]++
	if says := oneOutcome(&sc.c, d); says != "" {
		return propOutcome, says
	}
	if q := sc.c.Question; q != QuestionDose && q != "" {
		return judgeOther(sc, d)
	}
	return judgeDose(sc, d, &w.checked)
}

// allows returns the dose that is given and the most that a prescriber could
// authorise at this moment. For the other questions it returns how far the
// answer lets the person go on: 2 goes on, 1 waits or asks, 0 stops.
func allows(c *Case, d *Decision) (given, authority measure.Mass) {
	switch d.Outcome {
	case Release, Valid, Eligible:
		return 2, 2
	case Observe:
		return 1, 1
	case Refer:
		if c.Question != QuestionDose && c.Question != "" {
			return 1, 1
		}
	}
	if d.Dose != nil {
		given = *d.Dose
	}
	if d.Limit != nil && (d.Until == nil || *d.Until <= c.Now) {
		authority = *d.Limit
	}
	return given, max(authority, given)
}

// askOf is what a case asks for. Amounts asked can follow from the state, and
// only states that ask for the same are compared.
func askOf(c *Case) measure.Mass {
	if c.Ask == nil {
		return measure.MaxMass
	}
	return *c.Ask
}

// at builds the scene of a vector of values; false where it has no meaning.
func (s *space) at(vector []int) (scene, bool) {
	sc := s.start(s.pack)
	for d, v := range vector {
		if !s.dims[d].values[v].set(&sc) {
			return sc, false
		}
	}
	return sc, true
}

// differs names the values of a vector that are not the ordinary ones.
func (s *space) differs(vector []int) []string {
	out := []string{}
	for d, v := range vector {
		if v != 0 {
			out = append(out, s.dims[d].name+": "+s.dims[d].values[v].name)
		}
	}
	return out
}

// always makes a value that is always meaningful.
func always(name string, set func(*scene)) value {
	return value{name, func(s *scene) bool { set(s); return true }}
}

// ordinaryValue is the first value of most dimensions: it changes nothing.
func ordinaryValue(name string) value { return value{name, func(*scene) bool { return true }} }

// chain relates neighbours of a list of value indexes, from the best on.
func chain(values ...int) []pair {
	var out []pair
	for i := 1; i < len(values); i++ {
		out = append(out, pair{values[i-1], values[i]})
	}
	return out
}
