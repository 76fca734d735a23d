package app

import (
	"context"
	"fmt"
	"strings"

	"steady/clinic"
	"steady/journal"
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// Posting is one entry of the register with the place and the people of it.
type Posting struct {
	Seq                int64
	Kind               string
	Happened, Recorded moment.Instant
	By, Witness        person.StaffID
	Entry              clinic.Fact
}

// Trace lists the entries of a page after its last good count, or all of them
// where no count ever agreed: what is gone through when a count differs
// (R-REG-35).
func (h *House) Trace(ctx context.Context, page string) (out []Posting, err error) {
	var from, to int64
	err = h.View(func(s *clinic.State) {
		to = s.Register
		if sh := s.Accounts.Sheets[page]; sh != nil && sh.Good != nil {
			from = sh.Good.Seq + 1
		}
	})
	if err != nil {
		return nil, err
	}
	err = h.postings(ctx, from, to, func(p Posting) error {
		if l, ok := p.Entry.(interface{ RegisterLine() register.Line }); ok && l.RegisterLine().Page == page {
			out = append(out, p)
		}
		return nil
	})
	return out, err
}

// postings yields entries [from, to) of the register in order.
func (h *House) postings(ctx context.Context, from, to int64, yield func(Posting) error) error {
	return h.cfg.Store.Read(ctx, h.cfg.Premises, journal.Register, from, to, func(x Stored) error {
		e, err := decode(x)
		if err != nil {
			return fmt.Errorf("register entry %d: %w", x.Seq, err)
		}
		return yield(Posting{x.Seq, e.Body.Kind(), e.Happened, e.Recorded, e.By, e.Witness, e.Body})
	})
}

// BatchUse is what became of ampoules of one batch: a visit that was given of
// them, or doses taken home.
type BatchUse struct {
	Posting
	Page   string
	Visit  string        // "" for doses taken home
	Person person.UserID // "" where nobody was given of it: it was written off
}

// UseOfBatch answers who received of a batch, oldest first (R-REG-18, a recall).
// A syringe or a solution that was made of several batches counts for each of
// them. It reads the whole register in order.
func (h *House) UseOfBatch(ctx context.Context, batch string) ([]BatchUse, error) {
	var to int64
	if err := h.View(func(s *clinic.State) { to = s.Register }); err != nil {
		return nil, err
	}
	u := batchUses{of: batch, open: map[string]measure.Mass{}, has: map[string]bool{}, by: map[string]int{}}
	if err := h.postings(ctx, 0, to, u.take); err != nil {
		return nil, err
	}
	return u.out, nil
}

// batchUses follows a batch from the box into syringes and solutions, and out of
// them into people. What is mixed in one syringe cannot be told apart again,
// whatever page its lines stand on: who was given of the syringe was given of
// every batch in it.
type batchUses struct {
	of   string
	open map[string]measure.Mass // by account (a visit or a solution): drawn and not settled
	has  map[string]bool         // accounts with drug of the batch, while they are open
	by   map[string]int          // visit -> index in out, while its syringe is open
	out  []BatchUse
}

func (u *batchUses) take(p Posting) error {
	switch e := p.Entry.(type) {
	case *register.Drawn:
		u.open[e.Visit] += e.Content
		if e.Batch == u.of {
			u.opened(p, e.Page, e.Visit)
		}
	case *register.Portioned:
		from := register.SolutionAccount(e.Solution)
		u.open[e.Visit] += e.Content
		if u.has[from] {
			u.opened(p, e.Page, e.Visit)
		}
		u.settled(from, e.Content)
	case *register.Administered:
		if i, ok := u.by[e.Visit]; ok {
			u.out[i].Person = person.UserID(e.Person)
		}
		u.settled(e.Visit, -e.Mass)
	case *register.Wasted:
		u.settled(e.Visit, -e.Mass)
	case *register.TakenHome:
		if e.Batch == u.of {
			u.out = append(u.out, BatchUse{p, e.Page, "", person.UserID(e.Person)})
		}
	}
	return nil
}

func (u *batchUses) opened(p Posting, page, account string) {
	if u.has[account] {
		return
	}
	u.has[account] = true
	if !strings.HasPrefix(account, register.SolutionAccount("")) {
		u.by[account] = len(u.out)
		u.out = append(u.out, BatchUse{p, page, account, ""})
	}
}

// settled closes an account when all of it was given or wasted: what is drawn
// for the same visit later is another syringe.
func (u *batchUses) settled(account string, m measure.Mass) {
	if u.open[account] -= m; u.open[account] == 0 {
		delete(u.open, account)
		delete(u.has, account)
		delete(u.by, account)
	}
}

// DisputeOf fills a dispute with what the entry itself says: who made it, who
// confirmed it, and its page; and answers the entry. It answers ErrNotFound
// where there is no such entry.
func (h *House) DisputeOf(ctx context.Context, log journal.Log, seq int64) (clinic.DisputeEntry, clinic.Event, error) {
	e, err := h.Entry(ctx, log, seq)
	if err != nil {
		return clinic.DisputeEntry{}, e, err
	}
	b := clinic.DisputeEntry{Log: log, Seq: seq, Author: e.By, Witness: e.Witness}
	if l, ok := e.Body.(interface{ RegisterLine() register.Line }); ok {
		b.Page = l.RegisterLine().Page
	}
	return b, e, nil
}

// InTransit lists what does not net to zero between the registers of several
// premises of one service.
func InTransit(houses ...*House) (out []register.Gap, err error) {
	var all []*register.Accounts
	for _, h := range houses {
		err = h.View(func(s *clinic.State) {
			a := s.Accounts.Halves()
			all = append(all, &a)
		})
		if err != nil {
			return nil, err
		}
	}
	return register.Gaps(all...), nil
}

// StockTasks is what waits for somebody in the stock now
// (clinic.State.StockTasks).
func (h *House) StockTasks() (out []clinic.StockTask, err error) {
	now := h.Now()
	err = h.View(func(s *clinic.State) { out = s.StockTasks(now) })
	return out, err
}
