package queue

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
)

// clinic is five stages in a row, with a way back, two classes and every law.
func clinic() *Model {
	stage := func(name string, servers int, s Service, next ...Next) Stage {
		return Stage{name, servers, Unlimited, FCFS, math.Inf(1), s, next}
	}
	m := &Model{Seed: 1, Batches: 8, Warmup: 100, Run: 1000,
		Arrivals: []Arrival{{"morning", Poisson, 0.15, 2}, {"urgent", Even, 0.05, 1}},
		Stages: []Stage{
			stage("id", 1, Service{Kind: Exponential, Mean: 3}, Next{"assessment", 1}),
			stage("assessment", 1, Service{Kind: Lognormal, Mean: 3, CV2: 0.4}, Next{"preparation", 0.9}, Next{"", 0.05},
				Next{"assessment", 0.05}),
			stage("preparation", 1, Service{Kind: Erlang, Mean: 4, K: 2}, Next{"booth", 1}),
			stage("booth", 6, Service{Kind: Hyperexponential, Mean: 20, CV2: 1.5}, Next{"observation", 1}),
			stage("observation", 9, Service{Kind: Deterministic, Mean: 20}, Next{"", 1}),
		}}
	m.Stages[1].Discipline = ByPriority
	m.Stages[4].Capacity = 9
	return m
}

