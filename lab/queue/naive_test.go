package queue

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// naive is a second simulator, written to be read and not to be fast: it looks
// through everybody for what happens next, keeps a record of each pass and
// counts afterwards. It shares the streams and the laws of service with the
// kernel, and nothing else.
type naive struct {
	m       *Model
	now     float64
	here    []*visitor
	passes  []*pass
	stays   []stay
	sources []*naiveSource
	came    int // to a stage, ever: who came first
	planned int // events, ever: which goes first at one time
	events  int64
}

type naiveSource struct {
	key     uint64
	times   *rand.PCG
	next    float64
	planned int
	count   int
}

type visitor struct {
	key     uint64
	class   int
	entered float64
	until   float64 // end of service; +Inf while waiting
	planned int
	pass    *pass
	before  map[int]int // earlier visits by stage
}

type pass struct {
	stage, class      int
	came, began, left float64
	blocked           bool
	order             int // of coming, in the whole network
}

type stay struct{ from, to float64 }

func (n *naive) batch(b int) {
	m := n.m
	for _, a := range m.Arrivals {
		s := &naiveSource{key: fold(fold(fold(0, m.Seed), uint64(b)), foldName(a.Class))}
		s.times = rand.NewPCG(s.key, forArrivals)
		n.sources = append(n.sources, s)
		n.expect(a, s)
	}
	for {
		t, planned, act := math.Inf(1), 0, func() {}
		for c, s := range n.sources {
			early := slices.ContainsFunc(n.here, func(v *visitor) bool { return v.entered < m.Warmup+m.Run })
			if (s.next < m.Warmup+m.Run || early) && before(s.next, s.planned, t, planned) {
				t, planned, act = s.next, s.planned, func() { n.arrive(c, s) }
			}
		}
		for _, v := range n.here {
			if before(v.until, v.planned, t, planned) {
				t, planned, act = v.until, v.planned, func() { n.end(v) }
			}
		}
		if math.IsInf(t, 1) {
			return
		}
		n.now = t
		n.events++
		act()
	}
}

// before reports whether a time comes before another; of two equal ones the one
// that was planned first.
func before(at float64, planned int, other float64, plannedOther int) bool {
	return at < other || at == other && planned < plannedOther
}

func (n *naive) plan() int {
	n.planned++
	return n.planned
}

func (n *naive) expect(a Arrival, s *naiveSource) {
	s.planned = n.plan()
	if a.Kind == Even {
		s.next = float64(s.count+1) / a.Rate
	} else {
		s.next = n.now + exponential(s.times, 1/a.Rate)
	}
}

func (n *naive) arrive(c int, s *naiveSource) {
	v := &visitor{key: fold(s.key, uint64(s.count)), class: c, entered: n.now, before: map[int]int{}}
	s.count++
	n.expect(n.m.Arrivals[c], s)
	n.come(v, 0)
	if !v.pass.blocked {
		n.here = append(n.here, v)
	}
}

func (n *naive) at(stage int) (waiting, served []*visitor) {
	for _, v := range n.here {
		if v.pass.stage == stage && !v.pass.blocked && v.pass.left == 0 {
			if math.IsInf(v.until, 1) {
				waiting = append(waiting, v)
			} else {
				served = append(served, v)
			}
		}
	}
	return waiting, served
}

func (n *naive) come(v *visitor, stage int) {
	waiting, served := n.at(stage)
	s := n.m.Stages[stage]
	n.came++
	v.pass = &pass{stage: stage, class: v.class, came: n.now, order: n.came}
	n.passes = append(n.passes, v.pass)
	if len(waiting)+len(served) >= s.Capacity {
		v.pass.blocked = true
		return
	}
	v.until = math.Inf(1)
	if len(served) < s.Servers {
		n.begin(v)
	}
}

func (n *naive) begin(v *visitor) {
	s := n.m.Stages[v.pass.stage]
	l := s.Service.ready()
	draws := rand.NewPCG(fold(v.key, foldName(s.Name)), forService|uint64(v.before[v.pass.stage]))
	v.pass.began, v.until, v.planned = n.now, n.now+l.draw(draws), n.plan()
}

