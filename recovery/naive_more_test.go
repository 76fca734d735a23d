package recovery

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"steady/measure"
)

// asked scores the fields of a form, by the road that a page takes: written,
// read and scored.
func asked(t *testing.T, in *Instrument, form map[string][]string) map[string]string {
	t.Helper()
	a, err := ParseAnswers([]byte(in.Write(form)))
	if err != nil {
		t.Fatalf("%v: %v", form, err)
	}
	r, err := in.Score(a)
	if err != nil {
		t.Fatalf("%v: %v", form, err)
	}
	out := map[string]string{}
	for _, s := range r.Scores {
		out[s.Name] = s.Value.String()
	}
	return out
}

func found(t *testing.T, id string) *Instrument {
	t.Helper()
	in, err := Find(id)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// TestSecondScorerAgreesOnTOP: weeks and totals, yes and no, and what need not
// be asked, against a scorer that knows nothing of instruments as data.
func TestSecondScorerAgreesOnTOP(t *testing.T) {
	const seed = 20261128
	in, rng := found(t, "top"), rand.New(rand.NewPCG(seed, 2))
	fields := map[string]string{"1a": "ALCUSE", "1b": "OPIUSE", "1c": "CRAUSE", "1d": "COCAUSE", "1e": "AMPHUSE",
		"1f": "CANNUSE", "1g": "OTDRGUSE", "1h": "1h", "2a": "IVDRGUSE", "3a": "SHOTHEFT", "3b": "DRGSELL",
		"4b": "PWORK", "4c": "EDUCAT"}
	for range 3000 {
		form, want := map[string][]string{}, map[string]string{}
		zero := false
		for _, item := range slices.Sorted(maps.Keys(fields)) {
			total, words, known := 0, []string(nil), true
			switch rng.IntN(3) {
			case 0:
				total = rng.IntN(29)
				words = []string{strconv.Itoa(total)}
			case 1:
				for range 4 {
					d := rng.IntN(9) - 1
					if d < 0 {
						words, known = append(words, ""), false
						continue
					}
					d = min(d, 7)
					words, total = append(words, strconv.Itoa(d)), total+d
				}
			default:
				known = false
			}
			form[item], want[fields[item]] = words, "not known"
			if known {
				want[fields[item]] = strconv.Itoa(total)
			}
			if item == "2a" {
				zero = known && total == 0
			}
		}
		word := func(item string) string {
			w := []string{"", "Y", "N"}[rng.IntN(3)]
			form[item] = []string{w}
			return w
		}
		any := func(zero bool, list ...string) string {
			if slices.Contains(list, "Y") {
				return "Y"
			}
			if zero || !slices.Contains(list, "") {
				return "N"
			}
			return "not known"
		}
		want["SHARING"] = any(zero, word("2b"), word("2c"))
		want["OTHTHEFT"] = any(false, word("3c"), word("3d"), word("3e"))
		want["ASSAULT"], want["ACUTHPBM"], want["HRISK"] = any(false, word("3f")), any(false, word("4e")), any(false,
			word("4f"))
		for item, field := range map[string]string{"4a": "PSYHSTAT", "4d": "PHSTAT", "4g": "QUALLIFE"} {
			want[field] = "not known"
			if n := rng.IntN(23) - 2; n >= 0 {
				form[item], want[field] = []string{strconv.Itoa(n)}, strconv.Itoa(n)
			}
		}
		if got := asked(t, in, form); !maps.Equal(got, want) {
			t.Fatalf("seed %d: %v\n got %v\nwant %v", seed, form, got, want)
		}
	}
}

// TestSecondScorerAgreesOnCOWS: each sign has numbers of its own, and one that
// was not looked at leaves no total.
func TestSecondScorerAgreesOnCOWS(t *testing.T) {
	const seed = 7
	in, rng := found(t, "cows"), rand.New(rand.NewPCG(seed, 3))
	may := strings.Fields("0,1,2,4 0,1,2,3,4 0,1,3,5 0,1,2,5 0,1,2,4 0,1,2,4 0,1,2,3,5 0,1,2,4 0,1,2,4 0,1,2,4 0,3,5")
	for range 3000 {
		form, sum, all := map[string][]string{}, 0, true
		for i, it := range in.Items {
			list := strings.Split(may[i], ",")
			n := rng.IntN(40)
			if n == 0 {
				all = false
				continue
			}
			w := list[n%len(list)]
			v, _ := strconv.Atoi(w)
			form[it.ID], sum = []string{w}, sum+v
		}
		want := "not known"
		if all {
			want = strconv.Itoa(sum)
		}
		if got := asked(t, in, form)["total"]; got != want {
			t.Fatalf("seed %d: %v is %s, want %s", seed, form, got, want)
		}
	}
}

// TestEveryStateOfEQ5D: all 3,125 states, and each with one answer left out.
func TestEveryStateOfEQ5D(t *testing.T) {
	in := found(t, "eq-5d-5l")
	for n := range 3125 {
		state := fmt.Sprintf("%d%d%d%d%d", n%5+1, n/5%5+1, n/25%5+1, n/125%5+1, n/625+1)
		form := map[string][]string{"vas": {strconv.Itoa(n % 101)}}
		for i, c := range state {
			form[strconv.Itoa(i+1)] = []string{string(c)}
		}
		got := asked(t, in, form)
		if got["state"] != state || got["vas"] != strconv.Itoa(n%101) {
			t.Fatalf("%s is %v", state, got)
		}
		form[strconv.Itoa(n%5+1)] = nil
		if got := asked(t, in, form); got["state"] != "not known" {
			t.Fatalf("%s with one left out is %v", state, got)
		}
	}
}

// TestEveryAnswerOfCraving, and none.
func TestEveryAnswerOfCraving(t *testing.T) {
	in := found(t, "craving")
	for n := range 11 {
		if got := asked(t, in, map[string][]string{"1": {strconv.Itoa(n)}})["craving"]; got != strconv.Itoa(n) {
			t.Errorf("%d is %s", n, got)
		}
	}
	if got := asked(t, in, nil)["craving"]; got != "not known" {
		t.Errorf("skipped is %s", got)
	}
}

// TestGroinAndNeckAreOnTheChart: where harm is gravest is not left out of what is
// seen.
func TestGroinAndNeckAreOnTheChart(t *testing.T) {
	in := found(t, "injecting-site")
	for _, place := range []string{"left-groin", "right-groin", "left-neck", "right-neck"} {
		a, _ := ParseAnswers([]byte(in.Write(map[string][]string{place: {"discharge", Looked}})))
		r, err := in.Score(a)
		if err != nil || r.Scores.Get(place).String() != "discharge" || len(r.Alerts) != 1 {
			t.Errorf("%s: %v %v", place, r, err)
		}
	}
}

// TestEverySignAtEveryPlace: all 16 sets of signs at each place; nobody looked
// is not "none seen"; a discharge, and nothing else, is looked at today.
func TestEverySignAtEveryPlace(t *testing.T) {
	in := found(t, "injecting-site")
	signs := []string{"pain", "redness", "swelling", "discharge"}
	for _, it := range in.Items {
		for set := range 16 {
			var list []string
			for i, s := range signs {
				if set>>i&1 == 1 {
					list = append(list, s)
				}
			}
			want := strings.Join(list, ", ")
			if set == 0 {
				want = "none seen"
			}
			form := map[string][]string{it.ID: append(list, Looked)}
			got := asked(t, in, form)
			for _, other := range in.Items {
				if other.ID != it.ID && got[other.ID] != "not known" {
					t.Fatalf("%s was not looked at and is %s", other.ID, got[other.ID])
				}
			}
			a, _ := ParseAnswers([]byte(in.Write(form)))
			r, err := in.Score(a)
			if err != nil || got[it.ID] != want || (len(r.Alerts) == 1) != (set >= 8) || len(r.Alerts) > 1 {
				t.Fatalf("%s %v is %s, alerts %v, %v", it.ID, list, got[it.ID], r.Alerts, err)
			}
		}
	}
}

// FuzzWrite: whatever stands in the fields of a form, what is written can be
// read, and answers that cannot be are refused by name.
func FuzzWrite(f *testing.F) {
	f.Add("phq-9", "1", "3")
	f.Add("top", "1b", "7,7,,6")
	f.Add("injecting-site", "left-hand", "looked,pain")
	f.Add("top", "2b", "Y")
	f.Add("core-10", "6", "\x00\"}")
	f.Fuzz(func(t *testing.T, id, item, words string) {
		in, err := Find(id)
		if err != nil {
			return
		}
		a, err := ParseAnswers([]byte(in.Write(map[string][]string{item: strings.Split(words, ",")})))
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if n := in.Answered(a); n > len(in.Items) {
			t.Fatalf("%d answers to %d questions", n, len(in.Items))
		}
		if _, err := in.Score(a); err == nil {
			if list, err := in.Told(a); err != nil || len(list) != len(in.Items) {
				t.Fatalf("%d of %d questions are told: %v", len(list), len(in.Items), err)
			}
		}
	})
}

// TestSecondScorerAgreesOnGoals: the variance of a weighted sum written out
// pair by pair, with a correlation of 0.3 between any two goals.
func TestSecondScorerAgreesOnGoals(t *testing.T) {
	const seed = 11
	rng := rand.New(rand.NewPCG(seed, 4))
	for range 3000 {
		goals := make([]Goal, 1+rng.IntN(6))
		var sum, spread float64
		for i := range goals {
			level := rng.IntN(5) - 2
			goals[i] = Goal{Weight: measure.Milli(1+rng.IntN(5)) * 1000, Baseline: &level, Score: &level}
			sum += float64(goals[i].Weight) / 1000 * float64(level)
		}
		for i, a := range goals {
			for j, b := range goals {
				r := 0.3
				if i == j {
					r = 1
				}
				spread += r * float64(a.Weight) / 1000 * float64(b.Weight) / 1000
			}
		}
		want := 50 + 10*sum/math.Sqrt(spread)
		got := Attainment(goals).Scores.Get("total")
		if d := float64(got.Number)/1000 - want; !got.Known || math.Abs(d) > 0.006 {
			t.Fatalf("seed %d: %v is %s, want %.3f", seed, goals, got, want)
		}
	}
}
