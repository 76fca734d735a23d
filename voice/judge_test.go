package voice

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Judging passages gives what a file of the same judgements gives.
func TestJudgeAgainstAFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ps := laid(t)
		var units []Unit
		for text := range 3 {
			for at := 0; at < 40; at += 5 {
				units = append(units, Unit{text, at, at + 5})
			}
		}
		codes := []string{"a", "b"}
		r, err := Judge(units, ps, []string{"X", "Y"}, codes)
		if err != nil {
			t.Fatal(err)
		}
		file := "coder,unit,value\n"
		for _, code := range codes {
			for i, u := range units {
				for _, coder := range []string{"X", "Y"} {
					value := JudgedNot
					if slices.ContainsFunc(ps, func(p Passage) bool {
						return p.Code == code && p.Coder == coder && p.Text == u.Text && p.Start < u.End && u.Start < p.End
					}) {
						value = JudgedCoded
					}
					file += fmt.Sprintf("%s,%d %s,%s\n", coder, i+1, code, value)
				}
			}
		}
		want, err := ReadRatings([]byte(file))
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(r.Disagreements()) != fmt.Sprint(want.Disagreements()) || r.Units() != want.Units() {
			t.Fatalf("%v, want %v", r.Disagreements(), want.Disagreements())
		}
		if len(want.Categories) < 2 {
			return // both are offered, only one is used: the figures rightly differ
		}
		x, y := r.Coefficients(), want.Coefficients()
		for i, f := range x.list() {
			g := y.list()[i]
			if f.Undefined != g.Undefined || f.Value != nil && math.Abs(*f.Value-*g.Value) > 1e-12 {
				t.Fatalf("figure %d: %v, want %v", i, f, g)
			}
		}
	})
}

func TestJudgeWhereNothingIsCoded(t *testing.T) {
	r, err := Judge([]Unit{{0, 0, 5}, {0, 5, 9}}, nil, []string{"X", "Y"}, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	c := r.Coefficients()
	if *c.Percent.Value != 1 || !c.Kappa.Undefined || !c.Alpha.Undefined {
		t.Errorf("%+v", c)
	}
}

func TestDisputesAgainstEveryCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ps := laid(t)
		coders, codes := []string{"X", "Y"}, []string{"a", "c"}
		got := map[string]string{}
		for _, d := range Disputes(ps, coders, codes) {
			for at := d.Start; at < d.End; at++ {
				got[fmt.Sprint(d.Text, at, d.Code)] = fmt.Sprint(d.By, d.Not)
			}
		}
		for text := range 3 {
			for _, code := range codes {
				for at := range 40 {
					var by, not []string
					for _, c := range coders {
						if slices.ContainsFunc(ps, func(p Passage) bool {
							return p.Text == text && p.Code == code && p.Coder == c && p.Start <= at && at < p.End
						}) {
							by = append(by, c)
						} else {
							not = append(not, c)
						}
					}
					want := ""
					if len(by) > 0 && len(not) > 0 {
						want = fmt.Sprint(by, not)
					}
					if got[fmt.Sprint(text, at, code)] != want {
						t.Fatalf("text %d, %d, %s: %q, want %q", text, at, code, got[fmt.Sprint(text, at, code)], want)
					}
				}
			}
		}
	})
}

func TestCodedUnitsLeaveOutWhatNobodyCoded(t *testing.T) {
	got := CodedUnits([]Passage{{Text: 1, Start: 2, End: 6, Coder: "X"}, {Text: 1, Start: 4, End: 8, Coder: "Y"},
		{Text: 0, Start: 1, End: 3}})
	want := []Unit{{0, 1, 3}, {1, 2, 4}, {1, 4, 6}, {1, 6, 8}}
	if !slices.Equal(got, want) {
		t.Error(got)
	}
}

// Over several texts alpha_U is that of the texts laid end to end; with one text
// it is that of the text.
func TestAlphaOverTexts(t *testing.T) {
	ps := []Passage{{Start: 75, End: 145, Code: "c", Coder: "A"}, {Start: 220, End: 250, Code: "c", Coder: "A"},
		{Start: 30, End: 90, Code: "k", Coder: "A"}, {Start: 150, End: 200, Code: "k", Coder: "A"},
		{Start: 70, End: 150, Code: "c", Coder: "B"}, {Start: 205, End: 225, Code: "c", Coder: "B"},
		{Start: 250, End: 270, Code: "c", Coder: "B"}, {Start: 30, End: 90, Code: "k", Coder: "B"},
		{Start: 150, End: 200, Code: "k", Coder: "B"}}
	a, err := OverTexts(ps, []int{300}, []string{"A", "B"}, TouchingKeep, 100, 1)
	if err != nil || math.Abs(*a.AlphaU.Value-.8591) > .0005 || a.AlphaU.Interval != nil {
		t.Fatalf("%+v, %v", a.AlphaU, err) // Krippendorff 2004 p. 254
	}
	split := slices.Clone(ps)
	for i := range split {
		if split[i].Start >= 150 {
			split[i].Text, split[i].Start, split[i].End = 1, split[i].Start-150, split[i].End-150
		}
	}
	two, err := OverTexts(split, []int{150, 150}, []string{"A", "B"}, TouchingKeep, 300, 1)
	if err != nil || math.Abs(*two.AlphaU.Value-*a.AlphaU.Value) > 1e-12 {
		t.Fatalf("%+v, %v", two.AlphaU, err)
	}
	i := two.AlphaU.Interval
	if i == nil || i.Lo > *two.AlphaU.Value || i.Hi < *two.AlphaU.Value || i.Resamples+i.Undefined != 300 {
		t.Errorf("%+v", i)
	}
	if _, err := OverTexts(ps, []int{100}, []string{"A"}, TouchingKeep, 0, 1); err == nil {
		t.Error("a passage outside its text is taken")
	}
}
