package register

import (
	"steady/measure"
	"steady/moment"
)

// BroughtForward is the stock of one batch as the register before this one
// closed with it: the first lines of a page, once only.
type BroughtForward struct {
	Line
	Product Product    `json:"product"`
	Batch   string     `json:"batch"`
	Expiry  moment.Day `json:"expiry"`
	Store   Store      `json:"store,omitempty"`
	From    Text       `json:"from"` // which register, and its last entry
	Signed  Signed     `json:"signed"`
}

// Moved carries sealed ampoules from one store to another. No balance moves.
type Moved struct {
	Line
	Batch  string           `json:"batch"`
	Count  measure.Ampoules `json:"count"`
	From   Store            `json:"from"`
	To     Store            `json:"to"`
	Signed Signed           `json:"signed"`
}

// Aside is why ampoules are in quarantine.
type Aside string

// The reasons for quarantine.
const (
	AsideExpired   Aside = "expired"
	AsideDefective Aside = "defective"
	AsideMismatch  Aside = "mismatch" // the delivery is not what was ordered or noted
	AsideRecalled  Aside = "recalled"
	AsideOther     Aside = "other"
)

// Asides lists the reasons that somebody may choose for quarantine.
func Asides() []Aside { return []Aside{AsideExpired, AsideDefective, AsideRecalled, AsideOther} }

// SetAside puts sealed ampoules into quarantine: they stay in the balance until
// they are destroyed, returned or released.
type SetAside struct {
	Line
	Batch  string           `json:"batch"`
	Count  measure.Ampoules `json:"count"`
	From   Store            `json:"from"`
	Why    Aside            `json:"why"`
	Text   *Text            `json:"text,omitempty"`
	Signed Signed           `json:"signed"`
}

// Released puts ampoules from quarantine back into use.
type Released struct {
	Line
	Batch  string           `json:"batch"`
	Count  measure.Ampoules `json:"count"`
	To     Store            `json:"to"`
	Text   Text             `json:"text"`
	Signed Signed           `json:"signed"`
}

// Broken is sealed ampoules that broke: their content is gone before two
// persons (R-REG-30).
type Broken struct {
	Line
	Batch  string `json:"batch"`
	From   Store  `json:"from"`
	Text   Text   `json:"text"`
	Signed Signed `json:"signed"`
}

// SentBack is sealed ampoules that went back to a supplier.
type SentBack struct {
	Line
	Batch  string `json:"batch"`
	From   Store  `json:"from"`
	To     Text   `json:"to"` // name and address
	Why    Text   `json:"why"`
	Signed Signed `json:"signed"`
}

// Sent is one half of a transfer between premises: it is out of this register
// (R-REG-08). The other half, with the same transfer id, is Brought.
type Sent struct {
	Line
	Transfer string     `json:"transfer"`
	To       string     `json:"to"` // premises id
	Product  Product    `json:"product"`
	Batch    string     `json:"batch"`
	Expiry   moment.Day `json:"expiry"`
	From     Store      `json:"from"`
	Signed   Signed     `json:"signed"`
}

// Brought is the other half of a transfer between premises. Announced is what
// the transfer's paper says; what was counted is in the line.
type Brought struct {
	Line
	Transfer  string           `json:"transfer"`
	From      string           `json:"from"` // premises id
	Product   Product          `json:"product"`
	Batch     string           `json:"batch"`
	Expiry    moment.Day       `json:"expiry"`
	Announced measure.Ampoules `json:"announced"`
	Store     Store            `json:"store"`
	Signed    Signed           `json:"signed"`
}

// Destroyed is stock destroyed in the presence of an authorised witness
// (R-REG-25, R-REG-27). It was in quarantine.
type Destroyed struct {
	Line
	Batch     string `json:"batch"`
	Authority string `json:"authority"` // reference of the witness's authority
	Text      Text   `json:"text"`      // how it was denatured
	Signed    Signed `json:"signed"`    // by the authorised witness
}

// TakenHome is sealed ampoules supplied to be taken home, where the
// jurisdiction pack allows it.
type TakenHome struct {
	Line
	Person     string `json:"person"`
	Prescriber string `json:"prescriber"`
	Licence    string `json:"licence"`
	Days       int    `json:"days"` // daily doses that this supply covers
	Batch      string `json:"batch"`
	From       []Put  `json:"from"`
	Signed     Signed `json:"signed"`
}

// Portioned takes drug out of a solution made for several people into one
// syringe. Both are open drug of the same page: no balance moves.
type Portioned struct {
	Line
	Solution string       `json:"solution"`
	Visit    string       `json:"visit"`
	Content  measure.Mass `json:"content_ug"`
}

// Settled closes a difference by decision of the accountable officer. Its line
// says by how much the balance was put right, if at all (R-REG-35).
type Settled struct {
	Line
	Case   int64      `json:"case"` // register seq of the count that opened it
	Cause  Cause      `json:"cause"`
	Batch  string     `json:"batch,omitempty"`
	Expiry moment.Day `json:"expiry,omitempty"`
	Store  Store      `json:"store,omitempty"`
	Text   Text       `json:"text"`
}

// Closed ends a page: nothing is left on it, and the register goes to whom the
// service names.
type Closed struct {
	Line
	Text Text `json:"text"` // to whom the register goes
}

// Kind names of the register log.
func (BroughtForward) Kind() string { return "brought_forward" }
func (Moved) Kind() string          { return "moved" }
func (SetAside) Kind() string       { return "set_aside" }
func (Released) Kind() string       { return "released" }
func (Broken) Kind() string         { return "broken" }
func (SentBack) Kind() string       { return "sent_back" }
func (Sent) Kind() string           { return "sent" }
func (Brought) Kind() string        { return "brought" }
func (Destroyed) Kind() string      { return "destroyed" }
func (TakenHome) Kind() string      { return "taken_home" }
func (Portioned) Kind() string      { return "portioned" }
func (Settled) Kind() string        { return "settled" }
func (Closed) Kind() string         { return "page_closed" }
