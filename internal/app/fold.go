package app

import (
	"context"
	"errors"
	"fmt"

	"steady/clinic"
	"steady/journal"
)

// Fold rebuilds the state of a premises from its journal: from the newest
// snapshot and the tail when useSnapshot, else from the first entry.
func Fold(ctx context.Context, st Store, premises string, useSnapshot bool) (*clinic.State, error) {
	s := clinic.New()
	if useSnapshot {
		snap, err := st.LoadSnapshot(ctx, premises)
		switch {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return nil, err
		case snap.Format == clinic.Format:
			if got, err := clinic.Restore(snap.Bytes); err == nil {
				s = got
			}
		}
	}
	heads, err := st.Heads(ctx, premises)
	if err != nil {
		return nil, err
	}
	if s.Clinical > heads.Clinical || s.Register > heads.Register {
		return nil, errors.New("the snapshot is ahead of the journal: the journal was rolled back; verify it and restore")
	}
	return s, replay(ctx, st, premises, s, heads, nil)
}

// replay folds both logs from the state's heads up to the given heads. The two
// logs touch different parts of the state, so their order between each other
// does not matter; each is folded in its own order.
func replay(ctx context.Context, st Store, premises string, s *clinic.State, to Heads,
	each func(*clinic.State, clinic.Event, Stored) error) error {
	for _, part := range []struct {
		log      journal.Log
		from, to int64
	}{{journal.Clinical, s.Clinical, to.Clinical}, {journal.Register, s.Register, to.Register}} {
		next := part.from
		err := st.Read(ctx, premises, part.log, part.from, part.to, func(x Stored) error {
			entry, err := journal.Parse(x.Bytes)
			if err != nil {
				return fmt.Errorf("%s entry %d: %w", part.log, x.Seq, err)
			}
			if entry.Seq != next || x.Seq != next || entry.Log != part.log || entry.Premises != premises {
				return fmt.Errorf("%s entry %d: out of its place", part.log, x.Seq)
			}
			next++
			e, err := clinic.Decode(entry)
			if err != nil {
				return err
			}
			s.Apply(e)
			if each != nil {
				return each(s, e, x)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if next != part.to {
			return fmt.Errorf("%s log: entries %d to %d are missing", part.log, next, part.to)
		}
	}
	return nil
}

// Rebuild drops the read models of a premises and makes them again from the
// journal alone.
func Rebuild(ctx context.Context, st Store, premises string) error {
	heads, err := st.Heads(ctx, premises)
	if err != nil {
		return err
	}
	if err := st.ClearModels(ctx, premises); err != nil {
		return err
	}
	var rows []Row
	flush := func() error {
		err := st.PutRows(ctx, premises, rows)
		rows = rows[:0]
		return err
	}
	s := clinic.New()
	err = replay(ctx, st, premises, s, heads, func(s *clinic.State, e clinic.Event, x Stored) error {
		more, visit := project(s, e, x.Seq, x.Bytes)
		rows = append(rows, more...)
		if v := s.Visits[visit]; v != nil {
			rows = append(rows, visitRow(s, v, true))
		}
		if len(rows) < 500 {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}
