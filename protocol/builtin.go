package protocol

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"
)

//go:embed packs/*.json
var packFiles embed.FS

// builtin holds the packs of this build by id, in the order of their ids.
var builtin = sync.OnceValues(func() ([]*Pack, error) {
	names, err := fs.Glob(packFiles, "packs/*.json")
	if err != nil {
		return nil, err
	}
	var out []*Pack
	for _, name := range names {
		b, err := packFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		p, err := Load(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if name != "packs/"+p.ID+".json" {
			return nil, fmt.Errorf("%s holds the pack %s: name the file after it", name, p.ID)
		}
		out = append(out, p)
	}
	return out, nil
})

// Builtin returns the packs that this build carries, sorted by id. A pack that
// does not load is a defect of the build, so it panics then; a test loads all.
func Builtin() []*Pack {
	packs, err := builtin()
	if err != nil {
		panic("protocol: " + err.Error())
	}
	return packs
}

// Find returns the built-in pack of that id. The error lists the ids there are.
func Find(id string) (*Pack, error) {
	var ids []string
	for _, p := range Builtin() {
		if p.ID == id {
			return p, nil
		}
		ids = append(ids, p.ID)
	}
	return nil, fmt.Errorf("there is no dosing pack %q: there are %s", id, strings.Join(ids, ", "))
}
