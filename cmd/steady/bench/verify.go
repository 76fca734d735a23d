package bench

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"steady/internal/seal"
	"steady/journal"
	"steady/moment"
)

// synthetic is a register made up line by line: a receipt, then three doses
// drawn from it, on one of three pages. Every balance is right and every
// checkpoint signed, so that an export of it verifies; it is not kept, but made
// again each time it is read.
type synthetic struct {
	size  int64
	every int64 // entries between two checkpoints
	key   *seal.Key
	heads [][]byte
	// seen is called before each entry where it is not nil.
	seen func(seq int64)
}

func (s *synthetic) instant(seq int64) moment.Instant {
	return 1_774_746_000_000_000 + moment.Instant(seq)*20_000_000
}

// Entries yields the entries in order (seal.ExportSource).
func (s *synthetic) Entries(n int64, yield func([]byte) error) error {
	var ampoules, mass [3]int64
	var body []byte
	for i := range n {
		if s.seen != nil {
			s.seen(i)
		}
		page, kind, a, m := i/4%3, "administered", int64(0), int64(-250_000)
		more := `,"visit":"v-u-014-2026-03-29-0","person":"u-014","prescriber":"s-doctor","licence":"INVENTED-1"`
		if i%4 == 0 {
			kind, a, m = "received", 10, 1_000_000
			more = `,"batch":"INVENTED-7","expiry":"2027-05-01"`
		}
		ampoules[page] += a
		mass[page] += m
		body = fmt.Appendf(body[:0], `{"page":"diamorphine-hydrochloride-monohydrate-%dmg-ampoule","ampoules":%d,`+
			`"mass_ug":%d,"balance_ampoules":%d,"balance_mass_ug":%d%s}`, 100+page, a, m, ampoules[page], mass[page], more)
		e := journal.Entry{Premises: wardPremises, Log: journal.Register, Seq: i, Kind: kind,
			Command: fmt.Sprintf("%024x", i), Happened: s.instant(i) - 5, Recorded: s.instant(i), By: "s-nurse",
			Witness: "s-second", Body: body}
		b, err := e.Bytes()
		if err != nil {
			return err
		}
		if err := yield(b); err != nil {
			return err
		}
	}
	return nil
}

// sign makes the checkpoints.
func (s *synthetic) sign() error {
	var edge journal.Edge
	return s.Entries(s.size, func(b []byte) error {
		edge.AppendLeaf(tlog.RecordHash(b))
		if n := edge.Size(); n%s.every == 0 || n == s.size {
			msg, err := s.key.Sign(journal.Checkpoint{Premises: wardPremises, Log: journal.Register, Size: n,
				Root: edge.Root(), At: s.instant(n)})
			s.heads = append(s.heads, msg)
			return err
		}
		return nil
	})
}

// Checkpoints returns the signed heads (seal.ExportSource).
func (s *synthetic) Checkpoints() ([][]byte, error) { return s.heads, nil }

// Texts knows none (seal.ExportSource).
func (s *synthetic) Texts([]string) (map[string]seal.Text, error) { return nil, nil }

// measureVerify exports a register and lets the same file be hashed and
// verified in turn.
func measureVerify(r *run) error {
	r.say("exporting %d register entries", r.Verify)
	dir := filepath.Join(r.dir, "verify")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	key, err := seal.Create(dir, wardPremises)
	if err != nil {
		return err
	}
	s := &synthetic{size: r.Verify, every: max(r.Verify/1000, 1), key: key}
	if err := s.sign(); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(dir, "register.steady"))
	if err != nil {
		return err
	}
	defer f.Close()
	held, rate, err := s.export(f)
	if err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	r.say("verifying %d MB", size/1_000_000)
	var verified, hashed, ratios []float64
	for range r.Rounds {
		proof, err := timed(f, func(in io.Reader) error {
			_, err := seal.VerifyExport(in, seal.Options{Key: key.Public()})
			return err
		})
		if err != nil {
			return err
		}
		bare, n := 0.0, 0.0 // for as long: neighbours on the processor slow both alike
		for ; bare < proof; n++ {
			one, err := timed(f, func(in io.Reader) error {
				_, err := io.CopyBuffer(sha256.New(), in, make([]byte, 1<<20))
				return err
			})
			if err != nil {
				return err
			}
			bare += one
		}
		mb := float64(size) / 1e6
		verified, hashed, ratios = append(verified, mb/proof), append(hashed, mb*n/bare), append(ratios, bare/n/proof)
	}
	r.add(Row{Name: "verify-1m", Value: median(verified), Unit: "MB/s", Anchor: "SHA-256 of the same file, one core",
		AnchorValue: median(hashed), Ratio: median(ratios), Note: fmt.Sprintf("%d entries, %d signed heads, %d MB; "+
			"%d rounds, each as long of one as of the other", r.Verify, len(s.heads), size/1_000_000, r.Rounds)},
		ratioAtLeast(0.5))
	return r.measureExport(key, held, rate)
}

// export writes the register to w, and tells how much of the heap that held at
// ten moments, and how many entries a second it wrote.
func (s *synthetic) export(w io.Writer) (mb, rate float64, err error) {
	base, peak := heapHeld(), uint64(0)
	s.seen = func(seq int64) {
		if seq%max(s.size/5, 1) == s.size/10 {
			peak = max(peak, heapHeld())
		}
	}
	begin := time.Now()
	_, err = seal.WriteExport(w, seal.Export{Premises: wardPremises, Holder: "Bench (invented)", Size: s.size,
		Made: s.instant(s.size), Key: s.key}, s)
	const buffer = 64 << 10 // of the writer, which is always held: others may let go of more meanwhile
	return float64(max(peak, base+buffer)-base) / 1e6, float64(s.size) / time.Since(begin).Seconds(), err
}

// measureExport holds what the export of a long register kept in memory to what
// that of a short one keeps, with as many signed heads.
func (r *run) measureExport(key *seal.Key, long, rate float64) error {
	size := r.Verify / 10
	s := &synthetic{size: size, every: max(size/1000, 1), key: key}
	if err := s.sign(); err != nil {
		return err
	}
	short, _, err := s.export(io.Discard)
	if err != nil {
		return err
	}
	r.add(Row{Name: "export-memory", Value: long, Unit: "MB", Anchor: "the same with a tenth of the entries",
		AnchorValue: short, Note: fmt.Sprintf("%d entries, %.0f a second; heap held at ten moments, after a collection; "+
			"the texts that entries refer to would come on top", r.Verify, rate)},
		ratioAtMost(1.1))
	return nil
}

// heapHeld is how many bytes of the heap are in use after a collection.
func heapHeld() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// timed reads the file from its beginning and returns the seconds it took.
func timed(f *os.File, read func(io.Reader) error) (float64, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	begin := time.Now()
	err := read(struct{ io.Reader }{f}) // a plain reader: no copying behind our back
	return time.Since(begin).Seconds(), err
}
