package recovery

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"steady/measure"
)

func series(t *testing.T, words string) []Measured {
	t.Helper()
	var out []Measured
	for n, w := range strings.Fields(words) {
		m, err := measure.ParseMilli(w)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, Measured{strconv.Itoa(n + 1), m})
	}
	return out
}

// The flow rates of the NIST/SEMATECH e-Handbook, 6.3.2.2: mean 50.81, mean
// moving range 1.8778, limits 55.8041 and 45.8159 with 3/1.128 where the NHS
// charts take 2.66.
func TestPublishedChart(t *testing.T) {
	c := XmR(series(t, "49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1"))
	for name, pair := range map[string][2]float64{
		"mean": {c.Mean, 50.81}, "range": {c.RangeMean, 1.8778}, "upper": {c.Upper, 55.8041}, "lower": {c.Lower, 45.8159},
		"range limit": {c.RangeUpper, 3.267 * 16.9 / 9},
	} {
		if math.Abs(pair[0]-pair[1]) > 0.0011 {
			t.Errorf("%s: %v, want %v", name, pair[0], pair[1])
		}
	}
	if len(c.Signals) != 0 {
		t.Errorf("%v", c.Signals)
	}
}

func told(c *Chart) string {
	var out []string
	for _, s := range c.Signals {
		out = append(out, fmt.Sprintf("%s %s %s-%s", s.Rule, s.At, s.From, s.To))
	}
	return strings.Join(out, "; ")
}

func TestSignals(t *testing.T) {
	for _, c := range []struct{ why, values, want string }{
		{"one far away", "10 12 10 12 10 12 10 12 10 12 20 10 12 10 12 10 12 10 12 10 12",
			"outside-limits 11 11-11"},
		{"nine low, nine high", "1 4 1 4 1 4 1 4 1 9 6 9 6 9 6 9 6 9", "shift-7 7 1-9; shift-7 16 10-18"},
		{"six on a side are none", "1 2 1 2 1 2 9 8 9 8 9 8 1 2 1 2 1 2 9 8 9 8 9 8", ""},
		{"seven rising", "5 9 4 8 1 2 3 4 5 6 7 2 9 3 8 4", "trend-7 11 5-11"},
		{"six rising are none", "5 9 4 8 1 2 3 4 5 6 2 9 3 8 4 6", ""},
		{"an equal step ends a trend", "9 1 2 3 4 4 5 6 7 1 9 2 8", ""},
		{"all the same", "4 4 4 4 4 4 4 4 4", ""},
		{"tenths that cannot be written in twos", "0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1", ""},
	} {
		if got := told(XmR(series(t, c.values))); got != c.want {
			t.Errorf("%s: got %q, want %q", c.why, got, c.want)
		}
	}
}

// A second reading of the rules: it looks at every window of seven, point by
// point, with whole numbers only.
func TestSecondChartAgrees(t *testing.T) {
	const seed = 20261122
	rng := rand.New(rand.NewPCG(seed, 3))
	for range 3000 {
		n := 2 + rng.IntN(30)
		v := make([]int, n)
		for i := range v {
			v[i] = rng.IntN(9)
			if i > 0 && rng.IntN(2) == 0 {
				v[i] = v[i-1] + rng.IntN(3) // so that runs come about
			}
		}
		var words []string
		sum, ranges := 0, 0
		for i, x := range v {
			words = append(words, strconv.Itoa(x))
			sum += x
			if i > 0 {
				ranges += max(x-v[i-1], v[i-1]-x)
			}
		}
		outside, within := map[int]bool{}, map[string]map[int]bool{Shift: {}, Trend: {}}
		for i, x := range v {
			// |x - sum/n| > 2.66 ranges/(n-1), times 100 n (n-1)
			far := max(x*n-sum, sum-x*n) * 100 * (n - 1)
			outside[i] = far > 266*ranges*n
			if i < 6 {
				continue
			}
			above, below, up, down := true, true, true, true
			for j := i - 6; j <= i; j++ {
				above, below = above && v[j]*n > sum, below && v[j]*n < sum
				if j > i-6 {
					up, down = up && v[j] > v[j-1], down && v[j] < v[j-1]
				}
			}
			for j := i - 6; j <= i; j++ {
				within[Shift][j] = within[Shift][j] || above || below
				within[Trend][j] = within[Trend][j] || up || down
			}
		}
		got, in := map[int]bool{}, map[string]map[int]bool{Shift: {}, Trend: {}}
		for _, s := range XmR(series(t, strings.Join(words, " "))).Signals {
			at, _ := strconv.Atoi(s.At)
			from, _ := strconv.Atoi(s.From)
			to, _ := strconv.Atoi(s.To)
			if s.Rule == Outside {
				got[at-1] = true
				continue
			}
			if at-from != 6 {
				t.Fatalf("%v: %+v is known at its seventh point", v, s)
			}
			for j := from - 1; j < to; j++ {
				in[s.Rule][j] = true
			}
		}
		for i := range v {
			if got[i] != outside[i] || in[Shift][i] != within[Shift][i] || in[Trend][i] != within[Trend][i] {
				t.Fatalf("seed %d, %v: point %d: outside %v want %v, shift %v want %v, trend %v want %v", seed, v, i+1,
					got[i], outside[i], in[Shift][i], within[Shift][i], in[Trend][i], within[Trend][i])
			}
		}
	}
}

