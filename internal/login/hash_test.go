package login

import (
	"context"
	"errors"
	"testing"
)

func TestAKeptHashIsVerified(t *testing.T) {
	h := newHasher(Cost{Passes: 1, KiB: 32, Processes: 2}, 1, nil)
	text, err := h.make(t.Context(), "739154")
	if err != nil {
		t.Fatal(err)
	}
	if ok, stale, err := h.verify(t.Context(), "739154", text); !ok || stale || err != nil {
		t.Errorf("the PIN it was made of: %v, stale %v, %v", ok, stale, err)
	}
	if ok, _, err := h.verify(t.Context(), "739155", text); ok || err != nil {
		t.Errorf("another PIN: %v, %v", ok, err)
	}
	again, err := h.make(t.Context(), "739154")
	if err != nil || again == text {
		t.Error("two hashes of one PIN are equal: the salt is missing")
	}
}

func TestHashesTakeTurns(t *testing.T) {
	h := newHasher(Cost{Passes: 1, KiB: 32, Processes: 2}, 1, nil)
	h.slots <- struct{}{} // somebody else's hash is being made
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.make(ctx, "739154"); !errors.Is(err, context.Canceled) {
		t.Errorf("beyond the bound: %v, want to wait until the visitor gives up", err)
	}
	<-h.slots
	if _, err := h.make(t.Context(), "739154"); err != nil || len(h.slots) != 0 {
		t.Errorf("in turn: %v, %d slots still taken", err, len(h.slots))
	}
}

func TestTheDefaultCostIsTheDocumentedOne(t *testing.T) {
	h := newHasher(DefaultCost, 1, nil)
	text, err := h.make(t.Context(), "739154")
	if err != nil {
		t.Fatal(err)
	}
	if k, err := parseKept(text); err != nil || k.cost != (Cost{Passes: 3, KiB: 65536, Processes: 2}) {
		t.Errorf("%+v, %v", k.cost, err)
	}
	if ok, stale, err := h.verify(t.Context(), "739154", text); !ok || stale || err != nil {
		t.Errorf("the PIN it was made of: %v, stale %v, %v", ok, stale, err)
	}
}

func FuzzParseKept(f *testing.F) {
	for _, s := range []string{
		"$argon2id$v=19$m=65536,t=3,p=2$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=65536,t=3,p=2,keyid=00c0ffee$AAAAAAAAAAAAAAAAAAAAAA$" +
			"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=4294967295,t=3,p=2$AAAAAAAAAAAAAAAAAAAAAA$AAAA", "$argon2i$$$$", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, err := parseKept(text)
		if err != nil {
			return
		}
		if k.String() != text {
			t.Fatalf("%q is read as %q", text, k)
		}
		if err := k.cost.check(); err != nil {
			t.Fatal(err)
		}
	})
}
