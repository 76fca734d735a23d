package seal

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"steady/journal"
)

// Contents is what stands before the entries of an export.
type Contents struct {
	Premises string
	Holder   string
	Texts    map[string]string // by id; an erased one is missing
}

// ReadExport reads the entries of an export, in order and in constant memory
// beside its texts, and returns what stands before them. It proves nothing:
// call VerifyExport first. take is called with the contents already known; the
// entry's bytes are only valid during the call.
func ReadExport(in io.Reader, take func(c *Contents, seq int64, entry []byte) error) (*Contents, error) {
	r := &headReader{in: bufio.NewReaderSize(in, 64<<10), sum: sha256.New()}
	h := r.readHead()
	for range h.checkpoints {
		r.readNote()
	}
	c := &Contents{Premises: h.premises, Holder: h.holder, Texts: map[string]string{}}
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
