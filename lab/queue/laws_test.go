package queue

import (
	"math"
	"runtime"
	"testing"
)

// one is a model of one stage with Poisson arrivals of one class.
func one(rate float64, s Stage) *Model {
	s.Name, s.Next = "booth", []Next{{"", 1}}
	if s.Capacity == 0 {
		s.Capacity = Unlimited
	}
	if s.Discipline == "" {
		s.Discipline = FCFS
	}
	if s.TailAt == 0 {
		s.TailAt = math.Inf(1)
	}
	return &Model{Seed: 1, Batches: 30, Warmup: 2000, Run: 50_000, Stages: []Stage{s},
		Arrivals: []Arrival{{Class: "a", Kind: Poisson, Rate: rate}}}
}

// simulated runs a model, with every law of queues checked on the way.
func simulated(t *testing.T, m *Model) *Result {
	t.Helper()
	r, err := Run(m, runtime.GOMAXPROCS(0))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// holds asks that the interval covers the exact value and is narrower than that
// share of it, either way.
func holds(t *testing.T, what string, f Figure, exact, within float64) {
	t.Helper()
	half := (f.Hi - f.Lo) / 2
	if !(f.Lo <= exact && exact <= f.Hi && half < within*math.Abs(exact) && f.Batches >= 30) {
		t.Errorf("%s: %v (%v to %v, %d batches, half-width %.2f %%), exact %v", what, f.Mean, f.Lo, f.Hi, f.Batches,
			100*half/exact, exact)
	}
}

func TestMMc(t *testing.T) {
	for _, c := range []int{1, 2, 3, 10} {
		exact := MMc(0.7*float64(c)/2, 2, c)
		r := simulated(t, one(0.7*float64(c)/2, Stage{Servers: c, TailAt: 2, Service: Service{Kind: Exponential, Mean: 2}}))
		x := r.Stages[0]
		holds(t, "rho", x.Rho, exact.Rho, 0.02)
		holds(t, "P(wait)", x.PWait, exact.PWait, 0.05)
		holds(t, "Wq", x.Wq, exact.Wq, 0.08)
		holds(t, "W", x.W, exact.W, 0.05)
		holds(t, "Lq", x.Lq, exact.Lq, 0.08)
		holds(t, "L", x.L, exact.L, 0.05)
		holds(t, "tail", *x.WqTail, exact.Tail(2), 0.08)
		holds(t, "W of the network", r.Total.W, exact.W, 0.05)
	}
}

// The number present in M/M/1 is geometric.
func TestPresentOfMM1(t *testing.T) {
	x := simulated(t, one(0.25, Stage{Servers: 1, Service: Service{Kind: Exponential, Mean: 2}})).Stages[0]
	sum := 0.0
	for _, p := range x.Present {
		if p.N < 8 {
			holds(t, "present", p.Figure, 0.5*math.Pow(0.5, float64(p.N)), 0.3)
		}
		sum += p.Mean
	}
	digits(t, "all that may be", sum, 1, 1e-9)
}

// Pollaczek-Khinchine, for every law of service.
func TestMG1(t *testing.T) {
	for _, s := range []Service{{Kind: Exponential}, {Kind: Deterministic}, {Kind: Erlang, K: 3},
		{Kind: Hyperexponential, CV2: 4}, {Kind: Lognormal, CV2: 1.5}, {Kind: Lognormal, CV2: 0.2}} {
		s.Mean = 3
		exact := MG1(0.2, s.Mean, s.Variability())
		x := simulated(t, one(0.2, Stage{Servers: 1, Service: s})).Stages[0]
		holds(t, string(s.Kind)+" rho", x.Rho, exact.Rho, 0.02)
		holds(t, string(s.Kind)+" P(wait)", x.PWait, exact.PWait, 0.02)
		holds(t, string(s.Kind)+" Wq", x.Wq, exact.Wq, 0.1)
		holds(t, string(s.Kind)+" L", x.L, exact.L, 0.08)
	}
}

// Erlang B holds for every law of service.
func TestLossIsInsensitive(t *testing.T) {
	for _, s := range []Service{{Kind: Exponential}, {Kind: Deterministic}, {Kind: Lognormal, CV2: 2},
		{Kind: Hyperexponential, CV2: 3}} {
		s.Mean = 10
		x := simulated(t, one(0.3, Stage{Servers: 4, Capacity: 4, Service: s})).Stages[0]
		holds(t, string(s.Kind)+" blocked", x.PBlocked, ErlangB(4, 3), 0.04)
		holds(t, string(s.Kind)+" carried", x.L, 3*(1-ErlangB(4, 3)), 0.02)
		if x.Wq.Mean != 0 || x.PWait.Mean != 0 {
			t.Errorf("%s: somebody waited where there is no room to", s.Kind)
		}
	}
}

// M/M/2/5, more people than it can serve: birth and death by hand.
func TestFiniteRoom(t *testing.T) {
	const rate, mean = 0.9, 3.0
	p, sum := []float64{1}, 1.0
	for n := 1; n <= 5; n++ {
		p = append(p, p[n-1]*rate*mean/float64(min(n, 2)))
		sum += p[n]
	}
	l, lq := 0.0, 0.0
	for n := range p {
		p[n] /= sum
		l += float64(n) * p[n]
		lq += float64(max(n-2, 0)) * p[n]
	}
	x := simulated(t, one(rate, Stage{Servers: 2, Capacity: 5, Service: Service{Kind: Exponential, Mean: mean}})).Stages[0]
	admitted := rate * (1 - p[5])
	holds(t, "blocked", x.PBlocked, p[5], 0.02)
	holds(t, "rho", x.Rho, admitted*mean/2, 0.01)
	holds(t, "L", x.L, l, 0.01)
	holds(t, "Wq of the admitted", x.Wq, lq/admitted, 0.01)
	holds(t, "P(wait) of the admitted", x.PWait, (p[2]+p[3]+p[4])/(1-p[5]), 0.01)
	for n := range p {
		holds(t, "present", x.Present[n].Figure, p[n], 0.15)
	}
	if len(x.Present) != 6 {
		t.Errorf("%d numbers present, and only 0 to 5 are possible", len(x.Present))
	}
}

func TestAmpleRoom(t *testing.T) {
	x := simulated(t, one(0.25, Stage{Servers: 1000, Service: Service{Kind: Deterministic, Mean: 12}})).Stages[0]
	term := math.Exp(-3)
	for n := range 8 {
		holds(t, "present", x.Present[n].Figure, term, 0.1)
		term *= 3 / float64(n+1)
	}
	holds(t, "W", x.W, 12, 1e-9)
}

// D/M/1: what an arrival finds is geometric with the root of
// sigma = exp(-(1-sigma)/rho). D/D/1 below full load never waits.
func TestEvenArrivals(t *testing.T) {
	const rate, mean = 0.2, 4.0
	m := one(rate, Stage{Servers: 1, Service: Service{Kind: Exponential, Mean: mean}})
	m.Arrivals[0].Kind = Even
	sigma := 0.5
	for range 200 {
		sigma = math.Exp(-(1 - sigma) / (rate * mean))
	}
	x := simulated(t, m).Stages[0]
	holds(t, "P(wait)", x.PWait, sigma, 0.03)
	holds(t, "Wq", x.Wq, sigma*mean/(1-sigma), 0.06)
	holds(t, "rho", x.Rho, rate*mean, 0.01)
	m.Stages[0].Service = Service{Kind: Deterministic, Mean: 4.75}
	x = simulated(t, m).Stages[0]
	if x.Wq.Mean != 0 || math.Abs(x.L.Mean-0.95) > 1e-9 {
		t.Errorf("D/D/1 waits %v, holds %v", x.Wq, x.L)
	}
}

// ranked is a model of two classes that share a stage by priority.
func ranked(servers int, s Service) *Model {
	m := one(0.1*float64(servers), Stage{Servers: servers, Discipline: ByPriority, Service: s})
	m.Arrivals[0].Priority = 7
	m.Arrivals = append(m.Arrivals, Arrival{"b", Poisson, 0.15 * float64(servers), -2})
	return m
}

// Two classes that do not interrupt (Cobham 1954): the wait for who is served
// now, by what is left of the servers for each class and those above it.
func TestPriority(t *testing.T) {
	for _, s := range []Service{{Kind: Exponential, Mean: 3}, {Kind: Erlang, K: 2, Mean: 3},
		{Kind: Hyperexponential, CV2: 2, Mean: 3}} {
		rest := 0.25 * s.Mean * s.Mean * (1 + s.Variability()) / 2 // until the server is free
		urgent, all := 0.15*s.Mean, 0.25*s.Mean
		rows := simulated(t, ranked(1, s)).Stages
		holds(t, "a", rows[1].Wq, rest/(1-urgent)/(1-all), 0.12)
		holds(t, "b", rows[2].Wq, rest/(1-urgent), 0.05)
		holds(t, "rho of a", rows[1].Rho, 0.1*s.Mean, 0.03)
		holds(t, "L of b", rows[2].L, 0.15*(s.Mean+rest/(1-urgent)), 0.05)
		if rows[0].Class != All || rows[1].Class != "a" || rows[2].Class != "b" {
			t.Errorf("rows of %s, %s, %s", rows[0].Class, rows[1].Class, rows[2].Class)
		}
	}
	together := MMc(0.5, 3, 2) // the same number waits in whichever order
	rest := together.PWait * 3 / 2
	rows := simulated(t, ranked(2, Service{Kind: Exponential, Mean: 3})).Stages
	holds(t, "two servers, all", rows[0].Wq, together.Wq, 0.06)
	holds(t, "two servers, a", rows[1].Wq, rest/(1-0.15*3)/(1-0.25*3), 0.1)
	holds(t, "two servers, b", rows[2].Wq, rest/(1-0.15*3), 0.05)
}

// A network with ways back has product form (Jackson 1957): each stage is as
// M/M/c alone at its own flow.
func TestNetworkWithWaysBack(t *testing.T) {
	m := one(0.1, Stage{Servers: 1, Service: Service{Kind: Exponential, Mean: 4}})
	m.Run = 200_000
	m.Stages[0].Next = []Next{{"", 0.25}, {"second", 0.75}}
	m.Stages = append(m.Stages, Stage{"second", 2, Unlimited, FCFS, math.Inf(1), Service{Kind: Exponential, Mean: 8},
		[]Next{{"booth", 0.5}, {"second", 0.25}, {"", 0.25}}})
	flows := Flows([]float64{0.1, 0}, [][]float64{{0, 0.75}, {0.5, 0.25}})
	a, b := MMc(flows[0], 4, 1), MMc(flows[1], 8, 2)
	r := simulated(t, m)
	holds(t, "first", r.Stages[0].L, a.L, 0.06)
	holds(t, "second", r.Stages[2].L, b.L, 0.06)
	holds(t, "wait of a pass", r.Stages[2].Wq, b.Wq, 0.1)
	holds(t, "network", r.Total.L, a.L+b.L, 0.05)
	holds(t, "through the network", r.Total.W, (a.L+b.L)/0.1, 0.05)
	holds(t, "nothing present at the first", r.Stages[0].Present[0].Figure, 1-a.Rho, 0.03)
}

// An interval of 90 % covers nine times in ten: 400 runs, and a bound that chance
// crosses once in some thousand times.
func TestIntervalsCoverAsOftenAsTheySay(t *testing.T) {
	covers := 0
	exact := MMc(0.5, 1, 1)
	for seed := range uint64(400) {
		m := one(0.5, Stage{Servers: 1, Service: Service{Kind: Exponential, Mean: 1}})
		m.Seed, m.Batches, m.Warmup, m.Run = seed, 10, 100, 2000
		n, err := judged(m)
		if err != nil {
			t.Fatal(err)
		}
		batches, err := n.batches(0, m.Batches, runtime.GOMAXPROCS(0))
		if err != nil {
			t.Fatal(err)
		}
		f := newSample(batches, 0.9).figure(func(b batch) float64 { return b.stages[0][0].l })
		if f.Lo <= exact.L && exact.L <= f.Hi {
			covers++
		}
	}
	if covers < 338 || covers > 382 {
		t.Errorf("%d of 400 intervals cover", covers)
	}
}
