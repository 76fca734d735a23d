package register

import (
	"fmt"

	"steady/measure"
	"steady/refusal"
)

// Portion answers the entries that take a dose out of a solution into a syringe.
func (a *Accounts) Portion(solution, visit string, m measure.Mass) ([]Portioned, *refusal.Refusal) {
	taken, _ := split(a.Outstanding(SolutionAccount(solution)), m)
	var out []Portioned
	for _, t := range taken {
		out = append(out, Portioned{a.line(t.Page, 0, 0), solution, visit, t.Mass})
		m -= t.Mass
	}
	if m > 0 {
		return nil, refusal.New("solution_short", "R-REG-15",
			"The solution holds less than this dose: make it from ampoules, or make another solution.")
	}
	return out, nil
}

// Left says what keeps a page from closing: a balance, or an open difference;
// nil where nothing does.
func (s *Sheet) Left() *refusal.Refusal {
	if s.Ampoules == 0 && s.Mass == 0 && s.Open == nil {
		return nil
	}
	return refusal.New("balance_left", "R-REG-10", fmt.Sprintf(
		"%d ampoules and %s are on the page of %s, or a difference is open: "+
			"send, return or destroy them, and close the difference.", s.Ampoules, s.Mass, s.Product.Heading()))
}

// Close answers the entries that end every page: nothing is left on it, and no
// difference is open.
func (a *Accounts) Close(text Text) ([]Closed, *refusal.Refusal) {
	var out []Closed
	for _, id := range a.Pages() {
		s := a.Sheets[id]
		if no := s.Left(); no != nil {
			return nil, no
		}
		if !s.Closed {
			out = append(out, Closed{a.line(id, 0, 0), text})
		}
	}
	return out, nil
}
