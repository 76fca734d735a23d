package recovery

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"steady/measure"
)

// plain is a second, careless-looking scorer that shares no code with the
// first: floats, literal tables, one function for each instrument. A skipped
// answer is -1; NaN is "no total".
type plain struct {
	id         string
	items      int
	least, top int
	score      func(a []int) float64
}

func added(a []int, allowed int, round float64) float64 {
	sum, n := 0.0, 0.0
	for _, v := range a {
		if v >= 0 {
			sum, n = sum+float64(v), n+1
		}
	}
	if len(a)-int(n) > allowed {
		return math.NaN()
	}
	mean := sum / n * float64(len(a))
	return math.Floor(mean/round+0.5+1e-9) * round
}

// metric is the published conversion table of SWEMWBS, from 7 on.
var metric = strings.Fields(`7.00 9.51 11.25 12.40 13.33 14.08 14.75 15.32 15.84 16.36 16.88 17.43 17.98 18.59 19.25
	19.98 20.73 21.54 22.35 23.21 24.11 25.03 26.02 27.03 28.13 29.31 30.70 32.55 35.00`)

var plains = []plain{
	{"phq-9", 9, 0, 3, func(a []int) float64 { return added(a, 2, 1) }},
	{"gad-7", 7, 0, 3, func(a []int) float64 { return added(a, 0, 1) }},
	{"barc-10", 10, 1, 6, func(a []int) float64 { return added(a, 0, 1) }},
	{"audit-c", 3, 0, 4, func(a []int) float64 { return added(a, 0, 1) }},
	{"sure", 21, 1, 3, func(a []int) float64 { return added(a, 0, 1) }},
	{"core-10", 10, 0, 4, func(a []int) float64 {
		b := append([]int(nil), a...)
		for _, n := range []int{1, 2} {
			if b[n] >= 0 {
				b[n] = 4 - b[n]
			}
		}
		return added(b, 1, 0.1)
	}},
	{"wemwbs", 14, 1, 5, func(a []int) float64 { return added(a, 0, 1) }},
	{"arq", 12, 0, 3, func(a []int) float64 {
		b := append([]int(nil), a...)
		for _, n := range []int{4, 5, 7, 8} {
			if b[n] >= 0 {
				b[n] = 3 - b[n]
			}
		}
		return added(b, 2, 0.1)
	}},
	{"swemwbs", 7, 1, 5, func(a []int) float64 {
		sum := added(a, 0, 1)
		if math.IsNaN(sum) {
			return sum
		}
		x, _ := strconv.ParseFloat(metric[int(sum)-7], 64)
		return x
	}},
}

// compare scores one set of answers both ways.
func (p plain) compare(t *testing.T, in *Instrument, a []int) {
	t.Helper()
	var words []string
	for _, v := range a {
		if v < 0 {
			words = append(words, "-")
		} else {
			words = append(words, strconv.Itoa(v))
		}
	}
	parsed, err := ParseAnswers([]byte(`{"answers":` + listed(strings.Join(words, ",")) + `}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := in.Score(parsed)
	if err != nil {
		t.Fatal(err)
	}
	want, got := "not known", r.Scores.Get("total").String()
	if x := p.score(a); !math.IsNaN(x) {
		want = measure.Milli(math.Round(x * 1000)).String()
	}
	if got != want {
		t.Fatalf("%s %v: got %s, the second scorer says %s", p.id, a, got, want)
	}
}

func TestSecondScorerAgrees(t *testing.T) {
	const seed = 20261122
	rng := rand.New(rand.NewPCG(seed, 1))
	for _, p := range plains {
		in, err := Find(p.id)
		if err != nil {
			t.Fatal(err)
		}
		for range 4000 {
			a, skip := make([]int, p.items), rng.IntN(4)
			for n := range a {
				a[n] = p.least + rng.IntN(p.top-p.least+1)
			}
			for range skip {
				a[rng.IntN(p.items)] = -1
			}
			p.compare(t, in, a)
		}
	}
	t.Logf("seed %d", seed)
}

// Three items can be tried whole: 6 x 6 x 6 with "skipped" as an answer.
func TestSecondScorerAgreesOnEveryAUDITC(t *testing.T) {
	p := plains[3]
	in, err := Find(p.id)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 216 {
		p.compare(t, in, []int{n%6 - 1, n/6%6 - 1, n/36 - 1})
	}
}

// The bands as the reference lists them, over every total.
func TestEveryBand(t *testing.T) {
	for id, bands := range map[string]string{
		"phq-9":   "0-4 minimal,5-9 mild,10-14 moderate,15-19 moderately severe,20-27 severe",
		"gad-7":   "0-4 minimal,5-9 mild,10-14 moderate,15-21 severe",
		"core-10": "0-10 below cut-off,11-14 mild,15-19 moderate,20-24 moderate-to-severe,25-40 severe",
		"cows":    "0-4 none,5-12 mild,13-24 moderate,25-36 moderately severe,37-48 severe",
	} {
		in, err := Find(id)
		if err != nil {
			t.Fatal(err)
		}
		for band := range strings.SplitSeq(bands, ",") {
			var from, to int
			span, word, _ := strings.Cut(band, " ")
			if _, err := fmt.Sscanf(span, "%d-%d", &from, &to); err != nil {
				t.Fatal(err)
			}
			for total := from; total <= to; total++ {
				if got := in.band(measure.Milli(total) * 1000); got != word {
					t.Errorf("%s %d is %q", id, total, got)
				}
			}
		}
	}
}
