package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"steady/internal/login"
	"steady/internal/login/logintest"
	"steady/internal/seal"
)

// passkey is a second person's passkey, used without a service.
type passkey struct {
	t    *testing.T
	a    *logintest.Authenticator
	cose []byte
}

func raw(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func newPasskey(t *testing.T) *passkey {
	t.Helper()
	p := &passkey{t: t, a: logintest.NewAuthenticator("steady.test", "https://steady.test")}
	made, err := p.a.Create(json.RawMessage(`{"challenge":"AAAA","user":{"id":"cy0y"},"authenticatorSelection":{` +
		`"userVerification":"required","residentKey":"required"}}`))
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Response struct {
			Object string `json:"attestationObject"`
		} `json:"response"`
	}
	if err := json.Unmarshal(made, &r); err != nil {
		t.Fatal(err)
	}
	_, data, _ := bytes.Cut(raw(t, r.Response.Object), []byte("authData\x58"))
	p.cose = data[1+37+16+2+16:] // the length, the head, the model, and the id with its length
	return p
}

// body is that of an entry that s-2 confirmed as shown.
func (p *passkey) body(shown string) string {
	p.t.Helper()
	digest, nonce := sha256.Sum256([]byte(shown)), make([]byte, 32)
	challenge := login.Challenge("s-2", nonce, digest)
	answer, err := p.a.Assert(json.RawMessage(fmt.Sprintf(`{"challenge":%q,"userVerification":"required"}`,
		base64.RawURLEncoding.EncodeToString(challenge[:]))))
	if err != nil {
		p.t.Fatal(err)
	}
	var r struct {
		ID       string `json:"rawId"`
		Response struct {
			Client    string `json:"clientDataJSON"`
			Data      string `json:"authenticatorData"`
			Signature string `json:"signature"`
		} `json:"response"`
	}
	if err := json.Unmarshal(answer, &r); err != nil {
		p.t.Fatal(err)
	}
	evidence, err := json.Marshal(login.Assertion{Nonce: nonce, Credential: raw(p.t, r.ID), PublicKey: p.cose,
		AuthenticatorData: raw(p.t, r.Response.Data), ClientData: raw(p.t, r.Response.Client),
		Signature: raw(p.t, r.Response.Signature)})
	if err != nil {
		p.t.Fatal(err)
	}
	return fmt.Sprintf(`{"signed":{"by":"s-2","method":"passkey","digest":%q,"shown":%q,"evidence":%q}}`,
		hex.EncodeToString(digest[:]), shown, base64.StdEncoding.EncodeToString(evidence))
}

// TestVerifyConfirmationsAreUsedOnce: one act of a second person confirms one
// command; shown again for another it is refused, and a counter that went back
// is named (R-REG-14).
func TestVerifyConfirmationsAreUsedOnce(t *testing.T) {
	key, err := seal.Create(t.TempDir(), "clinic-1")
	if err != nil {
		t.Fatal(err)
	}
	p := newPasskey(t)
	one, two := p.body("one"), p.body("two")
	p.a.Count = 0
	back := p.body("three")
	file := func(bodies ...string) string { return exportBodies(t, key, "s-2", bodies...) } // two entries a command
	for _, c := range []struct {
		name  string
		file  string
		code  int
		words string
	}{
		{"one command", file(one, one), answered, "2 entries confirmed by passkey, each signature verified"},
		{"two commands", file(one, "{}", two), answered, "s-2, passkey "},
		{"used again", file(one, "{}", one), refused, "entry 2: the second person's confirmation is the one of entry 0"},
		{"the counter back", file(two, "{}", back), answered, "counter went back at entry 2"},
		{"in order", file(one, "{}", two), answered, "https://steady.test: 2 entries"},
		{"of another text", file(strings.Replace(one, `"shown":"one"`, `"shown":"two"`, 1)), refused, "entry 0"},
	} {
		code, out, errs := runVerify(c.file)
		if code != c.code || !strings.Contains(out+errs, c.words) {
			t.Errorf("%s: %d, not %q:\n%s%s", c.name, code, c.words, out, errs)
		}
		if went := strings.Contains(out, "went back"); went != (c.name == "the counter back") {
			t.Errorf("%s: %s", c.name, out)
		}
	}
}
