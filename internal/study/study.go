// Package study keeps one research study: a log of its own, apart from the
// clinic's (V-04), with every text in the cabinet. The log says that something
// was added, where it lies and who coded what; names, quotes and transcripts
// are in cabinet rows that can be erased and leave every proof valid (V-32).
package study

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"steady/internal/app"
	"steady/journal"
	"steady/moment"
	"steady/voice"
)

// Config is what a Study is wired with.
type Config struct {
	Store  app.Store
	ID     string // a-z, 0-9 and -, as IDPattern says
	Sealer app.Sealer
	Clock  func() moment.Instant // read once per command
}

// IDPattern is what the id of a study looks like. It names a folder as well.
var IDPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// The ways in which an import is not taken; both leave the study as it was.
var (
	// ErrHolds says that the study already holds another project.
	ErrHolds = errors.New("the study already holds a project: import this one into a study of its own")
	// ErrEmpty says that nothing was imported yet.
	ErrEmpty = errors.New("the study is empty: import a project first")
)

// Study is one study, open. It is used by one goroutine at a time.
type Study struct {
	cfg      Config
	project  *voice.Project
	edge     journal.Edge
	recorded moment.Instant
	sources  int // recorded, erased ones too
	erased   int
}

// Open folds the study from its log and its cabinet. An entry out of its place
// or a text that is not the one recorded is an error, never repaired silently.
func Open(ctx context.Context, cfg Config) (*Study, error) {
	if !IDPattern.MatchString(cfg.ID) {
		return nil, fmt.Errorf("%q cannot name a study: write a-z, 0-9 and -, at most 64", cfg.ID)
	}
	s := &Study{cfg: cfg}
	return s, s.load(ctx)
}

// Project is what the study holds, or nil. It is not changed by the caller.
func (s *Study) Project() *voice.Project { return s.project }

// Erased is how many recorded pieces have no text any more.
func (s *Study) Erased() int { return s.erased }

// Size is the number of entries of the log.
func (s *Study) Size() int64 { return s.edge.Size() }

// Import records a project. Content is the file it was read from: the same
// content again adds nothing and answers false (V-11). Everything is durable in
// one transaction when it returns, or nothing is.
func (s *Study) Import(ctx context.Context, p *voice.Project, content []byte) (added bool, err error) {
	digest := sha256.Sum256(content)
	command := "import-" + hex.EncodeToString(digest[:16])
	known, err := s.cfg.Store.Answers(ctx, s.cfg.ID, []string{command})
	if err != nil {
		return false, err
	}
	if _, again := known[command]; again {
		return false, nil
	}
	adds := s.project != nil
	if adds && !transcripts(p) {
		return false, ErrHolds
	}
	now := max(s.cfg.Clock(), s.recorded)
	w := &batcher{edge: s.edge, template: journal.Entry{Premises: s.cfg.ID, Log: journal.Study, Command: command,
		Happened: now, Recorded: now, By: "-", Witness: "-"}}
	if adds {
		for i := range p.Sources {
			w.source(&p.Sources[i], subject(s.sources+i))
		}
	} else {
		w.project(p)
	}
	if w.err != nil {
		return false, w.err
	}
	from, to := app.Heads{Clinical: s.edge.Size()}, app.Heads{Clinical: w.edge.Size()}
	w.batch.Premises, w.batch.Expect = s.cfg.ID, from
	w.batch.Answers = []app.Answer{{Command: command, Digest: digest, From: from, To: to, Recorded: now}}
	head := journal.Checkpoint{Premises: s.cfg.ID, Log: journal.Study, Size: w.edge.Size(), Root: w.edge.Root(), At: now}
	note, err := s.cfg.Sealer.Sign(head)
	if err != nil {
		return false, fmt.Errorf("signing the head: %w", err)
	}
	w.batch.Checkpoints = []app.Checkpoint{{Log: head.Log, Size: head.Size, Root: head.Root, Note: note, At: now}}
	if err := s.cfg.Store.Append(ctx, w.batch); err != nil {
		return false, err
	}
	return true, s.load(ctx) // what is kept is what is read back
}

// transcripts reports whether a project is of transcripts alone: they can join
// what the study holds.
func transcripts(p *voice.Project) bool {
	for i := range p.Sources {
		if p.Sources[i].Interview == nil {
			return false
		}
	}
	return len(p.Sources) > 0 && len(p.Users)+len(p.Codes)+len(p.CodesEnd)+len(p.Sections)+len(p.Members) == 0
}

// batcher turns the pieces of a project into entries and cabinet rows.
type batcher struct {
	batch    app.Batch
	edge     journal.Edge
	template journal.Entry
	err      error
}

// text refers to a cabinet row.
type text struct {
	Ref    string `json:"ref"`
	Digest string `json:"digest"`
}

// keep puts a text into the cabinet.
func (w *batcher) keep(subject, field, words string) text {
	salt, id := make([]byte, 16), make([]byte, 16)
	rand.Read(salt) // never fails (crypto/rand)
	rand.Read(id)
	row := app.Secret{ID: hex.EncodeToString(id), Subject: subject, Field: field, Salt: salt, Text: words}
	w.batch.Secrets = append(w.batch.Secrets, row)
	return text{row.ID, journal.Digest(salt, words)}
}

// keepJSON puts a piece into the cabinet, as JSON: a text without a zero byte.
func (w *batcher) keepJSON(subject, field string, piece any) text {
	b, err := json.Marshal(piece)
	if err != nil {
		w.err = errors.Join(w.err, err)
	}
	return w.keep(subject, field, string(b))
}

// record appends an entry with the body as one line of JSON.
func (w *batcher) record(kind string, body any) {
	b, err := json.Marshal(body)
	if err != nil {
		w.err = errors.Join(w.err, err)
		return
	}
	e := w.template
	e.Seq, e.Kind, e.Body = w.edge.Size(), kind, b
	raw, err := e.Bytes()
	if err != nil {
		w.err = errors.Join(w.err, err)
		return
	}
	w.batch.Entries = append(w.batch.Entries, app.Stored{Log: e.Log, Seq: e.Seq, Bytes: raw, Hashes: w.edge.Append(raw)})
}
