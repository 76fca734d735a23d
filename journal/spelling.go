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
		return misspelt(1, "log %q: it is clinical, register or study", e.Log)
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

	dates lastDate
}

// Cut reads the entry that b begins with and returns its length in bytes. A
// visitor that is not nil is shown the body's fields. The error is ErrSpelling.
func (r *Raw) Cut(b []byte, v Visitor) (int, error) {
	at, err := r.cutFirst(b)
	if err != nil {
		return 0, err
	}
	var ok bool
	if r.Kind, at, ok = cutWord(b, at, inKind, ' '); !ok {
		return 0, misspelt(2, "the kind, 1 to %d of a-z, 0-9 and _, then a space", MaxWord)
	}
	if r.Command, at, ok = cutWord(b, at, inCommand, '\n'); !ok {
		return 0, misspelt(2, "the command's id, 1 to %d of A-Z, a-z, 0-9, _ and -, then the line ends", MaxWord)
	}
	if at, err = r.cutTimes(b, at); err != nil {
		return 0, err
	}
	if at, err = r.cutPeople(b, at); err != nil {
		return 0, err
	}
	body := b[at:]
	if len(body) > MaxBody+1 {
		body = body[:MaxBody+1]
	}
	end := bytes.IndexByte(body, '\n')
	if end < 0 {
		return 0, misspelt(5, "the body is cut short, or longer than %d bytes", MaxBody)
	}
	r.Body = body[:end]
	return at + end + 1, ScanBody(r.Body, v)
}

// cutWord reads a word of the given letters and the byte that ends it, and
// returns where the next one begins.
func cutWord(b []byte, at int, of, stop byte) (word []byte, next int, ok bool) {
	i := at
	for i < len(b) && letters[b[i]]&of != 0 {
		i++
	}
	if i == at || i-at > MaxWord || i == len(b) || b[i] != stop {
		return nil, at, false
	}
	return b[at:i], i + 1, true
}

func hasAt(b []byte, at int, text string) bool {
	return len(b)-at >= len(text) && string(b[at:at+len(text)]) == text
}

func (r *Raw) cutFirst(b []byte) (next int, err error) {
	const version = "steady/1 "
	if !hasAt(b, 0, version) {
		return 0, misspelt(1, "it begins with steady/1 and a space")
	}
	var ok bool
	if r.Premises, next, ok = cutWord(b, len(version), inPremises, '/'); !ok || r.Premises[0] == '-' {
		return 0, misspelt(1, "premises: 1 to %d of a-z, 0-9 and -, then a /", MaxWord)
	}
	if r.Log, next, ok = cutWord(b, next, inPremises, ' '); !ok || !isLog(r.Log) {
		return 0, misspelt(1, "log: clinical, register or study, then a space")
	}
	seq, next, ok := cutWord(b, next, inPremises, '\n')
	if r.Seq, ok = parseSeq(seq); !ok {
		return 0, misspelt(1, "sequence number: 0 to %d without leading zeros, then the line ends", int64(MaxSeq))
	}
	return next, nil
}

// cutTimes reads line 3, which always has the same length.
func (r *Raw) cutTimes(b []byte, at int) (next int, err error) {
	const happened, recorded = "happened ", " recorded "
	first := at + len(happened)
	second := first + stampLen + len(recorded)
	end := second + stampLen
	if len(b) <= end || !hasAt(b, at, happened) || !hasAt(b, first+stampLen, recorded) || b[end] != '\n' {
		return 0, misspelt(3, "happened INSTANT recorded INSTANT, then the line ends")
	}
	var ok1, ok2 bool
	r.Happened, ok1 = r.dates.parse(b[first : first+stampLen])
	r.Recorded, ok2 = r.dates.parse(b[second:end])
	if !ok1 || !ok2 {
		return 0, misspelt(3, "an instant is written like 2026-03-29T01:00:00.000000Z")
	}
	return end + 1, nil
}

func (r *Raw) cutPeople(b []byte, at int) (next int, err error) {
	const by, witness = "by ", "witness "
	if hasAt(b, at, by) {
		var ok bool
		r.By, next, ok = cutWord(b, at+len(by), inCommand, ' ')
		if ok && isStaff(r.By) && hasAt(b, next, witness) {
			r.Witness, next, ok = cutWord(b, next+len(witness), inCommand, '\n')
			if ok && isStaff(r.Witness) {
				return next, nil
			}
		}
	}
	return 0, misspelt(4, "by ID witness ID, with - for nobody, then the line ends")
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
	return string(w) == string(Clinical) || string(w) == string(Register) || string(w) == string(Study)
}

// isStaff accepts an opaque id or a lone "-"; an id never begins with "-".
func isStaff[T ~string | ~[]byte](w T) bool {
	return (len(w) == 1 || len(w) > 1 && w[0] != '-') && isWord(w, inCommand)
}
