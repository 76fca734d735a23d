package clinic

import (
	"steady/measure"
	"steady/register"
)

// The catalogue: what the product code on an ampoule pack stands for.
type (
	// EnterProductCode says, before two people with such a pack in their hands,
	// which product a GTIN is and how many ampoules one pack holds. Nothing is
	// received by scan before that.
	EnterProductCode struct {
		GTIN     string           `json:"gtin"` // 14 digits, with its check digit
		Product  register.Product `json:"product"`
		Ampoules measure.Ampoules `json:"ampoules"` // in one pack
	}
	// EndProductCode takes a GTIN out of the catalogue: packs with it are not
	// received by scan any more. It can be entered again, also as another product.
	EndProductCode struct {
		GTIN   string `json:"gtin"`
		Reason Text   `json:"reason"`
	}
)

// CommandKind names the command in the who-may table.
func (EnterProductCode) CommandKind() string { return "enter_product_code" }
func (EndProductCode) CommandKind() string   { return "end_product_code" }
