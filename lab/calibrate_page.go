package lab

import (
	"fmt"
	"strings"
)

// CalibrationRuns is how many replications the calibration page pools.
const CalibrationRuns = 6

// Table sets the figures out in Markdown, as the calibration page shows them.
func (c Calibration) Table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Shape %.3f as published, scale fitted: **%.0f days**. %d people began in the runs, %d visits, "+
		"%d entries.\n\n",
		c.Shape, c.Scale, c.People, c.Visits, c.Entries)
	b.WriteString("| figure | used as | published (95 %) | model | its runs (95 %) | inside | source |\n" +
		"|---|---|---|---|---|---|---|\n")
	for _, x := range c.Checks {
		inside := "yes"
		if !x.Agrees() {
			inside = "**no**"
		}
		fmt.Fprintf(&b, "| %s, %s | %s | %.3f (%.3f to %.3f) | %.3f | %.3f (%.3f to %.3f) | %s | %s |\n", x.What, x.Unit,
			x.Use, x.Published, x.Lo, x.Hi, x.Model, x.Run, x.RunLo, x.RunHi, inside, x.Source)
	}
	return b.String()
}

// Plot draws the share that remains as SVG: the law, the runs, and what is
// published, hollow where it was held out. It can be read without colour: the law
// is dashed, the runs are a thick line.
func (c Calibration) Plot() string {
	const w, h, left, top = 640, 360, 60, 40
	x := func(days float64) float64 { return left + days/372*(w-left-20) }
	y := func(share float64) float64 { return top + (1-share)/0.6*(h-top-50) }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" `+
		`aria-labelledby="t d">`+"\n", w, h)
	b.WriteString(`<title id="t">Share still in treatment by days since it began</title>` + "\n")
	b.WriteString(`<desc id="d">The fitted law falls from 1 to 0.70 in a year, fast at first. The runs follow it. ` +
		`The published figures of the table lie on it within their intervals.</desc>` + "\n")
	b.WriteString(`<rect width="100%" height="100%" fill="#fff"/>` + "\n" +
		`<g font-family="sans-serif" font-size="12" fill="#212b32">` + "\n")
	for _, s := range []float64{0.4, 0.6, 0.8, 1} {
		fmt.Fprintf(&b, `<text x="%d" y="%.1f" text-anchor="end">%.1f</text>`+
			`<path d="M%d %.1fH%d" stroke="#d8dde0"/>`+"\n", left-8,
			y(s)+4, s, left, y(s), w-20)
	}
	for _, d := range []float64{0, 91, 182, 273, 365} {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%.0f</text>`+"\n", x(d), h-28, d)
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">days since treatment began</text>`+"\n", w/2, h-8)
	law := fmt.Sprintf("M%.1f %.1f", x(0), y(1))
	for d := 4.0; d <= 372; d += 4 {
		law += fmt.Sprintf("L%.1f %.1f", x(d), y(WeibullSurvival(c.Shape, c.Scale, d)))
	}
	fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="#005eb8" stroke-width="1.5" stroke-dasharray="6 4"/>`+"\n", law)
	runs := fmt.Sprintf("M%.1f %.1f", x(0), y(1))
	for _, p := range c.Curve.Points {
		runs += fmt.Sprintf("H%.1fV%.1f", x(float64(p.Time)/1000), y(p.Survival))
	}
	fmt.Fprintf(&b, `<path d="%sH%.1f" fill="none" stroke="#212b32" stroke-width="2.5"/>`+"\n", runs, x(372))
	for i, p := range c.Checks {
		if p.Days == 0 {
			continue
		}
		at := x(p.Days) - 12*float64(i)
		fill := map[bool]string{true: "#fff", false: "#212b32"}[p.Use == HeldOut]
		fmt.Fprintf(&b, `<path d="M%.1f %.1fV%.1f" stroke="#212b32"/>`+
			`<circle cx="%.1f" cy="%.1f" r="4" fill="%s" stroke="#212b32"/>`+"\n", at, y(p.Hi), y(max(p.Lo, 0.4)), at,
			y(p.Published), fill)
	}
	fmt.Fprintf(&b, `<text x="%d" y="20">dashed: the law; thick: %d simulated people; `+
		`dots: published (hollow: held out)</text>`+"\n", left, c.People)
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}
