package queue

import (
	"math"
	"strconv"
)

// judged looks at the content of a model and makes it ready. It returns a
// *RefusedError with one sentence that says what is impossible and where.
func judged(m *Model) (*network, error) {
	if m.Batches < 2 || m.Batches > maxBatches {
		return nil, refuse("batches is %d: an interval needs 2 to %d", m.Batches, maxBatches)
	}
	if !possible(m.Run, maxMinutes) {
		return nil, refuse("run_min is %v: a batch is measured for more than 0 minutes", m.Run)
	}
	if m.Warmup != 0 && !possible(m.Warmup, maxMinutes) {
		return nil, refuse("warmup_min is %v: it is 0 or more minutes", m.Warmup)
	}
	if err := m.judgeArrivals(); err != nil {
		return nil, err
	}
	if err := m.judgeStages(); err != nil {
		return nil, err
	}
	n := newNetwork(m)
	return n, n.judgeFlows()
}

func (m *Model) judgeArrivals() error {
	if len(m.Arrivals) == 0 || len(m.Arrivals) > maxClasses {
		return refuse("arrivals holds %d classes: write 1 to %d", len(m.Arrivals), maxClasses)
	}
	seen := map[string]bool{All: true}
	for _, a := range m.Arrivals {
		if a.Class == "" || seen[a.Class] {
			return refuse("the class %q is empty, stands twice, or is the word for everybody", a.Class)
		}
		seen[a.Class] = true
		if !possible(a.Rate, 1e9) {
			return refuse("class %s: rate_per_min is %v: it is above 0", a.Class, a.Rate)
		}
	}
	return nil
}

func (m *Model) judgeStages() error {
	if len(m.Stages) == 0 || len(m.Stages) > maxStages {
		return refuse("stages holds %d: write 1 to %d", len(m.Stages), maxStages)
	}
	seen := map[string]bool{}
	for _, s := range m.Stages {
		if s.Name == "" || seen[s.Name] {
			return refuse("the stage %q is empty or stands twice", s.Name)
		}
		seen[s.Name] = true
	}
	for _, s := range m.Stages {
		if s.Servers < 1 || s.Servers > maxServers {
			return refuse("stage %s: servers is %d: write 1 to %d", s.Name, s.Servers, maxServers)
		}
		if s.Capacity < 1 || s.Capacity > Unlimited {
			return refuse("stage %s: capacity is %d: it is null, or at least 1", s.Name, s.Capacity)
		}
		if s.TailAt != 0 && !possible(s.TailAt, math.Inf(1)) {
			return refuse("stage %s: tail_at_min is %v: it is 0 or more minutes", s.Name, s.TailAt)
		}
		if err := s.Service.judge(s.Name); err != nil {
			return err
		}
		if err := m.judgeNext(s); err != nil {
			return err
		}
	}
	return nil
}

func (s Service) judge(stage string) error {
	if !possible(s.Mean, maxMinutes) {
		return refuse("stage %s: mean_min is %v: a service takes more than 0 minutes", stage, s.Mean)
	}
	switch s.Kind {
	case Erlang:
		if s.K < 1 || s.K > maxPhases {
			return refuse("stage %s: k is %d: an erlang service has 1 to %d phases", stage, s.K, maxPhases)
		}
	case Hyperexponential:
		if s.CV2 < 1 || !possible(s.CV2, 1e6) {
			return refuse("stage %s: cv2 is %v: a hyperexponential service varies at least as an exponential one (cv2 >= 1)",
				stage, s.CV2)
		}
	case Lognormal:
		if !possible(s.CV2, 1e6) {
			return refuse("stage %s: cv2 is %v: it is above 0", stage, s.CV2)
		}
	}
	return nil
}

