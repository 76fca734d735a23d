package web

import (
	"slices"
	"strings"
	"testing"

	"steady/moment"
)

func TestParseDays(t *testing.T) {
	got, err := parseDays(" 25 12 2026,26 12 2026")
	if want := []moment.Day{moment.Date(2026, 12, 25), moment.Date(2026, 12, 26)}; err != nil || !slices.Equal(got, want) {
		t.Errorf("read %v, %v", got, err)
	}
	for _, text := range []string{"", "25 12", "25 12 26", "31 2 2026", "25 12 2026,", "25.12.2026", "-1 12 2026"} {
		if got, err := parseDays(text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

// FuzzParseDays: no text crashes the reader, and what it read comes back the
// same when it is written as a person would.
func FuzzParseDays(f *testing.F) {
	for _, x := range []string{"25 12 2026", "1 1 2027, 2 1 2027", ",", "0 0 0000", "99 99 9999"} {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, text string) {
		days, err := parseDays(text)
		if err != nil {
			return
		}
		var out []string
		for _, d := range days {
			out = append(out, moment.UTC.In(moment.UTC.At(d, 12, 0)).Format("2 1 2006"))
		}
		again, err := parseDays(strings.Join(out, ", "))
		if err != nil || !slices.Equal(days, again) {
			t.Fatalf("%q was read as %v and came back as %v, %v", text, days, again, err)
		}
	})
}
