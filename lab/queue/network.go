package queue

import "slices"

// network is a model made ready to run: names are places in lists, and what can
// be worked out once is.
type network struct {
	*Model
	classes  []class
	stages   []stage
	expected float64 // events of one batch, about
}

type class struct {
	key   uint64 // of the name
	rate  float64
	gap   float64 // mean minutes between arrivals
	even  bool
	level int // place of its priority among the different ones, first goes first
}

type stage struct {
	servers, capacity int32
	lines             int // one, or one for each priority
	tailAt            float64
	service           law
	key               uint64    // of the name
	to                []int32   // places of stages, or away
	upTo              []float64 // probabilities of to, added up; the last is 1
}

// away is the place of those who left.
const away = -1

// newNetwork makes a judged model ready.
func newNetwork(m *Model) *network {
	n := &network{Model: m}
	var priorities []int
	for _, a := range m.Arrivals {
		priorities = append(priorities, a.Priority)
	}
	slices.Sort(priorities)
	priorities = slices.Compact(priorities)
	for _, a := range m.Arrivals {
		n.classes = append(n.classes, class{foldName(a.Class), a.Rate, 1 / a.Rate, a.Kind == Even,
			slices.Index(priorities, a.Priority)})
	}
	for _, s := range m.Stages {
		x := stage{servers: int32(s.Servers), capacity: int32(s.Capacity), lines: 1, tailAt: s.TailAt,
			service: s.Service.ready(), key: foldName(s.Name)}
		if s.Discipline == ByPriority {
			x.lines = len(priorities)
		}
		sum := 0.0
		for _, next := range s.Next {
			if next.P > 0 {
				sum += next.P
				x.to, x.upTo = append(x.to, int32(m.place(next.To))), append(x.upTo, sum)
			}
		}
		x.upTo[len(x.upTo)-1] = 1
		n.stages = append(n.stages, x)
	}
	return n
}

// place returns the place of a stage among the stages, or away for "".
func (m *Model) place(name string) int {
	return slices.IndexFunc(m.Stages, func(s Stage) bool { return s.Name == name })
}
