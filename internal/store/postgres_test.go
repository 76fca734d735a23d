package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"steady/internal/app"
	"steady/internal/store"
	"steady/internal/store/storetest"
)

func TestOpenPostgresNeverBeginsARegister(t *testing.T) {
	url := storetest.PostgresURL(t)
	if _, err := store.OpenPostgres(t.Context(), url); !errors.Is(err, store.ErrNoStore) {
		t.Errorf("an empty database: %v", err)
	}
	closing(t)(store.CreatePostgres(t.Context(), url))
	if _, err := store.CreatePostgres(t.Context(), url); !errors.Is(err, store.ErrStoreExists) {
		t.Errorf("created twice: %v", err)
	}
	if _, err := store.OpenPostgres(t.Context(), "postgres://%zz"); err == nil {
		t.Error("a malformed address was opened")
	}
}

// Several processes of one release start together on a fresh database.
func TestPostgresIsCreatedOnce(t *testing.T) {
	url := storetest.PostgresURL(t)
	made := make(chan error, 4)
	for range cap(made) {
		go func() {
			db, err := store.CreatePostgres(context.WithoutCancel(t.Context()), url)
			if err == nil {
				err = db.Close()
			}
			made <- err
		}()
	}
	for range cap(made) {
		if err := <-made; err != nil && !errors.Is(err, store.ErrStoreExists) {
			t.Error(err)
		}
	}
	closing(t)(store.OpenPostgres(t.Context(), url))
}

// A serialisation failure or deadlock is the server's way to say "again".
func TestPostgresTriesAgain(t *testing.T) {
	db := closing(t)(store.CreatePostgres(t.Context(), storetest.PostgresURL(t)))
	for i, state := range []string{"40001", "40P01"} {
		failed := 0
		store.SetFault(db, func(ctx context.Context, tx *sql.Tx, step int) error {
			if step != 3 || failed == 3 {
				return nil
			}
			failed++
			_, err := tx.ExecContext(ctx, fmt.Sprintf(
				`DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = '%s'; END $$`, state))
			return err
		})
		m := storetest.NewMaker(fmt.Sprint("p", i))
		appendBatch(t, db, m.Next(5))
		store.SetFault(db, nil)
		h, err := db.Heads(t.Context(), m.Premises)
		if err != nil || h != m.Heads || failed != 3 {
			t.Errorf("%s: heads %v after %d failures (%v)", state, h, failed, err)
		}
	}
}

func TestPostgresFaultsAreToldByCode(t *testing.T) {
	full := fmt.Errorf("wrapped: %w", &pgconn.PgError{Code: "53100", Message: "anything"})
	if !store.NoSpacePostgres(full) || store.AgainPostgres(full) {
		t.Error("53100 is a full disk")
	}
	other := &pgconn.PgError{Code: "23505", Message: "could not serialize, disk full"}
	if store.NoSpacePostgres(other) || store.AgainPostgres(other) {
		t.Error("the words of a message decided")
	}
	if words := errors.New("database or disk is full"); store.NoSpaceSQLite(words) || store.NoSpacePostgres(words) {
		t.Error("the words of a message decided")
	}
}

func TestPostgresIsDurable(t *testing.T) {
	db := closing(t)(store.CreatePostgres(t.Context(), storetest.PostgresURL(t)))
	var on string
	if err := store.Writer(db).QueryRow(`SHOW synchronous_commit`).Scan(&on); err != nil || on != "on" {
		t.Errorf("synchronous_commit is %s (%v)", on, err)
	}
}

// TestSchemasAreEqual compares what the two folders of migrations make, and
// what the code believes about the read models.
func TestSchemasAreEqual(t *testing.T) {
	lite := closing(t)(store.CreateSQLite(t.Context(), t.TempDir()))
	have := schemaOf(t, lite, `SELECT m.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master m,
pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%'
ORDER BY m.name, c.cid`)
	cols, keys := store.ModelColumns()
	for table := range cols {
		want := append([]string{"premises"}, cols[table]...)
		var names []string
		inKey := 0
		for _, c := range have {
			if c.table == table {
				names = append(names, c.name)
				inKey += min(c.key, 1)
			}
		}
		slices.Sort(names)
		slices.Sort(want)
		if !slices.Equal(names, want) || inKey != keys[table]+1 {
			t.Errorf("%s: the code knows %v with %d keys, the table has %v with %d", table, want, keys[table]+1, names, inKey)
		}
	}
	pg := closing(t)(store.CreatePostgres(t.Context(), storetest.PostgresURL(t)))
	want := schemaOf(t, pg, `SELECT c.table_name, c.column_name,
CASE c.data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB' WHEN 'text' THEN 'TEXT' ELSE c.data_type END,
CASE c.is_nullable WHEN 'NO' THEN 1 ELSE 0 END, coalesce(k.ordinal_position, 0)
FROM information_schema.columns c
LEFT JOIN information_schema.table_constraints p ON p.table_schema = c.table_schema
  AND p.table_name = c.table_name AND p.constraint_type = 'PRIMARY KEY'
LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = p.constraint_schema
  AND k.constraint_name = p.constraint_name AND k.column_name = c.column_name
WHERE c.table_schema = current_schema() AND c.table_name NOT LIKE 'goose%'
ORDER BY c.table_name COLLATE "C", c.ordinal_position`)
	if len(have) < 40 || !slices.Equal(have, want) {
		t.Errorf("the schemas differ:\nSQLite     %v\nPostgreSQL %v", have, want)
	}
}

type columnOf struct {
	table, name, kind string
	notNull, key      int
}

func schemaOf(t *testing.T, db *store.DB, text string) []columnOf {
	t.Helper()
	rows, err := store.Reader(db).Query(text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []columnOf
	for rows.Next() {
		var c columnOf
		if err := rows.Scan(&c.table, &c.name, &c.kind, &c.notNull, &c.key); err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	return out
}

var _ app.Store = (*store.DB)(nil)
