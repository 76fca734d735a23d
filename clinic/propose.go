package clinic

import (
	"cmp"
	"slices"

	"steady/measure"
	"steady/moment"
	"steady/register"
)

// ProposePicks chooses ampoules for a dose from sealed stock that is in date
// and in no other syringe: smallest total, then fewest ampoules (E-PREP-08),
// earliest expiry first within a strength. It answers the picks, their content
// and the least volume that dissolves them (P-PREP-01); measure.ErrStock where
// the safe holds too little.
func ProposePicks(s *State, dose measure.Mass, form measure.Form, day moment.Day) ([]register.Pick, measure.Mass,
	measure.Volume, error) {
	var offers []measure.Offer
	pages := map[measure.Mass]string{}
	lots := map[string][]register.Lot{}
	reserved := s.reserved(nil)
	for _, page := range s.Accounts.Pages() {
		sheet := s.Accounts.Sheets[page]
		if sheet.Product.Form != form {
			continue
		}
		free := s.freeLots(page, day, reserved)
		var n measure.Ampoules
		for _, l := range free {
			n += l.Count
		}
		pages[sheet.Product.Content], lots[page] = page, free
		offers = append(offers, measure.Offer{Content: sheet.Product.Content, Count: n})
	}
	chosen, waste, err := measure.Choose(dose, offers)
	if err != nil {
		return nil, 0, 0, err
	}
	var picks []register.Pick
	var volume measure.Volume
	for _, c := range chosen {
		volume += measure.MinDiluent(c.Content) * measure.Volume(c.Count)
		need := c.Count
		for _, l := range lots[pages[c.Content]] {
			if n := min(need, l.Count); n > 0 {
				picks = append(picks, register.Pick{Page: pages[c.Content], Batch: l.Batch, Count: n})
				need -= n
			}
		}
	}
	return picks, dose + waste, volume, nil
}

// freeLots are the lots of a page in date and not in an unchecked syringe,
// earliest expiry first.
func (s *State) freeLots(page string, day moment.Day, reserved []register.Pick) []register.Lot {
	var out []register.Lot
	for _, l := range s.Accounts.Sheets[page].Lots {
		l.Count = l.Usable()
		for _, k := range reserved {
			if k.Page == page && k.Batch == l.Batch {
				l.Count -= k.Count
			}
		}
		if l.Count > 0 && l.Expiry >= day {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b register.Lot) int {
		return cmp.Or(cmp.Compare(a.Expiry, b.Expiry), cmp.Compare(a.Batch, b.Batch))
	})
	return out
}
