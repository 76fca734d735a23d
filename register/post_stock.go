package register

import (
	"fmt"
	"slices"
	"strings"

	"steady/measure"
	"steady/moment"
	"steady/refusal"
)

// Delivery is what arrived, as it is counted and read off the packs.
type Delivery struct {
	Product     Product
	Batch       string
	Expiry      moment.Day
	Count       measure.Ampoules
	From        Text
	Note        *Text             // delivery note
	Noted       *measure.Ampoules // how many the delivery note says
	Requisition string            // that it answers, if any
	Store       Store             // where it is put; "" is the safe
	Mismatch    []string          // what is not as ordered or noted; any puts it into quarantine
	Aside       *Text             // why it goes into quarantine, in somebody's words
	Packs       []ScannedPacks    // that were scanned
}

// Receive answers the entry for a delivery, or a refusal. What is not as
// ordered goes into quarantine (R-REG-18): it was obtained, so it is an entry.
func (a *Accounts) Receive(d Delivery, today moment.Day, signed Signed) (Received, *refusal.Refusal) {
	if d.Noted != nil && *d.Noted != d.Count && !slices.Contains(d.Mismatch, "note_differs") {
		d.Mismatch = append(d.Mismatch, "note_differs")
	}
	if len(d.Mismatch) > 0 || d.Aside != nil {
		d.Store = Quarantine
	}
	switch {
	case !orSafe(d.Store).Known():
		return Received{}, unknownStore()
	case d.From.Ref == "":
		return Received{}, incomplete()
	}
	if no := a.arrives(d.Product, d.Batch, d.Expiry, d.Count); no != nil {
		return Received{}, no
	}
	if d.Expiry < today && d.Store != Quarantine {
		return Received{}, refusal.New("expired", "R-REG-18",
			"This batch has expired: put it in quarantine and tell the supplier.")
	}
	l := a.line(d.Product.Page(), d.Count, d.Product.Content*measure.Mass(d.Count))
	return Received{l, d.Product, d.Batch, d.Expiry, d.From, d.Note, d.Noted, d.Requisition, d.Store, d.Mismatch,
		d.Packs, d.Aside, signed}, nil
}

func incomplete() *refusal.Refusal {
	return refusal.New("receipt_incomplete", "R-REG-18",
		"Enter the supplier, the batch and the expiry date printed on the pack.")
}

// arrives refuses what cannot head a page or stand on one.
func (a *Accounts) arrives(p Product, batch string, expiry moment.Day, n measure.Ampoules) *refusal.Refusal {
	switch {
	case !p.Known():
		return refusal.New("unknown_product", "R-REG-04",
			"Name the drug, its salt form and the content of one ampoule as printed on the pack.")
	case n <= 0 || n > 100_000:
		return refusal.New("bad_count", "R-REG-13", "Count the sealed ampoules: a whole number above 0.")
	case !printable(batch) || expiry == 0:
		return incomplete()
	}
	s := a.Sheets[p.Page()]
	if s == nil {
		return nil
	}
	if l := s.lot(batch); l != nil && l.Expiry != expiry {
		return refusal.New("batch_differs", "R-REG-18", fmt.Sprintf(
			"Batch %s is on this page with expiry %s: check the pack.", batch, l.Expiry))
	}
	return nil
}

// BringForward answers the first entry of a page, from the register before this
// one. Several batches are several calls with one Running.
func (a *Accounts) BringForward(p Product, batch string, expiry moment.Day, n measure.Ampoules, store Store,
	from Text, run Running, signed Signed) (BroughtForward, *refusal.Refusal) {
	switch {
	case a.Sheets[p.Page()] != nil:
		return BroughtForward{}, refusal.New("page_begun", "R-REG-04",
			"This page has entries already: an opening balance is written once, before all others.")
	case !orSafe(store).Known():
		return BroughtForward{}, unknownStore()
	case from.Ref == "":
		return BroughtForward{}, incomplete()
	}
	if no := a.arrives(p, batch, expiry, n); no != nil {
		return BroughtForward{}, no
	}
	l := run.line(a, p.Page(), n, p.Content*measure.Mass(n))
	return BroughtForward{l, p, batch, expiry, store, from, signed}, nil
}

