package page

import "github.com/a-h/templ"

// Stock is the list of the pages of the register with their balances.
type Stock struct {
	Premises string
	Outside  string // what the outside witness signed last; empty without one
	Green    string // earned: balances agree, counted, chain verified; never drawn beside a warning
	Warnings []StockWarning
	Waits    []Wait // the most pressing first
	Pages    []StockLine
	Receive  string // addresses of the tasks; empty without the right
	Count    string
	Waste    string
	Two      string // that each needs a second person
	Export   *Link
	Bundle   *Link
	Ways     []LinkGroup // of the section
}

// StockWarning is an open discrepancy or a count that is due.
type StockWarning struct {
	Text string
	Way  *Link
}

// Wait is one thing that waits for somebody in the stock.
type Wait struct {
	Text  string
	Where string // the page or pages it is about; empty for none
	For   string // whose it is; empty for nobody in particular
	Late  bool
	Way   *Link
}

// StockLine is one page: a drug in one strength and form.
type StockLine struct {
	Drug, Strength, Form string
	URL                  string
	Balance              string // "42 ampoules"
	Mass                 string // "4,200 mg"
	Counted              string // "counted 07:40 today"
	Open                 string // an open discrepancy in words
}

// RegisterView is a page of the register as the law words it: its sheets, the
// choice of days and language, and what is wrong with it.
type RegisterView struct {
	Title  string
	Sheets templ.Component
	Open   string // open discrepancy banner
	Case   *Link  // the search for its cause
	Older  *Link
	Newer  *Link
	Print  RegisterPrint
}

// RegisterPrint chooses days and language, for the screen at Action or for paper
// at PDF. Fields: from, to (days on which lines were entered), lang.
type RegisterPrint struct {
	Action    string
	PDF       string
	From, To  Field
	Languages []Choice // none is drawn where there is one
}

// Receive books a delivery in. Fields: product, other_form and other_mg for one
// that has no page yet, batch, expiry[day] …, ampoules, from_name,
// from_address, for, requisition, delivery_note, noted, store, quarantine,
// and those of Scanning.
type Receive struct {
	Scan                      *Scanning
	Form                      Form
	Two                       string
	Products                  []Choice
	Product                   Pick
	Forms                     []Choice // of a product that has no page yet
	OtherForm                 Pick
	OtherContent              Field
	Batch, Ampoules           Field
	ExpDay, ExpMonth, ExpYear string
	ExpError                  string
	FromName, FromAddress     Field
	Requisition, Delivery     Field
	For                       Pick     // the requisition it answers
	Requisitions              []Choice // open ones
	Noted                     Field    // how many the delivery note says
	Store                     Pick
	Stores                    []Choice
	Quarantine                Field  // why it goes into quarantine; empty when it does not
	Notice                    string // what the press would do beside what it says
	Second                    SecondPerson
}

// NoteForm writes a dated note under an entry. Field: words.
type NoteForm struct {
	Form  Form
	Entry []Row
	Two   string // empty: one person may write a note
	Words Field
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
