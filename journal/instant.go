package journal

import "steady/moment"

// Instants are printed and read here by hand: the layout engine of package
// time costs more than all the rest of an entry. The tests hold both equal to
// moment.Instant.String and moment.ParseExact.

const (
	stampLen   = len("2006-01-02T15:04:05.000000Z")
	microsADay = 86_400_000_000
	// lastInstant is 9999-12-31T23:59:59.999999Z.
	lastInstant moment.Instant = 253_402_300_799_999_999
)

// isInstant refuses what is not set (zero) and what four year digits cannot say.
func isInstant(i moment.Instant) bool { return i > 0 && i <= lastInstant }

func appendInstant(dst []byte, i moment.Instant) []byte {
	day, micros := int64(i)/microsADay, int64(i)%microsADay
	y, m, d := civil(day)
	seconds := micros / 1_000_000
	dst = appendDigits(dst, y, 4)
	dst = append(dst, '-')
	dst = appendDigits(dst, m, 2)
	dst = append(dst, '-')
	dst = appendDigits(dst, d, 2)
	dst = append(dst, 'T')
	dst = appendDigits(dst, seconds/3600, 2)
	dst = append(dst, ':')
	dst = appendDigits(dst, seconds/60%60, 2)
	dst = append(dst, ':')
	dst = appendDigits(dst, seconds%60, 2)
	dst = append(dst, '.')
	dst = appendDigits(dst, micros%1_000_000, 6)
	return append(dst, 'Z')
}

func appendDigits(dst []byte, n int64, width int) []byte {
	at := len(dst)
	dst = append(dst, "000000"[:width]...)
	for i := at + width - 1; i >= at; i-- {
		dst[i] = byte('0' + n%10)
		n /= 10
	}
	return dst
}

// parseInstant reads exactly what appendInstant writes.
func parseInstant(b []byte) (moment.Instant, bool) {
	if len(b) != stampLen || b[4] != '-' || b[7] != '-' || b[10] != 'T' ||
		b[13] != ':' || b[16] != ':' || b[19] != '.' || b[26] != 'Z' {
		return 0, false
	}
	bad := false
	two := func(at int) int64 {
		high, low := b[at]-'0', b[at+1]-'0'
		bad = bad || high > 9 || low > 9
		return int64(high)*10 + int64(low)
	}
	y, mo, d := two(0)*100+two(2), two(5), two(8)
	h, mi, s, us := two(11), two(14), two(17), (two(20)*100+two(22))*100+two(24)
	if bad || y < 1970 || mo < 1 || mo > 12 || d < 1 || d > monthDays(y, mo) || h > 23 || mi > 59 || s > 59 {
		return 0, false
	}
	i := moment.Instant(days(y, mo, d)*microsADay + ((h*60+mi)*60+s)*1_000_000 + us)
	return i, isInstant(i)
}

func monthDays(y, m int64) int64 {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// days counts the days from 1970-01-01 to a date of the Gregorian calendar. It
// counts years from March, so that the leap day is the last of its year.
func days(y, m, d int64) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 719_469
}

// civil is the inverse of days, for days from 1970-01-01 on.
func civil(day int64) (y, m, d int64) {
	const era = 146_097 // days of 400 years
	n := day + 719_468
	e, n := n/era, n%era
	yoe := (n - n/1460 + n/36_524 - n/(era-1)) / 365
	n -= 365*yoe + yoe/4 - yoe/100
	m = (5*n + 2) / 153
	d = n - (153*m+2)/5 + 1
	y = e*400 + yoe
	if m += 3; m > 12 {
		m -= 12
		y++
	}
	return y, m, d
}
