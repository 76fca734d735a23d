package store

import (
	"context"
	"database/sql"
	"errors"

	"steady/internal/app"
	"steady/moment"
	"steady/person"
)

// Looked keeps who read whose record, in one durable transaction. The same
// reading twice is kept once.
func (db *DB) Looked(ctx context.Context, premises string, looks []app.Look) error {
	if err := checkID("premises", premises); err != nil {
		return err
	}
	steps := make([]step, 0, len(looks))
	for _, l := range looks {
		if err := errors.Join(checkID("person", string(l.Person)), checkID("staff", string(l.Staff)),
			checkID("page", l.Page)); err != nil {
			return err
		}
		steps = append(steps, step{
			text: `INSERT INTO looked (premises, person, at, staff, page) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			args: []any{premises, string(l.Person), int64(l.At), string(l.Staff), l.Page},
		})
	}
	if len(steps) == 0 {
		return nil
	}
	return db.wrap("keep who read a record at "+premises, db.transact(ctx, steps))
}

// LooksAt lists who read somebody's record, newest first.
func (db *DB) LooksAt(ctx context.Context, premises string, who person.UserID, limit int) ([]app.Look, error) {
	return db.looks(ctx, "person", premises, string(who), limit)
}

// LooksBy lists whose records a member of staff read, newest first.
func (db *DB) LooksBy(ctx context.Context, premises string, staff person.StaffID, limit int) ([]app.Look, error) {
	return db.looks(ctx, "staff", premises, string(staff), limit)
}

func (db *DB) looks(ctx context.Context, column, premises, id string, limit int) (out []app.Look, err error) {
	text := `SELECT person, at, staff, page FROM looked WHERE premises = $1 AND ` + column + ` = $2
ORDER BY at DESC, person, staff, page LIMIT $3`
	err = db.each(ctx, text, []any{premises, id, limit}, func(rows *sql.Rows) error {
		var l app.Look
		var at int64
		var who, staff string
		err := rows.Scan(&who, &at, &staff, &l.Page)
		l.Person, l.Staff, l.At = person.UserID(who), person.StaffID(staff), moment.Instant(at)
		out = append(out, l)
		return err
	})
	return out, db.wrap("read who read a record at "+premises, err)
}
