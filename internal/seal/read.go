package seal

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"steady/journal"
	"steady/moment"
)

// Contents is what stands before the entries of an export.
type Contents struct {
	Premises string
	Holder   string
	Key      string            // verifier key text
	Made     moment.Instant    // when the export was made
	Heads    []SignedHead      // ascending
	Texts    map[string]string // by id; an erased one is missing
}

// SignedHead is a signed checkpoint and who signed it beside the service.
type SignedHead struct {
	journal.Checkpoint
	Others []Other
}

// Other is a signature line of another key than the file's. It is not verified:
// that needs the other's key.
type Other struct {
	Name string
	At   int64 // Unix seconds, as a cosignature says; 0 where it says none
}

// ReadExport reads the entries of an export, in order and in constant memory
// beside its texts, and returns what stands before them. It proves nothing:
// call VerifyExport first. take is called with the contents already known; the
// entry's bytes are only valid during the call.
func ReadExport(in io.Reader, take func(c *Contents, seq int64, entry []byte) error) (*Contents, error) {
	r := &headReader{in: bufio.NewReaderSize(in, 64<<10), sum: sha256.New()}
	h := r.readHead()
	c := &Contents{Premises: h.premises, Holder: h.holder, Key: h.key, Made: h.made, Texts: map[string]string{}}
	for i := int64(0); i < h.checkpoints && r.err == nil; i++ {
		c.Heads = append(c.Heads, headOf(r.readNote(), KeyName(h.premises)))
	}
	for range h.texts {
		if id, text, shown := textOf(r.next()); shown {
			c.Texts[id] = text
		}
	}
	if h.texts > 0 {
		r.empty("the texts")
	}
	if r.err != nil {
		return nil, r.err
	}
	for seq := range h.entries {
		entry, err := nextEntry(r.in)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", seq, err)
		}
		if err := take(c, seq, entry); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// headOf reads a signed checkpoint that was verified before.
func headOf(msg []byte, own string) (h SignedHead) {
	text, lines, _ := strings.Cut(string(msg), "\n\n")
	h.Checkpoint, _ = journal.ParseCheckpoint(text + "\n")
	for line := range strings.Lines(lines) {
		parts := strings.Fields(line)
		if len(parts) != 3 || parts[1] == own {
			continue
		}
		o := Other{Name: parts[1]}
		// C2SP cosignature/v1: four bytes of key hash, the time, the signature.
		if raw, err := hashBase64.DecodeString(parts[2]); err == nil && len(raw) == 4+8+64 {
			o.At = int64(binary.BigEndian.Uint64(raw[4:]))
		}
		h.Others = append(h.Others, o)
	}
	return h
}

// textOf reads a row of the texts; shown is false for an erased one.
func textOf(row string) (id, text string, shown bool) {
	parts := strings.SplitN(row, " ", 5)
	if len(parts) < 5 || json.Unmarshal([]byte(parts[4]), &text) != nil {
		return "", "", false
	}
	return parts[1], text, true
}

// nextEntry reads the five lines of an entry, and passes over its leaf line.
func nextEntry(in *bufio.Reader) ([]byte, error) {
	var entry []byte
	for range 5 {
		line, err := in.ReadBytes('\n')
		if err != nil || len(entry)+len(line) > journal.MaxEntry {
			return nil, errors.New("it is cut short or too long")
		}
		entry = append(entry, line...)
	}
	leaf, err := in.ReadBytes('\n')
	if err != nil || !bytes.HasPrefix(leaf, []byte(leafPrefix)) {
		return nil, errors.New("the line of its leaf hash is missing")
	}
	return entry, nil
}
