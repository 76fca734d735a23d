package page

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

// RegisterView is a page of the register as the law words it, cut into sheets.
type RegisterView struct {
	Class    string // the class of drug the part is kept for
	Drug     string
	Strength string
	Form     string
	Premises string
	Sheets   []Sheet
	Head     string // root of the tree, in hex
	Size     string // entries under it, "18,204"
	Signed   string // "Signed by …, 07:41."
	Open     string // open discrepancy banner
	Case     *Link  // the search for its cause
	Older    *Link
	Newer    *Link
	Obtained bool // the page shows obtained and supplied in one; always true here
}

// Sheet is what fits one printed sheet.
type Sheet struct {
	No    int
	Of    int
	Lines []RegisterLine
	Carry string // balance brought forward
}

// RegisterLine is one entry with its notes beneath it. Empty cells are drawn
// as a dash.
type RegisterLine struct {
	No        string
	Date      string
	Recorded  string // when it differs
	From      string // name and address from whom received
	QtyIn     string
	To        string // name, address of the person supplied
	Authority string // details of authority to possess
	QtyOut    string
	Collector string // person collecting, identity asked, identity seen
	Balance   string // ampoules
	Mass      string // milligrams
	By        string
	Witness   string
	Batch     string
	Kind      string // in words: received, given, wasted, balance check …
	Notes     []RegisterNote
	NoteURL   string // where a note to this entry is written; empty without the right
	// DisputeURL is where somebody whose name it carries says that it is not so.
	DisputeURL string
	Differs    bool // a count that did not agree
	// Annotation marks a line the law does not ask for: neither obtained nor
	// supplied (R-REG-01, R-REG-07).
	Annotation bool
}

// RegisterNote is a dated marginal note.
type RegisterNote struct {
	Date, Text, By, No string
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
