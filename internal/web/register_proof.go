package web

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"steady/clinic"
	"steady/internal/app"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/register"
)

// errUnproven says that the register that is stored is not the one that was
// signed. It is not a fault of the page: it is for the people who keep stock.
var errUnproven = errors.New("the register does not agree with its signed head")

// head is the newest signed head of the register as this page checked it.
type head struct {
	size   int64
	root   string // hex
	at     moment.Instant
	signer string // whose signature was verified; empty where the key is not known here
}

// behind is the entry that a balance of the state stands on.
type behind struct {
	page     string
	seq      int64
	ampoules measure.Ampoules
	mass     measure.Mass
}

// registerHead checks the newest signed head when a page is drawn: that it
// covers every register entry, that the stored tree hashes give its root, that
// its signature verifies (where the key is known), and that the entry behind
// each balance is in it, byte for byte, with that balance. What it does not do
// is read every entry again: steady verify does. The cost grows with the
// logarithm of the register.
func (s *Server) registerHead(ctx context.Context) (head, error) {
	var size int64
	var stand []behind
	s.house.View(func(st *clinic.State) {
		size = st.Register
		for _, id := range st.Accounts.Pages() {
			sh := st.Accounts.Sheets[id]
			stand = append(stand, behind{id, sh.Last, sh.Ampoules, sh.Mass})
		}
	})
	if size == 0 {
		return head{}, nil
	}
	cp, err := s.signedHead(ctx, size)
	if err != nil {
		return head{}, err
	}
	h := head{size: size, root: hex.EncodeToString(cp.Root[:]), at: cp.At}
	read := func(idx []int64) ([][32]byte, error) {
		return s.house.Store().Hashes(ctx, s.house.Premises(), journal.Register, idx)
	}
	edge, err := journal.NewEdge(size, read)
	if err != nil {
		return h, err
	}
	if edge.Root() != cp.Root {
		return h, fmt.Errorf("%w: the stored hashes give another root", errUnproven)
	}
	if h.signer, err = s.signature(cp); err != nil {
		return h, err
	}
	signed := journal.Checkpoint{Premises: s.house.Premises(), Log: journal.Register, Size: size, Root: cp.Root}
	for _, b := range stand {
		if err := s.standsOn(ctx, signed, b, read); err != nil {
			return h, err
		}
	}
	return h, nil
}

// signedHead is the checkpoint over exactly size entries. Every commit signs
// the head it leads to, so a missing one is a broken register.
func (s *Server) signedHead(ctx context.Context, size int64) (app.Checkpoint, error) {
	cps, err := s.house.Store().Checkpoints(ctx, s.house.Premises(), journal.Register, size-1)
	if err != nil {
		return app.Checkpoint{}, err
	}
	if len(cps) == 0 || cps[0].Size != size {
		return app.Checkpoint{}, fmt.Errorf("%w: no head covers entry %d", errUnproven, size-1)
	}
	return cps[0], nil
}

// signature verifies the head's note with the service's public key and returns
// whose key it is; empty where the key is not known.
func (s *Server) signature(cp app.Checkpoint) (string, error) {
	if s.cfg.Key == "" {
		return "", nil
	}
	v, err := note.NewVerifier(s.cfg.Key)
	if err != nil {
		return "", err
	}
	c, _, err := journal.OpenCheckpoint(cp.Note, note.VerifierList(v))
	if err != nil || c.Size != cp.Size || c.Root != cp.Root || c.Log != journal.Register {
		return "", fmt.Errorf("%w: its signature does not verify", errUnproven)
	}
	return v.Name(), nil
}

func (s *Server) standsOn(ctx context.Context, signed journal.Checkpoint, b behind, read journal.Reader) error {
	proof, err := journal.ProveEntry(signed.Size, b.seq, read)
	if err != nil {
		return err
	}
	return s.house.Store().Read(ctx, s.house.Premises(), journal.Register, b.seq, b.seq+1, func(x app.Stored) error {
		if err := journal.CheckEntry(proof, signed, b.seq, x.Bytes); err != nil {
			return fmt.Errorf("%w: %w", errUnproven, err)
		}
		e, err := journal.Parse(x.Bytes)
		if err != nil {
			return fmt.Errorf("%w: %w", errUnproven, err)
		}
		fact, err := clinic.Decode(e)
		if err != nil {
			return err
		}
		l, ok := fact.Body.(interface{ RegisterLine() register.Line })
		if !ok || l.RegisterLine().Page != b.page || l.RegisterLine().BalanceAmpoules != b.ampoules ||
			l.RegisterLine().BalanceMass != b.mass {
			return fmt.Errorf("%w: the balance of %s is not that of entry %d", errUnproven, b.page, b.seq)
		}
		return nil
	})
}

// words say exactly what was checked.
func (h head) words() string {
	text := "each balance checked against the signed head of " + thousands(fmt.Sprint(h.size)) + " entries"
	if h.signer == "" {
		text += " (its signature is not checked here)"
	}
	return text
}