func (m *Model) judgeNext(s Stage) error {
	sum := 0.0
	for _, next := range s.Next {
		if next.To != "" && m.place(next.To) < 0 {
			return refuse("stage %s: next names %q, and there is no such stage", s.Name, next.To)
		}
		if next.P != 0 && !possible(next.P, 1) {
			return refuse("stage %s: p is %v: a probability is 0 to 1", s.Name, next.P)
		}
		sum += next.P
	}
	if math.Abs(sum-1) > 1e-9 {
		return refuse("stage %s: the probabilities of next add up to %s, not to 1", s.Name,
			strconv.FormatFloat(sum, 'g', 10, 64))
	}
	return nil
}

// judgeFlows refuses stages to which nobody comes, networks without a way out,
// and lines that grow without end.
func (n *network) judgeFlows() error {
	going, out := make([][]float64, len(n.stages)), make([]bool, len(n.stages))
	for i, s := range n.stages {
		going[i] = make([]float64, len(n.stages))
		below := 0.0
		for way, to := range s.to {
			if to == away {
				out[i] = true
			} else {
				going[i][to] += s.upTo[way] - below
			}
			below = s.upTo[way]
		}
	}
	reached := spread(going, func(i int) bool { return i == 0 }, false)
	leaves := spread(going, func(i int) bool { return out[i] }, true)
	for i, s := range n.Stages {
		if !reached[i] {
			return refuse("stage %s: nobody ever comes there: name it in a next, or leave it out", s.Name)
		}
		if !leaves[i] {
			return refuse("stage %s: from there nobody ever leaves: give a way out ({\"to\": null})", s.Name)
		}
	}
	outside := make([]float64, len(n.stages))
	for _, a := range n.Arrivals {
		outside[0] += a.Rate
	}
	thinned := n.thinned(going)
	n.expected = outside[0] * (n.Warmup + n.Run)
	for i, flow := range Flows(outside, going) {
		n.expected += flow * (n.Warmup + n.Run)
		s := n.Stages[i]
		load := flow * s.Service.Mean / float64(s.Servers)
		if s.Capacity == Unlimited && !thinned[i] && !(load < 1-1e-12) {
			return refuse("stage %s: %.6g people a minute, %.6g minutes each, with %d servers are a load of %.6g: "+
				"the line grows without end; a load below 1 or a capacity is needed", s.Name, flow, s.Service.Mean, s.Servers, load)
		}
	}
	if all := n.expected * float64(n.Batches); !(all <= maxWork) {
		return refuse("about %.3g events would be simulated, and %.0g is the most: shorten run_min, or take fewer batches",
			all, maxWork)
	}
	return nil
}

// thinned tells which stages stand behind one that may turn people away: their
// flow is only known after the run.
func (n *network) thinned(going [][]float64) []bool {
	return spread(going, func(i int) bool {
		for from := range n.Stages {
			if going[from][i] > 0 && n.Stages[from].Capacity != Unlimited {
				return true
			}
		}
		return false
	}, false)
}

// settled refuses, after a run, stages whose flow was not known before it and
// that were busy all the time.
func (n *network) settled(batches []batch) error {
	for i, s := range n.Stages {
		if s.Capacity != Unlimited {
			continue
		}
		rho := newSample(batches, Level).figure(func(b batch) float64 { return b.stages[i][0].rho })
		if rho.Mean >= 1-1e-9 {
			return refuse("stage %s: it was busy all the time: the line grows without end; "+
				"a load below 1 or a capacity is needed", s.Name)
		}
	}
	return nil
}

// spread marks the places where it begins and all that lies behind them, or
// before them where it goes backwards.
func spread(going [][]float64, begin func(i int) bool, backwards bool) []bool {
	marked := make([]bool, len(going))
	var todo []int
	mark := func(i int) {
		if !marked[i] {
			marked[i], todo = true, append(todo, i)
		}
	}
	for i := range going {
		if begin(i) {
			mark(i)
		}
	}
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for j := range going {
			if backwards && going[j][i] > 0 || !backwards && going[i][j] > 0 {
				mark(j)
			}
		}
	}
	return marked
}
