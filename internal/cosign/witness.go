package cosign

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"steady/journal"
)

// The files in a witness's folder: its secret, and one file for each register
// that it watches.
const (
	secretName = "witness.key"
	watchedExt = ".watched.json"
)

// Witness keeps what it saw of each register and signs what continues it.
type Witness struct {
	dir    string
	signer *Signer
	mu     sync.Mutex
	logs   map[string]*watched // by origin
}

// watched is one register as it was seen last.
type watched struct {
	Origin string `json:"origin"`
	Key    string `json:"key"`            // of the service that signs it
	Size   int64  `json:"size"`           // 0: nothing seen yet
	Note   string `json:"note,omitempty"` // the head of that size, with both signatures
	At     int64  `json:"at,omitempty"`   // when it was signed here, in Unix seconds
}

// secret is the file of the witness's key.
type secret struct {
	Name string `json:"name"`
	Seed []byte `json:"seed"`
}

// Create makes a witness with a new key in an empty folder and returns the key
// to hand out. It never replaces a key.
func Create(dir, name string) (string, error) {
	s, err := NewSigner(name, newSeed(), time.Now)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	path := filepath.Join(dir, secretName)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s is there already: a witness keeps its key", path)
	}
	b, err := json.Marshal(secret{name, s.key.Seed()})
	if err != nil {
		return "", err
	}
	return s.Public(), writeWhole(path, b, 0o600)
}

// Open reads a witness's folder.
func Open(dir string, now func() time.Time) (*Witness, error) {
	b, err := os.ReadFile(filepath.Join(dir, secretName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s holds no witness: run steady witness init", dir)
	}
	if err != nil {
		return nil, err
	}
	var x secret
	if err := json.Unmarshal(b, &x); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", filepath.Join(dir, secretName), err)
	}
	w := &Witness{dir: dir, logs: map[string]*watched{}}
	if w.signer, err = NewSigner(x.Name, x.Seed, now); err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"+watchedExt))
	for _, f := range files {
		var l watched
		b, err := os.ReadFile(f)
		if err == nil {
			err = json.Unmarshal(b, &l)
		}
		if err == nil {
			_, err = l.verifier()
		}
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", f, err)
		}
		w.logs[l.Origin] = &l
	}
	return w, err
}

// Public returns the witness's key line.
func (w *Witness) Public() string { return w.signer.Public() }

// Watch begins to watch the register that a service key signs. A second time it
// changes nothing.
func (w *Witness) Watch(key string) (origin string, err error) {
	v, err := note.NewVerifier(key)
	if err != nil {
		return "", errors.New("this is not a service's key: it is one line like steady/PREMISES+HASH+BASE64")
	}
	origin = v.Name() + "/" + string(journal.Register)
	w.mu.Lock()
	defer w.mu.Unlock()
	if old := w.logs[origin]; old != nil {
		if old.Key != key {
			return "", fmt.Errorf("%s is watched with another key: a new key is a matter for the accountable officer", origin)
		}
		return origin, nil
	}
	l := &watched{Origin: origin, Key: key}
	first := journal.Checkpoint{Premises: l.premises(), Log: journal.Register, At: 1}
	if _, err := journal.ParseCheckpoint(first.Text()); err != nil {
		return "", fmt.Errorf("%s is not the key of a premises", v.Name())
	}
	if err := w.keep(l); err != nil {
		return "", err
	}
	w.logs[origin] = l
	return origin, nil
}

func (l *watched) premises() string {
	return strings.TrimSuffix(strings.TrimPrefix(l.Origin, "steady/"), "/"+string(journal.Register))
}

func (l *watched) verifier() (note.Verifier, error) { return note.NewVerifier(l.Key) }

// Heads returns the newest head of each register as it was cosigned, by origin.
func (w *Witness) Heads() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for _, l := range w.logs {
		if l.Note != "" {
			out = append(out, l.Note)
		}
	}
	slices.Sort(out)
	return out
}

// keep writes what is known of a register, whole or not at all, before anything
// is signed.
func (w *Witness) keep(l *watched) error {
	b, err := json.MarshalIndent(l, "", " ")
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(w.dir, l.premises()+watchedExt), append(b, '\n'), 0o600)
}

// Refusal is why a witness does not sign.
type Refusal struct {
	Code int   // as in HTTP, C2SP tlog-witness
	Size int64 // with 409: of the head that it saw last
	Why  string
}

// Error is the reason.
func (r *Refusal) Error() string { return r.Why }

