package voice

import (
	"math/rand/v2"
	"slices"
)

// Saturation counts when interviews stop bringing new codes (V-19). It says what
// was counted, never that enough was heard.
type Saturation struct {
	New    []int // codes first seen in each interview, in the order given
	Total  []int // codes seen up to and with it
	Base   int   // interviews counted first
	Run    int   // length of each run after it
	InBase int   // codes seen in the base set
	Runs   []RunOf
	Band   []Spread // of Total, over reorderings; none where none were asked for
}

// RunOf is one run of interviews after the base set.
type RunOf struct {
	First int // number of its first interview, from 0
	New   int // codes first seen in it
	// Ratio is New over the codes of the base set (Guest, Namey and Chen 2020);
	// nil where the base set has none.
	Ratio *float64
}

// Spread is the middle 95 % and the median over reorderings.
type Spread struct{ Lo, Median, Hi int }

// Saturate counts codes over interviews in their order: base interviews first,
// then every run of run interviews. Orders is how many random orders the band
// rests on, from the seed.
func Saturate(interviews [][]string, base, run, orders int, seed uint64) (Saturation, error) {
	n := len(interviews)
	if base < 1 || run < 1 || base+run > n {
		return Saturation{}, Refuse("a base of %d and runs of %d interviews: there are %d, and each holds at least one",
			base, run, n)
	}
	if orders < 0 || orders > mostOrders {
		return Saturation{}, Refuse("%d orders: ask for 0 to %d", orders, mostOrders)
	}
	s := Saturation{Base: base, Run: run}
	s.New, s.Total = fresh(interviews)
	s.InBase = s.Total[base-1]
	for first := base; first+run <= n; first++ {
		r := RunOf{First: first}
		for _, k := range s.New[first : first+run] {
			r.New += k
		}
		if s.InBase > 0 {
			ratio := float64(r.New) / float64(s.InBase)
			r.Ratio = &ratio
		}
		s.Runs = append(s.Runs, r)
	}
	s.Band = band(interviews, orders, seed)
	return s, nil
}

const mostOrders = 10_000

// Reached gives the first run whose ratio is at most the threshold, and whether
// there is one.
func (s *Saturation) Reached(threshold float64) (RunOf, bool) {
	for _, r := range s.Runs {
		if r.Ratio != nil && *r.Ratio <= threshold {
			return r, true
		}
	}
	return RunOf{}, false
}

func fresh(interviews [][]string) (news, total []int) {
	seen := map[string]bool{}
	for _, codes := range interviews {
		before := len(seen)
		for _, c := range codes {
			seen[c] = true
		}
		news, total = append(news, len(seen)-before), append(total, len(seen))
	}
	return news, total
}

func band(interviews [][]string, orders int, seed uint64) (out []Spread) {
	if orders == 0 {
		return nil
	}
	rng := rand.New(rand.NewPCG(seed, 0x6f72646572)) // the second word spells "order"
	again := slices.Clone(interviews)
	totals := make([][]int, len(interviews))
	for range orders {
		rng.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		_, total := fresh(again)
		for i, k := range total {
			totals[i] = append(totals[i], k)
		}
	}
	for _, t := range totals {
		slices.Sort(t)
		tail := orders / 40
		out = append(out, Spread{t[tail], t[orders/2], t[orders-1-tail]})
	}
	return out
}
