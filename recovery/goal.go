package recovery

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"steady/measure"
	"steady/protocol"
)

// Goal is one goal of a person's own: their words, who wrote them, how much it
// weighs for them, and where they stood on its five described levels, -2 to +2
// with 0 for what was hoped for. Levels that were not said are not known. Any
// goal may be set; abstinence is one only where the person wrote it (R-OUT-09).
type Goal struct {
	Words           string
	Author          string   // person, joint or staff; "" where it was not said
	Levels          []string // the five levels in words, from -2 to +2, or none
	Weight          measure.Milli
	Baseline, Score *int
}

// MarshalJSON writes the goal as it was said, words first.
func (g Goal) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Words    string   `json:"words,omitempty"`
		Author   string   `json:"author,omitempty"`
		Levels   []string `json:"levels,omitempty"`
		Weight   Value    `json:"weight"`
		Baseline *int     `json:"baseline"`
		Score    *int     `json:"score"`
	}{g.Words, g.Author, g.Levels, number(g.Weight), g.Baseline, g.Score})
}

// rho is the correlation that Kiresuk and Sherman assume between goals.
const rho = 0.30

// goalSource is where the formula was read.
const goalSource = "Kiresuk and Sherman 1968: T = 50 + 10 sum(wx) / sqrt((1-rho) sum(w^2) + rho (sum w)^2), " +
	"rho = 0.30; not the misprinted form of 2009 (Turner-Stokes, Clin Rehabil 2009;23:362-70, erratum)"

// ParseGoals reads {"goals": [{"weight", "baseline", "score"}]}, and beside them
// the words, the author and the five levels. A weight that is not there is 1.
// It returns an *ImpossibleError that names the goal for a level outside -2 to
// +2 or a weight that is not above 0.
func ParseGoals(b []byte) ([]Goal, error) {
	root, err := protocol.ReadValue("goals", b)
	if err != nil {
		return nil, err
	}
	var r protocol.Reader
	f := r.Object(root, "version", "goals")
	if f == nil {
		r.Fail("goals", "expected an object")
		return nil, r.Err()
	}
	f.Need("goals")
	f.Word("version", "1")
	var out []Goal
	var impossible error
	for n, g := range f.Objects("goals", "words", "author", "levels", "weight", "baseline", "score") {
		goal := Goal{Weight: 1000, Words: strings.TrimSpace(g.Text("words")), Levels: g.Texts("levels"),
			Author: g.Word("author", "person", "joint", "staff")}
		at := "goal " + strconv.Itoa(n+1)
		if w := g.Milli("weight", math.MinInt32, math.MaxInt32); w != nil {
			goal.Weight = *w
		}
		if goal.Weight <= 0 || goal.Weight > 100_000 {
			impossible = first(impossible, &ImpossibleError{at, "a weight is above 0 and at most 100"})
		}
		if len(goal.Levels) != 0 && len(goal.Levels) != 5 {
			impossible = first(impossible, &ImpossibleError{at, "levels are the five from -2 to +2, or none"})
		}
		if goal.Baseline, err = level(g, "baseline"); err != nil {
			impossible = first(impossible, &ImpossibleError{at, err.Error()})
		}
		if goal.Score, err = level(g, "score"); err != nil {
			impossible = first(impossible, &ImpossibleError{at, err.Error()})
		}
		out = append(out, goal)
	}
	switch {
	case r.Err() != nil:
		return nil, r.Err()
	case impossible != nil:
		return nil, impossible
	case len(out) == 0:
		return nil, &ImpossibleError{"goals", "at least one goal is needed"}
	}
	return out, nil
}

func first(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// level reads a level, or nil where it was not said.
func level(g *protocol.Fields, name string) (*int, error) {
	m := g.Milli(name, math.MinInt32, math.MaxInt32)
	if m == nil {
		return nil, nil
	}
	if *m%1000 != 0 || *m < -2000 || *m > 2000 {
		return nil, fmt.Errorf("the %s %s is not a level: -2, -1, 0, 1 and 2 are", name, *m)
	}
	n := int(*m / 1000)
	return &n, nil
}

// Attainment is the goal attainment T-score at setting, at review, and the
// change (R-OUT-08), in hundredths of a point.
func Attainment(goals []Goal) *Result {
	r := &Result{Instrument: "gas", Version: "1", Goals: goals, Missing: []string{}, Alerts: []Raised{},
		Source: goalSource}
	base, baseKnown := tScore(goals, func(g Goal) *int { return g.Baseline })
	now, nowKnown := tScore(goals, func(g Goal) *int { return g.Score })
	for n, g := range goals {
		if g.Baseline == nil {
			r.Missing = append(r.Missing, strconv.Itoa(n+1)+".baseline")
		}
		if g.Score == nil {
			r.Missing = append(r.Missing, strconv.Itoa(n+1)+".score")
		}
	}
	r.Scores = Scores{
		{"total", Value{Known: nowKnown, Number: hundredths(now)}},
		{"baseline", Value{Known: baseKnown, Number: hundredths(base)}},
		{"change", Value{Known: baseKnown && nowKnown, Number: hundredths(now - base)}},
	}
	return r
}

// hundredths rounds to 2 decimals.
func hundredths(x float64) measure.Milli { return measure.Milli(math.Round(x*100)) * 10 }

// tScore is the T-score of the levels; it is not known while one level is not,
// and where there is no goal.
func tScore(goals []Goal, of func(Goal) *int) (t float64, known bool) {
	var wx, ww, w float64
	for _, g := range goals {
		x := of(g)
		if x == nil {
			return 0, false
		}
		weight := float64(g.Weight) / 1000
		wx += weight * float64(*x)
		ww += weight * weight
		w += weight
	}
	if len(goals) == 0 {
		return 0, false
	}
	return 50 + 10*wx/math.Sqrt((1-rho)*ww+rho*w*w), true
}
