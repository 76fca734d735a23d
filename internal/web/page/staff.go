package page

// Staff is the list of the staff with their roles, and the doctors' licences.
type Staff struct {
	Lines    []StaffLine
	Add      *StaffForm
	Same     *SmallForm // says that two accounts are one person; nil without the right
	Licences []LicenceLine
	Grant    *LicenceForm
	Kiosks   *Link      // screens for people's own pages; nil without the right
	Close    *Link      // closing the service; nil without the right
	Waits    []WorkPart // for the manager: what ends, and what is disputed
}

// LicenceLine is one licence of a doctor (R-REG-19).
type LicenceLine struct {
	Doctor, Drug, Number, Dates, Acts string
	Ended                             bool
	End                               *EndForm // nil without the right, or once it has ended
}

// EndForm ends a licence or roles before their time. Fields: reason, and for a
// licence on[day] … and what names it in Form.Hidden; for roles roles (any number).
type EndForm struct {
	ID     string // unique on the page
	Form   Form
	On     DateFields
	Roles  []Choice
	Role   Picks
	Reason Field
	Open   bool
}

// LicenceForm enters a licence. Fields: doctor, substance, number, from[day] …,
// to[day] ….
type LicenceForm struct {
	Form       Form
	Doctors    []Choice
	Doctor     Pick
	Substances []Choice
	Substance  Pick
	Acts       []Choice // acts (any number)
	Act        Picks
	Number     Field
	From, To   DateFields
}

// StaffLine is one person of the staff.
type StaffLine struct {
	Name    string
	Roles   string
	Means   string // "PIN, 1 passkey"
	SameAs  string // "One person with …", where accounts are linked
	Actions []Action
	NewPIN  *PINForm // nil without the right
	End     *EndForm // of roles; nil without the right
}

// PINForm issues somebody a PIN. Field: pin.
type PINForm struct {
	ID   string // unique on the page
	Form Form
	PIN  Field
}

// StaffForm adds somebody. Fields: name, registration, roles (any number), pin.
type StaffForm struct {
	Form         Form
	Name         Field
	Registration Field
	Roles        []Choice
	Role         Picks
	PIN          Field
}

// Me is the signed-in person's own page: PIN and passkeys.
type Me struct {
	Note       string // why they are here, when they did not come by themselves
	Passkeys   []KeyLine
	AddPasskey string // address that begins making one; it is sent label and pin
	Form       Form   // posts the made passkey, with fields label and pin
	Label      Field
	PIN        Field
	PINForm    Form // fields pin_old, pin_new, pin_again
	PINOld     Field
	PINNew     Field
	PINAgain   Field
	SignOut    Form
}

// KeyLine is one passkey with the way to remove it.
type KeyLine struct {
	Label  string
	State  string // "added …, last used …"
	Remove Form
}

// Confirm is a simple page that answers or asks one thing.
type Confirm struct {
	Heading string
	Text    []string
	Rows    []Row
	Actions []Action
	Back    *Link
	Kind    string // "", good, warn
}

// Fault is the page for what went wrong on our side. ID is in the log too, so
// both sides can quote it.
type Fault struct {
	Heading string
	Text    string
	ID      string
	At      string
	Ways    []Link
}

// LateEntry adds what is right to an earlier entry. Fields: no, words,
// happened[day] … and happened_time, and reason where it is late.
type LateEntry struct {
	Form             Form
	Heading          string
	Entry            []Row // what is corrected; empty asks for its number in field no
	No               Field
	Day, Month, Year string
	DateError        string
	Time             Field
	Words            Field
	Reason           Field
}
