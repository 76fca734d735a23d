package store

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"unicode/utf8"

	"steady/internal/app"
	"steady/journal"
)

// Append writes the batch in one durable transaction or not at all. It returns
// app.ErrHeadMoved when the heads are not b.Expect (asked first), then
// app.ErrDuplicateCommand; both without having written. app.ErrNoSpace means
// that nothing was written either. After any other error, a lost connection
// say, the caller cannot know: read Heads and Answers before deciding again.
func (db *DB) Append(ctx context.Context, b app.Batch) error {
	steps, err := db.plan(b)
	if err != nil {
		return fmt.Errorf("append to %s: %w", b.Premises, err)
	}
	err = db.transact(ctx, steps)
	if errors.Is(err, app.ErrHeadMoved) || errors.Is(err, app.ErrDuplicateCommand) {
		return err
	}
	return db.wrap("append to "+b.Premises, err)
}

const (
	moveHead = `UPDATE head SET clinical = $2, register = $3 WHERE premises = $1 AND clinical = $4 AND register = $5`
	// An unknown premises has heads of zero: begin it, unless somebody just did.
	beginHead = `INSERT INTO head (premises, clinical, register) VALUES ($1, $2, $3)
ON CONFLICT (premises) DO UPDATE SET clinical = excluded.clinical, register = excluded.register
WHERE head.clinical = $4 AND head.register = $5`
	intoEntry   = `INSERT INTO entry (premises, log, seq, hashes, bytes) VALUES `
	intoCommand = `INSERT INTO command (premises, id, digest,
clinical_from, clinical_to, register_from, register_to, recorded) VALUES `
	orDuplicate    = ` ON CONFLICT (premises, id) DO NOTHING`
	intoCheckpoint = `INSERT INTO checkpoint (premises, log, size, at, root, note) VALUES `
	intoSecret     = `INSERT INTO secret (premises, id, subject, field, salt, text) VALUES `
)

// plan turns a batch into statements, refusing what no transaction may write.
func (db *DB) plan(b app.Batch) ([]step, error) {
	if err := checkID("premises", b.Premises); err != nil {
		return nil, err
	}
	next, err := checkEntries(b)
	if err != nil {
		return nil, err
	}
	head := moveHead
	if b.Expect == (app.Heads{}) {
		head = beginHead
	}
	steps := []step{{
		text:  head,
		args:  []any{b.Premises, next.Clinical, next.Register, b.Expect.Clinical, b.Expect.Register},
		check: func(n int64) error { return unless(n == 1, app.ErrHeadMoved) },
	}}
	steps = db.inserts(steps, intoEntry, "", len(b.Entries), 5, func(i int, args []any) []any {
		e := &b.Entries[i]
		return append(args, b.Premises, string(e.Log), e.Seq, joinHashes(e.Hashes), bytesOf(e.Bytes))
	})
	if steps, err = db.planAnswers(steps, b); err != nil {
		return nil, err
	}
	steps = db.inserts(steps, intoCheckpoint, "", len(b.Checkpoints), 6, func(i int, args []any) []any {
		c := &b.Checkpoints[i]
		return append(args, b.Premises, string(c.Log), c.Size, int64(c.At), c.Root[:], bytesOf(c.Note))
	})
	for _, e := range b.Erase { // before what the batch brings
		steps = append(steps, step{text: eraseField, args: []any{b.Premises, e.Subject, e.Field}})
	}
	for _, s := range b.Secrets {
		if err := checkTexts(s.ID, s.Subject, s.Field, s.Text); err != nil {
			return nil, fmt.Errorf("cabinet row %q: %w", s.ID, err)
		}
	}
	steps = db.inserts(steps, intoSecret, "", len(b.Secrets), 6, func(i int, args []any) []any {
		s := &b.Secrets[i]
		return append(args, b.Premises, s.ID, s.Subject, s.Field, bytesOf(s.Salt), s.Text)
	})
	return db.planRows(steps, b.Premises, b.Rows)
}

func (db *DB) planAnswers(steps []step, b app.Batch) ([]step, error) {
	for _, a := range b.Answers {
		if err := checkID("command id", a.Command); err != nil {
			return nil, err
		}
	}
	first := len(steps)
	steps = db.inserts(steps, intoCommand, orDuplicate, len(b.Answers), 8, func(i int, args []any) []any {
		a := &b.Answers[i]
		return append(args, b.Premises, a.Command, a.Digest[:], a.From.Clinical, a.To.Clinical,
			a.From.Register, a.To.Register, int64(a.Recorded))
	})
	for i := range steps[first:] {
		want := int64(len(steps[first+i].args) / 8)
		steps[first+i].check = func(n int64) error { return unless(n == want, app.ErrDuplicateCommand) }
	}
	return steps, nil
}

// checkEntries returns the heads after the batch. Entries must continue each
// log without a gap and bring exactly their hashes: reads rely on both.
func checkEntries(b app.Batch) (app.Heads, error) {
	next := b.Expect
	if next.Clinical < 0 || next.Register < 0 {
		return next, fmt.Errorf("expected heads %+v: a size is not negative", b.Expect)
	}
	for _, e := range b.Entries {
		size := &next.Clinical
		switch e.Log {
		case journal.Clinical, journal.Study: // a study has one log, counted where a premises counts its clinical one
		case journal.Register:
			size = &next.Register
		default:
			return next, fmt.Errorf("%q is not a log", e.Log)
		}
		if e.Seq != *size {
			return next, fmt.Errorf("%s entry %d does not follow entry %d", e.Log, e.Seq, *size-1)
		}
		if want := hashCount(e.Seq); len(e.Hashes) != want {
			return next, fmt.Errorf("%s entry %d has %d hashes, not %d", e.Log, e.Seq, len(e.Hashes), want)
		}
		*size++
	}
	for _, c := range b.Checkpoints {
		if c.Log != journal.Clinical && c.Log != journal.Register && c.Log != journal.Study {
			return next, fmt.Errorf("%q is not a log", c.Log)
		}
	}
	return next, nil
}

// hashCount is how many tree hashes entry seq completes: its own and one for
// every subtree that it ends.
func hashCount(seq int64) int { return 1 + bits.TrailingZeros64(uint64(seq+1)) }

const hashSize = 32

func joinHashes(hashes [][hashSize]byte) []byte {
	b := make([]byte, 0, len(hashes)*hashSize)
	for i := range hashes {
		b = append(b, hashes[i][:]...)
	}
	return b
}

// bytesOf spells "no bytes" one way, never NULL: the drivers differ.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func unless(ok bool, err error) error {
	if ok {
		return nil
	}
	return err
}

func checkID(what, id string) error {
	if id == "" {
		return fmt.Errorf("the %s is empty", what)
	}
	if err := checkTexts(id); err != nil {
		return fmt.Errorf("the %s %q: %w", what, id, err)
	}
	return nil
}

// errText: SQLite would keep such a text and PostgreSQL would not.
var errText = errors.New("a text must be UTF-8 without a zero byte")

func checkTexts(texts ...string) error {
	for _, s := range texts {
		if !goodText(s) {
			return errText
		}
	}
	return nil
}

func goodText(s string) bool {
	for i := range len(s) {
		if s[i] == 0 || s[i] >= utf8.RuneSelf {
			return s[i] != 0 && goodTail(s[i:])
		}
	}
	return true
}

func goodTail(s string) bool {
	for _, r := range s {
		if r == 0 {
			return false
		}
	}
	return utf8.ValidString(s)
}
