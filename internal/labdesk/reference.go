package labdesk

import (
	_ "embed"

	"steady/lab/scenario"
)

//go:embed reference.json
var reference []byte

// Reference is the scenario of docs/reference/lab-scenario.json: policies that
// somewhere were tried, and a stated assumption for every figure that nobody
// published. It is read anew each time, since whoever asks may change it.
func Reference() *scenario.File {
	f, err := scenario.Parse(reference)
	if err != nil {
		panic(err) // the embedded scenario is part of the binary and tested
	}
	return f
}
