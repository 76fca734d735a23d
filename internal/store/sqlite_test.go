package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"steady/internal/app"
	"steady/internal/store"
	"steady/internal/store/storetest"
)

// A misspelt folder must not begin an empty register.
func TestOpenNeverBeginsARegister(t *testing.T) {
	dir := t.TempDir()
	if _, err := store.OpenSQLite(t.Context(), filepath.Join(dir, "typo")); !errors.Is(err, store.ErrNoStore) {
		t.Errorf("a folder that is not there: %v", err)
	}
	if _, err := store.OpenSQLite(t.Context(), dir); !errors.Is(err, store.ErrNoStore) {
		t.Errorf("an empty folder: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("opening left %v (%v)", left, err)
	}
	// A file that is no register of ours, such as one that never got its tables.
	if err := os.WriteFile(filepath.Join(dir, "steady.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.OpenSQLite(t.Context(), dir); !errors.Is(err, store.ErrNoStore) {
		t.Errorf("an empty file: %v", err)
	}
	other := []byte("minutes of the meeting, at length")
	if err := os.WriteFile(filepath.Join(dir, "steady.db"), other, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.OpenSQLite(t.Context(), dir); err == nil {
		t.Error("a text file was opened as a register")
	}
	if _, err := store.CreateSQLite(t.Context(), dir); !errors.Is(err, store.ErrStoreExists) {
		t.Errorf("creating over a file: %v", err)
	}
}

func TestCreateSQLiteIsPrivateAndOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a #?%20 & ü")
	db := closing(t)(store.CreateSQLite(t.Context(), dir))
	appendBatch(t, db, storetest.NewMaker("p1").Next(1))
	files, err := os.ReadDir(dir)
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v (%v)", f.Name(), info.Mode(), err)
		}
	}
	if _, err := store.CreateSQLite(t.Context(), dir); !errors.Is(err, store.ErrStoreExists) {
		t.Errorf("created twice: %v", err)
	}
	again := closing(t)(store.OpenSQLite(t.Context(), dir))
	if h, err := again.Heads(t.Context(), "p1"); err != nil || h.Clinical != 1 {
		t.Errorf("heads after both: %v %v", h, err)
	}
}

