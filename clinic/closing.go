package clinic

import (
	"fmt"

	"steady/measure"
	"steady/person"
	"steady/refusal"
	"steady/visit"
)

// ClosingKind is what a line of the list before a closing is about.
type ClosingKind string

// The lines, in the order in which they are asked for.
const (
	ClosingPeople   ClosingKind = "people"
	ClosingVisits   ClosingKind = "visits"
	ClosingStock    ClosingKind = "stock" // what is open in the stock room
	ClosingBalances ClosingKind = "balances"
)

// ClosingStep is one line of the list that must hold before the service closes
// (R-REG-10).
type ClosingStep struct {
	Kind   ClosingKind
	Text   string          // what is asked for
	Rule   string          //
	Left   int             // how much of it is still open
	No     *Refusal        // what closing answers while something is left; nil else
	People []person.UserID // who is left
	Visits []string
	Items  []string // what is left, in words
}

// Closing computes the list that must hold before the service closes. The
// refusal of CloseService is its first line with something left: the list and
// the rule are one.
func (s *State) Closing() []ClosingStep {
	people := ClosingStep{Kind: ClosingPeople, Rule: "R-REG-10", Text: "Nobody is in treatment here"}
	for _, id := range s.peopleInOrder() {
		if s.inTreatment(id) == nil {
			people.People = append(people.People, id)
		}
	}
	if people.Left = len(people.People); people.Left > 0 {
		people.No = refusal.New("people_left", "R-REG-10",
			"Somebody is still in treatment here: end or hand over each person's treatment first.")
	}
	visits := ClosingStep{Kind: ClosingVisits, Rule: "visit order", Text: "No visit is under way"}
	for _, v := range s.visitsInOrder() {
		if v.Stage != visit.Ended {
			visits.Visits = append(visits.Visits, v.ID)
		}
	}
	if visits.Left = len(visits.Visits); visits.Left > 0 {
		visits.No = refusal.New("visit_open", "visit order",
			"A visit is under way: end the visit first, then the treatment.")
	}
	return []ClosingStep{people, visits, s.closingStock(), s.closingBalances()}
}

// closingStock is what of the stock room waits for somebody.
func (s *State) closingStock() ClosingStep {
	out := ClosingStep{Kind: ClosingStock, Rule: "R-REG-10", Text: "Nothing of the stock waits for somebody"}
	k := &s.Stock
	for _, x := range []struct {
		n    int
		what string
	}{
		{len(k.Requisitions), "requisitions that are not wholly delivered"},
		{len(k.Solutions), "solutions that are not written off"},
		{len(k.Returned), "medicines that were brought back and not destroyed"},
		{len(k.Cases), "differences that are not closed"},
		{len(k.Disputes), "disputes that are not answered"},
		{len(k.Alone), "steps without a second person that nobody looked at"},
	} {
		if x.n > 0 {
			out.Left += x.n
			out.Items = append(out.Items, fmt.Sprintf("%d %s", x.n, x.what))
			out.No = refusal.New("work_left", "R-REG-10",
				"Something of the stock is open: a requisition, a return, a difference, a dispute or a step to look at.")
		}
	}
	return out
}

// closingBalances are the pages with something on them.
func (s *State) closingBalances() ClosingStep {
	out := ClosingStep{Kind: ClosingBalances, Rule: "R-REG-10", Text: "Every balance is zero"}
	for _, id := range s.Accounts.Pages() {
		if no := s.Accounts.Sheets[id].Left(); no != nil {
			out.Left++
			out.Items = append(out.Items, no.Sentence)
			if out.No == nil {
				out.No = no
			}
		}
	}
	return out
}

// mayClose is the first line of the list with something left, as a refusal.
func (s *State) mayClose() *Refusal {
	for _, x := range s.Closing() {
		if x.No != nil {
			return x.No
		}
	}
	return nil
}

// ClosedPage is a page of a register whose service has closed.
type ClosedPage struct {
	Page     string
	Heading  string
	Ampoules measure.Ampoules
	Mass     measure.Mass
}

// ClosedPages lists the pages of a service that has closed, each with what is on
// it; nil while it has not. The register's own rules leave nothing on them.
func (s *State) ClosedPages() (out []ClosedPage) {
	if s.Stock.Closed == 0 {
		return nil
	}
	for _, id := range s.Accounts.Pages() {
		sh := s.Accounts.Sheets[id]
		out = append(out, ClosedPage{id, sh.Product.Heading(), sh.Ampoules, sh.Mass})
	}
	return out
}
