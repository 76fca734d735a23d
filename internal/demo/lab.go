package demo

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/json"
	"io"

	"steady/internal/labdesk"
	"steady/moment"
)

// The finished comparison of the invented clinic: the scenario, and what the real
// program made of it. `make lab-demo` makes the last two anew, and a test
// simulates a replication of each policy and asks for the same bits.
var (
	//go:embed lab/scenario.json
	labScenario []byte
	//go:embed lab/result.json.gz
	labResult []byte
	//go:embed lab/replications.csv.gz
	labTable []byte
)

// LabRun is the id of the finished comparison.
const LabRun = "r-five-sets-of-rules"

// Lab keeps the finished comparison at the desk, once.
func Lab(ctx context.Context, d *labdesk.Desk, now moment.Instant) error {
	var f struct{ Name, Question string }
	if err := json.Unmarshal(labScenario, &f); err != nil {
		return err
	}
	x, err := LabFiles()
	if err != nil {
		return err
	}
	n := bytes.Count(x.Table, []byte("\n")) - 1 // a line for each replication, and the head
	return d.Put(ctx, labdesk.Run{ID: LabRun, Title: f.Name, Question: f.Question, By: "s-noor",
		Made: now.Add(-2 * 24 * moment.Hour), Done: n, All: n}, labScenario, x)
}

// LabDocument is the scenario of the finished comparison.
func LabDocument() []byte { return bytes.Clone(labScenario) }

// LabFiles are the comparison and its table of replications, unpacked.
func LabFiles() (x labdesk.Result, err error) {
	if x.Comparison, err = unpacked(labResult); err == nil {
		x.Table, err = unpacked(labTable)
	}
	return x, err
}

func unpacked(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
