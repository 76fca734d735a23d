package logintest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"steady/internal/login"
	"steady/moment"
)

// RunKeys checks what login trusts a Keys to do. open returns an empty one.
func RunKeys(t *testing.T, open func(t *testing.T) login.Keys) {
	t.Run("a row is read as it was written", func(t *testing.T) { asWritten(t, open(t)) })
	t.Run("a row changes by compare-and-set", func(t *testing.T) { compareAndSet(t, open(t)) })
	t.Run("of many writers at one version one wins", func(t *testing.T) { oneWins(t, open(t)) })
	t.Run("of many takers one takes", func(t *testing.T) { oneTakes(t, open(t)) })
	t.Run("an owner's rows come last first", func(t *testing.T) { ofOwner(t, open(t)) })
	t.Run("what expired is swept", func(t *testing.T) { swept(t, open(t)) })
}

func asWritten(t *testing.T, k login.Keys) {
	ctx := t.Context()
	if _, err := k.Key(ctx, login.KindPIN, "a"); !errors.Is(err, login.ErrNoRow) {
		t.Fatalf("an absent row answers %v, want ErrNoRow", err)
	}
	want := login.Row{
		Kind: login.KindSession, ID: strings.Repeat("Zé_-", 100), Owner: "nurse-1", Expires: 77, Data: []byte("\x00\xff{}"),
	}
	if err := k.PutKey(ctx, want); err != nil {
		t.Fatal(err)
	}
	got, err := k.Key(ctx, want.Kind, want.ID)
	if err != nil {
		t.Fatal(err)
	}
	want.Version = 1
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("read %v, wrote %v", got, want)
	}
	if _, err := k.Key(ctx, login.KindSeat, want.ID); !errors.Is(err, login.ErrNoRow) {
		t.Errorf("a row of another kind answers %v, want ErrNoRow", err)
	}
}

func compareAndSet(t *testing.T, k login.Keys) {
	ctx := t.Context()
	r := login.Row{Kind: login.KindSeat, ID: "s", Owner: "a", Data: []byte("1")}
	if err := k.PutKey(ctx, r); err != nil {
		t.Fatal(err)
	}
	if err := k.PutKey(ctx, r); !errors.Is(err, login.ErrRowMoved) {
		t.Errorf("a second new row answers %v, want ErrRowMoved", err)
	}
	r.Version, r.Data, r.Owner, r.Expires = 1, []byte("2"), "b", 9
	if err := k.PutKey(ctx, r); err != nil {
		t.Fatal(err)
	}
	if err := k.PutKey(ctx, r); !errors.Is(err, login.ErrRowMoved) {
		t.Errorf("a stale write answers %v, want ErrRowMoved", err)
	}
	got, err := k.Key(ctx, r.Kind, r.ID)
	if err != nil || string(got.Data) != "2" || got.Version != 2 || got.Owner != "b" || got.Expires != 9 {
		t.Errorf("after the write: %+v, %v", got, err)
	}
	if err := k.DropKey(ctx, r.Kind, r.ID, 1); !errors.Is(err, login.ErrNoRow) {
		t.Errorf("a stale drop answers %v, want ErrNoRow", err)
	}
	if err := k.DropKey(ctx, r.Kind, r.ID, 2); err != nil {
		t.Fatal(err)
	}
	if err := k.PutKey(ctx, got); !errors.Is(err, login.ErrRowMoved) {
		t.Errorf("writing to a dropped row answers %v, want ErrRowMoved", err)
	}
}

func oneWins(t *testing.T, k login.Keys) {
	ctx := t.Context()
	var won atomic.Int32
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			err := k.PutKey(ctx, login.Row{Kind: login.KindTries, ID: "t", Data: fmt.Appendf(nil, "%d", i)})
			if err == nil {
				won.Add(1)
			} else if !errors.Is(err, login.ErrRowMoved) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if won.Load() != 1 {
		t.Errorf("%d writers won, want 1", won.Load())
	}
}

func oneTakes(t *testing.T, k login.Keys) {
	ctx := t.Context()
	if err := k.PutKey(ctx, login.Row{Kind: login.KindTicket, ID: "t", Data: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	var took atomic.Int32
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			err := k.DropKey(ctx, login.KindTicket, "t", 1)
			if err == nil {
				took.Add(1)
			} else if !errors.Is(err, login.ErrNoRow) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if took.Load() != 1 {
		t.Errorf("%d takers took the row, want 1", took.Load())
	}
}

func ofOwner(t *testing.T, k login.Keys) {
	ctx := t.Context()
	for _, r := range []login.Row{
		{Kind: login.KindEvent, ID: "2", Owner: "a"}, {Kind: login.KindEvent, ID: "1", Owner: "a"},
		{Kind: login.KindEvent, ID: "10", Owner: "a"}, {Kind: login.KindEvent, ID: "3", Owner: "b"},
		{Kind: login.KindSeat, ID: "9", Owner: "a"}, {Kind: login.KindEvent, ID: "B", Owner: "a"},
	} {
		r.Data = []byte("{}")
		if err := k.PutKey(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := k.KeysOf(ctx, login.KindEvent, "a", 3)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	if got := strings.Join(ids, " "); got != "B 2 10" {
		t.Errorf("the newest three are %q, want %q (by bytes, whatever the database's locale)", got, "B 2 10")
	}
}

func swept(t *testing.T, k login.Keys) {
	ctx := t.Context()
	for id, until := range map[string]moment.Instant{"never": 0, "past": 99, "now": 100, "later": 101} {
		r := login.Row{Kind: login.KindTicket, ID: id, Expires: until, Data: []byte("x")}
		if err := k.PutKey(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	n, err := k.SweepKeys(ctx, 100)
	if err != nil || n != 1 {
		t.Errorf("swept %d rows, %v; want 1", n, err)
	}
	if _, err := k.Key(ctx, login.KindTicket, "past"); !errors.Is(err, login.ErrNoRow) {
		t.Errorf("the expired row answers %v, want ErrNoRow", err)
	}
}
