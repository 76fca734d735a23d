package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"steady/clinic"
	"steady/internal/app"
	"steady/internal/demo"
	"steady/internal/store/storetest"
)

// failing is a store whose appends end in an error while told to; the write
// itself either did not happen, or did and the answer was lost.
type failing struct {
	app.Store
	err   atomic.Pointer[error]
	after atomic.Bool // fail after the write: the answer is lost
	gone  atomic.Bool // reading fails too
}

func (f *failing) fail(err error) {
	if err == nil {
		f.err.Store(nil)
		return
	}
	f.err.Store(&err)
}

// Heads fails while the store is gone: nothing can be read again.
func (f *failing) Heads(ctx context.Context, premises string) (app.Heads, error) {
	if err := f.err.Load(); err != nil && f.gone.Load() {
		return app.Heads{}, *err
	}
	return f.Store.Heads(ctx, premises)
}

// Append fails as told.
func (f *failing) Append(ctx context.Context, b app.Batch) error {
	err := f.err.Load()
	if err == nil {
		return f.Store.Append(ctx, b)
	}
	if f.after.Load() {
		if werr := f.Store.Append(ctx, b); werr != nil {
			return werr
		}
	}
	return *err
}

func arrive(id, visit string) app.Request {
	return app.Request{Command: clinic.Command{ID: id, By: demo.NurseA, Body: clinic.Arrive{Visit: visit}}}
}

// TestFullDisk: a full disk refuses with a word that says so, nothing is lost
// or half there, and the service goes on when there is room again.
func TestFullDisk(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		full := &failing{Store: st}
		h := open(t, full, signer(t), start)
		defer h.Close()
		invented(t, h, 2)
		booked, before := visitsAt(h, "booked"), snapshot(t, h)
		full.fail(fmt.Errorf("append: %w", app.ErrNoSpace))
		_, err := h.Do(context.Background(), arrive("full", booked[0]))
		var f *app.Fault
		if !errors.As(err, &f) || !errors.Is(err, app.ErrNoSpace) || f.ID == "" {
			t.Fatalf("a full disk answers %v", err)
		}
		if !bytes.Equal(before, snapshot(t, h)) {
			t.Fatal("what was refused is in memory")
		}
		full.fail(nil)
		if _, err := h.Do(context.Background(), arrive("full", booked[0])); err != nil {
			t.Fatalf("with room again: %v", err)
		}
	})
}

// TestAnswerLost: the write happened and its answer was lost. The same press
// again is recognised; nothing is recorded twice.
func TestAnswerLost(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		lost := &failing{Store: st}
		h := open(t, lost, signer(t), start)
		defer h.Close()
		invented(t, h, 2)
		booked := visitsAt(h, "booked")
		lost.after.Store(true)
		lost.fail(errors.New("the line was cut"))
		if _, err := h.Do(context.Background(), arrive("lost", booked[0])); err == nil {
			t.Fatal("a lost answer is an answer")
		}
		lost.fail(nil)
		res, err := h.Do(context.Background(), arrive("lost", booked[0]))
		if err != nil || !res.Already {
			t.Fatalf("pressed again: %+v %v", res, err)
		}
	})
}

// TestRebuild: read models made again from the journal are equal to those
// written as it happened.
func TestRebuild(t *testing.T) {
	stores(t, func(t *testing.T, st app.Store) {
		h := open(t, st, signer(t), start)
		defer h.Close()
		invented(t, h, 8)
		before := models(t, h)
		if len(before) < 100 {
			t.Fatalf("only %d rows", len(before))
		}
		if err := app.Rebuild(context.Background(), st, "test"); err != nil {
			t.Fatal(err)
		}
		after := models(t, h)
		if len(before) != len(after) {
			t.Fatalf("%d rows before, %d after", len(before), len(after))
		}
		for i := range before {
			if before[i] != after[i] {
				t.Fatalf("a row differs:\n%s\n%s", before[i], after[i])
			}
		}
	})
}

// models prints every row of every read model in order.
func models(t *testing.T, h *app.House) (out []string) {
	t.Helper()
	for _, q := range []app.Query{
		{Table: app.TableRegister, Order: []string{"seq"}, Cols: []string{"seq", "page", "kind", "happened", "recorded",
			"by_id", "witness_id", "ampoules", "mass", "balance_ampoules", "balance_mass", "person", "visit", "target", "body"}},
		{Table: app.TableVisits, Order: []string{"visit"}, Cols: []string{"visit", "person", "day", "session", "stage",
			"due", "arrived", "ended", "outcome", "prescribed", "given"}},
		{Table: app.TablePerson, Order: []string{"seq", "person"}, Cols: []string{"seq", "person", "visit", "kind",
			"happened", "recorded", "by_id", "body"}},
	} {
		rows, err := h.Rows(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			out = append(out, fmt.Sprintf("%s %q", q.Table, fmt.Sprint(r...)))
		}
	}
	return out
}

// TestRolledBack: a snapshot that is ahead of its journal means that entries
// were taken away. The service refuses to start on it.
func TestRolledBack(t *testing.T) {
	st := storetest.OpenSQLite(t)
	key := signer(t)
	h := open(t, st, key, start)
	invented(t, h, 2)
	h.Close()
	snap, err := st.LoadSnapshot(context.Background(), "test")
	if err != nil {
		t.Fatal(err)
	}
	other := storetest.OpenSQLite(t)
	if err := other.SaveSnapshot(context.Background(), "test", snap); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Open(context.Background(), app.Config{Store: other, Premises: "test", Sealer: key}); err == nil {
		t.Fatal("a service started on a journal that lost its entries")
	}
}

// TestNothingUnrecordedIsShown: the write failed and the disk cannot be read
// again. A reader gets a fault, not a state that nobody recorded; when the disk
// is back, the committed state.
func TestNothingUnrecordedIsShown(t *testing.T) {
	st := &failing{Store: storetest.OpenSQLite(t)}
	h := open(t, st, signer(t), start)
	defer h.Close()
	invented(t, h, 2)
	v := visitsAt(h, "booked")[0]
	st.gone.Store(true)
	st.fail(errors.New("the database is gone"))
	if _, err := h.Do(context.Background(), arrive("gone", v)); err == nil {
		t.Fatal("recorded on a disk that is gone")
	}
	if err := h.View(func(*clinic.State) { t.Error("a state is shown that may not be recorded") }); err == nil {
		t.Fatal("View says nothing of a disk that is gone")
	}
	st.fail(nil)
	err := h.View(func(s *clinic.State) {
		if s.Visits[v].Stage != "booked" {
			t.Errorf("shown: %s, recorded: booked", s.Visits[v].Stage)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
