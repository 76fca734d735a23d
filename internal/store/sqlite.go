package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteFile is the register's file in its data folder.
const sqliteFile = "steady.db"

// sqliteReaders is how many readers work at once beside the one writer.
const sqliteReaders = 8

var sqliteDialect = dialect{
	name:    goose.DialectSQLite3,
	files:   "sqlite",
	chunk:   16, // measured: longer statements save nothing more
	marks:   true,
	whole:   true,
	noSpace: sqliteNoSpace,
	again:   func(error) bool { return false }, // BEGIN IMMEDIATE waits its turn
	exists:  `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'head'`,
	forget:  cutLog,
}

// OpenSQLite opens the register kept in a data folder and brings its schema up
// to date. A folder without one gives ErrNoStore and stays untouched.
func OpenSQLite(ctx context.Context, dir string) (*DB, error) {
	path := filepath.Join(dir, sqliteFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", dir, ErrNoStore)
	} else if err != nil {
		return nil, err
	}
	return openSQLite(ctx, path, ErrNoStore)
}

// CreateSQLite begins an empty register in a data folder, which it makes if
// need be, readable by its owner alone. It gives ErrStoreExists when the folder
// already has one.
func CreateSQLite(ctx context.Context, dir string) (*DB, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, sqliteFile)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s: %w", dir, ErrStoreExists)
	}
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	db, err := openSQLite(ctx, path, nil)
	if err != nil {
		return nil, errors.Join(err, os.Remove(path))
	}
	return db, nil
}

// openSQLite opens the two pools. absent is the error of a file without our
// tables; nil makes them.
func openSQLite(ctx context.Context, path string, absent error) (*DB, error) {
	writer, err := sql.Open("sqlite", sqliteURI(path,
		"synchronous(FULL)",
		"secure_delete(1)",      // erased names are overwritten, not merely unlinked
		"recursive_triggers(1)", // INSERT OR REPLACE meets the no-delete triggers too
		"cache_size(-16384)",
		"temp_store(2)",            // what undoes half a statement stays in memory: in a file it doubled the writing
		"wal_autocheckpoint(8000)", // 64 MB: a page written often goes to its place once, not every second
	))
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	reader, err := sql.Open("sqlite", sqliteURI(path, "query_only(1)"))
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader.SetMaxOpenConns(sqliteReaders)
	reader.SetMaxIdleConns(sqliteReaders)
	db := &DB{writer: writer, reader: reader, d: sqliteDialect, stmts: map[string]*sql.Stmt{}}
	ok, err := db.present(ctx)
	if err == nil && !ok && absent != nil {
		err = absent
	}
	if err == nil {
		err = db.migrate(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), db.Close())
	}
	return db, nil
}

// sqliteURI names the file and the settings of each connection. mode=rw keeps
// SQLite from making a file of its own.
func sqliteURI(path string, pragmas ...string) string {
	q := url.Values{"_txlock": {"immediate"}, "mode": {"rw"}}
	q["_pragma"] = append([]string{
		"busy_timeout(5000)",
		"journal_mode(WAL)",
		"foreign_keys(1)",
	}, pragmas...)
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: q.Encode()}).String()
}

// cutLog folds the write-ahead log and cuts it to nothing: secure_delete
// overwrote the erased rows in the file, but the log still holds the old pages.
func cutLog(ctx context.Context, writer *sql.DB) error {
	for range 100 {
		var busy, pages, folded int
		err := writer.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &folded)
		if err != nil || busy == 0 {
			return err
		}
		// A folding or a long reading is under way; neither waits for us.
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return errors.New("a reader holds the write-ahead log; restart the service to cut it")
}

// sqliteNoSpace tells a full disk or quota from other faults. A quota shows as
// a failed write, and a full disk under the shared index as a failed resize.
func sqliteNoSpace(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC,
		sqlite3.SQLITE_IOERR_DIR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_SHMSIZE:
		return true
	}
	return false
}