func TestNewerStoreIsRefused(t *testing.T) {
	dir := t.TempDir()
	db, err := store.CreateSQLite(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	const later = `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`
	if _, err := store.Writer(db).Exec(later); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := store.OpenSQLite(t.Context(), dir); !errors.Is(err, store.ErrNewer) {
		t.Errorf("a newer store: %v", err)
	}
}

// What lies on the disk after statement k is what a power cut there would
// leave: copied files open as a register without anything of the transaction,
// and after the commit with all of it.
func TestPowerCutBetweenStatements(t *testing.T) {
	dir := t.TempDir()
	db := closing(t)(store.CreateSQLite(t.Context(), dir))
	m := storetest.NewMaker("p1")
	appendBatch(t, db, m.Next(3))
	before := m.Heads
	var copies []string
	store.SetFault(db, func(_ context.Context, tx *sql.Tx, step int) error {
		to := filepath.Join(t.TempDir(), fmt.Sprint(step))
		copies = append(copies, to)
		return os.CopyFS(to, os.DirFS(dir))
	})
	appendBatch(t, db, m.Next(40))
	store.SetFault(db, nil)
	if len(copies) < 6 {
		t.Fatalf("only %d steps", len(copies))
	}
	for i, at := range copies {
		left := closing(t)(store.OpenSQLite(t.Context(), at))
		want := before
		if i == len(copies)-1 {
			want = m.Heads
		}
		h, err := left.Heads(t.Context(), "p1")
		if err != nil || h != want {
			t.Errorf("cut after step %d: heads %v, not %v (%v)", i, h, want, err)
		}
		lines, err := left.Query(t.Context(), app.Query{Premises: "p1", Table: "register_line", Cols: []string{"seq"}})
		if err != nil || int64(len(lines)) != want.Register {
			t.Errorf("cut after step %d: %d register lines, not %d (%v)", i, len(lines), want.Register, err)
		}
		// And it goes on from there.
		if i < len(copies)-1 {
			resumed := storetest.NewMaker("p1")
			resumed.Next(3)
			appendBatch(t, left, resumed.Next(2))
		}
	}
}

func TestFullDiskRefusesAndRecovers(t *testing.T) {
	dir := t.TempDir()
	db := closing(t)(store.CreateSQLite(t.Context(), dir))
	m := storetest.NewMaker("p1")
	appendBatch(t, db, m.Next(5))
	var pages int
	if err := store.Writer(db).QueryRow(`PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		t.Helper()
		if err := store.Writer(db).QueryRow(fmt.Sprintf(`PRAGMA max_page_count = %d`, n)).Scan(new(int)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 1)
	before := m.Heads
	big := m.Next(500)
	big.Secrets = []app.Secret{{ID: "s", Subject: "person-1", Field: "note", Text: "kept or not"}}
	for range 2 { // refused, and refused in the same way again
		if err := db.Append(t.Context(), big); !errors.Is(err, app.ErrNoSpace) {
			t.Fatalf("append to a full disk: %v", err)
		}
	}
	large := app.Snapshot{Bytes: make([]byte, 1<<20)}
	if err := db.SaveSnapshot(t.Context(), "p1", large); !errors.Is(err, app.ErrNoSpace) {
		t.Errorf("snapshot on a full disk: %v", err)
	}
	for _, s := range []app.Store{db, closing(t)(store.OpenSQLite(t.Context(), dir))} {
		h, err := s.Heads(t.Context(), "p1")
		lines, err2 := s.Query(t.Context(), app.Query{Premises: "p1", Table: "register_line", Cols: []string{"seq"}})
		answers, err3 := s.Answers(t.Context(), "p1", []string{big.Answers[0].Command})
		if err := errors.Join(err, err2, err3); err != nil || h != before || len(lines) != 5 || len(answers) != 0 {
			t.Errorf("a full disk left heads %v, %d lines, %d answers (%v)", h, len(lines), len(answers), err)
		}
	}
	limit(1 << 30)
	appendBatch(t, db, big)
	if h, err := db.Heads(t.Context(), "p1"); err != nil || h != m.Heads {
		t.Errorf("after there was room: %v %v", h, err)
	}
}

// Erased means gone from the files, not only from the answers.
func TestErasedTextLeavesTheFiles(t *testing.T) {
	dir := t.TempDir()
	db := closing(t)(store.CreateSQLite(t.Context(), dir))
	b := storetest.NewMaker("p1").Next(1)
	const name = "Marguerite-unique-name"
	b.Secrets = []app.Secret{{ID: "s1", Subject: "person-1", Field: "chosen_name", Text: name}}
	appendBatch(t, db, b)
	if !inFiles(t, dir, name) {
		t.Fatal("the name was never in the files: the test looks in the wrong place")
	}
	if n, err := db.Erase(t.Context(), "p1", "person-1"); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if inFiles(t, dir, name) {
		t.Error("the name is still in the files")
	}
}

func inFiles(t *testing.T, dir, text string) bool {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte(text)) {
			return true
		}
	}
	return false
}

// REPLACE deletes without a DELETE; the triggers see it all the same (R-REG-06).
func TestReplaceIsRefused(t *testing.T) {
	db := closing(t)(store.CreateSQLite(t.Context(), t.TempDir()))
	appendBatch(t, db, storetest.NewMaker("p1").Next(1))
	const replace = `INSERT OR REPLACE INTO entry (premises, log, seq, hashes, bytes)
VALUES ('p1', 'register', 0, x'00', x'00')`
	if _, err := store.Writer(db).Exec(replace); err == nil {
		t.Error("an entry was replaced")
	}
}

func TestReadersCannotWrite(t *testing.T) {
	db := closing(t)(store.CreateSQLite(t.Context(), t.TempDir()))
	if _, err := store.Reader(db).Exec(`DELETE FROM secret`); err == nil {
		t.Error("the reading pool wrote")
	}
	var sync int
	if err := store.Writer(db).QueryRow(`PRAGMA synchronous`).Scan(&sync); err != nil || sync != 2 {
		t.Errorf("the writer's synchronous is %d, not FULL (%v)", sync, err)
	}
}

func appendBatch(t testing.TB, s app.Store, b app.Batch) {
	t.Helper()
	if err := s.Append(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}
