package voice

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// judged draws a table of judgements, m coders by n units, with gaps.
func judged(t *rapid.T, m, q int) [][]int {
	return rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(missing, q-1), m, m), 1, 12).Draw(t, "judged")
}

func asCSV(judged [][]int) string {
	var b strings.Builder
	b.WriteString("coder,unit,value\n")
	for u, vs := range judged {
		for c, v := range vs {
			if v == missing {
				fmt.Fprintf(&b, "c%d,u%d,\n", c, u)
			} else {
				fmt.Fprintf(&b, "c%d,u%d,v%d\n", c, u, v)
			}
		}
	}
	return b.String()
}

// naive computes every coefficient a second time, by listing pairs, in the
// order of Coefficients.list; NaN is undefined.
func naive(judged [][]int, m, q int) [7]float64 {
	nan := math.NaN()
	used := map[int]bool{}
	o := make([][]float64, q) // coincidences
	for i := range o {
		o[i] = make([]float64, q)
	}
	share := make([]float64, q)
	var pa, paired, rated float64
	for _, vs := range judged {
		var vals []int
		for _, v := range vs {
			if v != missing {
				vals = append(vals, v)
				used[v] = true
			}
		}
		if len(vals) == 0 {
			continue
		}
		rated++
		for _, v := range vals {
			share[v] += 1 / float64(len(vals))
		}
		if len(vals) < 2 {
			continue
		}
		paired++
		pairs, same := 0.0, 0.0
		for i, a := range vals {
			for j, b := range vals {
				if i != j {
					pairs++
					o[a][b] += 1 / float64(len(vals)-1)
					if a == b {
						same++
					}
				}
			}
		}
		pa += same / pairs
	}
	out := [7]float64{nan, nan, nan, nan, nan, nan, nan}
	if m == 2 {
		out[1], out[2] = naiveTwo(judged, q)
	}
	out[4] = naiveAlpha(o)
	if paired == 0 {
		return out
	}
	pa /= paired
	out[0] = pa
	if len(used) < 2 {
		return out
	}
	k, fleiss, gwet := float64(len(used)), 0.0, 0.0
	for _, s := range share {
		fleiss += s / rated * s / rated
		gwet += s / rated * (1 - s/rated) / (k - 1)
	}
	out[3], out[5], out[6] = (pa-fleiss)/(1-fleiss), (pa-gwet)/(1-gwet), (pa-1/k)/(1-1/k)
	return out
}

func naiveAlpha(o [][]float64) float64 {
	n, nc := 0.0, make([]float64, len(o))
	for c := range o {
		for k := range o {
			n += o[c][k]
			nc[c] += o[c][k]
		}
	}
	do, de := 0.0, 0.0
	for c := range o {
		for k := range o {
			if c != k {
				do += o[c][k] / n
				de += nc[c] * nc[k] / (n * (n - 1))
			}
		}
	}
	if n == 0 || de < 1e-9 {
		return math.NaN()
	}
	return 1 - do/de
}

func naiveTwo(judged [][]int, q int) (kappa, pi float64) {
	n, po := 0.0, 0.0
	table := make([][]float64, q)
	for i := range table {
		table[i] = make([]float64, q)
	}
	for _, vs := range judged {
		if vs[0] != missing && vs[1] != missing {
			n++
			table[vs[0]][vs[1]]++
		}
	}
	var pk, pp float64
	for i := range q {
		var a, b float64
		for j := range q {
			a, b = a+table[i][j]/n, b+table[j][i]/n
		}
		po += table[i][i] / n
		pk += a * b
		pp += (a + b) / 2 * (a + b) / 2
	}
	if n == 0 || pp > 1-1e-9 {
		return math.NaN(), math.NaN()
	}
	return (po - pk) / (1 - pk), (po - pp) / (1 - pp)
}

func TestCoefficientsEqualANaiveSecondCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, q := rapid.IntRange(2, 4).Draw(t, "coders"), rapid.IntRange(1, 4).Draw(t, "categories")
		js := judged(t, m, q)
		r, err := ReadRatings([]byte(asCSV(js)))
		if err != nil {
			t.Fatal(err)
		}
		c := r.Coefficients()
		for i, want := range naive(js, m, q) {
			f := c.list()[i]
			if math.IsNaN(want) != f.Undefined || f.Undefined != (f.Value == nil) {
				t.Fatalf("figure %d: %+v, want %v", i, f, want)
			}
			if !f.Undefined && math.Abs(*f.Value-want) > 1e-9 {
				t.Fatalf("figure %d: %v, want %v", i, *f.Value, want)
			}
		}
	})
}

// Who is named first, and which unit comes first, changes nothing.
func TestOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		js := judged(t, 3, 3)
		lines := strings.Split(strings.TrimSpace(asCSV(js)), "\n")
		mixed := append([]string{lines[0]}, rapid.Permutation(lines[1:]).Draw(t, "mixed")...)
		a, b := ratingsOf(t, lines).Coefficients(), ratingsOf(t, mixed).Coefficients()
		for i, f := range a.list() {
			g := b.list()[i]
			if f.Undefined != g.Undefined || !f.Undefined && math.Abs(*f.Value-*g.Value) > 1e-12 {
				t.Fatalf("figure %d: %+v and %+v", i, f, g)
			}
		}
	})
}

