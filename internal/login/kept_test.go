package login_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"steady/internal/login"
	"steady/journal"
)

// TestKeptConfirmations: a passkey's confirmation is verified from the entry
// alone, without the service; whatever of it is changed, it is not (R-REG-09).
func TestKeptConfirmations(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-2", pinB)
	shown := "Received into the safe\n10 sealed ampoules counted\n"
	c, err := h.confirmBy(t, asNurse1(t), a, "nurse-2", sha256.Sum256([]byte(shown)))
	if err != nil {
		t.Fatal(err)
	}
	good, err := c.Journal()
	if err != nil {
		t.Fatal(err)
	}
	good.Shown = shown
	kept, err := login.CheckKept(good)
	if err != nil || kept.Staff != "nurse-2" || len(kept.Passkey) != 16 || kept.Origin != "https://steady.test" {
		t.Fatalf("%+v, %v", kept, err)
	}
	other := sha256.Sum256([]byte("another text"))
	for name, change := range map[string]func(*journal.Confirmation){
		"another text":       func(j *journal.Confirmation) { j.Shown += "." },
		"another digest":     func(j *journal.Confirmation) { j.Shown, j.Digest = "", hex.EncodeToString(other[:]) },
		"another person":     func(j *journal.Confirmation) { j.By = "nurse-1" },
		"a PIN after all":    func(j *journal.Confirmation) { j.Method = "pin" },
		"no evidence":        func(j *journal.Confirmation) { j.Evidence = nil },
		"evidence cut short": func(j *journal.Confirmation) { j.Evidence = j.Evidence[:len(j.Evidence)-9] },
		"another address": func(j *journal.Confirmation) {
			j.Evidence = []byte(strings.Replace(string(j.Evidence), `"client_data":"ey`, `"client_data":"eY`, 1))
		},
	} {
		bad := good
		change(&bad)
		if kept, err := login.CheckKept(bad); err == nil {
			t.Errorf("%s: accepted as %+v", name, kept)
		}
	}
	pin := journal.Confirmation{By: "nurse-2", Method: "pin", Digest: good.Digest, Shown: shown}
	if kept, err := login.CheckKept(pin); err != nil || kept.Passkey != "" || kept.Staff != "nurse-2" {
		t.Errorf("%+v, %v", kept, err)
	}
	pin.Shown = "another text"
	if _, err := login.CheckKept(pin); err == nil {
		t.Error("a text that was not confirmed passes with a PIN")
	}
}
