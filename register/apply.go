package register

import (
	"steady/measure"
	"steady/moment"
)

// entry is what every body of the register can do: fold itself into its page.
type entry interface {
	RegisterLine() Line
	fold(s *Sheet, p posted)
}

// posted is where and by whom an entry was made.
type posted struct {
	seq         int64
	at          moment.Instant
	by, witness string
}

// opener is an entry that may begin a page.
type opener interface{ heads() Product }

func (e *Received) heads() Product       { return e.Product }
func (e *BroughtForward) heads() Product { return e.Product }
func (e *Brought) heads() Product        { return e.Product }

// Apply folds one register entry into the accounts. body is one of the entry
// types of this package; seq is its place in the register log. An entry that
// contradicts the running balance is impossible and panics: the journal is
// then not ours to continue.
func (a *Accounts) Apply(body any, seq int64, at moment.Instant, by, witness string) {
	if e, ok := body.(Standing); ok {
		e.stands(a)
		return
	}
	e, ok := body.(entry)
	if !ok {
		panic("register: not an entry of the register")
	}
	if a.Sheets == nil {
		a.Sheets = map[string]*Sheet{}
	}
	page := e.RegisterLine().Page
	if o, ok := e.(opener); ok && a.Sheets[page] == nil {
		a.Sheets[page] = &Sheet{Product: o.heads()}
	}
	e.fold(a.Sheets[page], posted{seq, at, by, witness})
	a.follow(e)
}

// follow keeps what a register knows beyond its pages: the two halves of
// transfers between premises.
func (a *Accounts) follow(e entry) {
	switch b := e.(type) {
	case *Sent:
		if a.Sent == nil {
			a.Sent = map[string]measure.Ampoules{}
		}
		a.Sent[transferOf(b.Transfer, b.Page, b.Batch)] = -b.Ampoules
	case *Brought:
		if a.Brought == nil {
			a.Brought = map[string]measure.Ampoules{}
		}
		a.Brought[transferOf(b.Transfer, b.Page, b.Batch)] = b.Ampoules
	}
}

// transferOf names one batch of a transfer: a transfer may carry several.
func transferOf(transfer, page, batch string) string { return transfer + "/" + page + "/" + batch }

func (e *Received) fold(s *Sheet, p posted) {
	s.put(e.Batch, e.Expiry, e.Store, e.Ampoules)
	s.lot(e.Batch).remember(e.Packs)
	s.post(e.Line, p)
}

func (e *BroughtForward) fold(s *Sheet, p posted) {
	s.put(e.Batch, e.Expiry, e.Store, e.Ampoules)
	s.post(e.Line, p)
}

func (e *Brought) fold(s *Sheet, p posted) {
	s.put(e.Batch, e.Expiry, e.Store, e.Ampoules)
	s.post(e.Line, p)
}

func (e *Drawn) fold(s *Sheet, p posted) {
	s.takeFrom(e.Batch, e.From, -e.Ampoules)
	s.settle(e.Visit, e.Content)
	s.post(e.Line, p)
}

func (e *TakenHome) fold(s *Sheet, p posted) {
	s.takeFrom(e.Batch, e.From, -e.Ampoules)
	s.post(e.Line, p)
}

func (e *Administered) fold(s *Sheet, p posted) {
	s.settle(e.Visit, e.Mass)
	s.post(e.Line, p)
}

func (e *Wasted) fold(s *Sheet, p posted) {
	s.settle(e.Visit, e.Mass)
	s.post(e.Line, p)
}

func (e *Portioned) fold(s *Sheet, p posted) {
	s.settle(SolutionAccount(e.Solution), -e.Content)
	s.settle(e.Visit, e.Content)
	s.post(e.Line, p)
}

func (e *Moved) fold(s *Sheet, p posted) {
	s.put(e.Batch, 0, e.From, -e.Count)
	s.put(e.Batch, 0, e.To, e.Count)
	s.post(e.Line, p)
}

func (e *SetAside) fold(s *Sheet, p posted) {
	s.put(e.Batch, 0, e.From, -e.Count)
	s.put(e.Batch, 0, Quarantine, e.Count)
	s.post(e.Line, p)
}

func (e *Released) fold(s *Sheet, p posted) {
	s.put(e.Batch, 0, Quarantine, -e.Count)
	s.put(e.Batch, 0, e.To, e.Count)
	s.post(e.Line, p)
}

func (e *Broken) fold(s *Sheet, p posted) {
	s.put(e.Batch, 0, e.From, e.Ampoules)
	s.post(e.Line, p)
}

func (e *SentBack) fold(s *Sheet, p posted) {
	s.put(e.Batch, 0, e.From, e.Ampoules)
	s.post(e.Line, p)
}

func (e *Sent) fold(s *Sheet, p posted) {
	s.put(e.Batch, 0, e.From, e.Ampoules)
	s.post(e.Line, p)
}

func (e *Destroyed) fold(s *Sheet, p posted) {
	s.put(e.Batch, 0, Quarantine, e.Ampoules)
	s.post(e.Line, p)
}

func (e *Noted) fold(*Sheet, posted) {}

func (e *Closed) fold(s *Sheet, p posted) {
	s.post(e.Line, p)
	s.Closed = true
}

// takeFrom takes n ampoules of a batch out of the stores that the entry names,
// or out of the safe.
func (s *Sheet) takeFrom(batch string, from []Put, n measure.Ampoules) {
	for _, p := range fromSafe(from, n) {
		s.put(batch, 0, p.Store, -p.Count)
		n -= p.Count
	}
	if n != 0 {
		panic("register: the stores do not add up to what was taken")
	}
}

// fromSafe are the stores that an entry names, or the safe.
func fromSafe(from []Put, n measure.Ampoules) []Put {
	if len(from) == 0 {
		return []Put{{Safe, n}}
	}
	return from
}

// settle changes what an account has open: a visit's syringe or a solution.
func (s *Sheet) settle(account string, change measure.Mass) {
	if s.Drawn == nil {
		s.Drawn = map[string]measure.Mass{}
	}
	s.Drawn[account] += change
	switch left := s.Drawn[account]; {
	case left == 0:
		delete(s.Drawn, account)
	case left < 0:
		panic("register: more settled than drawn")
	}
}

func (s *Sheet) post(l Line, p posted) {
	s.Ampoules += l.Ampoules
	s.Mass += l.Mass
	s.Last = p.seq
	kept := s.Lots[:0]
	for _, lot := range s.Lots {
		if lot.Count < 0 {
			panic("register: a batch below zero")
		}
		if lot.Count > 0 {
			kept = append(kept, lot)
		}
	}
	s.Lots = kept
	if s.Ampoules != l.BalanceAmpoules || s.Mass != l.BalanceMass || s.Ampoules < 0 || s.Mass < 0 {
		panic("register: the entry contradicts the running balance")
	}
}
