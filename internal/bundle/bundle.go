// Package bundle is a register to be read without Steady: a zip with the export,
// the pages as anybody's browser shows them, the laws they are worded by, and
// the second verifier, and the names behind the numbers. Everything else in it is
// made from the export and the names, so whoever has Steady can make it again and
// compare (docs/reference/export-format.md).
package bundle

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"steady/internal/report"
	"steady/internal/seal"
	"steady/journal"
)

// The files of a bundle beside the law packs.
const (
	readmeName = "README.txt"
	indexName  = "index.html"
	namesName  = "names.json"
	exportName = "register.steady"
	pythonName = "verify.py"
	listName   = "bundle.txt"
)

//go:embed verify.py
var python []byte

//go:embed index.templ
var indexSource []byte

//go:embed view.go
var viewSource []byte

// Drawing tells the way this build makes the files of a bundle from that of
// another build: 16 hexadecimal digits.
func Drawing() string {
	h := sha256.New()
	for _, b := range [][]byte{[]byte(report.Drawing()), python, indexSource, viewSource} {
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// file is one file of a bundle. The export's content stays where it is.
type file struct {
	name    string
	content []byte
	size    int64
	sum     [32]byte
	crc     uint32
}

func newFile(name string, content []byte) file {
	return file{name, content, int64(len(content)), sha256.Sum256(content), crc32.ChecksumIEEE(content)}
}

// bundle is the files made from one export, in their order, without the list.
type bundle struct {
	contents *seal.Contents
	export   io.ReadSeeker
	files    []file
}

// Write makes the bundle of an export that was just written or verified, with
// those of the names that its entries mention.
func Write(w io.Writer, export io.ReadSeeker, n Names, key *seal.Key) error {
	n.Format = namesFormat
	raw, err := n.bytes()
	if err != nil {
		return err
	}
	if n, err = parseNames(raw); err != nil { // drawn as a reader will read them
		return err
	}
	b, err := remake(export, n)
	if err != nil {
		return err
	}
	list, err := note.Sign(&note.Note{Text: b.list(Drawing())}, key.Signer())
	if err != nil {
		return err
	}
	return b.zip(w, list)
}

// remake makes every file of the bundle of an export and names.
func remake(export io.ReadSeeker, n Names) (*bundle, error) {
	if _, err := export.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	var entries []journal.Entry
	c, err := seal.ReadExport(export, func(_ *seal.Contents, _ int64, entry []byte) error {
		e, err := journal.Parse(bytes.Clone(entry))
		entries = append(entries, e)
		return err
	})
	if err != nil {
		return nil, err
	}
	b := &bundle{contents: c, export: export}
	whole, err := b.measure()
	if err != nil {
		return nil, err
	}
	v, packs, err := look(c, entries, n)
	if err != nil {
		return nil, err
	}
	index, err := v.html()
	if err != nil {
		return nil, err
	}
	mentioned, err := v.who.names.bytes()
	if err != nil {
		return nil, err
	}
	b.files = append([]file{newFile(readmeName, v.readme()), newFile(indexName, index), newFile(namesName, mentioned),
		whole}, packs...)
	b.files = append(b.files, newFile(pythonName, python))
	return b, nil
}

// measure reads the export once, for its length and sums.
func (b *bundle) measure() (file, error) {
	if _, err := b.export.Seek(0, io.SeekStart); err != nil {
		return file{}, err
	}
	sum, crc := sha256.New(), crc32.NewIEEE()
	n, err := io.Copy(io.MultiWriter(sum, crc), b.export)
	return file{exportName, nil, n, [32]byte(sum.Sum(nil)), crc.Sum32()}, err
}

// list is the text that the service signs: what the bundle holds, and in which
// way it was drawn.
func (b *bundle) list(drawing string) string {
	var t strings.Builder
	fmt.Fprintf(&t, "%s/bundle\ndrawing %s\n", journal.Origin(b.contents.Premises, journal.Register), drawing)
	for _, f := range b.files {
		t.WriteString(f.listed())
	}
	return t.String()
}

func (f file) listed() string { return fmt.Sprintf("file %s %d %s\n", f.name, f.size, base(f.sum)) }

func base(sum [32]byte) string { return base64.StdEncoding.EncodeToString(sum[:]) }
