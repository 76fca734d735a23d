package page

// Wider is the life around treatment of one person, for staff.
type Wider struct {
	Name    string
	Help    []SupportView
	Over    []SupportView
	Ask     *SmallForm
	Lives   []CircumstanceView
	Life    *SmallForm
	Events  []TimeLine // newest first
	Happens *SmallForm
	Safe    *Link // safeguarding; nil without the right
}

// CircumstanceView is one part of how somebody lives, with what was before.
type CircumstanceView struct {
	Title, Is, Since string
	Words            string
	Before           []string
}

// Safeguards are the concerns about one person.
type Safeguards struct {
	Name  string
	List  []SafeguardView
	Raise *SmallForm
	// Call is whom to call in danger; Unset says that nobody set it, "" where it is.
	Call, Unset string
	Blind       bool // who looks may raise a concern and read none
}

// SafeguardView is one concern with what was done.
type SafeguardView struct {
	ID, Kind, Words, Raised string
	Closed                  string
	Steps                   []TimeLine
	Form                    *SmallForm
}
