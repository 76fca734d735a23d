package study

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"steady/internal/app"
	"steady/journal"
	core "steady/voice/study"
)

// errNoRows says that a store cannot erase single rows.
var errNoRows = errors.New("this store cannot erase single texts: a withdrawal needs one that can")

// rowEraser is what a withdrawal needs of a store beside app.Store.
type rowEraser interface {
	EraseRows(ctx context.Context, premises string, ids []string) (int, error)
}

// Withdraw takes a participant out: it records the withdrawal, erases every word
// of theirs from both stores, writes anew what others wrote with words of theirs
// in it, looks for sentences of theirs in every byte of the study's folders, and
// records what it found. What a fault interrupts is finished when the study is
// opened again.
func (s *Study) Withdraw(ctx context.Context, c core.Command) (Result, error) {
	body, ok := c.Body.(core.Withdraw)
	if !ok {
		return Result{}, fmt.Errorf("%s is not a withdrawal", c.Body.CommandKind())
	}
	sentences := s.sentences(body.Participant)
	r, err := s.Do(ctx, c)
	if err != nil || r.Already {
		return r, err
	}
	proof, err := s.prove(ctx, body.Participant, sentences)
	if err != nil {
		return r, err
	}
	_, err = s.Do(ctx, core.Command{ID: c.ID + "-proof", By: c.By, Body: core.ProveRemoval{RemovalProved: proof}})
	return r, err
}

// fill gives a command all words of the study where it needs them.
func (s *Study) fill(ctx context.Context, b core.Body) (core.Body, error) {
	var err error
	switch x := b.(type) {
	case core.Withdraw:
		x.Rows, err = s.rows(ctx)
		return x, err
	case core.CorrectText:
		x.Rows, err = s.rows(ctx)
		return x, err
	case core.Deidentify:
		x.Rows, err = s.rows(ctx)
		return x, err
	}
	return b, nil
}

// rows are all words that the study keeps in its own cabinet.
func (s *Study) rows(ctx context.Context) (out []core.Row, err error) {
	events, _, err := s.read(ctx, s.Size())
	if err != nil {
		return nil, err
	}
	if err := s.words(ctx, events); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, e := range events {
		for _, t := range e.Fact.Texts() {
			if !t.Gone && !seen[t.At] {
				seen[t.At] = true
				out = append(out, core.Row{Ref: t.At, Subject: t.Subject, Field: t.Field, Words: t.Words})
			}
		}
	}
	return out, nil
}

// prove looks whether anything of a participant is left.
func (s *Study) prove(ctx context.Context, participant string, sentences [][]byte) (core.RemovalProved, error) {
	s.write.Lock()
	defer s.write.Unlock()
	proof := core.RemovalProved{Participant: participant, Sentences: len(sentences)}
	gone, _, events, err := s.superseded(ctx)
	if err != nil {
		return proof, err
	}
	for _, rows := range gone {
		proof.Rows += len(rows)
	}
	proof.Recordings = s.stillThere(events)
	return proof, s.search(&proof, sentences)
}

// finish erases what the log says is erased: everything of who withdrew, the rows
// that were written anew, and recordings.
func (s *Study) finish(ctx context.Context) (n int, err error) {
	gone, subjects, events, err := s.superseded(ctx)
	if err != nil {
		return 0, err
	}
	if err := s.silence(events); err != nil {
		return 0, err
	}
	for _, rows := range gone {
		n += len(rows)
	}
	if n == 0 {
		return 0, nil
	}
	for i, db := range s.stores() {
		for subject := range subjects { // also what a fault left there without an entry
			if _, err := db.Erase(ctx, s.cfg.ID, subject); err != nil {
				return n, err
			}
		}
		by, ok := db.(rowEraser)
		if !ok {
			return n, errNoRows
		}
		if _, err := by.EraseRows(ctx, s.cfg.ID, gone[i]); err != nil {
			return n, err
		}
	}
	return n, nil
}

// superseded lists, for each store, the rows that are there and that the log
// says are erased, and the subjects of everybody who withdrew, as the events say.
func (s *Study) superseded(ctx context.Context) (out [][]string, subjects map[string]bool, events []core.Event,
	err error) {
	out = make([][]string, len(s.stores()))
	events, _, err = s.read(ctx, s.edge.Size())
	if err != nil {
		return out, nil, nil, err
	}
	old := map[string]bool{}
	subjects = map[string]bool{}
	var ids []string
	for _, e := range events {
		for _, t := range e.Fact.Texts() {
			ids = append(ids, t.Ref)
		}
		if a, ok := e.Fact.(core.Apart); ok {
			for _, t := range a.ApartTexts() {
				ids = append(ids, t.Ref)
			}
		}
		if w, ok := e.Fact.(core.Rewriter); ok {
			for _, r := range w.Anew() {
				old[r.Ref] = true
			}
		}
		if w, ok := e.Fact.(core.Eraser); ok {
			for _, id := range w.Erases() {
				old[id] = true
			}
		}
		if w, ok := e.Fact.(*core.Withdrawn); ok {
			for _, x := range w.Subjects {
				subjects[x] = true
			}
		}
	}
	if len(old)+len(subjects) == 0 {
		return out, subjects, events, nil
	}
	for i, db := range s.stores() {
		for rest := ids; len(rest) > 0; {
			k := min(rowsAtOnce, len(rest))
			rows, err := db.Secrets(ctx, s.cfg.ID, rest[:k])
			if err != nil {
				return out, nil, nil, err
			}
			for id, row := range rows {
				if subjects[row.Subject] || old[id] {
					out[i] = append(out[i], id)
				}
			}
			rest = rest[k:]
		}
	}
	return out, subjects, events, nil
}

