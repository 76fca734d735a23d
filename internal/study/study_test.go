package study

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"steady/internal/app"
	"steady/internal/store"
	"steady/journal"
	"steady/moment"
	"steady/refusal"
	"steady/voice"
	"steady/voice/qdpx"
)

// unsigned stands in for the key: what is signed is looked at elsewhere.
type unsigned struct{}

func (unsigned) Sign(c journal.Checkpoint) ([]byte, error) { return []byte(c.Text()), nil }

func codeOf(err error) string {
	if no := (*refusal.Refusal)(nil); errors.As(err, &no) {
		return no.Code
	}
	return ""
}

const start = moment.Instant(1_900_000_000_000_000)

func config(db app.Store) Config {
	return Config{Store: db, ID: "impact", Sealer: unsigned{}, Clock: func() moment.Instant { return start }}
}

// begun is a study with the fixture's project in it.
func begun(t *testing.T) (*store.DB, *voice.Project, []byte) {
	t.Helper()
	b, err := os.ReadFile("../../voice/qdpx/testdata/synthetic-dialect-utf16-crlf-bom.qdpx")
	if err != nil {
		t.Fatal(err)
	}
	f, err := qdpx.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.CreateSQLite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s := open(t, db)
	if added, err := s.Import(t.Context(), "", f.Project, sha256.Sum256(b)); err != nil || !added {
		t.Fatalf("added %v: %v", added, err)
	}
	return db, f.Project, b
}

func open(t *testing.T, db app.Store) *Study {
	t.Helper()
	s, err := Open(t.Context(), config(db))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatIsKeptIsWhatCame(t *testing.T) {
	db, p, b := begun(t)
	s := open(t, db)
	if !reflect.DeepEqual(s.Project(), p) {
		t.Errorf("kept %+v\ncame %+v", s.Project(), p)
	}
	size := s.Size()
	if added, err := s.Import(t.Context(), "", p, sha256.Sum256(b)); added || err != nil || s.Size() != size {
		t.Errorf("the same file again: added %v, %v, %d entries", added, err, s.Size())
	}
	other := sha256.Sum256(append(b, 0))
	if added, err := s.Import(t.Context(), "", p, other); added || err != nil || s.Size() != size {
		t.Errorf("another file of what is held: added %v, %v, %d entries", added, err, s.Size())
	}
	foreign := &voice.Project{Codes: []voice.Code{{ID: "00000099-0000-4000-8000-000000000099", Name: "Foreign"}}}
	if _, err := s.Import(t.Context(), "", foreign, other); codeOf(err) != "study_holds" || s.Size() != size {
		t.Errorf("another project: %v, %d entries", err, s.Size())
	}
}

// The log holds ids and positions; nobody's words and nobody's name (V-04).
func TestTheLogHoldsNoWords(t *testing.T) {
	db, p, _ := begun(t)
	var log bytes.Buffer
	if err := db.Read(t.Context(), "impact", journal.Study, 0, 1<<40, func(x app.Stored) error {
		log.Write(x.Bytes)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	q := voice.NewQuoter(p.Sources[0].Text)
	words := []string{p.Sources[0].Name, p.Users[0].Name, p.Codes[1].Name, "Reflexive"}
	for _, sel := range p.Sources[0].Selections {
		words = append(words, q.Quote(sel.Start, sel.End))
	}
	for _, w := range words {
		if strings.Contains(log.String(), w) {
			t.Errorf("the log holds %q", w)
		}
	}
	if !strings.Contains(log.String(), `"codings":[{"code":"00000021-0000-4000-8000-000000000021"`) {
		t.Error("the log does not say who coded what")
	}
}

// Erasing a source takes transcript, quotes and codings; the log stays and
// still opens (V-32).
func TestErasureTakesTheWholeInterview(t *testing.T) {
	db, _, _ := begun(t)
	size := open(t, db).Size()
	if n, err := db.Erase(t.Context(), "impact", "source-1"); err != nil || n != 9 {
		t.Fatalf("%d rows erased: %v", n, err)
	}
	s := open(t, db)
	if len(s.Project().Sources) != 0 || s.Erased() != 8 || s.Size() != size || len(s.Project().Codes) != 6 {
		t.Errorf("%+v, %d erased, %d entries", s.Project(), s.Erased(), s.Size())
	}
}

// changed answers with another text than the one that was recorded.
type changed struct{ app.Store }

func (c changed) Secrets(ctx context.Context, study string, ids []string) (map[string]app.Secret, error) {
	rows, err := c.Store.Secrets(ctx, study, ids)
	for id, row := range rows {
		if row.Field == "transcript" {
			row.Text = strings.Replace(row.Text, "nurses", "Nurses", 1)
			rows[id] = row
		}
	}
	return rows, err
}

func TestAChangedTextIsAnErrorAndNotRepaired(t *testing.T) {
	db, _, _ := begun(t)
	if _, err := Open(t.Context(), config(changed{db})); err == nil || !strings.Contains(err.Error(), "not the text") {
		t.Errorf("%v", err)
	}
}

func TestAStudysNameIsAnID(t *testing.T) {
	for _, id := range []string{"", "../x", "A", "a b", "-a", strings.Repeat("a", 65)} {
		if _, err := Open(t.Context(), Config{ID: id}); err == nil {
			t.Errorf("%q was taken", id)
		}
	}
}

// What another program wrote comes out of the store as it went in, whatever it
// holds: the same bytes as without the store between.
func TestTheStoreChangesNothing(t *testing.T) {
	for _, name := range []string{"spec-example2-atlasti84.qdpx", "synthetic-dialect-codepoint-crlf1.qdpx",
		"spec-example1-codebook.qdc"} {
		b, err := os.ReadFile("../../voice/qdpx/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := qdpx.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		db, err := store.CreateSQLite(t.Context(), t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := open(t, db).Import(t.Context(), "", f.Project, sha256.Sum256(b)); err != nil {
			t.Fatal(err)
		}
		direct, err1 := qdpx.Write(f.Project, "impact")
		kept, err2 := qdpx.Write(open(t, db).Project(), "impact")
		if err1 != nil || err2 != nil || !bytes.Equal(direct.Bytes, kept.Bytes) {
			t.Errorf("%s: %v, %v, %d and %d bytes", name, err1, err2, len(direct.Bytes), len(kept.Bytes))
		}
	}
}
