package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"steady/internal/seal"
	"steady/journal"
)

// smallRegister is a register of notes for seal.WriteExport.
type smallRegister [][]byte

func (s smallRegister) Entries(n int64, yield func([]byte) error) error {
	for _, e := range s[:n] {
		if err := yield(e); err != nil {
			return err
		}
	}
	return nil
}
func (smallRegister) Checkpoints() ([][]byte, error)               { return nil, nil }
func (smallRegister) Texts([]string) (map[string]seal.Text, error) { return nil, nil }

// exportNotes writes an export of n notes that begin alike for every n.
func exportNotes(t *testing.T, key *seal.Key, n int, word string) string {
	t.Helper()
	bodies := make([]string, n)
	for i := range bodies {
		bodies[i] = fmt.Sprintf(`{"word":%q}`, word)
	}
	return exportBodies(t, key, "-", bodies...)
}

// exportOne writes an export of one entry before two people, s-1 and s-2.
func exportOne(t *testing.T, key *seal.Key, body string) string {
	t.Helper()
	return exportBodies(t, key, "s-2", body)
}

func exportBodies(t *testing.T, key *seal.Key, witness string, bodies ...string) string {
	t.Helper()
	var reg smallRegister
	for i, body := range bodies {
		e := journal.Entry{
			Premises: "clinic-1", Log: journal.Register, Seq: int64(i), Command: fmt.Sprintf("c-%d", i/2), Kind: "noted",
			Happened: 1, Recorded: 1, By: "s-1", Witness: witness, Body: []byte(body),
		}
		b, err := e.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		reg = append(reg, b)
	}
	var b bytes.Buffer
	_, err := seal.WriteExport(&b, seal.Export{
		Premises: "clinic-1", Holder: "Example service (invented)", Size: int64(len(bodies)), Made: 2, Key: key,
	}, reg)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "register.txt")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func runVerify(args ...string) (code int, out, errs string) {
	var o, e strings.Builder
	code = run(streams{strings.NewReader(""), &o, &e}, append([]string{"verify"}, args...))
	return code, o.String(), e.String()
}

func TestVerifyCommand(t *testing.T) {
	dir := t.TempDir()
	key, err := seal.Create(dir, "clinic-1")
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := seal.Create(t.TempDir(), "clinic-1")
	if err != nil {
		t.Fatal(err)
	}
	file, longer := exportNotes(t, key, 3, "a"), exportNotes(t, key, 5, "a")
	forked := exportNotes(t, key, 5, "b")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(dir, "bad.txt")
	at := bytes.Index(b, []byte("register 1\n"))
	b[at+20] ^= 1
	if err := os.WriteFile(bad, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		args      []string
		code      int
		out, errs string // what they must hold; empty is nothing at all
	}{
		{"good", []string{file}, answered, "NOT compared", ""},
		{"whose key", []string{file}, answered, "Example service (invented)", ""},
		{"key held", []string{file, "--key", key.Public()}, answered, "key you gave", ""},
		{"key file", []string{"--key", filepath.Join(dir, seal.PublicName), file}, answered, "key you gave", ""},
		{"another key", []string{file, "--key", stranger.Public()}, refused, "", "another key than the one you hold"},
		{"bad", []string{bad}, refused, "", "entry 1: "},
		{"bad head", []string{bad}, refused, "", "signed head of 3 entries"},
		{"continued", []string{longer, "--since", file}, answered, "it continues", ""},
		{"rolled back", []string{file, "--since", longer}, refused, "", "rolled back"},
		{"split view", []string{forked, "--since", file}, refused, "", "entry 0: split view"},
		{"bad older file", []string{longer, "--since", bad}, refused, "", "bad.txt"},
		{"no file", []string{filepath.Join(dir, "none")}, unreadable, "", "no such file"},
		{"no operand", nil, unreadable, "", "operands"},
		{"no key", []string{file, "--key", "none"}, unreadable, "", "neither a key nor a file"},
		{"broken key", []string{file, "--key", "a+b+c"}, unreadable, "", "not a verifier key"},
		{"unknown flag", []string{file, "--loud"}, unreadable, "", "loud"},
	} {
		code, out, errs := runVerify(c.args...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(errs, c.errs) ||
			(c.out == "") != (out == "") || (c.errs == "") != (errs == "") {
			t.Errorf("%s: code %d, output %q, errors %q", c.name, code, out, errs)
		}
		if strings.Count(errs, "\n") > 1 {
			t.Errorf("%s: more than one line of errors: %q", c.name, errs)
		}
	}
}

func TestVerifyJSON(t *testing.T) {
	key, err := seal.Create(t.TempDir(), "clinic-1")
	if err != nil {
		t.Fatal(err)
	}
	file := exportNotes(t, key, 3, "a")
	for _, args := range [][]string{{"--json", file, "--since", file}, {file, "--since", file, "--json"}} {
		code, out, _ := runVerify(args...)
		var a verifyAnswer
		if err := json.Unmarshal([]byte(out), &a); err != nil || code != answered || !a.Verified ||
			a.Entries != 3 || a.Head.Size != 3 || a.Continues == nil || !*a.Continues || a.Key != key.Public() {
			t.Errorf("%v: %d, %s, %v", args, code, out, err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.txt")
	if err := os.WriteFile(cut, b[:bytes.Index(b, []byte("register 2\n"))], 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := runVerify(cut, "--json")
	var a verifyAnswer
	if err := json.Unmarshal([]byte(out), &a); err != nil || code != refused || a.Verified || a.Problem == nil ||
		a.Problem.Entry == nil || *a.Problem.Entry != 2 || a.Problem.Head == nil || a.Problem.Head.Size != 3 {
		t.Errorf("cut: %d, %s, %s", code, out, errs)
	}
}

// TestVerifySecondPersons: a confirmation whose text is not the one that was
// confirmed is refused, and so is one by another person than the entry names.
func TestVerifySecondPersons(t *testing.T) {
	key, err := seal.Create(t.TempDir(), "clinic-1")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("shown"))
	file := func(by, shown string) string {
		return exportOne(t, key, fmt.Sprintf(`{"signed":{"by":%q,"method":"pin","digest":"%x","shown":%q}}`, by, sum, shown))
	}
	if code, out, _ := runVerify(file("s-2", "shown")); code != answered || !strings.Contains(out, "1 by PIN") {
		t.Errorf("%d %s", code, out)
	}
	for want, bad := range map[string]string{"is not the text that was confirmed": file("s-2", "other"),
		"its confirmation is by s-3": file("s-3", "shown")} {
		code, _, errs := runVerify(bad)
		if code != refused || !strings.Contains(errs, "entry 0") || !strings.Contains(errs, want) {
			t.Errorf("%d %s, want %q", code, errs, want)
		}
	}
}
