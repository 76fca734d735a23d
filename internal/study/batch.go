package study

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"steady/internal/app"
	"steady/journal"
	"steady/moment"
	core "steady/voice/study"
)

// batcher turns events into entries and cabinet rows.
type batcher struct {
	s        *Study
	batch    app.Batch
	apart    []app.Secret // for the store of the key table
	edge     journal.Edge
	template journal.Entry
}

func newBatcher(s *Study, c core.Command, now moment.Instant) *batcher {
	return &batcher{s: s, edge: s.edge, template: journal.Entry{Premises: s.cfg.ID, Log: journal.Study, Command: c.ID,
		Happened: now, Recorded: now, By: cmp.Or(string(c.By), "-"), Witness: "-"}}
}

// take keeps the words of the events and makes their entries.
func (w *batcher) take(events []core.Event) error {
	for _, e := range events {
		for _, t := range e.Fact.Texts() {
			w.batch.Secrets = append(w.batch.Secrets, keep(t))
		}
		if a, ok := e.Fact.(core.Apart); ok {
			for _, t := range a.ApartTexts() {
				w.apart = append(w.apart, keep(t))
				t.Words = "" // nobody but a key holder reads it
			}
		}
		b, err := json.Marshal(e.Fact)
		if err != nil {
			return err
		}
		x := w.template
		x.Seq, x.Kind, x.Body = w.edge.Size(), e.Fact.EventKind(), b
		raw, err := x.Bytes()
		if err != nil {
			return err
		}
		w.batch.Entries = append(w.batch.Entries, app.Stored{Log: x.Log, Seq: x.Seq, Bytes: raw,
			Hashes: w.edge.Append(raw)})
	}
	return nil
}

// keep makes the cabinet row of a text.
func keep(t *core.Text) app.Secret {
	salt := random()
	row := app.Secret{ID: hex.EncodeToString(random()), Subject: t.Subject, Field: t.Field, Salt: salt, Text: t.Words}
	t.Ref, t.Digest = row.ID, journal.Digest(salt, t.Words)
	return row
}

// keepApart writes the rows of the key table before the entries that refer to
// them: a row that nothing refers to is nobody's, and is erased with its subject.
func (w *batcher) keepApart(ctx context.Context) error {
	if len(w.apart) == 0 {
		return nil
	}
	if w.s.cfg.Keys == nil {
		w.batch.Secrets = append(w.batch.Secrets, w.apart...)
		return nil
	}
	return w.s.cfg.Keys.Append(ctx, app.Batch{Premises: w.s.cfg.ID, Secrets: w.apart})
}

func random() []byte {
	b := make([]byte, 16)
	rand.Read(b) // never fails (crypto/rand)
	return b
}

// commit appends everything in one transaction, with the signed head.
func (w *batcher) commit(ctx context.Context, digest [32]byte) error {
	s := w.s
	from, to := app.Heads{Clinical: s.edge.Size()}, app.Heads{Clinical: w.edge.Size()}
	now := w.template.Recorded
	w.batch.Premises, w.batch.Expect = s.cfg.ID, from
	w.batch.Answers = []app.Answer{{Command: w.template.Command, Digest: digest, From: from, To: to, Recorded: now}}
	head := journal.Checkpoint{Premises: s.cfg.ID, Log: journal.Study, Size: w.edge.Size(), Root: w.edge.Root(), At: now}
	note, err := s.cfg.Sealer.Sign(head)
	if err != nil {
		return fmt.Errorf("signing the head: %w", err)
	}
	w.batch.Checkpoints = []app.Checkpoint{{Log: head.Log, Size: head.Size, Root: head.Root, Note: note, At: now}}
	return s.cfg.Store.Append(ctx, w.batch)
}

// saltRow is the cabinet row of the salt of command digests.
const saltRow = "digest-salt"

// digestSalt reads the salt that makes the digest of a command say nothing to
// who guesses at its words; fresh is its row where there was none yet.
func (s *Study) digestSalt(ctx context.Context) (salt []byte, fresh *app.Secret, err error) {
	if s.salt != nil {
		return s.salt, nil, nil
	}
	rows, err := s.cfg.Store.Secrets(ctx, s.cfg.ID, []string{saltRow})
	if err != nil {
		return nil, nil, err
	}
	if row, ok := rows[saltRow]; ok {
		return row.Salt, nil, nil
	}
	row := app.Secret{ID: saltRow, Subject: "study", Field: "salt", Salt: random(), Text: "-"}
	return row.Salt, &row, nil
}

// digestOf identifies the content of a command. An import is the file it was
// read from, so that the same file again is the same command (V-11).
func digestOf(salt []byte, c core.Command) (sum [32]byte, err error) {
	if b, ok := c.Body.(core.Import); ok && len(b.Take) == 0 {
		return b.Content, nil
	}
	b, err := json.Marshal(c.Body)
	if err != nil {
		return sum, err
	}
	h := hmac.New(sha256.New, salt)
	fmt.Fprintf(h, "%s\n%s\n%s", c.By, c.Body.CommandKind(), b)
	return [32]byte(h.Sum(nil)), nil
}
