package journal_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"steady/journal"
)

// tree is a log kept whole in memory, by package tlog alone.
type tree struct {
	entries [][]byte
	hashes  []tlog.Hash
}

func (s *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		if i < 0 || i >= int64(len(s.hashes)) {
			return nil, fmt.Errorf("no hash %d", i)
		}
		out = append(out, s.hashes[i])
	}
	return out, nil
}

func (s *tree) read(indexes []int64) ([][32]byte, error) {
	hashes, err := s.ReadHashes(indexes)
	var out [][32]byte
	for _, h := range hashes {
		out = append(out, h)
	}
	return out, err
}

func (s *tree) add(t testing.TB) []tlog.Hash {
	t.Helper()
	e := sample()
	e.Seq = int64(len(s.entries))
	b := mustBytes(t, e)
	h, err := tlog.StoredHashes(e.Seq, b, s)
	if err != nil {
		t.Fatal(err)
	}
	s.entries = append(s.entries, b)
	s.hashes = append(s.hashes, h...)
	return h
}

// TestEdgeEqualsTlog: the edge stores and roots exactly what tlog does.
func TestEdgeEqualsTlog(t *testing.T) {
	var s tree
	var edge, leaves journal.Edge
	for n := int64(0); n < 1100; n++ {
		root, err := tlog.TreeHash(n, &s)
		if err != nil {
			t.Fatal(err)
		}
		if edge.Root() != root || leaves.Root() != root || edge.Size() != n {
			t.Fatalf("size %d: root differs from tlog", n)
		}
		if n%37 == 0 || n < 70 {
			read, err := journal.NewEdge(n, s.read)
			if err != nil || read != edge {
				t.Fatalf("size %d: the edge read back differs, %v", n, err)
			}
		}
		want := s.add(t)
		leaves.AppendLeaf(tlog.RecordHash(s.entries[n]))
		got := edge.Append(s.entries[n])
		if len(got) != len(want) {
			t.Fatalf("size %d: %d stored hashes, tlog has %d", n, len(got), len(want))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("size %d: stored hash %d differs", n, i)
			}
		}
	}
}

// TestEdgeTrial: a copied edge is thrown away without a trace.
func TestEdgeTrial(t *testing.T) {
	var edge journal.Edge
	edge.Append([]byte("a"))
	before := edge.Root()
	trial := edge
	trial.Append([]byte("b"))
	if edge.Root() != before || edge.Size() != 1 || trial.Root() == before {
		t.Error("the trial changed the edge")
	}
}

func TestNewEdgeRefuses(t *testing.T) {
	if _, err := journal.NewEdge(-1, nil); err == nil {
		t.Error("a negative size is accepted")
	}
	short := func([]int64) ([][32]byte, error) { return nil, nil }
	if _, err := journal.NewEdge(3, short); err == nil {
		t.Error("missing hashes are accepted")
	}
}

