package login_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"steady/internal/login"
	"steady/internal/login/logintest"
	"steady/person"
)

// addPasskey gives a member of staff a passkey of software.
func (h house) addPasskey(t *testing.T, staff person.StaffID, pin string) *logintest.Authenticator {
	t.Helper()
	p, err := h.ProvePIN(t.Context(), staff, pin)
	if err != nil {
		t.Fatal(err)
	}
	options, prompt, err := h.BeginPasskey(t.Context(), p, "invented key")
	if err != nil {
		t.Fatal(err)
	}
	a := logintest.NewAuthenticator(rpid, origin)
	response, err := a.Create(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.FinishPasskey(t.Context(), staff, prompt, response); err != nil {
		t.Fatal(err)
	}
	return a
}

func (h house) signInBy(t *testing.T, a *logintest.Authenticator) (login.Proof, error) {
	t.Helper()
	options, prompt, err := h.BeginSignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	response, err := a.Assert(options)
	if err != nil {
		t.Fatal(err)
	}
	return h.FinishSignIn(t.Context(), prompt, response)
}

func TestAPasskeySignsItsOwnerIn(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-1", pinA)
	for range 3 {
		p, err := h.signInBy(t, a)
		if err != nil || p.Staff() != "nurse-1" {
			t.Fatalf("proof of %q, %v", p.Staff(), err)
		}
	}
	keys, err := h.Passkeys(t.Context(), "nurse-1")
	if err != nil || len(keys) != 1 {
		t.Fatalf("passkeys: %v, %v", keys, err)
	}
	if k := keys[0]; k.Credential.Authenticator.SignCount != a.Count || a.Count != 4 || k.Label != "invented key" ||
		!k.Credential.Flags.UserVerified || len(k.Credential.Attestation.Object) == 0 {
		t.Errorf("the record kept is %+v, the authenticator counts %d", k, a.Count)
	}
	h.roster.Leave("nurse-1")
	_, err = h.signInBy(t, a)
	wantDenial(t, err, "sign_in_unknown")
}

func TestAPasskeyWorksWhereThePINIsLocked(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-1", pinA)
	lockOut(t, h, "nurse-1")
	if _, err := h.signInBy(t, a); err != nil {
		t.Error(err)
	}
}

func TestASyncedPasskeyDoesNotCount(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-1", pinA)
	b := logintest.NewAuthenticator(rpid, origin)
	b.Uncounted = true
	p, err := h.signInBy(t, a)
	if err != nil {
		t.Fatal(err)
	}
	options, prompt, err := h.BeginPasskey(t.Context(), p, "phone")
	if err != nil {
		t.Fatal(err)
	}
	response, err := b.Create(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.FinishPasskey(t.Context(), "nurse-1", prompt, response); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := h.signInBy(t, b); err != nil {
			t.Fatal(err)
		}
	}
}

// faults are what an authenticator or a browser may do wrong.
var faults = map[string]func(*logintest.Authenticator){
	"another challenge":      func(a *logintest.Authenticator) { a.Challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
	"another origin":         func(a *logintest.Authenticator) { a.Origin = "https://steady.test.elsewhere.example" },
	"a neighbouring origin":  func(a *logintest.Authenticator) { a.Origin = "https://other.steady.test" },
	"the origin without TLS": func(a *logintest.Authenticator) { a.Origin = "http://steady.test" },
	"another host":           func(a *logintest.Authenticator) { a.RPID = "elsewhere.example" },
	"nobody was verified":    func(a *logintest.Authenticator) { a.NoUV = true },
	"another ceremony":       func(a *logintest.Authenticator) { a.Type = "payment.get" },
}

func TestAPasskeyIsRefused(t *testing.T) {
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			a := h.addPasskey(t, "nurse-2", pinB)
			bad := a.Copy()
			fault(bad)
			_, err := h.signInBy(t, bad)
			if d := wantDenial(t, err, "passkey_refused"); d.Cause == nil {
				t.Error("the operator is not told why")
			}
			_, err = h.confirmBy(t, asNurse1(t), bad, "nurse-2", digest1)
			wantDenial(t, err, "passkey_refused")
			if _, err := h.signInBy(t, a); err != nil {
				t.Errorf("and then properly: %v", err)
			}
		})
		t.Run("added with "+name, func(t *testing.T) {
			h := newHouse(t)
			p, err := h.ProvePIN(t.Context(), "nurse-1", pinA)
			if err != nil {
				t.Fatal(err)
			}
			options, prompt, err := h.BeginPasskey(t.Context(), p, "key")
			if err != nil {
				t.Fatal(err)
			}
			a := logintest.NewAuthenticator(rpid, origin)
			fault(a)
			response, err := a.Create(options)
			if err != nil {
				t.Fatal(err)
			}
			wantDenial(t, h.FinishPasskey(t.Context(), "nurse-1", prompt, response), "passkey_refused")
		})
	}
}

