package login_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"steady/internal/login"
)

// FuzzParseCode: what is read is a code, and is read again as it is spelled.
func FuzzParseCode(f *testing.F) {
	for _, s := range []string{"4821 9037 5516", "48219037", "4821-9037-5510", "", "x", "1234 5678 9012 3", "٣٣٣٣٣٣٣٣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := login.ParseCode(text)
		if err != nil {
			return
		}
		again, err := login.ParseCode(c.Spell())
		if err != nil || again != c || strings.Contains(fmt.Sprint(c), c.Spell()) {
			t.Fatalf("%q is read as %q, then %q, %v", text, c.Spell(), again.Spell(), err)
		}
	})
}

// TestAMistypedCardIsToldFromAGuess: every single wrong digit and every two
// neighbours swapped are found before anything is tried.
func TestAMistypedCardIsToldFromAGuess(t *testing.T) {
	d := newEntrance(t)
	right := []byte(strings.ReplaceAll(d.card("u-1").Spell(), " ", ""))
	for i := range right {
		for n := byte('0'); n <= '9'; n++ {
			wrong := slices.Clone(right)
			if wrong[i] = n; n == right[i] {
				continue
			}
			if _, err := login.ParseCode(string(wrong)); err != login.ErrCodeTyped {
				t.Fatalf("digit %d as %c: %v", i, n, err)
			}
		}
		if i == 0 || right[i] == right[i-1] {
			continue
		}
		wrong := slices.Clone(right)
		wrong[i], wrong[i-1] = wrong[i-1], wrong[i]
		if _, err := login.ParseCode(string(wrong)); err != login.ErrCodeTyped {
			t.Fatalf("digits %d and %d swapped: %v", i-1, i, err)
		}
	}
}
