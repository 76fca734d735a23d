package bundle

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"steady/internal/seal"
	"steady/journal"
)

// Magic is how every bundle begins.
const Magic = "PK\x03\x04"

// Checked says what of a bundle was compared.
type Checked struct {
	Drawing string // the way in which its files were made
	Same    bool   // it is the way of this build
	// Remade are the files that were made again from the export and are the same.
	Remade []string
	// Signed are those that another build of Steady drew: they are as the service
	// signed them, and could not be made again here.
	Signed []string
}

func refuse(format string, a ...any) error {
	return &seal.Refused{Entry: -1, Until: -1, Why: "the bundle: " + fmt.Sprintf(format, a...)}
}

// Export finds the export in a bundle. An error is a *seal.Refused.
func Export(in io.ReaderAt, size int64) (*io.SectionReader, error) {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return nil, refuse("it is not a whole zip: %v", err)
	}
	for _, f := range z.File {
		if f.Name == exportName {
			return stored(in, f)
		}
	}
	return nil, refuse("%s is missing", exportName)
}

// stored is the content of a file of the zip, where it lies.
func stored(in io.ReaderAt, f *zip.File) (*io.SectionReader, error) {
	at, err := f.DataOffset()
	if err != nil || f.Method != zip.Store || f.CompressedSize64 != f.UncompressedSize64 {
		return nil, refuse("%s does not lie in it as it is", f.Name)
	}
	return io.NewSectionReader(in, at, int64(f.CompressedSize64)), nil
}

// saysDrawing is the second line of a bundle's list.
var saysDrawing = regexp.MustCompile(`^[^\n]*/bundle\ndrawing ([0-9a-f]{16})\n`)

// Check makes a bundle again from its export, which was verified with the key
// before, and compares every byte. What another build of Steady drew is held to
// the list that the service signed instead. An error is a *seal.Refused naming
// the file, or of the reader.
func Check(in io.ReaderAt, size int64, key string) (Checked, error) {
	export, err := Export(in, size)
	if err != nil {
		return Checked{}, err
	}
	b, err := remake(export)
	if err != nil {
		return Checked{}, err
	}
	given, err := b.given(in, size)
	if err != nil {
		return Checked{}, err
	}
	v, err := note.NewVerifier(key)
	if err != nil {
		return Checked{}, err
	}
	list := given[listName]
	n, err := journal.OpenNote(list, note.VerifierList(v))
	if err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return Checked{}, refuse("%s is not signed by the key %s", listName, v.Name())
	}
	m := saysDrawing.FindStringSubmatch(n.Text)
	if m == nil {
		return Checked{}, refuse("%s does not say how the bundle was drawn", listName)
	}
	out := Checked{Drawing: m[1], Same: m[1] == Drawing()}
	if err := b.compare(given, n.Text, &out); err != nil {
		return Checked{}, err
	}
	if n.Text != b.list(out.Drawing) {
		return Checked{}, refuse("%s lists other files than there are", listName)
	}
	rest := &same{in: in, size: size}
	if err = b.zip(rest, list); err == nil && rest.at != size {
		err = errOther
	}
	if errors.Is(err, errOther) {
		return Checked{}, refuse("byte %d is not of its files: something was added or changed between them", rest.at)
	}
	return out, err
}

// given reads the files of the zip but the export, and refuses one too many or
// too few.
func (b *bundle) given(in io.ReaderAt, size int64) (map[string][]byte, error) {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return nil, refuse("it is not a whole zip: %v", err)
	}
	wanted := []string{}
	for _, f := range b.files {
		wanted = append(wanted, f.name)
	}
	wanted = append(wanted, listName)
	out := map[string][]byte{}
	for _, f := range z.File {
		if !slices.Contains(wanted, f.Name) {
			return nil, refuse("%.100q is not a file of it", f.Name)
		}
		content, err := stored(in, f)
		if err != nil {
			return nil, err
		}
		if _, twice := out[f.Name]; twice {
			return nil, refuse("%s is there twice", f.Name)
		}
		out[f.Name] = nil
		if f.Name != exportName {
			if out[f.Name], err = io.ReadAll(content); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range wanted {
		if _, there := out[name]; !there {
			return nil, refuse("%s is missing", name)
		}
	}
	return out, nil
}

// compare holds each file to what the export makes of it, or to the signed list
// where another build drew it.
func (b *bundle) compare(given map[string][]byte, list string, out *Checked) error {
	for i, f := range b.files {
		drawnFile := f.name == readmeName || f.name == indexName || f.name == pythonName
		switch {
		case f.name == exportName:
		case bytes.Equal(given[f.name], f.content):
			out.Remade = append(out.Remade, f.name)
		case out.Same || !drawnFile:
			return refuse("%s was changed: it is not what the register makes of it", f.name)
		default:
			b.files[i] = newFile(f.name, given[f.name])
			if !strings.Contains(list, fmt.Sprintf("file %s %d %s\n", f.name, b.files[i].size, base(b.files[i].sum))) {
				return refuse("%s was changed: the list that the service signed has another", f.name)
			}
			out.Signed = append(out.Signed, f.name)
		}
	}
	return nil
}

// errOther says that a byte differs.
var errOther = errors.New("another byte")

// same takes what is written only where the file has the same bytes.
type same struct {
	in       io.ReaderAt
	size, at int64
	buf      []byte
}

// Write compares (io.Writer).
func (s *same) Write(p []byte) (int, error) {
	s.buf = slices.Grow(s.buf[:0], len(p))[:len(p)]
	n, err := s.in.ReadAt(s.buf, s.at)
	if err != nil && !(errors.Is(err, io.EOF)) {
		return 0, err
	}
	for i := range p {
		if i >= n || s.buf[i] != p[i] {
			s.at += int64(i)
			return i, errOther
		}
	}
	s.at += int64(n)
	return n, nil
}
