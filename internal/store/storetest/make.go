package storetest

import (
	"crypto/sha256"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"steady/internal/app"
	"steady/journal"
	"steady/moment"
)

// Maker makes batches that follow one another in one premises, with true tree
// hashes. Its people and doses are invented.
type Maker struct {
	Premises string
	Heads    app.Heads // where the next batch begins
	hashes   map[journal.Log][]tlog.Hash
	made     int
}

// NewMaker begins at the beginning of both logs.
func NewMaker(premises string) *Maker {
	return &Maker{Premises: premises, hashes: map[journal.Log][]tlog.Hash{}}
}

// begun is the recorded time of the first command.
const begun = moment.Instant(1_790_000_000_000_000)

// Next makes a batch of so many commands, each with an entry in both logs, its
// answer and one row in each of the three read models, and moves on.
func (m *Maker) Next(commands int) app.Batch {
	b := app.Batch{Premises: m.Premises, Expect: m.Heads}
	for range commands {
		n := m.made
		m.made++
		at := begun.Add(moment.Span(n) * moment.Second)
		from := m.Heads
		c := m.entry(journal.Clinical, fmt.Sprintf("administered %d in %s %0300d", n, m.Premises, n))
		r := m.entry(journal.Register, fmt.Sprintf("posted %d in %s %0200d", n, m.Premises, n))
		b.Entries = append(b.Entries, c, r)
		id := CommandID(m.Premises, n)
		b.Answers = append(b.Answers, app.Answer{
			Command: id, Digest: sha256.Sum256([]byte(id)), From: from, To: m.Heads, Recorded: at,
		})
		b.Rows = append(b.Rows, rowsOf(n, c.Seq, r.Seq, at)...)
	}
	return b
}

// CommandID is the id of the n-th command of a Maker. It grows with time, as
// the ids of forms should: random ids would touch the index all over.
func CommandID(premises string, n int) string { return fmt.Sprintf("c%012d-%s", n, premises) }

func (m *Maker) entry(log journal.Log, text string) app.Stored {
	size := &m.Heads.Clinical
	if log == journal.Register {
		size = &m.Heads.Register
	}
	e := app.Stored{Log: log, Seq: *size, Bytes: []byte(text)}
	hashes, err := tlog.StoredHashes(e.Seq, e.Bytes, tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			out[i] = m.hashes[log][x]
		}
		return out, nil
	}))
	if err != nil {
		panic(err) // the reader above never errs
	}
	m.hashes[log] = append(m.hashes[log], hashes...)
	for _, h := range hashes {
		e.Hashes = append(e.Hashes, h)
	}
	*size++
	return e
}

func rowsOf(n int, clinical, register int64, at moment.Instant) []app.Row {
	person, visit := fmt.Sprintf("person-%d", n%40), fmt.Sprintf("v%09d", n/6)
	return []app.Row{
		{
			Table: "register_line",
			Cols: []string{"seq", "page", "kind", "happened", "recorded", "by_id", "witness_id", "ampoules",
				"mass", "balance_ampoules", "balance_mass", "person", "visit", "body"},
			Vals: []any{register, fmt.Sprintf("page-%d", n%3), "administered", int64(at), int64(at), "nurse-1", "nurse-2",
				int64(-1), int64(-200_000), int64(5000 - n), int64(5000-n) * 200_000, person, visit, "{}"},
		},
		{
			Table: "visit_row",
			Cols:  []string{"visit", "person", "day", "session", "stage", "due", "arrived", "given"},
			Vals: []any{visit, person, fmt.Sprintf("2026-09-%02d", 1+n/200%30), "morning", fmt.Sprintf("stage-%d", n%6),
				int64(at), int64(at), int64(n) * 1000},
		},
		{
			Table: "person_event",
			Cols:  []string{"seq", "person", "visit", "kind", "happened", "recorded", "by_id", "body"},
			Vals:  []any{clinical, person, visit, "administered", int64(at), int64(at), "nurse-1", "{}"},
		},
	}
}
