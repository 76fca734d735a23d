package page

// Closing is the end of the service: the list that must hold, then the proof.
type Closing struct {
	Steps  []ClosingStep
	Form   *SmallForm // nil until every line holds, or without the right
	Packs  *Link      // of everybody in treatment
	Export *Link
	Proof  *ClosedProof // once it has closed
}

// ClosingStep is one line of the list. A link of Who without an address is a
// name alone.
type ClosingStep struct {
	Text, Rule, Way string
	Holds           bool
	Left            []string
	Who             []Link
	To              *Link
}

// ClosedProof is what a closed service left.
type ClosedProof struct {
	At     string
	Head   string
	Pages  []Row
	Broken bool // the stored register does not agree with its signed head
	PDF    string
}
