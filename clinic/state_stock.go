package clinic

import (
	"steady/measure"
	"steady/moment"
	"steady/person"
	"steady/register"
)

// StockRoom is what the premises know of their stock beside the register. It is
// folded from the clinical log alone, as the register's pages are from theirs.
type StockRoom struct {
	Requisitions map[string]*Requisition     `json:"requisitions,omitempty"` // open ones
	Recalled     map[string]Recall           `json:"recalled,omitempty"`     // by batch
	Custody      map[register.Store]KeyHeld  `json:"custody,omitempty"`
	Cases        map[string]*DiscrepancyCase `json:"cases,omitempty"`       // open ones, by page
	Authorities  map[string]*Authority       `json:"authorities,omitempty"` // to witness a destruction, not used up
	Exemption    *RecordExemption            `json:"exemption,omitempty"`
	Returned     map[string]*Returned        `json:"returned,omitempty"`  // medicines brought back and not destroyed
	Solutions    map[string]*Solution        `json:"solutions,omitempty"` // not written off
	Home         map[person.UserID]AtHome    `json:"home,omitempty"`      // for which days somebody has doses at home
	Catalogue    map[string]ProductCode      `json:"catalogue,omitempty"` // by GTIN
	Disputes     map[string]OpenDispute      `json:"disputes,omitempty"`
	Alone        []AloneStep                 `json:"alone,omitempty"`   // not looked at yet
	Closed       moment.Instant              `json:"closed,omitempty"`  // the service has closed
	Outages      []RecordOutage              `json:"outages,omitempty"` // the last ones, as recorded
	Procedures   map[string]*ProcedureFile   `json:"procedures,omitempty"`
	Concerns     map[string]OpenConcern      `json:"concerns,omitempty"`
	Looks        []SignalLook                `json:"looks,omitempty"` // at the signals, the last ones
	Inspections  map[string]*Inspection      `json:"inspections,omitempty"`
}

// Requisition is one that is not wholly delivered.
type Requisition struct {
	RaiseRequisition
	By    person.StaffID              `json:"by"`
	At    moment.Instant              `json:"at"`
	Still map[string]measure.Ampoules `json:"still"` // by page
}

// Recall is a batch that is out of use.
type Recall struct {
	Source Text           `json:"source"`
	Since  moment.Instant `json:"since"`
	By     person.StaffID `json:"by"`
}

// KeyHeld is who holds the keys of a store.
type KeyHeld struct {
	Staff person.StaffID `json:"staff"`
	Since moment.Instant `json:"since"`
}

// CaseStep is one step of the case of a difference.
type CaseStep struct {
	At    moment.Instant `json:"at"`
	By    person.StaffID `json:"by"`
	To    To             `json:"to,omitempty"`    // of an escalation
	Cause register.Cause `json:"cause,omitempty"` // of a finding
	Text  Text           `json:"text"`
}

// DiscrepancyCase is the search for the cause of an open difference.
type DiscrepancyCase struct {
	Page  string         `json:"page"`
	Case  int64          `json:"case"`
	Since moment.Instant `json:"since"`
	Steps []CaseStep     `json:"steps,omitempty"`
}

// Told reports whether the case was taken to somebody.
func (c *DiscrepancyCase) Told(to To) bool {
	for _, x := range c.Steps {
		if x.To == to {
			return true
		}
	}
	return false
}

// whole reports whether nothing is missing that no stock room lacks.
func (k *StockRoom) whole() bool {
	ok := true
	for _, x := range k.Requisitions {
		ok = ok && x != nil
	}
	for _, x := range k.Cases {
		ok = ok && x != nil
	}
	for _, x := range k.Authorities {
		ok = ok && x != nil
	}
	for _, x := range k.Returned {
		ok = ok && x != nil
	}
	for _, x := range k.Solutions {
		ok = ok && x != nil
	}
	for _, x := range k.Inspections {
		ok = ok && x != nil
	}
	for _, x := range k.Procedures {
		ok = ok && x != nil
	}
	return ok
}

// stockFact is a fact that changes the stock room and nothing else.
type stockFact interface{ applyStock(s *State, e Event) }

// keep puts a value into a map that may not be there yet.
func keep[K comparable, V any](m *map[K]V, k K, v V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[k] = v
}

func (f *RequisitionRaised) applyStock(s *State, e Event) {
	r := &Requisition{RaiseRequisition: f.RaiseRequisition, By: e.By, At: e.Happened,
		Still: map[string]measure.Ampoules{}}
	for _, x := range f.Items {
		r.Still[x.Product.Page()] += x.Ampoules
	}
	keep(&s.Stock.Requisitions, f.Requisition, r)
}

func (f *RequisitionMet) applyStock(s *State, _ Event) {
	r := s.Stock.Requisitions[f.Requisition]
	if r.Still[f.Page] -= f.Ampoules; r.Still[f.Page] <= 0 {
		delete(r.Still, f.Page)
	}
	if len(r.Still) == 0 {
		delete(s.Stock.Requisitions, f.Requisition)
	}
}

func (f *RequisitionClosed) applyStock(s *State, _ Event) {
	delete(s.Stock.Requisitions, f.Requisition)
}

func (f *BatchRecalled) applyStock(s *State, e Event) {
	keep(&s.Stock.Recalled, f.Batch, Recall{f.Source, e.Happened, e.By})
}

func (f *RecallLifted) applyStock(s *State, _ Event) { delete(s.Stock.Recalled, f.Batch) }

func (f *CustodyHanded) applyStock(s *State, e Event) {
	for _, x := range f.Stores {
		keep(&s.Stock.Custody, x, KeyHeld{f.To, e.Happened})
	}
}

func (f *DiscrepancyOpened) applyStock(s *State, e Event) {
	keep(&s.Stock.Cases, f.Page, &DiscrepancyCase{Page: f.Page, Case: f.Case, Since: e.Happened})
}

func (f *DiscrepancyExplained) applyStock(s *State, e Event) {
	s.step(f.Page, CaseStep{e.Happened, e.By, "", f.Cause, f.Text})
}

func (f *DiscrepancyEscalated) applyStock(s *State, e Event) {
	s.step(f.Page, CaseStep{e.Happened, e.By, f.To, "", f.Reason})
}

func (f *DiscrepancyClosed) applyStock(s *State, _ Event) { delete(s.Stock.Cases, f.Page) }

func (s *State) step(page string, x CaseStep) {
	c := s.Stock.Cases[page]
	c.Steps = append(c.Steps, x)
}
