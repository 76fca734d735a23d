package cosign_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"steady/internal/cosign"
	"steady/internal/seal"
	"steady/journal"
	"steady/moment"
)

// log is a register of invented leaves.
type log struct {
	at     moment.Instant // of its heads; 0 is 1
	t      *testing.T
	key    *seal.Key
	hashes []tlog.Hash
	size   int64
}

func newLog(t *testing.T, key *seal.Key, words ...string) *log {
	l := &log{t: t, key: key}
	l.add(words...)
	return l
}

func (l *log) add(words ...string) {
	for _, w := range words {
		h, err := tlog.StoredHashes(l.size, []byte(w), l)
		if err != nil {
			l.t.Fatal(err)
		}
		l.hashes, l.size = append(l.hashes, h...), l.size+1
	}
}

// ReadHashes makes the log a tlog.HashReader.
func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		out = append(out, l.hashes[i])
	}
	return out, nil
}

func (l *log) head() []byte {
	root, err := tlog.TreeHash(l.size, l)
	if err != nil {
		l.t.Fatal(err)
	}
	msg, err := l.key.Sign(journal.Checkpoint{Premises: "clinic-1", Log: journal.Register, Size: l.size, Root: root,
		At: max(l.at, 1)})
	if err != nil {
		l.t.Fatal(err)
	}
	return msg
}

func (l *log) prove(size, old int64) (journal.Proof, error) {
	p, err := tlog.ProveTree(size, old, l)
	return journal.Proof(p), err
}

// outside is a witness on a server of its own, and a client that asks it.
func outside(t *testing.T, key *seal.Key) (dir string, c *cosign.Client) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "witness")
	public, err := cosign.Create(dir, "inspector-1")
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, dir)
	if _, err := w.Watch(key.Public()); err != nil {
		t.Fatal(err)
	}
	v, err := cosign.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(w)
	t.Cleanup(srv.Close)
	return dir, &cosign.Client{URL: srv.URL, Key: v, HTTP: http.DefaultClient}
}

func open(t *testing.T, dir string) *cosign.Witness {
	t.Helper()
	w, err := cosign.Open(dir, func() time.Time { return time.Unix(1_772_442_000, 0) })
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func makeKey(t *testing.T) (*seal.Key, note.Verifiers) {
	t.Helper()
	key, err := seal.Create(t.TempDir(), "clinic-1")
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return key, note.VerifierList(v)
}

// TestWitnessSignsWhatGrows: each head that continues the last one is signed,
// the same one again too; a register that was rolled back, or another one of
// the same key, is not, also after the witness was started again (R-REG-09).
func TestWitnessSignsWhatGrows(t *testing.T) {
	key, known := makeKey(t)
	dir, c := outside(t, key)
	ctx := context.Background()
	l := newLog(t, key, "a", "b", "c")
	for _, more := range [][]string{nil, nil, {"d"}, {"e", "f", "g", "h", "i"}} {
		l.add(more...)
		msg, err := c.Cosign(ctx, l.head(), known, l.prove)
		if err != nil {
			t.Fatal(err)
		}
		_, n, err := journal.OpenCheckpoint(msg, note.VerifierList(c.Key))
		if err != nil {
			t.Fatal(err)
		}
		if at, ok := c.Key.At(n); !ok || at != 1_772_442_000 {
			t.Errorf("signed at %d, %v", at, ok)
		}
	}
	srv := httptest.NewServer(open(t, dir)) // started again: it remembers
	defer srv.Close()
	c.URL = srv.URL
	for name, x := range map[string]struct {
		l    *log
		says string
	}{
		"rolled back":        {newLog(t, key, "a", "b", "c"), "rolled back"},
		"another, as long":   {newLog(t, key, "a", "b", "c", "d", "e", "f", "g", "h", "I"), "two registers"},
		"another, longer":    {newLog(t, key, "a", "b", "X", "d", "e", "f", "g", "h", "i", "j"), "does not continue"},
		"nothing of it left": {newLog(t, key), "rolled back"},
	} {
		if _, err := c.Cosign(ctx, x.l.head(), known, x.l.prove); !errors.Is(err, cosign.ErrWitness) ||
			!strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %v, want %q", name, err, x.says)
		}
	}
	l.add("j")
	if _, err := c.Cosign(ctx, l.head(), known, l.prove); err != nil {
		t.Errorf("after the refusals the true register is refused too: %v", err)
	}
}

