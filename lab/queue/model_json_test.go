package queue

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
)

// sample is a system that uses every field.
const sampleSystem = `{"seed": 18446744073709551615, "batches": 3, "warmup_min": 10, "run_min": 50.5, "arrivals": [
 {"class": "a", "kind": "poisson", "rate_per_min": 0.12345, "priority": 2},
 {"class": "b", "kind": "deterministic", "rate_per_min": 0.01, "priority": -1}], "stages": [
 {"name": "one", "servers": 2, "capacity": null, "discipline": "priority", "tail_at_min": 5,
  "service": {"kind": "erlang", "mean_min": 4, "k": 3},
  "next": [{"to": "two", "p": 0.75}, {"to": null, "p": 0.25}]},
 {"name": "two", "servers": 5, "capacity": 7, "discipline": "fcfs",
  "service": {"kind": "hyperexponential", "mean_min": 20, "cv2": 1.5}, "next": [{"to": null, "p": 1}]}]}`

func TestParse(t *testing.T) {
	got, err := Parse([]byte(sampleSystem))
	want := &Model{Seed: math.MaxUint64, Batches: 3, Warmup: 10, Run: 50.5,
		Arrivals: []Arrival{{"a", Poisson, 0.12345, 2}, {"b", Even, 0.01, -1}},
		Stages: []Stage{
			{"one", 2, Unlimited, ByPriority, 5, Service{Kind: Erlang, Mean: 4, K: 3}, []Next{{"two", 0.75}, {"", 0.25}}},
			{"two", 5, 7, FCFS, math.Inf(1), Service{Kind: Hyperexponential, Mean: 20, CV2: 1.5}, []Next{{"", 1}}}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n%+v, want\n%+v", err, got, want)
	}
	if _, err := Run(got, 1); err != nil {
		t.Error(err)
	}
}

// What stands beside a law and agrees with it is no fault, and where nobody goes
// by priority none is needed.
func TestParseTakesWhatAgrees(t *testing.T) {
	for _, c := range [][2]string{
		{`"k": 3`, `"k": 3, "cv2": 0.333333`},
		{`"kind": "erlang", "mean_min": 4, "k": 3`, `"kind": "exponential", "mean_min": 4, "cv2": 1`},
		{`"kind": "erlang", "mean_min": 4, "k": 3`, `"kind": "deterministic", "mean_min": 4, "cv2": 0, "k": null`},
		{`"kind": "hyperexponential"`, `"kind": "lognormal"`},
	} {
		if m, err := Parse([]byte(strings.Replace(sampleSystem, c[0], c[1], 1))); err != nil {
			t.Errorf("%s: %v", c[1], err)
		} else if _, err := Run(m, 1); err != nil {
			t.Errorf("%s: %v", c[1], err)
		}
	}
	plain := strings.NewReplacer(`"priority", "tail`, `"fcfs", "tail`, `, "priority": 2`, ``).Replace(sampleSystem)
	if _, err := Parse([]byte(plain)); err != nil {
		t.Error(err)
	}
}

// unusable are changes of the sample: what cannot be read is said with its place;
// what can be read and is not possible is refused with a sentence.
var unusable = map[string][]struct{ old, new, says string }{
	"unreadable: ": {
		{`{"seed"`, `["seed"`, "model: line 1"},
		{`"seed"`, `"Seed"`, `model: unknown field "Seed"`},
		{`"batches": 3,`, ``, "model.batches: is missing"},
		{`"batches": 3`, `"batches": 3, "batches": 4`, `model: line 1`},
		{`"batches": 3`, `"batches": 3.5`, "model.batches: expected a whole number"},
		{`"batches": 3`, `"batches": 1e30`, "model.batches: expected a whole number"},
		{`"batches": 3`, `"batches": "3"`, "model.batches: expected a number"},
		{`"batches": 3`, `"batches": [3]`, "model.batches: expected a number"},
		{`"run_min": 50.5`, `"run_min": 1e999`, "model.run_min: the number is too large"},
		{`18446744073709551615`, `-1`, "model.seed: expected a whole number"},
		{`18446744073709551615`, `"1"`, "model.seed: expected a number"},
		{`18446744073709551615`, `null`, "model.seed: is missing"},
		{`"poisson"`, `"posson"`, `model.arrivals[0].kind: unknown word "posson"`},
		{`"priority": -1}`, `"priority": -1, "extra": 0}`, `model.arrivals[1]: unknown field "extra"`},
		{`, "priority": 2`, ``, "model.arrivals[0].priority: is missing"},
		{`"class": "a"`, `"class": 1`, "model.arrivals[0].class: expected text"},
		{`"capacity": null, `, ``, "model.stages[0].capacity: is missing"},
		{`"servers": 2`, `"servers": null`, "model.stages[0].servers: is missing"},
		{`"discipline": "fcfs"`, `"discipline": "lifo"`, `model.stages[1].discipline: unknown word "lifo"`},
		{`"kind": "erlang"`, `"kind": "gamma"`, `model.stages[0].service.kind: unknown word "gamma"`},
		{`, "k": 3`, ``, "model.stages[0].service.k: is missing"},
		{`, "cv2": 1.5`, ``, "model.stages[1].service.cv2: is missing"},
		{`"cv2": 1.5`, `"cv2": 1.5, "k": 2`, "model.stages[1].service.k: is for erlang alone"},
		{`"k": 3`, `"k": 3, "cv2": 0.5`, "model.stages[0].service.cv2: is 0.333"},
		{`{"to": null, "p": 0.25}`, `{"p": 0.25}`, "model.stages[0].next[1].to: is missing"},
		{`{"to": null, "p": 0.25}`, `{"to": "", "p": 0.25}`, "model.stages[0].next[1].to: is empty"},
		{`{"to": null, "p": 0.25}`, `null`, "model.stages[0].next[1]: expected an object"},
		{`]}]}`, `]}]} {}`, "model: line"},
	},
	"refused: ": {
		{`"batches": 3`, `"batches": 1`, "batches is 1"},
		{`"batches": 3`, `"batches": 1000000`, "batches is 1000000"},
		{`"run_min": 50.5`, `"run_min": 0`, "run_min is 0"},
		{`"warmup_min": 10`, `"warmup_min": -10`, "warmup_min is -10"},
		{`"class": "b"`, `"class": "a"`, `the class "a"`},
		{`"class": "b"`, `"class": "all"`, `the class "all"`},
		{`"rate_per_min": 0.01`, `"rate_per_min": 0`, "class b: rate_per_min is 0"},
		{`"name": "one"`, `"name": "two"`, `the stage "two"`},
		{`"name": "one"`, `"name": ""`, `the stage ""`},
		{`"servers": 2`, `"servers": 0`, "stage one: servers is 0"},
		{`"capacity": 7`, `"capacity": 0`, "stage two: capacity is 0"},
		{`"capacity": 7`, `"capacity": -1`, "stage two: capacity is -1"},
		{`"tail_at_min": 5`, `"tail_at_min": -5`, "stage one: tail_at_min is -5"},
		{`"mean_min": 4`, `"mean_min": 0`, "stage one: mean_min is 0"},
		{`"k": 3`, `"k": 0`, "stage one: k is 0"},
		{`"cv2": 1.5`, `"cv2": 0.9`, "stage two: cv2 is 0.9"},
		{`"hyperexponential", "mean_min": 20, "cv2": 1.5`, `"lognormal", "mean_min": 20, "cv2": 0`,
			"stage two: cv2 is 0"},
		{`"p": 0.75`, `"p": 0.7`, "stage one: the probabilities of next add up to 0.95, not to 1"},
		{`"p": 0.25`, `"p": 1.25`, "stage one: p is 1.25"},
		{`"p": 0.25`, `"p": -0.25`, "stage one: p is -0.25"},
		{`"next": [{"to": null, "p": 1}]`, `"next": []`, "stage two: the probabilities of next add up to 0, not"},
		{`{"to": "two"`, `{"to": "three"`, `stage one: next names "three", and there is no such stage`},
		{`{"to": "two", "p": 0.75}`, `{"to": null, "p": 0.75}`, "stage two: nobody ever comes there"},
		{`"next": [{"to": null, "p": 1}]`, `"next": [{"to": "two", "p": 1}]`,
			"stage two: from there nobody ever leaves"},
		{`"rate_per_min": 0.12345`, `"rate_per_min": 0.5`,
			"stage one: 0.51 people a minute, 4 minutes each, with 2 servers are a load of 1.02"},
		{`"rate_per_min": 0.12345`, `"rate_per_min": 0.49`,
			"stage one: 0.5 people a minute, 4 minutes each, with 2 servers are a load of 1:"},
		{`"run_min": 50.5`, `"run_min": 1e12`, "about 1.1e+12 events would be simulated"},
	},
}

func TestUnreadableAndRefused(t *testing.T) {
	for kind, list := range unusable {
		for _, c := range list {
			if got := kindOf(t, c.old, c.new); !strings.HasPrefix(got, kind+c.says) || strings.Contains(got, "\n") {
				t.Errorf("%s:\n%s, want\n%s", c.new, got, kind+c.says)
			}
		}
	}
}

// kindOf reads the sample with a change and runs it, and tells what is wrong.
func kindOf(t *testing.T, old, with string) string {
	t.Helper()
	if !strings.Contains(sampleSystem, old) {
		t.Fatalf("the sample holds no %s", old)
	}
	m, err := Parse([]byte(strings.Replace(sampleSystem, old, with, 1)))
	if err != nil {
		return "unreadable: " + err.Error()
	}
	var no *RefusedError
	if _, err = Run(m, 1); !errors.As(err, &no) {
		t.Errorf("%s: %v", with, err)
		return ""
	}
	return "refused: " + err.Error()
}

// A stage behind one that turns people away has a flow that is known after the
// run; one that is then busy all the time is refused.
func TestALineWithoutEndBehindALoss(t *testing.T) {
	m := one(5, Stage{Servers: 2, Capacity: 2, Service: Service{Kind: Exponential, Mean: 1}})
	m.Run = 2000
	m.Stages[0].Next = []Next{{"tea", 1}}
	tea := Stage{"tea", 2, Unlimited, FCFS, math.Inf(1), Service{Kind: Exponential, Mean: 0.8}, []Next{{"", 1}}}
	m.Stages = append(m.Stages, tea)
	if _, err := Run(m, 2); err != nil {
		t.Errorf("what the first stage lets through, the second can serve: %v", err)
	}
	m.Stages[1].Service.Mean = 2
	var no *RefusedError
	if _, err := Run(m, 2); !errors.As(err, &no) || !strings.Contains(err.Error(), "stage tea: it was busy all the time") {
		t.Error(err)
	}
}

// Whoever is always overtaken is not counted as if the doors had closed: the run
// is refused.
func TestAClassThatIsAlwaysOvertaken(t *testing.T) {
	m := ranked(1000, Service{Kind: Exponential, Mean: 3})
	m.Arrivals[0].Rate, m.Arrivals[1].Rate, m.Warmup, m.Run = 0.1, 1, 100, 100
	m.Stages[0].Capacity, m.Stages[0].Next = 1000, []Next{{"tea", 1}}
	m.Stages = append(m.Stages, Stage{"tea", 1, Unlimited, ByPriority, math.Inf(1), Service{Kind: Exponential, Mean: 3},
		[]Next{{"", 1}}})
	var no *RefusedError
	if _, err := Run(m, 1); !errors.As(err, &no) || !strings.Contains(err.Error(), "always overtaken") {
		t.Error(err)
	}
}

// No bytes crash the reader, and what it reads is judged and, where it is small,
// simulated without breaking a law.
func FuzzParse(f *testing.F) {
	f.Add([]byte(sampleSystem))
	f.Add([]byte(strings.ReplaceAll(sampleSystem, "erlang", "deterministic")))
	f.Add([]byte(`{"seed":1}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Parse(b)
		if err != nil {
			if strings.Contains(err.Error(), "\n") && !strings.Contains(string(b), "\n") {
				t.Errorf("%q is more than one line", err)
			}
			return
		}
		n, err := judged(m)
		if err != nil {
			return
		}
		if n.expected > 1000 {
			return
		}
		w := newWard(n)
		var no *RefusedError
		if err := w.run(0); err != nil && !errors.As(err, &no) {
			t.Error(err)
		}
	})
}