// Move answers the entry that carries ampoules between two stores. Quarantine
// has movements of its own.
func (a *Accounts) Move(t Take, to Store, held []Pick, signed Signed) (Moved, *refusal.Refusal) {
	if no := stockStore(t.Store, to); no != nil {
		return Moved{}, no
	}
	if _, _, no := a.take(t, held); no != nil {
		return Moved{}, no
	}
	return Moved{a.line(t.Page, 0, 0), t.Batch, t.Count, orSafe(t.Store), orSafe(to), signed}, nil
}

func stockStore(from, to Store) *refusal.Refusal {
	switch {
	case !orSafe(from).Known() || !orSafe(to).Known():
		return unknownStore()
	case orSafe(from) == orSafe(to):
		return refusal.New("same_store", "R-REG-43", "They are in that store already: choose another one.")
	case orSafe(from) == Quarantine || orSafe(to) == Quarantine:
		return refusal.New("quarantine_apart", "R-REG-18",
			"Quarantine is entered with a reason and left by release: use those two.")
	}
	return nil
}

// SetAside answers the entry that puts ampoules into quarantine.
func (a *Accounts) SetAside(t Take, why Aside, text *Text, held []Pick, signed Signed) (SetAside, *refusal.Refusal) {
	_, l, no := a.take(t, held)
	switch {
	case no != nil:
		return SetAside{}, no
	case orSafe(t.Store) == Quarantine:
		return SetAside{}, refusal.New("same_store", "R-REG-43", "They are in that store already: choose another one.")
	case why == AsideOther && text == nil || !knownAside(why):
		return SetAside{}, refusal.New("reason_missing", "R-REG-18", "Write in one line why they are set aside.")
	}
	return SetAside{a.line(t.Page, 0, 0), l.Batch, t.Count, orSafe(t.Store), why, text, signed}, nil
}

func knownAside(why Aside) bool {
	for _, w := range Asides() {
		if w == why {
			return true
		}
	}
	return false
}

// Release answers the entry that puts ampoules from quarantine back into use.
func (a *Accounts) Release(t Take, to Store, text Text, today moment.Day, signed Signed) (Released, *refusal.Refusal) {
	t.Store = Quarantine
	_, l, no := a.take(t, nil)
	switch {
	case no != nil:
		return Released{}, no
	case !orSafe(to).Known() || to == Quarantine:
		return Released{}, unknownStore()
	case l.Expiry < today:
		return Released{}, refusal.New("not_releasable", "R-REG-18", fmt.Sprintf(
			"Batch %s expired on %s: it is destroyed or goes back to the supplier.", l.Batch, l.Expiry))
	case text.Ref == "":
		return Released{}, refusal.New("reason_missing", "R-REG-18", "Write in one line why they may be used again.")
	}
	return Released{a.line(t.Page, 0, 0), t.Batch, t.Count, orSafe(to), text, signed}, nil
}

// Break answers the entry for sealed ampoules that broke.
func (a *Accounts) Break(t Take, text Text, held []Pick, signed Signed) (Broken, *refusal.Refusal) {
	s, _, no := a.take(t, held)
	if no != nil {
		return Broken{}, no
	}
	if text.Ref == "" {
		return Broken{}, refusal.New("reason_missing", "R-REG-30", "Write in one line how they broke.")
	}
	return Broken{s.out(a, t), t.Batch, orSafe(t.Store), text, signed}, nil
}

// out is the line that takes sealed ampoules and their content off the page.
func (s *Sheet) out(a *Accounts, t Take) Line {
	return a.line(t.Page, -t.Count, -s.Product.Content*measure.Mass(t.Count))
}

// SendBack answers the entry for ampoules that go back to a supplier.
func (a *Accounts) SendBack(t Take, to, why Text, held []Pick, signed Signed) (SentBack, *refusal.Refusal) {
	s, _, no := a.take(t, held)
	if no != nil {
		return SentBack{}, no
	}
	if to.Ref == "" || why.Ref == "" {
		return SentBack{}, refusal.New("return_incomplete", "R-REG-03",
			"Write the supplier's name and address, and why they go back.")
	}
	return SentBack{s.out(a, t), t.Batch, orSafe(t.Store), to, why, signed}, nil
}

