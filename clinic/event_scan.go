package clinic

import (
	"steady/moment"
	"steady/person"
)

// Facts of the catalogue.
type (
	// ProductCodeEntered stands until it is ended.
	ProductCodeEntered struct {
		EnterProductCode
		Signed Confirmation `json:"signed"`
	}
	// ProductCodeEnded takes a GTIN out of the catalogue.
	ProductCodeEnded struct{ EndProductCode }
)

// Kind names of the clinical log.
func (ProductCodeEntered) Kind() string { return "product_code_entered" }
func (ProductCodeEnded) Kind() string   { return "product_code_ended" }

func newScanFacts() []func() Fact { return []func() Fact{mk[ProductCodeEntered], mk[ProductCodeEnded]} }

// ProductCode is one line of the catalogue.
type ProductCode struct {
	EnterProductCode
	Since moment.Instant `json:"since"`
	By    person.StaffID `json:"by"`
}

func (f *ProductCodeEntered) applyStock(s *State, e Event) {
	keep(&s.Stock.Catalogue, f.GTIN, ProductCode{f.EnterProductCode, e.Happened, e.By})
}

func (f *ProductCodeEnded) applyStock(s *State, _ Event) { delete(s.Stock.Catalogue, f.GTIN) }
