package register

import (
	"steady/measure"
	"steady/moment"
)

// Apply folds one register entry into the accounts. body is one of the entry
// types of this package; seq is its place in the register log. An entry that
// contradicts the running balance is impossible and panics: the journal is
// then not ours to continue.
func (a *Accounts) Apply(body any, seq int64, at moment.Instant, by, witness string) {
	switch b := body.(type) {
	case *Received:
		a.applyReceived(b, seq)
	case *Drawn:
		s := a.Sheets[b.Page]
		for i := range s.Lots {
			if s.Lots[i].Batch == b.Batch {
				s.Lots[i].Count += b.Ampoules
			}
		}
		s.settle(b.Visit, b.Content)
		s.post(b.Line, seq)
	case *Administered:
		a.Sheets[b.Page].settle(b.Visit, b.Mass)
		a.Sheets[b.Page].post(b.Line, seq)
	case *Wasted:
		a.Sheets[b.Page].settle(b.Visit, b.Mass)
		a.Sheets[b.Page].post(b.Line, seq)
	case *Counted:
		s := a.Sheets[b.Page]
		s.Counted = &Count{at, seq, b.Counted, by, witness}
		s.Open = nil
		if b.Difference != 0 {
			s.Open = &Discrepancy{at, seq, b.Difference}
		}
	case *Noted:
	default:
		panic("register: not an entry of the register")
	}
}

func (a *Accounts) applyReceived(b *Received, seq int64) {
	if a.Sheets == nil {
		a.Sheets = map[string]*Sheet{}
	}
	s := a.Sheets[b.Page]
	if s == nil {
		s = &Sheet{Product: b.Product}
		a.Sheets[b.Page] = s
	}
	for i := range s.Lots {
		if s.Lots[i].Batch == b.Batch {
			s.Lots[i].Count += b.Ampoules
			s.post(b.Line, seq)
			return
		}
	}
	s.Lots = append(s.Lots, Lot{b.Batch, b.Expiry, b.Ampoules})
	s.post(b.Line, seq)
}

func (s *Sheet) settle(visit string, change measure.Mass) {
	if s.Drawn == nil {
		s.Drawn = map[string]measure.Mass{}
	}
	s.Drawn[visit] += change
	switch left := s.Drawn[visit]; {
	case left == 0:
		delete(s.Drawn, visit)
	case left < 0:
		panic("register: more settled than drawn")
	}
}

func (s *Sheet) post(l Line, seq int64) {
	s.Ampoules += l.Ampoules
	s.Mass += l.Mass
	s.Last = seq
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
