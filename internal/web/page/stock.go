package page

// StockForm is one movement of stock, or one paper about it: what it is about,
// the fields, and the second person where one is needed.
type StockForm struct {
	Form    Form
	Heading string
	Lead    string
	Two     string // what needs a second person, before the first press
	Notice  string // what the press would do beside what it says
	Facts   []Row
	Checks  []CheckLine // what must hold first, line by line
	Groups  []FieldGroup
	Second  *SecondPerson
	Button  string // of a form that one person sends
	Ways    []Link // below the form
}

// CheckLine is one thing that must hold, whether it does, and the way on where
// it does not.
type CheckLine struct {
	Text string
	Met  bool
	Why  string // what is missing
	Rule string
	Way  *Link
}

// FieldGroup is some fields that belong together.
type FieldGroup struct {
	Title, Hint string
	Fields      []SmallField
	Fold, Open  bool // folded away until it is wanted
}

// LinkGroup is some of the ways of the register section, under one word.
type LinkGroup struct {
	Title string
	Links []Link
}

// Stores is where every batch lies. What the stores hold adds up to the balance
// of the page.
type Stores struct {
	Pages []StorePage
	Two   string
	Keys  []Row // who holds the keys of which store
	Ways  []Link
}

// StorePage is one page of the register, store by store.
type StorePage struct {
	Heading, URL string
	Sum          string // "tray 20 + safe 280 = 300 ampoules"
	Held         string // ampoules in syringes that nobody has checked; empty without any
	Stores       []StoreShelf
}

// StoreShelf is what lies in one store.
type StoreShelf struct {
	Name, Total string
	Lots        []StoreLot
}

// StoreLot is one batch in one store, and what may be done with it.
type StoreLot struct {
	Batch, Expiry, Count string
	Marks                []Mark
	May                  string // what Ways are, in a few words
	Ways                 []Link
}

// Requisitions are those that are not wholly delivered.
type Requisitions struct {
	New   *Link
	Lines []RequisitionLine
}

// RequisitionLine is one of them: what has not come, and what to do.
type RequisitionLine struct {
	ID, Supplier, By string
	Still            []string
	Ways             []Link
}

// RequisitionSheet is the worksheet of one requisition, to print and sign.
type RequisitionSheet struct {
	ID, Premises, Entered string
	Rows, Items           []Row
}

// Recalls lists the recalled batches, and asks for any batch.
type Recalls struct {
	Lines []RecallLine
	Ask   string // address of the sheet of a batch
	Ways  []Link
}

// RecallLine is one recalled batch.
type RecallLine struct{ Batch, URL, Since string }

// RecallSheet is one batch: who received of it, what is left and where, and
// what is open with it.
type RecallSheet struct {
	Batch, Premises, State string
	Used                   []BatchUse
	Left                   []Row
	Open                   []OpenWith
	Ways                   []Link
}

// BatchUse is one person who received of a batch. URL is empty where the reader
// may open neither the visit nor the person.
type BatchUse struct{ At, Name, URL, What, Page string }

// OpenWith is a syringe or a solution that holds drug of a batch.
type OpenWith struct{ Text, URL string }

// Solutions are the solutions for several doses that are at hand.
type Solutions struct {
	New   *Link
	Lines []SolutionLine
}

// SolutionLine is one of them.
type SolutionLine struct {
	ID, Form, Strength string
	From               []string // the ampoules
	Made, Left, UseBy  string
	Clock              Clock // to its beyond-use time
	Late               bool  // it is past it
	Marks              []Mark
	Ways               []Link
}

// Waste leads to what is wasted: broken ampoules, rests of solutions, syringes
// that will not be used.
type Waste struct {
	Two, Broken string
	Syringes    []OpenWith
	Solutions   []SolutionLine
}
