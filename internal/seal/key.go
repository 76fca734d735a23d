// Package seal is what an outsider can check without trusting the service: the
// key that signs checkpoints, the register's export file, and its verification.
// The file is written down in docs/reference/export-format.md; a second
// verifier that shares no code is tools/verify.py.
package seal

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"steady/journal"
)

// The names of the two key files in a data folder.
const (
	SecretName = "seal.key" // the signing key: mode 0600, and never in an export
	PublicName = "seal.pub" // the key that verifies: give it to the CDAO, in person
)

// ErrNoKey says that a data folder has no signing key; ErrKeyExists that it has
// one already, which is never replaced.
var (
	ErrNoKey     = errors.New("no signing key")
	ErrKeyExists = errors.New("there is a signing key already")
)

// Key signs the checkpoints and exports of one premises.
type Key struct {
	signer note.Signer
	vkey   string
}

// KeyName is the name under which a premises signs.
func KeyName(premises string) string { return "steady/" + premises }

// Create makes a new signing key for a premises in a data folder. It never
// replaces a key (ErrKeyExists): what the old one signed could not be verified.
func Create(dir, premises string) (*Key, error) {
	skey, vkey, err := note.GenerateKey(rand.Reader, KeyName(premises))
	if err != nil {
		return nil, fmt.Errorf("making a signing key for premises %q: %w", premises, err)
	}
	public := filepath.Join(dir, PublicName)
	if _, err := os.Lstat(public); !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s (where its %s is lost, restore that from the backup)",
			ErrKeyExists, public, SecretName)
	}
	if err := writeNew(filepath.Join(dir, SecretName), skey+"\n", 0o600); err != nil {
		return nil, err
	}
	if err := writeNew(public, vkey+"\n", 0o644); err != nil {
		return nil, err
	}
	return newKey(skey)
}

// Load reads the signing key of a premises from a data folder. ErrNoKey says
// that there is none; a key of another premises, or one that others on the
// machine may read, is refused.
func Load(dir, premises string) (*Key, error) {
	path := filepath.Join(dir, SecretName)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w in %s: run steady init, or restore it from the backup", ErrNoKey, path)
	}
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by others: run chmod 600 on it, and think about a new premises key", path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	k, err := newKey(strings.TrimSuffix(string(b), "\n"))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if k.signer.Name() != KeyName(premises) {
		return nil, fmt.Errorf("%s signs for %s, not for premises %q", path, k.signer.Name(), premises)
	}
	return k, nil
}

func newKey(skey string) (*Key, error) {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, errors.New("this is not a signing key")
	}
	vkey, err := publicOf(skey)
	if err != nil {
		return nil, err
	}
	return &Key{signer, vkey}, nil
}

// publicOf derives the verifier key text from a signing key that package note
// has accepted.
func publicOf(skey string) (string, error) {
	parts := strings.SplitN(skey, "+", 5) // PRIVATE+KEY+name+hash+base64
	seed, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil {
		return "", err
	}
	public := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	return note.NewEd25519VerifierKey(parts[2], public)
}

// Signer returns the signer of package note.
func (k *Key) Signer() note.Signer { return k.signer }

// Public returns the verifier key text, the one line to hand to those who verify.
func (k *Key) Public() string { return k.vkey }

// Sign returns the checkpoint as a signed note.
func (k *Key) Sign(c journal.Checkpoint) ([]byte, error) { return c.Sign(k.signer) }

// NewSalt returns the random salt of one text of the cabinet.
func NewSalt() []byte {
	salt := make([]byte, 16)
	_, _ = io.ReadFull(rand.Reader, salt) // crypto/rand never fails
	return salt
}

// writeNew writes a file that must not exist, whole or not at all: a temporary
// file, made durable, is linked to its name, which fails if the name is taken.
func writeNew(path, text string, mode fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %s", ErrKeyExists, path)
	} else if err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
