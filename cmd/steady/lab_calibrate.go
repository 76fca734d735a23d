package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"steady/internal/job"
	"steady/lab"
)

var labCalibrateCommand = command{
	name: "calibrate", summary: "the lab's defaults beside published figures, hold-out last",
	usage: "[--seed N] [--runs N] [--out DIR] [--json]", run: labCalibrate,
	help: `Fits the one figure that is fitted (how people leave), runs the model under its published defaults through the
production rules, and sets published figures beside it: fitted, worked out, and held out. It prints the table of
docs/reference/lab-calibration.md, which says the procedure and what it does not show. The same seed and number
of runs give the same bytes.

  --seed N   1 unless given: the one of the page
  --runs N   replications of a year that are pooled, 1 to 100; 6 unless given
  --out DIR  write lab-calibration.md (the table) and lab-calibration.svg (the curve) there
  --json     {"shape","scale_days","people","visits","entries","pass","checks":[{"what","unit","use","published","lo",
             "hi","model","run","run_lo","run_hi","agrees","source"}]}

Exit codes: 0 every figure agrees with what is published; 1 one does not; 2 the call cannot be read.`,
}

// calibrationAnswer is the JSON of "steady lab calibrate".
type calibrationAnswer struct {
	Shape   float64            `json:"shape"`
	Scale   float64            `json:"scale_days"`
	People  int                `json:"people"`
	Visits  int                `json:"visits"`
	Entries int64              `json:"entries"`
	Pass    bool               `json:"pass"`
	Checks  []calibrationCheck `json:"checks"`
}

type calibrationCheck struct {
	What      string  `json:"what"`
	Unit      string  `json:"unit"`
	Use       lab.Use `json:"use"`
	Published float64 `json:"published"`
	Lo        float64 `json:"lo"`
	Hi        float64 `json:"hi"`
	Model     float64 `json:"model"`
	Run       float64 `json:"run"`
	RunLo     float64 `json:"run_lo"`
	RunHi     float64 `json:"run_hi"`
	Agrees    bool    `json:"agrees"`
	Source    string  `json:"source"`
}

// labCalibrate is "steady lab calibrate".
func labCalibrate(c *call) int {
	job.CollectLess()
	seed := c.flags.Uint64("seed", 1, "")
	runs := c.flags.Int("runs", lab.CalibrationRuns, "")
	out := c.flags.String("out", "", "")
	asJSON := c.flags.Bool("json", false, "")
	if !c.parse(0, 0) {
		return unreadable
	}
	if *runs < 1 || *runs > 100 {
		c.complain(errors.New("--runs: write 1 to 100"))
		return unreadable
	}
	found, err := lab.Calibrate(*seed, *runs)
	if err == nil && *out != "" {
		err = writeCalibration(*out, found)
	}
	if err != nil {
		c.complain(err)
		return refused
	}
	a := calibrationAnswer{Shape: found.Shape, Scale: found.Scale, People: found.People, Visits: found.Visits,
		Entries: found.Entries, Pass: true}
	for _, x := range found.Checks {
		a.Checks = append(a.Checks, calibrationCheck{x.What, x.Unit, x.Use, x.Published, x.Lo, x.Hi, x.Model, x.Run, x.RunLo,
			x.RunHi, x.Agrees(), x.Source})
		a.Pass = a.Pass && x.Agrees()
	}
	if *asJSON {
		if code := c.writeJSON(a); code != answered {
			return code
		}
	} else {
		fmt.Fprint(c.out, found.Table())
	}
	if !a.Pass {
		return refused
	}
	return answered
}

// writeCalibration writes the table and the plot, each whole or not at all.
func writeCalibration(dir string, found lab.Calibration) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, text := range map[string]string{"lab-calibration.md": found.Table(), "lab-calibration.svg": found.Plot()} {
		if err := writeWhole(filepath.Join(dir, name), bytesInto([]byte(text))); err != nil {
			return err
		}
	}
	return nil
}
