package journal

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"steady/moment"
)

// Checkpoint is a tree head: it fixes every entry of a log up to Size.
type Checkpoint struct {
	Premises string
	Log      Log
	Size     int64
	Root     [32]byte
	At       moment.Instant // when it was made
}

// ErrCheckpoint says that a text is not a checkpoint of one of our logs.
var ErrCheckpoint = errors.New("not a checkpoint")

// Origin names the log in the first line of its checkpoints.
func (c Checkpoint) Origin() string { return Origin(c.Premises, c.Log) }

// Origin is the first line of the checkpoints of a log.
func Origin(premises string, log Log) string { return "steady/" + premises + "/" + string(log) }

// Text prints the text that is signed: origin, size, root and time, a line each.
func (c Checkpoint) Text() string {
	b := make([]byte, 0, 192)
	b = append(b, c.Origin()...)
	b = append(b, '\n')
	b = strconv.AppendInt(b, c.Size, 10)
	b = append(b, '\n')
	b = base64.StdEncoding.AppendEncode(b, c.Root[:])
	b = append(b, "\nat "...)
	if isInstant(c.At) {
		b = appendInstant(b, c.At)
	}
	return string(append(b, '\n'))
}

// ParseCheckpoint reads the one spelling of Text and refuses any other.
func ParseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 5 {
		return Checkpoint{}, fmt.Errorf("%w: it has four lines", ErrCheckpoint)
	}
	parts := strings.Split(lines[0], "/")
	if len(parts) != 3 || parts[0] != "steady" || !isPremises(parts[1]) || !isLog(parts[2]) {
		return Checkpoint{}, fmt.Errorf("%w: line 1 is steady/PREMISES/LOG", ErrCheckpoint)
	}
	c := Checkpoint{Premises: parts[1], Log: Log(parts[2])}
	size, ok := parseSeq([]byte(lines[1]))
	if !ok {
		return Checkpoint{}, fmt.Errorf("%w: line 2 is the number of entries", ErrCheckpoint)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: line 3 is the root hash", ErrCheckpoint)
	}
	at, isAt := strings.CutPrefix(lines[3], "at ")
	when, ok := parseInstant([]byte(at))
	if !isAt || !ok {
		return Checkpoint{}, fmt.Errorf("%w: line 4 is at and an instant", ErrCheckpoint)
	}
	c.Size, c.Root, c.At = size, root, when
	if c.Text() != text { // base64 has spellings that decode alike
		return Checkpoint{}, fmt.Errorf("%w: it is not in its one spelling", ErrCheckpoint)
	}
	return c, nil
}

// Sign returns the checkpoint as a note signed by every signer: the service
// and, where there is one, a witness outside it.
func (c Checkpoint) Sign(signers ...note.Signer) ([]byte, error) {
	if _, err := ParseCheckpoint(c.Text()); err != nil {
		return nil, err
	}
	if len(signers) == 0 {
		return nil, fmt.Errorf("%w: nobody to sign it", ErrCheckpoint)
	}
	return note.Sign(&note.Note{Text: c.Text()}, signers...)
}

// Cosign adds a signature to a checkpoint that one of the known keys signed.
// The other signatures stay.
func Cosign(msg []byte, known note.Verifiers, signers ...note.Signer) ([]byte, error) {
	_, n, err := OpenCheckpoint(msg, known)
	if err != nil {
		return nil, err
	}
	return note.Sign(n, signers...)
}

// OpenCheckpoint reads a signed checkpoint and verifies it: at least one of the
// known keys signed it, and no signature of a known key is wrong. The note
// tells who signed. Any second spelling of the same note is refused.
func OpenCheckpoint(msg []byte, known note.Verifiers) (Checkpoint, *note.Note, error) {
	n, err := OpenNote(msg, known)
	if err != nil {
		return Checkpoint{}, nil, err
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, nil, err
	}
	return c, n, nil
}

// OpenNote is note.Open without its leniency: base64 with loose last bits and
// signatures given twice are refused, so that a note has one spelling.
func OpenNote(msg []byte, known note.Verifiers) (*note.Note, error) {
	n, err := note.Open(msg, known)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimPrefix(string(msg), n.Text+"\n"), "\n")
	if len(lines) != len(n.Sigs)+len(n.UnverifiedSigs)+1 {
		return nil, fmt.Errorf("%w: a signature is given twice", ErrCheckpoint)
	}
	for _, line := range lines[:len(lines)-1] {
		sig := line[strings.LastIndexByte(line, ' ')+1:]
		raw, err := base64.StdEncoding.DecodeString(sig)
		if err != nil || base64.StdEncoding.EncodeToString(raw) != sig {
			return nil, fmt.Errorf("%w: a signature is not in its one spelling", ErrCheckpoint)
		}
	}
	return n, nil
}