func TestAnAnswerCountsOnceAndInTime(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-2", pinB)
	options, prompt, err := h.BeginSignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	response, err := a.Assert(options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.FinishSignIn(t.Context(), prompt, response); err != nil {
		t.Fatal(err)
	}
	_, err = h.FinishSignIn(t.Context(), prompt, response)
	wantDenial(t, err, "prompt_expired")
	_, second, err := h.BeginSignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.FinishSignIn(t.Context(), second, response) // replayed into another prompt
	wantDenial(t, err, "passkey_refused")

	_, late, err := h.BeginSignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	h.clock.Pass(h.Settings().ConfirmFor)
	_, err = h.FinishSignIn(t.Context(), late, response)
	wantDenial(t, err, "prompt_expired")
	_, err = h.FinishSignIn(t.Context(), "made-up", response)
	wantDenial(t, err, "prompt_expired")
}

func TestAPromptIsGoodForItsPurposeOnly(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-2", pinB)
	options, prompt, err := h.BeginSignIn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	response, err := a.Assert(options)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.FinishConfirmPasskey(asNurse1(t), prompt, response)
	wantDenial(t, err, "prompt_expired")

	p, err := h.ProvePIN(t.Context(), "nurse-2", pinB)
	if err != nil {
		t.Fatal(err)
	}
	options, prompt, err = h.BeginPasskey(t.Context(), p, "key")
	if err != nil {
		t.Fatal(err)
	}
	response, err = logintest.NewAuthenticator(rpid, origin).Create(options)
	if err != nil {
		t.Fatal(err)
	}
	wantDenial(t, h.FinishPasskey(t.Context(), "nurse-1", prompt, response), "prompt_expired")
}

func TestACopiedPasskeyIsFoundOutAndStopped(t *testing.T) {
	h := newHouse(t)
	a := h.addPasskey(t, "nurse-1", pinA)
	copied := a.Copy()
	for range 2 {
		if _, err := h.signInBy(t, a); err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.signInBy(t, copied)
	wantDenial(t, err, "passkey_doubtful")
	_, err = h.signInBy(t, a) // from now on nobody knows which of the two is the owner's
	wantDenial(t, err, "passkey_refused")
	keys, err := h.Passkeys(t.Context(), "nurse-1")
	if err != nil || len(keys) != 1 || !keys[0].Doubtful {
		t.Fatalf("passkeys: %+v, %v", keys, err)
	}
	wantDenial(t, h.RemovePasskey(t.Context(), "nurse-2", "nurse-1", keys[0].ID()), "help_needs_manager")
	wantDenial(t, h.RemovePasskey(t.Context(), "nurse-2", "nurse-2", keys[0].ID()), "passkey_gone")
	if err := h.RemovePasskey(t.Context(), "nurse-1", "nurse-1", keys[0].ID()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.signInBy(t, h.addPasskey(t, "nurse-1", pinA)); err != nil {
		t.Errorf("with a new passkey: %v", err)
	}
	trail, err := h.Trail(t.Context(), "nurse-1", 50)
	doubted := slices.ContainsFunc(trail, func(e login.Event) bool { return e.What == login.PasskeyDoubtful })
	if err != nil || !doubted {
		t.Errorf("the trail says nothing of it: %v, %v", trail, err)
	}
}

var digest1 = [32]byte{1, 2, 3}

// asNurse1 is a request of nurse-1, who asks somebody else to confirm.
func asNurse1(t *testing.T) context.Context {
	return login.WithActor(t.Context(), login.Member{ID: "nurse-1", Roles: []person.Role{person.Nurse}})
}

func (h house) confirmBy(t *testing.T, ctx context.Context, a *logintest.Authenticator, staff person.StaffID,
	digest [32]byte) (login.Confirmation, error) {
	t.Helper()
	options, prompt, err := h.BeginConfirmPasskey(ctx, staff, digest)
	if err != nil {
		return login.Confirmation{}, err
	}
	response, err := a.Assert(options)
	if err != nil {
		t.Fatal(err)
	}
	return h.FinishConfirmPasskey(ctx, prompt, response)
}

// FuzzFinish answers each kind of prompt with arbitrary bytes.
func FuzzFinish(f *testing.F) {
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30",` +
		`"authenticatorData":"AA","signature":"AA","attestationObject":"oA","userHandle":"bnVyc2UtMg"}}`))
	f.Add(bytes.Repeat([]byte(`[`), 1000))
	f.Fuzz(func(t *testing.T, response []byte) {
		h := newHouse(t)
		p, err := h.ProvePIN(t.Context(), "nurse-2", pinB)
		if err != nil {
			t.Fatal(err)
		}
		_, prompt, err := h.BeginPasskey(t.Context(), p, "key")
		if err != nil {
			t.Fatal(err)
		}
		var d *login.Denial
		if err := h.FinishPasskey(t.Context(), "nurse-2", prompt, response); !errors.As(err, &d) {
			t.Fatalf("adding: %v", err)
		}
		if _, prompt, err = h.BeginSignIn(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := h.FinishSignIn(t.Context(), prompt, response); !errors.As(err, &d) {
			t.Fatalf("signing in: %v", err)
		}
	})
}
