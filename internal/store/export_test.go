package store

import (
	"context"
	"database/sql"
)

// SetFault makes fault the judge of every step of db's transactions.
func SetFault(db *DB, fault func(ctx context.Context, tx *sql.Tx, step int) error) { db.fault = fault }

// Writer is db's writing pool.
func Writer(db *DB) *sql.DB { return db.writer }

// ModelColumns lists the read models as the code knows them: column names, key
// columns first, and how many are key.
func ModelColumns() (cols map[string][]string, keys map[string]int) {
	cols, keys = map[string][]string{}, map[string]int{}
	for table, m := range models {
		for _, c := range m.cols {
			cols[table] = append(cols[table], c.name)
		}
		keys[table] = m.keys
	}
	return cols, keys
}

// Reader is db's reading pool.
func Reader(db *DB) *sql.DB { return db.reader }

// NoSpace and Again are how the dialects judge an error.
var (
	NoSpaceSQLite   = sqliteNoSpace
	NoSpacePostgres = postgresDialect.noSpace
	AgainPostgres   = postgresDialect.again
)
