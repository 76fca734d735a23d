package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBundleCommand: a bundle of an invented clinic is proved, continues an
// older one, and is refused where what people read in it was changed (R-REG-42).
func TestBundleCommand(t *testing.T) {
	dir := demoData(t, 1)
	at := t.TempDir()
	file, later, old := filepath.Join(at, "register.zip"), filepath.Join(at, "later.zip"), filepath.Join(at, "old.steady")
	export(t, dir, old)
	take := func(out string) {
		if code, words := said("", "register", "bundle", "--data", dir, "--out", out); code != answered ||
			!strings.Contains(words, "register entries") {
			t.Fatal(words)
		}
	}
	take(file)
	noted(t, dir, "later")
	take(later)
	key := filepath.Join(dir, "keys", "seal.pub")
	for _, argv := range [][]string{{file}, {file, "--key", key}, {later, "--since", file}, {later, "--since", old},
		{file, "--since", old}} {
		code, words := said("", append([]string{"verify"}, argv...)...)
		if code != answered || !strings.Contains(words, "bundle: made again from the register and the same: README.txt, "+
			"index.html, ") || !strings.Contains(words, "second persons: ") ||
			!strings.Contains(words, "as the service signed them") {
			t.Errorf("%v: %d %s", argv, code, words)
		}
	}
	back := []string{"verify", file, "--since", later}
	if code, words := said("", back...); code != refused || !strings.Contains(words, "rolled back") {
		t.Errorf("%d %s", code, words)
	}
	code, words := said("", "verify", "--json", file)
	var a verifyAnswer
	if err := json.Unmarshal([]byte(words), &a); err != nil || code != answered || a.Bundle == nil ||
		len(a.Bundle.Remade) < 3 || len(a.Bundle.Signed) != 0 {
		t.Errorf("%d %v %s", code, err, words)
	}
	good := read(t, file)
	if a.Bundle.Names.Staff == 0 || a.Bundle.Names.People == 0 || !bytes.Contains(good, []byte("Amara (nurse)")) {
		t.Errorf("nobody is named: %+v", a.Bundle.Names)
	}
	for find, name := range map[string]string{"Amara (nurse)\",\n": "names.json",
		"Pages and balances": "index.html", "To verify:": "README.txt",
		"\nsteady/1 invented/register 5\n": "entry 5"} {
		bad := bytes.Clone(good)
		bad[bytes.Index(bad, []byte(find))+len(find)-2] ^= 1
		changed := filepath.Join(t.TempDir(), "changed.zip")
		if err := os.WriteFile(changed, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if code, words := said("", "verify", changed); code != refused || !strings.Contains(words, name) {
			t.Errorf("%s changed: %d %s", name, code, words)
		}
	}
}

// TestBundleAfterErasure: a bundle that is made after somebody was erased shows
// the number and says so; the one that was made before still proves itself.
func TestBundleAfterErasure(t *testing.T) {
	dir := demoData(t, 1)
	before, after := filepath.Join(t.TempDir(), "before.zip"), filepath.Join(t.TempDir(), "after.zip")
	take := func(out string) []byte {
		if code, words := said("", "register", "bundle", "--data", dir, "--out", out); code != answered {
			t.Fatal(words)
		}
		if code, words := said("", "verify", out); code != answered {
			t.Error(words)
		}
		return read(t, out)
	}
	named := []byte(`"u-01": {` + "\n" + `      "name": "Jo"`)
	if b := take(before); !bytes.Contains(b, named) || bytes.Contains(b, []byte("u-01 (erased)")) {
		t.Error("u-01 is not named before")
	}
	p := &place{dir: dir}
	db, err := p.open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	n, err := db.Erase(t.Context(), "invented", "u-01")
	if cerr := db.Close(); n == 0 || err != nil || cerr != nil {
		t.Fatal(n, err, cerr)
	}
	if b := take(after); bytes.Contains(b, []byte(`"u-01"`+": {")) || !bytes.Contains(b, []byte("u-01 (erased)")) {
		t.Error("u-01 is named after, or not said to be erased")
	}
	if code, words := said("", "verify", after, "--since", before); code != answered {
		t.Error(words)
	}
}
