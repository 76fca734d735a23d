package main

import (
	"strings"
	"testing"
)

// TestServeRefusesUnsafeOwnPages: a word that nobody means is no setting.
func TestServeRefusesUnsafeOwnPages(t *testing.T) {
	for _, c := range []struct {
		flags []string
		says  string
	}{
		{[]string{"--cards", "everywhere"}, "choose kiosk or anywhere"},
		{[]string{"--rest", "5"}, "choose 10 to 180 seconds"},
		{[]string{"--rest", "900"}, "choose 10 to 180 seconds"},
		{[]string{"--away", "javascript:alert(1)"}, "write a whole address"},
		{[]string{"--away", "weather"}, "write a whole address"},
	} {
		code, _, errs := steady("", append([]string{"serve", "--data", t.TempDir()}, c.flags...)...)
		if code != unreadable || !strings.Contains(errs, c.says) {
			t.Errorf("%v answers %d %q", c.flags, code, errs)
		}
	}
}
