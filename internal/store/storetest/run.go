// Package storetest says what durability means: one suite that every
// implementation of app.Store passes, and fresh stores for other tests.
package storetest

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"steady/internal/app"
	"steady/journal"
)

// Fixture is a fresh, empty store and the ways to trouble it.
type Fixture struct {
	Store app.Store
	// Again opens the same data by another handle, as another process would.
	Again func(t testing.TB) app.Store
	// Hook is told of every step of Store's transactions: 0 when one has begun,
	// k after statement k, and once more after the commit. An error kills the
	// transaction at that point. Hook(nil) ends the trouble.
	Hook func(after func(step int) error)
	// Exec runs a bare statement beside the store, to try what is forbidden.
	Exec func(statement string) error
}

// Run checks one implementation; fresh is called once for every case.
func Run(t *testing.T, fresh func(t *testing.T) Fixture) {
	cases := []struct {
		name string
		test func(t *testing.T, f Fixture)
	}{
		{"an unknown premises is empty", emptyStore},
		{"what was appended reads back to the byte", readsBack},
		{"reading pages and stops", readsRanges},
		{"every hash is found by its index", hashesByIndex},
		{"append is compare-and-set on both heads", comparesAndSets},
		{"a batch that does not follow is refused", refusesGaps},
		{"a command is recorded once", recordsOnce},
		{"a crash between any two statements leaves nothing", crashes},
		{"a cancelled context leaves all or nothing", cancels},
		{"concurrent writers leave no gap", concurrentWriters},
		{"nothing recorded can be changed", refusesChange},
		{"checkpoints come ascending", checkpoints},
		{"secrets are kept and erased", secrets},
		{"a batch erases fields", erasures},
		{"who read a record is kept once", looked},
		{"only the newest snapshot is kept", snapshots},
		{"rows are changed by key", upserts},
		{"queries filter, order and limit", queries},
		{"bad names and values never reach the database", refusesNames},
		{"rebuilt read models are equal", rebuilds},
		{"premises do not meet", separatePremises},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.test(t, fresh(t)) })
	}
}

func emptyStore(t *testing.T, f Fixture) {
	ctx := t.Context()
	h, err := f.Store.Heads(ctx, "nowhere")
	same(t, "heads", h, app.Heads{}, err)
	ids, err := f.Store.Premises(ctx)
	same(t, "premises", len(ids), 0, err)
	same(t, "entries", len(readAll(t, f.Store, "nowhere", journal.Clinical)), 0, nil)
	if _, err := f.Store.LoadSnapshot(ctx, "nowhere"); !errors.Is(err, app.ErrNotFound) {
		t.Errorf("snapshot: %v, not ErrNotFound", err)
	}
	answers, err := f.Store.Answers(ctx, "nowhere", nil)
	same(t, "answers to no ids", len(answers), 0, err)
}

// picture is all a store shows of one premises.
type picture struct {
	Heads       app.Heads
	Clinical    []app.Stored
	Register    []app.Stored
	Answers     map[string]app.Answer
	Checkpoints []app.Checkpoint
	Secrets     map[string]app.Secret
	Models      map[string][][]any
}

// look reads everything a batch could have left.
func look(t testing.TB, s app.Store, b app.Batch) picture {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	var p picture
	var err error
	if p.Heads, err = s.Heads(ctx, b.Premises); err != nil {
		t.Fatal(err)
	}
	p.Clinical = readAll(t, s, b.Premises, journal.Clinical)
	p.Register = readAll(t, s, b.Premises, journal.Register)
	var ids, secretIDs []string
	for _, a := range b.Answers {
		ids = append(ids, a.Command)
	}
	for _, x := range b.Secrets {
		secretIDs = append(secretIDs, x.ID)
	}
	if p.Answers, err = s.Answers(ctx, b.Premises, ids); err != nil {
		t.Fatal(err)
	}
	if p.Secrets, err = s.Secrets(ctx, b.Premises, secretIDs); err != nil {
		t.Fatal(err)
	}
	for _, log := range []journal.Log{journal.Clinical, journal.Register} {
		c, err := s.Checkpoints(ctx, b.Premises, log, -1)
		if err != nil {
			t.Fatal(err)
		}
		p.Checkpoints = append(p.Checkpoints, c...)
	}
	p.Models = allModels(t, s, b.Premises)
	return p
}

// empty says whether nothing at all is visible.
func (p picture) empty() bool {
	n := len(p.Clinical) + len(p.Register) + len(p.Answers) + len(p.Checkpoints) + len(p.Secrets)
	for _, rows := range p.Models {
		n += len(rows)
	}
	return n == 0 && p.Heads == app.Heads{}
}

// columns of the three read models, as the suite reads them.
var columns = map[string][]string{
	"register_line": {"seq", "page", "kind", "happened", "recorded", "by_id", "witness_id", "ampoules", "mass",
		"balance_ampoules", "balance_mass", "person", "visit", "target", "body"},
	"visit_row": {"visit", "person", "day", "session", "stage", "due", "arrived", "ended", "outcome",
		"prescribed", "given"},
	"person_event": {"seq", "person", "visit", "kind", "happened", "recorded", "by_id", "body"},
}

func allModels(t testing.TB, s app.Store, premises string) map[string][][]any {
	t.Helper()
	out := map[string][][]any{}
	for table, cols := range columns {
		rows, err := s.Query(context.WithoutCancel(t.Context()), app.Query{Premises: premises, Table: table, Cols: cols})
		if err != nil {
			t.Fatal(err)
		}
		out[table] = rows
	}
	return out
}

func readAll(t testing.TB, s app.Store, premises string, log journal.Log) []app.Stored {
	t.Helper()
	var out []app.Stored
	err := s.Read(context.WithoutCancel(t.Context()), premises, log, 0, 1<<62, func(e app.Stored) error {
		out = append(out, e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func entriesOf(b app.Batch, log journal.Log) []app.Stored {
	var out []app.Stored
	for _, e := range b.Entries {
		if e.Log == log {
			out = append(out, e)
		}
	}
	return out
}

func appendOK(t testing.TB, s app.Store, b app.Batch) {
	t.Helper()
	if err := s.Append(context.WithoutCancel(t.Context()), b); err != nil {
		t.Fatal(err)
	}
}

// same compares what was got with what was wanted, or fails with the error.
func same(t testing.TB, what string, got, want any, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %#v\nwant %#v", what, got, want)
	}
}

// full is a batch with something of every kind.
func full(m *Maker, commands int) app.Batch {
	b := m.Next(commands)
	b.Checkpoints = []app.Checkpoint{
		{Log: journal.Clinical, Size: m.Heads.Clinical, Root: [32]byte{1}, Note: []byte("clinical\n"), At: begun},
		{Log: journal.Register, Size: m.Heads.Register, Root: [32]byte{2}, Note: []byte("register\n"), At: begun},
	}
	id := m.Premises + "-s"
	b.Secrets = []app.Secret{
		{ID: id + "1", Subject: "person-1", Field: "chosen_name", Salt: []byte{0, 1, 2}, Text: "Zoë, née “O’Neil”"},
		{ID: id + "2", Subject: "person-2", Field: "note", Salt: []byte{3}, Text: ""},
	}
	return b
}
