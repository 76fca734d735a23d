package moment

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestOffsetsAreThoseOfPackageTime holds the laid out changes against package
// time: round every change, and at any instant at all.
func TestOffsetsAreThoseOfPackageTime(t *testing.T) {
	for _, name := range []string{"Europe/London", "Europe/Zurich", "America/Vancouver", "Australia/Lord_Howe",
		"Africa/Casablanca", "Asia/Kolkata", "Europe/Dublin", "America/St_Johns", "UTC"} {
		z := zone(t, name)
		plain := func(t rapid.TB, unix int64) {
			wall := time.Unix(unix, 0).In(z.loc)
			_, want := wall.Zone()
			i := Of(wall)
			y, m, d := wall.Date()
			if z.offset(unix) != int64(want) || z.Clock(i) != wall.Format("15:04") || z.Day(i) != Date(y, int(m), d) {
				t.Fatalf("%s, %d: %d seconds, %s on %s; package time says %s", name, unix, z.offset(unix), z.Clock(i), z.Day(i),
					wall)
			}
		}
		for _, at := range z.offsets.since {
			for _, near := range []int64{-1, 0, 1, 3599, 3600, 3601, 86400} {
				plain(t, at+near)
			}
		}
		rapid.Check(t, func(t *rapid.T) { plain(t, rapid.Int64Range(-1<<36, 1<<36).Draw(t, "unix")) })
	}
}

// TestDayStringIsThatOfPackageTime prints days of any year.
func TestDayStringIsThatOfPackageTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Day(rapid.Int32Range(-400_000, 4_000_000).Draw(t, "day"))
		if got, want := d.String(), d.time().Format("2006-01-02"); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	})
}
