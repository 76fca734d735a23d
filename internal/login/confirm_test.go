package login_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"steady/internal/login"
	"steady/journal"
	"steady/moment"
)

func TestNobodyConfirmsTheirOwnAct(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-1", pinA)
	_, err := h.ConfirmPIN(asNurse1(t), "nurse-1", pinA, digest1)
	wantDenial(t, err, "witness_is_actor")
	_, err = h.confirmBy(t, asNurse1(t), a, "nurse-1", digest1)
	wantDenial(t, err, "witness_is_actor")
	_, err = h.ConfirmPIN(t.Context(), "nurse-2", pinB, digest1) // nobody asks
	wantDenial(t, err, "not_signed_in")
	_, err = h.confirmBy(t, asNurse1(t), a, "nurse-2", digest1) // nurse-2 has no passkey
	wantDenial(t, err, "passkey_none")
}

func TestOneCannotConfirmWithTheirOwnPasskeyInAnothersName(t *testing.T) {
	h := newHouse(t)
	own := h.addPasskey(t, "nurse-1", pinA)
	h.addPasskey(t, "nurse-2", pinB)
	_, err := h.confirmBy(t, asNurse1(t), own, "nurse-2", digest1)
	wantDenial(t, err, "passkey_refused")
}

func TestAPINConfirmsADigest(t *testing.T) {
	h := newHouse(t)
	_, err := h.ConfirmPIN(asNurse1(t), "nurse-2", "000000", digest1)
	wantDenial(t, err, "pin_wrong")
	h.clock.Pass(moment.Second)
	c, err := h.ConfirmPIN(asNurse1(t), "nurse-2", pinB, digest1)
	if err != nil {
		t.Fatal(err)
	}
	if c.Staff != "nurse-2" || c.Actor != "nurse-1" || c.Method != login.ByPIN || c.Digest != digest1 ||
		c.At != h.clock.Now() || c.Passkey != nil {
		t.Errorf("the confirmation is %+v", c)
	}
	if err := h.VerifyConfirmation(c); !errors.Is(err, login.ErrNoEvidence) {
		t.Errorf("verifying a PIN's confirmation answers %v, want ErrNoEvidence", err)
	}
}

func TestAConfirmationIsForOneCommand(t *testing.T) {
	h := newHouse(t)
	ctx := asNurse1(t)
	confirm := func() string {
		t.Helper()
		c, err := h.ConfirmPIN(ctx, "nurse-2", pinB, digest1)
		if err != nil {
			t.Fatal(err)
		}
		return c.ID
	}
	id := confirm()
	_, err := h.UseConfirmation(ctx, id, [32]byte{9}, "cmd-1")
	wantDenial(t, err, "confirmation_other")
	another := login.WithActor(t.Context(), login.Member{ID: "manager-1"})
	_, err = h.UseConfirmation(another, id, digest1, "cmd-1")
	wantDenial(t, err, "confirmation_other")
	for range 2 { // a press that came twice is one command
		if c, err := h.UseConfirmation(ctx, id, digest1, "cmd-1"); err != nil || c.Staff != "nurse-2" {
			t.Fatalf("%+v, %v", c, err)
		}
	}
	_, err = h.UseConfirmation(ctx, id, digest1, "cmd-2")
	wantDenial(t, err, "confirmation_used")
	id = confirm()
	h.clock.Pass(2*moment.Minute - 1)
	if _, err := h.UseConfirmation(ctx, id, digest1, "cmd-3"); err != nil {
		t.Errorf("just in time: %v", err)
	}
	id = confirm()
	h.clock.Pass(2 * moment.Minute)
	_, err = h.UseConfirmation(ctx, id, digest1, "cmd-4")
	wantDenial(t, err, "confirmation_expired")
	for _, id := range []string{"made-up", "", "\x00", "\xff", string(make([]byte, 5000))} {
		_, err = h.UseConfirmation(ctx, id, digest1, "cmd-4")
		wantDenial(t, err, "confirmation_expired")
	}
	if n, err := h.Sweep(t.Context()); n == 0 || err != nil {
		t.Errorf("swept %d rows, %v", n, err)
	}
}

