// Package moment holds time as the clinic needs it: instants in UTC, calendar
// days in the site's zone, and elapsed time that a clock change cannot bend.
// It never asks what time it is; it is told.
package moment

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Instant is microseconds since 1970 in UTC. Zero means "not set".
type Instant int64

// Span is elapsed time in microseconds (E-TIME-01).
type Span int64

// Useful spans.
const (
	Second Span = 1_000_000
	Minute      = 60 * Second
	Hour        = 60 * Minute
)

// Minutes makes a span of n minutes.
func Minutes(n int64) Span { return Span(n) * Minute }

// Of converts a time.Time, dropping what is below a microsecond.
func Of(t time.Time) Instant { return Instant(t.UnixMicro()) }

// Time converts back, in UTC.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).UTC() }

// Add returns the instant d later.
func (i Instant) Add(d Span) Instant { return i + Instant(d) }

// Since returns the elapsed time from j to i; clock changes do not matter.
func (i Instant) Since(j Instant) Span { return Span(i - j) }

const stamp = "2006-01-02T15:04:05.000000Z"

// String prints the one spelling the journal uses, 2026-03-29T01:00:00.000000Z.
func (i Instant) String() string { return i.Time().Format(stamp) }

// ErrInstant says that a text is not an instant in the expected spelling.
var ErrInstant = errors.New("not an instant: write it like 2026-03-29T01:00:00Z")

// ParseExact reads the one spelling of String and nothing else.
func ParseExact(s string) (Instant, error) {
	t, err := time.Parse(stamp, s)
	if err != nil || Of(t).String() != s {
		return 0, fmt.Errorf("%q: %w", s, ErrInstant)
	}
	return Of(t), nil
}

// ParseRFC3339 reads any RFC 3339 instant, with an offset.
func ParseRFC3339(s string) (Instant, error) {
	t, err := time.Parse(time.RFC3339, s)
	// Parse is kinder than RFC 3339: it lets "T1:00:00" and "00,5Z" through.
	if err != nil || s[13] != ':' || strings.Contains(s, ",") || t.Year() < 1900 || t.Year() > 9998 {
		return 0, fmt.Errorf("%q: %w", s, ErrInstant)
	}
	return Of(t), nil
}

// Zone is a site's time zone by its IANA name.
type Zone struct {
	name    string
	loc     *time.Location
	offsets *offsets // the same, for years that a clinic sees; nil: ask loc
}

// UTC is the zone without offset.
var UTC = Zone{name: "UTC", loc: time.UTC}

