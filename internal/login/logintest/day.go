package logintest

import (
	"errors"
	"testing"

	"steady/internal/login"
	"steady/moment"
	"steady/person"
)

// Run checks a Keys by RunKeys and then by a day at the desk: PINs tried,
// locked and unlocked, a passkey added and used, an act confirmed.
func Run(t *testing.T, open func(t *testing.T) login.Keys) {
	RunKeys(t, open)
	t.Run("a day at the desk", func(t *testing.T) { day(t, open(t)) })
}

func day(t *testing.T, keys login.Keys) {
	ctx, clock, roster := t.Context(), NewClock(moment.Instant(1_772_442_000_000_000)), NewRoster()
	roster.Set("nurse-1", person.Nurse)
	roster.Set("nurse-2", person.Nurse)
	roster.Set("manager-1", person.Manager)
	set := login.Defaults("steady.test", "https://steady.test")
	set.Hashing = login.Cost{Passes: 1, KiB: 64, Processes: 1}
	s, err := login.New(keys, roster, clock.Now, set)
	if err != nil {
		t.Fatal(err)
	}
	const pin = "739154"
	must(t, s.EnrolPIN(ctx, "nurse-2", pin))
	var d *login.Denial
	for range set.LockAfter {
		if _, err := s.ProvePIN(ctx, "nurse-2", "000000"); !errors.As(err, &d) {
			t.Fatalf("a wrong PIN answers %v", err)
		}
		clock.Pass(moment.Minute)
	}
	if _, err := s.ProvePIN(ctx, "nurse-2", pin); !errors.As(err, &d) || d.Code != "pin_locked" {
		t.Fatalf("after %d wrong PINs: %v, want pin_locked", set.LockAfter, err)
	}
	must(t, s.UnlockPIN(ctx, "manager-1", "nurse-2"))
	proof, err := s.ProvePIN(ctx, "nurse-2", pin)
	must(t, err)

	a := NewAuthenticator("steady.test", "https://steady.test")
	options, prompt, err := s.BeginPasskey(ctx, proof, "invented key")
	must(t, err)
	response, err := a.Create(options)
	must(t, err)
	must(t, s.FinishPasskey(ctx, "nurse-2", prompt, response))

	asks := login.WithActor(ctx, login.Member{ID: "nurse-1"})
	digest := [32]byte{7}
	options, prompt, err = s.BeginConfirmPasskey(asks, "nurse-2", digest)
	must(t, err)
	response, err = a.Assert(options)
	must(t, err)
	c, err := s.FinishConfirmPasskey(asks, prompt, response)
	must(t, err)
	used, err := s.UseConfirmation(asks, c.ID, digest, "cmd-1")
	must(t, err)
	must(t, s.VerifyConfirmation(used))
	if _, err := s.UseConfirmation(asks, c.ID, digest, "cmd-2"); !errors.As(err, &d) || d.Code != "confirmation_used" {
		t.Errorf("a second command: %v, want confirmation_used", err)
	}

	trail, err := s.Trail(ctx, "nurse-2", 3)
	must(t, err)
	if len(trail) != 3 || trail[0].By != "nurse-1" && trail[1].By != "nurse-1" && trail[2].By != "nurse-1" {
		t.Errorf("the trail does not say who asked: %+v", trail)
	}
	clock.Pass(set.Lifetime)
	if n, err := s.Sweep(ctx); err != nil || n != 1 {
		t.Errorf("swept %d rows, %v; want the confirmation", n, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