func TestAKeptConfirmationVerifiesOffline(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-2", pinB)
	c, err := h.confirmBy(t, asNurse1(t), a, "nurse-2", digest1)
	if err != nil {
		t.Fatal(err)
	}
	j, err := c.Journal()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := login.FromJournal(j)
	if err != nil {
		t.Fatal(err)
	}
	if err := login.VerifyOffline(kept, rpid, []string{origin}); err != nil {
		t.Fatalf("as the journal carries it: %v", err)
	}
	if err := h.VerifyConfirmation(kept); err != nil {
		t.Fatal(err)
	}
	if err := login.VerifyOffline(kept, "elsewhere.example", []string{origin}); err == nil {
		t.Error("it verifies for another host")
	}
	if err := login.VerifyOffline(kept, rpid, []string{"https://elsewhere.example"}); err == nil {
		t.Error("it verifies for another origin")
	}
	for name, change := range map[string]func(*login.Confirmation){
		"another digest":    func(c *login.Confirmation) { c.Digest[31] ^= 1 },
		"another person":    func(c *login.Confirmation) { c.Staff = "nurse-3" },
		"another nonce":     func(c *login.Confirmation) { c.Passkey.Nonce = bytes.Repeat([]byte{7}, 32) },
		"no nonce":          func(c *login.Confirmation) { c.Passkey.Nonce = nil },
		"another signature": func(c *login.Confirmation) { c.Passkey.Signature[9] ^= 1 },
		"another count":     func(c *login.Confirmation) { c.Passkey.AuthenticatorData[36] ^= 1 },
		"nobody verified":   func(c *login.Confirmation) { c.Passkey.AuthenticatorData[32] &^= 4 },
		"another method":    func(c *login.Confirmation) { c.Method = login.ByPIN },
		"no assertion":      func(c *login.Confirmation) { c.Passkey = nil },
		"no method":         func(c *login.Confirmation) { c.Method, c.Passkey = "", nil },
	} {
		bad, err := login.FromJournal(j)
		if err != nil {
			t.Fatal(err)
		}
		change(&bad)
		if err := login.VerifyOffline(bad, rpid, []string{origin}); err == nil {
			t.Errorf("%s: it still verifies", name)
		}
	}
	// An assertion made by a key that is not the person's verifies by itself;
	// the service that knows their key finds it out.
	other := newHouse(t)
	c2, err := other.confirmBy(t, asNurse1(t), other.addPasskey(t, "nurse-2", pinB), "nurse-2", digest1)
	if err != nil {
		t.Fatal(err)
	}
	c2.Passkey.Credential = c.Passkey.Credential
	if err := h.VerifyConfirmation(c2); err == nil {
		t.Error("a confirmation by a key the person never added is accepted")
	}
}

func TestAConfirmationStaysVerifiableWithoutThePasskey(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-2", pinB)
	c, err := h.confirmBy(t, asNurse1(t), a, "nurse-2", digest1)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := h.Passkeys(t.Context(), "nurse-2")
	if err != nil || len(keys) != 1 {
		t.Fatal(keys, err)
	}
	if err := h.RemovePasskey(t.Context(), "manager-1", "nurse-2", keys[0].ID()); err != nil {
		t.Fatal(err)
	}
	if err := h.VerifyConfirmation(c); err != nil {
		t.Error(err)
	}
	_, err = h.confirmBy(t, asNurse1(t), a, "nurse-2", digest1)
	wantDenial(t, err, "passkey_none")
}

func TestAConfirmPromptBelongsToWhoAsked(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-2", pinB)
	options, prompt, err := h.BeginConfirmPasskey(asNurse1(t), "nurse-2", digest1)
	if err != nil {
		t.Fatal(err)
	}
	response, err := a.Assert(options)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.FinishConfirmPasskey(login.WithActor(t.Context(), login.Member{ID: "manager-1"}), prompt, response)
	wantDenial(t, err, "prompt_expired")
	_, err = h.FinishConfirmPasskey(asNurse1(t), prompt, response) // it was taken, whatever came of it
	wantDenial(t, err, "prompt_expired")
}

// FuzzVerifyOffline reads arbitrary evidence as an outsider's tool would.
func FuzzVerifyOffline(f *testing.F) {
	good, err := json.Marshal(login.Assertion{
		Nonce: make([]byte, 32), Credential: []byte{1}, PublicKey: []byte{0xa0}, AuthenticatorData: make([]byte, 37),
		ClientData: []byte(`{"type":"webauthn.get"}`), Signature: []byte{0x30},
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Add("nurse-2", "passkey", "00", good)
	f.Add("nurse-2", "pin", string(bytes.Repeat([]byte("0f"), 32)), []byte{})
	f.Add("nurse-2", "passkey", string(bytes.Repeat([]byte("0f"), 32)), good)
	f.Fuzz(func(t *testing.T, by, method, digest string, evidence []byte) {
		c, err := login.FromJournal(journal.Confirmation{By: by, Method: method, Digest: digest, Evidence: evidence})
		if err != nil {
			return
		}
		if login.VerifyOffline(c, rpid, []string{origin}) == nil {
			t.Fatalf("made-up evidence verifies: %q", evidence)
		}
	})
}
