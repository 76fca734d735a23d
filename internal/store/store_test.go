package store_test

import (
	"context"
	"database/sql"
	"testing"

	"steady/internal/app"
	"steady/internal/store"
	"steady/internal/store/storetest"
)

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Fixture {
		dir := t.TempDir()
		db := closing(t)(store.CreateSQLite(t.Context(), dir))
		return storetest.Fixture{
			Store: db,
			Again: func(t testing.TB) app.Store { return closing(t)(store.OpenSQLite(t.Context(), dir)) },
			Hook: func(after func(step int) error) {
				store.SetFault(db, stepOnly(after))
			},
			Exec: execOn(t, db),
		}
	})
}

func TestPostgres(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Fixture {
		url := storetest.PostgresURL(t)
		db := closing(t)(store.CreatePostgres(t.Context(), url))
		return storetest.Fixture{
			Store: db,
			Again: func(t testing.TB) app.Store { return closing(t)(store.OpenPostgres(t.Context(), url)) },
			Hook:  func(after func(step int) error) { store.SetFault(db, killing(after)) },
			Exec:  execOn(t, db),
		}
	})
}

func closing(t testing.TB) func(*store.DB, error) *store.DB {
	return func(db *store.DB, err error) *store.DB {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
		return db
	}
}

type fault = func(ctx context.Context, tx *sql.Tx, step int) error

func stepOnly(after func(step int) error) fault {
	if after == nil {
		return nil
	}
	return func(_ context.Context, _ *sql.Tx, step int) error { return after(step) }
}

// killing turns an injected error into the server ending the connection, so
// that no rollback of ours is what undoes the work.
func killing(after func(step int) error) fault {
	if after == nil {
		return nil
	}
	return func(ctx context.Context, tx *sql.Tx, step int) error {
		err := after(step)
		if err == nil || tx == nil {
			return err
		}
		if _, killed := tx.ExecContext(ctx, `SELECT pg_terminate_backend(pg_backend_pid())`); killed != nil {
			return killed
		}
		return err
	}
}

func execOn(t *testing.T, db *store.DB) func(string) error {
	return func(statement string) error {
		_, err := store.Writer(db).ExecContext(t.Context(), statement)
		return err
	}
}