// Newcombe 1998, Stat Med 17:857, table I, method 3 (score, without
// correction).
func TestPublishedProportions(t *testing.T) {
	for _, c := range []struct {
		k, n         int
		lower, upper float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		_, lower, upper, err := Proportion(c.k, c.n)
		if err != nil || math.Abs(lower-c.lower) > 0.00005+1e-9 || math.Abs(upper-c.upper) > 0.00005+1e-9 {
			t.Errorf("%d of %d: %v to %v, want %v to %v (%v)", c.k, c.n, lower, upper, c.lower, c.upper, err)
		}
		_, otherLower, otherUpper, _ := Proportion(c.n-c.k, c.n)
		if math.Abs(otherLower-(1-upper)) > 1e-12 || math.Abs(otherUpper-(1-lower)) > 1e-12 {
			t.Errorf("%d of %d is not the mirror of the rest", c.k, c.n)
		}
	}
	for _, c := range [][2]int{{1, 0}, {-1, 5}, {6, 5}} {
		if _, _, _, err := Proportion(c[0], c[1]); err == nil {
			t.Errorf("%v was answered", c)
		}
	}
}

// attack plays somebody who has the published table, knows the rules of
// suppression and which groups are small, and tries every table that it could
// have come from. It returns for each such knowledge the values that each group
// can have.
func attack(groups, most int) map[string][]map[int]bool {
	could := map[string][]map[int]bool{}
	counts := make([]int, groups)
	for {
		var table []Group
		known := ""
		for n, c := range counts {
			table = append(table, Group{strconv.Itoa(n), c})
			if c < Smallest {
				known += " " + strconv.Itoa(n+1)
			}
		}
		shown, total := Suppress(table)
		key := published(shown, total) + ", small:" + known
		if could[key] == nil {
			for range counts {
				could[key] = append(could[key], map[int]bool{})
			}
		}
		for n, c := range counts {
			could[key][n][c] = true
		}
		n := 0
		for ; n < groups && counts[n] == most; n++ {
			counts[n] = 0
		}
		if n == groups {
			return could
		}
		counts[n]++
	}
}

func published(shown []Published, total *int) string {
	word := func(n *int) string {
		if n == nil {
			return "?"
		}
		return strconv.Itoa(*n)
	}
	var out []string
	for _, p := range shown {
		out = append(out, word(p.Count))
	}
	return strings.Join(out, ",") + "=" + word(total)
}

// No hidden number can be got back, neither by subtraction nor by knowing the
// rules and the small groups: at least three values remain for every hidden
// group, and no shown number is small.
func TestSuppressionIsNotUndone(t *testing.T) {
	for groups, most := range map[int]int{1: 40, 2: 60, 3: 45, 4: 16} {
		for key, could := range attack(groups, most) {
			cells, rest, _ := strings.Cut(key, "=")
			word, _, _ := strings.Cut(rest, ",")
			if total, err := strconv.Atoi(word); err == nil && total > most {
				continue // tables with larger groups than were tried come to the same total
			}
			for n, cell := range strings.Split(cells, ",") {
				if count, err := strconv.Atoi(cell); err == nil {
					if count < Smallest {
						t.Errorf("%s shows %d people", key, count)
					}
					continue
				}
				if len(could[n]) < 3 {
					t.Errorf("%s: group %d can only be %v", key, n+1, could[n])
				}
			}
		}
	}
}

func TestSuppression(t *testing.T) {
	for _, c := range []struct {
		counts []int
		want   string
	}{
		{[]int{20, 30}, "20,30=50"}, {[]int{3, 20, 30}, "?,?,30=53"}, {[]int{4, 4, 30}, "?,?,?=38"},
		{[]int{1, 6, 6}, "?,?,?=?"}, {[]int{1, 2, 30}, "?,?,?=33"}, {[]int{0, 6, 6, 30}, "?,?,?,?=42"},
		{[]int{1, 7, 7, 30}, "?,?,?,30=45"}, {[]int{1, 2}, "?,?=?"}, {[]int{4}, "?=?"},
		{[]int{5}, "5=5"}, {[]int{0, 0, 7}, "?,?,?=?"}, {[]int{4, 7, 8}, "?,?,?=19"}, {[]int{4, 4, 4}, "?,?,?=?"},
	} {
		var groups []Group
		for n, count := range c.counts {
			groups = append(groups, Group{strconv.Itoa(n), count})
		}
		before := slices.Clone(groups)
		shown, total := Suppress(groups)
		if got := published(shown, total); got != c.want || !slices.Equal(before, groups) {
			t.Errorf("%v: got %s, want %s", c.counts, got, c.want)
		}
	}
}
