package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"steady/internal/login"
	"steady/moment"
)

var _ login.Keys = (*DB)(nil)

const keyColumns = `kind, id, owner, version, expires, data`

// Key reads a row of sign-in, or answers login.ErrNoRow.
func (db *DB) Key(ctx context.Context, kind login.Kind, id string) (login.Row, error) {
	const text = `SELECT ` + keyColumns + ` FROM login_key WHERE kind = $1 AND id = $2`
	r, err := scanKey(db.reader.QueryRowContext(ctx, text, string(kind), id))
	if errors.Is(err, sql.ErrNoRows) {
		return login.Row{}, login.ErrNoRow
	}
	return r, db.wrap("read a "+string(kind), err)
}

// PutKey writes a row as the version after r.Version, or answers
// login.ErrRowMoved. It is durable on return.
func (db *DB) PutKey(ctx context.Context, r login.Row) error {
	if err := errors.Join(checkID("kind", string(r.Kind)), checkTexts(r.ID, r.Owner)); err != nil {
		return err
	}
	text := `UPDATE login_key SET owner = $3, version = $4 + 1, expires = $5, data = $6
WHERE kind = $1 AND id = $2 AND version = $4`
	if r.Version == 0 {
		text = `INSERT INTO login_key (` + keyColumns + `) VALUES ($1, $2, $3, $4 + 1, $5, $6)
ON CONFLICT (kind, id) DO NOTHING`
	}
	err := db.transact(ctx, []step{{
		text:  text,
		args:  []any{string(r.Kind), r.ID, r.Owner, r.Version, int64(r.Expires), bytesOf(r.Data)},
		check: func(n int64) error { return unless(n == 1, login.ErrRowMoved) },
	}})
	if errors.Is(err, login.ErrRowMoved) {
		return login.ErrRowMoved
	}
	return db.wrap("write a "+string(r.Kind), err)
}

// DropKey removes a row at a version, or answers login.ErrNoRow.
func (db *DB) DropKey(ctx context.Context, kind login.Kind, id string, version int64) error {
	err := db.transact(ctx, []step{{
		text:  `DELETE FROM login_key WHERE kind = $1 AND id = $2 AND version = $3`,
		args:  []any{string(kind), id, version},
		check: func(n int64) error { return unless(n == 1, login.ErrNoRow) },
	}})
	if errors.Is(err, login.ErrNoRow) {
		return login.ErrNoRow
	}
	return db.wrap("remove a "+string(kind), err)
}

// KeysOf lists an owner's rows by id, last first, at most limit.
func (db *DB) KeysOf(ctx context.Context, kind login.Kind, owner string, limit int) ([]login.Row, error) {
	const text = `SELECT ` + keyColumns + ` FROM login_key WHERE kind = $1 AND owner = $2
ORDER BY id DESC LIMIT $3`
	doing := fmt.Sprintf("list the %s rows of %s", kind, owner)
	rows, err := db.reader.QueryContext(ctx, text, string(kind), owner, limit)
	if err != nil {
		return nil, db.wrap(doing, err)
	}
	defer rows.Close()
	var out []login.Row
	for rows.Next() {
		r, err := scanKey(rows)
		if err != nil {
			return nil, db.wrap(doing, err)
		}
		out = append(out, r)
	}
	return out, db.wrap(doing, rows.Err())
}

// SweepKeys removes every row that expired before now and counts them.
func (db *DB) SweepKeys(ctx context.Context, now moment.Instant) (int, error) {
	var swept int64
	err := db.transact(ctx, []step{{
		text:  `DELETE FROM login_key WHERE expires > 0 AND expires < $1`,
		args:  []any{int64(now)},
		check: func(n int64) error { swept = n; return nil },
	}})
	return int(swept), db.wrap("sweep what sign-in no longer needs", err)
}

func scanKey(row interface{ Scan(...any) error }) (login.Row, error) {
	var r login.Row
	err := row.Scan(&r.Kind, &r.ID, &r.Owner, &r.Version, &r.Expires, &r.Data)
	r.Data = bytesOf(r.Data)
	return r, err
}
