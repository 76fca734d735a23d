package lab_test

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/lab"
)

var update = flag.Bool("update", false, "write the calibration page anew; read the difference before you commit it")

const (
	calibrationPage = "../docs/reference/lab-calibration.md"
	calibrationPlot = "../docs/reference/lab-calibration.svg"
	begins, ends    = "<!-- figures: go test ./lab -run Calibration -update -->\n", "<!-- end of figures -->\n"
)

// TestCalibration runs the procedure of the calibration page and holds the page
// and its plot to it. The figures that were held out are asked for last.
func TestCalibration(t *testing.T) {
	c, err := lab.Calibrate(1, 6)
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.FromSlash(calibrationPage))
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(page), begins)
	_, after, also := strings.Cut(rest, ends)
	if !found || !also {
		t.Fatal("the page has no place for the figures")
	}
	want := before + begins + figuresOf(c) + ends + after
	hold(t, calibrationPage, page, []byte(want))
	plot, _ := os.ReadFile(filepath.FromSlash(calibrationPlot))
	hold(t, calibrationPlot, plot, []byte(plotOf(c)))
	for _, x := range c.Checks {
		if !x.Agrees() {
			t.Errorf("%s (%s): the model says %.4g, published is %.4g (%.4g to %.4g)", x.What, x.Use, x.Model, x.Published, x.Lo,
				x.Hi)
		}
		// Twice as wide as 95 %: a run is drawn from the law by chance, and the seed
		// was not chosen.
		if d := x.Run - x.Model; x.Days > 0 && math.Abs(d) > x.RunHi-x.RunLo {
			t.Errorf("%s: the law says %.3f, its runs %.3f (%.3f to %.3f)", x.What, x.Model, x.Run, x.RunLo, x.RunHi)
		}
	}
}

func hold(t *testing.T, path string, have, want []byte) {
	t.Helper()
	if bytes.Equal(have, want) {
		return
	}
	if !*update {
		t.Errorf("%s is not what the procedure gives: go test ./lab -run Calibration -update", path)
		return
	}
	if err := os.WriteFile(filepath.FromSlash(path), want, 0o644); err != nil {
		t.Fatal(err)
	}
}

func figuresOf(c lab.Calibration) string {
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

// plotOf draws the share that remains: the law, the runs, and what is published.
// It can be read without colour: the law is dashed, the runs are a thick line.
func plotOf(c lab.Calibration) string {
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
		law += fmt.Sprintf("L%.1f %.1f", x(d), y(lab.WeibullSurvival(c.Shape, c.Scale, d)))
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
		fill := map[bool]string{true: "#fff", false: "#212b32"}[p.Use == lab.HeldOut]
		fmt.Fprintf(&b, `<path d="M%.1f %.1fV%.1f" stroke="#212b32"/>`+
			`<circle cx="%.1f" cy="%.1f" r="4" fill="%s" stroke="#212b32"/>`+"\n", at, y(p.Hi), y(max(p.Lo, 0.4)), at,
			y(p.Published), fill)
	}
	fmt.Fprintf(&b, `<text x="%d" y="20">dashed: the law; thick: %d simulated people; `+
		`dots: published (hollow: held out)</text>`+"\n", left, c.People)
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}
