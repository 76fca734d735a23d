package measure

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func offers(counts map[Mass]Ampoules) []Offer {
	var out []Offer
	for mg, n := range counts {
		out = append(out, Offer{mg * Milligram, n})
	}
	return out
}

// E-PREP-08, with W-46 and W-47.
func TestChoose(t *testing.T) {
	market := map[Mass]Ampoules{5: 50, 10: 50, 30: 50, 100: 50, 500: 50}
	for _, c := range []struct {
		name, dose string
		counts     map[Mass]Ampoules
		want       string
		waste      Mass
	}{
		{"W-46", "140", map[Mass]Ampoules{100: 9, 30: 9, 10: 9, 5: 9}, "[{100000 1} {30000 1} {10000 1}]", 0},
		{"W-47", "165", map[Mass]Ampoules{100: 9, 500: 9}, "[{100000 2}]", 35 * Milligram},
		{"fewest on a tie", "60", map[Mass]Ampoules{10: 9, 30: 9, 5: 9}, "[{30000 2}]", 0},
		{"stock forces smaller ones", "60", map[Mass]Ampoules{10: 9, 30: 1}, "[{30000 1} {10000 3}]", 0},
		{"below the smallest", "0.5", map[Mass]Ampoules{5: 1}, "[{5000 1}]", 4500},
		{"fraction", "67.5", market, "[{30000 2} {10000 1}]", 2500},
		{"greedy would waste more", "60", map[Mass]Ampoules{50: 1, 30: 2}, "[{30000 2}]", 0},
		{"none at hand is passed over", "30", map[Mass]Ampoules{30: 0, 10: 3, 5: -2}, "[{10000 3}]", 0},
	} {
		dose, err := ParseMilligrams(c.dose)
		if err != nil {
			t.Fatal(err)
		}
		got, waste, err := Choose(dose, offers(c.counts))
		text := ""
		for _, g := range got {
			text += fmt.Sprintf("{%d %d} ", int64(g.Content), g.Count)
		}
		if text = "[" + text[:max(0, len(text)-1)] + "]"; err != nil || text != c.want || waste != c.waste {
			t.Errorf("%s: %s waste %s, %v; want %s waste %s", c.name, text, waste, err, c.want, c.waste)
		}
	}
}

func TestChooseRefuses(t *testing.T) {
	one := []Offer{{100 * Milligram, 1}}
	for _, c := range []struct {
		dose   Mass
		offers []Offer
		want   error
	}{
		{101 * Milligram, one, ErrStock}, {10 * Milligram, nil, ErrStock},
		{10 * Milligram, []Offer{{5 * Milligram, 1}}, ErrStock},
		{0, one, ErrChoice}, {-1, one, ErrChoice}, {MaxChoice + 1, one, ErrChoice},
		{1, []Offer{{1500, 1}}, ErrChoice}, {1, []Offer{{0, 1}}, ErrChoice}, {1, []Offer{{MaxMass, 1}}, ErrChoice},
	} {
		if _, _, err := Choose(c.dose, c.offers); !errors.Is(err, c.want) {
			t.Errorf("Choose(%d, %v) gives %v, want %v", int64(c.dose), c.offers, err, c.want)
		}
	}
}

// A second, slower answer that shares no code: try every combination.
func slowest(dose Mass, offers []Offer) (waste Mass, count Ampoules, ok bool) {
	if dose <= 0 {
		return -dose, 0, true
	}
	if len(offers) == 0 {
		return 0, 0, false
	}
	for k := Ampoules(0); k <= offers[0].Count; k++ {
		w, n, found := slowest(dose-offers[0].Content*Mass(k), offers[1:])
		if found && (!ok || w < waste || (w == waste && n+k < count)) {
			waste, count, ok = w, n+k, true
		}
	}
	return waste, count, ok
}

func TestChooseAgreesWithTryingEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dose := Mass(rapid.Int64Range(1, 400_000).Draw(t, "dose"))
		var list []Offer
		for range rapid.IntRange(0, 4).Draw(t, "strengths") {
			list = append(list, Offer{
				Mass(rapid.Int64Range(1, 200).Draw(t, "mg")) * Milligram,
				Ampoules(rapid.Int64Range(0, 4).Draw(t, "count")),
			})
		}
		got, waste, err := Choose(dose, list)
		wantWaste, wantCount, ok := slowest(dose, list)
		if ok != (err == nil) {
			t.Fatalf("found %v, tried everything %v", err, ok)
		}
		if !ok {
			return
		}
		var total Mass
		var count Ampoules
		for _, c := range got {
			total, count = total+c.Content*Mass(c.Count), count+c.Count
		}
		if waste != wantWaste || count != wantCount || total-dose != waste {
			t.Fatalf("%v waste %d, want waste %d with %d ampoules", got, waste, wantWaste, wantCount)
		}
	})
}

// TestARowIsWhatEveryNumberOfAmpoulesGives holds the row that is carried along
// against trying every number of ampoules for every total.
func TestARowIsWhatEveryNumberOfAmpoulesGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Offer
		for range rapid.IntRange(1, 4).Draw(t, "strengths") {
			list = append(list, Offer{Mass(rapid.Int64Range(1, 40).Draw(t, "mg")) * Milligram,
				Ampoules(rapid.Int64Range(1, 30).Draw(t, "count"))})
		}
		dose := Mass(rapid.Int64Range(1, 300).Draw(t, "dose")) * Milligram
		usable, unit, err := offersFor(dose, list)
		if err != nil {
			t.Fatal(err)
		}
		x := newTable(usable, unit, int((dose+unit-1)/unit))
		for i := 1; i < len(usable); i++ {
			for total := range x.width {
				if want, _ := x.best(i, total); x.fewest[i][total] != want {
					t.Fatalf("%v, strength %d, total %d: %d, want %d", usable, i, total, x.fewest[i][total], want)
				}
			}
		}
	})
}
