package clinic

import (
	"fmt"
	"slices"

	"steady/measure"
	"steady/person"
	"steady/refusal"
	"steady/register"
)

// stock decides the movements of the register that are not of a visit. Each is
// before two persons, but for a note.
func (d *decider) stock(body Body) *Refusal {
	switch b := body.(type) {
	case ReceiveStock:
		return d.receive(b)
	case OpenBalance:
		return d.openBalance(b)
	case BringStock:
		return d.bring(b)
	case CountStock:
		return d.count(b)
	case NoteRegister:
		e, no := d.s.Accounts.NoteOn(b.Page, b.Target, d.s.Register, b.Text)
		return sayIf(d, &e, no)
	case RaiseRequisition:
		return d.raiseRequisition(b)
	case CloseRequisition:
		return d.closeRequisition(b)
	case RecallBatch:
		return d.recall(b)
	case LiftRecall:
		return d.liftRecall(b)
	case HandCustody:
		return d.handCustody(b)
	case EnterProductCode:
		return d.enterProductCode(b)
	case EndProductCode:
		return d.endProductCode(b)
	}
	if no := d.twoPeople(); no != nil {
		return no
	}
	return d.move(body)
}

// move is the movements that are one entry on one page.
func (d *decider) move(body Body) *Refusal {
	a, held, signed := &d.s.Accounts, d.s.reserved(nil), d.signed()
	switch b := body.(type) {
	case MoveStock:
		e, no := a.Move(b.Take, b.To, held, signed)
		return sayIf(d, &e, no)
	case SetAside:
		e, no := a.SetAside(b.Take, b.Why, b.Text, held, signed)
		return sayIf(d, &e, no)
	case ReleaseStock:
		if r, ok := d.s.Stock.Recalled[b.Batch]; ok {
			return refusal.New("batch_recalled", "R-REG-18", fmt.Sprintf(
				"Batch %s has been recalled since %s: it stays in quarantine.", b.Batch, words(d.s.zone.Day(r.Since))))
		}
		e, no := a.Release(b.Take, b.To, b.Text, d.today(), signed)
		return sayIf(d, &e, no)
	case BreakStock:
		e, no := a.Break(b.Take, b.Text, held, signed)
		return sayIf(d, &e, no)
	case ReturnToSupplier:
		e, no := a.SendBack(b.Take, b.To, b.Why, held, signed)
		return sayIf(d, &e, no)
	case SendStock:
		if no := d.otherPremises(b.Transfer, b.To); no != nil {
			return no
		}
		e, no := a.Send(b.Transfer, b.To, b.Take, held, d.today(), signed)
		return sayIf(d, &e, no)
	}
	return nil
}

// sayIf says a fact unless it was refused.
func sayIf(d *decider, f Fact, no *Refusal) *Refusal {
	if no == nil {
		d.say(f)
	}
	return no
}

// receive books a delivery in. What it answers is found by its requisition.
func (d *decider) receive(b ReceiveStock) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	page, r := b.Product.Page(), d.s.Stock.Requisitions[b.Requisition]
	if b.Requisition != "" && r == nil {
		return refusal.New("unknown_requisition", "R-REG-18",
			"No such requisition is open: choose one of the list, or none.")
	}
	packs, no := d.scannedIn(b)
	if no != nil {
		return no
	}
	e, no := d.s.Accounts.Receive(register.Delivery{Product: b.Product, Batch: b.Batch, Expiry: b.Expiry,
		Count: b.Ampoules, From: b.From, Note: b.Delivery, Noted: b.Noted, Requisition: b.Requisition, Store: b.Store,
		Mismatch: d.s.Mismatch(b), Aside: b.Quarantine, Packs: packs}, d.today(), d.signed())
	if no != nil {
		return no
	}
	d.say(&e)
	if r != nil && r.Still[page] > 0 {
		d.say(&RequisitionMet{b.Requisition, page, min(b.Ampoules, r.Still[page])})
	}
	return nil
}

