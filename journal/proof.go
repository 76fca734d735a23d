package journal

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Proof is the hashes that lead from an entry, or from an older head, to a head.
type Proof []tlog.Hash

// ErrProof says that a proof does not show what it is said to show.
var ErrProof = errors.New("the proof does not hold")

// ProveEntry makes the proof that entry seq is in the log of the given size.
func ProveEntry(size, seq int64, read Reader) (Proof, error) {
	p, err := tlog.ProveRecord(size, seq, read)
	return Proof(p), err
}

// CheckEntry checks that the exact bytes are entry seq of the log with this
// checkpoint; the error is ErrProof.
func CheckEntry(p Proof, head Checkpoint, seq int64, entry []byte) error {
	if err := tlog.CheckRecord(tlog.RecordProof(p), head.Size, head.Root, seq, tlog.RecordHash(entry)); err != nil {
		return fmt.Errorf("%w: entry %d is not what the head of size %d signed", ErrProof, seq, head.Size)
	}
	return nil
}

// ProveGrowth makes the proof that the log of the given size begins with its
// first old entries unchanged.
func ProveGrowth(size, old int64, read Reader) (Proof, error) {
	p, err := tlog.ProveTree(size, old, read)
	return Proof(p), err
}

// CheckGrowth checks that the log of the newer checkpoint begins with the
// whole log of the older one; the error is ErrProof. It refuses checkpoints of
// different logs.
func CheckGrowth(p Proof, newer, older Checkpoint) error {
	if newer.Origin() != older.Origin() {
		return fmt.Errorf("%w: %s and %s are different logs", ErrProof, newer.Origin(), older.Origin())
	}
	if older.Size == 0 && len(p) == 0 && older.Root == new(Edge).Root() {
		return nil // the empty log begins every log
	}
	if err := tlog.CheckTree(tlog.TreeProof(p), newer.Size, newer.Root, older.Size, older.Root); err != nil {
		return fmt.Errorf("%w: the head of size %d does not continue the head of size %d",
			ErrProof, newer.Size, older.Size)
	}
	return nil
}
