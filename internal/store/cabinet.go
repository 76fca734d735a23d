package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"steady/internal/app"
)

// Secrets returns cabinet rows by id; missing ids were erased.
func (db *DB) Secrets(ctx context.Context, premises string, ids []string) (map[string]app.Secret, error) {
	const text = `SELECT id, subject, field, salt, text FROM secret WHERE premises = $1 AND id IN `
	out := make(map[string]app.Secret, len(ids))
	err := db.eachIn(ctx, text, []any{premises}, anys(ids), func(rows *sql.Rows) error {
		var s app.Secret
		err := rows.Scan(&s.ID, &s.Subject, &s.Field, &s.Salt, &s.Text)
		s.Salt = bytesOf(s.Salt)
		out[s.ID] = s
		return err
	})
	return out, db.wrap("read the cabinet of "+premises, err)
}

// Erase removes every cabinet row about the subject and returns how many. The
// bytes leave the live database too, not just the row: see the dialects. What
// older backups hold is for the service's retention rules. An error beside a
// number says that the rows are gone and their bytes may not be yet.
func (db *DB) Erase(ctx context.Context, premises, subject string) (int, error) {
	erased := 0
	return db.erased(ctx, premises, []step{{
		text:  `DELETE FROM secret WHERE premises = $1 AND subject = $2`,
		args:  []any{premises, subject},
		check: func(n int64) error { erased = int(n); return nil },
	}}, &erased)
}

const eraseField = `DELETE FROM secret WHERE premises = $1 AND subject = $2 AND field = $3`

// EraseFields removes cabinet rows by their subject and field and returns how
// many there were. As with Erase the bytes leave the live database too.
func (db *DB) EraseFields(ctx context.Context, premises string, gone []app.Erasure) (int, error) {
	var steps []step
	erased := 0
	for _, g := range gone {
		steps = append(steps, step{text: eraseField, args: []any{premises, g.Subject, g.Field},
			check: func(n int64) error { erased += int(n); return nil }})
	}
	return db.erased(ctx, premises, steps, &erased)
}

// erased runs the steps of an erasure, and clears the bytes where it found any.
func (db *DB) erased(ctx context.Context, premises string, steps []step, n *int) (int, error) {
	if err := db.transact(ctx, steps); err != nil {
		return 0, db.wrap("erase from the cabinet of "+premises, err)
	}
	if *n == 0 {
		return 0, nil
	}
	return *n, db.wrap("the rows are erased; clear their bytes", db.d.forget(ctx, db.writer))
}

// Forget clears the bytes of rows that a batch erased.
func (db *DB) Forget(ctx context.Context) error {
	return db.wrap("clear the bytes of erased rows", db.d.forget(ctx, db.writer))
}

// EraseRows removes cabinet rows by their ids and returns how many there were. As
// with Erase the bytes leave the live database too.
func (db *DB) EraseRows(ctx context.Context, premises string, ids []string) (int, error) {
	erased := 0
	var steps []step
	for _, id := range ids {
		steps = append(steps, step{
			text:  `DELETE FROM secret WHERE premises = $1 AND id = $2`,
			args:  []any{premises, id},
			check: func(n int64) error { erased += int(n); return nil },
		})
	}
	return db.erased(ctx, premises, steps, &erased)
}

// SaveSnapshot keeps the newest snapshot: one that is behind the kept one in
// either log is dropped silently, since another process was faster.
func (db *DB) SaveSnapshot(ctx context.Context, premises string, s app.Snapshot) error {
	if err := checkID("premises", premises); err != nil {
		return err
	}
	err := db.transact(ctx, []step{{
		text: `INSERT INTO snapshot (premises, clinical, register, format, bytes) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (premises) DO UPDATE SET clinical = excluded.clinical, register = excluded.register,
format = excluded.format, bytes = excluded.bytes
WHERE snapshot.clinical <= excluded.clinical AND snapshot.register <= excluded.register`,
		args: []any{premises, s.Heads.Clinical, s.Heads.Register, s.Format, bytesOf(s.Bytes)},
	}})
	return db.wrap("save the snapshot of "+premises, err)
}

// LoadSnapshot returns the newest snapshot or app.ErrNotFound.
func (db *DB) LoadSnapshot(ctx context.Context, premises string) (app.Snapshot, error) {
	var s app.Snapshot
	const text = `SELECT clinical, register, format, bytes FROM snapshot WHERE premises = $1`
	err := db.reader.QueryRowContext(ctx, text, premises).
		Scan(&s.Heads.Clinical, &s.Heads.Register, &s.Format, &s.Bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return app.Snapshot{}, fmt.Errorf("snapshot of %s: %w", premises, app.ErrNotFound)
	}
	s.Bytes = bytesOf(s.Bytes)
	return s, db.wrap("load the snapshot of "+premises, err)
}
