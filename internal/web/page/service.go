package page

import (
	"fmt"
	"math"
	"strings"

	"steady/internal/web/nhs"
)

// Figures is a page of the section Service: parts with what is counted, a chart,
// tables, and what may not be told.
type Figures struct {
	Title  string
	Lead   string
	Choose *ChooseForm
	Parts  []FigurePart
	Forms  []SmallForm
	Links  []Link
	After  []Link // beneath everything
}

// ChooseForm picks what a page shows: links as plain addresses, so that each
// choice can be kept and sent.
type ChooseForm struct {
	Label string
	Links []Tab
}

// FigurePart is one figure with its definition.
type FigurePart struct {
	ID, Title string
	Says      []string
	Warn      []string // why something is not told
	Plot      *Plot
	Tables    []nhs.Table
}

// Plot is a chart of lines and points drawn by the server: a step curve with its
// band, or a series with its limits. What is a signal is ringed and said, never
// told by colour alone.
type Plot struct {
	ID, Title, Desc string
	Unit            string // of the upright scale
	Low, High       float64
	XLabels         []PlotLabel
	Step            []PlotPoint // a step curve
	Band            []PlotBand  // beneath it
	Points          []PlotPoint // joined by a thin line
	Lines           []PlotLine
	Behind          nhs.Table
}

// PlotPoint is a place of a chart: X from 0 to 1.
type PlotPoint struct {
	X, Y   float64
	Signal bool
}

// PlotBand is the interval from X on to the next.
type PlotBand struct{ X, Low, High float64 }

// PlotLabel is a word under the chart.
type PlotLabel struct {
	X    float64
	Text string
}

// PlotLine is a level with its word at the right.
type PlotLine struct {
	Y      float64
	Words  string
	Dashed bool
}

// The chart is narrow, so that its words stay readable on a phone.
const (
	plotWidth, plotHeight = 400.0, 230.0
	plotLeft, plotRight   = 58.0, 322.0 // the words of the lines stand at its right
	plotTop, plotFoot     = 14.0, 196.0
)

func (p Plot) x(v float64) float64 { return plotLeft + 6 + v*(plotRight-plotLeft-12) }

func (p Plot) y(v float64) float64 {
	if p.High <= p.Low {
		return plotFoot
	}
	v = math.Max(p.Low, math.Min(p.High, v))
	return plotFoot - (v-p.Low)/(p.High-p.Low)*(plotFoot-plotTop)
}

func px(v float64) string { return fmt.Sprintf("%.1f", v) }

func (p Plot) viewBox() string { return fmt.Sprintf("0 0 %.0f %.0f", plotWidth, plotHeight) }

// scale are five levels with their words.
func (p Plot) scale() (out []PlotLine) {
	for i := range 5 {
		v := p.Low + (p.High-p.Low)*float64(i)/4
		out = append(out, PlotLine{Y: v, Words: plotNumber(v, p.High-p.Low) + p.Unit})
	}
	return out
}

// plotNumber is a level in whole numbers where they tell the levels apart.
func plotNumber(v, spread float64) string {
	if spread >= 6 || math.Abs(v-math.Round(v)) < 0.005 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.1f", v)
}

// step is the path of the curve: level, then down.
func (p Plot) step() string {
	var b strings.Builder
	for i, q := range p.Step {
		if i == 0 {
			fmt.Fprintf(&b, "M%.1f %.1f", p.x(q.X), p.y(q.Y))
			continue
		}
		fmt.Fprintf(&b, "H%.1fV%.1f", p.x(q.X), p.y(q.Y))
	}
	return b.String()
}

// band is the outline of the interval around the curve.
func (p Plot) band() string {
	if len(p.Band) == 0 {
		return ""
	}
	var up, down []string
	for i, q := range p.Band {
		end := 1.0
		if i+1 < len(p.Band) {
			end = p.Band[i+1].X
		}
		up = append(up, fmt.Sprintf("L%.1f %.1fL%.1f %.1f", p.x(q.X), p.y(q.High), p.x(end), p.y(q.High)))
		down = append([]string{fmt.Sprintf("L%.1f %.1fL%.1f %.1f", p.x(end), p.y(q.Low), p.x(q.X), p.y(q.Low))}, down...)
	}
	return "M" + strings.TrimPrefix(strings.Join(up, "")+strings.Join(down, ""), "L") + "Z"
}

// joined is the thin line through the points.
func (p Plot) joined() string {
	var b strings.Builder
	for i, q := range p.Points {
		word := "L"
		if i == 0 {
			word = "M"
		}
		fmt.Fprintf(&b, "%s%.1f %.1f", word, p.x(q.X), p.y(q.Y))
	}
	return b.String()
}

// NationalPage is the form of one person for the national return.
type NationalPage struct {
	Who   string
	Lead  string
	Facts []Row
	Form  SmallForm
}

// NationalList is who is missing what for the national return.
type NationalList struct {
	Lead  string
	Lines []NationalLine
	Whole []string // findings of the whole return
}

// NationalLine is one person with what is missing.
type NationalLine struct {
	Name, URL, Key string
	Says           []string
}
