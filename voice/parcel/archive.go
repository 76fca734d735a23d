// Package parcel opens what people are sent: archives and XML, from bytes, with
// bounds. It refuses what could do harm before anything is inflated (V-10).
package parcel

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"steady/voice"
)

// What an archive may be at most. A project of five hundred long interviews
// with scanned pages is far below.
const (
	MaxEntry   = 1<<31 - 1 // bytes of one file, the exchange standard's limit
	maxTotal   = 1 << 30   // bytes, inflated, that are taken into memory
	maxRatio   = 200       // inflated over packed, above ratioFrom
	ratioFrom  = 8 << 20   // bytes below which a ratio says nothing
	maxMembers = 100_000
)

// Archive is a ZIP archive whose directory has been looked at.
type Archive struct {
	Names []string // of files, in the archive's order
	files map[string]*zip.File
	taken int64 // bytes inflated so far
}

// Open looks at every name and size of an archive. The error is a
// *voice.RefusedError where it could do harm.
func Open(b []byte) (*Archive, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("the archive cannot be read: %w", err)
	}
	if len(z.File) > maxMembers {
		return nil, voice.Refuse("the archive has %d files; at most %d are taken", len(z.File), maxMembers)
	}
	a := &Archive{files: map[string]*zip.File{}}
	seen := map[string]bool{}
	for _, f := range z.File {
		if err := CheckName(f.Name); err != nil {
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
		if !strings.HasSuffix(f.Name, "/") {
			a.Names = append(a.Names, f.Name)
			a.files[f.Name] = f
		}
	}
	return a, nil
}

// CheckName refuses names that would leave a folder.
func CheckName(name string) error {
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

// checkSize refuses by what the directory says; Read holds the file to that.
func checkSize(f *zip.File) error {
	if f.UncompressedSize64 > MaxEntry {
		return voice.Refuse("%q is over the limit of %d bytes for one file", f.Name, MaxEntry)
	}
	if f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio {
		return voice.Refuse("%q would swell from %d to %d bytes: it is refused as a bomb", f.Name, f.CompressedSize64,
			f.UncompressedSize64)
	}
	return nil
}

// Size is the inflated size of a file, or -1 where there is none of that name.
func (a *Archive) Size(name string) int64 {
	if f := a.files[name]; f != nil {
		return int64(f.UncompressedSize64)
	}
	return -1
}

// Read inflates one file and holds it to its declared size, and all files
// together to the total.
func (a *Archive) Read(name string) ([]byte, error) {
	f := a.files[name]
	if f == nil {
		return nil, fmt.Errorf("the archive holds no %q", name)
	}
	if a.taken+int64(f.UncompressedSize64) > maxTotal {
		return nil, voice.Refuse("the archive swells to more than %d bytes: it is refused", maxTotal)
	}
	if f.Flags&1 != 0 {
		return nil, voice.Refuse("%q is encrypted: pack it without a password", f.Name)
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
