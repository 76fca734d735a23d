package page

// Witness is a page whose one press two people make: why in one
// line, and the second person, who sees what they sign line by line. Field: words.
type Witness struct {
	Form    Form
	Heading string
	Label   string // of the line; empty where none is asked for
	Words   Field
	Second  SecondPerson
}