// Mismatch says what of a delivery is not as ordered or noted, or is recalled:
// any of it puts the delivery into quarantine (R-REG-18). The words are those of
// the entry.
func (s *State) Mismatch(b ReceiveStock) (out []string) {
	if r := s.Stock.Requisitions[b.Requisition]; r != nil {
		switch still := r.Still[b.Product.Page()]; {
		case still == 0:
			out = append(out, "not_ordered")
		case b.Ampoules > still:
			out = append(out, "more_than_ordered")
		}
	}
	if _, recalled := s.Stock.Recalled[b.Batch]; recalled {
		out = append(out, "recalled")
	}
	if len(b.Scanned) > 0 {
		if x, no := s.ReadDelivery(b.Scanned, b.Expiry); no == nil && x.Ampoules != b.Ampoules {
			out = append(out, "packs_differ")
		}
	}
	if b.Noted != nil && *b.Noted != b.Ampoules {
		out = append(out, "note_differs")
	}
	return out
}

func (d *decider) openBalance(b OpenBalance) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	if len(b.Batches) == 0 {
		return refusal.New("bad_count", "R-REG-13", "Count the sealed ampoules: a whole number above 0.")
	}
	run := register.Running{}
	for i, x := range b.Batches {
		if slices.ContainsFunc(b.Batches[:i], func(y OpeningBatch) bool { return y.Batch == x.Batch }) {
			return refusal.New("listed_twice", "R-REG-13", "A batch of one store stands in the list twice.")
		}
		e, no := d.s.Accounts.BringForward(b.Product, x.Batch, x.Expiry, x.Ampoules, x.Store, b.From, run, d.signed())
		if no != nil {
			return no
		}
		d.say(&e)
	}
	return nil
}

// bring books in the other half of a transfer between premises.
func (d *decider) bring(b BringStock) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	if no := d.otherPremises(b.Transfer, b.From); no != nil {
		return no
	}
	store := b.Store
	if _, recalled := d.s.Stock.Recalled[b.Batch]; recalled || b.Expiry < d.today() {
		store = register.Quarantine
	}
	e, no := d.s.Accounts.Bring(b.Transfer, b.From, b.Product, b.Batch, b.Expiry, b.Announced, b.Ampoules, store,
		d.signed())
	return sayIf(d, &e, no)
}

func (d *decider) otherPremises(transfer, premises string) *Refusal {
	if person.CheckID(transfer) != nil || person.CheckID(premises) != nil || premises == d.s.Premises {
		return refusal.New("transfer_unnamed", "R-REG-08",
			"Name the other premises and the transfer, by the same id at both: inside these premises it is a move.")
	}
	return nil
}

// raiseRequisition takes the four things that the law asks of it (R-REG-16).
func (d *decider) raiseRequisition(b RaiseRequisition) *Refusal {
	if person.CheckID(b.Requisition) != nil || b.Supplier.Ref == "" || b.Recipient.Ref == "" ||
		b.Profession.Ref == "" || b.Purpose.Ref == "" || len(b.Items) == 0 {
		return refusal.New("requisition_incomplete", "R-REG-16",
			"Write the recipient's name, address and profession, the purpose, the supplier, and what is asked for.")
	}
	if d.s.Stock.Requisitions[b.Requisition] != nil {
		return refusal.New("requisition_exists", "R-REG-16", "This requisition is open already: give another one its own id.")
	}
	for i, x := range b.Items {
		same := func(y RequisitionItem) bool { return y.Product.Page() == x.Product.Page() }
		if !x.Product.Known() || x.Ampoules <= 0 || x.Ampoules > 100_000 || slices.ContainsFunc(b.Items[:i], same) {
			return refusal.New("requisition_incomplete", "R-REG-16",
				"Each line names one product of its own and the total number of ampoules, above 0.")
		}
	}
	d.say(&RequisitionRaised{b})
	return nil
}

