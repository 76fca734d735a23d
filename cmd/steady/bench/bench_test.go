package bench_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"steady/cmd/steady/bench"
)

// tiny is a run that measures nothing worth telling. Its doses go on past the
// day on which prescriptions are written again.
func tiny(t *testing.T) bench.Options {
	return bench.Options{Dir: t.TempDir(), Entries: 3000, Short: 500, Verify: 3000, People: 12, Terminals: 6, Rounds: 1,
		Slice: time.Millisecond, Doses: 2600, Screens: 5, Days: 3, Chars: 3000, Codings: 60, Limit: time.Millisecond}
}

func TestAreas(t *testing.T) {
	want := map[string][]string{
		"store": {"store-durable-50", "store-durable-50-p99", "store-history", "start-snapshot", "decide-ordinary",
			"decide-dose", "decide-alloc", "state-size", "verify-1m", "export-memory", "register-page-year",
			"binary-size"},
		"web": {"web-page-board", "web-page-visit", "web-first-load", "web-board-200"},
		"voice": {"voice-open", "voice-alpha", "voice-correct", "voice-read", "voice-desk",
			"voice-coding", "voice-agreement"},
		"lab": {"lab-queue-mmc", "lab-network-5", "lab-clinic-year", "lab-comparison"},
		"timetable": {"timetable-mbro12-1", "timetable-mbro15-1", "timetable-rota24-1", "timetable-gla60-1",
			"timetable-city200-1", "timetable-net1000-1", "timetable-bound", "timetable-first"},
	}
	if len(want) != len(bench.Areas()) {
		t.Fatalf("areas %v, tested %d", bench.Areas(), len(want))
	}
	for _, area := range bench.Areas() {
		t.Run(area, func(t *testing.T) {
			t.Parallel()
			rows, err := bench.Run(t.Context(), area, tiny(t))
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, r := range rows {
				names = append(names, r.Name)
				check(t, r)
			}
			if !slices.Equal(names, want[area]) {
				t.Errorf("rows %v, want %v", names, want[area])
			}
		})
	}
}

// check asks of a row what holds on any machine.
func check(t *testing.T, r bench.Row) {
	t.Helper()
	for _, x := range []float64{r.Value, r.AnchorValue, r.Ratio} {
		if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 {
			t.Errorf("%s: %+v holds no number", r.Name, r)
		}
	}
	best := r.Unit == "%" && r.Value == 0 // a gap that is closed
	if r.Value == 0 && !best || r.Unit == "" || r.Anchor == "" || r.Target == "" || r.Note == "" {
		t.Errorf("%+v says too little", r)
	}
	if (r.Anchor == "none") != (r.AnchorValue == 0) || (r.AnchorValue == 0) != (r.Ratio == 0) && !best {
		t.Errorf("%+v: an anchor has a value and a ratio", r)
	}
}

func TestUnknownArea(t *testing.T) {
	if _, err := bench.Run(t.Context(), "kitchen", tiny(t)); err == nil || !strings.Contains(err.Error(), "kitchen") {
		t.Error(err)
	}
}
