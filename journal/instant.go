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
	var dates lastDate
	return dates.parse(b)
}

// lastDate remembers the date that was read last: one entry after another is
// mostly of the same day.
type lastDate struct {
	text [10]byte
	day  int64 // since 1970-01-01, of text; where text is set
}

// parse is parseInstant.
func (l *lastDate) parse(b []byte) (moment.Instant, bool) {
	if len(b) != stampLen || b[10] != 'T' || b[13] != ':' || b[16] != ':' || b[19] != '.' || b[26] != 'Z' {
		return 0, false
	}
	if text := [10]byte(b); text != l.text {
		day, ok := parseDate(b)
		if !ok {
			return 0, false
		}
		l.text, l.day = text, day
	}
	h, mi, s := two(b[11], b[12]), two(b[14], b[15]), two(b[17], b[18])
	us := (two(b[20], b[21])*100+two(b[22], b[23]))*100 + two(b[24], b[25])
	if h > 23 || mi > 59 || s > 59 || us > 999_999 {
		return 0, false
	}
	i := moment.Instant(l.day*microsADay + ((h*60+mi)*60+s)*1_000_000 + us)
	return i, isInstant(i)
}

// parseDate reads the ten bytes of a date.
func parseDate(b []byte) (day int64, ok bool) {
	y, mo, d := two(b[0], b[1])*100+two(b[2], b[3]), two(b[5], b[6]), two(b[8], b[9])
	if b[4] != '-' || b[7] != '-' || y < 1970 || y > 9999 || mo < 1 || mo > 12 || d < 1 || d > monthDays(y, mo) {
		return 0, false
	}
	return days(y, mo, d), true
}

// two reads two digits. Where they are none it returns what is too large for
// any part of an instant.
func two(high, low byte) int64 {
	high, low = high-'0', low-'0'
	if high > 9 || low > 9 {
		return 1 << 20
	}
	return int64(high)*10 + int64(low)
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