func keys(t testing.TB, name string) (note.Signer, note.Verifier) {
	t.Helper()
	skey, vkey, err := note.GenerateKey(nil, name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

func head(s *tree, n int64) journal.Checkpoint {
	root, _ := tlog.TreeHash(n, s)
	return journal.Checkpoint{Premises: "clinic-1", Log: journal.Register, Size: n, Root: root, At: 1774746000123456}
}

func TestCheckpointSignAndOpen(t *testing.T) {
	var s tree
	s.add(t)
	cp := head(&s, 1)
	service, serviceKey := keys(t, "steady/clinic-1")
	witness, witnessKey := keys(t, "cdao.example")
	msg, err := cp.Sign(service)
	if err != nil {
		t.Fatal(err)
	}
	both, err := journal.Cosign(msg, note.VerifierList(serviceKey), witness)
	if err != nil {
		t.Fatal(err)
	}
	got, n, err := journal.OpenCheckpoint(both, note.VerifierList(serviceKey, witnessKey))
	if err != nil || got != cp || len(n.Sigs) != 2 {
		t.Fatalf("opened as %+v, %v", got, err)
	}
	_, n, err = journal.OpenCheckpoint(both, note.VerifierList(witnessKey))
	if err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 1 {
		t.Errorf("with one known key: %v", err)
	}
	_, other := keys(t, "steady/clinic-1")
	if _, _, err := journal.OpenCheckpoint(msg, note.VerifierList(other)); err == nil {
		t.Error("another key of the same name opened it")
	}
	if _, err := cp.Sign(); !errors.Is(err, journal.ErrCheckpoint) {
		t.Errorf("signed by nobody: %v", err)
	}
	cp.At = 0
	if _, err := cp.Sign(service); !errors.Is(err, journal.ErrCheckpoint) {
		t.Errorf("signed without a time: %v", err)
	}
}

// TestCheckpointOneSpelling: every byte counts, even the loose bits that
// base64 would ignore, and no signature can be added twice.
func TestCheckpointOneSpelling(t *testing.T) {
	var s tree
	s.add(t)
	signer, key := keys(t, "steady/clinic-1")
	known := note.VerifierList(key)
	msg, err := head(&s, 1).Sign(signer)
	if err != nil {
		t.Fatal(err)
	}
	for i := range msg {
		for b := range 8 {
			bad := append([]byte(nil), msg...)
			bad[i] ^= 1 << b
			if _, _, err := journal.OpenCheckpoint(bad, known); err == nil {
				t.Fatalf("bit %d of byte %d may change: %q", b, i, bad)
			}
		}
		if _, _, err := journal.OpenCheckpoint(msg[:i], known); err == nil {
			t.Fatalf("it may end at byte %d", i)
		}
	}
	text := string(msg)
	line := text[strings.Index(text, "\n\n")+2:]
	if _, _, err := journal.OpenCheckpoint([]byte(text+line), known); err == nil {
		t.Error("a signature given twice is accepted")
	}
}

func TestParseCheckpointRefuses(t *testing.T) {
	var s tree
	good := head(&s, 0).Text()
	if _, err := journal.ParseCheckpoint(good); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"", good + "\n", strings.TrimSuffix(good, "\n"), strings.Replace(good, "clinic-1", "Clinic", 1),
		strings.Replace(good, "/register", "/stock", 1), strings.Replace(good, "\n0\n", "\n00\n", 1),
		strings.Replace(good, "\n0\n", "\n-1\n", 1), strings.Replace(good, "=\n", "\n", 1),
		strings.Replace(good, "at ", "on ", 1), strings.Replace(good, ".123456Z", "Z", 1), good + "more\n",
	} {
		if _, err := journal.ParseCheckpoint(bad); !errors.Is(err, journal.ErrCheckpoint) {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func FuzzParseCheckpoint(f *testing.F) {
	var s tree
	f.Add(head(&s, 0).Text())
	f.Add("steady/a/clinical\n12\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nat 2026-03-29T01:00:00.000000Z\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := journal.ParseCheckpoint(text); err == nil && c.Text() != text {
			t.Fatalf("a second spelling: %q", text)
		}
	})
}

func TestEntryProofs(t *testing.T) {
	var s tree
	for range 21 {
		s.add(t)
	}
	for size := int64(1); size <= 21; size++ {
		cp := head(&s, size)
		for seq := range size {
			p, err := journal.ProveEntry(size, seq, s.read)
			if err != nil {
				t.Fatal(err)
			}
			if err := journal.CheckEntry(p, cp, seq, s.entries[seq]); err != nil {
				t.Fatalf("entry %d of %d: %v", seq, size, err)
			}
			changed := append([]byte(nil), s.entries[seq]...)
			changed[len(changed)/2] ^= 1
			if err := journal.CheckEntry(p, cp, seq, changed); !errors.Is(err, journal.ErrProof) {
				t.Fatalf("a changed entry %d of %d is accepted", seq, size)
			}
			if err := journal.CheckEntry(p, cp, (seq+1)%size, s.entries[seq]); size > 1 && err == nil {
				t.Fatalf("entry %d of %d proves another place", seq, size)
			}
			for i := range p {
				p[i][3] ^= 1
				if err := journal.CheckEntry(p, cp, seq, s.entries[seq]); !errors.Is(err, journal.ErrProof) {
					t.Fatalf("a changed proof of entry %d of %d is accepted", seq, size)
				}
				p[i][3] ^= 1
			}
		}
	}
}

func TestGrowthProofs(t *testing.T) {
	var s tree
	for range 21 {
		s.add(t)
	}
	for size := int64(1); size <= 21; size++ {
		for old := int64(1); old <= size; old++ {
			p, err := journal.ProveGrowth(size, old, s.read)
			if err != nil {
				t.Fatal(err)
			}
			if err := journal.CheckGrowth(p, head(&s, size), head(&s, old)); err != nil {
				t.Fatalf("%d to %d: %v", old, size, err)
			}
			forked := head(&s, old)
			forked.Root[0] ^= 1
			if err := journal.CheckGrowth(p, head(&s, size), forked); !errors.Is(err, journal.ErrProof) {
				t.Fatalf("%d to %d: a split view is accepted", old, size)
			}
		}
	}
	other := head(&s, 1)
	other.Log = journal.Clinical
	if err := journal.CheckGrowth(nil, head(&s, 1), other); !errors.Is(err, journal.ErrProof) {
		t.Error("another log is accepted")
	}
	if err := journal.CheckGrowth(nil, head(&s, 5), head(&s, 0)); err != nil {
		t.Errorf("from the empty log: %v", err)
	}
	if err := journal.CheckGrowth(nil, head(&s, 2), head(&s, 5)); !errors.Is(err, journal.ErrProof) {
		t.Error("a log that shrank is accepted")
	}
}

func TestDigest(t *testing.T) {
	salt := []byte("0123456789abcdef")
	d := journal.Digest(salt, "Robin")
	if !journal.CheckDigest(d, salt, "Robin") || journal.CheckDigest(d, salt, "robin") {
		t.Error("the digest does not tell texts apart")
	}
	if journal.CheckDigest(d, []byte("0123456789abcdeF"), "Robin") || journal.CheckDigest("", salt, "Robin") {
		t.Error("the digest does not depend on its salt")
	}
	if journal.Digest([]byte("a"), "bc") == journal.Digest([]byte("ab"), "c") {
		t.Error("salt and text run together")
	}
}

func BenchmarkEdgeAppend(b *testing.B) {
	entry := mustBytes(b, sample())
	var edge journal.Edge
	b.ReportAllocs()
	for b.Loop() {
		edge.Append(entry)
	}
}
