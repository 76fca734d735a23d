// Package store keeps the journal, the cabinet, snapshots and read models in
// SQLite or PostgreSQL. Statements are written once wherever both databases
// read them alike; sqlite.go and postgres.go hold what they do not.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"

	"github.com/pressly/goose/v3"

	"steady/internal/app"
)

// The errors of opening a store.
var (
	// ErrNoStore says that nothing was ever kept there: a misspelt folder or
	// address must not begin an empty register.
	ErrNoStore = errors.New("no register is kept here: check the spelling, or begin one with steady init")
	// ErrStoreExists says that a store to be created is already there.
	ErrStoreExists = errors.New("a register is already kept here: open it, or choose another place")
	// ErrNewer says that a newer Steady made the store.
	ErrNewer = errors.New("this register was written by a newer Steady: run that version or a later one")
)

//go:embed migrations
var migrations embed.FS

// DB is a store over database/sql. It satisfies app.Store; both Open functions
// return it. It is safe for concurrent use.
type DB struct {
	writer *sql.DB // on SQLite exactly one connection
	reader *sql.DB // on SQLite cannot write
	d      dialect
	mu     sync.Mutex
	stmts  map[string]*sql.Stmt // prepared on writer, by text
	// fault, set by tests alone, is asked after every step of a transaction; an
	// error of it ends the transaction there as a crash would.
	fault func(ctx context.Context, tx *sql.Tx, step int) error
}

var _ app.Store = (*DB)(nil)

// dialect is all in which the two databases differ.
type dialect struct {
	name    goose.Dialect
	files   string // folder of migrations
	options []goose.ProviderOption
	chunk   int  // most rows of one INSERT; a power of two
	marks   bool // bind by position, "?", where "$1" costs a name to look up
	whole   bool // a statement, once begun, is not interrupted (it is local and short)
	// noSpace says that the database found no room to write.
	noSpace func(error) bool
	// again says that the whole transaction may be tried again.
	again func(error) bool
	// exists says whether a store was ever made here.
	exists string
	// forget runs after an erasure, so that the bytes do not linger.
	forget func(ctx context.Context, writer *sql.DB) error
}

// Close waits for running statements and closes both pools.
func (db *DB) Close() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	for _, s := range db.stmts {
		s.Close() // closing the pool below reports what matters
	}
	db.stmts = nil
	if db.reader == db.writer {
		return db.writer.Close()
	}
	// The reader goes first, so that closing the writer can tidy the log of the file.
	return errors.Join(db.reader.Close(), db.writer.Close())
}

// migrate brings the schema to this program's version. A store of a newer
// program is refused rather than half understood.
func (db *DB) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations/"+db.d.files)
	if err != nil {
		return err
	}
	options := append([]goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}, db.d.options...)
	p, err := goose.NewProvider(db.d.name, db.writer, files, options...)
	if err != nil {
		return err
	}
	have, know, err := p.GetVersions(ctx)
	if err != nil {
		return db.wrap("read the version", err)
	}
	if have > know {
		return fmt.Errorf("schema %d, this program knows %d: %w", have, know, ErrNewer)
	}
	if have == know {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return db.wrap("bring the schema up to date", err)
	}
	return nil
}

// present says whether the store's tables are there.
func (db *DB) present(ctx context.Context) (bool, error) {
	var n int64
	err := db.writer.QueryRowContext(ctx, db.d.exists).Scan(&n)
	return n > 0, err
}

// wrap names what was being done and marks a full disk.
func (db *DB) wrap(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case db.d.noSpace(err):
		return fmt.Errorf("%s: %w (%w)", doing, app.ErrNoSpace, err)
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
}

