package web

import (
	"testing"

	"steady/measure"
)

func TestMassWords(t *testing.T) {
	for m, want := range map[measure.Mass]string{0: "0 mg", 500: "0.5 mg", 4_200_000: "4,200 mg",
		1_234_567_500: "1,234,567.5 mg", -20_000: "-20 mg", -1_500_000: "-1,500 mg"} {
		if got := massWords(m); got != want {
			t.Errorf("massWords(%d) = %q, want %q", int64(m), got, want)
		}
	}
}

func TestAmpouleWords(t *testing.T) {
	for n, want := range map[measure.Ampoules]string{0: "0 ampoules", 1: "1 ampoule", -1: "-1 ampoule",
		1200: "1,200 ampoules"} {
		if got := ampouleWords(n); got != want {
			t.Errorf("ampouleWords(%d) = %q, want %q", n, got, want)
		}
	}
}

func FuzzCutTime(f *testing.F) {
	for _, s := range []string{"09:10", "9.10", "24:00", "", ":", "9:1", "-1:10", "+9:10", "09:60", "9:1०", "000.00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, m, ok := cutTime(s)
		if ok && (h < 0 || h > 23 || m < 0 || m > 59) {
			t.Fatalf("cutTime(%q) = %d:%d", s, h, m)
		}
		if ok && len(s) > 5 {
			t.Fatalf("cutTime(%q) is taken as a time", s)
		}
	})
}
