package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"steady/internal/app"
	"steady/journal"
	"steady/moment"
)

func readsBack(t *testing.T, f Fixture) {
	m := NewMaker("p1")
	b := full(m, 37)
	b.Entries[0].Bytes = []byte{0, 0xff, 0xfe, '\n', 0x80} // any bytes: the store never looks inside
	appendOK(t, f.Store, b)
	for _, s := range []app.Store{f.Store, f.Again(t)} {
		p := look(t, s, b)
		same(t, "heads", p.Heads, m.Heads, nil)
		same(t, "clinical", p.Clinical, entriesOf(b, journal.Clinical), nil)
		same(t, "register", p.Register, entriesOf(b, journal.Register), nil)
		same(t, "checkpoints", p.Checkpoints, b.Checkpoints, nil)
		same(t, "answers", len(p.Answers), len(b.Answers), nil)
		for _, a := range b.Answers {
			same(t, "answer", p.Answers[a.Command], a, nil)
		}
		for _, x := range b.Secrets {
			same(t, "secret", p.Secrets[x.ID], x, nil)
		}
		same(t, "register lines", len(p.Models["register_line"]), 37, nil)
		same(t, "person events", len(p.Models["person_event"]), 37, nil)
		same(t, "visits", len(p.Models["visit_row"]), 7, nil)
		ids, err := s.Premises(t.Context())
		same(t, "premises", ids, []string{"p1"}, err)
	}
	second := m.Next(1)
	appendOK(t, f.Store, second)
	got := readAll(t, f.Store, "p1", journal.Clinical)
	same(t, "the 38th", got[37], second.Entries[0], nil)
}

func readsRanges(t *testing.T, f Fixture) {
	m := NewMaker("p1")
	b := m.Next(1100) // more than two pages
	appendOK(t, f.Store, b)
	want := entriesOf(b, journal.Register)
	ranges := [][2]int64{
		{0, 1100}, {0, 0}, {5, 5}, {7, 3}, {511, 513}, {600, 1100}, {1099, 1 << 62}, {1100, 1200}}
	for _, r := range ranges {
		var got []app.Stored
		err := f.Store.Read(t.Context(), "p1", journal.Register, r[0], r[1], func(e app.Stored) error {
			got = append(got, e)
			return nil
		})
		from, to := min(r[0], 1100), min(r[1], 1100)
		same(t, fmt.Sprint("count of ", r), len(got), max(0, int(to-from)), err)
		for i, e := range got {
			same(t, "entry", e, want[int(from)+i], nil)
		}
	}
	stop := errors.New("enough")
	seen := 0
	err := f.Store.Read(t.Context(), "p1", journal.Clinical, 0, 1100, func(e app.Stored) error {
		// The store can be asked while it is being read.
		own := []int64{tlog.StoredHashIndex(0, e.Seq)}
		if _, err := f.Store.Hashes(t.Context(), "p1", journal.Clinical, own); err != nil {
			return err
		}
		if seen++; seen == 3 {
			return stop
		}
		return nil
	})
	if err != stop || seen != 3 {
		t.Errorf("reading went on to %d with %v", seen, err)
	}
}

