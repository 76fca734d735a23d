package lab_test

import (
	"bytes"
	"flag"
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
	c, err := lab.Calibrate(1, lab.CalibrationRuns)
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
	want := before + begins + c.Table() + ends + after
	hold(t, calibrationPage, page, []byte(want))
	plot, _ := os.ReadFile(filepath.FromSlash(calibrationPlot))
	hold(t, calibrationPlot, plot, []byte(c.Plot()))
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