func ratingsOf(t *rapid.T, lines []string) *Ratings {
	r, err := ReadRatings([]byte(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPerfectAgreementIsOne(t *testing.T) {
	for i, f := range ptr(ratings(t, columns("11 22 33 22 11")).Coefficients()).list() {
		if f.Value == nil || *f.Value != 1 {
			t.Errorf("figure %d is %+v", i, f)
		}
	}
}

func ptr[T any](x T) *T { return &x }

func TestDegenerateDataAreUndefined(t *testing.T) {
	for what, csv := range map[string]string{
		"one category":   columns("11 11 11"),
		"one coder":      "coder,unit,value\nA,1,x\nA,2,y\n",
		"nothing shared": columns("1. .1 2. .2"),
		"no rows":        "coder,unit,value\n",
		"all missing":    columns(".. .."),
	} {
		c := ratings(t, csv).Bootstrap(50, 1)
		for i, f := range c.list() {
			percentOfOne := i == 0 && what == "one category"
			if f.Undefined == percentOfOne || (f.Value == nil) != f.Undefined || f.Undefined == (f.Why == "") {
				t.Errorf("%s: figure %d is %+v", what, i, f)
			}
		}
	}
}

func TestIntervalHoldsTheValueAndRepeats(t *testing.T) {
	r := ratings(t, confusion([]int{13, 0, 0}, []int{0, 20, 7}, []int{0, 4, 56}))
	a, b, other := r.Bootstrap(1000, 7), r.Bootstrap(1000, 7), r.Bootstrap(1000, 8)
	differ := false
	for i, f := range a.list() {
		x, y := f.Interval, b.list()[i].Interval
		if x == nil || *x != *y || x.Lo > *f.Value || x.Hi < *f.Value || x.Lo == x.Hi {
			t.Errorf("figure %d: %+v with %+v and %+v", i, f, x, y)
		}
		differ = differ || *x != *other.list()[i].Interval
	}
	if !differ {
		t.Error("another seed gave the same intervals")
	}
}

// marksOf draws spans on a text of length l.
func marksOf(t *rapid.T, l int64, coders int) []Mark {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Mark {
		start := rapid.Int64Range(0, l-1).Draw(t, "start")
		return Mark{Coder: fmt.Sprint("c", rapid.IntRange(1, coders).Draw(t, "coder")),
			Code:  fmt.Sprint("k", rapid.IntRange(1, 2).Draw(t, "code")),
			Start: start, Len: rapid.Int64Range(1, l-start).Draw(t, "len")}
	}), 1, 14).Draw(t, "marks")
}

// naiveU computes Do and De of a code a second time, all sections against all.
func naiveU(m *Marks, code string) (do, de float64) {
	var units, gaps []section
	n, l := float64(len(m.Coders)), float64(m.Continuum.Length)
	for i, a := range m.Coders {
		for _, g := range m.sections(a, code) {
			if g.unit {
				units = append(units, g)
			} else {
				gaps = append(gaps, g)
			}
			for j, b := range m.Coders {
				for _, h := range m.sections(b, code) {
					d := g.start - h.start
					switch {
					case i == j:
					case g.unit && h.unit && -g.length < d && d < h.length:
						do += float64(d*d + (d+g.length-h.length)*(d+g.length-h.length))
					case g.unit && !h.unit && h.length-g.length >= d && d >= 0:
						do += float64(g.length * g.length)
					case !g.unit && h.unit && g.length-h.length >= -d && -d >= 0:
						do += float64(h.length * h.length)
					}
				}
			}
		}
	}
	below := n * l * (n*l - 1)
	for _, g := range units {
		x := float64(g.length)
		below -= x * (x - 1)
		de += float64(len(units)-1) / 3 * (2*x*x*x - 3*x*x + x)
		for _, h := range gaps {
			if h.length >= g.length {
				de += x * x * float64(h.length-g.length+1)
			}
		}
	}
	return do / (n * (n - 1) * l * l), 2 / l * de / below
}

func TestAlphaUEqualsANaiveSecondCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := rapid.Int64Range(2, 60).Draw(t, "length")
		how := rapid.SampledFrom([]string{TouchingKeep, TouchingJoin}).Draw(t, "touching")
		m, err := Lay(marksOf(t, l, 3), Continuum{0, l}, []string{"c1", "c2"}, how)
		if err != nil {
			t.Fatal(err)
		}
		var sumDo, sumDe float64
		a := m.Agree()
		for _, c := range a.Codes {
			do, de := naiveU(m, c.Code)
			sumDo, sumDe = sumDo+do, sumDe+de
			if math.Abs(*c.AlphaU.Do-do) > 1e-9 || math.Abs(*c.AlphaU.De-de) > 1e-9 {
				t.Fatalf("%s: Do %v De %v, want %v %v", c.Code, *c.AlphaU.Do, *c.AlphaU.De, do, de)
			}
			if sum := c.Characters.None + c.Characters.Some + c.Characters.All; math.Abs(sum-1) > 1e-9 {
				t.Fatalf("the shares of %s sum to %v", c.Code, sum)
			}
		}
		if !a.AlphaU.Undefined && math.Abs(*a.AlphaU.Value-(1-sumDo/sumDe)) > 1e-9 {
			t.Fatalf("overall %v, want %v", *a.AlphaU.Value, 1-sumDo/sumDe)
		}
	})
}

