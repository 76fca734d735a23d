package voice

import (
	"cmp"
	"slices"
)

// SpanAgreement is agreement on spans, for each code and over all.
type SpanAgreement struct {
	Variant string   `json:"variant"` // which alpha_U this is
	AlphaU  Figure   `json:"alpha_u"` // over all codes
	Do      *float64 `json:"do"`      // summed over codes
	De      *float64 `json:"de"`
	Coders  []string `json:"coders"`
	From    int64    `json:"from"`
	Length  int64    `json:"length"` // code points
	// Touching says whether spans of one coder and code that touch were kept
	// apart or joined; those that overlap are always joined.
	Touching string     `json:"touching"`
	Codes    []CodeSpan `json:"codes"`
}

// CodeSpan is agreement on the spans of one code.
type CodeSpan struct {
	Code       string     `json:"code"`
	AlphaU     Distances  `json:"alpha_u"`
	Units      int        `json:"units"` // spans over all coders, after joining
	Characters Characters `json:"characters"`
}

// Characters looks at every code point as a unit that a coder did or did not
// give the code: alpha for that, and which share of the text nobody, somebody
// and everybody coded.
type Characters struct {
	Alpha Figure  `json:"alpha"`
	None  float64 `json:"coded_by_none"`
	Some  float64 `json:"coded_by_some"`
	All   float64 `json:"coded_by_all"`
}

// variantU names the formula in every report: the family has several.
const variantU = "alpha_U, Krippendorff 2004"

const oneCoder = "it needs at least two coders: name those who marked nothing"

// Agree computes alpha_U by the formulas of Krippendorff 2004, per code and
// over all codes as one less the summed observed over the summed expected
// disagreement. Cost is linear in spans for each pair of coders (V-26).
func (m *Marks) Agree() SpanAgreement {
	a := SpanAgreement{Variant: variantU, Coders: m.Coders, From: m.Continuum.From, Length: m.Continuum.Length,
		Touching: m.Touching, Codes: []CodeSpan{}}
	if a.Coders == nil {
		a.Coders = []string{}
	}
	var do, de float64
	for _, code := range m.Codes {
		c := m.agreeOn(code)
		if c.AlphaU.De != nil {
			do, de = do+*c.AlphaU.Do, de+*c.AlphaU.De
		}
		a.Codes = append(a.Codes, c)
	}
	switch {
	case len(m.Coders) < 2:
		a.AlphaU = undefined(oneCoder)
		return a
	case len(m.Codes) == 0:
		a.AlphaU = undefined("nothing is marked")
		return a
	case de == 0:
		a.AlphaU = undefined("chance alone would give no disagreement")
	default:
		a.AlphaU = defined(1 - do/de)
	}
	a.Do, a.De = &do, &de
	return a
}

func (m *Marks) agreeOn(code string) CodeSpan {
	cut := make([][]section, len(m.Coders))
	c := CodeSpan{Code: code}
	for i, coder := range m.Coders {
		cut[i] = m.sections(coder, code)
		for _, s := range cut[i] {
			if s.unit {
				c.Units++
			}
		}
	}
	c.Characters = m.characters(cut)
	if len(cut) < 2 {
		c.AlphaU = Distances{Figure: undefined(oneCoder)}
		return c
	}
	do, de := m.observed(cut), m.expected(cut, c.Units)
	c.AlphaU = Distances{Do: &do, De: &de}
	if de == 0 {
		c.AlphaU.Figure = undefined("chance alone would give no disagreement")
	} else {
		c.AlphaU.Figure = defined(1 - do/de)
	}
	return c
}

// observed is Do of one code: the squared differences of all pairs of coders.
func (m *Marks) observed(cut [][]section) float64 {
	sum := 0.0
	for i := range cut {
		for j := range i {
			sum += 2 * between(cut[i], cut[j]) // each pair in both orders
		}
	}
	n, length := float64(len(cut)), float64(m.Continuum.Length)
	return sum / (n * (n - 1) * length * length)
}

// between walks two coders' sections side by side: only sections that share a
// character can differ.
func between(a, b []section) (sum float64) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		sum += float64(difference(a[i], b[j]))
		switch {
		case a[i].end() < b[j].end():
			i++
		case a[i].end() > b[j].end():
			j++
		default:
			i, j = i+1, j+1
		}
	}
	return sum
}

// difference is delta squared of two sections that share a character.
func difference(g, h section) int64 {
	d := g.start - h.start
	switch {
	case g.unit && h.unit:
		end := d + g.length - h.length
		return d*d + end*end
	case g.unit && h.length-g.length >= d && d >= 0:
		return g.length * g.length
	case h.unit && g.length-h.length >= -d && d <= 0:
		return h.length * h.length
	}
	return 0
}

// expected is De of one code, from all its units and gaps without regard to
// who made them.
func (m *Marks) expected(cut [][]section, units int) float64 {
	var gaps []float64
	for _, sections := range cut {
		for _, s := range sections {
			if !s.unit {
				gaps = append(gaps, float64(s.length))
			}
		}
	}
	slices.Sort(gaps)
	longer := make([]float64, len(gaps)+1) // summed lengths of gap i and all longer ones
	for i := len(gaps) - 1; i >= 0; i-- {
		longer[i] = longer[i+1] + gaps[i]
	}
	length, all := float64(m.Continuum.Length), float64(len(cut))*float64(m.Continuum.Length)
	sum, inUnits := 0.0, 0.0
	for _, sections := range cut {
		for _, s := range sections {
			if !s.unit {
				continue
			}
			l := float64(s.length)
			at, _ := slices.BinarySearch(gaps, l)
			fit := longer[at] - float64(len(gaps)-at)*(l-1)
			sum += float64(units-1)/3*(2*l*l*l-3*l*l+l) + l*l*fit
			inUnits += l * (l - 1)
		}
	}
	if below := all*(all-1) - inUnits; below > 0 {
		return 2 / length * sum / below
	}
	return 0
}

// characters counts code points by how many coders gave them the code.
func (m *Marks) characters(cut [][]section) Characters {
	type edge struct {
		at   int64
		step int
	}
	var edges []edge
	for _, sections := range cut {
		for _, s := range sections {
			if s.unit {
				edges = append(edges, edge{s.start, 1}, edge{s.end(), -1})
			}
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { // what ends goes before what begins there
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.step, b.step))
	})
	t := tally{used: make([]int, 2), paired: make([]int, 2), share: make([]float64, 2), counts: make([]int, 2)}
	by := make([]int64, len(cut)+1) // code points by number of coders
	at, coders := int64(0), 0
	for _, e := range append(edges, edge{m.Continuum.Length, 0}) {
		by[coders] += e.at - at
		at, coders = e.at, coders+e.step
	}
	pattern := make([]int, len(cut))
	c, length := Characters{}, float64(m.Continuum.Length)
	for n, points := range by {
		if n > 0 {
			pattern[n-1] = 1
		}
		if points > 0 {
			t.add(pattern, int(points))
		}
		switch share := float64(points) / length; n {
		case 0:
			c.None = share
		case len(cut):
			c.All = share
		default:
			c.Some += share
		}
	}
	c.Alpha = t.alpha().Figure
	return c
}
