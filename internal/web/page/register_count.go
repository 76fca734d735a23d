package page

// Count is blind: nothing in it says what is expected. Fields: of, store, third,
// pin3, and the Name of each line.
type Count struct {
	Form    Form
	Heading string
	Two     string
	Had     string   // who counted when the difference was found; empty for no recount
	Kinds   []Choice // empty where the kind is settled: a recount
	Kind    Pick
	Stores  []Choice
	Store   Pick
	Lines   []CountLine
	Third   ThirdPerson
	Second  SecondPerson
}

// CountLine asks how many there are.
type CountLine struct {
	Name  string // field name
	Label string // "Diamorphine hydrochloride 100 mg powder ampoules"
	Hint  string // where they are kept
	Unit  string // "ampoules"
	Field Field
}

// ThirdPerson is who signs the monthly count beside the two. Fields: third, pin3.
type ThirdPerson struct {
	Staff []Choice
	Who   Pick
	PIN   Field
	Open  bool
}

// CountedView is what a count said, page by page.
type CountedView struct {
	Lines []CountedLine
}

// CountedLine is the last count of one page.
type CountedLine struct {
	Label  string
	By     string // who counted, when, and which count it was
	Says   string // "agrees: 42 ampoules"
	Agrees bool
	Note   string
	Way    *Link
}
