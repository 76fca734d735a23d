package register

import (
	"fmt"
	"slices"

	"steady/measure"
	"steady/moment"
	"steady/refusal"
)

// Store is where sealed ampoules of a page lie (R-REG-43). The stores of a page
// add up to its balance.
type Store string

// The stores. What lies in quarantine counts in the balance and is never drawn.
const (
	Safe       Store = "safe"
	Cabinet    Store = "cabinet"
	Tray       Store = "tray" // of the preparation room
	Quarantine Store = "quarantine"
)

// Stores lists every store, the nearest to the hatch first and quarantine last.
func Stores() []Store { return []Store{Tray, Cabinet, Safe, Quarantine} }

// Known reports whether the store is one of Stores.
func (s Store) Known() bool { return slices.Contains(Stores(), s) }

// Where words the store as a place: "in the safe", "in quarantine".
func (s Store) Where() string {
	if s == Quarantine {
		return "in quarantine"
	}
	return "in the " + string(s)
}

// orSafe is the safe where no store is said.
func orSafe(s Store) Store {
	if s == "" {
		return Safe
	}
	return s
}

// Lot is the sealed stock of one batch on a page, and where it lies.
type Lot struct {
	Batch  string                     `json:"batch"`
	Expiry moment.Day                 `json:"expiry"`
	Count  measure.Ampoules           `json:"count"` // in all stores together
	At     map[Store]measure.Ampoules `json:"at"`    // adds up to Count; no store stands with none
	// Serials are those of the packs that were received by scan, by GTIN.
	Serials map[string][]string `json:"serials,omitempty"`
}

// Usable is how many ampoules may be drawn: all but those in quarantine.
func (l Lot) Usable() measure.Ampoules { return l.Count - l.At[Quarantine] }

// Put is how many ampoules an entry takes from or puts into a store.
type Put struct {
	Store Store            `json:"store"`
	Count measure.Ampoules `json:"count"`
}

// Take names sealed ampoules of one batch in one store. No store is the safe.
type Take struct {
	Page  string           `json:"page"`
	Batch string           `json:"batch"`
	Store Store            `json:"store,omitempty"`
	Count measure.Ampoules `json:"count"`
}

// put adds n ampoules of a batch to a store; less than none takes them away.
func (s *Sheet) put(batch string, expiry moment.Day, store Store, n measure.Ampoules) {
	i := slices.IndexFunc(s.Lots, func(l Lot) bool { return l.Batch == batch })
	if i < 0 {
		s.Lots = append(s.Lots, Lot{Batch: batch, Expiry: expiry})
		i = len(s.Lots) - 1
	}
	l := &s.Lots[i]
	if l.At == nil {
		l.At = map[Store]measure.Ampoules{}
	}
	store = orSafe(store)
	l.Count += n
	l.At[store] += n
	switch left := l.At[store]; {
	case left < 0 || !store.Known():
		panic("register: a store below zero, or an unknown one")
	case left == 0:
		delete(l.At, store)
	}
}

// lot finds a batch of the page, or nil.
func (s *Sheet) lot(batch string) *Lot {
	for i := range s.Lots {
		if s.Lots[i].Batch == batch {
			return &s.Lots[i]
		}
	}
	return nil
}

// InStore is how many sealed ampoules of the page lie in a store.
func (s *Sheet) InStore(store Store) (n measure.Ampoules) {
	for _, l := range s.Lots {
		n += l.At[store]
	}
	return n
}

// Nearest answers from which stores n usable ampoules are taken, where nobody
// says it: the tray before the cabinet before the safe.
func (l Lot) Nearest(n measure.Ampoules) (out []Put) {
	for _, st := range Stores() {
		if k := min(n, l.At[st]); st != Quarantine && k > 0 {
			out = append(out, Put{st, k})
			n -= k
		}
	}
	return out
}

// take finds the ampoules of a movement, or refuses. held are those in syringes
// that nobody has checked: they are out of the stores and still in the books,
// and no movement may leave fewer than them.
func (a *Accounts) take(t Take, held []Pick) (*Sheet, *Lot, *refusal.Refusal) {
	s := a.Sheets[t.Page]
	if s == nil {
		return nil, nil, refusal.New("unknown_page", "R-REG-04", "There is no such page in this register.")
	}
	l := s.lot(t.Batch)
	switch {
	case t.Count <= 0:
		return nil, nil, refusal.New("bad_count", "R-REG-13", "Count the sealed ampoules: a whole number above 0.")
	case !orSafe(t.Store).Known():
		return nil, nil, unknownStore()
	case l == nil:
		return nil, nil, refusal.New("unknown_batch", "R-REG-18", fmt.Sprintf(
			"Batch %s is not on this page: check the label, or record its receipt first.", t.Batch))
	case l.At[orSafe(t.Store)] < t.Count:
		return nil, nil, refusal.New("store_short", "R-REG-43", fmt.Sprintf(
			"By the register %d ampoules of batch %s are %s: choose fewer, or the store where they are.",
			l.At[orSafe(t.Store)], l.Batch, orSafe(t.Store).Where()))
	}
	if orSafe(t.Store) != Quarantine && l.Usable()-t.Count < holding(held, t.Page, t.Batch) {
		return nil, nil, refusal.New("syringe_open", "R-REG-32",
			"Ampoules of this batch are in a syringe that nobody has checked: check it or write it off first.")
	}
	return s, l, nil
}

func unknownStore() *refusal.Refusal {
	return refusal.New("unknown_store", "R-REG-43", "Choose a store: safe, cabinet, tray or quarantine.")
}

// holding counts the ampoules of a batch in unchecked syringes.
func holding(held []Pick, page, batch string) (n measure.Ampoules) {
	for _, h := range held {
		if h.Page == page && h.Batch == batch {
			n += h.Count
		}
	}
	return n
}
