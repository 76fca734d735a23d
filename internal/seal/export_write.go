package seal

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"steady/journal"
	"steady/moment"
)

// Text is a text of the cabinet with its salt.
type Text struct {
	Salt []byte
	Text string
}

// ExportSource is where an export reads the register from.
type ExportSource interface {
	// Entries yields the exact bytes of the first n register entries in order.
	// It is called twice and yields the same bytes both times.
	Entries(n int64, yield func(entry []byte) error) error
	// Checkpoints returns the signed checkpoints of the register, ascending by
	// size. Those beyond the export are passed over.
	Checkpoints() ([][]byte, error)
	// Texts returns the cabinet's texts by their ids; those missing were erased.
	Texts(ids []string) (map[string]Text, error)
}

// Export says what to export.
type Export struct {
	Premises string
	Holder   string         // whose key it is: name and address of the service, one line
	Size     int64          // number of register entries
	Made     moment.Instant // now
	Key      *Key
}

// WriteExport writes the register as a file that proves itself and returns its
// signed head. It reads everything once before it writes a byte: a register
// that contradicts its own checkpoints, its balances or its texts is not signed
// again, and the error is a *Refused that says where. On an error what was
// written is no export: write to a temporary file and rename it.
func WriteExport(w io.Writer, x Export, src ExportSource) (journal.Checkpoint, error) {
	if err := checkHolder(x.Holder); err != nil {
		return journal.Checkpoint{}, err
	}
	p, err := plan(x, src)
	if err != nil {
		return journal.Checkpoint{}, err
	}
	out := &exportWriter{w: bufio.NewWriterSize(w, 1<<16)}
	sum, before := out.before(p)
	root, err := out.entries(x.Size, src)
	if err != nil {
		return journal.Checkpoint{}, err
	}
	if root != p.newest.Root {
		return journal.Checkpoint{}, errors.New("the register's entries changed while they were exported: nothing is signed")
	}
	out.text("\n")
	msg, err := note.Sign(&note.Note{Text: manifestText(p.newest, before, sum)}, x.Key.Signer())
	if err != nil {
		return journal.Checkpoint{}, err
	}
	out.text(string(msg))
	if out.err == nil {
		out.err = out.w.Flush()
	}
	return p.newest, out.err
}

// exportWriter writes; the first error stays.
type exportWriter struct {
	w   *bufio.Writer
	err error
}

func (o *exportWriter) write(b []byte) {
	if o.err == nil {
		_, o.err = o.w.Write(b)
	}
}

func (o *exportWriter) text(s string) { o.write([]byte(s)) }

// before writes what stands before the entries and returns its SHA-256 and
// its length.
func (o *exportWriter) before(p *exportPlan) (sum []byte, bytes int64) {
	h := sha256.New()
	put := func(parts ...string) {
		for _, s := range parts {
			o.text(s)
			io.WriteString(h, s)
			bytes += int64(len(s))
		}
	}
	for _, line := range p.head.lines() {
		put(line, "\n")
	}
	for _, msg := range p.notes {
		put(string(msg), "\n")
	}
	put(p.rows...)
	if len(p.rows) > 0 {
		put("\n")
	}
	return h.Sum(nil), bytes
}

func (o *exportWriter) entries(n int64, src ExportSource) ([32]byte, error) {
	var edge journal.Edge
	line := make([]byte, 0, leafLine)
	err := src.Entries(n, func(b []byte) error {
		leaf := tlog.RecordHash(b)
		edge.AppendLeaf(leaf)
		o.write(b)
		line = append(line[:0], leafPrefix...)
		line = hashBase64.AppendEncode(line, leaf[:])
		o.write(append(line, '\n'))
		return o.err
	})
	return edge.Root(), err
}

// exportPlan is everything an export holds before its entries.
type exportPlan struct {
	head   head
	notes  [][]byte // signed checkpoints, the newest of the whole export
	rows   []string // of the texts
	newest journal.Checkpoint
}

