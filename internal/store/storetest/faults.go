package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"steady/internal/app"
	"steady/journal"
)

var errCrash = errors.New("crashed here on purpose")

// crashes kills the transaction after statement k, for every k, and looks by
// another handle: nothing is visible, and the same batch goes through after.
// Killed after the commit, everything is visible and a retry finds it so.
func crashes(t *testing.T, f Fixture) {
	other := f.Again(t)
	committed := false
	for k := 0; !committed; k++ {
		if k > 1000 {
			t.Fatal("the transaction never came to its commit")
		}
		b := full(NewMaker(fmt.Sprintf("p%d", k)), 11)
		died := false
		f.Hook(func(step int) error {
			if step == k {
				died = true
				return errCrash
			}
			return nil
		})
		err := f.Store.Append(t.Context(), b)
		f.Hook(nil)
		if err == nil || !died {
			t.Fatalf("crash after statement %d: Append said %v (crashed: %v)", k, err, died)
		}
		p := look(t, other, b)
		if committed = p.Heads != (app.Heads{}); committed {
			same(t, "answers after the commit", len(p.Answers), 11, nil)
			if err := f.Store.Append(t.Context(), b); !errors.Is(err, app.ErrHeadMoved) {
				t.Errorf("a retry after the commit: %v, not ErrHeadMoved", err)
			}
			if k < 6 {
				t.Errorf("the commit came after only %d steps", k)
			}
			continue
		}
		if !p.empty() {
			t.Fatalf("a crash after statement %d left %+v", k, p)
		}
		appendOK(t, f.Store, b)
		same(t, "the retry", look(t, other, b).Heads, app.Heads{Clinical: 11, Register: 11}, nil)
	}
}

// cancels ends the context after statement k, for every k.
func cancels(t *testing.T, f Fixture) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	b := full(NewMaker("early"), 2)
	if err := f.Store.Append(gone, b); !errors.Is(err, context.Canceled) {
		t.Errorf("append with a cancelled context: %v", err)
	}
	if p := look(t, f.Store, b); !p.empty() {
		t.Errorf("a cancelled append left %+v", p)
	}
	for k := 0; ; k++ {
		ctx, cancel := context.WithCancel(t.Context())
		b := full(NewMaker(fmt.Sprintf("p%d", k)), 11)
		f.Hook(func(step int) error {
			if step == k {
				cancel()
			}
			return nil
		})
		err := f.Store.Append(ctx, b)
		f.Hook(nil)
		cancel()
		p := look(t, f.Store, b)
		switch {
		case err == nil && p.Heads == app.Heads{Clinical: 11, Register: 11}:
			return // cancelled too late: it is recorded, and said so
		case errors.Is(err, context.Canceled) && p.empty():
			appendOK(t, f.Store, b)
		default:
			t.Fatalf("cancelled after statement %d: Append said %v and left heads %v", k, err, p.Heads)
		}
	}
}

