package page

// Witness is a page whose one press two people make: exactly what is recorded,
// line by line, why in one line, and the second person. Field: words.
type Witness struct {
	Form    Form
	Heading string
	Lines   []string
	Label   string
	Words   Field
	Second  SecondPerson
}
