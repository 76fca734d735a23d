package web_test

import (
	"bytes"
	"database/sql"
	"path/filepath"
	"testing"

	"steady/internal/demo"
	"steady/journal"
)

// TestTheGreenLineIsLostWithOneByte: somebody with the database in their hands
// changes the entry behind a balance, or the signed head. The stock page and
// the register page say so, and the service goes on.
func TestTheGreenLineIsLostWithOneByte(t *testing.T) {
	for name, tamper := range map[string]func(t *testing.T, s *site, db *sql.DB){
		"entry": func(t *testing.T, s *site, db *sql.DB) {
			seq := s.sheet(s.pageOf("100")).Last
			var b []byte
			row := db.QueryRow(`SELECT bytes FROM entry WHERE log = $1 AND seq = $2`, string(journal.Register), seq)
			must(t, row.Scan(&b))
			changed := bytes.Replace(b, []byte(`"balance_ampoules":`), []byte(`"balance_ampoules":1`), 1)
			exec(t, db, `DROP TRIGGER entry_no_update`)
			exec(t, db, `UPDATE entry SET bytes = $1 WHERE log = $2 AND seq = $3`, changed, string(journal.Register), seq)
		},
		"head": func(t *testing.T, s *site, db *sql.DB) {
			exec(t, db, `DROP TRIGGER checkpoint_no_update`)
			exec(t, db, `UPDATE checkpoint SET note = CAST(replace(CAST(note AS TEXT), 'at 2026', 'at 2025') AS BLOB)
WHERE log = $1`, string(journal.Register))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.settle()
			c := s.signIn(demo.NurseA)
			s.countAll(c, nil).leads("/register")
			c.get("/register").says("Balances agree")
			db, err := sql.Open("sqlite", filepath.Join(s.dir, "steady.db"))
			must(t, err)
			defer db.Close()
			tamper(t, s, db)
			const alarm = "The stored register does not agree with its signed head"
			c.get("/register").status(200).says(alarm).silent("Balances agree")
			c.get("/register/" + s.pageOf("100")).status(200).says(alarm)
			c.get("/board").status(200)
		})
	}
}

func exec(t *testing.T, db *sql.DB, text string, args ...any) {
	t.Helper()
	_, err := db.Exec(text, args...)
	must(t, err)
}