// The same model and seed give the same bytes on any number of workers;
// another seed gives others.
func TestAnyNumberOfWorkersSeesTheSame(t *testing.T) {
	text := func(m *Model, workers int) string {
		r, err := Run(m, workers)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	want := text(clinic(), 1)
	for _, workers := range []int{0, 1, 2, 3, 7, 100} {
		if text(clinic(), workers) != want {
			t.Errorf("%d workers see something else", workers)
		}
	}
	other := clinic()
	other.Seed = 2
	if text(other, 2) == want {
		t.Error("another seed sees the same")
	}
}

// Variants that share a seed see the same people: what lies elsewhere in the
// file, or behind, changes nothing for them.
func TestVariantsSeeTheSamePeople(t *testing.T) {
	row := func(m *Model) string {
		r, err := Run(m, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range r.Stages {
			if x.Stage == "booth" && x.Class == "a" {
				b, err := json.Marshal(x.W)
				if err != nil {
					t.Fatal(err)
				}
				return string(b)
			}
		}
		t.Fatal("no row")
		return ""
	}
	ample := func() *Model {
		m := one(0.2, Stage{Servers: 1000, Service: Service{Kind: Lognormal, Mean: 5, CV2: 1}})
		m.Run = 3000
		return m
	}
	want := row(ample())
	behind := ample()
	behind.Stages[0].Next = []Next{{"tea", 0.5}, {"", 0.5}}
	behind.Stages = append(behind.Stages, Stage{"tea", 1000, Unlimited, FCFS, math.Inf(1),
		Service{Kind: Exponential, Mean: 9}, []Next{{"", 1}}})
	company := ample()
	company.Arrivals = append([]Arrival{{"b", Poisson, 0.3, 0}}, company.Arrivals...)
	for name, m := range map[string]*Model{"a stage behind": behind, "a class before": company} {
		if got := row(m); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// With the same people a server more never lets anybody wait longer, in any
// batch: the noise of two samples is not between them.
func TestOneServerMoreInTheSameWorld(t *testing.T) {
	waits := func(servers int) []batch {
		m := one(0.5, Stage{Servers: servers, Service: Service{Kind: Hyperexponential, Mean: 3, CV2: 2}})
		n, err := judged(m)
		if err != nil {
			t.Fatal(err)
		}
		out, err := n.batches(0, 20, 2)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	two, three := waits(2), waits(3)
	for i := range two {
		a, b := two[i].stages[0][0], three[i].stages[0][0]
		if !(b.wq < a.wq && b.pWait < a.pWait) || math.Abs(a.rho*2-b.rho*3) > 0.02 {
			t.Errorf("batch %d: with two servers %v, with three %v", i, a.wq, b.wq)
		}
	}
}

// A batch ten times as long, seen before, asks no more of the heap: nothing is
// allocated for an event.
func TestEventsAskNothingOfTheHeap(t *testing.T) {
	asked := func(minutes float64) (allocations float64, events int64) {
		m := clinic()
		m.Run = minutes
		n, err := judged(m)
		if err != nil {
			t.Fatal(err)
		}
		w := newWard(n)
		run := func() {
			if err := w.run(0); err != nil {
				t.Fatal(err)
			}
		}
		run()
		return testing.AllocsPerRun(5, run), w.events
	}
	few, short := asked(1000)
	many, long := asked(10_000)
	if many != few || few > 20 || long < 5*short {
		t.Errorf("%v allocations in %d events, %v in %d", few, short, many, long)
	}
}

// Every law that is checked can be broken, and then no figure is given.
func TestAuditSeesWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		says  string
		wrong func(w *ward)
	}{
		"a person lost on the way":      {"were sent", func(w *ward) { w.stations[2].went[0]-- }},
		"a person too many":             {"were sent", func(w *ward) { w.entered++ }},
		"somebody left behind":          {"still here", func(w *ward) { w.present.n++ }},
		"turned away and not counted":   {"were turned away", func(w *ward) { w.turned-- }},
		"left and not counted":          {"were turned away", func(w *ward) { w.gone-- }},
		"a service that did not end":    {"ended", func(w *ward) { w.stations[3].sums[0][1].ended-- }},
		"somebody at a stage":           {"still here", func(w *ward) { w.stations[3].all.n++ }},
		"a busy server":                 {"still here", func(w *ward) { w.stations[3].busy++ }},
		"a class at a stage":            {"still here", func(w *ward) { w.stations[3].classes[1].present.n++ }},
		"a stay too long":               {"present by the clock", func(w *ward) { w.stations[0].sums[0][1].stays += 0.1 }},
		"a wait too short":              {"waiting by the clock", func(w *ward) { w.stations[0].sums[0][0].waits -= 0.1 }},
		"staff minutes":                 {"served by the clock", func(w *ward) { w.stations[4].sums[1][1].served += 0.1 }},
		"a clock of the whole":          {"id: ", func(w *ward) { w.stations[0].all.other[1] += 0.1 }},
		"a clock outside what counts":   {"id: ", func(w *ward) { w.stations[0].all.dist[1] += 0.1 }},
		"a class's clock of waiting":    {"waiting by", func(w *ward) { w.stations[1].classes[1].waiting.sum[0] += 0.1 }},
		"a class's clock of service":    {"served by", func(w *ward) { w.stations[1].classes[1].busy.sum[1] += 0.1 }},
		"a way through the network":     {"the network", func(w *ward) { w.total[1].stay += 0.1 }},
		"the clock of the network":      {"the network", func(w *ward) { w.present.other[2] -= 0.1 }},
		"one came twice to the booth":   {"were turned away", func(w *ward) { w.stations[3].sums[0][1].came++ }},
		"a class that nobody turned":    {"urgent", func(w *ward) { w.stations[3].sums[1][1].blocked++ }},
		"a class that was never served": {"urgent", func(w *ward) { w.stations[3].sums[1][1].begun-- }},
	} {
		n, err := judged(clinic())
		if err != nil {
			t.Fatal(err)
		}
		w := newWard(n)
		if err := w.run(0); err != nil {
			t.Fatal(err)
		}
		c.wrong(w)
		var law *LawError
		if err := w.audit(); !errors.As(err, &law) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A figure of batches in which nobody came is no figure.
func TestFiguresWithoutAnybody(t *testing.T) {
	m := one(0.0001, Stage{Servers: 1, Service: Service{Kind: Exponential, Mean: 1}})
	m.Warmup, m.Run, m.Batches = 0, 1, 5
	x := simulated(t, m).Stages[0]
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"wq":{"mean":null,"lo":null,"hi":null,"batches":0}`,
		`"l":{"mean":0,"lo":0,"hi":0,"batches":5}`, `"wq_tail":null`,
		`"present_dist":[{"n":0,"mean":1,"lo":1,"hi":1,"batches":5}]`} {
		if !strings.Contains(string(b), part) {
			t.Errorf("%s\nholds no %s", b, part)
		}
	}
}
