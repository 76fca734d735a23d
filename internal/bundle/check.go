package bundle

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
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
	// Remade are the files that were made again from the export and the names, and
	// are the same.
	Remade []string
	// Signed are those that another build of Steady drew: they are as the service
	// signed them, and could not be made again here.
	Signed []string
	// Staff and People are how many names.json names, as the service signed them.
	Staff, People int
}

func refuse(format string, a ...any) error {
	return &seal.Refused{Entry: -1, Until: -1, Why: "the bundle: " + fmt.Sprintf(format, a...)}
}

// Export finds the export in a bundle. An error is a *seal.Refused.
func Export(in io.ReaderAt, size int64) (*io.SectionReader, error) {
	files, err := open(in, size)
	if err != nil {
		return nil, err
	}
	return files.part(exportName)
}

// parts are the files of a zip by name, where they lie.
type parts map[string]*io.SectionReader

func open(in io.ReaderAt, size int64) (parts, error) {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return nil, refuse("it is not a whole zip: %v", err)
	}
	out := parts{}
	for _, f := range z.File {
		if out[f.Name] != nil {
			return nil, refuse("%.100q is there twice", f.Name)
		}
		if out[f.Name], err = stored(in, f); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (p parts) part(name string) (*io.SectionReader, error) {
	if p[name] == nil {
		return nil, refuse("%s is missing", name)
	}
	return p[name], nil
}

func (p parts) read(name string) ([]byte, error) {
	r, err := p.part(name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(r, 0, r.Size()))
}

// stored is the content of a file of the zip, where it lies.
func stored(in io.ReaderAt, f *zip.File) (*io.SectionReader, error) {
	at, err := f.DataOffset()
	if err != nil || f.Method != zip.Store || f.CompressedSize64 != f.UncompressedSize64 {
		return nil, refuse("%.100q does not lie in it as it is", f.Name)
	}
	return io.NewSectionReader(in, at, int64(f.CompressedSize64)), nil
}

// saysDrawing is the second line of a bundle's list.
var saysDrawing = regexp.MustCompile(`^[^\n]*/bundle\ndrawing ([0-9a-f]{16})\n`)

// Check makes a bundle again from its export, which was verified with the key
// before, and from its names, which are held to the list that the service
// signed; and compares every byte. What another build of Steady drew is held to
// that list instead. An error is a *seal.Refused naming the file, or of the
// reader.
func Check(in io.ReaderAt, size int64, key string) (Checked, error) {
	files, err := open(in, size)
	if err != nil {
		return Checked{}, err
	}
	list, err := files.read(listName)
	if err != nil {
		return Checked{}, err
	}
	text, err := signed(list, key)
	if err != nil {
		return Checked{}, err
	}
	m := saysDrawing.FindStringSubmatch(text)
	if m == nil {
		return Checked{}, refuse("%s does not say how the bundle was drawn", listName)
	}
	out := Checked{Drawing: m[1], Same: m[1] == Drawing()}
	b, err := files.remake(text, &out)
	if err != nil {
		return Checked{}, err
	}
	if err := b.compare(files, text, &out); err != nil {
		return Checked{}, err
	}
	if text != b.list(out.Drawing) {
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

// signed is the text of the list, which the key and nobody else signed.
func signed(list []byte, key string) (string, error) {
	v, err := note.NewVerifier(key)
	if err != nil {
		return "", err
	}
	n, err := journal.OpenNote(list, note.VerifierList(v))
	if err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return "", refuse("%s is not signed by the key %s", listName, v.Name())
	}
	return n.Text, nil
}

// remake makes the bundle again, of its export and of the names that the signed
// list holds.
func (p parts) remake(list string, out *Checked) (*bundle, error) {
	export, err := p.part(exportName)
	if err != nil {
		return nil, err
	}
	raw, err := p.read(namesName)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(list, newFile(namesName, raw).listed()) {
		return nil, refuse(otherListed, namesName)
	}
	names, err := parseNames(raw)
	if err != nil {
		return nil, refuse("%s cannot be read: %v", namesName, err)
	}
	out.Staff, out.People = len(names.Staff), len(names.People)
	b, err := remake(export, names)
	if err != nil {
		return nil, err
	}
	wanted := []string{listName}
	for _, f := range b.files {
		wanted = append(wanted, f.name)
		if _, err := p.part(f.name); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if !slices.Contains(wanted, name) {
			return nil, refuse("%.100q is not a file of it", name)
		}
	}
	return b, nil
}

const otherListed = "%s was changed: the list that the service signed has another"

// compare holds each file to what the export and the names make of it, or to the
// signed list where another build drew it.
func (b *bundle) compare(given parts, list string, out *Checked) error {
	for i, f := range b.files {
		if f.name == exportName {
			continue
		}
		content, err := given.read(f.name)
		if err != nil {
			return err
		}
		drawnFile := f.name == readmeName || f.name == indexName || f.name == pythonName
		equal := bytes.Equal(content, f.content)
		switch {
		case f.name == namesName && out.Same && !equal:
			return refuse("%s names somebody whom the register does not mention", f.name)
		case f.name == namesName:
			b.files[i] = newFile(f.name, content) // as signed: another build may mention others
		case equal:
			out.Remade = append(out.Remade, f.name)
		case out.Same || !drawnFile:
			return refuse("%s was changed: it is not what the register makes of it", f.name)
		default:
			b.files[i] = newFile(f.name, content)
			if !strings.Contains(list, b.files[i].listed()) {
				return refuse(otherListed, f.name)
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
