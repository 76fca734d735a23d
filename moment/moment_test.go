package moment

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) Zone {
	t.Helper()
	z, err := LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func instant(t testing.TB, s string) Instant {
	t.Helper()
	i, err := ParseRFC3339(s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestEveryDayCanBeABirthday(t *testing.T) {
	d, err := ParseDay("1970-01-01")
	if err != nil || d == 0 || d.String() != "1970-01-01" {
		t.Fatalf("1970-01-01 is %d %s, %v: zero must stay free for \"not set\"", d, d, err)
	}
	var back Day
	text, _ := d.MarshalText()
	if err := back.UnmarshalText(text); err != nil || back != d {
		t.Fatalf("%s reads back as %s, %v", text, back, err)
	}
	if err := back.UnmarshalText(nil); err != nil || back != 0 {
		t.Fatalf("the empty text is %v, %v, want not set", back, err)
	}
}

func TestDaysAddUp(t *testing.T) {
	for _, c := range []struct {
		from          string
		years, months int
		want          string
	}{
		{"2004-02-29", 18, 0, "2022-03-01"}, {"2004-02-29", 20, 0, "2024-02-29"},
		{"2026-01-31", 0, 1, "2026-03-03"}, {"2026-11-22", 0, 2, "2027-01-22"}, {"1900-01-01", 1, 0, "1901-01-01"},
	} {
		d, err := ParseDay(c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.AddYears(c.years).AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s + %d years + %d months = %s, want %s", c.from, c.years, c.months, got, c.want)
		}
	}
	for _, s := range []string{"", "2026-02-30", "2026-2-3", "1899-12-31", "2026-01-01T00:00:00Z", "01.02.2026"} {
		if d, err := ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %s, want an error", s, d)
		}
	}
}

func TestParseRFC3339HoldsToTheLetter(t *testing.T) {
	for _, s := range []string{
		"2026-03-29T03:30:00+02:00", "2026-03-29T01:30:00Z", "2026-03-29T01:30:00.5Z", "1900-01-01T00:00:00Z",
	} {
		if _, err := ParseRFC3339(s); err != nil {
			t.Errorf("ParseRFC3339(%q): %v", s, err)
		}
	}
	for _, s := range []string{
		"", "2026-03-29", "2026-03-29 01:30:00Z", "2026-03-29T1:30:00Z", "2026-03-29T01:30:00", "2026-02-30T00:00:00Z",
		"2026-03-29T01:30:00,5Z", "2026-03-29T01:30:00+25:00", "1899-12-31T23:59:59Z", "9999-12-31T23:59:59Z",
	} {
		if i, err := ParseRFC3339(s); !errors.Is(err, ErrInstant) {
			t.Errorf("ParseRFC3339(%q) = %s, %v, want ErrInstant", s, i, err)
		}
	}
}

// E-TIME-01 and E-TIME-02 across both changes of 2026 in Switzerland.
func TestClockChanges(t *testing.T) {
	z := zone(t, "Europe/Zurich")
	spring, autumn := Date(2026, 3, 29), Date(2026, 10, 25)
	for _, c := range []struct {
		day  Day
		h, m int
		want string
	}{
		{spring, 0, 0, "2026-03-28T23:00:00.000000Z"},
		{spring, 1, 59, "2026-03-29T00:59:00.000000Z"},
		{spring, 2, 30, "2026-03-29T01:30:00.000000Z"}, // skipped: shows 03:30
		{spring, 3, 0, "2026-03-29T01:00:00.000000Z"},
		{autumn, 2, 30, "2026-10-25T00:30:00.000000Z"}, // repeated: the first
		{autumn, 3, 0, "2026-10-25T02:00:00.000000Z"},
		{autumn, 23, 59, "2026-10-25T22:59:00.000000Z"},
	} {
		if got := z.At(c.day, c.h, c.m).String(); got != c.want {
			t.Errorf("%s %02d:%02d is %s, want %s", c.day, c.h, c.m, got, c.want)
		}
	}
	if n := z.Start(spring + 1).Since(z.Start(spring)); n != 23*Hour {
		t.Errorf("the spring day lasts %s", n)
	}
	if n := z.Start(autumn + 1).Since(z.Start(autumn)); n != 25*Hour {
		t.Errorf("the autumn day lasts %s", n)
	}
	if n := instant(t, "2026-10-25T02:10:00+01:00").Since(instant(t, "2026-10-25T02:50:00+02:00")); n != Minutes(20) {
		t.Errorf("02:50 to the second 02:10 is %s, want 20 minutes", n)
	}
	if d := z.Day(instant(t, "2026-03-28T23:00:00Z")); d != spring {
		t.Errorf("23:00 UTC belongs to %s", d)
	}
}

// Every instant lies within its own day, wherever the clinic is.
func TestAnInstantLiesWithinItsDay(t *testing.T) {
	zones := []Zone{
		zone(t, "Europe/Zurich"), zone(t, "Europe/London"), zone(t, "America/Vancouver"), zone(t, "Asia/Beirut"),
		zone(t, "Australia/Lord_Howe"), UTC, {},
	}
	rapid.Check(t, func(t *rapid.T) {
		z := rapid.SampledFrom(zones).Draw(t, "zone")
		i := Instant(rapid.Int64Range(1_600_000_000, 2_000_000_000).Draw(t, "second")) * Instant(Second)
		d := z.Day(i)
		if i < z.Start(d) || i >= z.Start(d+1) {
			t.Fatalf("%s is not within %s of %s", i, d, z.Name())
		}
	})
}

func TestZonesHaveNames(t *testing.T) {
	for _, name := range []string{"", "Local", "Europe/Nowhere", "../etc/passwd"} {
		if _, err := LoadZone(name); err == nil {
			t.Errorf("LoadZone(%q) succeeds", name)
		}
	}
	if got := zone(t, "Europe/London").Clock(instant(t, "2026-07-01T13:40:00Z")); got != "14:40" {
		t.Errorf("clock shows %s, want 14:40", got)
	}
}

func FuzzParseExact(f *testing.F) {
	for _, s := range []string{"2026-03-29T01:00:00.000000Z", "2026-03-29T01:00:00Z", "0000-00-00T00:00:00.000000Z", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if i, err := ParseExact(s); err == nil && i.String() != s {
			t.Fatalf("%q prints back as %q", s, i)
		}
	})
}

func FuzzParseRFC3339(f *testing.F) {
	for _, s := range []string{"2026-03-29T03:30:00+02:00", "2026-03-29T01:30:00.123456789Z", "x",
		"2026-13-01T00:00:00Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		i, err := ParseRFC3339(s)
		if err != nil {
			return
		}
		if again, err := ParseExact(i.String()); err != nil || again != i {
			t.Fatalf("%q prints as %q, which reads as %v, %v", s, i, again, err)
		}
	})
}