// Send answers this register's half of a transfer to other premises.
func (a *Accounts) Send(transfer, premises string, t Take, held []Pick, today moment.Day,
	signed Signed) (Sent, *refusal.Refusal) {
	s, l, no := a.take(t, held)
	_, known := a.Sent[transferOf(transfer, t.Page, t.Batch)]
	switch {
	case no != nil:
		return Sent{}, no
	case known:
		return Sent{}, transferKnown()
	case l.Expiry < today || orSafe(t.Store) == Quarantine:
		return Sent{}, refusal.New("not_sendable", "R-REG-08",
			"Only stock in date and in use goes to other premises: this is destroyed, or goes back to the supplier.")
	}
	return Sent{s.out(a, t), transfer, premises, s.Product, t.Batch, l.Expiry, orSafe(t.Store), signed}, nil
}

func transferKnown() *refusal.Refusal {
	return refusal.New("transfer_known", "R-REG-08",
		"This batch of the transfer is in the register already: a new transfer has an id of its own.")
}

// Bring answers this register's half of a transfer from other premises. What was
// counted is booked; another number than announced goes into quarantine, and
// the two halves do not net to zero until it is explained.
func (a *Accounts) Bring(transfer, premises string, p Product, batch string, expiry moment.Day,
	announced, n measure.Ampoules, store Store, signed Signed) (Brought, *refusal.Refusal) {
	if _, known := a.Brought[transferOf(transfer, p.Page(), batch)]; known {
		return Brought{}, transferKnown()
	}
	if no := a.arrives(p, batch, expiry, n); no != nil {
		return Brought{}, no
	}
	switch {
	case announced <= 0:
		return Brought{}, refusal.New("bad_count", "R-REG-08", "Write how many ampoules the transfer says were sent.")
	case !orSafe(store).Known():
		return Brought{}, unknownStore()
	case announced != n:
		store = Quarantine
	}
	l := a.line(p.Page(), n, p.Content*measure.Mass(n))
	return Brought{l, transfer, premises, p, batch, expiry, announced, orSafe(store), signed}, nil
}

// Destroy answers the entries of a destruction: each item is in quarantine. Who
// may witness it and under which authority is the clinic's to ask.
func (a *Accounts) Destroy(items []Take, authority string, text Text, run Running,
	signed Signed) ([]Destroyed, *refusal.Refusal) {
	var out []Destroyed
	for i, t := range items {
		t.Store = Quarantine
		s, _, no := a.take(t, nil)
		if no != nil {
			return nil, no
		}
		for _, before := range items[:i] {
			if before.Page == t.Page && before.Batch == t.Batch {
				return nil, refusal.New("listed_twice", "R-REG-13", "A batch of one store stands in the list twice.")
			}
		}
		l := run.line(a, t.Page, -t.Count, -s.Product.Content*measure.Mass(t.Count))
		out = append(out, Destroyed{l, t.Batch, authority, text, signed})
	}
	return out, nil
}

// TakeHome answers the entries of sealed ampoules supplied to be taken home.
// Whether the law lets it is asked of the jurisdiction pack before.
func (a *Accounts) TakeHome(person string, picks, held []Pick, form measure.Form, days int, prescriber, licence string,
	today moment.Day, signed Signed) ([]TakenHome, *refusal.Refusal) {
	drawn, no := a.Draw("", picks, held, form, today)
	if no != nil {
		return nil, no
	}
	run := Running{}
	var out []TakenHome
	for _, d := range drawn {
		l := run.line(a, d.Page, d.Ampoules, -d.Content)
		out = append(out, TakenHome{l, person, prescriber, licence, days, d.Batch, d.From, signed})
	}
	return out, nil
}

// SolutionAccount is the name under which a page keeps what is open in a
// solution made for several people.
func SolutionAccount(id string) string { return solutionPrefix + id }

const solutionPrefix = "solution:"

// SolutionOf is the solution that an account is of; ok is false for a visit.
func SolutionOf(account string) (id string, ok bool) {
	return strings.CutPrefix(account, solutionPrefix)
}
