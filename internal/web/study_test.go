package web_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/internal/demo"
	"steady/internal/seal"
	"steady/internal/store"
	"steady/internal/study"
	"steady/moment"
	"steady/person"
	core "steady/voice/study"
)

// studyDir keeps studies in a folder, as the service does.
type studyDir struct {
	dir   string
	clock func() moment.Instant
}

// IDs implements study.Source.
func (d studyDir) IDs() (ids []string, err error) {
	all, err := os.ReadDir(d.dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	for _, e := range all {
		ids = append(ids, e.Name())
	}
	return ids, err
}

// Open implements study.Source.
func (d studyDir) Open(ctx context.Context, id string, begin bool) (*study.Study, io.Closer, error) {
	at := filepath.Join(d.dir, id)
	db, err := store.OpenSQLite(ctx, at)
	if begin && errors.Is(err, store.ErrNoStore) {
		db, err = store.CreateSQLite(ctx, at)
	} else if errors.Is(err, store.ErrNoStore) {
		return nil, nil, study.ErrNone
	}
	if err != nil {
		return nil, nil, err
	}
	keys := filepath.Join(at, "keys")
	key, err := seal.Load(keys, id)
	if begin && errors.Is(err, seal.ErrNoKey) {
		if err = os.MkdirAll(keys, 0o700); err == nil {
			key, err = seal.Create(keys, id)
		}
	}
	if err != nil {
		return nil, nil, err
	}
	apart := d.dir + "-keys/" + id
	who, err := store.OpenSQLite(ctx, apart)
	if errors.Is(err, store.ErrNoStore) {
		who, err = store.CreateSQLite(ctx, apart)
	}
	if err != nil {
		return nil, nil, err
	}
	s, err := study.Open(ctx, study.Config{Store: db, ID: id, Sealer: key, Clock: d.clock, Keys: who,
		Folders: []string{at, apart}, Recordings: filepath.Join(apart, "recordings")})
	return s, twoClosers{db, who}, err
}

// twoClosers closes two stores.
type twoClosers [2]io.Closer

// Close implements io.Closer.
func (b twoClosers) Close() error { return errors.Join(b[0].Close(), b[1].Close()) }

// researcher signs somebody in who works in studies and nowhere else.
func (s *site) researcher(id person.StaffID) *client {
	s.t.Helper()
	s.hire(id, person.Researcher)
	return s.signIn(id)
}

// begun opens a study through the screens and adds one typed interview to it.
func (s *site) begun(c *client) (text string) {
	s.t.Helper()
	c.post("/studies", "command", "open-1", "name", "impact", "title", "What changed", "aims", "To hear it", "approach",
		"codebook").leads("/studies/impact")
	c.post("/studies/impact/texts", "command", "text-1", "name", "One", "words",
		"Interviewer: How was it?\nAnna: They know my name here 🙂.\n").leads("/studies/impact/texts")
	st, err := s.studies.Study(s.t.Context(), "impact")
	must(s.t, err)
	st.View(func(x *core.State) { text = x.Project.Sources[0].ID })
	return text
}

func TestAStudyIsOpenedAndGetsATranscript(t *testing.T) {
	s := newSite(t)
	c := s.researcher("s-read")
	text := s.begun(c)
	if got := c.get("/studies").text(); !strings.Contains(got, "What changed") || !strings.Contains(got, "codebook") {
		t.Errorf("the list says %s", got)
	}
	got := c.get("/studies/impact/texts/" + text).text()
	for _, want := range []string{"Interviewer", "How was it?", "Anna", "They know my name here 🙂."} {
		if !strings.Contains(got, want) {
			t.Errorf("the text lacks %q: %s", want, got)
		}
	}
	again := c.post("/studies/impact/texts", "command", "text-2", "name", "", "words", "")
	if again.code != http.StatusUnprocessableEntity || !strings.Contains(again.text(), "Choose a file, or type") {
		t.Errorf("an empty form answers %d %s", again.code, again.text())
	}
}

// Who treats people reads no interview, not even with the role of a researcher
// beside it, unless the service says so (V-04); and a researcher without a part
// in a study does not read it.
func TestStudiesAreKeptApart(t *testing.T) {
	s := newSite(t)
	text := s.begun(s.researcher("s-read"))
	s.hire("s-both", person.Nurse, person.Researcher)
	both, other := s.signIn("s-both"), s.researcher("s-other")
	for _, path := range []string{"/studies", "/studies/impact", "/studies/impact/texts/" + text} {
		if got := both.get(path); got.code != http.StatusForbidden || strings.Contains(got.text(), "They know") {
			t.Errorf("%s for a nurse who does research answers %d", path, got.code)
		}
		if path == "/studies" {
			continue
		}
		if got := other.get(path); got.code != http.StatusForbidden || strings.Contains(got.text(), "They know") {
			t.Errorf("%s for somebody without a part answers %d", path, got.code)
		}
	}
	if got := s.signIn(demo.NurseA).get("/studies/impact/texts/" + text); got.code != http.StatusForbidden {
		t.Errorf("a nurse gets %d", got.code)
	}
}

// joins lets somebody take part, and answers with their id.
func (s *site) joins(c *client, command string) (id string) {
	s.t.Helper()
	c.post("/studies/impact/participants", "command", command, "what", "add").leads("/studies/impact/participants")
	st, err := s.studies.Study(s.t.Context(), "impact")
	must(s.t, err)
	st.View(func(x *core.State) { id = x.Participants[len(x.Participants)-1].ID })
	return id
}
