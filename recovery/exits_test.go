package recovery

import (
	"encoding/csv"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"steady/measure"
)

// Every point as R's package survival computes it (testdata/survival).
func TestExitsOfAnotherProgram(t *testing.T) {
	b, err := os.ReadFile("testdata/survival/exits.csv")
	if err != nil {
		t.Fatal(err)
	}
	list, err := ParseLeavings(b)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("testdata/survival/exits_expected.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 25 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	got := map[string][]IncidencePoint{}
	for _, way := range Exits(list) {
		got[way.Exit] = way.Points
	}
	for _, r := range rows[1:] {
		p := got[r[0]][0]
		got[r[0]] = got[r[0]][1:]
		have := []float64{float64(p.Time) / 1000, float64(p.AtRisk), float64(p.Events), p.Incidence, p.Bounds.SE,
			p.Bounds.Lower, p.Bounds.Upper}
		for i, word := range r[1:] {
			if x, err := strconv.ParseFloat(word, 64); err != nil || math.Abs(x-have[i]) > 2e-9 {
				t.Errorf("%v: got %v", r, have)
				break
			}
		}
	}
	for way, rest := range got {
		if len(rest) > 0 {
			t.Errorf("%s: %d points too many", way, len(rest))
		}
	}
}

// What left by all ways and what remains are everybody; with one way only, the
// incidence is one less the curve, and its error is Greenwood's.
func TestExitsAddUp(t *testing.T) {
	const seed = 20261122
	rng := rand.New(rand.NewPCG(seed, 4))
	for range 300 {
		var list, single []Leaving
		var stays []Stay
		for range 2 + rng.IntN(40) {
			at, way := measure.Milli(rng.IntN(15))*1000, []string{"", "choice", "rule", "moved"}[rng.IntN(4)]
			list, stays = append(list, Leaving{at, way}), append(stays, Stay{at, way != ""})
			one := ""
			if way != "" {
				one = "left"
			}
			single = append(single, Leaving{at, one})
		}
		curve := KaplanMeier(stays, Plain)
		sum := 0.0
		for _, way := range Exits(list) {
			sum += way.Points[len(way.Points)-1].Incidence
		}
		if n := len(curve.Points); n > 0 && math.Abs(1-sum-curve.Points[n-1].Survival) > 1e-12 {
			t.Fatalf("seed %d: %v left and %v remain", seed, sum, curve.Points[n-1].Survival)
		}
		for _, way := range Exits(single) {
			for n, p := range way.Points {
				c := curve.Points[n]
				if math.Abs(1-p.Incidence-c.Survival) > 1e-12 || c.Bounds != nil && math.Abs(p.Bounds.SE-c.Bounds.SE) > 1e-9 {
					t.Fatalf("seed %d: %+v beside %+v", seed, p, c)
				}
			}
		}
	}
}

func TestLeavingsThatAreRefused(t *testing.T) {
	for table, at := range map[string]string{
		"time,exit\n-1,choice\n": "line 2", "time,exit\n": "the table", "time,exit\nx,choice\n": "", "time,event\n1,1\n": "",
	} {
		_, err := ParseLeavings([]byte(table))
		var impossible *ImpossibleError
		if found := errors.As(err, &impossible); err == nil || found != (at != "") || found && impossible.At != at {
			t.Errorf("%q: %v", table, err)
		}
	}
}

func FuzzLeavings(f *testing.F) {
	f.Add([]byte("time,exit\n6,choice\n6,\n9.5,rule\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := ParseLeavings(b)
		if err != nil {
			return
		}
		for _, way := range Exits(list) {
			for _, p := range way.Points {
				if x := p.Bounds; !(x.Lower <= p.Incidence+1e-12 && p.Incidence <= x.Upper+1e-12 && p.Incidence <= 1+1e-12) {
					t.Fatalf("%+v", p)
				}
			}
		}
	})
}
