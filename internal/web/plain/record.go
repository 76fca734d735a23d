package plain

// Record is what is written about somebody, who read it, and what they agreed to.
type Record struct {
	Title string
}

var englishRecord = Record{Title: "My record"}
