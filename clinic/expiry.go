package clinic

import (
	"cmp"
	"fmt"
	"slices"

	"steady/moment"
	"steady/person"
)

// ExpiryKind is what runs out.
type ExpiryKind string

// What runs out.
const (
	LicenceEnds      ExpiryKind = "licence"      // of a doctor (R-REG-19)
	AuthorityEnds    ExpiryKind = "authority"    // to witness a destruction (R-REG-26)
	ExemptionEnds    ExpiryKind = "exemption"    // of waste (R-REG-28)
	PrescriptionEnds ExpiryKind = "prescription" // of a person in treatment
)

// ExpirySteps are the days before its end on which an end is warned of, ever
// louder, the farthest first. R-REG-28 names 60 for the waste exemption; that
// the others follow it, and the two later steps, are the house's own rule.
var ExpirySteps = [...]int{60, 30, 7}

// Expiry is one paper that ends within the first of ExpirySteps, or has ended
// and nothing follows it. Text is a sentence without a name.
type Expiry struct {
	Kind   ExpiryKind
	Of     string         // its number or reference; "" for a prescription
	Staff  person.StaffID // whose licence, or who witnesses
	Person person.UserID  // whose prescription
	Ends   moment.Day     // the last day; 0: there is none
	Left   int            // whole days after today; below 0 it is over
	Step   int            // which of ExpirySteps was passed last
	Text   string
	Rule   string
}

// Over reports whether the paper no longer holds.
func (e Expiry) Over() bool { return e.Left < 0 }

// Expiries lists what ends soon, the soonest first.
func (s *State) Expiries(at moment.Instant) (out []Expiry) {
	today := s.zone.Day(at)
	add := func(e Expiry, what string) {
		e.Left = int(e.Ends - today)
		if e.Step = expiryStep(e.Left); e.Step == 0 || e.Left < -ExpirySteps[0] {
			return // far off, or long over and let go
		}
		e.Text = what + " " + endsWords(e.Ends, e.Left)
		out = append(out, e)
	}
	for _, l := range s.lastLicences(today) {
		add(Expiry{Kind: LicenceEnds, Of: l.Number, Staff: l.Doctor, Ends: l.To, Rule: "R-REG-19"},
			fmt.Sprintf("The licence for %s, no. %s,", l.Substance, l.Number))
	}
	for _, ref := range sorted(s.Stock.Authorities) {
		a := s.Stock.Authorities[ref]
		add(Expiry{Kind: AuthorityEnds, Of: ref, Staff: a.Witness, Ends: a.To, Rule: "R-REG-26"},
			"The authority "+ref+" to witness a destruction")
	}
	if x := s.Stock.Exemption; x != nil {
		add(Expiry{Kind: ExemptionEnds, Of: x.Number, Ends: x.To, Rule: "R-REG-28"}, "The waste exemption "+x.Number)
	}
	for _, id := range s.peopleInOrder() {
		if o := s.lastOrder(id); o != nil {
			add(Expiry{Kind: PrescriptionEnds, Person: id, Ends: o.Ends, Rule: "clinical-protocol 9"}, "The prescription")
		}
	}
	slices.SortStableFunc(out, func(a, b Expiry) int { return cmp.Compare(a.Ends, b.Ends) })
	if s.Stock.Exemption == nil {
		out = append([]Expiry{{Kind: ExemptionEnds, Left: -1, Step: ExpirySteps[len(ExpirySteps)-1], Rule: "R-REG-28",
			Text: "No waste exemption is entered for this place: nothing can be destroyed here."}}, out...)
	}
	return out
}

// expiryStep is the last of ExpirySteps that was passed, or 0.
func expiryStep(left int) (passed int) {
	for _, step := range ExpirySteps {
		if left <= step {
			passed = step
		}
	}
	return passed
}

func endsWords(day moment.Day, left int) string {
	switch {
	case left < 0:
		return "ended after " + words(day) + "."
	case left == 0:
		return "ends today."
	case left == 1:
		return "ends tomorrow, after " + words(day) + "."
	}
	return fmt.Sprintf("ends in %d days, after %s.", left, words(day))
}

// lastLicences are the licences with a last day that no other one of the same
// doctor and drug follows, while the doctor prescribes here.
func (s *State) lastLicences(today moment.Day) (out []person.Licence) {
	for _, l := range s.Licences {
		if l.To == 0 || l.From > l.To || !s.Staff[l.Doctor].Has(person.Prescriber) {
			continue
		}
		followed := slices.ContainsFunc(s.Licences, func(x person.Licence) bool {
			return x.Covers(l.Doctor, l.Substance, s.Premises, max(l.To+1, today)) ||
				l.To < today && x.To > l.To && x.Doctor == l.Doctor && x.Substance == l.Substance
		})
		if !followed {
			out = append(out, l)
		}
	}
	return out
}

// lastOrder is the prescription of somebody in treatment that ends last, or nil.
func (s *State) lastOrder(id person.UserID) *Order {
	p := s.People[id]
	if s.inTreatment(id) != nil || len(p.Orders) == 0 {
		return nil
	}
	last := &p.Orders[0]
	for i := range p.Orders {
		if p.Orders[i].Ends > last.Ends {
			last = &p.Orders[i]
		}
	}
	return last
}
