package timetable

import (
	"embed"
	"encoding/json"
	"fmt"
)

// The public instances: invented weeks of invented clinics, on which the
// optimiser is held to the best that is known.
//
//go:embed testdata/mbro12-1.json testdata/mbro15-1.json testdata/gla60-1.json testdata/rota24-1.json
//go:embed testdata/city200-1.json testdata/net1000-1.json testdata/known.json
var public embed.FS

// Known is what the collection of public instances says of one: the best
// solution known and the highest proven bound, whoever found them.
type Known struct {
	Name      string `json:"name"`
	Objective int    `json:"objective"`
	Bound     int    `json:"bound"`
	Own       int    `json:"own"` // everybody alone in the clinic
}

// Public lists the public instances, smallest first.
func Public() (out []Known) {
	b, err := public.ReadFile("testdata/known.json")
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	if err != nil {
		panic("timetable: the embedded list of instances cannot be read: " + err.Error())
	}
	return out
}

// Open reads a public instance by its name.
func Open(name string) (*Instance, error) {
	b, err := public.ReadFile("testdata/" + name + ".json")
	if err != nil {
		return nil, fmt.Errorf("there is no public instance %q", name)
	}
	return Parse(b)
}