// concurrentWriters lets writers of two handles race for one premises. Each
// takes what is there, tries to be next and, when it was not, looks again.
func concurrentWriters(t *testing.T, f Fixture) {
	const writers, each = 3, 8
	stores := []app.Store{f.Store, f.Again(t)}
	var mu sync.Mutex
	won := map[int64]string{}
	var wg sync.WaitGroup
	for i, s := range stores {
		for w := range writers {
			name := fmt.Sprintf("handle %d writer %d", i, w)
			wg.Go(func() {
				for n := range each {
					seq, err := win(t.Context(), s, fmt.Sprintf("%s try %d", name, n))
					mu.Lock()
					if other, taken := won[seq]; err != nil || taken {
						t.Errorf("%s got %d (%v), which %q holds", name, seq, err, other)
					}
					won[seq] = fmt.Sprintf("%s try %d", name, n)
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	got := readAll(t, f.Store, "p1", journal.Clinical)
	same(t, "entries", len(got), 2*writers*each, nil)
	for _, e := range got {
		same(t, fmt.Sprint("entry ", e.Seq), string(e.Bytes), won[e.Seq], nil)
	}
}

// win appends one clinical entry, however often others are faster.
func win(ctx context.Context, s app.Store, text string) (int64, error) {
	for {
		h, err := s.Heads(ctx, "p1")
		if err != nil {
			return -1, err
		}
		e := app.Stored{Log: journal.Clinical, Seq: h.Clinical, Bytes: []byte(text)}
		e.Hashes = make([][32]byte, 1)
		for n := h.Clinical + 1; n%2 == 0; n /= 2 {
			e.Hashes = append(e.Hashes, [32]byte{})
		}
		b := app.Batch{Premises: "p1", Expect: h, Entries: []app.Stored{e}}
		b.Answers = []app.Answer{{Command: fmt.Sprint("c", h.Clinical)}}
		err = s.Append(ctx, b)
		if err == nil || !errors.Is(err, app.ErrHeadMoved) {
			return e.Seq, err
		}
	}
}

// refusesChange tries to alter what is recorded by bare statements (R-REG-06).
func refusesChange(t *testing.T, f Fixture) {
	m := NewMaker("p1")
	b := full(m, 3)
	appendOK(t, f.Store, b)
	before := look(t, f.Store, b)
	if err := f.Store.Looked(t.Context(), "p1", []app.Look{{At: 1, Person: "u", Staff: "n", Page: "/x"}}); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE entry SET bytes = hashes WHERE seq = 1`,
		`UPDATE entry SET seq = 99 WHERE seq = 2`,
		`DELETE FROM entry WHERE seq = 2`,
		`DELETE FROM entry`,
		`UPDATE command SET clinical_to = 9`,
		`DELETE FROM command`,
		`UPDATE checkpoint SET size = 1`,
		`DELETE FROM checkpoint`,
		`UPDATE head SET clinical = 1`,
		`UPDATE head SET premises = 'elsewhere'`,
		`DELETE FROM head`,
		`UPDATE looked SET staff = 'somebody'`,
		`DELETE FROM looked`,
	} {
		if err := f.Exec(statement); err == nil {
			t.Errorf("the database let pass: %s", statement)
		}
	}
	same(t, "after the attempts", look(t, f.Store, b), before, nil)
}

func secrets(t *testing.T, f Fixture) {
	b := full(NewMaker("p1"), 1)
	b.Secrets = append(b.Secrets,
		app.Secret{ID: "s3", Subject: "person-1", Field: "note", Salt: []byte{}, Text: "’twas\n💬"})
	appendOK(t, f.Store, b)
	ids := []string{b.Secrets[0].ID, "s3", b.Secrets[1].ID, "unknown"}
	got, err := f.Store.Secrets(t.Context(), "p1", ids)
	want := map[string]app.Secret{}
	for _, s := range b.Secrets {
		want[s.ID] = s
	}
	same(t, "secrets", got, want, err)
	twice := app.Batch{Premises: "p1", Expect: app.Heads{Clinical: 1, Register: 1}, Secrets: b.Secrets[:1]}
	if err := f.Store.Append(t.Context(), twice); err == nil {
		t.Error("a cabinet row was overwritten")
	}
	n, err := f.Store.Erase(t.Context(), "p1", "person-1")
	same(t, "erased", n, 2, err)
	n, err = f.Store.Erase(t.Context(), "p1", "person-1")
	same(t, "erased again", n, 0, err)
	got, err = f.Store.Secrets(t.Context(), "p1", ids)
	same(t, "what is left", got, map[string]app.Secret{b.Secrets[1].ID: b.Secrets[1]}, err)
	same(t, "entries stay", len(readAll(t, f.Store, "p1", journal.Clinical)), 1, nil)
}

// erasures: what a batch erases is gone with its entries and not before; what it
// brings under the same name stays.
func erasures(t *testing.T, f Fixture) {
	m := NewMaker("p1")
	row := func(id, subject, field string) app.Secret {
		return app.Secret{ID: id, Subject: subject, Field: field, Salt: []byte{}, Text: "text " + id}
	}
	first := m.Next(1)
	first.Secrets = []app.Secret{row("a1", "a", "initials"), row("a2", "a", "initials"), row("a3", "a", "note"),
		row("b1", "b", "initials")}
	appendOK(t, f.Store, first)
	left := func(ids ...string) {
		t.Helper()
		got, err := f.Store.Secrets(t.Context(), "p1", []string{"a1", "a2", "a3", "a4", "b1"})
		same(t, "rows left", slices.Sorted(maps.Keys(got)), ids, err)
	}
	erase := []app.Erasure{{Subject: "a", Field: "initials"}, {Subject: "nobody", Field: "initials"}}
	late := app.Batch{Premises: "p1", Erase: erase} // decided on older heads
	if err := f.Store.Append(t.Context(), late); !errors.Is(err, app.ErrHeadMoved) {
		t.Errorf("a late batch erased: %v", err)
	}
	left("a1", "a2", "a3", "b1")
	next := m.Next(1)
	next.Erase, next.Secrets = erase, []app.Secret{row("a4", "a", "initials")}
	appendOK(t, f.Store, next)
	left("a3", "a4", "b1")
	same(t, "bytes cleared", 0, 0, f.Store.Forget(t.Context()))
	n, err := f.Store.EraseFields(t.Context(), "p1", erase)
	same(t, "erased", n, 1, err)
	n, err = f.Store.EraseFields(t.Context(), "p1", erase)
	same(t, "erased again", n, 0, err)
	left("a3", "b1")
	same(t, "entries stay", len(readAll(t, f.Store, "p1", journal.Clinical)), 2, nil)
}

func snapshots(t *testing.T, f Fixture) {
	ctx := t.Context()
	at := func(c, r int64, format, text string) app.Snapshot {
		return app.Snapshot{Heads: app.Heads{Clinical: c, Register: r}, Format: format, Bytes: []byte(text)}
	}
	steps := []struct{ save, want app.Snapshot }{
		{at(3, 2, "1", "three"), at(3, 2, "1", "three")},
		{at(5, 2, "1", "five"), at(5, 2, "1", "five")},
		{at(4, 2, "1", "older"), at(5, 2, "1", "five")},
		{at(5, 2, "2", "same heads, new format"), at(5, 2, "2", "same heads, new format")},
		{at(9, 9, "2", ""), at(9, 9, "2", "")},
	}
	for _, s := range steps {
		if err := f.Store.SaveSnapshot(ctx, "p1", s.save); err != nil {
			t.Fatal(err)
		}
		got, err := f.Again(t).LoadSnapshot(ctx, "p1")
		same(t, "newest", got, s.want, err)
	}
	big := at(10, 10, "2", string(slices.Repeat([]byte("state "), 1<<18)))
	if err := f.Store.SaveSnapshot(ctx, "p1", big); err != nil {
		t.Fatal(err)
	}
	got, err := f.Store.LoadSnapshot(ctx, "p1")
	same(t, "big", len(got.Bytes), len(big.Bytes), err)
}
