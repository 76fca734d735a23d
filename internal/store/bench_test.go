package store_test

import (
	"database/sql"
	"slices"
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

// compare interleaves the three, so that a busy machine troubles them alike,
// and reports medians.
func compare(b *testing.B, db app.Store, single func()) {
	m := storetest.NewMaker("p1")
	sizes := []int{0, 1, 50}
	took := make([][]time.Duration, len(sizes))
	for b.Loop() {
		for i, n := range sizes {
			batch := m.Next(n)
			start := time.Now()
			if n == 0 {
				single()
			} else if err := db.Append(b.Context(), batch); err != nil {
				b.Fatal(err)
			}
			took[i] = append(took[i], time.Since(start))
		}
	}
	at := func(i, percent int) float64 {
		slices.Sort(took[i])
		return float64(took[i][len(took[i])*percent/100].Nanoseconds()) / 1000
	}
	b.ReportMetric(at(0, 50), "µs/bare")
	b.ReportMetric(at(1, 50), "µs/append1")
	b.ReportMetric(at(2, 50), "µs/append50")
	b.ReportMetric(at(0, 50)/at(1, 50), "x1")
	b.ReportMetric(50*at(0, 50)/at(2, 50), "x50")
	b.ReportMetric(at(2, 99)/at(0, 50), "p99/bare")
}
