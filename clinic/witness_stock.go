package clinic

import "steady/register"

// stockShown is a command of the stock that shows the second person what it
// would record.
type stockShown interface {
	shown(s *State, line func(string, ...any))
}

// takeLines says which ampoules a movement is about.
func (s *State) takeLines(line func(string, ...any), title string, t register.Take) {
	line("%s", title)
	if p := s.Accounts.Sheets[t.Page]; p != nil {
		line("%s", p.Product.Heading())
	}
	line("%d sealed ampoules of batch %s", t.Count, t.Batch)
	if t.Store != "" {
		line("from the %s", t.Store)
	}
}

func (x ReceiveStock) shown(s *State, line func(string, ...any)) {
	wrong := s.Mismatch(x)
	if x.Quarantine != nil || x.Store == register.Quarantine || len(wrong) > 0 {
		line("Received into quarantine")
		for _, w := range wrong {
			line("because: %s", w)
		}
	} else {
		line("Received into the safe")
	}
	line("%s", x.Product.Heading())
	line("batch %s, expiry %s", x.Batch, x.Expiry)
	line("%d sealed ampoules counted", x.Ampoules)
	if x.Noted != nil {
		line("delivery note says %d", *x.Noted)
	}
	if x.Requisition != "" {
		line("requisition %s", x.Requisition)
	}
	if x.Store != "" {
		line("store %s", x.Store)
	}
	if len(x.Scanned) > 0 {
		y, _ := s.ReadDelivery(x.Scanned, x.Expiry)
		line("%d packs scanned, %d ampoules by the catalogue", y.Count, y.Ampoules)
	}
}

func (x OpenBalance) shown(_ *State, line func(string, ...any)) {
	line("Opening balance of a page, once")
	line("%s", x.Product.Heading())
	for _, b := range x.Batches {
		line("batch %s, expiry %s, %d sealed ampoules, %s", b.Batch, b.Expiry, b.Ampoules, orStore(b.Store))
	}
}

func orStore(s register.Store) register.Store {
	if s == "" {
		return register.Safe
	}
	return s
}

func (x BringStock) shown(_ *State, line func(string, ...any)) {
	line("Received from the premises %s, transfer %s", x.From, x.Transfer)
	line("%s", x.Product.Heading())
	line("batch %s, expiry %s", x.Batch, x.Expiry)
	line("%d sealed ampoules counted, %d announced, into the %s", x.Ampoules, x.Announced, orStore(x.Store))
}

func (x MoveStock) shown(s *State, line func(string, ...any)) {
	s.takeLines(line, "Carried to another store", x.Take)
	line("to the %s", x.To)
}

func (x SetAside) shown(s *State, line func(string, ...any)) {
	s.takeLines(line, "Put into quarantine", x.Take)
	line("because: %s", x.Why)
}

func (x ReleaseStock) shown(s *State, line func(string, ...any)) {
	s.takeLines(line, "Released from quarantine", x.Take)
	line("to the %s", x.To)
}

func (x BreakStock) shown(s *State, line func(string, ...any)) {
	s.takeLines(line, "Broken", x.Take)
}

func (x ReturnToSupplier) shown(s *State, line func(string, ...any)) {
	s.takeLines(line, "Returned to the supplier", x.Take)
}

func (x SendStock) shown(s *State, line func(string, ...any)) {
	s.takeLines(line, "Sent to other premises", x.Take)
	line("to the premises %s, transfer %s", x.To, x.Transfer)
}

func (x RecallBatch) shown(_ *State, line func(string, ...any)) {
	line("Batch %s recalled: all of it goes into quarantine", x.Batch)
}

func (x LiftRecall) shown(_ *State, line func(string, ...any)) {
	line("Recall of batch %s lifted", x.Batch)
}

func (x HandCustody) shown(_ *State, line func(string, ...any)) {
	line("Keys handed over and taken")
	for _, st := range x.Stores {
		line("of the %s", st)
	}
}

func (x CountStock) shown(s *State, line func(string, ...any)) {
	line("Counted together")
	if p := s.Accounts.Sheets[x.Page]; p != nil {
		line("%s", p.Product.Heading())
	}
	line("%d sealed ampoules counted", x.Counted)
	if x.Store != "" {
		line("%s", x.Store.Where())
	}
	if x.Of != "" {
		line("count: %s", x.Of)
	}
}