// LoadZone finds a zone by IANA name, for example Europe/London. The empty
// name and "Local" are refused: a site must say where it is.
func LoadZone(name string) (Zone, error) {
	if name == "" || name == "Local" {
		return Zone{}, fmt.Errorf("%q is not a time zone: write an IANA name such as Europe/London", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return Zone{}, fmt.Errorf("%q is not a time zone: write an IANA name such as Europe/London", name)
	}
	return Zone{name, loc, offsetsOf(loc)}, nil
}

// Name returns the IANA name.
func (z Zone) Name() string { return z.name }

// In returns the instant as wall clock in the zone, for showing.
func (z Zone) In(i Instant) time.Time {
	if z.loc == nil {
		return i.Time()
	}
	return i.Time().In(z.loc)
}

// Clock prints the wall clock hour and minute, "14:40".
func (z Zone) Clock(i Instant) string {
	of := z.wall(i)
	minute := int((of - floorDiv(of, 86400)*86400) / 60)
	b := [5]byte{2: ':'}
	twoDigits(b[:2], minute/60)
	twoDigits(b[3:], minute%60)
	return string(b[:])
}

// Day returns the calendar day of the instant in the zone (E-TIME-02).
func (z Zone) Day(i Instant) Day { return Day(floorDiv(z.wall(i), 86400) + unixEpoch) }

// wall is the seconds since 1970 that a clock on the wall shows.
func (z Zone) wall(i Instant) int64 {
	unix := floorDiv(int64(i), 1_000_000)
	return unix + z.offset(unix)
}

// At returns the instant of a wall clock time on a day. A time that the spring
// change skips is moved to the later clock; one that autumn repeats is the first.
func (z Zone) At(d Day, hour, minute int) Instant {
	wall := d.unix() + int64(hour)*3600 + int64(minute)*60 // as if the zone were UTC
	// The offset in force is that of the day before or that of the day after.
	before, after := z.offset(wall-86400), z.offset(wall+86400)
	first, second := wall-max(before, after), wall-min(before, after)
	for _, u := range [2]int64{first, second} {
		if u+z.offset(u) == wall {
			return Instant(u * 1_000_000)
		}
	}
	return Instant((wall - before) * 1_000_000) // skipped: the old offset shows the later clock
}

// Times returns every instant of a wall clock time on a day: none where the
// spring change skips it, two where autumn repeats it.
func (z Zone) Times(d Day, hour, minute int) (out []Instant) {
	first := z.At(d, hour, minute)
	for _, later := range [3]Span{0, Hour / 2, Hour} { // Lord Howe Island moves by half an hour
		if t := z.In(first.Add(later)); t.Hour() == hour && t.Minute() == minute && z.Day(first.Add(later)) == d {
			out = append(out, first.Add(later))
		}
	}
	return out
}

// Start returns the first instant of the day in the zone.
func (z Zone) Start(d Day) Instant { return z.At(d, 0, 0) }

// Day is a calendar day as a count of days, 1 being 1 January of the year 1.
// Zero means "not set", so that no day a person can be born on is lost to it.
type Day int32

// unixEpoch is the Day of 1970-01-01.
const unixEpoch = 719163

func (d Day) unix() int64 { return (int64(d) - unixEpoch) * 86400 }

func (d Day) time() time.Time { return time.Unix(d.unix(), 0).UTC() }

// Date makes a day; out-of-range months and days roll over as in package time.
func Date(year, month, day int) Day {
	return Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix()/86400 + unixEpoch)
}

// Split returns year, month and day of the month.
func (d Day) Split() (year, month, day int) {
	y, m, dd := d.time().Date()
	return y, int(m), dd
}

// Weekday counts from Monday, which is 0, to Sunday, which is 6.
func (d Day) Weekday() int { return ((int(d)-1)%7 + 7) % 7 }

// String prints 2026-03-29.
func (d Day) String() string {
	var room [16]byte
	return string(d.Append(room[:0]))
}

// Append adds what String prints to b, for text that is built often.
func (d Day) Append(b []byte) []byte {
	y, m, dd := d.Split()
	if y < 0 || y > 9999 {
		return d.time().AppendFormat(b, "2006-01-02")
	}
	t := [10]byte{4: '-', 7: '-'}
	twoDigits(t[0:2], y/100)
	twoDigits(t[2:4], y%100)
	twoDigits(t[5:7], m)
	twoDigits(t[8:10], dd)
	return append(b, t[:]...)
}

// ParseDay reads YYYY-MM-DD, from the year 1900 on.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil || t.Year() < 1900 {
		return 0, fmt.Errorf("%q is not a date: write YYYY-MM-DD", s)
	}
	return Date(t.Year(), int(t.Month()), t.Day()), nil
}

// MarshalText writes YYYY-MM-DD, and the empty text for "not set".
func (d Day) MarshalText() ([]byte, error) {
	if d == 0 {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDay(string(b))
	*d = v
	return err
}

// AddYears returns the same calendar day n years later; 29 February becomes
// 1 March where the year has none.
func (d Day) AddYears(n int) Day {
	y, m, dd := d.Split()
	return Date(y+n, m, dd)
}

// AddMonths returns the day n months later, rolling over short months.
func (d Day) AddMonths(n int) Day {
	y, m, dd := d.Split()
	return Date(y, m+n, dd)
}

// String prints whole minutes, rounded up, for people: "25 minutes".
func (s Span) String() string {
	n := int64((s + Minute - 1) / Minute)
	if n == 1 {
		return "1 minute"
	}
	return strconv.FormatInt(n, 10) + " minutes"
}
