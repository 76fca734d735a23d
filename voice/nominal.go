package voice

// Figure is a coefficient, or the plain statement that it is not defined for
// these data: it is then never written as 1 or 0.
type Figure struct {
	Value     *float64  `json:"value"`
	Undefined bool      `json:"undefined"`
	Why       string    `json:"why,omitempty"` // why it is not defined
	Interval  *Interval `json:"interval,omitempty"`
}

// Distances is a Figure with the observed and expected disagreement it is made of.
type Distances struct {
	Figure
	Do *float64 `json:"do"`
	De *float64 `json:"de"`
}

func defined(x float64) Figure { return Figure{Value: &x} }

func undefined(why string) Figure { return Figure{Undefined: true, Why: why} }

// Coefficients are the measures of nominal agreement of the voice facts,
// section 4. The number of categories is that of the values used in the file.
type Coefficients struct {
	Percent         Figure    `json:"percent"`
	Kappa           Figure    `json:"kappa"` // Cohen, two coders
	Pi              Figure    `json:"pi"`    // Scott, two coders
	Fleiss          Figure    `json:"fleiss"`
	Alpha           Distances `json:"alpha"` // Krippendorff, nominal
	AC1             Figure    `json:"ac1"`   // Gwet
	BrennanPrediger Figure    `json:"brennan_prediger"`
}

// Why a coefficient is not defined.
const (
	noPairs      = "no unit was judged by two coders"
	oneCategory  = "only one category is used"
	notTwoCoders = "it compares exactly two coders"
)

// Coefficients computes every measure.
func (r *Ratings) Coefficients() Coefficients {
	weights := make([]int, len(r.patterns))
	for _, u := range r.units {
		weights[u.pattern]++
	}
	return r.weigh(weights)
}

// weigh computes every measure where pattern i occurs weights[i] times.
func (r *Ratings) weigh(weights []int) Coefficients {
	q := len(r.Categories)
	t := tally{
		used: make([]int, q), paired: make([]int, q), share: make([]float64, q), counts: make([]int, q),
	}
	for i, p := range r.patterns {
		if weights[i] > 0 {
			t.add(p, weights[i])
		}
	}
	c := Coefficients{Kappa: undefined(notTwoCoders), Pi: undefined(notTwoCoders)}
	if len(r.Coders) == 2 {
		c.Kappa, c.Pi = r.twoCoders(weights)
	}
	c.Alpha = t.alpha()
	if t.pairedUnits == 0 {
		c.Percent, c.Fleiss, c.AC1, c.BrennanPrediger = undefined(noPairs), undefined(noPairs), undefined(noPairs),
			undefined(noPairs)
		return c
	}
	pa := t.agreement / float64(t.pairedUnits)
	c.Percent = defined(pa)
	if kinds(t.used) == 1 {
		c.Fleiss, c.AC1, c.BrennanPrediger = undefined(oneCategory), undefined(oneCategory), undefined(oneCategory)
		if q > 1 { // a resample may use fewer values than the file offers
			c.AC1, c.BrennanPrediger = defined(1), defined(beyond(pa, 1/float64(q)))
		}
		return c
	}
	var squares, gwet float64
	for _, s := range t.share {
		p := s / float64(t.units)
		squares += p * p
		gwet += p * (1 - p)
	}
	c.Fleiss = defined(beyond(pa, squares))
	c.AC1 = defined(beyond(pa, gwet/float64(q-1)))
	c.BrennanPrediger = defined(beyond(pa, 1/float64(q)))
	return c
}

// beyond is agreement beyond what chance expects.
func beyond(observed, expected float64) float64 { return (observed - expected) / (1 - expected) }

// kinds counts the categories that occur.
func kinds(counts []int) (n int) {
	for _, c := range counts {
		if c > 0 {
			n++
		}
	}
	return n
}

// tally gathers what the measures for any number of coders need.
type tally struct {
	units, pairedUnits int
	used               []int     // judgements per category, all units
	share              []float64 // sum over units of the category's share of the unit's judgements
	paired             []int     // judgements per category in units of two judgements or more
	pairedValues       int
	agreement          float64 // sum over those units of agreeing pairs over all pairs
	disagreement       float64 // sum of ordered pairs that differ, over judgements less one
	counts             []int   // of the unit at hand
}

func (t *tally) add(pattern []int, weight int) {
	clear(t.counts)
	m := 0
	for _, v := range pattern {
		if v != missing {
			t.counts[v]++
			m++
		}
	}
	if m == 0 {
		return
	}
	w := float64(weight)
	t.units += weight
	same := 0 // ordered pairs of equal judgements, each with itself too
	for _, v := range pattern {
		if v == missing || t.counts[v] == 0 {
			continue
		}
		n := t.counts[v]
		t.counts[v] = 0 // each category once
		t.used[v] += weight * n
		t.share[v] += w * float64(n) / float64(m)
		same += n * n
		if m > 1 {
			t.paired[v] += weight * n
		}
	}
	if m < 2 {
		return
	}
	t.pairedUnits += weight
	t.pairedValues += weight * m
	t.agreement += w * float64(same-m) / float64(m*(m-1))
	t.disagreement += w * float64(m*m-same) / float64(m-1)
}

// alpha is Krippendorff's for nominal data, from coincidences.
func (t *tally) alpha() Distances {
	if t.pairedUnits == 0 {
		return Distances{Figure: undefined(noPairs)}
	}
	n, differ := float64(t.pairedValues), 0.0
	for _, c := range t.paired {
		differ += float64(c) * (n - float64(c))
	}
	do, de := t.disagreement/n, differ/(n*(n-1))
	d := Distances{Do: &do, De: &de}
	if kinds(t.paired) == 1 {
		d.Figure = undefined(oneCategory)
	} else {
		d.Figure = defined(1 - do/de)
	}
	return d
}

// twoCoders computes Cohen's kappa and Scott's pi over the units that both judged.
func (r *Ratings) twoCoders(weights []int) (kappa, pi Figure) {
	a, b := make([]int, len(r.Categories)), make([]int, len(r.Categories))
	n, same := 0, 0
	for i, p := range r.patterns {
		if p[0] == missing || p[1] == missing || weights[i] == 0 {
			continue
		}
		n += weights[i]
		a[p[0]] += weights[i]
		b[p[1]] += weights[i]
		if p[0] == p[1] {
			same += weights[i]
		}
	}
	if n == 0 {
		return undefined(noPairs), undefined(noPairs)
	}
	var crossed, pooled float64
	both := make([]int, len(a))
	for c := range a {
		both[c] = a[c] + b[c]
		crossed += float64(a[c]) * float64(b[c])
		pooled += float64(both[c]) * float64(both[c])
	}
	if kinds(both) == 1 {
		return undefined(oneCategory), undefined(oneCategory)
	}
	po, nn := float64(same)/float64(n), float64(n)*float64(n)
	return defined(beyond(po, crossed/nn)), defined(beyond(po, pooled/(4*nn)))
}
