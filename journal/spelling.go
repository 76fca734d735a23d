package journal

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"steady/moment"
)

// Bounds of an entry. They hold for printing and for parsing, so that what was
// recorded can always be read back.
const (
	MaxWord = 64              // bytes of premises, kind, command and ids
	MaxSeq  = 999_999_999_999 // a thousand entries a second for thirty years
	MaxBody = 1 << 20         // bytes of a body: the largest is a dosing pack
	// MaxEntry is more than the longest entry can be, in bytes.
	MaxEntry = MaxBody + 1024
)

// ErrSpelling says that bytes are not an entry in the one spelling of
// docs/reference/journal-format.md. The text beside it says what and where.
var ErrSpelling = errors.New("not a journal entry")

func misspelt(line int, format string, a ...any) error {
	return fmt.Errorf("%w: line %d: %s", ErrSpelling, line, fmt.Sprintf(format, a...))
}

// Bytes returns the one spelling of the entry, the bytes that are stored and
// hashed. It returns ErrSpelling where a field is out of bounds: such an entry
// could not be read back.
func (e *Entry) Bytes() ([]byte, error) {
	return e.AppendBytes(make([]byte, 0, 256+len(e.Body)))
}

// AppendBytes appends what Bytes returns to dst. On an error dst is unchanged.
func (e *Entry) AppendBytes(dst []byte) ([]byte, error) {
	if err := e.check(); err != nil {
		return dst, err
	}
	dst = append(dst, "steady/1 "...)
	dst = append(dst, e.Premises...)
	dst = append(dst, '/')
	dst = append(dst, e.Log...)
	dst = append(dst, ' ')
	dst = strconv.AppendInt(dst, e.Seq, 10)
	dst = append(dst, '\n')
	dst = append(dst, e.Kind...)
	dst = append(dst, ' ')
	dst = append(dst, e.Command...)
	dst = append(dst, "\nhappened "...)
	dst = appendInstant(dst, e.Happened)
	dst = append(dst, " recorded "...)
	dst = appendInstant(dst, e.Recorded)
	dst = append(dst, "\nby "...)
	dst = append(dst, e.By...)
	dst = append(dst, " witness "...)
	dst = append(dst, e.Witness...)
	dst = append(dst, '\n')
	dst = append(dst, e.Body...)
	return append(dst, '\n'), nil
}

func (e *Entry) check() error {
	switch {
	case !isPremises(e.Premises):
		return misspelt(1, "premises %q: write 1 to %d of a-z, 0-9 and -, not beginning with -", e.Premises, MaxWord)
	case !isLog(e.Log):
		return misspelt(1, "log %q: it is clinical or register", e.Log)
	case e.Seq < 0 || e.Seq > MaxSeq:
		return misspelt(1, "sequence number %d: it is from 0 to %d", e.Seq, int64(MaxSeq))
	case !isKind(e.Kind):
		return misspelt(2, "kind %q: write 1 to %d of a-z, 0-9 and _", e.Kind, MaxWord)
	case !isCommand(e.Command):
		return misspelt(2, "command %q: write 1 to %d of A-Z, a-z, 0-9, _ and -", e.Command, MaxWord)
	case !isInstant(e.Happened):
		return misspelt(3, "happened is not an instant after 1970 and before 10000")
	case !isInstant(e.Recorded):
		return misspelt(3, "recorded is not an instant after 1970 and before 10000")
	case !isStaff(e.By):
		return misspelt(4, "by %q: write an opaque id, or - for the system", e.By)
	case !isStaff(e.Witness):
		return misspelt(4, "witness %q: write an opaque id, or - for nobody", e.Witness)
	}
	return ScanBody(e.Body, nil)
}

// Parse reads the exact bytes of one entry and refuses any other spelling with
// ErrSpelling. The entry's body shares memory with b.
func Parse(b []byte) (Entry, error) {
	var r Raw
	n, err := r.Cut(b, nil)
	if err != nil {
		return Entry{}, err
	}
	if n != len(b) {
		return Entry{}, misspelt(6, "an entry has five lines and nothing after them")
	}
	// One copy of the four short lines serves every string field.
	head := string(b[:n-len(r.Body)-1])
	at := 0
	next := func(before string, w []byte) string {
		from := at + len(before)
		at = from + len(w)
		return head[from:at]
	}
	e := Entry{Seq: r.Seq, Happened: r.Happened, Recorded: r.Recorded, Body: r.Body}
	e.Premises = next("steady/1 ", r.Premises)
	e.Log = Log(next("/", r.Log))
	at = bytes.IndexByte(b, '\n')
	e.Kind = next("\n", r.Kind)
	e.Command = next(" ", r.Command)
	at += len("\nhappened  recorded ") + 2*stampLen
	e.By = next("\nby ", r.By)
	e.Witness = next(" witness ", r.Witness)
	return e, nil
}

// Raw is an entry read in place: its words are parts of the bytes it was cut
// from. It serves readers of very many entries, who keep none of them.
type Raw struct {
	Premises, Log, Kind, Command, By, Witness, Body []byte

	Seq                int64
	Happened, Recorded moment.Instant
}

