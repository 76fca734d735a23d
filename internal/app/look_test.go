package app_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"steady/internal/app"
	"steady/internal/store/storetest"
	"steady/moment"
	"steady/person"
)

// shut is a store that takes no readings while it is shut.
type shut struct {
	app.Store
	now atomic.Bool
}

func (s *shut) Looked(ctx context.Context, premises string, looks []app.Look) error {
	if s.now.Load() {
		return errors.New("the disk does not answer")
	}
	return s.Store.Looked(ctx, premises, looks)
}

// TestWhoReadARecordIsKept: at once for who asks, on the disk a moment later,
// after the disk came back and after the house closed; the same page loaded
// again is one reading.
func TestWhoReadARecordIsKept(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		slow := &shut{Store: st}
		key := signer(t)
		h := open(t, slow, key, start)
		invented(t, h, 1)
		slow.now.Store(true)
		read := func(at moment.Instant, staff person.StaffID) {
			if !h.Looked(app.Look{At: at, Person: "u-01", Staff: staff, Page: "/people/{person}"}) {
				t.Fatal("not noted")
			}
		}
		read(start, "s-amara")
		read(start.Add(moment.Minute), "s-amara") // loaded again
		read(start.Add(2*moment.Minute), "s-dev")
		read(start.Add(app.LookAgain), "s-amara") // come back to
		count := func(h *app.House) int {
			got, err := h.LooksAt(t.Context(), "u-01", 50)
			if err != nil {
				t.Fatal(err)
			}
			return len(got)
		}
		if n := count(h); n != 3 {
			t.Fatalf("%d readings, want 3", n)
		}
		time.Sleep(300 * time.Millisecond) // the disk was asked and did not answer
		slow.now.Store(false)
		h.Close()
		again := open(t, st, key, start)
		defer again.Close()
		if n := count(again); n != 3 {
			t.Fatalf("after the house closed %d readings, want 3", n)
		}
		got, err := again.LooksBy(t.Context(), "s-dev", 50)
		if err != nil || len(got) != 1 || got[0].Person != "u-01" {
			t.Fatalf("s-dev read %v, %v", got, err)
		}
	})
}

// TestReadingsAreBounded: a disk that does not answer costs no more than so much
// memory, and whoever reads then is told that it could not be noted.
func TestReadingsAreBounded(t *testing.T) {
	st := &shut{Store: storetest.OpenSQLite(t)}
	h := open(t, st, signer(t), start)
	st.now.Store(true)
	noted := 0
	for i := range moment.Instant(6000) {
		if h.Looked(app.Look{At: start + i*moment.Instant(app.LookAgain), Person: "u-01", Staff: "s-dev", Page: "/p"}) {
			noted++
		}
	}
	if noted != 4096 {
		t.Errorf("%d readings wait", noted)
	}
	st.now.Store(false)
	h.Close()
}
