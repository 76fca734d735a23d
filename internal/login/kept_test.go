package login_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"steady/internal/login"
	"steady/internal/login/logintest"
	"steady/journal"
)

// signedBy is a confirmation that a passkey signed without the service: what
// somebody could make who keeps the register and has the passkey in hand.
func signedBy(t *testing.T, h house, a *logintest.Authenticator, shown string) journal.Confirmation {
	t.Helper()
	digest, nonce := sha256.Sum256([]byte(shown)), make([]byte, 32)
	challenge := login.Challenge("nurse-2", nonce, digest)
	options, _ := json.Marshal(map[string]string{"userVerification": "required",
		"challenge": base64.RawURLEncoding.EncodeToString(challenge[:])})
	answer, err := a.Assert(options)
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		RawID    string `json:"rawId"`
		Response struct {
			ClientData string `json:"clientDataJSON"`
			Data       string `json:"authenticatorData"`
			Signature  string `json:"signature"`
		} `json:"response"`
	}
	if err := json.Unmarshal(answer, &r); err != nil {
		t.Fatal(err)
	}
	raw := func(s string) []byte {
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	keys, err := h.Passkeys(t.Context(), "nurse-2")
	if err != nil || len(keys) == 0 {
		t.Fatal(err)
	}
	c := login.Confirmation{Staff: "nurse-2", Method: login.ByPasskey, Digest: digest, Passkey: &login.Assertion{
		Nonce: nonce, Credential: raw(r.RawID), PublicKey: keys[0].Credential.PublicKey,
		AuthenticatorData: raw(r.Response.Data), ClientData: raw(r.Response.ClientData),
		Signature: raw(r.Response.Signature)}}
	j, err := c.Journal()
	if err != nil {
		t.Fatal(err)
	}
	j.Shown = shown
	return j
}

// TestKeptAssertions: years later, off line, an assertion counts only where the
// person was verified, for the address that it names, and of the right kind;
// each tells which act it was and how often the passkey had signed (R-REG-14).
func TestKeptAssertions(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-2", pinB)
	one, err := login.CheckKept(signedBy(t, h, a, "shown"))
	if err != nil || one.Act == "" || one.Count != a.Count {
		t.Fatalf("%+v %v", one, err)
	}
	two, err := login.CheckKept(signedBy(t, h, a, "shown"))
	if err != nil || two.Act == one.Act || two.Count <= one.Count {
		t.Errorf("a second act: %+v after %+v, %v", two, one, err)
	}
	for name, change := range map[string]func(a *logintest.Authenticator){
		"nobody was verified":          func(a *logintest.Authenticator) { a.NoUV = true },
		"for another relying party":    func(a *logintest.Authenticator) { a.RPID = "evil.test" },
		"at another address":           func(a *logintest.Authenticator) { a.Origin = "https://evil.test" },
		"of another kind":              func(a *logintest.Authenticator) { a.Type = "webauthn.create" },
		"of another challenge":         func(a *logintest.Authenticator) { a.Challenge = "AAAA" },
		"for the whole of a top level": func(a *logintest.Authenticator) { a.RPID = "test" },
	} {
		b := *a
		change(&b)
		if kept, err := login.CheckKept(signedBy(t, h, &b, "shown")); err == nil {
			t.Errorf("%s: accepted as %+v", name, kept)
		}
	}
}

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
