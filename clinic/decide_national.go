package clinic

import (
	"regexp"
	"slices"

	"steady/moment"
	"steady/person"
	"steady/refusal"
)

// nationalRule names the rules of the national return; reportRule what is only
// kept to be told.
const (
	nationalRule = "R-DAT-07"
	reportRule   = "reports"
)

var (
	nationShape = regexp.MustCompile(`^[A-Z]{3}$`)
	agencyShape = regexp.MustCompile(`^[A-Z0-9]{1,12}$`)
)

func (d *decider) national(body Body) *Refusal {
	switch b := body.(type) {
	case RecordNational:
		return d.recordNational(b)
	case SetNational:
		if !agencyShape.MatchString(b.Agency) || b.Area != "" && !agencyShape.MatchString(b.Area) ||
			b.Local != "" && !agencyShape.MatchString(b.Local) {
			return refusal.New("national_code_wrong", "R-DAT-04",
				"Write the codes as the national system gave them: capital letters and digits.")
		}
		d.say(&NationalSet{b})
	case EnterCost:
		return d.enterCost(b)
	case SetFunding:
		if b.Places < 0 || b.Places > mostAtOnce || b.Until != 0 && b.Until < moment.Day(1) {
			return refusal.New("funding_wrong", reportRule,
				"Write how many places are paid for, 0 where none are set, and the last day or none.")
		}
		d.say(&FundingSet{b})
	}
	return nil
}

// orNone reports whether a code is of a list, or is not given.
func orNone[T ~string](list []Coded[T], code T) bool { return code == "" || known(list, code) }

func (d *decider) recordNational(b RecordNational) *Refusal {
	w := d.s.Ways[b.Person]
	switch {
	case w == nil:
		return unknownPerson()
	case !known(SendAnswers, b.Agrees):
		return refusal.New("national_incomplete", nationalRule,
			"Ask whether it may be sent, and write their answer: yes or no. Treatment does not depend on it.")
	case !b.sound():
		return refusal.New("national_wrong", nationalRule,
			"An answer cannot be: look at the codes, the age of first use and the drugs again. A drug stands once.")
	}
	if b.Agrees == MayNotSend {
		b = RecordNational{Person: b.Person, Agrees: b.Agrees} // nothing more is kept for a return that is not made
	}
	d.say(&NationalRecorded{b})
	return nil
}

// fieldsOfReturn name the texts that the cabinet holds for the national return
// and for nothing else.
var fieldsOfReturn = []string{"initials", "postcode"}

// Erases says of whom an event erases texts, and the names of those fields in
// the cabinet, however often they were written; "" where it erases none. A no to
// the national return leaves nothing that only the return needed. Texts that a
// later yes replaced stay: the return of an earlier position is made from them.
func Erases(f Fact) (person.UserID, []string) {
	if b, ok := f.(*NationalRecorded); ok && b.Agrees == MayNotSend {
		return b.Person, fieldsOfReturn
	}
	return "", nil
}

// Unsent lists who said no to the national return, in the order of their ids.
func (r *ReportRoom) Unsent() (out []person.UserID) {
	for id, x := range r.People {
		if x.Agrees == MayNotSend {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// sound reports whether the answers can be true together.
func (b RecordNational) sound() bool {
	ok := orNone(Sexes, b.Sex) && orNone(Ethnics, b.Ethnic) && orNone(UsedBys, b.Route) &&
		orNone(InjectsList, b.Injects) && orNone(HousingNeeds, b.Housing) && orNone(ChildrenLives, b.Children) &&
		(b.Nation == "" || nationShape.MatchString(b.Nation)) && len(b.Drugs) <= 3 &&
		b.FirstUse >= 0 && b.FirstUse <= oldest
	for i, x := range b.Drugs {
		ok = ok && known(NationalDrugs, x) && !slices.Contains(b.Drugs[:i], x)
	}
	return ok
}

// mostPence is a hundred million pounds: more is a slip of the hand.
const mostPence = 10_000_000_000

func (d *decider) enterCost(b EnterCost) *Refusal {
	if !known(CostKinds, b.Kind) || b.From <= 0 || b.To < b.From || b.To-b.From > 366 || b.Pence < 0 ||
		b.Pence > mostPence || b.Where.Ref == "" {
		return refusal.New("cost_incomplete", reportRule,
			"A cost names what it was for, its first and last day, at most a year, the pounds, and where the figure is from.")
	}
	for _, c := range d.s.Reports.Costs {
		if c.Kind == b.Kind && !c.same(b) && c.From <= b.To && b.From <= c.To {
			return refusal.New("cost_twice", reportRule,
				"Days of it are in another entry of the same kind: they would be counted twice. Set that one to nothing first.")
		}
	}
	d.say(&CostEntered{b})
	return nil
}
