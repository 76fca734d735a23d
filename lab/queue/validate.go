package queue

import "math"

// DefaultSeed is the seed of a validation for which none is given. It is the
// first one there is; no other was tried before it was chosen.
const DefaultSeed = 1

// How far a validation goes.
const (
	maxHalfWidth = 0.01 // of the exact value
	firstBatches = 32   // independent, and then twice as many until it is narrow enough
	lastBatches  = 512
)

// Rule is the run-length rule of a validation in words.
const Rule = "32 independent batches, each from empty with its warm-up removed; while an interval of a case is not " +
	"narrower than 1 % of the exact value either way, twice as many, at most 512; a quantity passes when the 99.9 % " +
	"interval covers the exact value and is that narrow"

// Validation is the verdict over all cases.
type Validation struct {
	Pass  bool          `json:"pass"`
	Seed  uint64        `json:"seed"`
	Level float64       `json:"level"`
	Rule  string        `json:"rule"`
	Cases []CaseVerdict `json:"cases"`
}

// CaseVerdict is the verdict over one case.
type CaseVerdict struct {
	ID      string     `json:"id"`
	System  string     `json:"system"` // what is simulated, in words
	Pass    bool       `json:"pass"`
	Events  int64      `json:"events"`
	Results []Quantity `json:"results"`
}

// Quantity is one figure of a case beside its exact value.
type Quantity struct {
	Name    string  `json:"quantity"`
	Exact   float64 `json:"exact"`
	Mean    float64 `json:"mean"`
	Lo      float64 `json:"lo"`
	Hi      float64 `json:"hi"`
	Batches int     `json:"batches"`
	Pass    bool    `json:"pass"`
}

// Validate simulates the five cases V1 to V5 of the reference and holds them to
// their exact values. An error is a *LawError.
func Validate(seed uint64, workers int) (*Validation, error) {
	out := &Validation{Pass: true, Seed: seed, Level: Level, Rule: Rule}
	for _, c := range cases() {
		v, err := c.verdict(seed, workers)
		if err != nil {
			return nil, err
		}
		out.Cases = append(out.Cases, *v)
		out.Pass = out.Pass && v.Pass
	}
	return out, nil
}

// validation is one case: a stage that is simulated alone, and what is known of it.
type validation struct {
	id, system string
	rate       float64
	stage      Stage
	run        float64 // minutes of a batch
	known      []known
}

type known struct {
	quantity string
	exact    float64
	value    func(o observed) float64
}

// cases are the five cases. The lengths of their batches are such that 32 of them
// usually suffice; each warm-up is longer than the time in which the system
// forgets how it began, many times over.
func cases() []validation {
	v1, v2, v3 := MMc(0.2, 4, 1), MMc(0.2, 20, 5), MG1(0.1, 6, 0.5)
	rho := func(o observed) float64 { return o.rho }
	wq := func(o observed) float64 { return o.wq }
	lq := func(o observed) float64 { return o.lq }
	l := func(o observed) float64 { return o.l }
	return []validation{
		{"V1", "ID desk alone, M/M/1", 0.2, Stage{Servers: 1, Capacity: Unlimited,
			Service: Service{Kind: Exponential, Mean: 4}}, 3_200_000, []known{{"rho", v1.Rho, rho}, {"wq", v1.Wq, wq},
			{"w", v1.W, func(o observed) float64 { return o.w }}, {"lq", v1.Lq, lq}, {"l", v1.L, l}}},
		{"V2", "booths alone, M/M/5", 0.2, Stage{Servers: 5, Capacity: Unlimited, TailAt: 15,
			Service: Service{Kind: Exponential, Mean: 20}}, 5_000_000, []known{
			{"p_wait", v2.PWait, func(o observed) float64 { return o.pWait }}, {"wq", v2.Wq, wq}, {"l", v2.L, l},
			{"wq_tail", v2.Tail(15), func(o observed) float64 { return o.wqTail }}}},
		{"V3", "preparation alone, M/E2/1", 0.1, Stage{Servers: 1, Capacity: Unlimited,
			Service: Service{Kind: Erlang, Mean: 6, K: 2}}, 1_600_000, []known{{"rho", v3.Rho, rho}, {"wq", v3.Wq, wq},
			{"lq", v3.Lq, lq}, {"l", v3.L, l}}},
		{"V4", "observation without waiting, M/M/8/8", 0.3, Stage{Servers: 8, Capacity: 8,
			Service: Service{Kind: Exponential, Mean: 20}}, 600_000, []known{
			{"p_blocked", ErlangB(8, 6), func(o observed) float64 { return o.pBlocked }},
			{"carried", 6 * (1 - ErlangB(8, 6)), func(o observed) float64 { return o.rho * 8 }}}},
		{"V5", "ample capacity, M/D/inf", 0.25, Stage{Servers: ample, Capacity: Unlimited,
			Service: Service{Kind: Deterministic, Mean: 40}}, 1_600_000, []known{
			{"present_tail", PoissonTail(10, 15), func(o observed) float64 { return o.atLeast(15) }}}},
	}
}

// ample servers are never all busy when ten are needed on average.
const ample = 1000

// atLeast is the share of the time with n or more present.
func (o observed) atLeast(n int) (share float64) {
	for _, p := range o.present[min(n, len(o.present)):] {
		share += p
	}
	return share
}

func (v validation) verdict(seed uint64, workers int) (*CaseVerdict, error) {
	s := v.stage
	s.Name, s.Discipline, s.Next = v.id, FCFS, []Next{{"", 1}}
	n, err := judged(&Model{Seed: seed, Batches: firstBatches, Warmup: 20_000, Run: v.run, Stages: []Stage{s},
		Arrivals: []Arrival{{Class: "people", Kind: Poisson, Rate: v.rate}}})
	if err != nil {
		return nil, err
	}
	out := &CaseVerdict{ID: v.id, System: v.system}
	var batches []batch
	for want := firstBatches; ; want *= 2 {
		more, err := n.batches(len(batches), want-len(batches), workers)
		if err != nil {
			return nil, err
		}
		batches = append(batches, more...)
		if v.hold(out, batches) || want >= lastBatches {
			break
		}
	}
	out.Pass = true
	for _, q := range out.Results {
		out.Pass = out.Pass && q.Pass
	}
	for _, b := range batches {
		out.Events += b.events
	}
	return out, nil
}

// hold compares the batches with what is known and reports whether every
// interval is narrow enough.
func (v validation) hold(out *CaseVerdict, batches []batch) (narrow bool) {
	narrow, out.Results = true, nil
	sample := newSample(batches, Level)
	for _, k := range v.known {
		f := sample.figure(func(b batch) float64 { return k.value(b.stages[0][0]) })
		fits := f.Hi-f.Mean < maxHalfWidth*math.Abs(k.exact)
		narrow = narrow && fits
		out.Results = append(out.Results, Quantity{k.quantity, k.exact, f.Mean, f.Lo, f.Hi, f.Batches,
			fits && f.Lo <= k.exact && k.exact <= f.Hi})
	}
	return narrow
}
