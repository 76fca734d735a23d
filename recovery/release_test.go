package recovery

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// releaseWords is all that a reader of a release has, as one line.
func releaseWords(total *int, parts []Released) string {
	var out []string
	for _, p := range parts {
		word := "withheld"
		if !p.Withheld {
			word = published(p.Groups, nil)
		}
		out = append(out, word)
	}
	if total == nil {
		return "?: " + strings.Join(out, " | ")
	}
	return strconv.Itoa(*total) + ": " + strings.Join(out, " | ")
}

// Somebody who has two tables of the same people, knows the rules, and tries every
// crossing of the two that they could have come from: no hidden number of either
// has fewer than three values left, and no shown one is small.
func TestTwoTablesAreNotUndone(t *testing.T) {
	const most = 6 // of each crossing of 2 by 3 groups
	cells := make([]int, 6)
	could := map[string][]map[int]bool{}
	for {
		a := []Group{{"a", cells[0] + cells[1] + cells[2]}, {"b", cells[3] + cells[4] + cells[5]}}
		b := []Group{{"x", cells[0] + cells[3]}, {"y", cells[1] + cells[4]}, {"z", cells[2] + cells[5]}}
		people := a[0].Count + a[1].Count
		total, parts, err := Release(people, []Division{{"one", a}, {"two", b}})
		if err != nil {
			t.Fatal(err)
		}
		key := releaseWords(total, parts)
		if could[key] == nil {
			could[key] = []map[int]bool{{}, {}, {}, {}, {}}
		}
		for i, g := range append(append([]Group(nil), a...), b...) {
			could[key][i][g.Count] = true
		}
		n := 0
		for ; n < len(cells) && cells[n] == most; n++ {
			cells[n] = 0
		}
		if n == len(cells) {
			break
		}
		cells[n]++
	}
	hidden := 0
	for key, values := range could {
		word, rest, _ := strings.Cut(key, ": ")
		if people, err := strconv.Atoi(word); err == nil && people > most*2 {
			continue // crossings with larger cells than were tried give the same tables
		}
		one, two, _ := strings.Cut(rest, " | ")
		groups := append(shownCells(one, 2), shownCells(two, 3)...)
		for i, g := range groups {
			if g != "?" {
				if n, _ := strconv.Atoi(g); n < Smallest {
					t.Errorf("%s shows %s people", key, g)
				}
				continue
			}
			hidden++
			if len(values[i]) < 3 {
				t.Errorf("%s: group %d can only be %v", key, i+1, values[i])
			}
		}
	}
	if hidden < 50 {
		t.Fatalf("only %d hidden groups were attacked", hidden)
	}
}

func shownCells(words string, n int) []string {
	if words == "withheld" {
		return strings.Split(strings.Repeat("?,", n)[:2*n-1], ",")
	}
	list, _, _ := strings.Cut(words, "=")
	return strings.Split(list, ",")
}

// One table alone may hide its total to protect a group. Where the other table
// shows it, the first is withheld: the old way would have been undone.
func TestATotalFromElsewhere(t *testing.T) {
	sex := []Group{{"women", 2}, {"men", 5}}
	if _, total := Suppress(sex); total != nil {
		t.Fatal("Suppress shows this total: the table tries nothing")
	}
	age := []Group{{"any age", 7}}
	total, out, err := Release(7, []Division{{"sex", sex}, {"age", age}})
	if err != nil || *total != 7 || !out[0].Withheld || out[1].Withheld || *out[1].Groups[0].Count != 7 {
		t.Errorf("%v %+v %v", total, out, err)
	}
	for _, g := range out[0].Groups {
		if g.Count != nil {
			t.Errorf("%+v is shown", g)
		}
	}
	var no *ImpossibleError
	if _, _, err := Release(11, []Division{{"sex", sex}}); !errors.As(err, &no) || no.At != "sex" {
		t.Errorf("%v", err)
	}
	if total, out, _ := Release(4, []Division{{"age", []Group{{"all", 4}}}}); total != nil || !out[0].Withheld {
		t.Errorf("%v %+v", total, out)
	}
}

// Every chain of up to four marks: between numbers that are shown, no hidden one
// has fewer than three values left.
func TestRemainingIsNotUndone(t *testing.T) {
	const people, marks = 18, 4
	could := map[string][]map[int]bool{}
	chain := make([]int, marks)
	var walk func(i, most int)
	walk = func(i, most int) {
		if i < marks {
			for n := most; n >= 0; n-- {
				chain[i] = n
				walk(i+1, n)
			}
			return
		}
		key, last := "", people
		for j, n := range Remaining(people, chain) {
			if n == nil {
				key += " ?"
				continue
			}
			if last-*n < Smallest || *n < Smallest || *n != chain[j] {
				t.Fatalf("%v shows %d after %d", chain, *n, last)
			}
			last, key = *n, fmt.Sprintf("%s %d", key, *n)
		}
		if could[key] == nil {
			could[key] = make([]map[int]bool, marks)
			for j := range could[key] {
				could[key][j] = map[int]bool{}
			}
		}
		for j, n := range chain {
			could[key][j][n] = true
		}
	}
	walk(0, people)
	for key, values := range could {
		for j, word := range strings.Fields(key) {
			if word == "?" && len(values[j]) < 3 {
				t.Errorf("%s: mark %d can only be %v", key, j+1, values[j])
			}
		}
	}
	if out := Remaining(4, []int{4}); out[0] != nil {
		t.Error("fewer than five people are shown")
	}
	if got := RemainingOf([]int{12, 12}, [][]int{{7, 7, 2}, {6, 5, 1}}); fmt.Sprint(got) != "[true false false]" {
		t.Errorf("%v", got)
	}
	if got := RemainingOf([]int{12, 4}, [][]int{{7}, {4}}); got[0] {
		t.Error("a small group is shown")
	}
}

// A later release is of other people: blocks that are closed never change, and
// nobody is in two.
func TestBlocksStayAsTheyWere(t *testing.T) {
	const seed = 20261128
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 2000 {
		var began []int
		var before []Block
		for range 12 {
			began = append(began, rng.IntN(13))
			now := Blocks(began)
			if len(now) < len(before) {
				t.Fatalf("seed %d: %v lost a block", seed, began)
			}
			next := 0
			for i, b := range now {
				if i < len(before) && b != before[i] {
					t.Fatalf("seed %d: %v changed block %d", seed, began, i)
				}
				sum := 0
				for _, n := range began[b.First : b.Last+1] {
					sum += n
				}
				if b.First != next || sum != b.People || b.People < BlockSize {
					t.Fatalf("seed %d: %v: %+v", seed, began, b)
				}
				next = b.Last + 1
			}
			before = now
		}
	}
}
