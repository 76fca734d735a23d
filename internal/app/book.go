package app

import (
	"context"
	"encoding/json"
	"sync"

	"steady/clinic"
	"steady/clinic/cohort"
	"steady/journal"
	"steady/recovery"
)

// books keeps the figures of a service between two looks: only what was
// recorded since is read.
type books struct {
	mu   sync.Mutex
	book *cohort.Book
	// scored are the scores of sittings by id; what a sitting came to never changes
	// while its answers are there.
	scored map[string]recovery.Scores
}

// WithBook reads what was recorded since the last look into the book of this
// service and calls f with it and with what the sittings came to. f must keep
// neither.
func (h *House) WithBook(ctx context.Context, f func(*cohort.Book, cohort.Scores) error) error {
	var size int64
	if err := h.View(func(s *clinic.State) { size = s.Clinical }); err != nil {
		return err
	}
	h.books.mu.Lock()
	defer h.books.mu.Unlock()
	if h.books.book == nil {
		h.books.book, h.books.scored = cohort.New(), map[string]recovery.Scores{}
	}
	if err := readBook(ctx, h.cfg.Store, h.cfg.Premises, h.books.book, size); err != nil {
		h.books.book = nil
		return err
	}
	scores, err := scoresOf(ctx, h.cfg.Store, h.cfg.Premises, h.books.book.Sittings, h.books.scored)
	if err != nil {
		return err
	}
	return f(h.books.book, scores)
}

// BookAt is the book of a premises after so many clinical entries; 0 is all of
// them. The same number gives the same book, whatever was recorded since.
func BookAt(ctx context.Context, st Store, premises string, position int64) (*cohort.Book, cohort.Scores, error) {
	heads, err := st.Heads(ctx, premises)
	if err != nil {
		return nil, nil, err
	}
	if position <= 0 || position > heads.Clinical {
		position = heads.Clinical
	}
	b := cohort.New()
	if err := readBook(ctx, st, premises, b, position); err != nil {
		return nil, nil, err
	}
	scores, err := scoresOf(ctx, st, premises, b.Sittings, map[string]recovery.Scores{})
	return b, scores, err
}

func readBook(ctx context.Context, st Store, premises string, b *cohort.Book, to int64) error {
	if b.Position >= to {
		return nil
	}
	return st.Read(ctx, premises, journal.Clinical, b.Position, to, func(x Stored) error {
		e, err := decode(x)
		if err == nil {
			b.Take(e)
		}
		return err
	})
}

// scoresOf works out what sittings came to. Answers that were erased, and those
// that this version cannot read, are not known.
func scoresOf(ctx context.Context, st Store, premises string, list []cohort.Sitting,
	known map[string]recovery.Scores) (cohort.Scores, error) {
	var refs []clinic.Text
	for _, x := range list {
		if x.Kept != nil {
			refs = append(refs, *x.Kept)
		}
	}
	texts, err := TextsOf(ctx, st, premises, refs)
	if err != nil {
		return nil, err
	}
	return func(x cohort.Sitting) recovery.Scores {
		if x.Kept == nil || texts[x.Kept.Ref] == "" {
			return nil
		}
		if s, ok := known[x.ID]; ok {
			return s
		}
		known[x.ID] = score(x, texts[x.Kept.Ref])
		return known[x.ID]
	}, nil
}

func score(x cohort.Sitting, answers string) recovery.Scores {
	in, err := recovery.Find(x.Instrument)
	if err != nil || !json.Valid([]byte(answers)) {
		return nil
	}
	a, err := recovery.ParseAnswers([]byte(answers))
	if err != nil {
		return nil
	}
	r, err := in.Score(a)
	if err != nil {
		return nil
	}
	return r.Scores
}