// TestWitnessRefuses: what is not of a watched register, or not signed by its
// key, is refused with the code of the protocol, and nothing is kept.
func TestWitnessRefuses(t *testing.T) {
	key, _ := makeKey(t)
	stranger, _ := makeKey(t)
	_, c := outside(t, key)
	good := newLog(t, key, "a", "b").head()
	post := func(body string) (int, string) {
		r, err := http.Post(c.URL+"/add-checkpoint", "text/plain", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		var b bytes.Buffer
		b.ReadFrom(r.Body)
		return r.StatusCode, b.String()
	}
	for name, x := range map[string]struct {
		body string
		code int
	}{
		"no old":             {"\n" + string(good), 400},
		"old in another way": {"old 00\n\n" + string(good), 400},
		"not a hash":         {"old 0\nabc\n\n" + string(good), 400},
		"too many hashes":    {"old 0\n" + strings.Repeat(strings.Repeat("A", 43)+"=\n", 64) + "\n" + string(good), 400},
		"larger than it is":  {"old 3\n\n" + string(good), 400},
		"another key":        {"old 0\n\n" + string(newLog(t, stranger, "a").head()), 403},
		"another register":   {"old 0\n\nsteady/other/register\n" + strings.SplitN(string(good), "\n", 2)[1], 404},
		"a proof too many":   {"old 0\n" + strings.Repeat("A", 43) + "=\n\n" + string(good), 400},
		"another size":       {"old 1\n\n" + string(good), 409},
		"too long":           {"old 0\n\n" + string(good) + strings.Repeat("x", 70_000), 400},
	} {
		if code, text := post(x.body); code != x.code {
			t.Errorf("%s: %d %s, want %d", name, code, text, x.code)
		}
	}
	if code, text := post("old 0\n\n" + string(good)); code != 200 || !strings.HasPrefix(text, "— inspector-1 ") {
		t.Errorf("%d %q", code, text)
	}
	if code, text := post("old 0\n\n" + string(good)); code != 409 || text != "2\n" {
		t.Errorf("%d %q, want 409 and the size", code, text)
	}
	r, err := http.Get(c.URL + "/heads")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var heads bytes.Buffer
	heads.ReadFrom(r.Body)
	if _, _, err := journal.OpenCheckpoint(heads.Bytes(), note.VerifierList(c.Key)); err != nil {
		t.Errorf("the heads it shows: %v", err)
	}
}

// TestWitnessKeepsBeforeItSigns: where what was seen cannot be kept, nothing is
// signed.
func TestWitnessKeepsBeforeItSigns(t *testing.T) {
	key, known := makeKey(t)
	dir, c := outside(t, key)
	if os.Geteuid() == 0 { // root may write anywhere: a folder in the way stops the rename as well
		if err := os.Remove(filepath.Join(dir, "clinic-1.watched.json")); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(dir, "clinic-1.watched.json", "x"), 0o700); err != nil {
			t.Fatal(err)
		}
	} else if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	l := newLog(t, key, "a")
	if msg, err := c.Cosign(context.Background(), l.head(), known, l.prove); err == nil {
		t.Errorf("signed without keeping it: %s", msg)
	}
}

// TestWitnessClocks: a head of more entries that says it is earlier is refused,
// and a witness whose own clock went back signs nothing.
func TestWitnessClocks(t *testing.T) {
	key, known := makeKey(t)
	dir, c := outside(t, key)
	ctx := context.Background()
	l := newLog(t, key, "a")
	l.at = 1000
	if _, err := c.Cosign(ctx, l.head(), known, l.prove); err != nil {
		t.Fatal(err)
	}
	l.add("b")
	l.at = 999
	if _, err := c.Cosign(ctx, l.head(), known, l.prove); !errors.Is(err, cosign.ErrWitness) ||
		!strings.Contains(err.Error(), "before the one of 1 entries") {
		t.Errorf("an earlier head of more entries: %v", err)
	}
	l.at = 1001
	w, err := cosign.Open(dir, func() time.Time { return time.Unix(1_772_441_999, 0) })
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(w)
	defer srv.Close()
	back := *c
	back.URL = srv.URL
	if _, err := back.Cosign(ctx, l.head(), known, l.prove); err == nil || !strings.Contains(err.Error(), "went back") {
		t.Errorf("with its own clock back: %v", err)
	}
	if _, err := c.Cosign(ctx, l.head(), known, l.prove); err != nil {
		t.Errorf("the true head after the refusals: %v", err)
	}
}

