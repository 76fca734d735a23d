package person

import "slices"

// Term is one thing that a person agrees to before treatment.
type Term struct {
	Code   string // as the journal keeps it
	Words  string // as it is read to the person
	Needed bool   // treatment does not begin without it
}

// Terms are what is agreed, as one dated text. A change of its words is a new
// version: the journal names the version that somebody agreed to.
type Terms struct {
	Version string
	Terms   []Term
}

// CurrentTerms is the text that this version of Steady asks about. The words
// are a plain-language starting point, not legal advice: a service has its own
// text approved and then changes words and version together.
func CurrentTerms() Terms {
	return Terms{Version: "2026-1", Terms: []Term{
		{"supervised", "I take each dose here, and staff stay near me.", true},
		{"readings", "Staff check how I am before and after each dose.", true},
		{"less_or_later", "A dose may be less, later or not at all when it would not be safe.", true},
		{"stay", "I stay until staff see that I am well enough to leave.", true},
		{"stop_any_time", "I may stop at any time, and say so to anybody here.", true},
		{"record", "My doses are written in a record that the law asks for.", true},
		{"share_gp", "You may tell my doctor outside that I am treated here.", false},
		{"share_other", "You may ask other services what I was given there.", false},
	}}
}

// Lacks lists the codes that treatment needs and agreed does not hold.
func (t Terms) Lacks(agreed []string) (missing []string) {
	for _, x := range t.Terms {
		if x.Needed && !slices.Contains(agreed, x.Code) {
			missing = append(missing, x.Code)
		}
	}
	return missing
}

// Knows reports whether every code is one of these terms, none twice.
func (t Terms) Knows(agreed []string) bool {
	for i, code := range agreed {
		known := slices.ContainsFunc(t.Terms, func(x Term) bool { return x.Code == code })
		if !known || slices.Contains(agreed[:i], code) {
			return false
		}
	}
	return true
}