func refuse(code int, format string, a ...any) *Refusal {
	return &Refusal{Code: code, Why: fmt.Sprintf(format, a...)}
}

// AddCheckpoint cosigns a signed head of a register that it watches, if proof
// shows that it continues the head it saw last, which had old entries. What it
// saw is durable before it signs. It returns the head with both signatures; an
// error is a *Refusal, or of the disk.
func (w *Witness) AddCheckpoint(old int64, proof journal.Proof, msg []byte) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	origin, _, _ := strings.Cut(string(msg), "\n")
	l := w.logs[origin]
	if l == nil {
		return nil, refuse(404, "the register %q is not watched here", origin)
	}
	v, err := l.verifier()
	if err != nil {
		return nil, err
	}
	c, n, err := journal.OpenCheckpoint(msg, note.VerifierList(v))
	if err != nil {
		return nil, refuse(403, "the head is not signed by the key that is watched: %v", err)
	}
	if c.Origin() != origin || old > c.Size {
		return nil, refuse(400, "the head of %d entries cannot continue one of %d", c.Size, old)
	}
	if no := l.continues(old, proof, c); no != nil {
		return nil, no
	}
	now := w.signer.now().Unix()
	if now < l.At {
		return nil, refuse(500, "the clock of the witness went back: nothing is signed until it is set right")
	}
	n.Sigs, n.UnverifiedSigs = n.Sigs[:1], nil // the service's own line, and ours
	signed, err := note.Sign(n, w.signer)
	if err != nil {
		return nil, err
	}
	next := *l
	next.Size, next.Note, next.At = c.Size, string(signed), now
	if err := w.keep(&next); err != nil {
		return nil, err
	}
	*l = next
	return signed, nil
}

// continues holds a head to the last one seen.
func (l *watched) continues(old int64, proof journal.Proof, c journal.Checkpoint) *Refusal {
	if old != l.Size {
		return &Refusal{409, l.Size, fmt.Sprintf("the last head seen here has %d entries, not %d", l.Size, old)}
	}
	if l.Note == "" {
		if len(proof) > 0 {
			return refuse(400, "the first head needs no proof")
		}
		return nil
	}
	last, err := journal.ParseCheckpoint(strings.SplitN(l.Note, "\n\n", 2)[0] + "\n")
	if err != nil {
		return refuse(500, "the head kept here cannot be read: %v", err)
	}
	if c.Size >= last.Size && c.At < last.At {
		return refuse(422, "the head says that it was made at %s, before the one of %d entries seen here, made at %s", c.At,
			last.Size, last.At)
	}
	if c.Size == last.Size {
		if c.Root != last.Root {
			return &Refusal{409, l.Size, "another head of as many entries was signed before: two registers are shown"}
		}
		return nil
	}
	if err := journal.CheckGrowth(proof, c, last); err != nil {
		return refuse(422, "%v", err)
	}
	return nil
}

// writeWhole replaces a file by a durable temporary one.
func writeWhole(path string, b []byte, mode fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err := errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// maxProof is the most hashes of a proof: a tree is at most 63 high.
const maxProof = 63

// parseRequest reads the body of add-checkpoint: "old N", the proof a line a
// hash, an empty line, and the signed head.
func parseRequest(body []byte) (old int64, proof journal.Proof, msg []byte, err error) {
	head, rest, found := strings.Cut(string(body), "\n\n")
	lines := strings.Split(head, "\n")
	number, isOld := strings.CutPrefix(lines[0], "old ")
	if old, err = strconv.ParseInt(number, 10, 64); err != nil || !found || !isOld || old < 0 ||
		strconv.FormatInt(old, 10) != number {
		return 0, nil, nil, errors.New("a request is: old N, the proof, an empty line, the signed head")
	}
	if len(lines)-1 > maxProof {
		return 0, nil, nil, fmt.Errorf("a proof has at most %d hashes", maxProof)
	}
	for _, text := range lines[1:] {
		var h [32]byte
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(raw) != len(h) {
			return 0, nil, nil, fmt.Errorf("%.50q is not a hash", text)
		}
		copy(h[:], raw)
		proof = append(proof, h)
	}
	return old, proof, []byte(rest), nil
}

func formatRequest(old int64, proof journal.Proof, msg []byte) []byte {
	b := fmt.Appendf(nil, "old %d\n", old)
	for _, h := range proof {
		b = append(base64.StdEncoding.AppendEncode(b, h[:]), '\n')
	}
	return append(append(b, '\n'), msg...)
}
