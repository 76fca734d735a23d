package queue

import (
	"math"
	"slices"
	"strconv"

	"steady/protocol"
)

// Parse reads a model strictly. Its error says what cannot be read and where:
// malformed text, an unknown field or word, a field that is missing. Whether
// what it says is possible is judged by Run.
func Parse(b []byte) (*Model, error) {
	root, err := protocol.ReadValue("model", b)
	if err != nil {
		return nil, err
	}
	p := &parser{}
	m := p.model(root)
	if err := p.r.Err(); err != nil {
		return nil, err
	}
	return m, nil
}

// parser reads one model; the first error ends in the reader.
type parser struct{ r protocol.Reader }

func (p *parser) model(root *protocol.Value) *Model {
	m := &Model{}
	f := p.r.Object(root, "seed", "batches", "warmup_min", "run_min", "arrivals", "stages")
	if f == nil {
		p.r.Fail("model", "expected an object")
		return m
	}
	f.Need("seed", "batches", "warmup_min", "run_min", "arrivals", "stages")
	m.Seed, m.Batches = p.seed(f), p.whole(f, "batches")
	m.Warmup, m.Run = p.number(f, "warmup_min"), p.number(f, "run_min")
	ranked := false
	for _, s := range f.Objects("stages", "name", "servers", "capacity", "discipline", "tail_at_min", "service", "next") {
		m.Stages = append(m.Stages, p.stage(s))
		ranked = ranked || m.Stages[len(m.Stages)-1].Discipline == ByPriority
	}
	for _, a := range f.Objects("arrivals", "class", "kind", "rate_per_min", "priority") {
		a.Need("class", "kind", "rate_per_min")
		if ranked {
			a.Need("priority") // where nobody goes by it, it means nothing
		}
		m.Arrivals = append(m.Arrivals, Arrival{a.Text("class"),
			ArrivalKind(a.Word("kind", string(Poisson), string(Even))), p.number(a, "rate_per_min"), p.whole(a, "priority")})
	}
	return m
}

func (p *parser) stage(f *protocol.Fields) Stage {
	f.Need("name", "servers", "discipline", "service", "next")
	s := Stage{Name: f.Text("name"), Servers: p.whole(f, "servers"), Capacity: Unlimited,
		TailAt:     math.Inf(1),
		Discipline: Discipline(f.Word("discipline", string(FCFS), string(ByPriority)))}
	p.written(f, "capacity")
	if f.Has("capacity") {
		s.Capacity = p.whole(f, "capacity")
	}
	if f.Has("tail_at_min") {
		s.TailAt = p.number(f, "tail_at_min")
	}
	s.Service = p.service(f.Object("service", "kind", "mean_min", "k", "cv2"))
	for _, n := range f.Objects("next", "to", "p") {
		p.written(n, "to")
		n.Need("p")
		if n.Has("to") && n.Text("to") == "" {
			n.Fail("to", "is empty: write null for leaving")
		}
		s.Next = append(s.Next, Next{n.Text("to"), p.number(n, "p")})
	}
	return s
}

// service reads a law. A cv2 that a law has of itself may stand beside it.
func (p *parser) service(f *protocol.Fields) (s Service) {
	if f == nil {
		return s
	}
	f.Need("kind", "mean_min")
	s.Kind = ServiceKind(f.Word("kind", string(Exponential), string(Deterministic), string(Erlang),
		string(Hyperexponential), string(Lognormal)))
	s.Mean = p.number(f, "mean_min")
	if s.Kind == Erlang {
		f.Need("k")
		s.K = p.whole(f, "k")
	} else if f.Has("k") {
		f.Fail("k", "is for erlang alone")
	}
	cv2 := p.number(f, "cv2")
	switch {
	case s.Kind == Hyperexponential || s.Kind == Lognormal:
		f.Need("cv2")
		s.CV2 = cv2
	case f.Has("cv2") && s.K >= 0 && !near(cv2, s.Variability()):
		f.Fail("cv2", "is "+strconv.FormatFloat(s.Variability(), 'g', -1, 64)+" of itself for "+string(s.Kind))
	}
	return s
}

// near allows for a third that was written with six digits.
func near(a, b float64) bool { return a-b < 1e-6 && b-a < 1e-6 }

// written asks for a field that may be null and may not be left out.
func (p *parser) written(f *protocol.Fields, name string) {
	if !slices.Contains(f.Names(), name) {
		f.Fail(name, "is missing: write null for none")
	}
}

// number returns a field that is a number, or 0. It has any number of decimals:
// rates and probabilities are no amounts.
func (p *parser) number(f *protocol.Fields, name string) float64 {
	words, list := f.Scalars(name)
	if len(words) == 0 && !list {
		return 0
	}
	if list || !words[0].Number {
		f.Fail(name, "expected a number")
		return 0
	}
	x, err := strconv.ParseFloat(words[0].Text, 64)
	if err != nil {
		f.Fail(name, "the number is too large")
	}
	return x
}

// whole returns a field that is a whole number, or 0.
func (p *parser) whole(f *protocol.Fields, name string) int {
	x := p.number(f, name)
	if x != float64(int32(x)) {
		f.Fail(name, "expected a whole number within 32 bits")
		return 0
	}
	return int(x)
}

// seed returns any whole number of 64 bits that is not below 0.
func (p *parser) seed(f *protocol.Fields) uint64 {
	words, list := f.Scalars("seed")
	if len(words) == 0 && !list {
		return 0
	}
	if list || !words[0].Number {
		f.Fail("seed", "expected a number")
		return 0
	}
	n, err := strconv.ParseUint(words[0].Text, 10, 64)
	if err != nil {
		f.Fail("seed", "expected a whole number from 0 to 18446744073709551615")
	}
	return n
}
