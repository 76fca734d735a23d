package voice

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// near holds a figure to a published or recomputed value.
func near(t *testing.T, what string, f Figure, want, tolerance float64) {
	t.Helper()
	if f.Undefined || f.Value == nil {
		t.Errorf("%s is undefined (%s), not %v", what, f.Why, want)
	} else if math.Abs(*f.Value-want) > tolerance {
		t.Errorf("%s is %.6f, not %v", what, *f.Value, want)
	}
}

func ratings(t testing.TB, csv string) *Ratings {
	t.Helper()
	r, err := ReadRatings([]byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// confusion writes a table of two coders as a file of judgements.
func confusion(cells ...[]int) string {
	var b strings.Builder
	b.WriteString("coder,unit,value\n")
	u := 0
	for i, line := range cells {
		for j, n := range line {
			for range n {
				u++
				fmt.Fprintf(&b, "A,u%d,c%d\nB,u%d,c%d\n", u, i, u, j)
			}
		}
	}
	return b.String()
}

// columns writes units as words of one digit per coder; a point is missing.
func columns(units string) string {
	var b strings.Builder
	b.WriteString("unit,coder,value\n")
	for u, word := range strings.Fields(units) {
		for c, v := range word {
			fmt.Fprintf(&b, "%d,%c,%s\n", u, 'A'+c, strings.Trim(string(v), "."))
		}
	}
	return b.String()
}

// The worked examples of the voice facts, section 4.1, with the figures there.

func TestCohen1960(t *testing.T) {
	c := ratings(t, confusion([]int{88, 14, 18}, []int{10, 40, 10}, []int{2, 6, 12})).Coefficients()
	near(t, "percent", c.Percent, .70, 1e-12)
	near(t, "kappa", c.Kappa, .4915, 5e-5)
	near(t, "AC1", c.AC1, .5760, 5e-5)
	near(t, "pi", c.Pi, .4872, 5e-5)
	near(t, "alpha", c.Alpha.Figure, .4885, 5e-5)
}

func TestArtsteinPoesio2008(t *testing.T) {
	c := ratings(t, confusion([]int{20, 20}, []int{10, 50})).Coefficients()
	near(t, "percent", c.Percent, .70, 1e-12)
	near(t, "kappa", c.Kappa, .348, 5e-4)
	near(t, "pi", c.Pi, .341, 5e-4)
	near(t, "AC1", c.AC1, .4495, 5e-5)
}

func TestKrippendorff2011Binary(t *testing.T) {
	// A 0100000010, B 1110010000, read down the columns.
	c := ratings(t, columns("01 11 01 00 00 01 00 00 10 00")).Coefficients()
	near(t, "percent", c.Percent, .60, 1e-12)
	near(t, "alpha", c.Alpha.Figure, .095, 5e-4)
	near(t, "Do", defined(*c.Alpha.Do), .400, 5e-4)
	near(t, "De", defined(*c.Alpha.De), .442, 5e-4)
}

func TestKrippendorff2011FourCoders(t *testing.T) {
	r := ratings(t, columns("11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3."))
	c := r.Coefficients()
	near(t, "alpha", c.Alpha.Figure, .743, 5e-4)
	near(t, "Do", defined(*c.Alpha.Do), .200, 5e-5)
	near(t, "De", defined(*c.Alpha.De), .7795, 5e-5)
	near(t, "percent", c.Percent, .81818, 5e-6)
	near(t, "AC1", c.AC1, .77544, 5e-6)
	near(t, "Fleiss", c.Fleiss, .76117, 5e-6)
	if !c.Kappa.Undefined || !c.Pi.Undefined {
		t.Error("kappa and pi compare two coders, not four")
	}
	if n := r.Missing(); n != 7 {
		t.Errorf("%d judgements missing, not 7", n)
	}
}

func TestThreeAbstractors(t *testing.T) {
	c := ratings(t, confusion([]int{13, 0, 0}, []int{0, 20, 7}, []int{0, 4, 56})).Coefficients()
	near(t, "percent", c.Percent, .89, 1e-12)
	near(t, "kappa", c.Kappa, .7964094, 5e-8)
	near(t, "pi", c.Pi, .7962397, 5e-8)
	near(t, "AC1", c.AC1, .8493305, 5e-8)
	near(t, "alpha", c.Alpha.Figure, .7972585, 5e-8)
}

const krippendorff2004 = `coder,code,start,length
A,c,225,70
A,c,370,30
A,k,180,60
A,k,300,50
B,c,220,80
B,c,355,20
B,c,400,20
B,k,180,60
B,k,300,50
`

func TestKrippendorff2004Spans(t *testing.T) {
	marks, err := ReadMarks([]byte(krippendorff2004))
	if err != nil {
		t.Fatal(err)
	}
	m, err := Lay(marks, Continuum{150, 300}, nil, TouchingKeep)
	if err != nil {
		t.Fatal(err)
	}
	a := m.Agree()
	near(t, "overall", a.AlphaU, .8587, 5e-5)
	near(t, "overall as published", a.AlphaU, .8591, 5e-4)
	c, k := a.Codes[0].AlphaU, a.Codes[1].AlphaU
	near(t, "alpha_c", c.Figure, .7286, 5e-5)
	near(t, "Do_c", defined(*c.Do), .01444, 5e-6)
	near(t, "De_c", defined(*c.De), .05322, 5e-6)
	near(t, "alpha_k", k.Figure, 1, 0)
	near(t, "De_k", defined(*k.De), .0490, 5e-5)
}

func TestDifferenceOfSections(t *testing.T) {
	for _, c := range []struct {
		g, h section
		want int64
	}{
		{section{225, 70, true}, section{220, 80, true}, 50},
		{section{370, 30, true}, section{355, 20, true}, 850},
		{section{400, 50, false}, section{400, 20, true}, 400},
		{section{400, 20, true}, section{400, 50, false}, 400},
		{section{0, 10, false}, section{0, 10, false}, 0},
	} {
		if got := difference(c.g, c.h); got != c.want {
			t.Errorf("%v and %v differ by %d, not %d", c.g, c.h, got, c.want)
		}
	}
}
