package seal

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"steady/journal"
	"steady/moment"
)

// headReader reads the lines before the entries, hashing and counting them.
type headReader struct {
	in    *bufio.Reader
	sum   hash.Hash
	bytes int64
	line  int // number of the line read last, from 1
	err   error
}

// next returns the next line without its line feed. After a fault it returns
// nothing and the fault stays in err: a *Refused, or the reader's own error.
func (r *headReader) next() string {
	if r.err != nil {
		return ""
	}
	b, err := r.in.ReadSlice('\n')
	for errors.Is(err, bufio.ErrBufferFull) && len(b) < maxLine {
		var more []byte
		b = bytes.Clone(b)
		more, err = r.in.ReadSlice('\n')
		b = append(b, more...)
	}
	r.line++
	switch {
	case err == io.EOF:
		r.fail("the file is cut short")
		return ""
	case errors.Is(err, bufio.ErrBufferFull):
		r.fail("the line is too long")
		return ""
	case err != nil:
		r.err = err
		return ""
	}
	r.sum.Write(b)
	r.bytes += int64(len(b))
	return string(b[:len(b)-1])
}

func (r *headReader) fail(format string, a ...any) {
	if r.err == nil {
		r.err = refuse("line %d: %s", r.line, fmt.Sprintf(format, a...))
	}
}

// after returns what follows the word that the next line begins with.
func (r *headReader) after(word string) string {
	line := r.next()
	rest, ok := strings.CutPrefix(line, word+" ")
	if !ok {
		r.fail("it should begin with %q", word)
	}
	return rest
}

func (r *headReader) count(word string) int64 {
	rest := r.after(word)
	n, err := strconv.ParseInt(rest, 10, 64)
	if err != nil || n < 0 || n > journal.MaxSeq || strconv.FormatInt(n, 10) != rest {
		r.fail("it is not a number of %s", word)
	}
	return n
}

func (r *headReader) empty(what string) {
	if r.next() != "" {
		r.fail("an empty line should end %s", what)
	}
}

// readHead reads the first lines and refuses any second spelling of them.
func (r *headReader) readHead() head {
	if line := r.next(); line != exportVersion {
		r.fail("this is not a register export of version 1: it should say %s%s", exportVersion, passedThrough(line))
	}
	var h head
	h.premises = r.after("premises")
	first := journal.Checkpoint{Premises: h.premises, Log: journal.Register, At: 1}
	if _, err := journal.ParseCheckpoint(first.Text()); err != nil {
		r.fail("this is not a premises id")
	}
	if log := r.after("log"); log != string(journal.Register) {
		r.fail("an export is of the log register")
	}
	h.key = r.after("key")
	h.holder = r.after("holder")
	if err := checkHolder(h.holder); err != nil {
		r.fail("%v", err)
	}
	made, err := moment.ParseExact(r.after("made"))
	if err != nil {
		r.fail("this is not the instant of the export")
	}
	h.made = made
	h.checkpoints, h.texts, h.entries = r.count("checkpoints"), r.count("texts"), r.count("entries")
	r.empty("the head of the file")
	return h
}

// passedThrough says what a file went through that changed it, where its first
// line tells.
func passedThrough(line string) string {
	const again = " by an editor, a mail or a transfer program. Take it again, byte for byte"
	switch {
	case strings.HasPrefix(line, "\xef\xbb\xbf"), strings.HasPrefix(line, "\xff\xfe"), strings.HasPrefix(line, "\xfe\xff"):
		return "; a byte order mark was put before it" + again
	case line == exportVersion+"\r":
		return "; its line ends were converted to CR LF" + again
	case strings.HasPrefix(line, "PK\x03\x04"):
		return "; it is a zip: give the command its name, or unpack register.steady from it"
	}
	return ""
}

// openKey checks the key line and returns its verifier.
func openKey(text, premises string) (note.Verifier, error) {
	v, err := note.NewVerifier(text)
	if err != nil {
		return nil, errors.New("this is not a verifier key: it is one line like steady/PREMISES+HASH+BASE64")
	}
	if v.Name() != KeyName(premises) {
		return nil, fmt.Errorf("this is a key of %s, not of %s", v.Name(), KeyName(premises))
	}
	return v, nil
}