// Coders who mark the same agree fully; joining what overlaps is the same as
// marking it once; moving text and marks together changes nothing.
func TestAlphaUProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := rapid.Int64Range(3, 60).Draw(t, "length")
		one := marksOf(t, l, 1)
		both := append([]Mark(nil), one...)
		for _, m := range one {
			m.Coder = "c2"
			both = append(both, m)
		}
		m, err := Lay(append(both, one...), Continuum{0, l}, nil, TouchingJoin)
		if err != nil {
			t.Fatal(err)
		}
		a := m.Agree()
		if a.AlphaU.Undefined || *a.AlphaU.Value != 1 {
			t.Fatalf("coders who mark the same have alpha_U %+v", a.AlphaU)
		}
		any := marksOf(t, l, 2)
		here, _ := Lay(any, Continuum{0, l}, []string{"c1", "c2"}, TouchingKeep)
		for i := range any {
			any[i].Start += 1000
		}
		there, _ := Lay(any, Continuum{1000, l}, []string{"c1", "c2"}, TouchingKeep)
		x, y := here.Agree().AlphaU, there.Agree().AlphaU
		if x.Undefined != y.Undefined || !x.Undefined && *x.Value != *y.Value {
			t.Fatalf("%+v here and %+v there", x, y)
		}
	})
}

func TestImpossibleSpansAreRefused(t *testing.T) {
	huge := int64(math.MaxInt64)
	for _, m := range []Mark{{Start: -1, Len: 2}, {Start: 0, Len: 0}, {Start: 5, Len: -1}, {Start: 9, Len: 2},
		{Start: huge, Len: 1}, {Start: 1, Len: huge}, {Start: -huge, Len: huge}} {
		m.Coder, m.Code = "A", "c"
		var no *RefusedError
		if _, err := Lay([]Mark{m}, Continuum{0, 10}, []string{"B"}, TouchingKeep); !errors.As(err, &no) {
			t.Errorf("%+v: %v", m, err)
		}
	}
	if _, err := Lay([]Mark{{Coder: "A", Code: "c", Start: 9, Len: 1}}, Continuum{0, 10}, nil, TouchingKeep); err != nil {
		t.Error(err)
	}
}

func TestTouchingIsAChoice(t *testing.T) {
	marks, _ := ReadMarks([]byte("coder,code,start,length\nA,c,0,5\nA,c,5,5\nB,c,0,10\n"))
	keep, _ := Lay(marks, Continuum{0, 40}, nil, TouchingKeep)
	joined, _ := Lay(marks, Continuum{0, 40}, nil, TouchingJoin)
	if k, j := *keep.Agree().AlphaU.Value, *joined.Agree().AlphaU.Value; k >= 1 || j != 1 {
		t.Errorf("kept %v, joined %v", k, j)
	}
}

func TestWhoMarkedNothingIsCounted(t *testing.T) {
	marks, _ := ReadMarks([]byte("coder,code,start,length\nA,c,0,5\n"))
	alone, _ := Lay(marks, Continuum{0, 40}, nil, TouchingKeep)
	if !alone.Agree().AlphaU.Undefined {
		t.Error("one coder has nobody to agree with")
	}
	m, _ := Lay(marks, Continuum{0, 40}, []string{"A", "B"}, TouchingKeep)
	if a := m.Agree(); len(a.Coders) != 2 || a.AlphaU.Undefined || *a.AlphaU.Value > 0 {
		t.Errorf("%+v", a)
	}
}

func FuzzReadRatings(f *testing.F) {
	f.Add("coder,unit,value\nA,1,x\nB,1,\n")
	f.Add("\ufeffunit,coder,value\r\n1,A,x\r\n")
	f.Add("coder,unit\n")
	f.Add("coder,unit,value\nA,1,\"x\n")
	f.Fuzz(func(t *testing.T, s string) {
		if r, err := ReadRatings([]byte(s)); err == nil {
			r.Bootstrap(3, 1)
			r.Disagreements()
		}
	})
}

func FuzzReadMarks(f *testing.F) {
	f.Add(krippendorff2004)
	f.Add("coder,code,start,length\nA,c,9223372036854775807,9223372036854775807\n")
	f.Add("coder,code,start,length\nA,c,1.5,2\n")
	f.Add("coder,code,start,length\nA,c,0,5\nA,c,5,5\nB,c,0,500\n")
	f.Fuzz(func(t *testing.T, s string) {
		marks, err := ReadMarks([]byte(s))
		if err != nil {
			return
		}
		if m, err := Lay(marks, Continuum{0, 500}, []string{"B"}, TouchingKeep); err == nil {
			m.Agree()
		}
	})
}
