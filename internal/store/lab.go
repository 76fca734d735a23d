package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"steady/internal/labdesk"
	"steady/moment"
	"steady/person"
)

var _ labdesk.Papers = (*DB)(nil)

// PutPaper writes a paper of the lab as the version after p.Version, or answers
// labdesk.ErrMoved. It is durable on return.
func (db *DB) PutPaper(ctx context.Context, premises string, p labdesk.Paper) error {
	if err := errors.Join(checkID("premises", premises), checkID("kind", string(p.Kind)), checkID("id", p.ID),
		checkID("staff", string(p.By))); err != nil {
		return err
	}
	text := `UPDATE lab_paper SET version = $4 + 1, at = $5, by_id = $6, head = $7, data = $8
WHERE premises = $1 AND kind = $2 AND id = $3 AND version = $4`
	if p.Version == 0 {
		text = `INSERT INTO lab_paper (premises, kind, id, version, at, by_id, head, data)
VALUES ($1, $2, $3, $4 + 1, $5, $6, $7, $8) ON CONFLICT (premises, kind, id) DO NOTHING`
	}
	err := db.transact(ctx, []step{{
		text: text,
		args: []any{premises, string(p.Kind), p.ID, p.Version, int64(p.At), string(p.By), bytesOf(p.Head),
			bytesOf(p.Data)},
		check: func(n int64) error { return unless(n == 1, labdesk.ErrMoved) },
	}})
	if errors.Is(err, labdesk.ErrMoved) {
		return labdesk.ErrMoved
	}
	return db.wrap("write a paper of the lab", err)
}

// Paper reads a paper of the lab, or answers labdesk.ErrNoPaper.
func (db *DB) Paper(ctx context.Context, premises string, kind labdesk.Kind, id string) (labdesk.Paper, error) {
	out, err := db.papers(ctx, `version, at, by_id, head, data FROM lab_paper
WHERE premises = $1 AND kind = $2 AND id = $3`, premises, string(kind), id)
	if err == nil && len(out) == 0 {
		return labdesk.Paper{}, labdesk.ErrNoPaper
	}
	if err != nil {
		return labdesk.Paper{}, err
	}
	return out[0], nil
}

// Papers lists papers of a kind, the newest first, without their data.
func (db *DB) Papers(ctx context.Context, premises string, kind labdesk.Kind, limit int) ([]labdesk.Paper, error) {
	return db.papers(ctx, `version, at, by_id, head, NULL FROM lab_paper
WHERE premises = $1 AND kind = $2 ORDER BY at DESC, id LIMIT $3`, premises, string(kind), limit)
}

// Parts reads the papers of a kind whose id begins so, in the order of ids.
func (db *DB) Parts(ctx context.Context, premises string, kind labdesk.Kind, prefix string) ([]labdesk.Paper, error) {
	return db.papers(ctx, `version, at, by_id, head, data FROM lab_paper
WHERE premises = $1 AND kind = $2 AND substr(id, 1, length(CAST($3 AS TEXT))) = $3 ORDER BY id`,
		premises, string(kind), prefix)
}

// DropPapers removes the papers of a kind whose id begins so, and counts them.
func (db *DB) DropPapers(ctx context.Context, premises string, kind labdesk.Kind, prefix string) (int, error) {
	var dropped int64
	err := db.transact(ctx, []step{{
		text:  `DELETE FROM lab_paper WHERE premises = $1 AND kind = $2 AND substr(id, 1, length(CAST($3 AS TEXT))) = $3`,
		args:  []any{premises, string(kind), prefix},
		check: func(n int64) error { dropped = n; return nil },
	}})
	return int(dropped), db.wrap("remove papers of the lab", err)
}

func (db *DB) papers(ctx context.Context, from string, args ...any) (out []labdesk.Paper, err error) {
	err = db.each(ctx, `SELECT kind, id, `+from, args, func(rows *sql.Rows) error {
		var p labdesk.Paper
		var kind, by string
		var at int64
		err := rows.Scan(&kind, &p.ID, &p.Version, &at, &by, &p.Head, &p.Data)
		p.Kind, p.At, p.By = labdesk.Kind(kind), moment.Instant(at), person.StaffID(by)
		p.Head, p.Data = bytesOf(p.Head), bytesOf(p.Data)
		out = append(out, p)
		return err
	})
	return out, db.wrap(fmt.Sprintf("read papers of the lab (%v)", args[1]), err)
}
