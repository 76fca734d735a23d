package compare

import (
	"cmp"
	"math"
	"slices"
)

// Bar is what one parameter does to a difference, at either end of the range in
// which it is known, all others at their values. The replications are the same
// at each place, so the same people meet each of them.
type Bar struct {
	Parameter string   `json:"parameter"`
	Lo        float64  `json:"lo"` // of the parameter
	Hi        float64  `json:"hi"`
	AtLo      Estimate `json:"at_lo"`
	AtHi      Estimate `json:"at_hi"`
	// Swing is how far the difference moves between the ends. SwingHalf is the
	// half-width of its own interval, pair by pair.
	Swing     float64 `json:"swing"`
	SwingHalf float64 `json:"swing_half_width"`
	Noise     bool    `json:"inside_noise"` // the swing is inside noise
}

// Tornado is how a difference between a policy and the first one depends on each
// parameter, the longest bar first.
type Tornado struct {
	Policy       string   `json:"policy"`
	Against      string   `json:"against"`
	Measure      string   `json:"measure"`
	Replications int      `json:"replications"`
	Base         Estimate `json:"base"`
	Bars         []Bar    `json:"bars"`
}

// Flip is what would change which of two policies comes first in a measure.
type Flip struct {
	Measure   string `json:"measure"`
	First     string `json:"first"` // has the higher value at the parameter's own value
	Second    string `json:"second"`
	Parameter string `json:"parameter"`
	Turns     bool   `json:"turns"`
	// From and To are where the order turns: before From it is one, from To on
	// the other, between them nothing was looked at.
	From float64 `json:"from,omitempty"`
	To   float64 `json:"to,omitempty"`
	// NoiseFrom and NoiseTo are the widest stretch round it that was looked at in
	// which the two are inside noise of each other.
	NoiseFrom float64 `json:"noise_from,omitempty"`
	NoiseTo   float64 `json:"noise_to,omitempty"`
	Looked    int     `json:"looked"` // at so many values of the parameter
	Text      string  `json:"text"`
}

// Place is one value of one parameter, all others at their own; the zero Place
// is every parameter at its own value.
type Place struct {
	Parameter string  `json:"parameter,omitempty"`
	Value     float64 `json:"value,omitempty"`
}

// Runner simulates every policy of the study at a place, so many replications
// of each, numbered from 0.
type Runner func(at []Place, replications int) ([][]Run, error)

// Sensitivity looks at a study at other values of its parameters.
type Sensitivity struct {
	Study        Study
	Measures     []string // whose differences are looked at
	Replications int
	Run          Runner
	Steps        int // of bisection; each halves the stretch
}

// laid are the runs of one place.
type laid struct {
	value float64
	*arranged
}

// Add looks at either end of the range of every parameter that has one, adds a
// tornado for each policy and measure, and by bisection finds where the order of
// two policies turns. It adds warnings of what it found.
func (s Sensitivity) Add(c *Comparison) error {
	places := []Place{{}}
	var swept []Parameter
	for _, p := range s.Study.Parameters {
		if p.Lo < p.Hi {
			swept = append(swept, p)
			places = append(places, Place{p.ID, p.Lo}, Place{p.ID, p.Hi})
		}
	}
	tables, err := s.lay(places)
	if err != nil {
		return err
	}
	base := tables[0]
	for _, id := range s.Measures {
		for _, p := range s.Study.Policies[1:] {
			c.Tornados = append(c.Tornados, s.tornado(p.ID, id, swept, tables))
		}
		for i, p := range swept {
			base.value = p.Value
			three := []laid{tables[1+2*i], base, tables[2+2*i]}
			three[0].value, three[2].value = p.Lo, p.Hi
			flips, err := s.flips(id, p, three)
			if err != nil {
				return err
			}
			c.Flips = append(c.Flips, flips...)
		}
	}
	c.warnOfFlips()
	return nil
}

func (s Sensitivity) lay(places []Place) ([]laid, error) {
	sets, err := s.Run(places, s.Replications)
	if err != nil {
		return nil, err
	}
	out := make([]laid, len(places))
	for i := range places {
		t, err := arrange(s.Study, sets[i])
		if err != nil {
			return nil, err
		}
		out[i] = laid{places[i].Value, t}
	}
	return out, nil
}

func (s Sensitivity) tornado(policy, measure string, swept []Parameter, tables []laid) Tornado {
	against := s.Study.Policies[0].ID
	t := Tornado{Policy: policy, Against: against, Measure: measure, Replications: s.Replications,
		Base: Mean(tables[0].pairs(policy, against, measure)), Bars: []Bar{}}
	for i, p := range swept {
		lo := tables[1+2*i].pairs(policy, against, measure)
		hi := tables[2+2*i].pairs(policy, against, measure)
		b := Bar{Parameter: p.ID, Lo: p.Lo, Hi: p.Hi, AtLo: Mean(lo), AtHi: Mean(hi), Noise: true}
		if len(lo) == len(hi) {
			swing := make([]float64, len(lo))
			for r := range lo {
				swing[r] = hi[r] - lo[r]
			}
			e := Mean(swing)
			b.Swing, b.SwingHalf, b.Noise = e.Mean, e.Half(), e.Covers(0)
		}
		t.Bars = append(t.Bars, b)
	}
	slices.SortStableFunc(t.Bars, func(a, b Bar) int { return cmp.Compare(math.Abs(b.Swing), math.Abs(a.Swing)) })
	return t
}

// flips looks at every pair of policies.
func (s Sensitivity) flips(measure string, p Parameter, at []laid) (out []Flip, err error) {
	for i, a := range s.Study.Policies {
		for _, b := range s.Study.Policies[i+1:] {
			f, err := s.flip(measure, p, a.ID, b.ID, at)
			if err != nil {
				return nil, err
			}
			out = append(out, f)
		}
	}
	return out, nil
}

func (s Sensitivity) flip(measure string, p Parameter, a, b string, at []laid) (Flip, error) {
	diff := func(l laid) Estimate { return Mean(l.pairs(a, b, measure)) }
	f := Flip{Measure: measure, First: a, Second: b, Parameter: p.ID, Looked: len(at)}
	if diff(at[1]).Mean < 0 {
		f.First, f.Second = b, a
	}
	base := diff(at[1]).Mean > 0
	seen := slices.Clone(at)
	for _, ends := range [][2]int{{1, 0}, {1, 2}} {
		from, to := at[ends[0]], at[ends[1]]
		if from.value == to.value || (diff(to).Mean > 0) == base {
			continue
		}
		for range s.Steps {
			mid, err := s.lay([]Place{{p.ID, (from.value + to.value) / 2}})
			if err != nil {
				return f, err
			}
			seen = append(seen, mid[0])
			if (diff(mid[0]).Mean > 0) == base {
				from = mid[0]
			} else {
				to = mid[0]
			}
		}
		f.Turns, f.From, f.To, f.Looked = true, from.value, to.value, len(seen)
		f.noise(seen, diff)
		break
	}
	f.say(p)
	return f, nil
}

// noise finds the stretch round the turn in which the two cannot be told apart
// at the values that were looked at.
func (f *Flip) noise(seen []laid, diff func(laid) Estimate) {
	f.NoiseFrom, f.NoiseTo = math.Min(f.From, f.To), math.Max(f.From, f.To)
	slices.SortFunc(seen, func(a, b laid) int { return cmp.Compare(a.value, b.value) })
	for _, l := range seen {
		if diff(l).Covers(0) {
			f.NoiseFrom, f.NoiseTo = math.Min(f.NoiseFrom, l.value), math.Max(f.NoiseTo, l.value)
		}
	}
}