// TestTimes: a time that the clocks skip is no time, one that they repeat is two.
func TestTimes(t *testing.T) {
	for _, c := range []struct {
		zone    string
		day     Day
		h, m, n int
	}{
		{"Europe/London", Date(2026, 3, 29), 1, 30, 0}, {"Europe/London", Date(2026, 3, 29), 2, 0, 1},
		{"Europe/London", Date(2026, 3, 29), 0, 59, 1}, {"Europe/London", Date(2026, 10, 25), 1, 30, 2},
		{"Europe/London", Date(2026, 10, 25), 2, 0, 1}, {"Europe/London", Date(2026, 6, 1), 9, 5, 1},
		{"Australia/Lord_Howe", Date(2026, 4, 5), 1, 45, 2}, {"UTC", Date(2026, 3, 29), 1, 30, 1},
	} {
		z, err := LoadZone(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		got := z.Times(c.day, c.h, c.m)
		if len(got) != c.n {
			t.Errorf("%s %s %02d:%02d: %v, want %d", c.zone, c.day, c.h, c.m, got, c.n)
		}
		for i, at := range got {
			if z.Day(at) != c.day || z.In(at).Hour() != c.h || z.In(at).Minute() != c.m || i > 0 && at <= got[i-1] {
				t.Errorf("%s %s %02d:%02d: %s is another time", c.zone, c.day, c.h, c.m, z.In(at))
			}
		}
	}
}
