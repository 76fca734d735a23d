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

// staysOf reads a table of testdata/survival.
func staysOf(t *testing.T, name string) []Stay {
	t.Helper()
	b, err := os.ReadFile("testdata/survival/" + name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	s, err := ParseStays(b)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Every point of three curves under three intervals, as R's package survival
// computes them (testdata/survival/README.md).
func TestCurvesOfAnotherProgram(t *testing.T) {
	f, err := os.Open("testdata/survival/expected.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 100 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	want := map[string][][]string{}
	for _, r := range rows[1:] {
		want[r[0]+" "+r[1]] = append(want[r[0]+" "+r[1]], r[2:])
	}
	for _, name := range []string{"gehan", "control", "invented"} {
		for _, kind := range []IntervalKind{Plain, Log, LogLog} {
			c, expected := KaplanMeier(staysOf(t, name), kind), want[name+" "+string(kind)]
			if len(c.Points) != len(expected) {
				t.Fatalf("%s %s: %d points, want %d", name, kind, len(c.Points), len(expected))
			}
			for n, p := range c.Points {
				got := []float64{float64(p.Time) / 1000, float64(p.AtRisk), float64(p.Events), p.Survival}
				if p.Bounds == nil {
					got = append(got, math.NaN(), math.NaN(), math.NaN())
				} else {
					got = append(got, p.Bounds.SE, p.Bounds.Lower, p.Bounds.Upper)
				}
				for i, word := range expected[n] {
					x, err := strconv.ParseFloat(word, 64)
					if word == "NA" {
						x, err = math.NaN(), nil
					}
					if err != nil || math.IsNaN(x) != math.IsNaN(got[i]) || math.Abs(x-got[i]) > 2e-9 {
						t.Errorf("%s %s point %d: got %v, want %v", name, kind, n, got, expected[n])
						break
					}
				}
			}
		}
	}
}

// The printed figures of the same trial: Stata's sts list (log-log) as in its
// manual and many courses, and the median of 23 weeks against 8.
func TestPublishedCurve(t *testing.T) {
	c := KaplanMeier(staysOf(t, "gehan"), LogLog)
	for n, want := range [][4]float64{{0.8571, 0.0764, 0.6197, 0.9516}, {0.8067, 0.0869, 0.5631, 0.9228},
		{0.7529, 0.0963, 0.5032, 0.8894}, {0.6902, 0.1068, 0.4316, 0.8491}, {0.6275, 0.1141, 0.3675, 0.8049},
		{0.5378, 0.1282, 0.2678, 0.7468}, {0.4482, 0.1346, 0.1881, 0.6801}} {
		p := c.Points[n]
		for i, got := range []float64{p.Survival, p.Bounds.SE, p.Bounds.Lower, p.Bounds.Upper} {
			if math.Abs(got-want[i]) > 0.00005+1e-9 {
				t.Errorf("point %d: %v, want %v", n, got, want[i])
			}
		}
	}
	if c.N != 21 || c.Events != 9 || *c.Median != 23000 || *c.MedianLower != 13000 || c.MedianUpper != nil ||
		c.Followed != 35000 {
		t.Errorf("%+v", c)
	}
	if control := KaplanMeier(staysOf(t, "control"), LogLog); *control.Median != 8000 {
		t.Errorf("median %v", control.Median)
	}
}

// Without anybody lost from sight the curve is the share who remain, and
// Greenwood's error is that of a proportion.
func TestCurveOfCompleteData(t *testing.T) {
	rng := rand.New(rand.NewPCG(20261122, 2))
	for range 200 {
		var stays []Stay
		n := 2 + rng.IntN(40)
		for range n {
			stays = append(stays, Stay{measure.Milli(rng.IntN(12)) * 1000, true})
		}
		for _, p := range KaplanMeier(stays, Plain).Points {
			left := 0
			for _, s := range stays {
				if s.Time > p.Time {
					left++
				}
			}
			share := float64(left) / float64(n)
			if math.Abs(p.Survival-share) > 1e-12 {
				t.Fatalf("%v remain, want %v", p.Survival, share)
			}
			if want := math.Sqrt(share * (1 - share) / float64(n)); p.Bounds != nil && math.Abs(p.Bounds.SE-want) > 1e-12 {
				t.Fatalf("error %v, want %v", p.Bounds.SE, want)
			}
		}
	}
}

// Half exactly is the median, also where halves come out of thirds.
func TestMedianAtExactlyHalf(t *testing.T) {
	stays := []Stay{{1000, true}, {2000, false}, {3000, true}, {4000, false}, {4500, false}, {5000, true}}
	// 5/6, then 5/6 x 3/4 = 5/8, then 0: the first at or below half is 5.
	if c := KaplanMeier(stays, LogLog); *c.Median != 5000 || c.Points[2].Bounds != nil {
		t.Errorf("%+v", c)
	}
	even := []Stay{{1000, true}, {2000, true}, {3000, true}, {4000, true}, {5000, true}, {6000, true}}
	if c := KaplanMeier(even, LogLog); *c.Median != 3000 {
		t.Errorf("median %v", *c.Median)
	}
	if c := KaplanMeier([]Stay{{1000, false}}, LogLog); c.Median != nil || len(c.Points) != 0 {
		t.Errorf("%+v", c)
	}
}

func TestTablesThatAreRefused(t *testing.T) {
	parse := map[string]func([]byte) error{
		"stays":  func(b []byte) error { _, err := ParseStays(b); return err },
		"series": func(b []byte) error { _, err := ParseSeries(b); return err },
		"groups": func(b []byte) error { _, err := ParseGroups(b); return err },
	}
	for _, c := range []struct {
		kind, table, at string // at is "" where it cannot be read
	}{
		{"stays", "time,event\n-1,1\n", "line 2"}, {"stays", "time,event\n1,1\n2,2\n", "line 3"},
		{"stays", "time,event\n", "the table"}, {"stays", "", ""}, {"stays", "time\n1\n", ""},
		{"stays", "time,event,name\n1,1,x\n", ""}, {"stays", "time,event\n1\n", ""}, {"stays", "time,event\nx,1\n", ""},
		{"stays", "time,event\n1.0001,1\n", ""}, {"stays", "time,event\n1,yes\n", ""}, {"stays", "time,event\n,1\n", ""},
		{"stays", "time,event\n\"1,1\n", ""}, {"stays", "time,event\n\xff,1\n", ""},
		{"series", "at,value\n2026-01-01,1\n2025-12-01,2\n", "line 3"}, {"series", "at,value\n2,1\n1,2\n", "line 3"},
		{"series", "at,value\n1,1\n", "the table"}, {"series", "at,value\n1,\n", ""}, {"series", "at,value\n,1\n", ""},
		{"groups", "group,count\na,-1\n", "line 2"}, {"groups", "group,count\na,1.5\n", "line 2"},
		{"groups", "group,count\na,1\na,2\n", "line 3"}, {"groups", "group,count\n", "the table"},
		{"groups", "group,count\na,many\n", ""},
	} {
		err := parse[c.kind]([]byte(c.table))
		var impossible *ImpossibleError
		switch found := errors.As(err, &impossible); {
		case err == nil, found != (c.at != ""), found && impossible.At != c.at:
			t.Errorf("%s %q: %v", c.kind, c.table, err)
		}
	}
	for _, ok := range []string{"event,time\r\n1, 2.5\r\n", "\ufefftime,event\n0,1"} {
		if err := parse["stays"]([]byte(ok)); err != nil {
			t.Errorf("%q: %v", ok, err)
		}
	}
}

func FuzzTables(f *testing.F) {
	f.Add([]byte("time,event\n6,1\n6,0\n9.5,1\n"))
	f.Add([]byte("at,value\n2026-01,49.6\n2026-02,47.6\n"))
	f.Add([]byte("group,count\na,3\nb,20\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if stays, err := ParseStays(b); err == nil {
			last := 1.0
			for _, p := range KaplanMeier(stays, LogLog).Points {
				if p.Survival > last || p.Survival < 0 {
					t.Fatalf("the curve rises to %v", p.Survival)
				}
				last = p.Survival
				if x := p.Bounds; x != nil && !(0 <= x.Lower && x.Lower <= p.Survival && p.Survival <= x.Upper && x.Upper <= 1) {
					t.Fatalf("%v is not within %v", p.Survival, *x)
				}
			}
		}
		if series, err := ParseSeries(b); err == nil {
			if c := XmR(series); c.Lower > c.Mean || c.Upper < c.Mean {
				t.Fatalf("%+v", c)
			}
		}
		if groups, err := ParseGroups(b); err == nil {
			if shown, _ := Suppress(groups); len(shown) != len(groups) {
				t.Fatal("a group is gone")
			}
		}
	})
}
