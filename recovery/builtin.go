package recovery

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

//go:embed instruments/*.json
var instrumentFiles embed.FS

// builtin holds the instruments of this build in the order of their ids.
var builtin = sync.OnceValues(func() ([]*Instrument, error) {
	names, err := fs.Glob(instrumentFiles, "instruments/*.json")
	if err != nil {
		return nil, err
	}
	var out []*Instrument
	for _, name := range names {
		b, err := instrumentFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		in, err := Load(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if name != "instruments/"+in.ID+".json" {
			return nil, fmt.Errorf("%s holds the instrument %s: name the file after it", name, in.ID)
		}
		out = append(out, in)
	}
	return out, nil
})

// Builtin returns the instruments that this build carries, sorted by id. One
// that does not load is a defect of the build, so it panics then; a test loads
// all.
func Builtin() []*Instrument {
	list, err := builtin()
	if err != nil {
		panic("recovery: " + err.Error())
	}
	return list
}

// Find returns the built-in instrument of that id. The error lists the ids
// there are.
func Find(id string) (*Instrument, error) {
	var ids []string
	for _, in := range Builtin() {
		if in.ID == id {
			return in, nil
		}
		ids = append(ids, in.ID)
	}
	return nil, fmt.Errorf("there is no instrument %q: there are gas, %s, or the FILE.json of your own scale",
		id, strings.Join(ids, ", "))
}
