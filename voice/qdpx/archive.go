// Package qdpx reads and writes projects of the REFI-QDA exchange standard 1.5:
// archives (.qdpx) and code books (.qdc). It takes bytes and gives values. It
// accepts what programs write in practice (V-09), finds out how each text was
// counted (V-06), keeps what it does not understand (V-08) and refuses what
// could do harm (V-10).
package qdpx

import (
	"path"
	"strings"

	"steady/voice"
	"steady/voice/parcel"
)

// maxKept bounds one file that is kept as it came: larger media stay with the
// person (V-33).
const maxKept = 64 << 20

// archive is the content of a .qdpx file.
type archive struct {
	project  []byte
	projName string
	members  []voice.Member
	left     []string       // files too large to keep, by name
	byName   map[string]int // members by lower-case base name
}

// open reads the members of an archive.
func open(b []byte) (*archive, error) {
	in, err := parcel.Open(b)
	if err != nil {
		return nil, err
	}
	a := &archive{byName: map[string]int{}}
	for _, name := range in.Names {
		switch {
		case !strings.HasSuffix(strings.ToLower(name), ".qde"):
		case a.projName != "":
			return nil, voice.Refuse("the archive holds two projects, %q and %q: pack each on its own", a.projName, name)
		default:
			a.projName = name
		}
	}
	if a.projName == "" {
		return nil, voice.Refuse("the archive holds no project (a file ending in .qde): is it a .qdpx file?")
	}
	if a.project, err = in.Read(a.projName); err != nil {
		return nil, err
	}
	for _, name := range in.Names {
		base := path.Base(name)
		if name == a.projName || base == ".root" { // a mark of one program, without content
			continue
		}
		if in.Size(name) > maxKept {
			a.left = append(a.left, name)
			continue
		}
		content, err := in.Read(name)
		if err != nil {
			return nil, err
		}
		a.byName[strings.ToLower(base)] = len(a.members)
		a.members = append(a.members, voice.Member{Name: name, Bytes: content})
	}
	return a, nil
}
