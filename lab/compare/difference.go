package compare

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
)

// Verdict is what a paired difference says, in one word.
type Verdict string

// The verdicts. Higher and lower hold with all comparisons of the study counted
// together; alone holds only when this one had been asked by itself.
const (
	Higher   Verdict = "higher"       // than the first policy
	Lower    Verdict = "lower"        //
	Alone    Verdict = "alone"        // outside noise by itself, inside it among so many comparisons
	Noise    Verdict = "inside noise" // the interval holds 0
	Same     Verdict = "same"         // no difference in any replication
	Unequal  Verdict = "unequal exposure"
	NotKnown Verdict = "not known" // fewer than two pairs have a value
)

// Difference is a policy minus the first policy, pair by pair: replication r of
// both saw the same people.
type Difference struct {
	Policy  string
	Against string
	Measure string
	Estimate
	P       float64 // chance of one as large or larger if there were none, asked alone
	Holm    float64 // the same with all comparisons counted
	Verdict Verdict
}

// differenceJSON is how a difference is written.
type differenceJSON struct {
	Policy  string `json:"policy"`
	Against string `json:"against"`
	Measure string `json:"measure"`
	estimateJSON
	P       float64 `json:"p"`
	Holm    float64 `json:"p_holm"`
	Verdict Verdict `json:"verdict"`
}

// MarshalJSON writes the difference with the fields of its estimate.
func (d Difference) MarshalJSON() ([]byte, error) {
	return json.Marshal(differenceJSON{d.Policy, d.Against, d.Measure, d.written(), d.P, d.Holm, d.Verdict})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Difference) UnmarshalJSON(b []byte) error {
	var w differenceJSON
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	*d = Difference{w.Policy, w.Against, w.Measure, w.read(), w.P, w.Holm, w.Verdict}
	return nil
}

// figureJSON is how a figure is written.
type figureJSON struct {
	Policy  string `json:"policy"`
	Measure string `json:"measure"`
	estimateJSON
	Range     *Range     `json:"range,omitempty"`
	Quantiles []Quantile `json:"quantiles,omitempty"`
}

// MarshalJSON writes the figure with the fields of its estimate.
func (f Figure) MarshalJSON() ([]byte, error) {
	return json.Marshal(figureJSON{f.Policy, f.Measure, f.written(), f.Range, f.Quantiles})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (f *Figure) UnmarshalJSON(b []byte) error {
	var w figureJSON
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	*f = Figure{w.Policy, w.Measure, w.read(), w.Range, w.Quantiles}
	return nil
}

// unequal is how far the exposure of two policies may differ before their
// counts are no longer compared.
const unequal = 0.01

func (t *arranged) difference(policy, against string, m Measure) Difference {
	pairs := t.pairs(policy, against, m.ID)
	d := Difference{Policy: policy, Against: against, Measure: m.ID, Estimate: Mean(pairs), P: twoSided(pairs)}
	switch {
	case m.Count && !t.alike(policy, against, m.Exposure):
		d.Estimate, d.P, d.Verdict = Estimate{}, 1, Unequal
	case !d.Known():
		d.Verdict = NotKnown
	case slices.Max(pairs) == 0 && slices.Min(pairs) == 0:
		d.Verdict = Same
	}
	return d
}

// alike reports whether two policies watched as many people for as long.
func (t *arranged) alike(policy, against, exposure string) bool {
	a, b := Mean(t.values(policy, exposure)), Mean(t.values(against, exposure))
	return a.Known() && b.Known() && math.Abs(a.Mean-b.Mean) <= unequal*math.Max(math.Abs(a.Mean), math.Abs(b.Mean))
}

// Many says how many questions were put to one set of runs.
type Many struct {
	Comparisons int     `json:"comparisons"` // differences that were tested
	Outside     int     `json:"outside"`     // whose own interval does not hold 0
	ByChance    float64 `json:"by_chance"`   // so many of them are to be expected if no policy made any difference
	Together    int     `json:"together"`    // that stay outside noise with all counted (Holm)
	Text        string  `json:"text"`
}

// judgeTogether gives every difference its verdict. All differences of a study
// are one family: Holm's step-down procedure (Scandinavian Journal of Statistics
// 1979; 6: 65) keeps the chance that any of them is called different without
// being so at 5 % or less, whatever they have to do with each other.
func judgeTogether(all []Difference) Many {
	var asked []*Difference
	for i := range all {
		all[i].Holm = 1
		if all[i].Verdict == "" {
			asked = append(asked, &all[i])
		}
	}
	slices.SortStableFunc(asked, func(a, b *Difference) int {
		switch {
		case a.P < b.P:
			return -1
		case a.P > b.P:
			return 1
		}
		return 0
	})
	k := len(asked)
	m := Many{Comparisons: k, ByChance: (1 - Level) * float64(k)}
	m.ByChance = math.Round(m.ByChance*100) / 100
	least := 0.0
	for i, d := range asked {
		least = math.Max(least, math.Min(1, float64(k-i)*d.P))
		d.Holm = least
		d.judge()
		if d.P < 1-Level {
			m.Outside++
		}
		if d.Holm < 1-Level {
			m.Together++
		}
	}
	m.Text = fmt.Sprintf("%d differences were looked at. If no policy made any difference, about %.1f of them would "+
		"lie outside noise by chance; %d do. %d still do when all are counted together (Holm).", k, m.ByChance, m.Outside,
		m.Together)
	return m
}

func (d *Difference) judge() {
	switch {
	case d.P >= 1-Level:
		d.Verdict = Noise
	case d.Holm >= 1-Level:
		d.Verdict = Alone
	case d.Mean > 0:
		d.Verdict = Higher
	default:
		d.Verdict = Lower
	}
}