func (n *naive) end(v *visitor) {
	v.pass.left = n.now
	stage := v.pass.stage
	s := n.m.Stages[stage]
	if waiting, _ := n.at(stage); len(waiting) > 0 {
		n.begin(slices.MinFunc(waiting, func(a, b *visitor) int {
			if s.Discipline == ByPriority && n.m.Arrivals[a.class].Priority != n.m.Arrivals[b.class].Priority {
				return n.m.Arrivals[a.class].Priority - n.m.Arrivals[b.class].Priority
			}
			return a.pass.order - b.pass.order
		}))
	}
	to, ways, sum := "", 0, 0.0
	for _, next := range s.Next {
		if next.P > 0 {
			ways++
		}
	}
	u := 0.0
	if ways > 1 {
		u = uniform(rand.NewPCG(fold(v.key, foldName(s.Name)), forWay|uint64(v.before[stage])))
	}
	for _, next := range s.Next {
		if sum += next.P; next.P > 0 && u <= sum {
			to = next.To
			break
		}
	}
	v.before[stage]++
	if to != "" {
		if n.come(v, n.m.place(to)); !v.pass.blocked {
			return
		}
	}
	n.stays = append(n.stays, stay{v.entered, n.now})
	n.here = slices.DeleteFunc(n.here, func(x *visitor) bool { return x == v })
}

// observe counts one class, or everybody for -1, at a stage.
func (n *naive) observe(stage, class int) observed {
	from, to := n.m.Warmup, n.m.Warmup+n.m.Run
	within := func(a, b float64) float64 { return max(0, min(b, to)-max(a, from)) / n.m.Run }
	s := n.m.Stages[stage]
	var o observed
	var came, blocked, admitted float64
	var changes []change
	for _, p := range n.passes {
		if p.stage != stage || class >= 0 && p.class != class {
			continue
		}
		counted := p.came >= from && p.came < to
		if counted {
			came++
		}
		if p.blocked {
			if counted {
				blocked++
			}
			continue
		}
		changes = append(changes, change{p.came, 1}, change{p.left, -1})
		o.lq += within(p.came, p.began)
		o.l += within(p.came, p.left)
		o.rho += within(p.began, p.left) / float64(s.Servers)
		if counted {
			admitted++
			o.wq += p.began - p.came
			o.w += p.left - p.came
			o.pWait += indicator(p.began > p.came)
			o.wqTail += indicator(p.began-p.came > s.TailAt)
		}
	}
	o.wq, o.w, o.pWait, o.pBlocked = o.wq/admitted, o.w/admitted, o.pWait/admitted, blocked/came
	o.wqTail /= admitted
	if math.IsInf(s.TailAt, 1) {
		o.wqTail = math.NaN()
	}
	slices.SortStableFunc(changes, func(a, b change) int { return cmp.Compare(a.at, b.at) })
	before, present := 0.0, 0
	for _, c := range append(changes, change{to + 1, 0}) {
		for len(o.present) <= present {
			o.present = append(o.present, 0)
		}
		o.present[present] += within(before, c.at)
		before, present = c.at, present+c.by
	}
	return o
}

type change struct {
	at float64
	by int
}

