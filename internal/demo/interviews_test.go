package demo_test

import (
	"strings"
	"testing"

	"steady/internal/demo"
	"steady/voice/transcript"
)

// TestInterviews: twelve texts that are read as turns of two speakers, every
// passage lies on the words of one turn of the participant, its code is in the
// codebook below a sub-theme, and the two coders do differ.
func TestInterviews(t *testing.T) {
	interviews, err := demo.Interviews()
	if err != nil {
		t.Fatal(err)
	}
	lines, err := demo.Codebook()
	if err != nil {
		t.Fatal(err)
	}
	depth := map[string]int{"": 0}
	used := map[string]int{}
	for _, c := range lines {
		above, known := depth[c.In]
		if !known {
			t.Errorf("%s stands before what it belongs to", c.Key)
		}
		depth[c.Key] = above + 1
	}
	if len(interviews) != 12 {
		t.Fatalf("%d interviews", len(interviews))
	}
	same := map[demo.Mark]int{}
	for _, x := range interviews {
		read, err := transcript.ReadText([]byte(x.Text))
		if err != nil || len(read.Speakers) != 2 || len(read.Turns) < 8 || len(read.Loose) > 0 {
			t.Errorf("%s: %d speakers, %d turns, %v, %v", x.Name, len(read.Speakers), len(read.Turns), read.Loose, err)
		}
		runes := []rune(x.Text)
		for _, m := range x.Marks {
			words := string(runes[m.Start:m.End])
			if depth[m.Code] != 3 || len(words) < 4 || strings.ContainsAny(words, "\n{}|") {
				t.Errorf("%s: %s %q", x.Name, m.Code, words)
			}
			used[m.Code]++
			m.Coder = x.Name
			same[m]++
		}
	}
	alone := 0
	for _, n := range same {
		if n == 1 {
			alone++
		}
	}
	if alone < 40 || len(same)-alone < 60 {
		t.Errorf("%d passages of one coder, %d of both: they should agree often and differ often", alone, len(same)-alone)
	}
	for _, c := range lines {
		if depth[c.Key] == 3 && used[c.Key] == 0 {
			t.Errorf("the code %s is never used", c.Key)
		}
	}
}
