package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/cosign"
	"steady/internal/demo"
	"steady/internal/web"
	"steady/moment"
)

// TestOutsideWitness follows docs/how-to/verify-a-register.md from the outside
// witness to the inspector: a register is cosigned, exported, and verified with
// the witness's key and head; another witness, a register of the same key that
// the witness never saw, and one that was rolled back are refused.
func TestOutsideWitness(t *testing.T) {
	one, two := demoData(t, 1), filepath.Join(t.TempDir(), "two") // the same key, and two futures
	if err := os.CopyFS(two, os.DirFS(one)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(two, "keys", "seal.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	noted(t, one, "in one")
	key := filepath.Join(one, "keys", "seal.pub")
	dir := filepath.Join(t.TempDir(), "witness")
	code, words := said("", "witness", "init", "--dir", dir, "--name", "inspector-1")
	if code != answered {
		t.Fatal(words)
	}
	public := strings.TrimSpace(words)
	if code, words := said("", "witness", "watch", "--dir", dir, key); code != answered {
		t.Fatal(words)
	}
	w, err := cosign.Open(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(w)
	defer srv.Close()
	ask := []string{"register", "cosign", "--data", one, "--witness", srv.URL, "--witness-key", public}
	for range 2 {
		if code, words := said("", ask...); code != answered || !strings.Contains(words, "inspector-1 signed the head of") {
			t.Fatalf("%d %s", code, words)
		}
	}
	file, other := filepath.Join(t.TempDir(), "one.steady"), filepath.Join(t.TempDir(), "two.steady")
	export(t, one, file)
	head := filepath.Join(t.TempDir(), "head")
	_, words = said("", "witness", "heads", "--dir", dir)
	if err := os.WriteFile(head, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	code, words = said("", "verify", file, "--key", key, "--witness", public, "--head", head)
	for _, want := range []string{"VERIFIED", "inspector-1 signed the head of", "contains the head you gave"} {
		if code != answered || !strings.Contains(words, want) {
			t.Fatalf("%d, not %q:\n%s", code, want, words)
		}
	}
	if out, err := exec.Command("python3", "../../tools/verify.py", file).CombinedOutput(); err != nil ||
		!strings.Contains(string(out), "also signed, not verified: inspector-1") {
		t.Errorf("the second verifier: %v\n%s", err, out)
	}
	ask[3] = two
	for _, want := range []string{"it was rolled back", "does not continue"} {
		export(t, two, other)
		if code, words := said("", ask...); code != refused || !strings.Contains(words, want) {
			t.Errorf("another register: %d, not %q: %s", code, want, words)
		}
		if code, words := said("", "verify", other, "--witness", public); code != refused ||
			!strings.Contains(words, "no head of this file is signed by the outside witness") {
			t.Errorf("%d %s", code, words)
		}
		if code, words := said("", "verify", other, "--head", head); code != refused ||
			!strings.Contains(words, "rolled back") && !strings.Contains(words, "there are two registers") &&
				!strings.Contains(words, "contradicts the signed head") {
			t.Errorf("%d %s", code, words)
		}
		noted(t, two, "in two")
		noted(t, two, "in two again")
	}
	shown(t, one, srv.URL, public)
}

// shown: the register's page tells what the witness signed last, and what is
// wrong when it refuses.
func shown(t *testing.T, dir, url, public string) {
	t.Helper()
	p := &place{dir: dir}
	s, err := p.enter(t.Context(), "", wallClock, false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	client, err := (&asking{url, public}).client()
	if err != nil {
		t.Fatal(err)
	}
	told := func() web.Outside {
		x, err := s.outside(client)(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	if x := told(); x.Name != "inspector-1" || x.Size == 0 || x.At == 0 || x.Refused {
		t.Errorf("%+v", x)
	}
	asksEvery(t, s, client)
	var refusal error = cosign.ErrWitness
	s.unsigned.Store(&refusal)
	if x := told(); !x.Refused || x.Fault == "" {
		t.Errorf("%+v", x)
	}
}

// asksEvery: the service asks its witness at once, and again after each span.
func asksEvery(t *testing.T, s *site, client *cosign.Client) {
	t.Helper()
	asked := make(chan struct{}, 100)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		http.Error(w, "no", http.StatusForbidden) // it refuses: what was signed stays
	}))
	defer front.Close()
	ctx, stop := context.WithCancel(t.Context())
	other, ended := *client, make(chan struct{})
	other.URL = front.URL
	go func() {
		defer close(ended)
		s.cosignEvery(ctx, &other, 1000) // a millisecond stands for the day
	}()
	for range 3 {
		select {
		case <-asked:
		case <-time.After(2 * time.Minute):
			t.Fatal("the witness is not asked again")
		}
	}
	stop()
	<-ended
}

// demoData makes an invented clinic with some days of past.
func demoData(t *testing.T, days int) string {
	t.Helper()
	var out strings.Builder
	c := &call{streams: streams{strings.NewReader(""), &out, &out}, path: "steady demo"}
	dir := filepath.Join(t.TempDir(), "demo")
	s, err := c.demoSite(&place{dir: dir}, &demoClock{}, days, 1)
	if err != nil {
		t.Fatal(err)
	}
	s.close()
	return dir
}

func export(t *testing.T, dir, file string) {
	t.Helper()
	if code, words := said("", "register", "export", "--data", dir, "--out", file); code != answered {
		t.Fatal(words)
	}
}

// noted adds an entry to the register of an invented clinic.
func noted(t *testing.T, dir, words string) {
	t.Helper()
	p := &place{dir: dir}
	s, err := p.enter(t.Context(), "", func() moment.Instant { return wallClock().Add(24 * moment.Hour) }, false)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	r := app.Request{Command: clinic.Command{ID: strings.ReplaceAll(words, " ", "-"), By: demo.NurseA}}
	b := clinic.NoteRegister{Text: r.Keep("register", "note", words)}
	s.house.View(func(st *clinic.State) { b.Page = st.Accounts.Pages()[0] })
	r.Command.Body = b
	if _, err := s.house.Do(t.Context(), r); err != nil {
		t.Fatal(err)
	}
}
