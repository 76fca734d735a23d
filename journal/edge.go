package journal

import (
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// Reader returns stored tree hashes by their index, in the order asked (see
// tlog.StoredHashIndex). Proofs and NewEdge read a log's tree through it.
type Reader func(indexes []int64) ([][32]byte, error)

// ReadHashes makes a Reader serve package tlog.
func (r Reader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	got, err := r(indexes)
	if err != nil {
		return nil, err
	}
	if len(got) != len(indexes) {
		return nil, fmt.Errorf("asked for %d stored hashes and got %d", len(indexes), len(got))
	}
	hashes := make([]tlog.Hash, len(got))
	for i, h := range got {
		hashes[i] = h
	}
	return hashes, nil
}

// Edge is the right edge of a log's tree: its size and the roots of its
// complete subtrees. It appends without reading the tree. It is a plain value:
// a copy of it is a trial that can be thrown away. The zero Edge is an empty log.
type Edge struct {
	size int64
	at   [maxLevels]tlog.Hash // at[l] is set where bit l of size is: 2^l leaves
}

// maxLevels is enough for MaxSeq leaves.
const maxLevels = 40

// NewEdge reads the edge of a log of the given size from its stored hashes.
func NewEdge(size int64, read Reader) (Edge, error) {
	if size < 0 || size > MaxSeq+1 {
		return Edge{}, fmt.Errorf("a log cannot have %d entries", size)
	}
	e := Edge{size: size}
	var indexes []int64
	for l := range maxLevels {
		if size>>l&1 == 1 {
			indexes = append(indexes, tlog.StoredHashIndex(l, size>>l-1))
		}
	}
	if len(indexes) == 0 {
		return e, nil
	}
	hashes, err := read.ReadHashes(indexes)
	if err != nil {
		return Edge{}, err
	}
	for l := range maxLevels {
		if size>>l&1 == 1 {
			e.at[l], hashes = hashes[0], hashes[1:]
		}
	}
	return e, nil
}

// Size returns the number of leaves.
func (e *Edge) Size() int64 { return e.size }

// Append adds the next entry's exact bytes and returns the hashes to store at
// consecutive indexes from tlog.StoredHashIndex(0, seq): what
// tlog.StoredHashes returns.
func (e *Edge) Append(entry []byte) [][32]byte {
	stored := make([][32]byte, 0, 1+bits.TrailingZeros64(uint64(e.size+1)))
	h := tlog.RecordHash(entry)
	stored = append(stored, h)
	l := 0
	for ; e.size>>l&1 == 1; l++ {
		h = tlog.NodeHash(e.at[l], h)
		e.at[l] = tlog.Hash{} // equal logs have equal edges
		stored = append(stored, h)
	}
	e.at[l] = h
	e.size++
	return stored
}

// AppendLeaf adds the next entry by its leaf hash and stores nothing: it
// computes the roots of very long logs in constant memory.
func (e *Edge) AppendLeaf(leaf [32]byte) {
	h := tlog.Hash(leaf)
	l := 0
	for ; e.size>>l&1 == 1; l++ {
		h = tlog.NodeHash(e.at[l], h)
		e.at[l] = tlog.Hash{}
	}
	e.at[l] = h
	e.size++
}

// Root returns the root hash of the log (RFC 6962, section 2.1).
func (e *Edge) Root() [32]byte {
	if e.size == 0 {
		empty, _ := tlog.TreeHash(0, nil) // reads nothing
		return empty
	}
	l := bits.TrailingZeros64(uint64(e.size))
	h := e.at[l]
	for l++; e.size>>l != 0; l++ {
		if e.size>>l&1 == 1 {
			h = tlog.NodeHash(e.at[l], h)
		}
	}
	return h
}
