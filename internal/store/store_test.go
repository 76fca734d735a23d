package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

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

// Rows of one call are gathered: many changes of one row become one. Whatever
// the changes, the outcome is that of making them one after another.
func TestGatheredRowsEqualOneByOne(t *testing.T) {
	db := closing(t)(store.CreateSQLite(t.Context(), t.TempDir()))
	cols := []string{"person", "day", "stage", "due", "given"}
	change := rapid.Custom(func(r *rapid.T) app.Row {
		row := app.Row{Table: "visit_row", Cols: []string{"visit"},
			Vals: []any{rapid.SampledFrom([]string{"v1", "v2", "v3"}).Draw(r, "visit")}}
		for _, c := range rapid.Permutation(cols).Draw(r, "order")[:rapid.IntRange(0, len(cols)).Draw(r, "count")] {
			var v any
			if n := rapid.Int64Range(0, 9).Draw(r, c); n == 0 {
				v = nil
			} else if c == "due" || c == "given" {
				v = n
			} else {
				v = fmt.Sprint(n)
			}
			row.Cols, row.Vals = append(row.Cols, c), append(row.Vals, v)
		}
		return row
	})
	run := 0
	rapid.Check(t, func(r *rapid.T) {
		rows := rapid.SliceOfN(change, 1, 12).Draw(r, "rows")
		run++
		together, apart := fmt.Sprint("together", run), fmt.Sprint("apart", run)
		if err := db.PutRows(t.Context(), together, rows); err != nil {
			r.Fatal(err)
		}
		for _, row := range rows {
			if err := db.PutRows(t.Context(), apart, []app.Row{row}); err != nil {
				r.Fatal(err)
			}
		}
		q := app.Query{Premises: together, Table: "visit_row", Cols: append([]string{"visit"}, cols...)}
		got, err := db.Query(t.Context(), q)
		if err != nil {
			r.Fatal(err)
		}
		q.Premises = apart
		want, err := db.Query(t.Context(), q)
		if err != nil {
			r.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			r.Fatalf("together %v\napart    %v", got, want)
		}
	})
}
