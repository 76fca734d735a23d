package page

import "strings"

// Procedures is the list of standard operating procedures, and the form to adopt
// one. Fields: name, version, from[day] …, words.
type Procedures struct {
	Lines         []ProcedureLine
	Adopt         *Form // nil without the right
	Name, Version Field
	From          DateFields
	Words         Field
}

// ProcedureLine is one procedure in the version adopted last.
type ProcedureLine struct {
	Name, Version, From, Digest string
	Text                        *Link // its text, where it is kept here
	Earlier                     []string
	Signed, Unsigned            []string // names
	Sign                        *Form    // nil where one has signed, or it is nobody's to sign
}

// ProcedureText is the text of one version.
type ProcedureText struct{ Name, Version, Text string }

// listed prints names in a row.
func listed(names []string) string {
	if len(names) == 0 {
		return "nobody"
	}
	return strings.Join(names, ", ")
}
