package seal

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb/note"

	"steady/journal"
	"steady/moment"
)

// Options of a verification.
type Options struct {
	// Key is a verifier key text that the export must be signed with: one that
	// the verifier holds, not one from the file. Empty uses the file's.
	Key string
	// Since is the report of an older export, verified with Keep, that this
	// one must continue.
	Since *Report
	// Witness verifies the cosignatures of an outside witness: at least one of
	// the heads must have one. Nil verifies none.
	Witness Cosigner
	// Head is a signed head received by another way, from the witness say, that
	// the register must contain. It is verified with the key.
	Head []byte
	// Keep keeps the leaf hashes in the report, so that it can serve as Since.
	Keep bool
}

// Cosigner verifies the signatures of an outside witness and tells when it
// signed, in Unix seconds (steady/internal/cosign).
type Cosigner interface {
	note.Verifier
	At(n *note.Note) (at int64, signed bool)
}

// Cosigned is the newest head that the outside witness signed.
type Cosigned struct {
	Witness string
	Size    int64
	At      int64 // Unix seconds
	HeadAt  int64 // Unix seconds; when the service says it made that head
}

// Report is what an export proved to hold.
type Report struct {
	Premises    string
	Holder      string // whose key the file says it is
	Key         string // verifier key text
	KeyCompared bool   // the key was one the verifier holds
	Made        moment.Instant
	Entries     int64
	Head        journal.Checkpoint // the newest, of all entries
	Checkpoints int
	Texts       int
	Erased      int
	Pages       []PageSum // sorted by name
	Cosigners   []string  // names of other signatures on checkpoints; not verified
	Cosigned    *Cosigned // with Options.Witness
	Continues   bool      // Options.Since was given and is the beginning of this
	HasHead     bool      // Options.Head was given and is a head of this register

	leaves [][32]byte
}

// RootText prints the root hash of a checkpoint as the file does, in base64.
func RootText(c journal.Checkpoint) string { return hashBase64.EncodeToString(c.Root[:]) }

// PageSum is the state of a register page after the last entry.
type PageSum struct {
	Page     string `json:"page"`
	Ampoules int64  `json:"ampoules"`
	MassUg   int64  `json:"mass_ug"` // micrograms
	Entries  int64  `json:"entries"`
}

// ErrKey says that Options.Key is not a verifier key.
var ErrKey = errors.New("the key given is not a verifier key: it is one line like steady/PREMISES+HASH+BASE64")

// VerifyExport reads an export once, in constant memory, and proves it: every
// byte, the signatures, the order and numbering of the entries, their running
// balances and their texts. An export that is not what was signed gives a
// *Refused; any other error is of the reader, or ErrKey.
func VerifyExport(in io.Reader, opts Options) (Report, error) {
	if opts.Key != "" {
		if _, err := note.NewVerifier(opts.Key); err != nil {
			return Report{}, ErrKey
		}
	}
	r := &headReader{in: bufio.NewReaderSize(in, 32<<10), sum: sha256.New()}
	h := r.readHead()
	if r.err != nil {
		return Report{}, r.err
	}
	known, err := openKey(h.key, h.premises)
	if err != nil {
		return Report{}, refuse("line 4: %v", err)
	}
	if no := checkKeys(h, opts); no != nil {
		return Report{}, no
	}
	heads := r.readCheckpoints(h, known, opts.Witness)
	texts := r.readTexts(h.texts)
	if r.err != nil {
		return Report{}, r.err
	}
	list, err := withHead(heads.list, opts.Head, known)
	if err != nil {
		return Report{}, err
	}
	newest := heads.newest()
	m := newMerge(list, newest.Size)
	m.newest, m.since, m.keep = &newest, opts.Since, opts.Keep
	tail, err := r.readEntries(h.premises, texts, m)
	if err != nil {
		return Report{}, err
	}
	if h.entries != newest.Size {
		return Report{}, refuse("line 9: it says %d entries, and the newest signed head is of the %d that the file holds",
			h.entries, newest.Size)
	}
	if no := checkManifest(tail, newest, known, r); no != nil {
		return Report{}, no
	}
	if id := texts.unused(); id != "" {
		return Report{}, refuse("text %q is shown, but no entry refers to it", id)
	}
	if no := m.continues(); no != nil {
		return Report{}, no
	}
	return report(h, heads, texts, m, opts), nil
}

func checkKeys(h head, opts Options) *Refused {
	if opts.Key != "" && opts.Key != h.key {
		return refuse("the file is signed by another key than the one you hold: it says %s", h.key)
	}
	if s := opts.Since; s != nil && s.Premises != h.premises {
		return refuse("the older export is of another premises, %s", s.Premises)
	} else if s != nil && s.Key != h.key {
		return refuse("the older export was signed by another key, %s", s.Key)
	}
	return nil
}

func report(h head, heads signedHeads, texts *fileTexts, m *merge, opts Options) Report {
	rep := Report{
		Premises: h.premises, Holder: h.holder, Key: h.key, KeyCompared: opts.Key != "", Made: h.made,
		Entries: h.entries, Head: heads.newest(), Checkpoints: len(heads.list),
		Texts: len(texts.byID), Erased: texts.erased, Continues: opts.Since != nil,
		Cosigners: slices.Sorted(maps.Keys(heads.cosigns)), Cosigned: heads.cosigned, HasHead: opts.Head != nil,
		leaves: m.leaves,
	}
	for name, p := range m.pages {
		rep.Pages = append(rep.Pages, PageSum{name, p.sum[ampoules], p.sum[massUg], p.entries})
	}
	slices.SortFunc(rep.Pages, func(a, b PageSum) int { return bytes.Compare([]byte(a.Page), []byte(b.Page)) })
	return rep
}

