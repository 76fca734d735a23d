package study

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"steady/internal/app"
	"steady/journal"
	"steady/moment"
	"steady/person"
	"steady/refusal"
	"steady/voice"
	core "steady/voice/study"
)

// load folds the log and the cabinet into the state.
func (s *Study) load(ctx context.Context) error {
	heads, err := s.cfg.Store.Heads(ctx, s.cfg.ID)
	if err != nil {
		return err
	}
	edge, err := journal.NewEdge(heads.Clinical, func(idx []int64) ([][32]byte, error) {
		return s.cfg.Store.Hashes(ctx, s.cfg.ID, journal.Study, idx)
	})
	if err != nil {
		return fmt.Errorf("the study's log: %w", err)
	}
	events, recorded, err := s.read(ctx, heads.Clinical)
	if err != nil {
		return err
	}
	if err := s.words(ctx, events); err != nil {
		return err
	}
	state := core.New(s.cfg.ID)
	for _, e := range events {
		if err := state.Apply(e); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state, s.edge, s.recorded = state, edge, recorded
	return nil
}

// read parses the log and holds every entry to its place.
func (s *Study) read(ctx context.Context, size int64) (out []core.Event, last moment.Instant, err error) {
	err = s.cfg.Store.Read(ctx, s.cfg.ID, journal.Study, 0, size, func(x app.Stored) error {
		e, err := journal.Parse(x.Bytes)
		if err != nil {
			return fmt.Errorf("study entry %d: %w", x.Seq, err)
		}
		if e.Seq != int64(len(out)) || e.Log != journal.Study || e.Premises != s.cfg.ID || e.Recorded < last {
			return fmt.Errorf("study entry %d: out of its place", x.Seq)
		}
		last = e.Recorded
		f, err := core.ReadFact(e.Kind, e.Body)
		if err != nil {
			return fmt.Errorf("study entry %d: %w", x.Seq, err)
		}
		who := person.StaffID(e.By)
		if who == "-" {
			who = ""
		}
		out = append(out, core.Event{Seq: e.Seq, At: e.Recorded, By: who, Command: e.Command, Fact: f})
		return nil
	})
	if err == nil && int64(len(out)) != size {
		err = fmt.Errorf("the study's log has %d entries, not the %d of its head", len(out), size)
	}
	return out, last, err
}

// rowsAtOnce bounds one question to the cabinet.
const rowsAtOnce = 500

// words fills in what the texts of the events say. A text that is not the one
// recorded is an error.
func (s *Study) words(ctx context.Context, events []core.Event) error {
	var list []*core.Text
	anew := map[string]*core.Text{} // rows that were written anew
	for _, e := range events {
		list = append(list, e.Fact.Texts()...)
	}
	for _, e := range events {
		if w, ok := e.Fact.(core.Rewriter); ok {
			for _, r := range w.Anew() {
				anew[r.Ref] = r.With
			}
		}
	}
	for len(list) > 0 {
		n := min(rowsAtOnce, len(list))
		ids := make([]string, n)
		digests := make([]string, n)
		for i, t := range list[:n] {
			ids[i], digests[i] = t.Ref, t.Digest
			for r := anew[ids[i]]; r != nil; r = anew[ids[i]] {
				ids[i], digests[i] = r.Ref, r.Digest
			}
		}
		rows, err := s.cfg.Store.Secrets(ctx, s.cfg.ID, ids)
		if err != nil {
			return err
		}
		for i, t := range list[:n] {
			row, ok := rows[ids[i]]
			t.At = ids[i]
			if !ok {
				t.Gone = true
				continue
			}
			if !journal.CheckDigest(digests[i], row.Salt, row.Text) {
				return fmt.Errorf("the cabinet row %s is not the text that was recorded", ids[i])
			}
			t.Words, t.Subject, t.Field = row.Text, row.Subject, row.Field
		}
		list = list[n:]
	}
	return nil
}

// Import takes a project in. Content is the file it was read from: the same
// content again adds nothing and answers false (V-11). Everything is durable in
// one transaction when it returns, or nothing is.
func (s *Study) Import(ctx context.Context, by person.StaffID, p *voice.Project, content [32]byte) (bool, error) {
	command := "import-" + hex.EncodeToString(content[:16])
	r, err := s.Do(ctx, core.Command{ID: command, By: by, Body: core.Import{Project: p, Content: content}})
	if no := (*refusal.Refusal)(nil); errors.As(err, &no) && no.Code == "study_holds_it" {
		return false, nil
	}
	return err == nil && !r.Already, err
}
