package clinic

import (
	"fmt"
	"slices"
	"strings"

	"steady/measure"
	"steady/moment"
	"steady/refusal"
	"steady/register"
	"steady/register/gs1"
)

// ScannedDose is ampoules chosen for a dose, with those whose pack was scanned.
type ScannedDose struct {
	Picks []register.Pick
	Seen  []register.Pick // of Picks
}

// ScanForDose holds packs that are scanned for a dose to the ampoules chosen for
// it: the drug, salt and strength, the batch as the register knows it, in date,
// in use, and in the store that the ampoules are taken from. A pack of another
// batch of the same kind takes the place of the one chosen. A pack that has no
// code is named by its batch.
func (s *State) ScanForDose(v *Visit, chosen []register.Pick, codes []string,
	at moment.Instant) (ScannedDose, *Refusal) {
	out, day := ScannedDose{Picks: slices.Clone(chosen)}, s.zone.Day(at)
	p := s.People[v.Person]
	if p.Rx == nil {
		return out, refusal.New("on_hold", "E-ORD-01", "There is no prescription in force: ask the prescriber.")
	}
	for _, code := range codes {
		pack, no := s.packForDose(code, day)
		if no != nil {
			return out, no
		}
		if pack.Product.Form != p.Rx.Form {
			return out, refusal.New("wrong_form", "E-UNIT-03", fmt.Sprintf("The dose is %s, this pack is %s: "+
				"put it back and take ampoules of the prescribed form.", p.Rx.Form, pack.Product.Form))
		}
		if no := s.takePack(&out, pack); no != nil {
			return out, no
		}
	}
	_, no := s.Accounts.Draw(v.ID, out.Picks, s.reserved(v), p.Rx.Form, day)
	return out, no
}

// packForDose reads the code of a pack, or the batch of one without a code.
func (s *State) packForDose(code string, day moment.Day) (AmpoulePack, *Refusal) {
	var found []AmpoulePack
	for _, page := range s.Accounts.Pages() {
		sheet := s.Accounts.Sheets[page]
		for _, l := range sheet.Lots {
			if l.Batch == code {
				found = append(found, AmpoulePack{Batch: l.Batch, Expiry: l.Expiry, Product: sheet.Product})
			}
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	return s.readPack(code, day)
}

// takePack puts a pack in the place of the pick that it stands for.
func (s *State) takePack(x *ScannedDose, pack AmpoulePack) *Refusal {
	i, fits := -1, 0 // the pick that it stands for: its own batch, else one not scanned yet, else any of the strength
	for j, k := range x.Picks {
		fit := 1
		switch {
		case k.Page != pack.Product.Page():
			continue
		case k.Batch == pack.Batch:
			fit = 3
		case !slices.Contains(x.Seen, k):
			fit = 2
		}
		if fit > fits {
			i, fits = j, fit
		}
	}
	if i < 0 {
		return refusal.New("wrong_strength", "E-PREP-08", fmt.Sprintf("This pack is %s, and the dose is made from %s: "+
			"put it back and scan one of those.", pack.Product.Content, s.strengths(x.Picks)))
	}
	if no := s.packInUse(pack, x.Picks[i]); no != nil {
		return no
	}
	if fits == 1 {
		return refusal.New("scan_differs", "R-REG-18",
			"The packs for this strength are scanned already: put this one back, or tap other ampoules and begin again.")
	}
	x.Picks[i].Batch = pack.Batch
	if !slices.Contains(x.Seen, x.Picks[i]) {
		x.Seen = append(x.Seen, x.Picks[i])
	}
	return nil
}

// packInUse refuses a pack that the register does not know so, that is out of
// use, or that lies elsewhere than the ampoules chosen.
func (s *State) packInUse(pack AmpoulePack, chosen register.Pick) *Refusal {
	var lot *register.Lot
	var from []register.Store // where the ampoules chosen lie
	if sheet := s.Accounts.Sheets[chosen.Page]; sheet != nil {
		for i, l := range sheet.Lots {
			if l.Batch == pack.Batch {
				lot = &sheet.Lots[i]
			}
			if l.Batch == chosen.Batch {
				for _, put := range l.Nearest(chosen.Count) {
					from = append(from, put.Store)
				}
			}
		}
	}
	_, recalled := s.Stock.Recalled[pack.Batch]
	switch {
	case lot == nil:
		return refusal.New("unknown_batch", "R-REG-18", fmt.Sprintf(
			"Batch %s is not on this page: check the label, or record its receipt first.", pack.Batch))
	case lot.Expiry != pack.Expiry:
		return refusal.New("batch_differs", "R-REG-18", fmt.Sprintf(
			"Batch %s is on this page with expiry %s: check the pack.", lot.Batch, lot.Expiry))
	case recalled:
		return refusal.New("batch_recalled", "R-REG-18", fmt.Sprintf(
			"Batch %s has been recalled: put the pack into quarantine with a witness, and take another batch.", pack.Batch))
	case lot.Usable() <= 0:
		return refusal.New("set_aside", "R-REG-18", fmt.Sprintf(
			"All of batch %s is in quarantine: put the pack there, and take another batch.", lot.Batch))
	case pack.Batch == chosen.Batch:
		return nil
	}
	for _, st := range from {
		if lot.At[st] > 0 {
			return nil
		}
	}
	return refusal.New("other_store", "R-REG-43", fmt.Sprintf("By the register batch %s is %s, and these ampoules are "+
		"taken from elsewhere: put it back, or record first that it was moved.", lot.Batch, lot.Nearest(1)[0].Store.Where()))
}

// strengths words what a dose is made from: "10 mg and 5 mg".
func (s *State) strengths(picks []register.Pick) (out string) {
	for _, k := range picks {
		if sheet := s.Accounts.Sheets[k.Page]; sheet != nil {
			if out != "" {
				out += " and "
			}
			out += sheet.Product.Content.String()
		}
	}
	return out
}

// scannedFor holds the packs that were scanned for a syringe to its ampoules.
func (d *decider) scannedFor(v *Visit, b Prepare) *Refusal {
	if len(b.Scanned) == 0 {
		return nil
	}
	x, no := d.s.ScanForDose(v, b.Picks, b.Scanned, d.at)
	if no == nil && !slices.Equal(x.Picks, b.Picks) {
		no = refusal.New("scan_differs", "R-REG-18",
			"A pack of another batch was scanned than the ampoules that are chosen: scan again, or choose again.")
	}
	return no
}

// ReadSolution reads the label of a solution that a dose is drawn from. is says
// that it was such a label; it is refused where the solution is not one to draw
// this dose from.
func (s *State) ReadSolution(v *Visit, dose measure.Mass, read string, at moment.Instant) (id string, is bool,
	no *Refusal) {
	c, err := gs1.Parse(read)
	value, is := c.Get(gs1.Solution)
	if err != nil || !is {
		return "", false, nil
	}
	id, _, _ = strings.Cut(value, ".")
	x, p := s.Stock.Solutions[id], s.People[v.Person]
	switch {
	case x == nil || p.Rx == nil:
		return id, true, refusal.New("solution_unknown", "R-REG-15",
			"There is no such solution: choose one of the list, or ampoules.")
	case value != x.Code().Value(gs1.Solution):
		return id, true, wrongLabel("This label is not of that solution as it was made: look for its own label.")
	}
	d := &decider{s: s, at: at}
	return id, true, d.drawable(x, dose, p.Rx.Form)
}