// TestWitnessKilled: a witness that is killed whenever it likes has on disk what
// it signed, and signs nothing afterwards that does not continue it. Every second
// time it has signed something before, however slow the machine is.
func TestWitnessKilled(t *testing.T) {
	if dir := os.Getenv("STEADY_WITNESS_DIR"); dir != "" { // the witness itself
		srv := httptest.NewServer(open(t, dir))
		fmt.Println("at " + srv.URL)
		select {}
	}
	key, known := makeKey(t)
	dir, c := outside(t, key)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 2))
	l, signed := newLog(t, key), int64(0)
	for i := range 6 {
		child := exec.Command(os.Args[0], "-test.run=^TestWitnessKilled$")
		child.Env = append(os.Environ(), "STEADY_WITNESS_DIR="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		line, _ := bufio.NewReader(out).ReadString('\n')
		asking := *c
		asking.URL = strings.TrimSpace(strings.TrimPrefix(line, "at "))
		kill := sync.OnceFunc(func() {
			time.AfterFunc(time.Duration(dice.IntN(40))*time.Millisecond, func() { child.Process.Kill() })
		})
		if i%2 == 0 {
			kill()
		}
		for err = nil; err == nil; {
			l.add("x")
			if _, err = asking.Cosign(t.Context(), l.head(), known, l.prove); err == nil {
				signed = l.size
			}
			kill()
		}
		child.Wait()
		heads := open(t, dir).Heads()
		if len(heads) != 1 && signed > 0 {
			t.Fatalf("%d heads kept, and one of %d entries was signed", len(heads), signed)
		}
		for _, h := range heads {
			if kept, _, err := journal.OpenCheckpoint([]byte(h), known); err != nil || kept.Size < signed {
				t.Fatalf("kept %+v, %v, and %d entries were signed", kept, err, signed)
			}
		}
	}
	if signed == 0 {
		t.Error("it signed nothing")
	}
}

// TestWitnessKeys: one spelling, its own name and hash, and never made anew.
func TestWitnessKeys(t *testing.T) {
	dir := t.TempDir()
	public, err := cosign.Create(dir, "w")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cosign.Create(dir, "w"); err == nil {
		t.Error("a witness's key was replaced")
	}
	if _, err := cosign.NewVerifier(public); err != nil {
		t.Error(err)
	}
	parts := strings.Split(public, "+")
	for _, bad := range []string{"", "w", "w+" + parts[2], "v+" + parts[1] + "+" + parts[2], public + "AA",
		"w+00000000+" + parts[2], strings.Replace(public, "+", " +", 1)} {
		if _, err := cosign.NewVerifier(bad); !errors.Is(err, cosign.ErrKey) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := cosign.Create(t.TempDir(), "a b"); err == nil {
		t.Error("a name with a space was taken")
	}
	w := open(t, dir)
	key, _ := makeKey(t)
	other, _ := makeKey(t)
	if _, err := w.Watch(public); err == nil {
		t.Error("a witness's key is watched as a service's")
	}
	for range 2 {
		if origin, err := w.Watch(key.Public()); err != nil || origin != "steady/clinic-1/register" {
			t.Errorf("%s %v", origin, err)
		}
	}
	if _, err := w.Watch(other.Public()); err == nil {
		t.Error("another key took the place of the one that is watched")
	}
}

// FuzzAddCheckpoint: whatever is posted, the witness answers and signs nothing
// that is not the next head.
func FuzzAddCheckpoint(f *testing.F) {
	f.Add([]byte("old 0\n\nsteady/clinic-1/register\n1\nx\nat y\n\n— steady/clinic-1 AAAA\n"))
	f.Add([]byte("old 1\n" + strings.Repeat("A", 43) + "=\n\n"))
	f.Add([]byte(""))
	dir := f.TempDir()
	if _, err := cosign.Create(dir, "w"); err != nil {
		f.Fatal(err)
	}
	w, err := cosign.Open(dir, time.Now)
	if err != nil {
		f.Fatal(err)
	}
	key, err := seal.Create(f.TempDir(), "clinic-1")
	if err != nil {
		f.Fatal(err)
	}
	if _, err := w.Watch(key.Public()); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := httptest.NewRecorder()
		w.ServeHTTP(r, httptest.NewRequest("POST", "/add-checkpoint", bytes.NewReader(body)))
		if r.Code < 400 || r.Code == 500 {
			t.Errorf("%d %s", r.Code, r.Body)
		}
	})
}
