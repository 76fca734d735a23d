package cosign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"

	"steady/internal/app"
	"steady/journal"
	"steady/moment"
)

// Cosigned is a head of the register with an outside witness's signature.
type Cosigned struct {
	Head journal.Checkpoint
	By   string
	At   moment.Instant // when the witness signed
}

// Ask has the newest signed head of a register cosigned and keeps the answer
// beside it. key is the service's public key.
func (c *Client) Ask(ctx context.Context, st app.Store, premises, key string) (Cosigned, error) {
	own, err := note.NewVerifier(key)
	if err != nil {
		return Cosigned{}, err
	}
	heads, err := st.Heads(ctx, premises)
	if err != nil {
		return Cosigned{}, err
	}
	list, err := st.Checkpoints(ctx, premises, journal.Register, heads.Register-1)
	if err != nil {
		return Cosigned{}, err
	}
	if len(list) == 0 {
		return Cosigned{}, errors.New("the register has no signed head yet: nothing to cosign")
	}
	read := func(indexes []int64) ([][32]byte, error) {
		return st.Hashes(ctx, premises, journal.Register, indexes)
	}
	newest := list[len(list)-1]
	msg, err := c.Cosign(ctx, newest.Note, note.VerifierList(own),
		func(size, old int64) (journal.Proof, error) { return journal.ProveGrowth(size, old, read) })
	if err != nil {
		return Cosigned{}, err
	}
	out, err := c.opened(msg)
	if err != nil {
		return out, err
	}
	if slices.ContainsFunc(list, func(x app.Checkpoint) bool { return x.At == out.At }) {
		return out, nil // asked twice within a second
	}
	return out, keep(ctx, st, premises, app.Checkpoint{Log: journal.Register, Size: newest.Size, Root: newest.Root,
		Note: msg, At: out.At})
}

func (c *Client) opened(msg []byte) (Cosigned, error) {
	head, n, err := journal.OpenCheckpoint(msg, note.VerifierList(c.Key))
	if err != nil {
		return Cosigned{}, err
	}
	at, _ := c.Key.At(n)
	return Cosigned{Head: head, By: c.Key.Name(), At: moment.Instant(time.Unix(at, 0).UnixMicro())}, nil
}

// keep adds a checkpoint to the store; somebody may append meanwhile.
func keep(ctx context.Context, st app.Store, premises string, cp app.Checkpoint) error {
	for range 50 {
		heads, err := st.Heads(ctx, premises)
		if err != nil {
			return err
		}
		err = st.Append(ctx, app.Batch{Premises: premises, Expect: heads, Checkpoints: []app.Checkpoint{cp}})
		if !errors.Is(err, app.ErrHeadMoved) {
			return err
		}
	}
	return fmt.Errorf("keeping the cosigned head: %w", app.ErrHeadMoved)
}

// Last finds the newest head of a register that the witness signed.
func (c *Client) Last(ctx context.Context, st app.Store, premises string) (Cosigned, bool, error) {
	list, err := st.Checkpoints(ctx, premises, journal.Register, -1)
	if err != nil {
		return Cosigned{}, false, err
	}
	for i := len(list) - 1; i >= 0; i-- {
		if x, err := c.opened(list[i].Note); err == nil {
			return x, true, nil
		}
	}
	return Cosigned{}, false, nil
}
