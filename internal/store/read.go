package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

	"steady/internal/app"
	"steady/journal"
	"steady/moment"
)

// Heads returns the sizes of both logs; zero for unknown premises.
func (db *DB) Heads(ctx context.Context, premises string) (app.Heads, error) {
	var h app.Heads
	err := db.reader.QueryRowContext(ctx, `SELECT clinical, register FROM head WHERE premises = $1`, premises).
		Scan(&h.Clinical, &h.Register)
	if errors.Is(err, sql.ErrNoRows) {
		return app.Heads{}, nil
	}
	return h, db.wrap("read the heads of "+premises, err)
}

// Premises lists the premises ids with at least one entry, sorted.
func (db *DB) Premises(ctx context.Context) ([]string, error) {
	const text = `SELECT premises FROM head WHERE clinical + register > 0 ORDER BY premises`
	var ids []string
	err := db.each(ctx, text, nil, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, db.wrap("list the premises", err)
}

// each scans every row of a query. The rows are read to the end before it
// returns, so no caller holds a connection.
func (db *DB) each(ctx context.Context, text string, args []any, scan func(*sql.Rows) error) error {
	rows, err := db.reader.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// readPage is how many entries are read at a time: enough to forget the cost
// of asking, few enough to hold, and no lock is kept while yield works.
const readPage = 512

// Read calls yield for the entries [from, to) of a log in order and stops at
// the end of the log. An entry missing before that is an error, never skipped.
// An error of yield ends the reading and is returned as it is.
func (db *DB) Read(
	ctx context.Context, premises string, log journal.Log, from, to int64, yield func(app.Stored) error,
) error {
	from = max(from, 0)
	for from < to {
		upto := min(to, from+readPage)
		page, err := db.page(ctx, premises, log, from, upto)
		if err != nil {
			return db.wrap(fmt.Sprintf("read %s of %s", log, premises), err)
		}
		for _, e := range page {
			if err := yield(e); err != nil {
				return err
			}
		}
		if from += int64(len(page)); from < upto {
			return db.ended(ctx, premises, log, from)
		}
	}
	return nil
}

func (db *DB) page(ctx context.Context, premises string, log journal.Log, from, to int64) ([]app.Stored, error) {
	const text = `SELECT seq, hashes, bytes FROM entry
WHERE premises = $1 AND log = $2 AND seq >= $3 AND seq < $4 ORDER BY seq`
	var page []app.Stored
	err := db.each(ctx, text, []any{premises, string(log), from, to}, func(rows *sql.Rows) error {
		e := app.Stored{Log: log}
		var hashes []byte
		if err := rows.Scan(&e.Seq, &hashes, &e.Bytes); err != nil {
			return err
		}
		if want := from + int64(len(page)); e.Seq != want {
			return fmt.Errorf("entry %d is missing", want)
		}
		if len(hashes) != hashCount(e.Seq)*hashSize {
			return fmt.Errorf("entry %d has %d bytes of hashes, not %d", e.Seq, len(hashes), hashCount(e.Seq)*hashSize)
		}
		e.Hashes = make([][hashSize]byte, hashCount(e.Seq))
		for i := range e.Hashes {
			copy(e.Hashes[i][:], hashes[i*hashSize:])
		}
		e.Bytes = bytesOf(e.Bytes)
		page = append(page, e)
		return nil
	})
	return page, err
}

// ended returns nil when a log truly has no entry at seq.
func (db *DB) ended(ctx context.Context, premises string, log journal.Log, seq int64) error {
	h, err := db.Heads(ctx, premises)
	if err != nil {
		return err
	}
	size := h.Clinical
	if log == journal.Register {
		size = h.Register
	}
	if seq >= size {
		return nil
	}
	// Another writer may have appended since the page was read; ask once more.
	page, err := db.page(ctx, premises, log, seq, seq+1)
	if err == nil && len(page) == 0 {
		err = fmt.Errorf("entry %d is missing", seq)
	}
	return db.wrap(fmt.Sprintf("read %s of %s", log, premises), err)
}

// Hashes returns stored tlog hashes by their index, in the order asked. An
// index whose entry is not recorded gives app.ErrNotFound.
func (db *DB) Hashes(
	ctx context.Context, premises string, log journal.Log, indexes []int64,
) ([][hashSize]byte, error) {
	type place struct {
		seq   int64
		level int
	}
	places := make([]place, len(indexes))
	seqs := make([]any, 0, len(indexes))
	seen := make(map[int64][]byte, len(indexes))
	for i, x := range indexes {
		if x < 0 {
			return nil, fmt.Errorf("hash %d of %s: %w", x, log, app.ErrNotFound)
		}
		// A subtree's hash is kept with the last entry under it.
		level, n := tlog.SplitStoredHashIndex(x)
		places[i] = place{(n+1)<<level - 1, level}
		if _, ok := seen[places[i].seq]; !ok {
			seen[places[i].seq] = nil
			seqs = append(seqs, places[i].seq)
		}
	}
	const text = `SELECT seq, hashes FROM entry WHERE premises = $1 AND log = $2 AND seq IN `
	err := db.eachIn(ctx, text, []any{premises, string(log)}, seqs, func(rows *sql.Rows) error {
		var seq int64
		var b []byte
		err := rows.Scan(&seq, &b)
		seen[seq] = b
		return err
	})
	if err != nil {
		return nil, db.wrap(fmt.Sprintf("read hashes of %s of %s", log, premises), err)
	}
	out := make([][hashSize]byte, len(indexes))
	for i, p := range places {
		b := seen[p.seq]
		if len(b) < (p.level+1)*hashSize {
			return nil, fmt.Errorf("hash %d of %s of %s: %w", indexes[i], log, premises, app.ErrNotFound)
		}
		copy(out[i][:], b[p.level*hashSize:])
	}
	return out, nil
}

// mostIn bounds a list in one statement.
const mostIn = 64

// eachIn runs "… IN " with the list, at most mostIn at a time. A list is
// padded to a power of two by repeating its last value, so that few texts
// serve every list.
func (db *DB) eachIn(ctx context.Context, text string, args, list []any, scan func(*sql.Rows) error) error {
	for len(list) > 0 {
		n := min(len(list), mostIn)
		size := 1 << bits.Len(uint(n-1))
		all := append(make([]any, 0, len(args)+size), args...)
		all = append(all, list[:n]...)
		for len(all) < len(args)+size {
			all = append(all, list[n-1])
		}
		if err := db.each(ctx, text+placeholders(len(args)+1, 1, size), all, scan); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// anys leaves out ids that no store would have kept.
func anys(ids []string) []any {
	out := make([]any, 0, len(ids))
	for _, id := range ids {
		if goodText(id) {
			out = append(out, id)
		}
	}
	return out
}

// Answers returns the recorded answers among the command ids.
func (db *DB) Answers(ctx context.Context, premises string, ids []string) (map[string]app.Answer, error) {
	const text = `SELECT id, digest, clinical_from, clinical_to, register_from, register_to, recorded
FROM command WHERE premises = $1 AND id IN `
	out := make(map[string]app.Answer, len(ids))
	err := db.eachIn(ctx, text, []any{premises}, anys(ids), func(rows *sql.Rows) error {
		var a app.Answer
		var digest []byte
		var recorded int64
		err := rows.Scan(&a.Command, &digest, &a.From.Clinical, &a.To.Clinical,
			&a.From.Register, &a.To.Register, &recorded)
		if err == nil && len(digest) != len(a.Digest) {
			err = fmt.Errorf("the digest of command %s has %d bytes", a.Command, len(digest))
		}
		copy(a.Digest[:], digest)
		a.Recorded = moment.Instant(recorded)
		out[a.Command] = a
		return err
	})
	return out, db.wrap("read answers of "+premises, err)
}

// Checkpoints returns the checkpoints of a log with size > after, ascending by
// size and, for one size, by the time of signing.
func (db *DB) Checkpoints(
	ctx context.Context, premises string, log journal.Log, after int64,
) ([]app.Checkpoint, error) {
	const text = `SELECT size, at, root, note FROM checkpoint
WHERE premises = $1 AND log = $2 AND size > $3 ORDER BY size, at`
	var out []app.Checkpoint
	err := db.each(ctx, text, []any{premises, string(log), after}, func(rows *sql.Rows) error {
		c := app.Checkpoint{Log: log}
		var root []byte
		var at int64
		err := rows.Scan(&c.Size, &at, &root, &c.Note)
		if err == nil && len(root) != len(c.Root) {
			err = fmt.Errorf("the root of checkpoint %d has %d bytes", c.Size, len(root))
		}
		copy(c.Root[:], root)
		c.At, c.Note = moment.Instant(at), bytesOf(c.Note)
		out = append(out, c)
		return err
	})
	return out, db.wrap(fmt.Sprintf("read checkpoints of %s of %s", log, premises), err)
}