func (d *decider) closeRequisition(b CloseRequisition) *Refusal {
	switch {
	case d.s.Stock.Requisitions[b.Requisition] == nil:
		return refusal.New("unknown_requisition", "R-REG-18",
			"No such requisition is open: choose one of the list, or none.")
	case b.Reason.Ref == "":
		return refusal.New("reason_missing", "R-REG-16", "Write in one line why nothing more is delivered under it.")
	}
	d.say(&RequisitionClosed{b})
	return nil
}

// recall takes a batch out of use at once. What is in a syringe that nobody has
// checked stays with it: the check is refused, and the syringe is written off.
func (d *decider) recall(b RecallBatch) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	_, known := d.s.Stock.Recalled[b.Batch]
	switch {
	case known:
		return refusal.New("recall_known", "R-REG-18", "This batch has been recalled already: it is in quarantine.")
	case b.Batch == "" || b.Source.Ref == "":
		return refusal.New("recall_incomplete", "R-REG-18", "Write the batch, and who recalls it under which reference.")
	}
	held := map[string]measure.Ampoules{}
	for _, k := range d.s.reserved(nil) {
		if k.Batch == b.Batch {
			held[k.Page] += k.Count
		}
	}
	for _, page := range d.s.Accounts.Pages() {
		for _, l := range d.s.Accounts.Sheets[page].Lots {
			if l.Batch == b.Batch {
				if no := d.recallLot(page, l, held[page]); no != nil {
					return no
				}
			}
		}
	}
	d.say(&BatchRecalled{b})
	return nil
}

// recallLot sets aside every ampoule of a lot that no syringe holds.
func (d *decider) recallLot(page string, l register.Lot, held measure.Ampoules) *Refusal {
	free := l.Usable() - held
	for _, st := range register.Stores() {
		n := min(free, l.At[st])
		if st == register.Quarantine || n <= 0 {
			continue
		}
		free -= n
		e, no := d.s.Accounts.SetAside(register.Take{Page: page, Batch: l.Batch, Store: st, Count: n},
			register.AsideRecalled, nil, nil, d.signed())
		if no != nil {
			return no
		}
		d.say(&e)
	}
	return nil
}

func (d *decider) liftRecall(b LiftRecall) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	if _, known := d.s.Stock.Recalled[b.Batch]; !known {
		return refusal.New("recall_unknown", "R-REG-18", "This batch is not recalled here.")
	}
	if b.Reason.Ref == "" {
		return refusal.New("reason_missing", "R-REG-18", "Write in one line why they may be used again.")
	}
	d.say(&RecallLifted{b})
	return nil
}

// handCustody passes the keys from one person to the next. Both are there: the
// one who takes them confirms it.
func (d *decider) handCustody(b HandCustody) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	if len(b.Stores) == 0 {
		return unknownStore()
	}
	for i, x := range b.Stores {
		if !x.Known() || slices.Contains(b.Stores[:i], x) {
			return unknownStore()
		}
		if h, held := d.s.Stock.Custody[x]; held && h.Staff != d.c.By && b.Why == nil {
			return refusal.New("not_holder", "R-REG-43", fmt.Sprintf(
				"The keys of the %s are with somebody else: they hand them over, or write why they do not.", x))
		}
	}
	d.say(&CustodyHanded{b.Stores, person.StaffID(d.signed().By), b.Why, d.signed()})
	return nil
}

func unknownStore() *Refusal {
	return refusal.New("unknown_store", "R-REG-43", "Choose a store: safe, cabinet, tray or quarantine.")
}

// notRecalled refuses a syringe with ampoules of a recalled batch.
func (d *decider) notRecalled(picks []register.Pick) *Refusal {
	for _, k := range picks {
		if _, recalled := d.s.Stock.Recalled[k.Batch]; recalled {
			return refusal.New("batch_recalled", "R-REG-18", fmt.Sprintf(
				"Batch %s has been recalled: write this syringe off with a witness, and choose another batch.", k.Batch))
		}
	}
	return nil
}
