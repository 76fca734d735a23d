package compare

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// world is a small law with known answers: people differ by replication alike
// for every policy, and a parameter moves one policy and not the other.
type world struct{ seed uint64 }

func (w world) study() Study {
	return Study{Title: "test", Question: "does it matter?", Seed: w.seed, People: 10, Days: 30,
		Policies: []Policy{{ID: "today", Name: "Today"}, {ID: "longer", Name: "Longer hours"}},
		Measures: []Measure{
			{ID: "minutes", Name: "minutes of life", Unit: "min", Better: Less, Enough: 1},
			{ID: "nothing", Name: "a thing no policy changes", Unit: "min", Better: Less},
			{ID: "events", Name: "events", Unit: "events", Better: Less, Count: true, Exposure: "days"},
			{ID: "days", Name: "person-days", Unit: "days", Better: Neither}},
		Parameters: []Parameter{
			{ID: "travel", Name: "travel", Value: 20, Lo: 10, Hi: 60, Unit: "min", Source: "invented", Confidence: "low"},
			{ID: "desk", Name: "time at the desk", Value: 3, Lo: 1, Hi: 5, Unit: "min", Source: "invented", Confidence: "high"},
			{ID: "fixed", Name: "no range", Value: 3, Lo: 3, Hi: 3, Unit: "min", Source: "invented", Confidence: "high"}}}
}

// run: the difference of minutes is travel - 40 (longer hours cost time once the
// way is longer than 40 minutes), with a little noise of its own.
func (w world) run(policy string, replication int, at Place) Run {
	r := rand.New(rand.NewPCG(w.seed, uint64(replication)))
	people, own := 100*r.NormFloat64(), 0.5*r.NormFloat64()
	travel, desk := 20.0, 3.0
	switch at.Parameter {
	case "travel":
		travel = at.Value
	case "desk":
		desk = at.Value
	}
	x := map[string]float64{"minutes": 500 + people + 2*travel + desk, "nothing": people, "events": 5, "days": 300}
	if policy == "longer" {
		x["minutes"] += travel - 40 + own
		x["nothing"] += own
		x["days"] = 200
	}
	return Run{Policy: policy, Replication: replication, Values: x,
		Spread: map[string]Histogram{"minutes": {Width: 10, Count: []int64{1, 2, 1}}}}
}

func (w world) at(places []Place, n int) (out [][]Run, err error) {
	for _, p := range places {
		var runs []Run
		for _, policy := range []string{"longer", "today"} {
			for i := n - 1; i >= 0; i-- { // in any order
				runs = append(runs, w.run(policy, i, p))
			}
		}
		out = append(out, runs)
	}
	return out, nil
}

