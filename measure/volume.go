package measure

import (
	"errors"
	"sort"
)

// Volume is whole microlitres.
type Volume int64

// Millilitre in microlitres.
const Millilitre Volume = 1000

// String prints the volume for people: "1.8 ml".
func (v Volume) String() string { return Milli(v).String() + " ml" }

// Concentration is whole micrograms per millilitre.
type Concentration int64

// VolumeFor returns the volume that holds m at c, rounded down to the
// microlitre so that the syringe never holds more than the dose (E-PREP-07).
// c must be above zero.
func VolumeFor(m Mass, c Concentration) Volume {
	return Volume(m.Part(int64(Millilitre), int64(c)))
}

// MinDiluent is the least volume for one ampoule of the given content:
// up to 100 mg dissolves in 1 ml, and a 500 mg ampoule takes at least 2 ml
// (P-PREP-01). Between the two it follows the 100 mg per 1 ml rule capped at 2 ml.
func MinDiluent(content Mass) Volume {
	v := Volume(content.Part(int64(Millilitre), int64(100*Milligram)))
	return min(v, 2*Millilitre)
}

// Ampoules is a count of sealed ampoules of one strength.
type Ampoules int64

// ErrStock says that the ampoules offered hold less than the dose.
var ErrStock = errors.New("the ampoules at hand hold less than the dose")

// Offer is a strength that may be opened: content of one ampoule and how many
// are at hand.
type Offer struct {
	Content Mass
	Count   Ampoules
}

// Choice is how many ampoules of one strength to open.
type Choice struct {
	Content Mass
	Count   Ampoules
}

// Choose picks ampoules for a dose: the smallest total that is at least the
// dose, then the fewest ampoules (E-PREP-08). Contents must be whole
// milligrams. It returns the choice, largest strength first, and the waste
// (total opened less the dose), or ErrStock.
func Choose(dose Mass, offers []Offer) ([]Choice, Mass, error) {
	sorted := append([]Offer(nil), offers...)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Content > sorted[j].Content })
	c := chooser{offers: sorted, best: -1, counts: make([]Ampoules, len(sorted))}
	c.rest = make([]Mass, len(sorted)+1)
	for i := len(sorted) - 1; i >= 0; i-- {
		c.rest[i] = c.rest[i+1] + sorted[i].Content*Mass(sorted[i].Count)
	}
	if dose <= 0 || c.rest[0] < dose {
		return nil, 0, ErrStock
	}
	c.search(0, dose, 0)
	var out []Choice
	for i, n := range c.bestCounts {
		if n > 0 {
			out = append(out, Choice{sorted[i].Content, n})
		}
	}
	return out, c.best, nil
}

// chooser is a small exact search; strengths are few (five on the market) and
// a dose needs few ampoules, so the tree stays tiny.
type chooser struct {
	offers     []Offer
	rest       []Mass // what offers[i:] could hold in all
	counts     []Ampoules
	best       Mass // waste of the best so far, -1 before the first
	bestN      Ampoules
	bestCounts []Ampoules
}

func (c *chooser) search(i int, need Mass, n Ampoules) {
	if need <= 0 {
		if waste := -need; c.best < 0 || waste < c.best || (waste == c.best && n < c.bestN) {
			c.best, c.bestN = waste, n
			c.bestCounts = append([]Ampoules(nil), c.counts...)
		}
		return
	}
	if i == len(c.offers) || c.rest[i] < need || (c.best == 0 && n >= c.bestN) {
		return
	}
	o := c.offers[i]
	most := min(o.Count, Ampoules((need+o.Content-1)/o.Content))
	for k := most; k >= 0; k-- {
		c.counts[i] = k
		c.search(i+1, need-o.Content*Mass(k), n+k)
	}
	c.counts[i] = 0
}
