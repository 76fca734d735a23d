package moment

import "time"

// offsets are the differences from UTC of a zone between two years. Package time
// looks each one up under a lock or by search and unpacks a whole date; every step
// of a clinic asks which day it is, several times, so the few hundred changes
// are laid out once.
type offsets struct {
	from, until int64   // seconds since 1970; outside of them package time is asked
	since       []int64 // when the difference of the same index began, ascending
	seconds     []int64 // east of UTC
}

// Years that are laid out: longer than anybody in treatment can live.
const (
	firstYear = 1900
	lastYear  = 2150
)

func offsetsOf(loc *time.Location) *offsets {
	at, end := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(lastYear, 1, 1, 0, 0, 0, 0, time.UTC)
	o := &offsets{from: at.Unix(), until: end.Unix()}
	for at.Before(end) {
		_, seconds := at.In(loc).Zone()
		o.since, o.seconds = append(o.since, at.Unix()), append(o.seconds, int64(seconds))
		_, next := at.In(loc).ZoneBounds()
		if next.IsZero() { // it never changes again
			break
		}
		if !next.After(at) { // the bounds are of no use: ask package time from here
			o.until = at.Unix()
			break
		}
		at = next
	}
	return o
}

// offset is the difference from UTC in seconds at an instant in seconds since 1970.
func (z Zone) offset(unix int64) int64 {
	o := z.offsets
	if o == nil || unix < o.from || unix >= o.until {
		if z.loc == nil {
			return 0
		}
		_, seconds := time.Unix(unix, 0).In(z.loc).Zone()
		return int64(seconds)
	}
	low, high := 0, len(o.since) // by hand: it is asked for more often than anything else
	for high-low > 1 {
		if mid := int(uint(low+high) / 2); o.since[mid] <= unix {
			low = mid
		} else {
			high = mid
		}
	}
	return o.seconds[low]
}

// floorDiv rounds down, also below zero; b is above 0.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// twoDigits writes 0 to 99.
func twoDigits(b []byte, n int) { b[0], b[1] = byte('0'+n/10), byte('0'+n%10) }