func (w world) compare(t *testing.T, n int) *Comparison {
	t.Helper()
	runs, err := w.at([]Place{{}}, n)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Compare(w.study(), runs[0])
	if err != nil {
		t.Fatal(err)
	}
	s := Sensitivity{Study: w.study(), Measures: []string{"minutes"}, Replications: n, Run: w.at, Steps: 5}
	if err := s.Add(c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestComparison(t *testing.T) {
	c := world{5}.compare(t, 30)
	d, _ := c.Difference("longer", "minutes")
	if d.Verdict != Lower || !d.Covers(-20) || d.Half() > 1 {
		t.Errorf("the difference is -20 by construction, found %s, %s", d.Estimate, d.Verdict)
	}
	f, _ := c.Figure("today", "minutes")
	if f.Half() < 20 {
		t.Errorf("people differ by 100 minutes between replications, and the mean claims %s", f.Estimate)
	}
	if len(f.Quantiles) != 5 || f.Quantiles[2].Mean != 15 {
		t.Errorf("the median of 1, 2, 1 in bins of 10 is 15: %+v", f.Quantiles)
	}
	if f.Range == nil || f.Range.Lo.Lo != nil {
		t.Errorf("thirty replications have a 5th percentile and no lower bound of it: %+v", f.Range)
	}
	if d, _ := c.Difference("longer", "nothing"); d.Verdict != Noise {
		t.Errorf("nothing changes and the verdict is %q (%s)", d.Verdict, d.Estimate)
	}
	if d, _ := c.Difference("longer", "events"); d.Verdict != Unequal || d.Known() {
		t.Errorf("counts over 300 and 200 days were compared: %q", d.Verdict)
	}
	for _, code := range []string{"inside-noise", "unequal-exposure", "weak-input", "order-turns"} {
		if !warned(c, code) {
			t.Errorf("no warning %s among %+v", code, c.Warnings)
		}
	}
	if len(c.CannotKnow) < 5 {
		t.Error("the comparison does not say what it cannot know")
	}
}

func warned(c *Comparison, code string) bool {
	for _, w := range c.Warnings {
		if w.Code == code && w.Text != "" {
			return true
		}
	}
	return false
}

func TestTornadoAndFlip(t *testing.T) {
	c := world{6}.compare(t, 30)
	if len(c.Tornados) != 1 || len(c.Tornados[0].Bars) != 2 {
		t.Fatalf("one policy, one measure, two parameters with a range: %+v", c.Tornados)
	}
	long := c.Tornados[0].Bars[0]
	if long.Parameter != "travel" || math.Abs(long.Swing-50) > 1e-9 || long.Noise {
		t.Errorf("travel moves the difference by 50: %+v", long)
	}
	if short := c.Tornados[0].Bars[1]; short.Swing != 0 || !short.Noise {
		t.Errorf("the desk moves nothing: %+v", short)
	}
	for _, f := range c.Flips {
		switch f.Parameter {
		case "travel":
			lo, hi := math.Min(f.From, f.To), math.Max(f.From, f.To)
			if !f.Turns || lo > 40.5 || hi < 39.5 || hi-lo > 40.0/32+1e-9 || f.First != "today" {
				t.Errorf("the order turns at 40: %+v", f)
			}
		case "desk":
			if f.Turns || !strings.Contains(f.Text, "nothing within") {
				t.Errorf("the desk turns nothing: %+v", f)
			}
		}
	}
}

// The same runs in any order give the same bytes, and reading them back gives
// the same again.
func TestComparisonIsWrittenAlike(t *testing.T) {
	a, b := world{7}.compare(t, 24), world{7}.compare(t, 24)
	first, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	second, _ := json.Marshal(b)
	if !bytes.Equal(first, second) {
		t.Fatal("two comparisons of the same runs differ")
	}
	var back Comparison
	if err := json.Unmarshal(first, &back); err != nil {
		t.Fatal(err)
	}
	third, _ := json.Marshal(&back)
	if !bytes.Equal(first, third) {
		t.Fatalf("reading back changes it:\n%s\n%s", first, third)
	}
}

func TestRunLength(t *testing.T) {
	w := world{8}
	study := w.study()
	study.Measures[0].Enough = 0.05
	runs, _ := w.at([]Place{{}}, First)
	c, err := Compare(study, runs[0])
	if err != nil {
		t.Fatal(err)
	}
	p := c.Enough[0]
	if p.Met || c.Next(Most) != 2*First || c.Next(30) != 30 || c.Next(First) != 0 {
		t.Errorf("20 replications with a half-width of %v do not reach 0.05: next %d", p.Half, c.Next(Most))
	}
	if !warned(c, "too-few-replications") {
		t.Error("nobody is told that there were too few replications")
	}
	e := Estimate{0, -1, 1, First}
	n := needs(e, 0.05)
	scaled := func(n int) float64 { return tOf(n) / tOf(First) * math.Sqrt(First) / math.Sqrt(float64(n)) }
	if scaled(n) > 0.05 || scaled(n-1) <= 0.05 {
		t.Errorf("%d replications is not the least: half-width %v, with one fewer %v", n, scaled(n), scaled(n-1))
	}
}

func TestRunsThatCannotBeCompared(t *testing.T) {
	w := world{9}
	whole, _ := w.at([]Place{{}}, 4)
	for name, runs := range map[string][]Run{
		"is missing or stands twice": append(append([]Run{}, whole[0]...), whole[0][0]),
		"pair by pair":               whole[0][1:],
		"needs 2 at least":           {w.run("today", 0, Place{}), w.run("longer", 0, Place{})},
	} {
		if _, err := Compare(w.study(), runs); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("expected a refusal with %q, found %v", name, err)
		}
	}
	one := w.study()
	one.Policies = one.Policies[:1]
	if _, err := Compare(one, whole[0]); err == nil {
		t.Error("one policy was compared with nothing")
	}
}
