package web

import (
	"testing"

	"steady/measure"
)

func FuzzCutChange(f *testing.F) {
	for _, s := range []string{"", "-1", "+1", "\u22121", "1.0", "--1", "999999", "-100001", " 7 ", "0x1", "1e3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := cutChange(s)
		if err == nil && (n < -100_000 || n > 100_000) {
			t.Fatalf("cutChange(%q) = %d", s, n)
		}
	})
}

func TestCutChange(t *testing.T) {
	for text, want := range map[string]measure.Ampoules{"": 0, "-1": -1, "+2": 2, "\u22123": -3, " 4 ": 4} {
		if got, err := cutChange(text); err != nil || got != want {
			t.Errorf("cutChange(%q) = %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"one", "1.5", "- 1", "100001"} {
		if _, err := cutChange(text); err == nil {
			t.Errorf("cutChange(%q) is taken", text)
		}
	}
}
