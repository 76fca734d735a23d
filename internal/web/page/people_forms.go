package page

// DateFields are the three parts of a date as typed, and what is wrong with it.
type DateFields struct {
	Day, Month, Year string
	Error            string
}

// NamedField is a field whose name and words the page is told.
type NamedField struct {
	Name  string
	Label string
	Hint  string
	Field Field
}

// Admit begins treatment. Fields: name, born[day] …, address, allergies, one time field
// for each session, trimester, spo2_scale; already where no referral stands
// behind it.
type Admit struct {
	Form       Form
	Title      string
	Lead       string
	Already    *Field
	Name       Field
	Born       DateFields
	Address    Field
	Allergies  Field
	Times      []NamedField
	Trimesters []Choice
	Trimester  Pick
	Scale2     bool // spo2_scale is "2"
}

// BookForm books one more visit of today: a walk-in, or the prescribed top-up.
// Fields: session, time, top_up.
type BookForm struct {
	TopUp    string // the prescribed one, "" for none
	Form     Form
	Sessions []Choice
	Session  Pick
	Time     Field
	Despite  Field
}
