// Package bench measures what design section 6 promises. Every figure stands
// beside an anchor that was measured in the same run on the same disk, so that
// a ratio means the same on a slow machine and on a fast one.
package bench

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// Row is one figure beside its anchor.
type Row struct {
	Name        string  `json:"name"`
	Value       float64 `json:"value"`
	Unit        string  `json:"unit"` // of value and of the anchor's value
	Anchor      string  `json:"anchor"`
	AnchorValue float64 `json:"anchor_value"`
	Ratio       float64 `json:"ratio"`  // value by anchor value, the median of each round's where there are rounds
	Target      string  `json:"target"` // what value or ratio has to reach
	Met         bool    `json:"met"`
	Note        string  `json:"note,omitempty"` // how much was behind it, and what it does not say
}

// Options size a run. Defaults returns the sizes of the published figures;
// tests run with less.
type Options struct {
	Dir       string        // folder on the disk to measure; a folder inside it is made and removed
	Entries   int64         // journal entries behind the long history
	Short     int64         // journal entries behind the short one it is compared with
	Verify    int64         // entries of the exported register
	People    int           // service users of the invented clinic
	Terminals int           // that press at once
	Rounds    int           // of each measurement, interleaved with its anchor; the median counts
	Slice     time.Duration // of one anchor measurement
	Doses     int           // behind the state whose growth is measured
	Screens   int           // open boards
	Days      int           // of past behind the served clinic
	Chars     int           // of the coded transcript
	Codings   int           // on it
	Limit     time.Duration // most for each instance of the timetable; the design's own where shorter
	// Serve starts a process of its own that serves the clinic kept in a data
	// folder, and returns its id and how to stop it. Nil leaves the row out.
	Serve func(ctx context.Context, dir string) (pid int, stop func() error, err error)
	// Progress is told what is being measured; nil for silence.
	Progress func(what string)
}

// Defaults are the sizes that keep each area under a minute on two cores.
func Defaults() Options {
	return Options{Dir: os.TempDir(), Entries: 200_000, Short: 10_000, Verify: 1_000_000, People: 150, Terminals: 50,
		Rounds: 5, Slice: 300 * time.Millisecond, Doses: 50_000, Screens: 200, Days: 30,
		Chars: 500_000, Codings: 5000, Limit: 7 * time.Second}
}

// areas are the parts of a run, in the order they are printed.
var areas = []struct {
	name    string
	measure func(ctx context.Context, r *run) error
}{
	{"store", measureStore},
	{"web", measureWeb},
	{"voice", measureVoice},
	{"lab", measureLab},
	{"timetable", measureTimetable},
}

// Areas lists the areas that can be measured.
func Areas() []string {
	var out []string
	for _, a := range areas {
		out = append(out, a.name)
	}
	return out
}

// run is one measurement under way.
type run struct {
	Options
	dir  string
	rows []Row
}

// Run measures an area, or every area for "". What it makes on the disk is
// removed again. An error means that something could not be measured at all; a
// missed target is a row that says so.
func Run(ctx context.Context, area string, o Options) ([]Row, error) {
	if area != "" && !slices.Contains(Areas(), area) {
		return nil, fmt.Errorf("there is no area %q yet: write one of %s", area, strings.Join(Areas(), ", "))
	}
	dir, err := os.MkdirTemp(o.Dir, "steady-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	r := &run{Options: o, dir: dir, rows: []Row{}}
	for _, a := range areas {
		if area != "" && a.name != area {
			continue
		}
		if err := a.measure(ctx, r); err != nil {
			return nil, fmt.Errorf("%s: %w", a.name, err)
		}
	}
	return r.rows, nil
}

func (r *run) say(format string, a ...any) {
	if r.Progress != nil {
		r.Progress(fmt.Sprintf(format, a...))
	}
}

// goal is what a row has to reach.
type goal struct {
	of    string // "ratio" or "value"
	least bool
	bound float64
}

func ratioAtLeast(x float64) goal { return goal{"ratio", true, x} }
func ratioAtMost(x float64) goal  { return goal{"ratio", false, x} }
func valueAtMost(x float64) goal  { return goal{"value", false, x} }
func valueAtLeast(x float64) goal { return goal{"value", true, x} }

// add judges a row against its goal and keeps it.
func (r *run) add(row Row, g goal) {
	if row.Ratio == 0 && row.AnchorValue != 0 {
		row.Ratio = row.Value / row.AnchorValue
	}
	row.Value, row.AnchorValue, row.Ratio = rounded(row.Value), rounded(row.AnchorValue), rounded(row.Ratio)
	judged, sign := row.Value, "<="
	if g.of == "ratio" {
		judged = row.Ratio
	} else {
		g.of = row.Unit
	}
	row.Met = judged <= g.bound
	if g.least {
		row.Met, sign = judged >= g.bound, ">="
	}
	row.Target = fmt.Sprintf("%s %s %g", g.of, sign, g.bound)
	r.rows = append(r.rows, row)
}