// Cut reads the entry that b begins with and returns its length in bytes. A
// visitor that is not nil is shown the body's fields. The error is ErrSpelling.
func (r *Raw) Cut(b []byte, v Visitor) (int, error) {
	var lines [5][]byte
	n := 0
	for i := range lines {
		limit := b[n:]
		if i < 4 && len(limit) > 256 { // four short lines, then the body
			limit = limit[:256]
		} else if len(limit) > MaxBody+1 {
			limit = limit[:MaxBody+1]
		}
		end := bytes.IndexByte(limit, '\n')
		if end < 0 {
			return 0, misspelt(i+1, "the line is cut short or too long")
		}
		lines[i] = b[n : n+end]
		n += end + 1
	}
	if err := r.readFirst(lines[0]); err != nil {
		return 0, err
	}
	if err := r.readWords(lines[1], lines[2], lines[3]); err != nil {
		return 0, err
	}
	r.Body = lines[4]
	if err := ScanBody(r.Body, v); err != nil {
		return 0, err
	}
	return n, nil
}

func (r *Raw) readFirst(line []byte) error {
	rest, ok := bytes.CutPrefix(line, []byte("steady/1 "))
	if !ok {
		return misspelt(1, "it begins with steady/1 and a space")
	}
	slash := bytes.IndexByte(rest, '/')
	if slash < 0 || !isPremises(rest[:slash]) {
		return misspelt(1, "premises: 1 to %d of a-z, 0-9 and -, then a /", MaxWord)
	}
	r.Premises = rest[:slash]
	rest = rest[slash+1:]
	space := bytes.IndexByte(rest, ' ')
	if space < 0 || !isLog(rest[:space]) {
		return misspelt(1, "log: clinical or register, then a space")
	}
	r.Log = rest[:space]
	if r.Seq, ok = parseSeq(rest[space+1:]); !ok {
		return misspelt(1, "sequence number: 0 to %d without leading zeros", int64(MaxSeq))
	}
	return nil
}

func (r *Raw) readWords(two, three, four []byte) error {
	space := bytes.IndexByte(two, ' ')
	if space < 0 || !isKind(two[:space]) || !isCommand(two[space+1:]) {
		return misspelt(2, "the kind of a-z, 0-9 and _, a space, the command's id")
	}
	r.Kind, r.Command = two[:space], two[space+1:]

	// happened 2026-03-29T01:00:00.000000Z recorded 2026-03-29T01:00:00.000000Z
	const h, rec = len("happened "), len("happened ") + stampLen + len(" recorded ")
	if len(three) != rec+stampLen || string(three[:h]) != "happened " || string(three[h+stampLen:rec]) != " recorded " {
		return misspelt(3, "happened INSTANT recorded INSTANT")
	}
	var ok1, ok2 bool
	r.Happened, ok1 = parseInstant(three[h : h+stampLen])
	r.Recorded, ok2 = parseInstant(three[rec:])
	if !ok1 || !ok2 {
		return misspelt(3, "an instant is written like 2026-03-29T01:00:00.000000Z")
	}

	rest, ok := bytes.CutPrefix(four, []byte("by "))
	by, witness, ok2 := bytes.Cut(rest, []byte(" witness "))
	if !ok || !ok2 || !isStaff(by) || !isStaff(witness) {
		return misspelt(4, "by ID witness ID, with - for nobody")
	}
	r.By, r.Witness = by, witness
	return nil
}

func parseSeq(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > 12 || b[0] == '0' && len(b) > 1 {
		return 0, false
	}
	var n int64
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// The letters each word may hold, one bit per word.
const (
	inPremises = 1 << iota
	inKind
	inCommand
)

var letters = func() (t [256]byte) {
	for c := range t {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			t[c] = inPremises | inKind | inCommand
		case c >= 'A' && c <= 'Z':
			t[c] = inCommand
		case c == '-':
			t[c] = inPremises | inCommand
		case c == '_':
			t[c] = inKind | inCommand
		}
	}
	return t
}()

func isWord[T ~string | ~[]byte](w T, of byte) bool {
	if len(w) == 0 || len(w) > MaxWord {
		return false
	}
	for i := 0; i < len(w); i++ {
		if letters[w[i]]&of == 0 {
			return false
		}
	}
	return true
}

func isPremises[T ~string | ~[]byte](w T) bool { return isWord(w, inPremises) && w[0] != '-' }
func isKind[T ~string | ~[]byte](w T) bool     { return isWord(w, inKind) }
func isCommand[T ~string | ~[]byte](w T) bool  { return isWord(w, inCommand) }
func isLog[T ~string | ~[]byte](w T) bool {
	return string(w) == string(Clinical) || string(w) == string(Register)
}

// isStaff accepts an opaque id or a lone "-"; an id never begins with "-".
func isStaff[T ~string | ~[]byte](w T) bool {
	return isWord(w, inCommand) && (w[0] != '-' || len(w) == 1)
}
