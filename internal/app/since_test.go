package app_test

import (
	"context"
	"errors"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/journal"
	"steady/moment"
)

// TestSince: what is found by halves is what a read of everything finds.
func TestSince(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		h := open(t, st, signer(t), start)
		defer h.Close()
		invented(t, h, 3)
		ctx := context.Background()
		for _, log := range []journal.Log{journal.Clinical, journal.Register} {
			var all []moment.Instant
			read := func(from moment.Instant) (n int) {
				err := h.Since(ctx, log, from, func(seq int64, e clinic.Event) error {
					if e.Recorded < from || clinic.LogOf(e.Body) != log || seq != int64(len(all)-tail(all, from)+n) {
						t.Errorf("entry %d of the %s log, recorded %d, is among those since %d", seq, log, e.Recorded, from)
					}
					n++
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				return n
			}
			err := h.Since(ctx, log, 0, func(_ int64, e clinic.Event) error {
				all = append(all, e.Recorded)
				return nil
			})
			if err != nil || len(all) < 50 {
				t.Fatal(len(all), err)
			}
			for _, from := range []moment.Instant{0, all[0], all[0] + 1, all[len(all)/2], all[len(all)-1], all[len(all)-1] + 1} {
				if got, want := read(from), tail(all, from); got != want {
					t.Errorf("%s log since %d: %d entries, want %d", log, from, got, want)
				}
			}
			stop := errors.New("stop")
			if err := h.Since(ctx, log, 0, func(int64, clinic.Event) error { return stop }); !errors.Is(err, stop) {
				t.Error("the reader's own error is lost:", err)
			}
		}
	})
}

// tail counts the instants at or after one.
func tail(all []moment.Instant, from moment.Instant) (n int) {
	for _, at := range all {
		if at >= from {
			n++
		}
	}
	return n
}
