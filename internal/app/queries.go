package app

import (
	"context"

	"steady/clinic"
	"steady/journal"
)

// Texts reads cabinet texts by their references; what was erased is missing.
func (h *House) Texts(ctx context.Context, refs ...clinic.Text) (map[string]string, error) {
	return TextsOf(ctx, h.cfg.Store, h.cfg.Premises, refs)
}

// TextsOf is Texts where no house is open.
func TextsOf(ctx context.Context, st Store, premises string, refs []clinic.Text) (map[string]string, error) {
	ids := make([]string, 0, len(refs))
	for _, r := range refs {
		if r.Ref != "" {
			ids = append(ids, r.Ref)
		}
	}
	if len(ids) == 0 {
		return map[string]string{}, nil
	}
	rows, err := st.Secrets(ctx, premises, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(rows))
	for id, s := range rows {
		out[id] = s.Text
	}
	return out, nil
}

// Rows reads a read model of these premises.
func (h *House) Rows(ctx context.Context, q Query) ([][]any, error) {
	q.Premises = h.cfg.Premises
	return h.cfg.Store.Query(ctx, q)
}

// Recorded reports whether a command id is recorded, so that a page pressed
// twice can lead on without asking the second person again.
func (h *House) Recorded(ctx context.Context, id string) (bool, error) {
	got, err := h.cfg.Store.Answers(ctx, h.cfg.Premises, []string{id})
	return len(got) > 0, err
}

// Store is the store of the house, for exports and proofs.
func (h *House) Store() Store { return h.cfg.Store }

// Root is the tree head of a log at a size that it has reached.
func (h *House) Root(ctx context.Context, log journal.Log, size int64) ([32]byte, error) {
	return RootOf(ctx, h.cfg.Store, h.cfg.Premises, log, size)
}

// RootOf is Root where no house is open.
func RootOf(ctx context.Context, st Store, premises string, log journal.Log, size int64) ([32]byte, error) {
	edge, err := journal.NewEdge(size, func(idx []int64) ([][32]byte, error) {
		return st.Hashes(ctx, premises, log, idx)
	})
	return edge.Root(), err
}
