package page

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// randomRange is a chart of any shape that a comparison could ask for.
func randomRange(dice *rand.Rand) RangeChart {
	kinds := []string{RangeInterval, RangeDifference, RangeSpread, RangeSwing}
	c := RangeChart{ID: "c", Title: "Hours", Desc: "What it is.", Unit: "hours of life a week, of each person",
		Kind: kinds[dice.IntN(len(kinds))]}
	scale := math.Pow(10, float64(dice.IntN(9)-3))
	zero := 0.0
	if c.Kind == RangeDifference || c.Kind == RangeSwing {
		c.Line, c.LineSays = &zero, "no difference"
		c.Less, c.More = "less time", "more time"
	}
	off := (dice.Float64() - 0.5) * scale * float64(dice.IntN(20))
	for i := range 1 + dice.IntN(6) {
		a := off + dice.NormFloat64()*scale
		w := dice.Float64() * scale
		c.Rows = append(c.Rows, RangeRow{Label: fmt.Sprintf("Policy %d: once a day with oral cover and longer hours", i),
			Says: "12.4 (11.9 to 12.9)", Lo: a - w, From: a - w/2, Mid: a, To: a + w/3, Hi: a + w, Noise: i%2 == 0})
	}
	return c
}

// TestTheAxisCoversTheFigures holds every axis to three laws: it reaches over
// everything drawn, its labels stand apart and inside the chart, and it has at
// least two of them, so that a scale can be read.
func TestTheAxisCoversTheFigures(t *testing.T) {
	dice := rand.New(rand.NewPCG(7, 7))
	for n := range 4000 {
		c := randomRange(dice)
		a, lo, hi := c.axis(), 0.0, 0.0
		lo, hi = c.extent()
		if slack := a.step * 1e-6; a.from > lo+slack || a.to < hi-slack {
			t.Fatalf("chart %d: the axis goes from %v to %v, the figures from %v to %v", n, a.from, a.to, lo, hi)
		}
		ticks := a.ticks()
		if len(ticks) < 2 {
			t.Fatalf("chart %d: one label is no scale: %v", n, ticks)
		}
		end := math.Inf(-1)
		seen := map[string]bool{}
		for _, v := range ticks {
			w := textWidth(a.label(v), rangeText)
			if a.labelX(v)-w/2 < end || a.labelX(v)-w/2 < 0 || a.labelX(v)+w/2 > rangeWidth {
				t.Fatalf("chart %d: the label %q lies on another or outside: %v", n, a.label(v), ticks)
			}
			end = a.labelX(v) + w/2
			if seen[a.label(v)] {
				t.Fatalf("chart %d: two values are both written %q", n, a.label(v))
			}
			seen[a.label(v)] = true
		}
	}
}

// TestRowsOfAChartStandApart: no words of one row reach into the next, and each
// line fits the width.
func TestRowsOfAChartStandApart(t *testing.T) {
	dice := rand.New(rand.NewPCG(8, 8))
	for n := range 500 {
		c := randomRange(dice)
		if n%3 == 0 {
			c.Rows[0].None, c.Rows[0].Says = true, "No figure: nobody stayed the whole year in any replication of this policy."
		}
		rows, h := c.lay()
		bottom := 0
		for _, r := range rows {
			if r.Top < bottom {
				t.Fatalf("chart %d: a row begins at %d, the one before ends at %d", n, r.Top, bottom)
			}
			words := r.Top + rangeLine*(len(r.Label)+len(r.Says))
			if !r.Row.None && r.Mark-15 < words-4 {
				t.Fatalf("chart %d: the drawing at %d touches words that end at %d", n, r.Mark, words)
			}
			bottom = max(words, r.Mark+15)
			for _, w := range append(r.Label, r.Says...) {
				if textWidth(w, rangeText) > rangeWidth {
					t.Fatalf("chart %d: %q is wider than the chart", n, w)
				}
			}
		}
		if h < bottom {
			t.Fatalf("chart %d: %d high, its rows end at %d", n, h, bottom)
		}
	}
}

func TestLongWordsAreBroken(t *testing.T) {
	long := strings.Repeat("Zuckerwattebäckerei", 6)
	for _, w := range wrapText("A "+long+" b", rangeText, 200) {
		if textWidth(w, rangeText) > 200 {
			t.Errorf("%q is too wide", w)
		}
	}
	if got := strings.Join(wrapText(long, rangeText, 200), ""); got != long {
		t.Errorf("letters were lost: %q", got)
	}
	if wrapText("", rangeText, 100) != nil {
		t.Error("no words are no lines")
	}
}

// TestChartsAreWellFormed renders each kind and reads it as XML: title and
// description are named by the drawing, and no coordinate is not a number.
func TestChartsAreWellFormed(t *testing.T) {
	dice := rand.New(rand.NewPCG(9, 9))
	for range 60 {
		c := randomRange(dice)
		var b strings.Builder
		if err := rangeDrawing(c).Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		if s := b.String(); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
			t.Fatalf("a coordinate is no number: %s", s)
		}
		d := xml.NewDecoder(strings.NewReader(b.String()))
		parts := map[string]string{}
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v in %s", err, b.String())
			}
			if e, ok := tok.(xml.StartElement); ok {
				for _, at := range e.Attr {
					if at.Name.Local == "id" {
						parts[at.Value] = e.Name.Local
					}
				}
			}
		}
		if parts["c-title"] != "title" || parts["c-desc"] != "desc" {
			t.Fatalf("title and description are missing: %v", parts)
		}
	}
}

// TestAChartOfEqualFigures: when every policy gives the same there is still a
// scale, and the marks lie on it.
func TestAChartOfEqualFigures(t *testing.T) {
	for _, v := range []float64{0, 5, -3, 1e6, 0.001} {
		c := RangeChart{Kind: RangeInterval, Rows: []RangeRow{{Label: "a", Lo: v, Mid: v, Hi: v}}}
		a := c.axis()
		if x := a.x(v); x < 0 || x > rangeWidth || math.IsNaN(x) {
			t.Errorf("%v is drawn at %v", v, x)
		}
	}
	if h := (RangeChart{Kind: RangeInterval}).height(); h <= 0 {
		t.Errorf("a chart of nothing is %d high", h)
	}
}
