package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const hundredPage = "diamorphine-hydrochloride-monohydrate-100mg-ampoule"

// TestRegisterPageUnderEachLaw: acceptance test 8 at the command line. One
// service's ledger is three valid pages, each with the headings of its law, and
// the same balances at their end; what cannot be asked is said.
func TestRegisterPageUnderEachLaw(t *testing.T) {
	dir := demoData(t, 8)
	page := func(want int, args ...string) string {
		t.Helper()
		code, words := said("", append([]string{"register", "page", "--data", dir}, args...)...)
		if code != want {
			t.Fatalf("%v: exit %d, want %d\n%s", args, code, want, words)
		}
		return strings.ReplaceAll(words, "\u00a0", " ")
	}
	if list := page(answered); !strings.Contains(list, hundredPage) {
		t.Fatal(list)
	}
	last := map[string]bool{}
	for law, want := range map[string][]string{
		"": {"Law in force: gb-eng 2026.1.", "Controlled drugs procedure, version 3", "Date supply received: ",
			", signature of steady/"},
		"gb-eng": {"Name/Address of person or firm supplied: ", "not applicable", "Drawn as gb-eng"},
		"ch":     {"Abgegebene Menge *: ", "Baumkopf ", "Nowhere Road", "hier verabreicht"},
		"us-otp": {"Amount consumed: ", "Dispenser's initials: ", "Strength of substance: 100 mg"},
	} {
		args := []string{hundredPage}
		if law != "" {
			args = append(args, "--law", law)
		}
		text := page(answered, args...)
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: it does not say %q", law, w)
			}
		}
		at := strings.LastIndex(text, "mg\n    (")
		last[strings.NewReplacer("'", "", ",", "").Replace(text[strings.LastIndex(text[:at], ":"):at])] = true
	}
	if len(last) != 1 {
		t.Errorf("the balances differ: %v", last)
	}
	file := filepath.Join(t.TempDir(), "page.pdf")
	page(answered, hundredPage, "--format", "pdf", "--law", "ch", "--lang", "en", "--out", file)
	first, err := os.ReadFile(file)
	if err != nil || !bytes.HasPrefix(first, []byte("%PDF-")) {
		t.Fatalf("%v, %.20q", err, first)
	}
	if html := page(answered, hundredPage, "--format", "html", "--from", "2020-01-01"); !strings.HasPrefix(html,
		"<!doctype html>") {
		t.Errorf("%.60q", html)
	}
	for _, bad := range [][]string{{"--format", "doc"}, {"--lang", "xx"}, {"--from", "monday"}, {"--law", "atlantis"},
		{"--law", "us-otp", "--lang", "fr"}} {
		page(unreadable, append([]string{hundredPage}, bad...)...)
	}
	page(refused, "no-page")
}

// TestRegisterPageOfAChangedRegister: what is not what was signed is not drawn.
func TestRegisterPageOfAChangedRegister(t *testing.T) {
	dir := demoData(t, 8)
	db, err := sql.Open("sqlite", filepath.Join(dir, "steady.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range []string{"DROP TRIGGER IF EXISTS entry_no_update",
		"UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), 'INVENTED-1', 'INVENTED-9') AS BLOB) WHERE " +
			"log = 'register'"} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	code, words := said("", "register", "page", "--data", dir, hundredPage)
	if code != refused || !strings.Contains(words, "steady verify") {
		t.Errorf("exit %d\n%.300s", code, words)
	}
}