func hashesByIndex(t *testing.T, f Fixture) {
	m := NewMaker("p1")
	appendOK(t, f.Store, m.Next(100))
	appendOK(t, f.Store, m.Next(77))
	all := m.hashes[journal.Clinical]
	var backwards []int64
	for i := range all {
		backwards = append(backwards, int64(len(all)-1-i))
	}
	got, err := f.Store.Hashes(t.Context(), "p1", journal.Clinical, backwards)
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range backwards {
		same(t, fmt.Sprint("hash ", x), tlog.Hash(got[i]), all[x], nil)
	}
	none, err := f.Store.Hashes(t.Context(), "p1", journal.Clinical, nil)
	same(t, "no hashes", len(none), 0, err)
	for _, x := range []int64{int64(len(all)), 1 << 40, -1} {
		if _, err := f.Store.Hashes(t.Context(), "p1", journal.Clinical, []int64{0, x}); !errors.Is(err, app.ErrNotFound) {
			t.Errorf("hash %d: %v, not ErrNotFound", x, err)
		}
	}
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes, err := f.Store.Hashes(t.Context(), "p1", journal.Clinical, indexes)
		out := make([]tlog.Hash, len(hashes))
		for i := range hashes {
			out[i] = hashes[i]
		}
		return out, err
	})
	root, err := tlog.TreeHash(177, reader)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := tlog.ProveRecord(177, 42, reader)
	if err != nil {
		t.Fatal(err)
	}
	record := readAll(t, f.Store, "p1", journal.Clinical)[42].Bytes
	if err := tlog.CheckRecord(proof, 177, root, 42, tlog.RecordHash(record)); err != nil {
		t.Errorf("the proof from stored hashes does not hold: %v", err)
	}
}

func comparesAndSets(t *testing.T, f Fixture) {
	m := NewMaker("p1")
	first := m.Next(2)
	appendOK(t, f.Store, first)
	before := look(t, f.Store, first)
	// Each a batch whose author saw other heads.
	others := []app.Heads{{}, {Clinical: 1, Register: 2}, {Clinical: 2, Register: 1}, {Clinical: 3, Register: 3}}
	for _, expect := range others {
		late := app.Batch{Premises: "p1", Expect: expect, Checkpoints: []app.Checkpoint{{Log: journal.Clinical, Size: 1}}}
		if err := f.Store.Append(t.Context(), late); !errors.Is(err, app.ErrHeadMoved) {
			t.Errorf("append at %v: %v, not ErrHeadMoved", expect, err)
		}
	}
	stranger := app.Batch{Premises: "p2", Expect: app.Heads{Clinical: 1}}
	if err := f.Store.Append(t.Context(), stranger); !errors.Is(err, app.ErrHeadMoved) {
		t.Errorf("append to unknown premises as if known: %v, not ErrHeadMoved", err)
	}
	same(t, "after the late ones", look(t, f.Store, first), before, nil)
	appendOK(t, f.Store, m.Next(1))
	h, err := f.Store.Heads(t.Context(), "p1")
	same(t, "heads", h, app.Heads{Clinical: 3, Register: 3}, err)
}

