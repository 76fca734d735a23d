package page

// DisputeForm says that an entry is not what somebody saw. Field: words.
type DisputeForm struct {
	Form  Form
	Entry []Row
	Words Field
}

// Disputes is the list of those that nobody has answered, the oldest first.
type Disputes struct{ Lines []DisputeLine }

// DisputeLine is one of them: what they say of which entry, and the answer.
type DisputeLine struct {
	Text, By, Age string
	Late          bool // open for a day or longer
	Entry         []Row
	URL           string     // of the entry on its page; empty where it is on none
	Form          *SmallForm // nil where somebody else answers
	Waits         string     // and why
}

func iconOf(late bool) string {
	if late {
		return "stop"
	}
	return "wait"
}