func indicator(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// total returns the time in the network of those who entered in the counted
// time, and the number present.
func (n *naive) total() (w, l float64) {
	from, to := n.m.Warmup, n.m.Warmup+n.m.Run
	count := 0.0
	for _, s := range n.stays {
		l += max(0, min(s.to, to)-max(s.from, from)) / n.m.Run
		if s.from >= from && s.from < to {
			count++
			w += s.to - s.from
		}
	}
	return w / count, l
}

// drawModel makes any small model: priorities, capacities, ways back. Only
// stable where nothing is turned away.
func drawModel(t *rapid.T) *Model {
	pick := func(name string, lo, hi int) int { return rapid.IntRange(lo, hi).Draw(t, name) }
	m := &Model{Seed: uint64(pick("seed", 0, 1000)), Batches: 2, Warmup: float64(pick("warmup", 0, 30)),
		Run: float64(pick("run", 5, 200))}
	for c := range pick("classes", 1, 3) {
		kind := Poisson
		if pick("even", 0, 3) == 0 {
			kind = Even
		}
		m.Arrivals = append(m.Arrivals, Arrival{fmt.Sprint("c", c), kind, float64(pick("rate", 1, 9)) / 27,
			pick("priority", -1, 1)})
	}
	kinds := []ServiceKind{Exponential, Deterministic, Erlang, Hyperexponential, Lognormal}
	stages := pick("stages", 1, 4)
	for i := range stages {
		s := Stage{Name: fmt.Sprint("s", i), Servers: pick("servers", 1, 3), Capacity: Unlimited, TailAt: math.Inf(1),
			Discipline: FCFS, Service: Service{Kind: kinds[pick("kind", 0, 4)], Mean: 0.25 * float64(pick("mean", 1, 24))}}
		switch s.Service.Kind {
		case Erlang:
			s.Service.K = pick("k", 1, 40)
		case Hyperexponential, Lognormal:
			s.Service.CV2 = 1 + float64(pick("cv2", 0, 30))/10
		}
		if pick("limited", 0, 2) > 0 {
			s.Capacity = pick("capacity", 1, 6)
		}
		if pick("ranked", 0, 1) == 0 {
			s.Discipline = ByPriority
		}
		if pick("tail", 0, 1) == 0 {
			s.TailAt = float64(pick("tail at", 0, 9))
		}
		s.Next = []Next{{"", 0.375}, {fmt.Sprint("s", pick("to", 0, stages-1)), 0.125},
			{fmt.Sprint("s", (i+1)%stages), 0.5}}
		if pick("ways", 0, 2) == 0 && i == stages-1 {
			s.Next = []Next{{"", 1}}
		}
		m.Stages = append(m.Stages, s)
	}
	return m
}

// The kernel and the naive simulator see the same to rounding, in any model.
func TestKernelAgreesWithTheNaiveSimulator(t *testing.T) {
	tried := 0
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		net, err := judged(m)
		if err != nil {
			return // a line that grows without end
		}
		tried++
		w := newWard(net)
		for b := range 2 { // the second in the memory of the first
			var endless *RefusedError
			if err := w.run(b); errors.As(err, &endless) {
				return // a line that grows without end behind a stage that turns people away
			} else if err != nil {
				t.Fatal(err)
			}
			if w.events > 10_000 {
				return // too long for looking through everybody
			}
			got, n := w.observe(), &naive{m: m}
			n.batch(b)
			if got.events != n.events {
				t.Fatalf("%d events, want %d", got.events, n.events)
			}
			for i, rows := range got.stages {
				for c, row := range rows {
					if problem := differs(row, n.observe(i, c-1)); problem != "" {
						t.Fatalf("batch %d, stage %d, class %d: %s", b, i, c-1, problem)
					}
				}
			}
			tw, tl := n.total()
			if !same(got.w, tw) || !same(got.l, tl) {
				t.Fatalf("total %v %v, want %v %v", got.w, got.l, tw, tl)
			}
		}
	})
	if tried < 20 {
		t.Errorf("only %d models were tried", tried)
	}
}

func differs(got, want observed) string {
	for what, v := range map[string][2]float64{"rho": {got.rho, want.rho}, "wq": {got.wq, want.wq},
		"w": {got.w, want.w}, "lq": {got.lq, want.lq}, "l": {got.l, want.l}, "p_wait": {got.pWait, want.pWait},
		"p_blocked": {got.pBlocked, want.pBlocked}, "tail": {got.wqTail, want.wqTail}} {
		if !same(v[0], v[1]) {
			return fmt.Sprintf("%s %v, want %v", what, v[0], v[1])
		}
	}
	for n := range max(len(got.present), len(want.present)) {
		if !same(got.presentOf(n), want.presentOf(n)) {
			return fmt.Sprintf("%d present %v, want %v", n, got.presentOf(n), want.presentOf(n))
		}
	}
	return ""
}

func same(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*(1+math.Abs(b)) || math.IsNaN(a) && math.IsNaN(b)
}
