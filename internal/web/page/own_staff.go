package page

// LetIn is how one person comes into their own pages, for staff.
type LetIn struct {
	Name string
	Code *IssuedCode // what was just made: shown now and never again
	Card []Row       // of the card that is out; empty where there is none
	// Issue makes a card, Block makes it worthless, Once reads out a code.
	Issue, Block, Once Form
	IssueText          string
	Forgot             *Form // takes their secret numbers away; nil where there are none
	Phones             []LetInPhone
	Trail              []TimeLine
}

// IssuedCode is a code in groups of four. A card is printed; a code that works
// once is read out.
type IssuedCode struct {
	Card   bool
	Groups string
	Until  string // of a code that works once
}

// LetInPhone is a phone that opens somebody's pages.
type LetInPhone struct {
	Text string
	Form Form
}

// Kiosks are the screens of the service at which people open their own pages.
type Kiosks struct {
	Lines []KioskLine
	Form  Form
	Name  Field
	Here  bool // this browser is one
}

// KioskLine is one of them.
type KioskLine struct {
	Name, Facts string
	Form        Form
}

// MyLooks is what a member of staff read, as the people see it.
type MyLooks struct {
	Lines []TimeLine
}