// checkManifest verifies the signed end of the file: nothing after it, and the
// bytes before the entries are those it signs.
func checkManifest(tail []byte, newest journal.Checkpoint, known note.Verifier, r *headReader) *Refused {
	n, err := journal.OpenNote(tail, note.VerifierList(known))
	if err != nil && err.Error() == "malformed note" {
		return refuse("the manifest at the end is cut short, or something stands after it")
	}
	if err != nil {
		return refuse("the manifest at the end is not signed by the key %s: %v", known.Name(), err)
	}
	if len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return refuse("the manifest at the end has more signatures than the one it must have")
	}
	if n.Text == manifestText(newest, r.bytes, r.sum.Sum(nil)) {
		return nil
	}
	var size int64
	line, _ := strings.CutPrefix(n.Text, newest.Origin()+"/export\nhead ")
	switch fmt.Sscanf(line, "%d ", &size); {
	case size > newest.Size:
		return &Refused{Entry: newest.Size, Until: size - 1, Why: fmt.Sprintf("it is missing: the manifest at the end was "+
			"signed for %d entries, so the end of the register was cut off together with its signed head", size)}
	case line != n.Text && size < newest.Size:
		return refuse("the manifest at the end is of an older export, of %d entries", size)
	}
	return refuse("the lines before the entries were changed: the manifest at the end signs others")
}

// chunkSize is the most that is read at once; the first chunks are smaller, so
// that a small file needs little memory. An entry may be longer than a chunk.
const chunkSize = 256 << 10

// maxChunks bounds the memory. It is so many that a reader whom the system sets
// aside for a while does not hold up the others.
const maxChunks = 24

// entryMark is how an entry begins; no other line of one begins so.
var entryMark = []byte("\nsteady/1 ")

// readEntries reads the entries on all processors and returns what follows
// them. Each worker takes the next stretch of the file and reads it while it is
// still near; joining them runs beside. What they find does not depend on how
// they interleave.
func (r *headReader) readEntries(premises string, texts *fileTexts, m *merge) ([]byte, error) {
	workers := runtime.GOMAXPROCS(0)
	cut := cutter{in: r.in, size: 16 << 10, joining: make(chan *chunk, maxChunks)}
	cut.freed.L = &cut.mu
	for range maxChunks {
		cut.free = append(cut.free, &chunk{})
	}
	var running sync.WaitGroup
	for range workers {
		running.Go(func() {
			reader := entryReader{premises: premises, refs: texts}
			for c := cut.next(); c != nil; c = cut.next() {
				reader.read(c)
				close(c.done)
			}
		})
	}
	var refused *Refused
	for c := range cut.joining {
		<-c.done
		if refused == nil {
			refused = m.take(c)
		}
		cut.put(c, refused != nil)
	}
	running.Wait()
	switch {
	case refused != nil:
		return nil, refused
	case cut.err != nil:
		return nil, cut.err
	}
	if no := m.finish(); no != nil {
		return nil, no
	}
	return cut.tail.buf[cut.tail.end+1:], nil
}

// cutter cuts the rest of the file into chunks of whole entries. It serves
// several readers at once.
type cutter struct {
	in      io.Reader
	joining chan *chunk // handed out, in the order of the file; closed after the last

	mu    sync.Mutex
	free  []*chunk // to be filled again, the one used last first: it is still near
	freed sync.Cond
	quit  bool   // no more are needed
	size  int    // to read next
	carry []byte // the beginning of an entry that was read with the chunk before
	ended bool
	tail  *chunk // the last, which holds the end of the file
	err   error
}

// next returns the next chunk, or nil after the last one.
func (k *cutter) next() *chunk {
	k.mu.Lock()
	defer k.mu.Unlock()
	for len(k.free) == 0 && !k.quit && !k.ended {
		k.freed.Wait()
	}
	if k.ended {
		return nil
	}
	c, err := k.fill()
	if c == nil || c.last {
		k.ended, k.tail, k.err = true, c, err
		defer close(k.joining)
	}
	if c != nil {
		k.joining <- c
	}
	return c
}

// put takes a chunk back; enough says that no more are needed.
func (k *cutter) put(c *chunk, enough bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !c.last { // the last one's end is the manifest
		k.free = append(k.free, c)
	}
	k.quit = k.quit || enough
	k.freed.Broadcast()
}

// fill reads a chunk; nil is a fault, or that no more are needed.
func (k *cutter) fill() (*chunk, error) {
	if k.quit {
		return nil, nil
	}
	c := k.free[len(k.free)-1]
	k.free = k.free[:len(k.free)-1]
	*c = chunk{buf: c.buf, leaves: c.leaves[:0], done: make(chan struct{})} // its memory is used again
	buf := append(c.buf[:0], k.carry...)
	for {
		buf = slices.Grow(buf, k.size)
		n, err := io.ReadFull(k.in, buf[len(buf):len(buf)+k.size])
		buf = buf[:len(buf)+n]
		k.size = min(2*k.size, chunkSize)
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			c.buf, c.last = buf, true
			return c, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the export: %w", err)
		}
		if cut := bytes.LastIndex(buf, entryMark) + 1; cut > 0 {
			c.buf, k.carry = buf[:cut], append(k.carry[:0], buf[cut:]...)
			return c, nil
		}
		if len(buf) > 2*journal.MaxEntry+chunkSize {
			return nil, refuse("there is no entry in %d bytes where entries should be", len(buf))
		}
	}
}
