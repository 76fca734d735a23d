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

// MinDiluent is the least volume that dissolves one ampoule of the given
// content, rounded up to the microlitre: up to 100 mg goes into 1 ml, and a
// 500 mg ampoule takes at least 2 ml (P-PREP-01). Above 500 mg no published
// minimum was read, so the larger of 2 ml and 1 ml for every 100 mg holds.
func MinDiluent(content Mass) Volume {
	perMillilitre := 100 * Milligram
	v := -Volume((-content).Part(int64(Millilitre), int64(perMillilitre))) // negated twice: rounds up
	if content <= 500*Milligram {
		return min(v, 2*Millilitre)
	}
	return v
}

// Ampoules is a count of sealed ampoules of one strength.
type Ampoules int64

// The reasons why no ampoules can be chosen.
var (
	// ErrStock says that the ampoules offered hold less than the dose.
	ErrStock = errors.New("the ampoules at hand hold less than the dose")
	// ErrChoice says that the question itself is impossible.
	ErrChoice = errors.New("ampoules hold whole milligrams, at most 10 g, and a dose is above 0 and at most 10 g")
)

// MaxChoice bounds the dose that Choose answers for: ten grams, far above any
// dose of this field, so that the exact search stays small.
const MaxChoice = 10 * Gram

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
// dose, then the fewest ampoules, then the larger strengths (E-PREP-08).
// Contents must be whole milligrams; strengths without stock are passed over.
// It returns the choice, largest strength first, and the waste (total opened
// less the dose), or ErrStock or ErrChoice.
func Choose(dose Mass, offers []Offer) ([]Choice, Mass, error) {
	if dose <= 0 || dose > MaxChoice {
		return nil, 0, ErrChoice
	}
	usable, unit, err := offersFor(dose, offers)
	if err != nil {
		return nil, 0, err
	}
	need := int((dose + unit - 1) / unit)
	t := newTable(usable, unit, need)
	for total := need; total < t.width; total++ { // the smallest total first
		if n, _ := t.best(0, total); n < unreachable {
			return t.choice(total), Mass(total)*unit - dose, nil
		}
	}
	return nil, 0, ErrStock
}

// offersFor sorts the offers largest first, merges equal strengths, drops
// those without stock and caps counts at what the dose could ever use. unit is
// the greatest mass that divides every content.
func offersFor(dose Mass, offers []Offer) (usable []Offer, unit Mass, err error) {
	sorted := append([]Offer(nil), offers...)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Content > sorted[j].Content })
	for _, o := range sorted {
		if o.Content <= 0 || o.Content > MaxChoice || o.Content%Milligram != 0 {
			return nil, 0, ErrChoice
		}
		o.Count = min(o.Count, Ampoules((dose+o.Content-1)/o.Content))
		if o.Count <= 0 {
			continue
		}
		if n := len(usable); n > 0 && usable[n-1].Content == o.Content {
			usable[n-1].Count += o.Count
			continue
		}
		usable, unit = append(usable, o), common(unit, o.Content)
	}
	if len(usable) == 0 {
		return nil, 0, ErrStock
	}
	return usable, unit, nil
}

// common is the greatest common divisor.
func common(a, b Mass) Mass {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

const unreachable = int32(1) << 30

// table answers, for the strengths from i on, what the fewest ampoules are
// that hold exactly a total: fewest[i][total], in units.
type table struct {
	offers []Offer
	size   []int // content of one ampoule in units
	width  int   // totals 0 .. width-1 are looked at
	fewest [][]int32
}

// newTable fills the table from the smallest strength up. A best total is less
// than the need plus one ampoule of the smallest strength that has stock left,
// and never needs to reach past the need plus the largest one. Of the largest
// strength nobody asks for every total, so its row is left to best.
func newTable(offers []Offer, unit Mass, need int) *table {
	t := &table{offers: offers, width: need + int(offers[0].Content/unit)}
	for _, o := range offers {
		t.size = append(t.size, int(o.Content/unit))
	}
	room := make([]int32, len(offers)*t.width)
	t.fewest = make([][]int32, len(offers)+1)
	for i := 1; i <= len(offers); i++ {
		t.fewest[i], room = room[:t.width], room[t.width:]
	}
	for total := 1; total < t.width; total++ {
		t.fewest[len(offers)][total] = unreachable
	}
	for i := len(offers) - 1; i >= 1; i-- {
		for rest := range min(t.size[i], t.width) {
			t.fill(i, rest)
		}
	}
	return t
}

// fill fills, of the row of strength i, every total that leaves one rest when
// divided by its size: from each total to the next, one ampoule more is possible and,
// once stock runs out, one choice less. So the fewest is carried along in place of trying
// every number of ampoules for every total, which best does.
func (t *table) fill(i, rest int) {
	size, most := t.size[i], int(t.offers[i].Count)
	row, below := t.fewest[i], t.fewest[i+1]
	from := 0 // the total, in steps of size, that the rest of the ampoules holds; less "steps" is worth more
	for step, total := 0, rest; total < t.width; step, total = step+1, total+size {
		if below[total]-int32(step) < below[rest+from*size]-int32(from) {
			from = step
		}
		if step-from > most { // no longer reached with the stock: look again
			from = step - most
			for k := from + 1; k <= step; k++ {
				if below[rest+k*size]-int32(k) < below[rest+from*size]-int32(from) {
					from = k
				}
			}
		}
		row[total] = min(below[rest+from*size]+int32(step-from), unreachable)
	}
}

// best returns the fewest ampoules of strengths i.. that hold exactly total,
// and how many of them are of strength i (as many as possible on a tie).
func (t *table) best(i, total int) (fewest int32, ofThis int) {
	fewest = unreachable
	for k := 0; k <= int(t.offers[i].Count) && k*t.size[i] <= total; k++ {
		if n := t.fewest[i+1][total-k*t.size[i]] + int32(k); n <= fewest && n < unreachable {
			fewest, ofThis = n, k
		}
	}
	return fewest, ofThis
}

// choice reads the ampoules of a total back from the table.
func (t *table) choice(total int) []Choice {
	var out []Choice
	for i, o := range t.offers {
		_, k := t.best(i, total)
		if k > 0 {
			out = append(out, Choice{o.Content, Ampoules(k)})
		}
		total -= k * t.size[i]
	}
	return out
}

// PerMillilitre is how much of a content made up to a volume is in 1 ml, to the
// microgram, and whether that is exact or rounded down. The volume is above 0.
func PerMillilitre(content Mass, v Volume) (m Mass, exact bool) {
	m = content.Part(int64(Millilitre), int64(v))
	return m, m.Part(int64(v), int64(Millilitre)) == content && int64(m)*int64(v)%int64(Millilitre) == 0
}