func refusesGaps(t *testing.T, f Fixture) {
	broken := map[string]func(b *app.Batch){
		"a gap":            func(b *app.Batch) { b.Entries[2].Seq = 7 },
		"twice the same":   func(b *app.Batch) { b.Entries[2].Seq = 0 },
		"another log":      func(b *app.Batch) { b.Entries[0].Log = "gossip" },
		"a hash missing":   func(b *app.Batch) { b.Entries[2].Hashes = b.Entries[2].Hashes[:1] },
		"a hash too many":  func(b *app.Batch) { b.Entries[0].Hashes = append(b.Entries[0].Hashes, [32]byte{}) },
		"no premises":      func(b *app.Batch) { b.Premises = "" },
		"no command id":    func(b *app.Batch) { b.Answers[1].Command = "" },
		"a zero byte":      func(b *app.Batch) { b.Answers[1].Command = "a\x00b" },
		"not UTF-8":        func(b *app.Batch) { b.Secrets[0].Text = "\xff" },
		"a negative head":  func(b *app.Batch) { b.Expect.Clinical = -1; b.Entries = nil },
		"checkpoint's log": func(b *app.Batch) { b.Checkpoints[0].Log = "gossip" },
	}
	for name, breakIt := range broken {
		b := full(NewMaker("p1"), 2)
		breakIt(&b)
		if err := f.Store.Append(t.Context(), b); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if p := look(t, f.Store, full(NewMaker("p1"), 2)); !p.empty() {
		t.Errorf("a refused batch left %+v", p)
	}
}

func recordsOnce(t *testing.T, f Fixture) {
	m := NewMaker("p1")
	first := m.Next(3)
	appendOK(t, f.Store, first)
	if err := f.Store.Append(t.Context(), first); !errors.Is(err, app.ErrHeadMoved) {
		t.Errorf("the same batch again: %v, not ErrHeadMoved", err)
	}
	before := look(t, f.Store, first)
	heads := m.Heads
	again := m.Next(20)
	again.Answers[13].Command = first.Answers[1].Command
	if err := f.Store.Append(t.Context(), again); !errors.Is(err, app.ErrDuplicateCommand) {
		t.Errorf("a recorded command: %v, not ErrDuplicateCommand", err)
	}
	b := app.Batch{Premises: "p1", Expect: heads, Answers: []app.Answer{{Command: "x"}, {Command: "x"}}}
	if err := f.Store.Append(t.Context(), b); !errors.Is(err, app.ErrDuplicateCommand) {
		t.Errorf("one command twice in a batch: %v, not ErrDuplicateCommand", err)
	}
	same(t, "after the duplicates", look(t, f.Store, first), before, nil)
	one, three := first.Answers[0], first.Answers[2]
	ids := []string{one.Command, "unknown", "", "not \xff text", three.Command, one.Command}
	got, err := f.Store.Answers(t.Context(), "p1", ids)
	same(t, "answers", got, map[string]app.Answer{one.Command: one, three.Command: three}, err)
	b.Answers = b.Answers[:1]
	appendOK(t, f.Store, b) // an answer without entries: a command that changed nothing
	got, err = f.Store.Answers(t.Context(), "p1", []string{"x"})
	same(t, "answer without entries", got, map[string]app.Answer{"x": b.Answers[0]}, err)
}

func checkpoints(t *testing.T, f Fixture) {
	m := NewMaker("p1")
	b := m.Next(5)
	point := func(log journal.Log, size int64, at moment.Instant) app.Checkpoint {
		note := []byte(fmt.Sprint(log, size, at))
		return app.Checkpoint{Log: log, Size: size, Root: [32]byte{byte(size)}, Note: note, At: at}
	}
	b.Checkpoints = []app.Checkpoint{
		point(journal.Clinical, 5, 30), point(journal.Clinical, 3, 10), point(journal.Register, 4, 10),
		point(journal.Clinical, 5, 20), // the same size, signed by a witness later
	}
	appendOK(t, f.Store, b)
	got, err := f.Store.Checkpoints(t.Context(), "p1", journal.Clinical, 0)
	same(t, "clinical", got, []app.Checkpoint{b.Checkpoints[1], b.Checkpoints[3], b.Checkpoints[0]}, err)
	got, err = f.Store.Checkpoints(t.Context(), "p1", journal.Clinical, 3)
	same(t, "after 3", got, []app.Checkpoint{b.Checkpoints[3], b.Checkpoints[0]}, err)
	got, err = f.Store.Checkpoints(t.Context(), "p1", journal.Register, 4)
	same(t, "register after 4", len(got), 0, err)
}

func separatePremises(t *testing.T, f Fixture) {
	a, b := NewMaker("p-a"), NewMaker("p-b")
	inA, inB := full(a, 3), full(b, 2)
	inB.Answers[0].Command = inA.Answers[0].Command // command ids are the premises' own
	appendOK(t, f.Store, inB)
	appendOK(t, f.Store, inA)
	ids, err := f.Store.Premises(t.Context())
	same(t, "premises", ids, []string{"p-a", "p-b"}, err)
	before := look(t, f.Store, inA)
	if err := f.Store.ClearModels(t.Context(), "p-b"); err != nil {
		t.Fatal(err)
	}
	n, err := f.Store.Erase(t.Context(), "p-b", "person-1")
	same(t, "erased", n, 1, err)
	same(t, "the other premises", look(t, f.Store, inA), before, nil)
	same(t, "its own entries", len(readAll(t, f.Store, "p-b", journal.Register)), 2, nil)
	if i := slices.IndexFunc(before.Register, func(e app.Stored) bool { return e.Log != journal.Register }); i >= 0 {
		t.Errorf("entry %d of the register log is of another log", i)
	}
}
