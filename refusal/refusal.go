// Package refusal is the word "no" that every room shares: a value, not a
// fault. It carries a code, the rule or clause behind it, and one kind
// sentence that says what to do.
package refusal

// Refusal is a command that was understood and may not happen. It is an error
// so that shells can pass it on, but it is never logged as a fault.
type Refusal struct {
	Code     string `json:"code"`     // snake_case, listed in GLOSSARY.md
	Rule     string `json:"rule"`     // rule id or clause, for example E-PREP-09
	Sentence string `json:"sentence"` // one kind sentence: why, and the way on
}

// New makes a refusal.
func New(code, rule, sentence string) *Refusal { return &Refusal{code, rule, sentence} }

// Error returns the sentence with its code and rule.
func (r *Refusal) Error() string { return r.Code + " (" + r.Rule + "): " + r.Sentence }