// prepared returns the statement of a text, preparing it once. It must be
// called outside a transaction: SQLite's writer is one connection.
func (db *DB) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	db.mu.Lock()
	s, ok := db.stmts[text]
	db.mu.Unlock()
	if ok {
		return s, nil
	}
	s, err := db.writer.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if other, ok := db.stmts[text]; ok {
		s.Close()
		return other, nil
	}
	if db.stmts == nil {
		s.Close()
		return nil, sql.ErrConnDone
	}
	db.stmts[text] = s
	return s, nil
}

// step is one statement of a transaction.
type step struct {
	text string
	args []any
	// check judges the number of rows the statement changed.
	check func(changed int64) error
}

// transact runs the steps in one durable transaction or leaves nothing. Once
// the commit is under way it is waited for, whatever ctx says: the answer
// "recorded or not" is worth more than the wait.
func (db *DB) transact(ctx context.Context, steps []step) error {
	stmts := make([]*sql.Stmt, len(steps))
	for i, s := range steps {
		var err error
		if stmts[i], err = db.prepared(ctx, s.text); err != nil {
			return err
		}
	}
	for try := 1; ; try++ {
		err := db.attempt(ctx, steps, stmts)
		if err == nil || try == 10 || !db.d.again(err) {
			return err
		}
	}
}

func (db *DB) attempt(ctx context.Context, steps []step, stmts []*sql.Stmt) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	conn, err := db.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	uncancelled := context.WithoutCancel(ctx)
	tx, err := conn.BeginTx(uncancelled, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit it does nothing; otherwise the first error is the one told
	inner := ctx
	if db.d.whole {
		inner = uncancelled
	}
	if err := db.injected(inner, tx, 0); err != nil {
		return err
	}
	for i, s := range steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		res, err := tx.StmtContext(inner, stmts[i]).ExecContext(inner, s.args...)
		if err != nil {
			return err
		}
		if s.check != nil {
			n, err := res.RowsAffected()
			if err != nil {
				return err
			}
			if err := s.check(n); err != nil {
				return err
			}
		}
		if err := db.injected(inner, tx, i+1); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return db.injected(inner, nil, len(steps)+1)
}

func (db *DB) injected(ctx context.Context, tx *sql.Tx, step int) error {
	if db.fault == nil {
		return nil
	}
	return db.fault(ctx, tx, step)
}

// placeholders writes "($1,$2),($3,$4)" for n rows of width values, numbered
// from first.
func placeholders(first, n, width int) string {
	b := make([]byte, 0, n*width*5)
	for i := range n * width {
		switch {
		case i == 0:
			b = append(b, '(')
		case i%width == 0:
			b = append(b, "),("...)
		default:
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, '$'), int64(first+i), 10)
	}
	return string(append(b, ')'))
}

// marks writes "(?,?),(?,?)".
func marks(n, width int) string {
	row := "(?" + strings.Repeat(",?", width-1) + ")"
	return row + strings.Repeat(","+row, n-1)
}

// inserts appends the multi-row INSERT statements of n rows. Rows go in powers
// of two up to the dialect's chunk, so that few texts serve every batch.
func (db *DB) inserts(steps []step, head, tail string, n, width int, row func(i int, args []any) []any) []step {
	for i, size := 0, db.d.chunk; i < n; {
		for size > n-i {
			size /= 2
		}
		args := make([]any, 0, size*width)
		for j := range size {
			args = row(i+j, args)
		}
		steps = append(steps, step{text: db.d.text(head, tail, size, width), args: args})
		i += size
	}
	return steps
}

type textKey struct {
	marks       bool
	head, tail  string
	size, width int
}

var texts sync.Map // textKey -> string

// text returns the INSERT for size rows; it is built once per shape, because
// building it would cost as much as running it.
func (d *dialect) text(head, tail string, size, width int) string {
	k := textKey{d.marks, head, tail, size, width}
	if s, ok := texts.Load(k); ok {
		return s.(string)
	}
	s := head + placeholders(1, size, width) + tail
	if d.marks {
		s = head + marks(size, width) + tail
	}
	texts.Store(k, s)
	return s
}