// signedHeads are the checkpoints of an export and who else signed them.
type signedHeads struct {
	list    []journal.Checkpoint
	cosigns map[string]int // signatures by keys that the file does not hold
	// cosigned is the newest one that the outside witness signed.
	cosigned *Cosigned
}

// newest is the head of all entries.
func (s *signedHeads) newest() journal.Checkpoint { return s.list[len(s.list)-1] }

// opened is a checkpoint of the file before and after its signature is verified.
type opened struct {
	line int // its first
	msg  []byte
	c    journal.Checkpoint
	n    *note.Note
	err  error
}

// readCheckpoints reads the signed checkpoints and verifies each.
func (r *headReader) readCheckpoints(h head, known note.Verifier, witness Cosigner) signedHeads {
	out := signedHeads{cosigns: map[string]int{}}
	var list []*opened
	for i := int64(0); i < h.checkpoints && r.err == nil; i++ {
		o := &opened{line: r.line + 1}
		o.msg = r.readNote()
		list = append(list, o)
	}
	if r.err != nil && len(list) > 0 {
		list = list[:len(list)-1] // the last was not read whole; one before it may be the one changed
	}
	keys := []note.Verifier{known}
	if witness != nil {
		keys = append(keys, witness)
	}
	openAll(list, keys)
	for i, o := range list {
		no := func(format string, a ...any) signedHeads {
			r.err = refuse("line %d: checkpoint %d "+format, append([]any{o.line, i + 1}, a...)...)
			return out
		}
		switch {
		case o.err != nil && witness != nil && r.cosignedWrong(o.msg, known):
			return no("has a signature by the outside witness %s that is wrong: %v", witness.Name(), o.err)
		case o.err != nil:
			return no("is not signed by the key %s: %v", known.Name(), o.err)
		case !slices.ContainsFunc(o.n.Sigs, func(s note.Signature) bool { return s.Hash == known.KeyHash() }):
			return no("is not signed by the key %s", known.Name())
		case o.c.Origin() != journal.Origin(h.premises, journal.Register):
			return no("is of another log, %s", o.c.Origin())
		case i > 0 && o.c.Size <= list[i-1].c.Size:
			return no("is not of more entries than the one before it")
		}
		out.list = append(out.list, o.c)
		for _, s := range o.n.UnverifiedSigs {
			out.cosigns[s.Name]++
		}
		if witness == nil {
			continue
		}
		if at, signed := witness.At(o.n); signed {
			out.cosigned = &Cosigned{witness.Name(), o.c.Size, at, int64(o.c.At) / 1_000_000}
		}
	}
	if witness != nil && out.cosigned == nil && r.err == nil {
		r.err = refuse("no head of this file is signed by the outside witness %s", witness.Name())
	}
	if r.err == nil && len(out.list) == 0 {
		r.err = refuse("line 7: no signed head stands in the file: the last of them must be of all %d entries", h.entries)
	}
	return out
}

// cosignedWrong says that the service's own signature holds, so that it is the
// witness's that does not.
func (r *headReader) cosignedWrong(msg []byte, known note.Verifier) bool {
	_, _, err := journal.OpenCheckpoint(msg, note.VerifierList(known))
	return err == nil
}

// openAll verifies the signatures, on all processors.
func openAll(list []*opened, keys []note.Verifier) {
	var (
		next    atomic.Int64
		running sync.WaitGroup
	)
	for range min(runtime.GOMAXPROCS(0), len(list)) {
		running.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(list)); i = next.Add(1) - 1 {
				o := list[i]
				o.c, o.n, o.err = journal.OpenCheckpoint(o.msg, note.VerifierList(keys...))
			}
		})
	}
	running.Wait()
}

