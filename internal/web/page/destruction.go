package page

// Destruction is what leads to a destruction of stock, and how far it is.
type Destruction struct {
	Exemption   Row
	Enter       *Link // the waste exemption
	Waiting     []DestroyLot
	Aside       *Link // where it lies, to set more aside
	Authorities []AuthorityView
	Authorise   *Link
	Returned    Link
}

// DestroyLot is one batch that lies in quarantine.
type DestroyLot struct {
	Product, Batch, Count string
}

// AuthorityView is one open authority to witness a destruction, with the list
// that must hold before anything is destroyed under it.
type AuthorityView struct {
	Ref    string
	Rows   []Row
	Checks []CheckLine
	Way    *Link
}

// Returned is the record of medicines that people brought back.
type Returned struct {
	New   *Link
	Here  []ReturnedLine
	Times []TimeLine // the record, newest first
}

// ReturnedLine is medicine that is still here.
type ReturnedLine struct {
	Text, Since string
	Way         *Link
}
