// Package register is the controlled-drug register: one page per drug,
// strength and form (R-REG-04), entries that are only ever added (R-REG-06),
// and two balances that close separately: sealed ampoules and mass (R-REG-13).
package register

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"steady/journal"
	"steady/measure"
	"steady/moment"
)

// Product is the heading of a page: what one ampoule is.
type Product struct {
	Form         measure.Form `json:"form"`
	Content      measure.Mass `json:"content_ug"` // of one ampoule, in the stated salt form
	Presentation string       `json:"presentation"`
}

// Page is the id of the product's page, for example
// "diamorphine-hydrochloride-monohydrate-100mg-ampoule".
func (p Product) Page() string {
	return fmt.Sprintf("%s-%s-%smg-%s", p.Form.Substance, p.Form.Salt,
		strings.ReplaceAll(p.Content.Milligrams(), ".", "p"), p.Presentation)
}

// Heading is the text at the head of every page, sheet and screen of the
// page: drug, strength and form (reg 20, R-REG-09 d).
func (p Product) Heading() string {
	return fmt.Sprintf("%s, %s, %s", p.Form, p.Content, p.Presentation)
}

// Known reports whether the product can head a page.
func (p Product) Known() bool {
	return p.Form.Known() && p.Content > 0 && p.Content <= measure.Gram*10 && p.Presentation == "ampoule"
}

// Line is what every register entry carries: its page, its signed changes and
// the balances after it.
type Line struct {
	Page            string           `json:"page"`
	Ampoules        measure.Ampoules `json:"ampoules"`
	Mass            measure.Mass     `json:"mass_ug"`
	BalanceAmpoules measure.Ampoules `json:"balance_ampoules"`
	BalanceMass     measure.Mass     `json:"balance_mass_ug"`
	// Late is why it was entered after the deadline of the law in force; an entry
	// that has it is late (R-REG-05).
	Late *Text `json:"late,omitempty"`
}

// RegisterLine returns the line itself; every body that embeds Line has it.
func (l Line) RegisterLine() Line { return l }

// EnteredLate marks the entry late, with the reason (R-REG-05).
func (l *Line) EnteredLate(why Text) { l.Late = &why }

// Sheet is the working state of one page.
type Sheet struct {
	Product  Product                      `json:"product"`
	Lots     []Lot                        `json:"lots"`
	Ampoules measure.Ampoules             `json:"ampoules"`          // sealed, in the safe
	Mass     measure.Mass                 `json:"mass_ug"`           // sealed and drawn together
	Drawn    map[string]measure.Mass      `json:"drawn,omitempty"`   // visit -> not yet given or wasted
	Last     int64                        `json:"last"`              // register seq of the last change of stock
	Counted  *Count                       `json:"counted,omitempty"` // the last count
	Good     *Count                       `json:"good,omitempty"`    // the last count that agreed
	Checks   map[CountKind]moment.Instant `json:"checks,omitempty"`  // when each kind of count was made last
	Open     *Discrepancy                 `json:"open,omitempty"`    // a difference not yet explained
	Closed   bool                         `json:"closed,omitempty"`  // the service has closed
}

// Accounts is the register of one premises: its pages by id.
type Accounts struct {
	Sheets  map[string]*Sheet           `json:"sheets"`
	Sent    map[string]measure.Ampoules `json:"sent,omitempty"`    // to other premises, by transfer, page and batch
	Brought map[string]measure.Ampoules `json:"brought,omitempty"` // from other premises, the same
	// Procedures are those adopted last, by name (R-REG-40).
	Procedures map[string]ProcedureInForce `json:"procedures,omitempty"`
}

// Pages lists the page ids in order of drug and falling strength.
func (a *Accounts) Pages() []string {
	ids := make([]string, 0, len(a.Sheets))
	for id := range a.Sheets {
		ids = append(ids, id)
	}
	a.inOrder(ids)
	return ids
}

// inOrder sorts page ids by drug and falling strength.
func (a *Accounts) inOrder(ids []string) {
	slices.SortFunc(ids, func(x, y string) int {
		p, q := a.Sheets[x].Product, a.Sheets[y].Product
		if p.Form != q.Form {
			return strings.Compare(x, y)
		}
		return cmp.Compare(q.Content, p.Content)
	})
}

// Text is erasable text kept in the cabinet, with its salted digest in the log.
type Text = journal.TextRef

// Signed is the second person's confirmation, kept in the entry it belongs to
// so that the register stands alone.
type Signed = journal.Confirmation
