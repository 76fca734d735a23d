package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/seal"
	"steady/internal/store/storetest"
	"steady/moment"
	"steady/protocol"
)

var start = moment.Of(mustTime("2026-03-02T09:12:00Z"))

func open(t testing.TB, st app.Store, key *seal.Key, now moment.Instant) *app.House {
	t.Helper()
	h, err := app.Open(context.Background(), app.Config{Store: st, Premises: "test", Sealer: key,
		Clock: func() moment.Instant { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func signer(t testing.TB) *seal.Key {
	t.Helper()
	k, err := seal.Create(t.TempDir(), "test")
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// invented fills a house with the invented clinic and a few days of past.
func invented(t testing.TB, h *app.House, days int) {
	t.Helper()
	pack, err := protocol.Find("ch-iv")
	if err != nil {
		t.Fatal(err)
	}
	err = demo.Make(context.Background(), h, demo.Options{Premises: "test", Days: days, Seed: 1, Now: start,
		Zone: "Europe/London", Packs: map[string][]byte{"ch-iv": pack.Document()}})
	if err != nil {
		t.Fatal(err)
	}
}

func snapshot(t testing.TB, h *app.House) []byte {
	t.Helper()
	var b []byte
	h.View(func(s *clinic.State) {
		var err error
		if b, err = s.Snapshot(); err != nil {
			t.Fatal(err)
		}
	})
	return b
}

// stores runs a test on both stores.
func stores(t *testing.T, f func(t *testing.T, st app.Store)) {
	t.Run("sqlite", func(t *testing.T) { f(t, storetest.OpenSQLite(t)) })
	t.Run("postgres", func(t *testing.T) { f(t, storetest.OpenPostgres(t)) })
}

// TestStartAgain: snapshot and tail, the whole journal, and the live state
// are one and the same.
func TestStartAgain(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		key := signer(t)
		h := open(t, st, key, start)
		invented(t, h, 6)
		live := snapshot(t, h)
		fresh, err := app.Fold(context.Background(), st, "test", false)
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := fresh.Snapshot(); !bytes.Equal(b, live) {
			t.Fatalf("the journal folds to another state\n%s\n%s", b, live)
		}
		h.Close()
		h = open(t, st, key, start)
		defer h.Close()
		if !bytes.Equal(snapshot(t, h), live) {
			t.Fatal("starting from the snapshot gives another state")
		}
	})
}

// TestDoublePress: the same form twice is recorded once; the same id with
// other content is refused.
func TestDoublePress(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		h := open(t, st, signer(t), start)
		defer h.Close()
		invented(t, h, 2)
		press := func(visit string) (app.Result, error) {
			return h.Do(context.Background(), app.Request{Command: clinic.Command{ID: "press", By: demo.NurseA,
				Body: clinic.Arrive{Visit: visit}}})
		}
		booked := visitsAt(h, "booked")
		var wg sync.WaitGroup
		var mu sync.Mutex
		news, olds := 0, 0
		for range 8 {
			wg.Go(func() {
				res, err := press(booked[0])
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err != nil:
					t.Error(err)
				case res.Already:
					olds++
				default:
					news++
				}
			})
		}
		wg.Wait()
		if news != 1 || olds != 7 {
			t.Fatalf("recorded %d times, recognised %d times", news, olds)
		}
		var no *clinic.Refusal
		if _, err := press(booked[1]); !errors.As(err, &no) || no.Code != "id_reused" {
			t.Fatal("another content under the same id:", err)
		}
	})
}

func visitsAt(h *app.House, stage string) (ids []string) {
	h.View(func(s *clinic.State) {
		for _, v := range s.VisitsInOrder() {
			if string(v.Stage) == stage && v.Day <= s.Planned { // times of days to come are promised too
				ids = append(ids, v.ID)
			}
		}
	})
	return ids
}

// TestTwoHouses: two processes serve one premises. Whoever loses the head
// reads the tail and decides again; nobody is booked twice and nothing is lost.
func TestTwoHouses(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		key := signer(t)
		a := open(t, st, key, start)
		defer a.Close()
		invented(t, a, 2)
		b := open(t, st, key, start)
		defer b.Close()
		var wg sync.WaitGroup
		for i, v := range visitsAt(a, "booked") {
			for k, h := range []*app.House{a, b} {
				wg.Go(func() {
					_, err := h.Do(context.Background(), app.Request{Command: clinic.Command{
						ID: fmt.Sprintf("arrive-%d-%d", i, k), By: demo.NurseA, Body: clinic.Arrive{Visit: v}}})
					var no *clinic.Refusal
					if err != nil && !errors.As(err, &no) {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		fresh, err := app.Fold(context.Background(), st, "test", false)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range fresh.VisitsInOrder() {
			if v.Stage == "booked" && v.Day <= fresh.Planned {
				t.Error("not recorded by either:", v.ID)
			}
		}
	})
}
