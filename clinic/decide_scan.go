package clinic

import (
	"fmt"
	"slices"

	"steady/measure"
	"steady/moment"
	"steady/refusal"
	"steady/register"
	"steady/register/gs1"
)

// Limits of the house: more than any pack holds, more packs than one line of a
// delivery brings.
const (
	mostInPack = 1000
	mostPacks  = 500
)

func (d *decider) enterProductCode(b EnterProductCode) *Refusal {
	if no := d.twoPeople(); no != nil {
		return no
	}
	x, known := d.s.Stock.Catalogue[b.GTIN]
	full, err := gs1.PadGTIN(b.GTIN)
	switch {
	case err != nil || full != b.GTIN:
		return refusal.New("gtin_invalid", "R-REG-18",
			"The product code has 14 digits, and the last one checks the others: scan it, or type it again.")
	case known:
		return refusal.New("gtin_known", "R-REG-18", fmt.Sprintf(
			"This product code stands for %d ampoules of %s: end that first, if it is wrong.", x.Ampoules, x.Product.Heading()))
	case !b.Product.Known():
		return unknownProduct()
	case b.Ampoules <= 0 || b.Ampoules > mostInPack:
		return refusal.New("bad_count", "R-REG-13", "Write how many ampoules one pack holds: a whole number above 0.")
	}
	d.say(&ProductCodeEntered{b, d.signed()})
	return nil
}

func unknownProduct() *Refusal {
	return refusal.New("unknown_product", "R-REG-04",
		"Name the drug, its salt form and the content of one ampoule as printed on the pack.")
}

func (d *decider) endProductCode(b EndProductCode) *Refusal {
	if _, known := d.s.Stock.Catalogue[b.GTIN]; !known {
		return gtinUnknown(b.GTIN)
	}
	if b.Reason.Ref == "" {
		return refusal.New("reason_missing", "R-REG-18", "Write in one line why it stands for this product no more.")
	}
	d.say(&ProductCodeEnded{b})
	return nil
}

func gtinUnknown(gtin string) *Refusal {
	return refusal.New("gtin_unknown", "R-REG-18", fmt.Sprintf("Product code %s is not in the catalogue: "+
		"a pharmacist or the accountable officer enters it, or type what is printed on the pack.", gtin))
}

// AmpoulePack is what the code on one ampoule pack says, read with the
// catalogue.
type AmpoulePack struct {
	GTIN, Serial, Batch string
	Expiry              moment.Day
	Product             register.Product
	Ampoules            measure.Ampoules
}

// readPack reads the code of an ampoule pack. What it does not say, or what the
// catalogue does not know, is refused.
func (s *State) readPack(code string, day moment.Day) (AmpoulePack, *Refusal) {
	unreadable := func(why string) (AmpoulePack, *Refusal) {
		return AmpoulePack{}, refusal.New("scan_unreadable", "R-REG-18",
			"This is not the square code of an ampoule pack: "+why+". Scan it again, or type what is printed on the pack.")
	}
	c, err := gs1.Parse(code)
	if err != nil {
		return unreadable(err.Error())
	}
	year, _, _ := day.Split()
	p := AmpoulePack{GTIN: c.Value(gs1.GTIN), Serial: c.Value(gs1.Serial), Batch: c.Value(gs1.Batch)}
	expiry, ok := c.Date(gs1.Expiry, year)
	if p.GTIN == "" || p.Batch == "" || !ok {
		return unreadable("it does not say product, batch and expiry")
	}
	x, known := s.Stock.Catalogue[p.GTIN]
	if !known {
		return AmpoulePack{}, gtinUnknown(p.GTIN)
	}
	p.Expiry, p.Product, p.Ampoules = expiry, x.Product, x.Ampoules
	return p, nil
}

// ScannedDelivery is what the packs of one line of a delivery say together.
type ScannedDelivery struct {
	Product  register.Product
	Batch    string
	Expiry   moment.Day
	Packs    []register.ScannedPacks
	Count    int              // packs
	Ampoules measure.Ampoules // by the catalogue
}

