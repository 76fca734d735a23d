package seal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"steady/internal/seal"
	"steady/journal"
)

func TestKeyCreateAndLoad(t *testing.T) {
	dir := t.TempDir()
	if _, err := seal.Load(dir, "clinic-1"); !errors.Is(err, seal.ErrNoKey) {
		t.Fatalf("without a key: %v", err)
	}
	made, err := seal.Create(dir, "clinic-1")
	if err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(dir, seal.SecretName)
	if info, err := os.Stat(secret); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the signing key's file: %v, %v", info.Mode(), err)
	}
	loaded, err := seal.Load(dir, "clinic-1")
	if err != nil {
		t.Fatal(err)
	}
	public, err := os.ReadFile(filepath.Join(dir, seal.PublicName))
	if err != nil || loaded.Public()+"\n" != string(public) || made.Public() != loaded.Public() {
		t.Errorf("public key %q, file %q, %v", loaded.Public(), public, err)
	}
	verifier, err := note.NewVerifier(loaded.Public())
	if err != nil {
		t.Fatal(err)
	}
	cp := journal.Checkpoint{Premises: "clinic-1", Log: journal.Register, Root: new(journal.Edge).Root(), At: 1}
	msg, err := loaded.Sign(cp)
	if err != nil {
		t.Fatal(err)
	}
	if got, _, err := journal.OpenCheckpoint(msg, note.VerifierList(verifier)); err != nil || got != cp {
		t.Errorf("signed and opened: %+v, %v", got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".new-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestKeyIsNeverReplaced(t *testing.T) {
	dir := t.TempDir()
	if _, err := seal.Create(dir, "clinic-1"); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(filepath.Join(dir, seal.SecretName))
	if _, err := seal.Create(dir, "clinic-1"); !errors.Is(err, seal.ErrKeyExists) {
		t.Errorf("made twice: %v", err)
	}
	if err := os.Remove(filepath.Join(dir, seal.PublicName)); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Create(dir, "clinic-1"); !errors.Is(err, seal.ErrKeyExists) {
		t.Errorf("made beside a signing key: %v", err)
	}
	after, _ := os.ReadFile(filepath.Join(dir, seal.SecretName))
	if string(before) != string(after) {
		t.Error("the signing key changed")
	}
}

func TestKeyRefused(t *testing.T) {
	dir := t.TempDir()
	if _, err := seal.Create(dir, "clinic-1"); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Load(dir, "clinic-2"); err == nil || !strings.Contains(err.Error(), "clinic-1") {
		t.Errorf("another premises' key: %v", err)
	}
	path := filepath.Join(dir, seal.SecretName)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Load(dir, "clinic-1"); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a key that others may read: %v", err)
	}
	if err := errors.Join(os.WriteFile(path, []byte("not a key\n"), 0o600), os.Chmod(path, 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Load(dir, "clinic-1"); err == nil {
		t.Error("what is no key is accepted")
	} else if strings.Contains(err.Error(), "not a key\n") {
		t.Error("the message shows the file's content")
	}
	if _, err := seal.Create(t.TempDir(), "two words"); err == nil {
		t.Error("a premises id with a space is accepted")
	}
}

func TestNewSalt(t *testing.T) {
	a, b := seal.NewSalt(), seal.NewSalt()
	if len(a) != 16 || string(a) == string(b) {
		t.Errorf("salts %x, %x", a, b)
	}
}
