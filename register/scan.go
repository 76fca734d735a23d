package register

import "slices"

// ScannedPacks are the packs of one product code that came with a delivery.
type ScannedPacks struct {
	GTIN    string   `json:"gtin"`
	Count   int      `json:"count"`             // packs
	Serials []string `json:"serials,omitempty"` // of those that have one, as scanned
}

// SerialKnown reports whether a pack of this product code and serial number was
// received on a page. It is remembered as long as ampoules of its batch are
// there: no longer than the state needs, and no shorter than it can come twice
// unseen.
func (a *Accounts) SerialKnown(page, gtin, serial string) bool {
	s := a.Sheets[page]
	if s == nil {
		return false
	}
	for _, l := range s.Lots {
		if slices.Contains(l.Serials[gtin], serial) {
			return true
		}
	}
	return false
}

// remember keeps the serial numbers of packs with their batch.
func (l *Lot) remember(packs []ScannedPacks) {
	for _, p := range packs {
		if len(p.Serials) == 0 {
			continue
		}
		if l.Serials == nil {
			l.Serials = map[string][]string{}
		}
		l.Serials[p.GTIN] = append(l.Serials[p.GTIN], p.Serials...)
	}
}
