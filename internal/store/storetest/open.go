package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx", to make and drop schemas

	"steady/internal/app"
	"steady/internal/store"
)

// OpenSQLite returns a fresh store in a folder of the test, closed at its end.
func OpenSQLite(t testing.TB) app.Store {
	t.Helper()
	db, err := store.CreateSQLite(t.Context(), t.TempDir())
	return opened(t, db, err)
}

// OpenPostgres returns a fresh store in a schema of its own, dropped at the end
// of the test. Without STEADY_TEST_POSTGRES it skips the test; see PostgresURL.
func OpenPostgres(t testing.TB) app.Store {
	t.Helper()
	db, err := store.CreatePostgres(t.Context(), PostgresURL(t))
	return opened(t, db, err)
}

func opened(t testing.TB, db *store.DB, err error) *store.DB {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return db
}

// PostgresURL returns the address of an empty schema, dropped at the end of
// the test. The server is the one of STEADY_TEST_POSTGRES, which
// tools/with-postgres sets. Without it the test is skipped, or fails when
// STEADY_REQUIRE_ALL=1, so that a build cannot pass by not running it.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("STEADY_TEST_POSTGRES")
	if server == "" {
		const how = "needs PostgreSQL: run under tools/with-postgres"
		if os.Getenv("STEADY_REQUIRE_ALL") == "1" {
			t.Fatal(how)
		}
		t.Skip(how)
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	schema := "t_" + strings.ToLower(rand.Text())
	control(t, server, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { control(t, server, "DROP SCHEMA "+schema+" CASCADE") })
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func control(t testing.TB, server, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Errorf("%s: %v", statement, err)
	}
}
