package person

import (
	"strings"
	"testing"

	"steady/measure"
	"steady/moment"
)

func TestLicenceInForceOnItsFirstAndLastDay(t *testing.T) {
	from, to := moment.Date(2026, 4, 1), moment.Date(2027, 3, 31)
	l := Licence{Doctor: "dr-1", Substance: measure.Diamorphine, Premises: "leith", Number: "DL-77", From: from, To: to}
	for _, c := range []struct {
		name string
		l    Licence
		day  moment.Day
		want bool
	}{
		{"the day before", l, from - 1, false},
		{"the first day", l, from, true},
		{"the last day", l, to, true},
		{"the day after", l, to + 1, false},
		{"a day that is not set", l, 0, false},
		{"no end", Licence{Number: "DL-77", From: from}, to + 4000, true},
		{"no first day", Licence{Number: "DL-77", To: to}, from, false},
		{"no number", Licence{From: from, To: to}, from, false},
	} {
		if got := c.l.InForce(c.day); got != c.want {
			t.Errorf("%s: InForce = %v, want %v", c.name, got, c.want)
		}
	}
}

func TestLicenceNamesDoctorSubstanceAndPremises(t *testing.T) {
	day := moment.Date(2026, 4, 1)
	l := Licence{Doctor: "dr-1", Substance: measure.Diamorphine, Premises: "leith", Number: "DL-77", From: day}
	if !l.Covers("dr-1", measure.Diamorphine, "leith", day) {
		t.Error("the licence does not cover what it names (R-REG-19)")
	}
	if l.Covers("dr-2", measure.Diamorphine, "leith", day) ||
		l.Covers("dr-1", measure.Morphine, "leith", day) ||
		l.Covers("dr-1", measure.Diamorphine, "perth", day) ||
		l.Covers("dr-1", measure.Diamorphine, "leith", day-1) {
		t.Error("the licence covers another doctor, substance, premises or day (R-REG-19)")
	}
	if (Licence{Number: "DL-77", From: day}).Covers("", "", "", day) {
		t.Error("a licence that names nobody covers nobody")
	}
}

func TestRolesAreKnownAndDistinct(t *testing.T) {
	seen := map[Role]bool{}
	for _, r := range Roles() {
		if seen[r] || !r.Known() || r.String() == "" {
			t.Errorf("role %q is listed twice, not known, or has no words", r)
		}
		seen[r] = true
	}
	if Role("").Known() || Role("owner").Known() || Competence("").Known() {
		t.Error("an unknown word is taken as a role or a competence")
	}
}

func FuzzCheckID(f *testing.F) {
	for _, s := range []string{"a", "nurse-1", "-", "", "A", "é", "a b", strings.Repeat("x", 65)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		plain := s != "" && len(s) <= MaxID && s[0] != '-' &&
			strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
		for _, c := range s {
			plain = plain && strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-", c)
		}
		if got := CheckID(s) == nil; got != plain {
			t.Fatalf("CheckID(%q) accepts: %v, want %v", s, got, plain)
		}
	})
}
