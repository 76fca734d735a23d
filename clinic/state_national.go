package clinic

import (
	"slices"

	"steady/moment"
	"steady/person"
)

// Facts of what a service tells others of itself.
type (
	// NationalRecorded is what the return asks of a person.
	NationalRecorded struct{ RecordNational }
	// NationalSet is the codes of this service.
	NationalSet struct{ SetNational }
	// CostEntered is a cost of some days.
	CostEntered struct{ EnterCost }
	// FundingSet is the places that are paid for.
	FundingSet struct{ SetFunding }
)

// Kind names of the clinical log.
func (NationalRecorded) Kind() string { return "national_recorded" }
func (NationalSet) Kind() string      { return "national_set" }
func (CostEntered) Kind() string      { return "cost_entered" }
func (FundingSet) Kind() string       { return "funding_set" }

// nationalFact is a fact that changes the room of reports and nothing else. It
// is about "" where it stands in nobody's record.
type nationalFact interface {
	nationalOf() person.UserID
	applyNational(r *ReportRoom, e Event)
}

func (f *NationalRecorded) nationalOf() person.UserID { return f.Person }
func (f *NationalSet) nationalOf() person.UserID      { return "" }
func (f *CostEntered) nationalOf() person.UserID      { return "" }
func (f *FundingSet) nationalOf() person.UserID       { return "" }

// newNationalFacts makes one empty fact of each kind, for the table of the codec.
func newNationalFacts() []func() Fact {
	return []func() Fact{mk[NationalRecorded], mk[NationalSet], mk[CostEntered], mk[FundingSet]}
}

// ReportRoom is what a service needs to tell of itself beside what it records
// anyway. No rule of dosing reads it.
type ReportRoom struct {
	People  map[person.UserID]*National `json:"people,omitempty"`
	Set     SetNational                 `json:"set,omitzero"`
	Costs   []EnterCost                 `json:"costs,omitempty"` // by first day and kind, at most costsKept
	Funding SetFunding                  `json:"funding,omitzero"`
}

// National is what stands of one person, with who wrote it down.
type National struct {
	RecordNational
	At moment.Instant `json:"at"`
	By person.StaffID `json:"by"`
}

// costsKept bounds the list; the journal keeps all.
const costsKept = 400

func (f *NationalRecorded) applyNational(r *ReportRoom, e Event) {
	keep(&r.People, f.Person, &National{f.RecordNational, e.Happened, e.By})
}

func (f *NationalSet) applyNational(r *ReportRoom, _ Event) { r.Set = f.SetNational }

func (f *FundingSet) applyNational(r *ReportRoom, _ Event) { r.Funding = f.SetFunding }

func (f *CostEntered) applyNational(r *ReportRoom, _ Event) {
	r.Costs = slices.DeleteFunc(slices.Clone(r.Costs), func(c EnterCost) bool { return c.same(f.EnterCost) })
	if f.Pence != 0 {
		r.Costs = append(r.Costs, f.EnterCost)
	}
	slices.SortStableFunc(r.Costs, func(a, b EnterCost) int {
		if a.From != b.From {
			return int(a.From - b.From)
		}
		return slices.IndexFunc(CostKinds, func(k Coded[CostKind]) bool { return k.Code == a.Kind }) -
			slices.IndexFunc(CostKinds, func(k Coded[CostKind]) bool { return k.Code == b.Kind })
	})
	if n := len(r.Costs) - costsKept; n > 0 {
		r.Costs = slices.Clone(r.Costs[n:])
	}
}

// same reports whether two entries are of the same kind and days.
func (b EnterCost) same(c EnterCost) bool {
	return b.Kind == c.Kind && b.From == c.From && b.To == c.To
}