func (s *Study) stores() []app.Store {
	if s.cfg.Keys == nil {
		return []app.Store{s.cfg.Store}
	}
	return []app.Store{s.cfg.Store, s.cfg.Keys}
}

// The longest sentence that is searched for, and the shortest that says who
// spoke.
const (
	sentenceMost  = 200
	sentenceLeast = 16
)

// sentences are what the texts of a participant say, in stretches that every
// encoding of the study's files keeps byte for byte: no quotation mark, no line
// end, nothing that JSON or XML writes otherwise.
func (s *Study) sentences(participant string) (out [][]byte) {
	s.View(func(x *core.State) {
		for id, h := range x.Held {
			if h.Participant != participant {
				continue
			}
			for _, words := range x.Spoken(id) {
				for _, part := range bytes.FieldsFunc([]byte(words), writtenOtherwise) {
					if part = bytes.TrimSpace(part); len(part) >= sentenceLeast {
						out = append(out, part[:min(len(part), sentenceMost)])
					}
				}
			}
		}
	})
	return out
}

// writtenOtherwise reports whether JSON or XML may write a character in another
// way.
func writtenOtherwise(c rune) bool {
	return c < ' ' || strings.ContainsRune("\"\\<>&\u2028\u2029", c)
}

// search reads every file of the study's folders and counts the sentences that
// are in one of them. What another participant said word for word as well is
// theirs, and is not counted.
func (s *Study) search(proof *core.RemovalProved, sentences [][]byte) error {
	var others [][]byte
	s.View(func(x *core.State) {
		for i := range x.Project.Sources {
			others = append(others, []byte(x.Project.Sources[i].Text))
		}
	})
	sentences = slices.DeleteFunc(slices.Clone(sentences), func(p []byte) bool {
		return slices.ContainsFunc(others, func(text []byte) bool { return bytes.Contains(text, p) })
	})
	proof.Sentences = len(sentences)
	for _, folder := range s.cfg.Folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			if filepath.Dir(path) == filepath.Clean(s.cfg.Recordings) {
				return nil // sealed, each under a key of its own: what counts is whose are still there
			}
			return searchFile(proof, path, sentences)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// searchFile reads a file and counts the sentences that are in it.
func searchFile(proof *core.RemovalProved, path string, sentences [][]byte) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	proof.Files, proof.Bytes = proof.Files+1, proof.Bytes+int64(len(b))
	for _, p := range sentences {
		if bytes.Contains(b, p) {
			proof.Found++
		}
	}
	return nil
}

// errNotTheirs says that somebody asks for what is for key holders.
var errNotTheirs = errors.New("this is for who holds the key table")

// Key reads the key table for a key holder: who a participant is.
func (s *Study) Key(ctx context.Context, holder func(*core.State) bool, participant string) (k core.Key, err error) {
	rows, err := s.Apart(ctx, holder, func(x *core.State) []*core.Text {
		if p := x.Participant(participant); p != nil && p.Key != nil {
			return []*core.Text{p.Key}
		}
		return nil
	})
	if err != nil || len(rows) == 0 {
		return k, err
	}
	return k, json.Unmarshal([]byte(rows[0]), &k)
}

// Apart reads texts of the key table's store for a key holder, in the order in
// which which lists them; erased ones are left out.
func (s *Study) Apart(ctx context.Context, holder func(*core.State) bool,
	which func(*core.State) []*core.Text) (out []string, err error) {
	var list []*core.Text
	may := false
	s.View(func(x *core.State) { may, list = holder(x), which(x) })
	if !may {
		return nil, errNotTheirs
	}
	ids := make([]string, len(list))
	for i, t := range list {
		ids[i] = t.Ref
	}
	rows, err := s.cfg.keys().Secrets(ctx, s.cfg.ID, ids)
	if err != nil {
		return nil, err
	}
	for _, t := range list {
		row, ok := rows[t.Ref]
		if !ok {
			continue
		}
		if !journal.CheckDigest(t.Digest, row.Salt, row.Text) {
			return nil, fmt.Errorf("the row %s of the key table is not the text that was recorded", t.Ref)
		}
		out = append(out, row.Text)
	}
	return out, nil
}