func plan(x Export, src ExportSource) (*exportPlan, error) {
	verifier, err := note.NewVerifier(x.Key.Public())
	if err != nil {
		return nil, err
	}
	p := &exportPlan{head: head{
		premises: x.Premises, key: x.Key.Public(), holder: x.Holder, made: x.Made, entries: x.Size,
	}}
	heads, err := p.readCheckpoints(x, src, note.VerifierList(verifier))
	if err != nil {
		return nil, err
	}
	refs := refCollector{digest: map[string]string{}}
	m := newMerge(heads, x.Size)
	r := entryReader{premises: x.Premises, refs: &refs}
	err = src.Entries(x.Size, func(b []byte) error {
		c := chunk{buf: b, bare: true}
		r.read(&c)
		if no := m.take(&c); no != nil {
			return no
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if no := m.finish(); no != nil {
		return nil, no
	}
	if refs.clash != "" {
		return nil, fmt.Errorf("entries refer to text %s by two digests", refs.clash)
	}
	if err := p.sealNewest(x, heads, m.listed.Root()); err != nil {
		return nil, err
	}
	p.rows, err = textRows(&refs, src)
	p.head.checkpoints, p.head.texts = int64(len(p.notes)), int64(len(p.rows))
	return p, err
}

// maxCheckpoints bounds the checkpoints of an export. They say where a changed
// register was still whole; more of them cost the verifier a signature each.
const maxCheckpoints = 1024

// readCheckpoints keeps the checkpoints up to the export's size: the newest of
// each of at most maxCheckpoints equal stretches of the register.
func (p *exportPlan) readCheckpoints(x Export, src ExportSource, known note.Verifiers) ([]journal.Checkpoint, error) {
	notes, err := src.Checkpoints()
	if err != nil {
		return nil, err
	}
	stretch := x.Size/maxCheckpoints + 1
	var sizes []int64
	for i, msg := range notes {
		text, _, _ := bytes.Cut(msg, []byte("\n\n"))
		c, err := journal.ParseCheckpoint(string(text) + "\n")
		if err != nil {
			return nil, fmt.Errorf("stored checkpoint %d: %w", i, err)
		}
		if c.Size > x.Size {
			continue
		}
		if n := len(sizes); n > 0 && sizes[n-1] > c.Size {
			return nil, fmt.Errorf("stored checkpoint %d, of %d entries, stands after a larger one", i, c.Size)
		} else if n > 0 && (sizes[n-1]-1)/stretch == (c.Size-1)/stretch {
			if signatures(p.notes[n-1]) <= signatures(msg) { // one that an outside witness signed stays
				sizes, p.notes = sizes[:n-1], p.notes[:n-1]
			} else if sizes[n-1] == c.Size {
				continue
			}
		}
		sizes, p.notes = append(sizes, c.Size), append(p.notes, msg)
	}
	var heads []journal.Checkpoint
	for _, msg := range p.notes {
		c, _, err := journal.OpenCheckpoint(msg, known)
		if err != nil {
			return nil, fmt.Errorf("a stored checkpoint: %w", err)
		}
		if c.Origin() != journal.Origin(x.Premises, journal.Register) {
			return nil, fmt.Errorf("a stored checkpoint is of %s", c.Origin())
		}
		heads = append(heads, c)
	}
	return heads, nil
}

// signatures counts the signature lines of a note.
func signatures(msg []byte) int { return bytes.Count(msg, []byte("\n— ")) }

// sealNewest signs a head for the whole export where none is stored.
func (p *exportPlan) sealNewest(x Export, heads []journal.Checkpoint, root [32]byte) error {
	if n := len(heads); n > 0 && heads[n-1].Size == x.Size {
		p.newest = heads[n-1]
		return nil
	}
	p.newest = journal.Checkpoint{Premises: x.Premises, Log: journal.Register, Size: x.Size, Root: root, At: x.Made}
	msg, err := x.Key.Sign(p.newest)
	p.notes = append(p.notes, msg)
	return err
}

// refCollector gathers the texts that entries refer to, in order of first use.
type refCollector struct {
	order  []string
	digest map[string]string
	clash  string // a ref with two digests
}

func (r *refCollector) ref(ref, digest []byte) string {
	if old, ok := r.digest[string(ref)]; !ok {
		r.order = append(r.order, string(ref))
		r.digest[string(ref)] = string(digest)
	} else if old != string(digest) {
		r.clash = string(ref)
	}
	return ""
}

func textRows(refs *refCollector, src ExportSource) ([]string, error) {
	if len(refs.order) == 0 {
		return nil, nil
	}
	texts, err := src.Texts(refs.order)
	if err != nil {
		return nil, err
	}
	rows := make([]string, 0, len(refs.order))
	for _, id := range refs.order {
		row, err := textRow(id, refs.digest[id], texts)
		if err != nil {
			return nil, fmt.Errorf("text %s: %w", id, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func textRow(id, digest string, texts map[string]Text) (string, error) {
	if !isRef(id) || !isHash(digest) {
		return "", errors.New("the entry's reference is not in the journal's spelling")
	}
	t, ok := texts[id]
	if !ok {
		return "text " + id + " " + digest + " erased\n", nil
	}
	switch {
	case len(t.Text) > MaxText:
		return "", fmt.Errorf("it is longer than %d bytes", MaxText)
	case len(t.Salt) == 0 || len(t.Salt) > 64 || !utf8.ValidString(t.Text):
		return "", errors.New("it is not UTF-8, or has no salt of 1 to 64 bytes")
	case !journal.CheckDigest(digest, t.Salt, t.Text):
		return "", errors.New("the cabinet holds another text than the entry was recorded with")
	}
	return "text " + id + " " + digest + " " + hashBase64.EncodeToString(t.Salt) + " " + quote(t.Text) + "\n", nil
}

// quote spells a text as one line, a JSON string.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string is always JSON
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