// withHead puts a head that was received by another way among those that the
// entries must have. It is the file that is doubted, so a head that the file
// cannot have is told as what it is: rolled back, or two registers.
func withHead(list []journal.Checkpoint, msg []byte, known note.Verifier) ([]journal.Checkpoint, error) {
	if msg == nil {
		return list, nil
	}
	newest := list[len(list)-1]
	c, _, err := journal.OpenCheckpoint(msg, note.VerifierList(known))
	switch {
	case err != nil:
		return nil, refuse("the head to compare with is not signed by the key %s: %v", known.Name(), err)
	case c.Origin() != newest.Origin():
		return nil, refuse("the head to compare with is of %s", c.Origin())
	case c.Size > newest.Size:
		return nil, &Refused{Entry: newest.Size, Until: c.Size - 1, Head: &c,
			Why: fmt.Sprintf("the register was rolled back: the head to compare with has %d entries, the file %d", c.Size,
				newest.Size)}
	}
	i, found := slices.BinarySearchFunc(list, c.Size,
		func(x journal.Checkpoint, n int64) int { return cmp.Compare(x.Size, n) })
	if !found {
		return slices.Insert(slices.Clone(list), i, c), nil
	}
	if list[i].Root != c.Root {
		no := refuse("there are two registers: the head to compare with and one of the file are both of %d entries, "+
			"both signed, and differ", c.Size)
		no.Head = &c
		return nil, no
	}
	return list, nil
}

// readNote reads a signed note and the empty line that ends it.
func (r *headReader) readNote() []byte {
	var b []byte
	for empties := 0; empties < 2 && r.err == nil && len(b) < maxLine; {
		line := r.next()
		if line == "" {
			if empties++; empties == 2 {
				return b
			}
		}
		b = append(append(b, line...), '\n')
	}
	r.fail("a checkpoint ends with an empty line")
	return b
}

// fileText is a text of the file; used says that an entry refers to it.
type fileText struct {
	digest string
	used   atomic.Bool
}

// fileTexts are the texts that entries may refer to.
type fileTexts struct {
	byID   map[string]*fileText
	erased int
}

// ref checks one reference of an entry; it serves several readers at once.
func (t *fileTexts) ref(ref, digest []byte) string {
	row := t.byID[string(ref)]
	if row == nil {
		return fmt.Sprintf("it refers to text %q, which the file neither shows nor calls erased", ref)
	}
	if row.digest != string(digest) {
		return fmt.Sprintf("it refers to text %q by another digest than the file shows", ref)
	}
	if !row.used.Load() {
		row.used.Store(true)
	}
	return ""
}

// unused names a text that no entry refers to, or "".
func (t *fileTexts) unused() string {
	var ids []string
	for id, row := range t.byID {
		if !row.used.Load() {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	return slices.Min(ids)
}

// readTexts reads the texts and checks each against its digest.
func (r *headReader) readTexts(n int64) *fileTexts {
	t := &fileTexts{byID: map[string]*fileText{}}
	for i := int64(0); i < n && r.err == nil; i++ {
		row := r.next()
		if r.err != nil {
			break
		}
		id, digest, erased, err := readTextRow(row)
		if err == nil && t.byID[id] != nil {
			err = errors.New("it is given twice")
		}
		if err != nil {
			r.fail("text %.70q: %v", id, err)
			break
		}
		t.byID[id] = &fileText{digest: digest}
		if erased {
			t.erased++
		}
	}
	if n > 0 {
		r.empty("the texts")
	}
	return t
}

func readTextRow(row string) (id, digest string, erased bool, err error) {
	parts := strings.SplitN(row, " ", 5)
	if len(parts) < 4 || parts[0] != "text" || !isRef(parts[1]) || !isHash(parts[2]) {
		return "", "", false, errors.New("a text is text ID DIGEST and erased, or SALT TEXT")
	}
	id, digest = parts[1], parts[2]
	if len(parts) == 4 && parts[3] == "erased" {
		return id, digest, true, nil
	}
	salt, err := hashBase64.DecodeString(parts[3])
	if len(parts) < 5 || err != nil || len(salt) == 0 || len(salt) > 64 {
		return id, "", false, errors.New("its salt cannot be read")
	}
	var text string
	if json.Unmarshal([]byte(parts[4]), &text) != nil || quote(text) != parts[4] || len(text) > maxText {
		return id, "", false, errors.New("it is not one JSON string in its one spelling")
	}
	if !journal.CheckDigest(digest, salt, text) {
		return id, "", false, errors.New("it is not the text that was recorded: its digest differs")
	}
	return id, digest, false, nil
}

// isRef accepts the id of a cabinet row: 1 to 64 visible ASCII characters that
// need no escape in JSON.
func isRef(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

func isHash(s string) bool {
	h, err := tlog.ParseHash(s)
	return err == nil && h.String() == s
}
