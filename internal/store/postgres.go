package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// Connections to a PostgreSQL server: writers and readers apart, so that a
// crowd of readers never keeps a dose from being recorded.
const (
	postgresWriters = 4
	postgresReaders = 12
)

// The SQLSTATE codes that mean something to us.
const (
	stateSerialization = "40001"
	stateDeadlock      = "40P01"
	stateDiskFull      = "53100"
)

var postgresDialect = dialect{
	name:    goose.DialectPostgres,
	files:   "postgres",
	options: []goose.ProviderOption{goose.WithSessionLocker(migrationLock{})},
	chunk:   64,
	noSpace: func(err error) bool { return stateOf(err) == stateDiskFull },
	again: func(err error) bool {
		s := stateOf(err)
		return s == stateSerialization || s == stateDeadlock
	},
	exists: `SELECT count(*) FROM pg_class WHERE relname = 'head' AND relkind = 'r'
AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())`,
	forget: func(ctx context.Context, writer *sql.DB) error {
		_, err := writer.ExecContext(ctx, `VACUUM secret`) // not in a transaction: it refuses one
		return err
	},
}

// OpenPostgres opens the register at a PostgreSQL address and brings its schema
// up to date. A database without one gives ErrNoStore and stays untouched.
func OpenPostgres(ctx context.Context, url string) (*DB, error) {
	return openPostgres(ctx, url, false)
}

// CreatePostgres begins an empty register in an existing PostgreSQL database.
// It gives ErrStoreExists when the database already has one.
func CreatePostgres(ctx context.Context, url string) (*DB, error) {
	return openPostgres(ctx, url, true)
}

func openPostgres(ctx context.Context, url string, create bool) (*DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	if config.RuntimeParams["synchronous_commit"] == "" {
		config.RuntimeParams["synchronous_commit"] = "on" // recorded means on disk, whatever the server's default
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "steady"
	}
	pool := func(n int) *sql.DB {
		p := stdlib.OpenDB(*config)
		p.SetMaxOpenConns(n)
		p.SetMaxIdleConns(n)
		p.SetConnMaxIdleTime(5 * time.Minute)
		return p
	}
	db := &DB{writer: pool(postgresWriters), reader: pool(postgresReaders),
		d: postgresDialect, stmts: map[string]*sql.Stmt{}}
	ok, err := db.present(ctx)
	switch {
	case err != nil:
	case create && ok:
		err = ErrStoreExists
	case !create && !ok:
		err = ErrNoStore
	default:
		err = db.migrate(ctx)
	}
	if err != nil {
		where := fmt.Sprintf("database %s on %s", config.Database, config.Host)
		return nil, errors.Join(fmt.Errorf("open %s: %w", where, err), db.Close())
	}
	return db, nil
}

func stateOf(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// migrationLock lets one process at a time change a schema; the others wait.
type migrationLock struct{}

// lockKey is the advisory lock of a schema: "steady" beside the schema's name.
const lockKey = `(1937007972, hashtext(current_schema()))`

// SessionLock waits for the lock.
func (migrationLock) SessionLock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock`+lockKey)
	return err
}

// SessionUnlock gives it back.
func (migrationLock) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_unlock`+lockKey)
	return err
}
