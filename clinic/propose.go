package clinic

import (
	"sort"

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
	for _, page := range s.Accounts.Pages() {
		sheet := s.Accounts.Sheets[page]
		if sheet.Product.Form != form {
			continue
		}
		free := s.freeLots(page, day)
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
func (s *State) freeLots(page string, day moment.Day) []register.Lot {
	taken := map[string]measure.Ampoules{}
	for _, k := range s.reserved(nil) {
		if k.Page == page {
			taken[k.Batch] += k.Count
		}
	}
	var out []register.Lot
	for _, l := range s.Accounts.Sheets[page].Lots {
		if l.Count = l.Usable() - taken[l.Batch]; l.Count > 0 && l.Expiry >= day {
			out = append(out, l)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Expiry != out[j].Expiry {
			return out[i].Expiry < out[j].Expiry
		}
		return out[i].Batch < out[j].Batch
	})
	return out
}
