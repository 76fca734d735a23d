package store_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"steady/internal/app"
	"steady/internal/store"
	"steady/internal/store/storetest"
)

// BenchmarkSQLite reports, in one run on one disk, what a bare durable INSERT
// costs and how many times as many commands a second Append records.
func BenchmarkSQLite(b *testing.B) {
	db := closing(b)(store.CreateSQLite(b.Context(), b.TempDir()))
	compare(b, db, bareSQLite(b))
}

// BenchmarkPostgres is the same against PostgreSQL.
func BenchmarkPostgres(b *testing.B) {
	db := closing(b)(store.CreatePostgres(b.Context(), storetest.PostgresURL(b)))
	compare(b, db, bare(b, store.Writer(db), "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"))
}

func bareSQLite(b *testing.B) func() {
	path := b.TempDir() + "/bare.db"
	pool, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { pool.Close() })
	pool.SetMaxOpenConns(1)
	return bare(b, pool, "INTEGER PRIMARY KEY")
}

// bare returns one durable insert of 200 bytes into a table of its own.
func bare(b *testing.B, pool *sql.DB, key string) func() {
	if _, err := pool.Exec("CREATE TABLE bare (id " + key + ", body TEXT)"); err != nil {
		b.Fatal(err)
	}
	insert, err := pool.Prepare("INSERT INTO bare (body) VALUES ($1)")
	if err != nil {
		b.Fatal(err)
	}
	body := strings.Repeat("x", 200)
	return func() {
		if _, err := insert.Exec(body); err != nil {
			b.Fatal(err)
		}
	}
}

// compare interleaves the three, so that a busy disk troubles them alike.
func compare(b *testing.B, db app.Store, single func()) {
	m := storetest.NewMaker("p1")
	var took [3]time.Duration
	batches := [3]app.Batch{}
	for b.Loop() {
		for i, n := range []int{0, 1, 50} {
			if n > 0 {
				batches[i] = m.Next(n)
			}
			start := time.Now()
			if n == 0 {
				single()
			} else if err := db.Append(b.Context(), batches[i]); err != nil {
				b.Fatal(err)
			}
			took[i] += time.Since(start)
		}
	}
	per := func(i int) float64 { return float64(took[i].Microseconds()) / float64(b.N) }
	b.ReportMetric(per(0), "µs/bare")
	for i, n := range []int{0, 1, 50} {
		if n > 0 {
			b.ReportMetric(per(i), fmt.Sprintf("µs/append%d", n))
			b.ReportMetric(float64(n)*per(0)/per(i), fmt.Sprintf("x%d", n))
		}
	}
}
