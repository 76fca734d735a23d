// Package qdpx reads and writes projects of the REFI-QDA exchange standard 1.5:
// archives (.qdpx) and code books (.qdc). It takes bytes and gives values. It
// accepts what programs write in practice (V-09), finds out how each text was
// counted (V-06), keeps what it does not understand (V-08) and refuses what
// could do harm (V-10).
package qdpx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"steady/voice"
)

// What an archive may be at most. A project of five hundred long interviews
// with scanned pages is far below.
const (
	maxEntry   = 1<<31 - 1 // the standard's limit for one file
	maxTotal   = 1 << 30   // bytes, inflated, that are taken into memory
	maxKept    = 64 << 20  // bytes of one other file that is kept; larger media stay with the person
	maxRatio   = 200       // inflated over packed, above ratioFrom
	ratioFrom  = 8 << 20   // bytes below which a ratio says nothing
	maxMembers = 100_000
)

// archive is the content of a .qdpx file.
type archive struct {
	project  []byte
	members  []voice.Member
	left     []string       // files too large to keep, by name
	byName   map[string]int // members by lower-case base name
	taken    int64          // bytes inflated so far
	projName string
}

// open reads the members of an archive.
func open(b []byte) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("the archive cannot be read: %w", err)
	}
	if len(z.File) > maxMembers {
		return nil, voice.Refuse("the archive has %d files; at most %d are taken", len(z.File), maxMembers)
	}
	a := &archive{byName: map[string]int{}}
	var project *zip.File
	seen := map[string]bool{}
	for _, f := range z.File { // look at everything before anything is inflated
		if err := checkName(f.Name); err != nil {
			return nil, err
		}
		if err := checkSize(f); err != nil {
			return nil, err
		}
		key := strings.ToLower(f.Name)
		if seen[key] {
			return nil, voice.Refuse("the archive holds two files named %q", f.Name)
		}
		seen[key] = true
		if strings.HasSuffix(key, ".qde") {
			if project != nil {
				return nil, voice.Refuse("the archive holds two projects, %q and %q: pack each on its own", project.Name,
					f.Name)
			}
			project = f
		}
	}
	if project == nil {
		return nil, voice.Refuse("the archive holds no project (a file ending in .qde): is it a .qdpx file?")
	}
	a.projName = project.Name
	if a.project, err = a.inflate(project); err != nil {
		return nil, err
	}
	for _, f := range z.File {
		if err := a.take(f, project); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// take keeps one member unless it is the project, a folder, a mark, or large.
func (a *archive) take(f, project *zip.File) error {
	base := path.Base(f.Name)
	if f == project || strings.HasSuffix(f.Name, "/") || base == ".root" {
		return nil
	}
	if f.UncompressedSize64 > maxKept {
		a.left = append(a.left, f.Name)
		return nil
	}
	b, err := a.inflate(f)
	if err != nil {
		return err
	}
	a.byName[strings.ToLower(base)] = len(a.members)
	a.members = append(a.members, voice.Member{Name: f.Name, Bytes: b})
	return nil
}

// checkName refuses names that would leave a folder.
func checkName(name string) error {
	clean := strings.ReplaceAll(name, `\`, "/")
	if name == "" || strings.HasPrefix(clean, "/") || strings.ContainsRune(name, 0) ||
		len(clean) > 1 && clean[1] == ':' {
		return voice.Refuse("the archive holds a file with the absolute name %q: it is refused whole", name)
	}
	for part := range strings.SplitSeq(clean, "/") {
		if part == ".." {
			return voice.Refuse("the archive holds the file name %q, which leads out of it: it is refused whole", name)
		}
	}
	return nil
}

// checkSize refuses by what the archive's directory says; inflate holds it to that.
func checkSize(f *zip.File) error {
	if f.UncompressedSize64 > maxEntry {
		return voice.Refuse("%q is over the limit of %d bytes for one file", f.Name, maxEntry)
	}
	if f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio {
		return voice.Refuse("%q would swell from %d to %d bytes: it is refused as a bomb", f.Name, f.CompressedSize64,
			f.UncompressedSize64)
	}
	return nil
}

// inflate reads one member and holds it to its declared size and to the total.
func (a *archive) inflate(f *zip.File) ([]byte, error) {
	if a.taken+int64(f.UncompressedSize64) > maxTotal {
		return nil, voice.Refuse("the archive swells to more than %d bytes: it is refused", maxTotal)
	}
	if f.Flags&1 != 0 {
		return nil, voice.Refuse("%q is encrypted: pack the project without a password", f.Name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%q cannot be read: %w", f.Name, err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, int64(f.UncompressedSize64)+1))
	if err != nil {
		return nil, fmt.Errorf("%q cannot be read: %w", f.Name, err)
	}
	if uint64(len(b)) != f.UncompressedSize64 {
		return nil, voice.Refuse("%q is longer than the archive says: it is refused", f.Name)
	}
	a.taken += int64(len(b))
	return b, nil
}
