package plain

// Take is taking everything that is written about somebody.
type Take struct {
	Title, Lead, NotHere, Sure, Phone, Code, CodeHint, Take, NotYou string
	NeverIn                                                         []string
}

var englishTake = Take{
	Title: "Take it all with me",
	Lead:  "You get all that is written about you here, as a file. Some things are never in it.",
	NeverIn: []string{"What somebody else told us in confidence.", "Who is better not here when you are.",
		"The names of other people."},
	NotHere: "This screen is for everybody, so no file is left on it. Ask staff. They can give it to you.",
	Sure:    "We must be sure that it is you. Whoever has the file can read it. Keep it safe.",
	Phone:   "It is me. Get the file", Code: "Or type a code from staff", CodeHint: "The code has 8 numbers.",
	Take: "Get the file", NotYou: "These numbers are not yours. Ask staff for a new code.",
}
