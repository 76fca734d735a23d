package recovery

import (
	"math/rand/v2"
	"slices"
	"testing"

	"steady/moment"
)

// TestNothingIsDrawnAcrossAGap: 120 days are joined and 121 are not; an occasion
// without an answer is no result, and does not make a gap shorter.
func TestNothingIsDrawnAcrossAGap(t *testing.T) {
	day := moment.Date(2026, 1, 5)
	known := func(n int) Mark { return Mark{Day: day + moment.Day(n), Known: true} }
	for _, c := range []struct {
		name  string
		marks []Mark
		want  []Join
	}{
		{"none", nil, nil},
		{"one", []Mark{known(0)}, nil},
		{"120 days", []Mark{known(0), known(120)}, []Join{{0, 1}}},
		{"121 days", []Mark{known(0), known(121)}, nil},
		{"an unknown between", []Mark{known(0), {Day: day + 30}, known(60)}, []Join{{0, 2}}},
		{"an unknown bridges nothing", []Mark{known(0), {Day: day + 100}, known(200)}, nil},
		{"a gap in the middle", []Mark{known(0), known(90), known(300), known(330)}, []Join{{0, 1}, {2, 3}}},
		{"one day", []Mark{known(0), known(0)}, []Join{{0, 1}}},
	} {
		if got := Joins(c.marks); !slices.Equal(got, c.want) {
			t.Errorf("%s: joined %v, want %v", c.name, got, c.want)
		}
	}
}

// TestJoinsAgainstANaiveSecondLook draws random rows and asks of every pair of
// marks whether it is joined.
func TestJoinsAgainstANaiveSecondLook(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		var marks []Mark
		day := moment.Date(2026, 1, 5)
		for range rng.IntN(12) {
			day += moment.Day(rng.IntN(160))
			marks = append(marks, Mark{Day: day, Known: rng.IntN(4) > 0})
		}
		var want []Join
		for j := range marks {
			for i := range j {
				between := slices.ContainsFunc(marks[i+1:j], func(m Mark) bool { return m.Known })
				if marks[i].Known && marks[j].Known && !between && marks[j].Day-marks[i].Day <= 120 {
					want = append(want, Join{i, j})
				}
			}
		}
		if got := Joins(marks); !slices.Equal(got, want) {
			t.Fatalf("%v: joined %v, want %v", marks, got, want)
		}
	}
}

func TestAnOccasionWithoutAnAnswerIsSeen(t *testing.T) {
	start := moment.Date(2026, 1, 5)
	due := []moment.Day{start, start + 42, start + 90, start + 181, start + 273}
	sittings := []moment.Day{start + 3, start + 100, start + 270}
	want := []moment.Day{start + 42}
	if got := NotAsked(due, sittings); !slices.Equal(got, want) {
		t.Errorf("not asked on %v, want %v", got, want)
	}
	if got := NotAsked(due, nil); got != nil {
		t.Errorf("what nobody was ever asked is no gap: %v", got)
	}
	if got := NotAsked(due, []moment.Day{start + 95}); !slices.Equal(got, []moment.Day{start + 181}) {
		t.Errorf("before the first answer nothing was missed, after it was: %v", got)
	}
}

func TestOneMarkAWeekIsTheLastOfIt(t *testing.T) {
	monday := moment.Date(2026, 3, 2)
	got := Weekly([]Mark{{Day: monday, Known: true, Value: 1}, {Day: monday + 2}, {Day: monday + 6, Known: true, Value: 2},
		{Day: monday + 7, Known: true, Value: 3}})
	if len(got) != 3 || got[0].Known || got[1].Value != 2 || got[2].Value != 3 {
		t.Errorf("kept %+v", got)
	}
}
