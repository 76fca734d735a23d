package page

// SignIn asks who is at the tablet and then for their PIN or passkey. Chosen
// is nil while somebody is being chosen.
type SignIn struct {
	Heading string // "Sign in"
	Staff   []StaffTile
	Chosen  *StaffTile
	Form    Form  // posts field pin, or field passkey
	PIN     Field // never carries a value back
	Passkey string
	Other   string // address to choose somebody else
	Tries   string // "2 tries left" when one failed
	Note    string // first use, or where to get a PIN
}

// StaffTile is one person of the staff as a big tile.
type StaffTile struct {
	ID   string
	Name string
	Role string
	URL  string
	Why  string // why they cannot be chosen here; empty when they can
}

// Locked is the resting tablet. Return is where unlocking leads.
type Locked struct {
	Name    string
	Form    Form // posts field pin, or field passkey
	PIN     Field
	Passkey string // address that begins the ceremony; empty without one
	Other   string // address for another person to sign in
	Return  string // "Board" or the like, in words
}

// SecondPerson is the block where another person confirms, on the same screen,
// exactly what is shown. Its fields are second, pin2, passkey and shown.
type SecondPerson struct {
	What    string // the sentence they confirm
	Why     string // who may be the second person
	Staff   []Choice
	Who     Pick
	PIN     Field
	Passkey string   // address that begins the ceremony
	Lines   []string // what they sign, line by line; empty where the form itself is what they sign
	Shown   string   // digest of what is shown; it is what they sign
	Button  string   // words of the button
	Action  string   // formaction of the button; empty for the form's own
	Alone   *Alone   // nil where the law in force lets nobody go without a second person here
}

// Alone is the way on where nobody can be the second person and the law in
// force lets the step go without one (R-REG-14). Its fields are alone, which is
// yes where its own button was pressed, and alone_reason.
type Alone struct {
	Reason Field
	Rule   string
	Open   bool
}

func (s SecondPerson) digest() string {
	if len(s.Shown) > 12 {
		return s.Shown[:12]
	}
	return s.Shown
}

func keys() []string {
	return []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "back"}
}

func keyWord(k string) string {
	switch k {
	case "clear":
		return "Clear"
	case "back":
		return "Delete"
	}
	return k
}
