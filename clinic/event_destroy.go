package clinic

import (
	"steady/measure"
	"steady/moment"
	"steady/register"
)

// Facts around destruction.
type (
	// WitnessAuthorised stands until its last day, or until it is used up.
	WitnessAuthorised struct{ AuthoriseWitness }
	// AuthorityUsed says what of an authority was destroyed.
	AuthorityUsed struct {
		Ref   string          `json:"ref"`
		Items []register.Take `json:"items"`
	}
	// ExemptionRecorded is the waste exemption in force.
	ExemptionRecorded struct{ RecordExemption }
	// TakenBack is medicine that somebody brought back, before two persons.
	TakenBack struct {
		TakeBack
		Signed Confirmation `json:"signed"`
	}
	// ReturnedDestroyed ends it.
	ReturnedDestroyed struct {
		DestroyReturned
		Units  int          `json:"units"`
		Signed Confirmation `json:"signed"`
	}
)

// Kind names of the clinical log.
func (WitnessAuthorised) Kind() string { return "witness_authorised" }
func (AuthorityUsed) Kind() string     { return "authority_used" }
func (ExemptionRecorded) Kind() string { return "exemption_recorded" }
func (TakenBack) Kind() string         { return "taken_back" }
func (ReturnedDestroyed) Kind() string { return "returned_destroyed" }

func newDestroyFacts() []func() Fact {
	return []func() Fact{mk[WitnessAuthorised], mk[AuthorityUsed], mk[ExemptionRecorded], mk[TakenBack],
		mk[ReturnedDestroyed]}
}

// Authority is a witness's authority with what of it is not destroyed yet.
type Authority struct {
	AuthoriseWitness
	Still map[string]measure.Ampoules `json:"still"` // by page and batch
}

// Returned is medicine that somebody brought back and that is still here.
type Returned struct {
	TakeBack
	Since moment.Instant `json:"since"`
}

// lotKey names a batch of a page.
func lotKey(page, batch string) string { return page + "/" + batch }

func (f *WitnessAuthorised) applyStock(s *State, _ Event) {
	a := &Authority{f.AuthoriseWitness, map[string]measure.Ampoules{}}
	for _, x := range f.Items {
		a.Still[lotKey(x.Page, x.Batch)] += x.Count
	}
	keep(&s.Stock.Authorities, f.Ref, a)
}

func (f *AuthorityUsed) applyStock(s *State, _ Event) {
	a := s.Stock.Authorities[f.Ref]
	for _, x := range f.Items {
		key := lotKey(x.Page, x.Batch)
		if a.Still[key] -= x.Count; a.Still[key] == 0 {
			delete(a.Still, key)
		}
	}
	if len(a.Still) == 0 {
		delete(s.Stock.Authorities, f.Ref)
	}
}

func (f *ExemptionRecorded) applyStock(s *State, _ Event) { s.Stock.Exemption = &f.RecordExemption }

func (f *TakenBack) applyStock(s *State, e Event) {
	keep(&s.Stock.Returned, f.Record, &Returned{f.TakeBack, e.Happened})
}

func (f *ReturnedDestroyed) applyStock(s *State, _ Event) { delete(s.Stock.Returned, f.Record) }
