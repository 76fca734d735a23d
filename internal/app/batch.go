package app

import (
	"context"
	"fmt"
	"slices"

	"steady/clinic"
	"steady/journal"
	"steady/moment"
	"steady/refusal"
)

// batcher gathers decided commands until they are committed together. Memory
// runs ahead of the disk only inside it, under the house's lock.
type batcher struct {
	h      *House
	batch  Batch
	inside map[string]Answer        // commands of this batch, by id
	visits map[string]*clinic.Visit // that changed, by id
	booked map[string]bool          // of those, the ones that began in this batch
}

func (h *House) newBatch() *batcher {
	heads := Heads{h.state.Clinical, h.state.Register}
	return &batcher{h: h, inside: map[string]Answer{}, visits: map[string]*clinic.Visit{}, booked: map[string]bool{},
		batch: Batch{Premises: h.cfg.Premises, Expect: heads}}
}

// take decides one command and folds its events into the state.
func (w *batcher) take(req Request, digest [32]byte, known map[string]Answer, now moment.Instant) (Result, error) {
	s, c := w.h.state, req.Command
	prev, seen := known[c.ID]
	if !seen {
		prev, seen = w.inside[c.ID]
	}
	if seen {
		if prev.Digest != digest {
			return Result{}, refusal.New("id_reused", "design 2",
				"This form was already sent with other content: load the page again.")
		}
		return Result{Already: true, From: prev.From, To: prev.To}, nil
	}
	if no := w.h.authorise(s, c); no != nil {
		return Result{}, no
	}
	events, no := clinic.Decide(s, c, now)
	if no != nil {
		return Result{}, no
	}
	from := Heads{s.Clinical, s.Register}
	entries, err := w.encode(s, events)
	if err != nil {
		return Result{}, fault(err)
	}
	touched := map[string]bool{}
	for i, e := range events {
		touched[w.add(s, e, entries[i])] = true
	}
	for id := range touched {
		if v := s.Visits[id]; v != nil {
			w.visits[id] = v
		}
	}
	a := Answer{Command: c.ID, Digest: digest, From: from, To: Heads{s.Clinical, s.Register}, Recorded: s.Recorded}
	w.inside[c.ID] = a
	w.batch.Answers = append(w.batch.Answers, a)
	w.batch.Secrets = append(w.batch.Secrets, req.Secrets...)
	for _, e := range events {
		w.erase(e.Body)
	}
	return Result{From: a.From, To: a.To, Events: events}, nil
}

// encode makes the bytes of all events before any of them is applied, so that
// a command is taken whole or not at all.
func (w *batcher) encode(s *clinic.State, events []clinic.Event) ([]Stored, error) {
	next := map[journal.Log]int64{journal.Clinical: s.Clinical, journal.Register: s.Register}
	out := make([]Stored, len(events))
	for i, e := range events {
		log := clinic.LogOf(e.Body)
		entry, err := clinic.Encode(w.h.cfg.Premises, e, next[log])
		if err != nil {
			return nil, err
		}
		raw, err := entry.Bytes()
		if err != nil {
			return nil, err
		}
		out[i] = Stored{Log: log, Seq: next[log], Bytes: raw}
		next[log]++
	}
	return out, nil
}

// add folds one event and returns the visit whose row it changed.
func (w *batcher) add(s *clinic.State, e clinic.Event, st Stored) string {
	edge := w.h.edges[st.Log]
	st.Hashes = edge.Append(st.Bytes)
	w.h.edges[st.Log] = edge
	s.Apply(e)
	w.batch.Entries = append(w.batch.Entries, st)
	row, visit := project(s, e, st.Seq, st.Bytes)
	switch e.Body.(type) {
	case *clinic.Booked, *clinic.VisitMoved: // what is promised stands in the part of the row that steps leave alone
		w.booked[visit] = true
	}
	w.batch.Rows = append(w.batch.Rows, row...)
	return visit
}

// erase takes what an event leaves no need for out of the cabinet, with what the
// same batch and the same command brought.
func (w *batcher) erase(f clinic.Fact) {
	for _, gone := range erasures(f) {
		w.batch.Secrets = slices.DeleteFunc(w.batch.Secrets, func(s Secret) bool {
			return s.Subject == gone.Subject && s.Field == gone.Field
		})
		w.batch.Erase = append(w.batch.Erase, gone)
	}
}

// commit signs the new heads and appends everything in one transaction.
func (w *batcher) commit(ctx context.Context) error {
	h, b := w.h, &w.batch
	if len(b.Entries) == 0 {
		return nil
	}
	for _, log := range []journal.Log{journal.Clinical, journal.Register} {
		edge := h.edges[log]
		size, root := edge.Size(), edge.Root()
		if before := (map[journal.Log]int64{journal.Clinical: b.Expect.Clinical,
			journal.Register: b.Expect.Register})[log]; size == before {
			continue
		}
		note, err := h.cfg.Sealer.Sign(journal.Checkpoint{Premises: h.cfg.Premises, Log: log, Size: size, Root: root,
			At: h.state.Recorded})
		if err != nil {
			return fmt.Errorf("signing the head: %w", err)
		}
		b.Checkpoints = append(b.Checkpoints, Checkpoint{log, size, root, note, h.state.Recorded})
	}
	for id, v := range w.visits {
		b.Rows = append(b.Rows, visitRow(h.state, v, w.booked[id]))
	}
	if err := h.cfg.Store.Append(ctx, *b); err != nil {
		return err
	}
	if len(b.Erase) > 0 {
		h.forget()
	}
	h.watch.Wake()
	if now := h.state.Clinical + h.state.Register; now-h.saved >= snapshotEvery {
		if err := h.saveSnapshot(ctx); err != nil {
			return nil // a snapshot is droppable: the commands are durable
		}
	}
	return nil
}

func (h *House) saveSnapshot(ctx context.Context) error {
	b, err := h.state.Snapshot()
	if err != nil {
		return err
	}
	heads := Heads{h.state.Clinical, h.state.Register}
	if heads.Clinical == 0 {
		return nil
	}
	if err := h.cfg.Store.SaveSnapshot(ctx, h.cfg.Premises, Snapshot{heads, clinic.Format, b}); err != nil {
		return err
	}
	h.saved = heads.Clinical + heads.Register
	return nil
}