// ReadDelivery reads the packs of one line of a delivery, one code each, in the
// order in which they were scanned. The last one is refused where it is not of
// the product and batch of those before, or was scanned or received already.
// day is today at the site.
func (s *State) ReadDelivery(codes []string, day moment.Day) (out ScannedDelivery, no *Refusal) {
	if len(codes) > mostPacks {
		return out, refusal.New("bad_count", "R-REG-13", fmt.Sprintf(
			"At most %d packs are received at once: receive these, then the others.", mostPacks))
	}
	for i, code := range codes {
		p, no := s.readPack(code, day)
		if no != nil {
			return out, no
		}
		if i == 0 {
			out.Product, out.Batch, out.Expiry = p.Product, p.Batch, p.Expiry
		}
		if no := out.joins(p); no != nil {
			return out, no
		}
		if page := p.Product.Page(); p.Serial != "" && s.Accounts.SerialKnown(page, p.GTIN, p.Serial) {
			return out, refusal.New("pack_known", "R-REG-18", fmt.Sprintf(
				"Pack %s of batch %s was received before: put it aside, and look for its entry on the page.", p.Serial, p.Batch))
		}
		out.add(p)
	}
	return out, nil
}

// joins refuses a pack that does not belong to the ones before it.
func (x *ScannedDelivery) joins(p AmpoulePack) *Refusal {
	switch {
	case p.Product != x.Product:
		return refusal.New("other_product", "R-REG-18", fmt.Sprintf(
			"This pack is %s, those before it are %s: put it aside and receive it by itself afterwards.",
			p.Product.Heading(), x.Product.Heading()))
	case p.Batch != x.Batch || p.Expiry != x.Expiry:
		return refusal.New("other_batch", "R-REG-18", fmt.Sprintf(
			"This pack is batch %s, expiry %s; those before it are batch %s, expiry %s: "+
				"put it aside and receive it by itself afterwards.", p.Batch, p.Expiry, x.Batch, x.Expiry))
	}
	for _, g := range x.Packs {
		if g.GTIN == p.GTIN && p.Serial != "" && slices.Contains(g.Serials, p.Serial) {
			return refusal.New("scanned_twice", "R-REG-18", fmt.Sprintf(
				"Pack %s was scanned already and is counted once: scan the next one.", p.Serial))
		}
	}
	return nil
}

func (x *ScannedDelivery) add(p AmpoulePack) {
	i := slices.IndexFunc(x.Packs, func(g register.ScannedPacks) bool { return g.GTIN == p.GTIN })
	if i < 0 {
		x.Packs = append(x.Packs, register.ScannedPacks{GTIN: p.GTIN})
		i = len(x.Packs) - 1
	}
	x.Packs[i].Count++
	if p.Serial != "" {
		x.Packs[i].Serials = append(x.Packs[i].Serials, p.Serial)
	}
	x.Count++
	x.Ampoules += p.Ampoules
}

// scannedIn holds what a delivery says to the packs that were scanned for it. A
// count that differs from what the packs hold is a mismatch (Mismatch), not a
// refusal.
func (d *decider) scannedIn(b ReceiveStock) ([]register.ScannedPacks, *Refusal) {
	if len(b.Scanned) == 0 {
		return nil, nil
	}
	x, no := d.s.ReadDelivery(b.Scanned, d.today())
	switch {
	case no != nil:
		return nil, no
	case x.Product != b.Product || x.Batch != b.Batch || x.Expiry != b.Expiry:
		return nil, refusal.New("scan_differs", "R-REG-18", fmt.Sprintf(
			"The packs are %s, batch %s, expiry %s, and the form says something else: correct it, or begin without scans.",
			x.Product.Heading(), x.Batch, x.Expiry))
	}
	return x.Packs, nil
}

func (x EnterProductCode) shown(_ *State, line func(string, ...any)) {
	line("Product code %s", x.GTIN)
	line("%s", x.Product.Heading())
	line("%d ampoules in one pack", x.Ampoules)
}
